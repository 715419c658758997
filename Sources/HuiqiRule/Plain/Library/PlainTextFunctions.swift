/// `contains`, `startsWith`, `endsWith` and `matches`.
enum PlainTextFunctions {
    static let functions: PlainLibrary.Table = [
        "matches": [PlainOverload([.string, .string], .bool, matches)]
    ]

    static let methods: PlainLibrary.Table = [
        "matches": [PlainOverload([.string, .string], .bool, matches)],
        "contains": [PlainOverload([.string, .string], .bool, contains)],
        "startsWith": [PlainOverload([.string, .string], .bool, startsWith)],
        "endsWith": [PlainOverload([.string, .string], .bool, endsWith)],
    ]

    /// The two texts, counted as walked through.
    private static func texts(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> (
        String, String
    ) {
        guard values.count > 1, case .string(let text) = values[0], case .string(let other) = values[1] else {
            throw run.noOverload("text", values)
        }
        try run.walk(text.utf8.count &+ other.utf8.count)
        return (text, other)
    }

    private static func matches(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        let (text, pattern) = try texts(values, &run)
        return .bool(try run.regex(pattern).matches(text))
    }

    private static func contains(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        let (text, part) = try texts(values, &run)
        if part.isEmpty { return .bool(true) }
        guard part.utf8.count <= text.utf8.count else { return .bool(false) }
        return .bool(ByteSearch(Array(part.utf8)).first(in: Array(text.utf8)) != nil)
    }

    private static func startsWith(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        let (text, part) = try texts(values, &run)
        return .bool(text.utf8.starts(with: part.utf8))
    }

    private static func endsWith(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError)
        -> PlainValue
    {
        let (text, part) = try texts(values, &run)
        return .bool(
            part.utf8.count <= text.utf8.count
                && text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8))
    }
}
