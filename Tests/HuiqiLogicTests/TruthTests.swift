import HuiqiLogic
import Testing

private let all: [Truth] = [.no, .unknown, .yes]

/// All ways in which unknown members may turn out.
private func outcomes(_ truths: [Truth]) -> [[Truth]] {
    truths.reduce([[]]) { lists, truth in
        lists.flatMap { list in (truth == .unknown ? [.no, .yes] : [truth]).map { list + [$0] } }
    }
}

private func lists(upTo count: Int) -> [[Truth]] {
    var result: [[Truth]] = [[]]
    var last = result
    for _ in 0..<count {
        last = last.flatMap { list in all.map { list + [$0] } }
        result += last
    }
    return result
}

@Suite struct TruthTests {
    @Test func andIsKleenes() {
        let table: [[Truth]] = [[.no, .no, .no], [.no, .unknown, .unknown], [.no, .unknown, .yes]]
        for (i, left) in all.enumerated() {
            for (j, right) in all.enumerated() { #expect(left.and(right) == table[i][j]) }
        }
    }

    @Test func orIsKleenes() {
        let table: [[Truth]] = [[.no, .unknown, .yes], [.unknown, .unknown, .yes], [.yes, .yes, .yes]]
        for (i, left) in all.enumerated() {
            for (j, right) in all.enumerated() { #expect(left.or(right) == table[i][j]) }
        }
    }

    @Test func notExchangesYesAndNo() {
        #expect(all.map(\.negated) == [.yes, .unknown, .no])
    }

    @Test func chooseIsUnknownWhereTheTestIs() {
        for whenYes in all {
            for whenNo in all {
                #expect(Truth.yes.choose(whenYes, whenNo) == whenYes)
                #expect(Truth.no.choose(whenYes, whenNo) == whenNo)
                #expect(Truth.unknown.choose(whenYes, whenNo) == .unknown)
            }
        }
    }

    @Test func atLeastCountsForAllKAndUpToFourMembers() {
        for truths in lists(upTo: 4) {
            let yes = truths.filter { $0 == .yes }.count
            let possible = truths.filter { $0 != .no }.count
            for k in -2...6 {
                let wanted: Truth = k <= 0 || yes >= k ? .yes : (possible < k ? .no : .unknown)
                #expect(Truth.atLeast(Int64(k), truths) == wanted, "\(k) of \(truths)")
            }
            #expect(Truth.atLeast(.min, truths) == .yes)
            #expect(Truth.atLeast(.max, truths) == .no)
        }
    }

    /// Unknown is said exactly where the missing facts could still turn it either way.
    @Test func eachOperatorIsUnknownOnlyWhereOutcomesDiffer() {
        for truths in lists(upTo: 4) where !truths.isEmpty {
            let ways = outcomes(truths)
            func check(_ got: Truth, _ decide: ([Truth]) -> Truth) {
                let answers = Set(ways.map(decide))
                #expect(got == (answers.count == 1 ? answers.first : .unknown), "\(truths)")
            }
            check(truths.reduce(.yes) { $0.and($1) }) { $0.contains(.no) ? .no : .yes }
            check(truths.reduce(.no) { $0.or($1) }) { $0.contains(.yes) ? .yes : .no }
            for k in 0...5 {
                check(Truth.atLeast(Int64(k), truths)) { way in
                    Truth(way.filter { $0 == .yes }.count >= k)
                }
            }
        }
    }

    @Test func truthsAreNamedYesNoUnknown() {
        #expect(all.map(\.name) == ["no", "unknown", "yes"])
        #expect(Truth(true) == .yes && Truth(false) == .no)
    }
}
