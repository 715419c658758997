import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// Filling in a missing fact may turn unknown into yes or no; it never flips yes and no.
@Suite struct MonotoneTests {
    /// Random conditions of a small grammar; every fact of `Facts` occurs.
    struct Grammar {
        var random: SeededGenerator

        mutating func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }

        mutating func condition(_ depth: Int) -> String {
            if depth == 0 { return atom() }
            let parts = (0..<3).map { _ in condition(depth - 1) }
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1: return "(\(parts[0]) && \(parts[1]))"
            case 2, 3: return "(\(parts[0]) || \(parts[1]))"
            case 4: return "!(\(parts[0]))"
            case 5: return "(\(parts[0]) ? \(parts[1]) : \(parts[2]))"
            case 6:
                return
                    "at_least(\(Int.random(in: 0...3, using: &random)), [\(parts.joined(separator: ", "))])"
            default: return atom()
            }
        }

        mutating func atom() -> String {
            let comparison = pick(["==", "!=", "<", "<=", ">", ">="])
            switch Int.random(in: 0..<16, using: &random) {
            case 0: return pick(["dishonest", "abnormal", "dishonest == abnormal"])
            case 1: return "\(integer()) \(comparison) \(integer())"
            case 2: return "\(decimal()) \(comparison) \(decimal())"
            case 3:
                return "region.under(\(pick(["'3303'", "'330302'", "['330302', '34']", "'330000'", "[]"])))"
            case 4: return "industry.under(\(pick(["'C'", "'C38'", "'C3829'", "['I65', 'C39']"])))"
            case 5:
                return
                    "\(pick(["'a'", "'b'", "name"])) in \(pick(["tags", "tags + ['b']", "['a', name]", "tags.filter(t, t != 'a')", "tags.map(t, t + 'b')"]))"
            case 6:
                return
                    "tags.\(pick(["exists", "all", "exists_one"]))(t, t \(pick(["==", "!="])) \(pick(["'a'", "'b'", "name"])))"
            case 7:
                return
                    "penalties.\(pick(["exists", "all", "exists_one"]))(p, p.amount \(comparison) \(decimal()))"
            case 8:
                return
                    "penalties.\(pick(["exists", "all", "exists_one"]))(p, p.date > years_before(3) && p.kind != 'k')"
            case 9:
                return
                    "first_reached(revenue, \(pick(["year", "year-1", "2022"])), \(pick(["5", "2.0", "registered_capital"])), \(pick(["2020", "2022", "2023"])))"
            case 10: return "\(pick(["years_since", "months_since"]))(established) \(comparison) \(integer())"
            case 11: return "size(tags) \(comparison) \(integer())"
            case 12: return "name.\(pick(["contains", "startsWith", "mentions", "matches"]))('a')"
            case 13: return "size \(pick(["==", "!="])) '小型'"
            case 14: return "tags \(pick(["==", "!="])) ['a', 'b']"
            default: return "sum(penalties.map(p, p.amount)) \(comparison) \(decimal())"
            }
        }

        mutating func integer() -> String {
            pick([
                "employees", "insured", "employees + insured", "employees * 2", "3", "0",
                "employees % insured", "size(penalties)", "math.least(employees, insured)",
                "(dishonest ? employees : insured)", "size(tags + ['x'])",
            ])
        }

        mutating func decimal() -> String {
            pick([
                "revenue[2023]", "revenue[2022]", "registered_capital", "revenue[2023] / revenue[2022]",
                "1.5", "0.0", "0.19 * revenue[2022]", "double(insured)", "math.greatest(revenue[2023], 2.0)",
                "penalties[0].amount", "revenue[2023] - revenue[2022]",
            ])
        }
    }

    /// A complete profile, and partial ones of which it is a completion; values by index of field.
    struct Facts {
        var random: SeededGenerator

        private mutating func pick<Element>(_ list: [Element]) -> Element {
            list[Int.random(in: 0..<list.count, using: &random)]
        }

        mutating func complete() -> [FieldValue] {
            let fen: [Int64] = [0, 100, 200, 550, 11_900, -300]
            return Schema.contract.fields.map { field in
                switch field.type {
                case .text: .text(pick(["a", "b", "bab", ""]))
                case .code(.industry): .text(pick(["C3829", "C3900", "I6510"]))
                case .code: .text(pick(["330302", "330303", "340100"]))
                case .day: .day(pick([18_077, 19_539, 20_089]))
                case .money: .fen(pick(fen))
                case .int: .int(pick([0, 1, 2, 3]))
                case .enumeration(let values): .text(pick(values))
                case .bool: .bool(pick([true, false]))
                case .yearly: .yearly((2020...2024).map { .init(year: $0, fen: pick(fen)) })
                case .texts:
                    .texts((0..<pick([0, 1, 2, 3])).map { _ in pick(["a", "b", "c"]) }, complete: true)
                case .records(let members):
                    .records(
                        (0..<pick([0, 1, 2, 3])).map { _ in
                            members.map { member in
                                switch member.type {
                                case .day: .day(pick([18_077, 19_539, 20_089]))
                                case .money: .fen(pick(fen))
                                default: .text(pick(["k", "l"]))
                                }
                            }
                        }, complete: true)
                }
            }
        }

        /// Leaves out fields, years, members, and the ends of lists.
        mutating func partial(_ values: [FieldValue]) -> [FieldValue] {
            values.map { value in
                let choice = Int.random(in: 0..<8, using: &random)
                if choice < 2 { return .unknown }
                if choice > 4 { return value }
                switch value {
                case .yearly(let amounts): return .yearly(amounts.filter { _ in pick([true, true, false]) })
                case .texts(let texts, _):
                    return .texts(
                        Array(texts.prefix(Int.random(in: 0...texts.count, using: &random))), complete: false)
                case .records(let records, let complete):
                    if choice == 4 {
                        return .records(
                            records.map { $0.map { pick([true, false]) ? $0 : .unknown } }, complete: complete
                        )
                    }
                    return .records(
                        Array(records.prefix(Int.random(in: 0...records.count, using: &random))),
                        complete: false)
                default: return value
                }
            }
        }
    }

    static func profile(_ values: [FieldValue]) -> Profile {
        var batch = ProfileBatch(schema: .contract)
        batch.append(ProfileDraft(key: "k", values: values))
        return batch[0]
    }

    @Test func fillingInNeverFlipsYesAndNo() throws {
        var grammar = Grammar(random: SeededGenerator(seed: 31))
        var facts = Facts(random: SeededGenerator(seed: 32))
        let day = try #require(Day("2024-06-30"))
        var counts: [Truth: Int] = [:]
        var settled = 0
        for _ in 0..<(isFull ? 20_000 : 2000) {
            let source = grammar.condition(Int.random(in: 0...3, using: &grammar.random))
            let rule = try Rule.condition(source, schema: .contract)
            for _ in 0..<5 {
                let whole = facts.complete()
                let some = facts.partial(whole)
                let less = facts.partial(some)
                let truths = [less, some, whole].map { rule.truth(for: Self.profile($0), on: day) }
                for (before, after) in [(0, 1), (1, 2), (0, 2)] {
                    let (first, second) = (truths[before].0, truths[after].0)
                    if first != .unknown, second != first, !isError(truths[after].1) {
                        Issue.record("\(source): \(first) before \(second) of \(less), \(some), \(whole)")
                    }
                    if first == .unknown, second != .unknown { settled += 1 }
                }
                counts[truths[1].0, default: 0] += 1
                // What is unknown names what is missing, or says what failed.
                for (truth, gap) in truths where truth == .unknown {
                    #expect(gap.map { !$0.missing.isEmpty || !$0.problems.isEmpty } ?? false, "\(source)")
                }
                #expect(
                    truths[2].1?.missing.isEmpty ?? true, "\(source) misses something of a complete profile")
            }
        }
        // The test did something: all truths occur, and often a fact settled a condition.
        #expect(
            Truth.allCases.allSatisfy { counts[$0, default: 0] > 300 } && settled > 1000,
            "\(counts) \(settled)")
    }

    private func isError(_ gap: Gap?) -> Bool { gap.map { !$0.problems.isEmpty } ?? false }
}
