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
        /// The facts that a profile without any data lacks, each with its name. A profile that lacks all of them is
        /// decided as that one is, not at all; nil where that one fails to be evaluated.
        var facts: [(fact: MissingFact, name: String)]?
        /// How many profiles lack all of `facts`.
        var without = 0
        /// How many of the other profiles lack a fact, by its name.
        var missing: [String: Int] = [:]
        /// Names in order of first appearance.
        var names: [String] = []

        func count(of name: String) -> Int {
            (missing[name] ?? 0) + (facts?.contains { $0.name == name } == true ? without : 0)
        }
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
        lookAtNothing()
    }

    /// Decides every condition for a profile without any data.
    private mutating func lookAtNothing() {
        guard let schema = open.first?.rule.schema else { return }
        var batch = ProfileBatch(schema: schema)
        batch.append(ProfileDraft(key: "", values: []))
        for index in open.indices {
            let rule = open[index].rule
            let gap = rule.truth(for: batch[0], on: day, normalizer: normalizer).1
            guard let gap, gap.problems.isEmpty else { continue }
            let facts = gap.missing.map { (fact: $0, name: PopulationLint.name($0, schema)) }
            open[index].facts = facts
            for fact in facts where !open[index].names.contains(fact.name) {
                if open[index].names.count == PopulationLint.nameLimit { break }
                open[index].names.append(fact.name)
            }
        }
    }

    /// Looks at one more profile. Cheap once every condition was decided by some, and for those that nobody has the
    /// data for.
    public mutating func add(_ profile: Profile) {
        profiles += 1
        for index in open.indices.reversed() {
            if let facts = open[index].facts, !facts.isEmpty,
                facts.allSatisfy({ PopulationLint.isMissing($0.fact, of: profile) })
            {
                open[index].without += 1
                continue
            }
            let (truth, gap) = open[index].rule.truth(for: profile, on: day, normalizer: normalizer)
            if truth != .unknown {
                open.remove(at: index)
                continue
            }
            var seen: Set<String> = []
            for fact in gap?.missing ?? [] {
                let name = PopulationLint.name(fact, open[index].rule.schema)
                guard seen.insert(name).inserted else { continue }
                if !open[index].names.contains(name) {
                    if open[index].names.count == PopulationLint.nameLimit { continue }
                    open[index].names.append(name)
                }
                open[index].missing[name, default: 0] += 1
            }
        }
    }

    private static func isMissing(_ fact: MissingFact, of profile: Profile) -> Bool {
        switch fact {
        case .field(let field): profile.value(field) == .unknown
        case .year(let field, let year): profile.fen(field, year: year) == nil
        case .member, .others: false
        }
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
            let nobody = condition.names.filter { condition.count(of: $0) == profiles }
            // Where no single fact is missing everywhere, the two that are missing most.
            let most = condition.names.enumerated().sorted {
                let (left, right) = (condition.count(of: $0.element), condition.count(of: $1.element))
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
