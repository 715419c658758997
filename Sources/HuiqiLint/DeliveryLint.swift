import HuiqiModel
import HuiqiRule

/// Whether a clause can be delivered as it says.
public enum DeliveryLint {
    /// Words in a field's `source` that say: the enterprise itself is the source, nobody checked it.
    ///
    /// All other sources are taken to be trusted; a field without a source is not judged.
    public static let untrustedWords = [
        "自报", "自行申报", "自主申报", "自行填报", "自主填报", "企业填报", "企业申报", "企业自填", "自填", "自我声明",
        "承诺", "self-declared", "self-reported", "self-declaration", "self declared", "self reported",
        "declared by the enterprise",
    ]

    /// Whether a field's source is not to be relied on without a check.
    public static func isUntrusted(_ source: String) -> Bool {
        let lower = source.lowercased()
        return untrustedWords.contains { lower.contains($0) }
    }

    /// The one finding that storing a clause tells as well: instant delivery with a review condition.
    public static func review(_ clause: Clause, line: Int) -> LintFinding? {
        guard clause.delivery == .instant, let review = clause.conditions.first(where: { $0.kind == .review })
        else { return nil }
        let message = Message(
            zh: "免申即享（instant）的条款含有须人工判断的条件，无法自动兑付",
            en: "an instant clause has a condition that a person must judge")
        return LintFinding(
            .instantReview, Finding(.warning, line: line, subject: clause.id, condition: review.id, message),
            suggestion: Message(
                zh: "把它写成可计算的条件，或把 delivery 改为 verify 或 review",
                en: "write it as a condition that can be computed, or deliver by verify or review"))
    }

    static func findings(_ linted: LintedClause) -> [LintFinding] {
        let clause = linted.clause
        var found: [LintFinding] = []
        if let review = review(clause, line: linted.line) { found.append(review) }
        if clause.delivery == .instant { found += untrusted(linted) }
        if let from = clause.applyFrom, let to = clause.applyTo, to < from {
            found.append(
                linted.finding(
                    .dateOrder, field: "apply_to",
                    Message(
                        zh: "apply_to 早于 apply_from，没有一天可以申报",
                        en: "apply_to is before apply_from: no day to apply"),
                    fix: Message(zh: "核对两个日期", en: "check both days")))
        }
        return found
    }

    private static func untrusted(_ linted: LintedClause) -> [LintFinding] {
        var found: [LintFinding] = []
        let fix = Message(
            zh: "改用部门数据，或把 delivery 改为 verify", en: "take it from an authority's data, or deliver by verify")
        func message(_ field: Field, _ source: String) -> Message {
            Message(
                zh: "免申即享依据 `\(field.name)`（\(field.label.zh)），而它的来源“\(source)”未经核验",
                en: "instant delivery rests on `\(field.name)`, whose source, “\(source)”, nobody has checked"
            )
        }
        for (position, rule) in linted.rules.enumerated() where position < linted.clause.conditions.count {
            guard let rule, linted.clause.conditions[position].kind == .required else { continue }
            for read in rule.fieldsRead {
                let field = rule.schema.fields[read.field]
                guard let source = field.source, isUntrusted(source) else { continue }
                found.append(
                    linted.finding(
                        .instantUntrusted, condition: position, offset: read.offsetUTF8,
                        message(field, source),
                        fix: fix))
            }
        }
        if let amount = linted.amount {
            for read in amount.fieldsRead {
                let field = amount.schema.fields[read.field]
                guard let source = field.source, isUntrusted(source) else { continue }
                found.append(
                    linted.finding(
                        .instantUntrusted, field: "benefit.amount", offset: read.offsetUTF8,
                        message(field, source), fix: fix))
            }
        }
        return found
    }
}
