import HuiqiModel

/// One way to call a function.
struct Overload: Sendable {
    let builtin: Builtin
    /// For a method the first is the target.
    let parameters: [ValueType]
    let result: ValueType

    func accepts(_ nodes: [RuleNode]) -> Bool {
        nodes.count == parameters.count && zip(nodes, parameters).allSatisfy { $0.type.fits($1) }
    }
}

/// The functions of the policy environment that have fixed signatures.
enum Signatures {
    static let functions: [String: [Overload]] = [
        "int": [.int, .uint, .decimal, .text, .timestamp].map { one(.toInt, $0, .int) },
        "uint": [.int, .uint, .decimal, .text].map { one(.toUint, $0, .uint) },
        "double": [.int, .uint, .decimal, .text].map { one(.toDecimal, $0, .decimal) },
        "string": [.text, .int, .uint, .decimal, .bool, .bytes, .timestamp, .duration].map {
            one(.toText, $0, .text)
        },
        "bytes": [.text, .bytes].map { one(.toBytes, $0, .bytes) },
        "bool": [.bool, .text].map { one(.toBool, $0, .bool) },
        "timestamp": [.text, .int, .timestamp].map { one(.toTimestamp, $0, .timestamp) },
        "duration": [.text, .int, .duration].map { one(.toDuration, $0, .duration) },
        "date": [one(.date, .text, .timestamp)],
        "money": [one(.money, .text, .decimal)],
        "years_before": [one(.yearsBefore, .int, .timestamp)],
        "months_before": [one(.monthsBefore, .int, .timestamp)],
        "days_before": [one(.daysBefore, .int, .timestamp)],
        "years_since": [one(.yearsSince, .timestamp, .int)],
        "months_since": [one(.monthsSince, .timestamp, .int)],
        "sum": [ValueType.decimal, .int, .uint].map { one(.sum, .list($0), $0) },
    ]

    static let functionNames: [String] =
        (Array(functions.keys) + ["size", "at_least", "first_reached", "matches"]).sorted()

    static let methods: [String: [Overload]] = {
        var table: [String: [Overload]] = [
            "size": [ValueType.text, .bytes, .list(.any), .map(.any, .any)].map { one(.size, $0, .int) },
            "contains": [text(.contains)],
            "startsWith": [text(.startsWith)],
            "endsWith": [text(.endsWith)],
            "matches": [text(.matches)],
            "mentions": [text(.mentions)],
        ]
        let parts: [Builtin.TimePart] = [
            .fullYear, .month, .dayOfMonth, .date, .dayOfWeek, .dayOfYear, .hours, .minutes, .seconds,
            .milliseconds,
        ]
        for part in parts {
            table[part.rawValue] = [
                one(.timePart(part), .timestamp, .int),
                Overload(builtin: .timePart(part), parameters: [.timestamp, .text], result: .int),
            ]
        }
        for part in [Builtin.TimePart.hours, .minutes, .seconds, .milliseconds] {
            table[part.rawValue]?.append(one(.durationPart(part), .duration, .int))
        }
        return table
    }()

    private static func one(_ builtin: Builtin, _ parameter: ValueType, _ result: ValueType) -> Overload {
        Overload(builtin: builtin, parameters: [parameter], result: result)
    }

    private static func text(_ builtin: Builtin) -> Overload {
        Overload(builtin: builtin, parameters: [.text, .text], result: .bool)
    }
}
