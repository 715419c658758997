import HuiqiModel
import HuiqiRule

/// Looks for what is allowed in clauses and yet probably not meant.
///
/// Findings are warnings. The linter is sound where it says that something can never or always hold; beyond a
/// bound of work on a clause it is silent about it.
public struct Linter: Sendable {
    /// What it looks for.
    public let options: LintOptions

    /// A linter.
    public init(_ options: LintOptions = LintOptions()) { self.options = options }

    /// Findings about clauses of one schema, in order of line, then condition by condition.
    public func findings(_ clauses: [LintedClause]) -> [LintFinding] {
        var found: [LintFinding] = []
        for clause in clauses {
            found += ConditionLint.findings(clause)
            found += DeliveryLint.findings(clause)
            found += UnitLint.findings(clause)
            if !options.without.contains(.unfairCompetition) { found += CompetitionLint.findings(clause) }
        }
        if !options.without.isSuperset(of: [.tierGap, .tierOverlap]) { found += TierLint.findings(clauses) }
        return ordered(found, clauses)
    }

    /// Leaves out what is switched off; by line, then by place in the clause.
    func ordered(_ found: [LintFinding], _ clauses: [LintedClause]) -> [LintFinding] {
        var positions: [Int: [String: Int]] = [:]
        for clause in clauses {
            var byID: [String: Int] = [:]
            for (position, condition) in clause.clause.conditions.enumerated() {
                byID[condition.id] = position
            }
            positions[clause.line] = byID
        }
        func place(_ finding: LintFinding) -> (Int, Int, Int) {
            let condition = finding.place.condition.flatMap { positions[finding.place.line]?[$0] }
            return (finding.place.line, condition ?? Int.max, finding.place.offsetUTF8 ?? 0)
        }
        return found.filter { !options.without.contains($0.rule) }.enumerated().sorted {
            let (left, right) = (place($0.element), place($1.element))
            return left == right ? $0.offset < $1.offset : left < right
        }.map(\.element)
    }
}
