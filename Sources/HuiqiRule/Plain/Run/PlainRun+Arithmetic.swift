extension PlainRun {
    mutating func arithmetic(_ operation: Arithmetic, _ left: PlainValue, _ right: PlainValue)
        throws(RuleError) -> PlainValue
    {
        switch (left, right) {
        case (.int(let left), .int(let right)): return .int(try integer(operation, left, right))
        case (.uint(let left), .uint(let right)): return .uint(try integer(operation, left, right))
        case (.double(let a), .double(let b)):
            switch operation {
            case .add: return .double(a + b)
            case .subtract: return .double(a - b)
            case .multiply: return .double(a * b)
            case .divide: return .double(a / b)
            case .modulo: throw noOverload("%", [left, right])
            }
        default:
            switch operation {
            case .add: return try sum(left, right)
            case .subtract: return try difference(left, right)
            default: throw noOverload(operation.rawValue, [left, right])
            }
        }
    }

    private func integer<Integer: FixedWidthInteger>(
        _ operation: Arithmetic, _ left: Integer, _ right: Integer
    ) throws(RuleError) -> Integer {
        let result: (partialValue: Integer, overflow: Bool)
        switch operation {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .divide, .modulo:
            guard right != 0 else { throw fault(zh: "除数为零", en: "division by zero") }
            result =
                operation == .divide
                ? left.dividedReportingOverflow(by: right)
                : left.remainderReportingOverflow(dividingBy: right)
        }
        if result.overflow { throw overflow() }
        return result.partialValue
    }

    private mutating func sum(_ left: PlainValue, _ right: PlainValue) throws(RuleError) -> PlainValue {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            try build(left.utf8.count &+ right.utf8.count)
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)):
            try build(left.count &+ right.count)
            return .bytes(left + right)
        case (.list(let left), .list(let right)):
            try build((left.elements.count &+ right.elements.count) &* Self.bytesAPart)
            return .list(PlainList(left.elements + right.elements))
        case (.timestamp(let instant), .duration(let length)),
            (.duration(let length), .timestamp(let instant)):
            return try timestamp(instant.nanosecondsSince1970 + Int128(length.nanoseconds))
        case (.duration(let left), .duration(let right)):
            return try duration(Int128(left.nanoseconds) + Int128(right.nanoseconds))
        default: throw noOverload("+", [left, right])
        }
    }

    private func difference(_ left: PlainValue, _ right: PlainValue) throws(RuleError) -> PlainValue {
        switch (left, right) {
        case (.timestamp(let left), .timestamp(let right)):
            return try duration(left.nanosecondsSince1970 - right.nanosecondsSince1970)
        case (.timestamp(let left), .duration(let right)):
            return try timestamp(left.nanosecondsSince1970 - Int128(right.nanoseconds))
        case (.duration(let left), .duration(let right)):
            return try duration(Int128(left.nanoseconds) - Int128(right.nanoseconds))
        default: throw noOverload("-", [left, right])
        }
    }

    func timestamp(_ nanoseconds: Int128) throws(RuleError) -> PlainValue {
        guard let instant = PlainTimestamp(nanosecondsSince1970: nanoseconds) else {
            throw fault(
                zh: "时间超出 0001 年至 9999 年", en: "range: the timestamp is outside the years 1 to 9999")
        }
        return .timestamp(instant)
    }

    func duration(_ nanoseconds: Int128) throws(RuleError) -> PlainValue {
        guard let length = Int64(exactly: nanoseconds) else {
            throw fault(
                zh: "时长超出范围（约 ±292 年）", en: "range: the duration is longer than about 292 years")
        }
        return .duration(PlainDuration(nanoseconds: length))
    }
}
