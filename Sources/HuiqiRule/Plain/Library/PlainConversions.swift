/// `int(x)` and the other conversions (language definition, "Types and Conversions").
enum PlainConversions {
    static let functions: PlainLibrary.Table = [
        "bool": table(.bool, [.bool, .string], bool),
        "bytes": table(.bytes, [.bytes, .string], bytes),
        "double": table(.double, [.double, .int, .uint, .string], double),
        "duration": table(.duration, [.duration, .string], duration),
        "dyn": table(.dyn, [.dyn], same),
        "int": table(.int, [.int, .uint, .double, .string, .timestamp], int),
        "string": table(
            .string, [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], string),
        "timestamp": table(.timestamp, [.timestamp, .string, .int], timestamp),
        "type": table(.type, [.dyn], type),
        "uint": table(.uint, [.uint, .int, .double, .string], uint),
    ]

    private static func table(
        _ result: PlainType, _ parameters: [PlainType], _ body: @escaping PlainOverload.Body
    ) -> [PlainOverload] {
        parameters.map { PlainOverload([$0], result, body) }
    }

    private static func same(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        values.first ?? .null
    }

    private static func type(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        .type(values.first?.typeName ?? "null_type")
    }

    private static func bool(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        guard case .string(let text)? = values.first else { return try same(values, &run) }
        switch text {
        case "1", "t", "true", "TRUE", "True": return .bool(true)
        case "0", "f", "false", "FALSE", "False": return .bool(false)
        default: throw bad(text, "bool", run)
        }
    }

    private static func bytes(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        guard case .string(let text)? = values.first else { return try same(values, &run) }
        try run.build(text.utf8.count)
        return .bytes(Array(text.utf8))
    }

    private static func double(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        switch values.first {
        case .int(let value): return .double(Double(value))
        case .uint(let value): return .double(Double(value))
        case .string(let text):
            try run.walk(text.utf8.count)
            guard let value = PlainNumberReader.double(text) else { throw bad(text, "double", run) }
            return .double(value)
        default: return try same(values, &run)
        }
    }

    private static func int(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .uint(let value):
            guard let value = Int64(exactly: value) else { throw range("int", run) }
            return .int(value)
        case .double(let value):
            // Both ends of the range are excluded: they do not convert back everywhere.
            guard value > -0x1p63, value < 0x1p63 else { throw range("int", run) }
            return .int(Int64(value))
        case .string(let text):
            guard text.utf8.count < 100, let value = Int64(text) else { throw bad(text, "int", run) }
            return .int(value)
        case .timestamp(let instant): return .int(instant.seconds)
        default: return try same(values, &run)
        }
    }

    private static func uint(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .int(let value):
            guard let value = UInt64(exactly: value) else { throw range("uint", run) }
            return .uint(value)
        case .double(let value):
            guard value >= 0, value < 0x1p64 else { throw range("uint", run) }
            return .uint(UInt64(value))
        case .string(let text):
            guard text.utf8.count < 100, let value = UInt64(text) else { throw bad(text, "uint", run) }
            return .uint(value)
        default: return try same(values, &run)
        }
    }

    private static func string(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue
    {
        switch values.first {
        case .bool(let value): return .string(value ? "true" : "false")
        case .int(let value): return .string(String(value))
        case .uint(let value): return .string(String(value))
        case .double(let value): return .string(PlainNumberText.shortest(value))
        case .timestamp(let instant): return .string(instant.text)
        case .duration(let length): return .string(length.text)
        case .bytes(let bytes):
            try run.build(bytes.count)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw run.fault(zh: "字节不是有效的 UTF-8", en: "the bytes are invalid UTF-8")
            }
            return .string(text)
        default: return try same(values, &run)
        }
    }

    private static func timestamp(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        switch values.first {
        case .int(let seconds):
            return try run.timestamp(Int128(seconds) * PlainTimestamp.nanosecondsASecond)
        case .string(let text):
            guard text.utf8.count < 100, let nanoseconds = TimeText.timestamp(text) else {
                throw bad(text, "timestamp", run)
            }
            return try run.timestamp(nanoseconds)
        default: return try same(values, &run)
        }
    }

    private static func duration(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        guard case .string(let text)? = values.first else { return try same(values, &run) }
        guard text.utf8.count < 200, let nanoseconds = TimeText.duration(text) else {
            throw bad(text, "duration", run)
        }
        return try run.duration(nanoseconds)
    }

    private static func bad(_ text: String, _ type: String, _ run: PlainRun) -> RuleError {
        let shown = PlainValueText.short(.string(text))
        return run.fault(zh: "\(shown) 不能转换为 \(type)", en: "\(shown) cannot be converted to \(type)")
    }

    private static func range(_ type: String, _ run: PlainRun) -> RuleError {
        run.fault(zh: "数值超出 \(type) 的范围", en: "range: the number is out of the range of \(type)")
    }
}

/// Doubles out of text.
enum PlainNumberReader {
    /// A decimal number, correctly rounded, or an infinity or NaN by its name; nil for anything else, and where
    /// the number is too large for a double.
    static func double(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        let unsigned = bytes.first == 0x2B || bytes.first == 0x2D ? bytes[1...] : bytes[...]
        switch String(decoding: unsigned, as: UTF8.self).lowercased() {
        case "inf", "infinity": return bytes.first == 0x2D ? -Double.infinity : .infinity
        case "nan": return bytes.count == unsigned.count ? .nan : nil
        default: break
        }
        guard isDecimal(unsigned), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func isDecimal(_ bytes: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        var index = bytes.startIndex
        func isDigit() -> Bool { index < bytes.endIndex && (0x30...0x39).contains(bytes[index]) }
        while isDigit() {
            digits += 1
            index += 1
        }
        if index < bytes.endIndex, bytes[index] == 0x2E {
            index += 1
            while isDigit() {
                digits += 1
                index += 1
            }
        }
        guard digits > 0 else { return false }
        if index < bytes.endIndex, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.endIndex, bytes[index] == 0x2B || bytes[index] == 0x2D { index += 1 }
            guard isDigit() else { return false }
            while isDigit() { index += 1 }
        }
        return index == bytes.endIndex
    }
}
