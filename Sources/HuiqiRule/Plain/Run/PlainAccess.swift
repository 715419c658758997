/// Members and elements of values.
enum PlainAccess {
    static func member(_ name: String, of value: PlainValue, _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        switch value {
        case .map(let map):
            guard let found = map.value(for: .string(name)) else { throw noKey(name, run) }
            return found
        case .optional: return try optionalElement(.string(name), of: value, &run)
        default: throw noMembers(value, run)
        }
    }

    static func element(_ key: PlainValue, of value: PlainValue, _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        switch value {
        case .map(let map):
            try run.walk(key)
            guard let found = map.value(for: key) else { throw noKey(PlainValueText.short(key), run) }
            return found
        case .list(let list):
            guard let place = place(key) else {
                throw run.fault(
                    zh: "列表下标应为整数，不是 \(PlainValueText.short(key))",
                    en: "a list index must be an integer, not \(PlainValueText.short(key))")
            }
            guard place >= 0, place < list.elements.count else {
                throw run.fault(
                    zh: "下标 \(place) 越界，列表有 \(list.elements.count) 项",
                    en: "index \(place) is out of range, the list has \(list.elements.count) elements")
            }
            return list.elements[Int(place)]
        case .optional: return try optionalElement(key, of: value, &run)
        default:
            throw run.fault(
                zh: "\(value.typeName) 不能取下标", en: "no such overload: \(value.typeName) has no index")
        }
    }

    /// An optional with what is there under a key; none where nothing is.
    static func optionalElement(_ key: PlainValue, of value: PlainValue, _ run: inout PlainRun)
        throws(RuleError) -> PlainValue
    {
        var value = value
        if case .optional(let optional) = value {
            guard let inner = optional.value else { return .optional(.none) }
            value = inner
        }
        switch value {
        case .map(let map):
            try run.walk(key)
            guard let found = map.value(for: key) else { return .optional(.none) }
            return try run.optional(found)
        case .list(let list):
            guard let place = place(key), place >= 0, place < list.elements.count else {
                return .optional(.none)
            }
            return try run.optional(list.elements[Int(place)])
        default: throw noMembers(value, run)
        }
    }

    /// What an optional holds, where an optional is asked for.
    static func optional(_ value: PlainValue, _ run: PlainRun) throws(RuleError) -> PlainValue? {
        guard case .optional(let optional) = value else {
            throw run.fault(
                zh: "`?` 后应为可选值，不是 \(value.typeName)",
                en: "`?` asks for an optional value, this is \(value.typeName)")
        }
        return optional.value
    }

    private static func place(_ key: PlainValue) -> Int128? {
        if case .bool = key { return nil }
        guard case .integer(let place)? = PlainKey(key) else { return nil }
        return place
    }

    private static func noKey(_ name: String, _ run: PlainRun) -> RuleError {
        run.fault(zh: "没有键 `\(name)`", en: "no such key: `\(name)`")
    }

    static func noMembers(_ value: PlainValue, _ run: PlainRun) -> RuleError {
        run.fault(
            zh: "\(value.typeName) 没有成员可取", en: "\(value.typeName) does not support field selection")
    }
}
