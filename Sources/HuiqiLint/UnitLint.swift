import HuiqiModel
import HuiqiRule

/// Whether the constants of a condition have the units that its label and source have.
enum UnitLint {
    static func findings(_ linted: LintedClause) -> [LintFinding] {
        var found: [LintFinding] = []
        for (position, rule) in linted.rules.enumerated() where position < linted.clause.conditions.count {
            guard let rule else { continue }
            let condition = linted.clause.conditions[position]
            let numbers = LabelNumbers(condition.label + " | " + (condition.source ?? ""))
            for comparison in rule.constantComparisons {
                guard let (lint, message, fix) = doubt(comparison, numbers) else { continue }
                found.append(
                    linted.finding(
                        lint, condition: position, offset: comparison.offsetUTF8, message, fix: fix))
            }
        }
        return found
    }

    private static func doubt(_ comparison: ConstantComparison, _ numbers: LabelNumbers)
        -> (LintRule, Message, Message)?
    {
        let constant = comparison.constant
        let written = constant.isInteger ? "\(constant.numerator)" : constant.description
        guard constant.signum > 0, !numbers.plain.contains(constant) else { return nil }
        switch comparison.subject {
        case .fact(let unit):
            guard !unit.contains("万"), !unit.contains("亿"),
                let amount = numbers.amounts.first(where: { $0.written == constant }),
                !numbers.amounts.contains(where: { $0.full == constant })
            else { return nil }
            let full = amount.full.isInteger ? "\(amount.full.numerator)" : amount.full.description
            // What `money` reads: 万元 and 亿元 with any number, in a schema whose amounts are yuan.
            let words = unit.isEmpty || unit == "元" ? amount.words : nil
            let told = words ?? full + unit
            return (
                .unitSuspect,
                Message(
                    zh: "条文写的是 \(told)，这里却与 \(written) 比较，可能漏了万或亿",
                    en: "the words say \(full), this compares with \(written): a 万 or 亿 may be missing"),
                words.map {
                    Message(zh: "写 money('\($0)')，即 \(full)", en: "write money('\($0)'), which is \(full)")
                }
                    ?? Message(zh: "写 \(full)", en: "write \(full)")
            )
        case .ratio, .multiple:
            guard numbers.percentages.contains(constant), let part = constant.divided(by: Number(100)) else {
                return nil
            }
            return (
                .unitSuspect,
                Message(
                    zh: "条文写的是 \(written)%，这里却与 \(written) 倍比较",
                    en: "the words say \(written)%, this says \(written) times"),
                Message(zh: "写 \(part)", en: "write \(part)")
            )
        case .month:
            guard constant.isInteger, (1...11).contains(constant.numerator),
                numbers.months.contains(constant), Set(numbers.months).count == 1
            else { return nil }
            return (
                .monthOffByOne,
                Message(
                    zh: "条文写的是 \(written) 月，而 getMonth() 从 0 数起，\(written) 是 \(constant.numerator + 1) 月",
                    en: "the words say month \(written), but getMonth() counts from 0: \(written) is month "
                        + "\(constant.numerator + 1)"),
                Message(zh: "用 x.getMonth() + 1 与月份比较", en: "compare x.getMonth() + 1 with the month")
            )
        }
    }
}
