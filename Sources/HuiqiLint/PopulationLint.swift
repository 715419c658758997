import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Which conditions nobody of a population can be decided by, for want of data.
public struct PopulationLint {
    private let clauses: [LintedClause]
    private let day: Day
    private let normalizer: TextNormalizer?
    /// Conditions that were not decided yet, each once.
    private var open: [Open] = []
    private var profiles = 0

    private struct Open {
        let rule: Rule
        var places: [(clause: Int, position: Int)]
        /// How many profiles lack a fact, by its name.
        var missing: [String: Int] = [:]
        /// Names in order of first appearance.
        var names: [String] = []
        var failures = 0
    }

    /// The most names that are counted for one condition.
    private static let nameLimit = 64

    /// A look at clauses on a day.
    public init(_ clauses: [LintedClause], on day: Day, normalizer: TextNormalizer?) {
        self.clauses = clauses
        self.day = day
        self.normalizer = normalizer
        var numbers: [String: Int] = [:]
        for (index, linted) in clauses.enumerated() {
            for (position, rule) in linted.rules.enumerated() {
                guard let rule else { continue }
                let key = rule.canonicalKey
                if let number = numbers[key] {
                    open[number].places.append((index, position))
                } else {
                    numbers[key] = open.count
                    open.append(Open(rule: rule, places: [(index, position)]))
                }
            }
        }
    }

    /// Looks at one more profile. Cheap once every condition was decided by some.
    public mutating func add(_ profile: Profile) {
        profiles += 1
        var rest: [Open] = []
        for var condition in open {
            let (truth, gap) = condition.rule.truth(for: profile, on: day, normalizer: normalizer)
            if truth != .unknown { continue }
            if gap?.problems.isEmpty == false { condition.failures += 1 }
            var seen: Set<String> = []
            for fact in gap?.missing ?? [] {
                let name = PopulationLint.name(fact, condition.rule.schema)
                guard seen.insert(name).inserted else { continue }
                if condition.missing[name] == nil {
                    if condition.names.count == PopulationLint.nameLimit { continue }
                    condition.names.append(name)
                }
                condition.missing[name, default: 0] += 1
            }
            rest.append(condition)
        }
        open = rest
    }

    /// The name without positions in lists: `penalties[*].amount`.
    private static func name(_ fact: MissingFact, _ schema: Schema) -> String {
        if case .member(let field, _, let member) = fact,
            case .records(let members) = schema.fields[field].type,
            member < members.count
        {
            return "\(schema.fields[field].name)[*].\(members[member].name)"
        }
        return fact.name(in: schema)
    }

    /// Conditions that no profile decided; none where there were no profiles.
    func findings() -> [LintFinding] {
        if profiles == 0 { return [] }
        var found: [LintFinding] = []
        for condition in open {
            let nobody = condition.names.filter { condition.missing[$0] == profiles }
            // Where no single fact is missing everywhere, the two that are missing most.
            let most = condition.names.enumerated().sorted {
                let (left, right) = (
                    condition.missing[$0.element] ?? 0, condition.missing[$1.element] ?? 0
                )
                return left == right ? $0.offset < $1.offset : left > right
            }.prefix(2).map { $0.element }
            let names = (nobody.isEmpty ? most : nobody).map { "`\($0)`" }.joined(separator: ", ")
            let message: Message
            if names.isEmpty {
                message = Message(
                    zh: "\(profiles) 家企业都无法判定：求值总是出错",
                    en: "none of \(profiles) profiles can be decided: evaluation fails")
            } else if nobody.isEmpty {
                message = Message(
                    zh: "\(profiles) 家企业都无法判定，最常缺的是 \(names)",
                    en: "none of \(profiles) profiles can be decided; most lack \(names)")
            } else {
                message = Message(
                    zh: "\(profiles) 家企业都无法判定，因为都没有 \(names)",
                    en: "none of \(profiles) profiles can be decided: all lack \(names)")
            }
            let fix = Message(
                zh: "接入这项数据，或把条件改为 kind: review 由人判断",
                en: "bring these data in, or make it a review condition")
            for place in condition.places {
                found.append(
                    clauses[place.clause].finding(.undecidable, condition: place.position, message, fix: fix))
            }
        }
        return found
    }
}

extension Linter {
    /// Findings about clauses, and about what a population cannot decide of them.
    public func findings(_ clauses: [LintedClause], _ population: PopulationLint) -> [LintFinding] {
        ordered(findings(clauses) + population.findings(), clauses)
    }
}
