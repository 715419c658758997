/// The math extension: `math.greatest` and the rest.
enum PlainMath {
    static let functions: PlainLibrary.Table = {
        let double = [PlainType.double]
        let numbers: [PlainType] = [.int, .uint, .double]
        return [
            "math.greatest": extremes(.above), "math.least": extremes(.below),
            "math.ceil": doubles { $0.rounded(.up) }, "math.floor": doubles { $0.rounded(.down) },
            "math.round": doubles { $0.rounded(.toNearestOrAwayFromZero) },
            "math.trunc": doubles { $0.rounded(.towardZero) },
            "math.abs": numbers.map { PlainOverload([$0], $0, abs) },
            "math.sign": numbers.map { PlainOverload([$0], $0, sign) },
            "math.sqrt": numbers.map { PlainOverload([$0], .double, sqrt) },
            "math.isNaN": [PlainOverload(double, .bool, test { $0.isNaN })],
            "math.isInf": [PlainOverload(double, .bool, test { $0.isInfinite })],
            "math.isFinite": [PlainOverload(double, .bool, test { $0.isFinite })],
            "math.bitAnd": bits({ $0 & $1 }, { $0 & $1 }), "math.bitOr": bits({ $0 | $1 }, { $0 | $1 }),
            "math.bitXor": bits({ $0 ^ $1 }, { $0 ^ $1 }),
            "math.bitNot": [PlainOverload([.int], .int, not), PlainOverload([.uint], .uint, not)],
            "math.bitShiftLeft": shifts { $0 << $1 }, "math.bitShiftRight": shifts { $0 >> $1 },
        ]
    }()

    // MARK: Greatest and least

    private static func extremes(_ wanted: PlainValue.Order) -> [PlainOverload] {
        let body: PlainOverload.Body = { (values, run) throws(RuleError) in
            try run.take(values.count)
            return try extreme(wanted, values, run)
        }
        let ofList: PlainOverload.Body = { (values, run) throws(RuleError) in
            guard case .list(let list)? = values.first else { return .null }
            try run.take(list.elements.count)
            return try extreme(wanted, list.elements, run)
        }
        return [
            PlainOverload([.int], .int, isVariadic: true, body),
            PlainOverload([.uint], .uint, isVariadic: true, body),
            PlainOverload([.double], .double, isVariadic: true, body),
            PlainOverload([.list(.int)], .int, ofList), PlainOverload([.list(.uint)], .uint, ofList),
            PlainOverload([.list(.double)], .double, ofList), PlainOverload([.list(.dyn)], .dyn, ofList),
            // Numbers of several kinds; the body refuses what is no number.
            PlainOverload([.dyn], .dyn, isVariadic: true, body),
        ]
    }

    private static func extreme(_ wanted: PlainValue.Order, _ values: [PlainValue], _ run: PlainRun)
        throws(RuleError) -> PlainValue
    {
        let name = wanted == .above ? "math.greatest" : "math.least"
        guard var best = values.first else {
            throw run.fault(zh: "`\(name)` 的列表为空", en: "`\(name)` of an empty list")
        }
        for value in values {
            switch value {
            case .int, .uint, .double: if value.order(against: best) == wanted { best = value }
            default: throw run.noOverload(name, values)
            }
        }
        return best
    }

    // MARK: Doubles

    private static func doubles(_ apply: @escaping @Sendable (Double) -> Double) -> [PlainOverload] {
        [
            PlainOverload([.double], .double) { (values, run) throws(RuleError) in
                guard case .double(let value)? = values.first else { return .null }
                return .double(apply(value))
            }
        ]
    }

    private static func test(_ apply: @escaping @Sendable (Double) -> Bool) -> PlainOverload.Body {
        { (values, run) throws(RuleError) in
            guard case .double(let value)? = values.first else { return .null }
            return .bool(apply(value))
        }
    }

    private static func abs(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .int(let value):
            guard value != .min else { throw run.overflow() }
            return .int(value < 0 ? -value : value)
        case .double(let value): return .double(value.magnitude)
        default: return values.first ?? .null
        }
    }

    private static func sign(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .int(let value): return .int(value.signum())
        case .uint(let value): return .uint(value == 0 ? 0 : 1)
        case .double(let value): return .double(value > 0 ? 1 : value < 0 ? -1 : value.isNaN ? value : 0)
        default: return .null
        }
    }

    private static func sqrt(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .int(let value): return .double(Double(value).squareRoot())
        case .uint(let value): return .double(Double(value).squareRoot())
        case .double(let value): return .double(value.squareRoot())
        default: return .null
        }
    }

    // MARK: Bits

    private static func bits(
        _ ints: @escaping @Sendable (Int64, Int64) -> Int64,
        _ uints: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> [PlainOverload] {
        [
            PlainOverload([.int, .int], .int) { (values, run) throws(RuleError) in
                guard case .int(let left)? = values.first, case .int(let right)? = values.last else {
                    return .null
                }
                return .int(ints(left, right))
            },
            PlainOverload([.uint, .uint], .uint) { (values, run) throws(RuleError) in
                guard case .uint(let left)? = values.first, case .uint(let right)? = values.last else {
                    return .null
                }
                return .uint(uints(left, right))
            },
        ]
    }

    private static func not(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .int(let value): return .int(~value)
        case .uint(let value): return .uint(~value)
        default: return .null
        }
    }

    /// Shifts of the bits, filling with zeros also for a negative int.
    private static func shifts(_ apply: @escaping @Sendable (UInt64, Int64) -> UInt64) -> [PlainOverload] {
        let body: PlainOverload.Body = { (values, run) throws(RuleError) in
            guard case .int(let count)? = values.last else { return .null }
            guard count >= 0 else {
                throw run.fault(zh: "移位的位数不能为负", en: "a shift by a negative offset")
            }
            switch values.first {
            case .int(let value): return .int(Int64(bitPattern: apply(UInt64(bitPattern: value), count)))
            case .uint(let value): return .uint(apply(value, count))
            default: return .null
            }
        }
        return [PlainOverload([.int, .int], .int, body), PlainOverload([.uint, .int], .uint, body)]
    }
}
