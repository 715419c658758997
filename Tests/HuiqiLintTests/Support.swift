import Huiqi
import Testing

/// Lints clauses written for a test.
enum Linted {
    /// A clause of conditions `c1`, `c2`, …; `extra` are further keys of the clause, ending with a comma.
    static func clause(_ expressions: [String], id: String = "A", extra: String = "") -> String {
        let conditions = expressions.map { expression in
            expression.hasPrefix("{") ? expression : "{\"expr\":\"\(expression)\"}"
        }
        return
            "{\"id\":\"\(id)\",\"title\":\"t\",\(extra)\"conditions\":[\(conditions.joined(separator: ","))]}"
    }

    static func report(
        _ clauses: [String], schema: String? = nil, profiles: [String]? = nil, options: LintOptions = .init()
    ) throws -> LintReport {
        let engine = try schema.map { try Engine(schemaFile: Array($0.utf8)) } ?? Engine()
        if let profiles {
            let report = try engine.putProfiles(Array(profiles.joined(separator: "\n").utf8))
            try #require(report.refused == 0, "\(report.findings.map { $0.text(.en) })")
        }
        let report = engine.lint(
            Array(clauses.joined(separator: "\n").utf8), options: options,
            deciding: profiles == nil ? nil : Day("2024-06-30"))
        try #require(report.put.refused == 0, "\(report.put.findings.map { $0.text(.en) })")
        return report
    }

    /// `clause/condition@offset rule` of each finding; a field stands for the condition where there is none.
    static func places(_ clauses: [String], schema: String? = nil, profiles: [String]? = nil) throws
        -> [String]
    {
        try report(clauses, schema: schema, profiles: profiles).lint.map(place)
    }

    static func place(_ finding: LintFinding) -> String {
        let place = finding.place
        let offset = place.offsetUTF8.map { "@\($0)" } ?? ""
        return
            "\(place.subject ?? "")/\(place.condition ?? place.field ?? "")\(offset) \(finding.rule.rawValue)"
    }

    /// Findings of a single condition, as `offset rule`.
    static func condition(_ expression: String, label: String = "") throws -> [String] {
        let condition = "{\"label\":\"\(label)\",\"expr\":\"\(expression)\"}"
        return try report([clause([condition])]).lint.map {
            "\($0.place.offsetUTF8 ?? -1) \($0.rule.rawValue)"
        }
    }
}
