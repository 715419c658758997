import HuiqiJSON
import HuiqiLint
import HuiqiModel

/// What linting a batch of clauses came to.
public struct LintReport: Sendable {
    /// How many clauses check; refusals with their places.
    public let put: Engine.PutReport
    /// Warnings about clauses that check, in order of line and place.
    public let lint: [LintFinding]

    init(put: Engine.PutReport, lint: [LintFinding]) {
        self.put = put
        self.lint = lint
    }

    /// One JSON object: `passed`, `refused`, `findings` in order of line; UTF-8 without a line end.
    ///
    /// A finding has `severity` (`refusal` or `warning`), `rule` (null for refusals), `line`, `clause`, `condition`,
    /// `field`, `offset`, and `explanation` and `suggestion` as `{"zh","en"}`.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("passed")
        writer.value(put.taken)
        writer.key("refused")
        writer.value(put.refused)
        writer.key("findings")
        writer.beginArray()
        for finding in put.findings where finding.severity == .refusal {
            LintReport.write(finding, rule: nil, suggestion: nil, &writer)
        }
        for finding in lint {
            LintReport.write(
                finding.place, rule: finding.rule.rawValue, suggestion: finding.suggestion, &writer)
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(
        _ finding: Finding, rule: String?, suggestion: Message?, _ writer: inout JSONWriter
    ) {
        func text(_ key: String, _ value: String?) {
            writer.key(key)
            if let value { writer.value(value) } else { writer.null() }
        }
        func message(_ key: String, _ message: Message?) {
            writer.key(key)
            guard let message else { return writer.null() }
            writer.beginObject()
            text("zh", message.zh)
            text("en", message.en)
            writer.endObject()
        }
        writer.beginObject()
        text("severity", finding.severity.rawValue)
        text("rule", rule)
        writer.key("line")
        writer.value(finding.line)
        text("clause", finding.subject)
        text("condition", finding.condition)
        text("field", finding.field)
        writer.key("offset")
        if let offset = finding.offsetUTF8 { writer.value(offset) } else { writer.null() }
        message("explanation", finding.message)
        message("suggestion", suggestion)
        writer.endObject()
    }
}
