/// Optional values: `optional.of(x)`, `o.orValue(x)`.
enum PlainOptionals {
    static let functions: PlainLibrary.Table = [
        "optional.none": [
            PlainOverload([], .optional(.dyn)) { (values, run) throws(RuleError) in .optional(.none) }
        ],
        "optional.of": [
            PlainOverload([.dyn], .optional(.dyn)) { (values, run) throws(RuleError) in
                try run.optional(values.first ?? .null)
            }
        ],
        "optional.ofNonZeroValue": [
            PlainOverload([.dyn], .optional(.dyn)) { (values, run) throws(RuleError) in
                guard let value = values.first, !value.isZero else { return .optional(.none) }
                return try run.optional(value)
            }
        ],
    ]

    static let methods: PlainLibrary.Table = [
        "hasValue": [
            PlainOverload([.optional(.dyn)], .bool) { (values, run) throws(RuleError) in
                .bool(held(values.first) != nil)
            }
        ],
        "value": [
            PlainOverload([.optional(.dyn)], .dyn) { (values, run) throws(RuleError) in
                guard let value = held(values.first) else {
                    throw run.fault(zh: "可选值为空", en: "the optional has no value")
                }
                return value
            }
        ],
        "or": [
            PlainOverload([.optional(.dyn), .optional(.dyn)], .optional(.dyn)) {
                (values, run) throws(RuleError) in
                (held(values.first) == nil ? values.last : values.first) ?? .null
            }
        ],
        "orValue": [
            PlainOverload([.optional(.dyn), .dyn], .dyn) { (values, run) throws(RuleError) in
                held(values.first) ?? values.last ?? .null
            }
        ],
    ]

    private static func held(_ value: PlainValue?) -> PlainValue? {
        if case .optional(let optional)? = value { optional.value } else { nil }
    }
}

extension PlainValue {
    /// Whether it is what its type has before anything is set.
    fileprivate var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let text): text.isEmpty
        case .bytes(let bytes): bytes.isEmpty
        case .list(let list): list.elements.isEmpty
        case .map(let map): map.entries.isEmpty
        case .timestamp(let instant): instant.nanosecondsSince1970 == 0
        case .duration(let length): length.nanoseconds == 0
        case .type: false
        case .optional(let optional): optional.value == nil
        }
    }
}
