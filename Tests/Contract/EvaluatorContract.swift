import Foundation
import Huiqi
import Testing

/// One contract: the row evaluator, which gives reasons, and the two that are fast come to the same
/// truth of every condition for every profile.
@Suite struct EvaluatorContract {
    /// The quick tier; HUIQI_TESTS=full multiplies it by twenty.
    static let isFull = ProcessInfo.processInfo.environment["HUIQI_TESTS"] == "full"

    @Test func blockAndRowAgreeOnRandomConditionsAndProfiles() throws {
        let rounds = Self.isFull ? 180 : 5
        var pairs = 0
        var seen: [Truth: Int] = [:]
        for round in 0..<rounds {
            let world = try World(seed: UInt64(round) &* 7919 &+ 17, clauses: 100, profiles: 300)
            let answers = try world.compare()
            pairs += answers.pairs
            for (truth, count) in answers.seen { seen[truth, default: 0] += count }
            #expect(answers.differences.isEmpty, "\(answers.differences.prefix(5).joined(separator: "\n"))")
        }
        #expect(pairs >= (Self.isFull ? 10_000_000 : 100_000))
        // A contract over conditions that are all unknown would prove nothing.
        for truth in Truth.allCases {
            #expect(seen[truth, default: 0] * 20 > pairs, "\(truth) is rare: \(seen)")
        }
    }

    @Test func countsDoNotDependOnThreads() throws {
        let world = try World(seed: 5, clauses: 80, profiles: 5000)
        let one = try world.snapshot.count(threads: 1)
        #expect(try world.snapshot.count(threads: 3) == one)
        #expect(try world.snapshot.count(threads: 64) == one)
        for count in one { #expect(count.eligible + count.ineligible + count.undetermined == 5000) }
    }

    @Test func countAgreesWithFindAndMatch() throws {
        let world = try World(seed: 99, clauses: 30, profiles: 120)
        var tallies: [String: [Int8: Int]] = [:]
        for key in world.keys {
            let answer = try world.snapshot.match(.key(key), options: AnswerOptions(top: nil))
            #expect(answer.matches.map(\.rank) == Array(1...answer.matches.count))
            for match in answer.matches {
                tallies[match.clause.clause.id, default: [:]][match.verdict.rawValue, default: 0] += 1
            }
        }
        for count in try world.snapshot.count() {
            let tally = tallies[count.clauseID] ?? [:]
            #expect(count.eligible == tally[1, default: 0])
            #expect(count.undetermined == tally[0, default: 0])
            #expect(count.ineligible == tally[-1, default: 0])
            let found = try world.snapshot.find(clause: count.clauseID, options: AnswerOptions(top: nil))
            #expect(found.totals.eligible == count.eligible)
            #expect(found.totals.undetermined == count.undetermined)
            for match in found.matches {
                let single = try world.snapshot.explain(clause: count.clauseID, .key(match.key))
                #expect(single.matches.first?.verdict == match.verdict)
                #expect(single.matches.first?.degreeLow == match.degreeLow)
                #expect(single.matches.first?.degreeHigh == match.degreeHigh)
            }
        }
    }

    @Test func fillingInAFactNeverFlipsAVerdict() throws {
        let rounds = Self.isFull ? 200 : 10
        var decided = 0
        var pairs = 0
        for round in 0..<rounds {
            var dice = Dice(UInt64(round) &+ 4242)
            let engine = try Engine()
            let lines = (0..<100).map { World.clause($0, &dice) }
            #expect(try engine.putClauses(Array(lines.joined(separator: "\n").utf8)).refused == 0)
            let snapshot = try engine.snapshot(on: World.day)
            for key in 0..<100 {
                let full = RandomProfiles.line(&dice, key: "k\(key)", without: 5)
                let partial = Self.forgetting(full, &dice)
                let after = try snapshot.match(.json(Array(full.utf8)), options: AnswerOptions(top: nil))
                let before = try snapshot.match(.json(Array(partial.utf8)), options: AnswerOptions(top: nil))
                let verdicts = Dictionary(
                    after.matches.map { ($0.clause.clause.id, $0.verdict) },
                    uniquingKeysWith: { first, _ in first })
                for match in before.matches {
                    pairs += 1
                    if match.verdict == .undetermined { continue }
                    decided += 1
                    // Filling in may also bring an evaluation error to light; it never flips yes and no.
                    let filled = verdicts[match.clause.clause.id]
                    #expect(
                        filled == match.verdict || filled == .undetermined,
                        "\(match.clause.clause.conditions.map { $0.expression ?? "" }) \(partial) \(full)")
                }
            }
        }
        #expect(pairs >= (Self.isFull ? 1_000_000 : 100_000))
        #expect(decided * 4 > pairs)
    }

    /// The profile with some of its facts, years, members and list elements taken away.
    private static func forgetting(_ line: String, _ dice: inout Dice) -> String {
        guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
            return line
        }
        var result: [String: Any] = [:]
        for key in object.keys.sorted() {
            guard let value = object[key] else { continue }
            if key != "id", dice.chance(25) { continue }
            if var map = value as? [String: Any], key != "reviews" {
                for year in map.keys.sorted() where dice.chance(25) { map[year] = nil }
                result[key] = map
            } else if let list = value as? [Any] {
                var kept: [Any] = []
                var isOpen = false
                for element in list {
                    if element is NSNull || dice.chance(20) {
                        isOpen = true
                    } else if var record = element as? [String: Any] {
                        for member in record.keys.sorted() where dice.chance(20) { record[member] = nil }
                        kept.append(record)
                    } else {
                        kept.append(element)
                    }
                }
                result[key] = isOpen ? kept + [NSNull()] : kept
            } else {
                result[key] = value
            }
        }
        guard let data = try? JSONSerialization.data(withJSONObject: result) else { return line }
        return String(decoding: data, as: UTF8.self)
    }
}
