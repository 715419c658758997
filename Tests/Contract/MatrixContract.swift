import Huiqi
import Testing

/// One contract: the matrix holds the verdicts that count, find and match give.
@Suite struct MatrixContract {
    @Test func matrixAgreesWithCountAndMatch() throws {
        var seen: [Verdict: Int] = [:]
        for seed in 0..<(EvaluatorContract.isFull ? 40 : 4) {
            let world = try World(seed: UInt64(seed) &* 104_729 &+ 3, clauses: 40, profiles: 150)
            let matrix = try world.snapshot.matrix()
            #expect(matrix.counts == (try world.snapshot.count()))
            #expect(matrix.clauseIDs == matrix.counts.map(\.clauseID))
            #expect(matrix.clauseCount == 40 && matrix.profileCount == 150)
            for key in world.keys {
                let answer = try world.snapshot.match(.key(key), options: AnswerOptions(top: nil))
                #expect(answer.matches.count == 40)
                for match in answer.matches {
                    let id = match.clause.clause.id
                    #expect(matrix.verdict(clauseID: id, key: key) == match.verdict, "\(id) \(key)")
                    seen[match.verdict, default: 0] += 1
                }
            }
        }
        for verdict in Verdict.allCases { #expect(seen[verdict, default: 0] > 500, "\(seen)") }
    }

    @Test func streamsGiveTheVerdicts() throws {
        let world = try World(seed: 71, clauses: 50, profiles: 1300)
        let matrix = try world.snapshot.matrix(threads: 2)
        var order: [String]?
        var byKey: [String: [Verdict: [Int]]] = [:]
        var clauses = 0
        matrix.forEachClause { clause in
            #expect(clause.index == clauses)
            clauses += 1
            var keys: [String] = []
            var found: [Verdict: [String]] = [:]
            #expect(
                clause.forEachVerdict { key, verdict in
                    keys.append(key)
                    found[verdict, default: []].append(key)
                    byKey[key, default: [:]][verdict, default: []].append(clause.index)
                    return true
                })
            // Every profile once, a replaced one not at all, always in one order.
            #expect(keys.count == 1300 && Set(keys) == Set(world.keys))
            #expect(keys == order ?? keys)
            order = keys
            for verdict in Verdict.allCases {
                var streamed: [String] = []
                #expect(
                    clause.forEachKey(verdict) { key in
                        streamed.append(key)
                        return true
                    })
                #expect(streamed == found[verdict] ?? [])
            }
            #expect(found[.eligible]?.count ?? 0 == clause.count.eligible)
            #expect(found[.undetermined]?.count ?? 0 == clause.count.undetermined)
            #expect(found[.ineligible]?.count ?? 0 == clause.count.ineligible)
            return true
        }
        #expect(clauses == 50)
        var keys: [String] = []
        matrix.forEachProfile { profile in
            keys.append(profile.key)
            #expect(profile.eligible == byKey[profile.key]?[.eligible] ?? [])
            #expect(profile.undetermined == byKey[profile.key]?[.undetermined] ?? [])
            #expect(matrix.profile(profile.key) == profile)
            return true
        }
        #expect(keys == order)
    }

    @Test func streamsStop() throws {
        let world = try World(seed: 8, clauses: 20, profiles: 400)
        let matrix = try world.snapshot.matrix()
        var told = 0
        func stop(after limit: Int) -> Bool {
            told += 1
            return told < limit
        }
        matrix.forEachClause { _ in stop(after: 3) }
        #expect(told == 3)
        told = 0
        matrix.forEachProfile { _ in stop(after: 70) }
        #expect(told == 70)
        told = 0
        let clause = try #require(matrix.clause(1))
        #expect(!clause.forEachVerdict { _, _ in stop(after: 65) })
        #expect(told == 65)
        told = 0
        let common = try #require(
            Verdict.allCases.first { verdict in
                var count = 0
                clause.forEachKey(verdict) { _ in
                    count += 1; return true
                }
                return count > 5
            })
        #expect(!clause.forEachKey(common) { _ in stop(after: 2) })
        #expect(told == 2)
    }

    @Test func unknownNamesHaveNoVerdict() throws {
        let world = try World(seed: 4, clauses: 3, profiles: 10)
        let matrix = try world.snapshot.matrix()
        #expect(matrix.verdict(clause: 0, key: "nobody") == nil)
        #expect(matrix.verdict(clause: 3, key: "k0") == nil && matrix.verdict(clause: -1, key: "k0") == nil)
        #expect(matrix.verdict(clauseID: "none", key: "k0") == nil)
        #expect(matrix.clause(-1) == nil && matrix.clause(3) == nil && matrix.profile("nobody") == nil)
        let empty = try Engine().snapshot(on: World.day).matrix(threads: 2)
        #expect(empty.clauseCount == 0 && empty.profileCount == 0 && empty.byteCount == 0)
    }

    @Test func threadsChangeNothing() throws {
        let world = try World(seed: 5, clauses: 60, profiles: 5000)
        let one = try world.snapshot.matrix(threads: 1)
        for threads in [3, 64] {
            let other = try world.snapshot.matrix(threads: threads)
            #expect(other == one && other.byteCount == one.byteCount)
        }
    }

    @Test func memoryOfAnEarlierMatrixIsTakenOver() throws {
        let small = try World(seed: 21, clauses: 25, profiles: 900)
        let large = try World(seed: 22, clauses: 60, profiles: 4000)
        let wanted = try (small.snapshot.matrix(), large.snapshot.matrix())
        #expect(wanted.0 != wanted.1)
        var held: Matrix? = try small.snapshot.matrix()
        for round in 0..<3 {
            // The same again, larger, smaller.
            held = try small.snapshot.matrix(threads: round + 1, reusing: &held)
            #expect(held == wanted.0)
            held = try large.snapshot.matrix(threads: round + 1, reusing: &held)
            #expect(held == wanted.1)
        }
    }

    @Test func memoryThatSomebodyHoldsIsLeftAlone() throws {
        let first = try World(seed: 31, clauses: 30, profiles: 700)
        let second = try World(seed: 32, clauses: 30, profiles: 700)
        let kept = try first.snapshot.matrix()
        let wanted = try (first.snapshot.matrix(), second.snapshot.matrix())
        var held: Matrix? = kept
        let other = try second.snapshot.matrix(reusing: &held)
        #expect(held == nil && other == wanted.1)
        #expect(kept == wanted.0)
    }

    @Test func theMemoryLimitRefuses() throws {
        let world = try World(seed: 6, clauses: 40, profiles: 3000)
        let bytes = try world.snapshot.matrix().byteCount
        #expect(bytes > 0)
        for threads in [1, 3] {
            #expect(try world.snapshot.matrix(threads: threads, memoryLimit: bytes).byteCount == bytes)
            for limit in [bytes - 1, 1, 0] {
                let error = #expect(throws: HuiqiError.self) {
                    try world.snapshot.matrix(threads: threads, memoryLimit: limit)
                }
                #expect(error?.code == .limit)
            }
        }
    }

    @Test func progressIsToldAndCancels() throws {
        let world = try World(seed: 7, clauses: 10, profiles: 3000)
        let told = Told()
        let matrix = try world.snapshot.matrix(threads: 2, progress: { told.add($0, $1) < 100 })
        #expect(matrix.profileCount == 3000)
        #expect(told.all.last?.done == 3000 && told.all.allSatisfy { $0.total == 3000 })
        let error = #expect(throws: HuiqiError.self) {
            try world.snapshot.matrix(threads: 2, progress: { _, _ in false })
        }
        #expect(error?.code == .cancelled)
    }

    @Test func topIsWhatFindGives() throws {
        let world = try World(seed: 9, clauses: 15, profiles: 200)
        let told = Told()
        let top = try world.snapshot.top(4, threads: 2, progress: { told.add($0, $1) < 100 })
        #expect(top.count == 15 && told.all.map(\.done) == Array(1...15))
        for (position, count) in try world.snapshot.count().enumerated() {
            let found = try world.snapshot.find(clause: count.clauseID, options: AnswerOptions(top: 4))
            #expect(top[position].count == 4)
            #expect(top[position].map(\.key) == found.matches.map(\.key))
            #expect(top[position].map(\.verdict) == found.matches.map(\.verdict))
            #expect(top[position].map(\.rank) == found.matches.map(\.rank))
        }
        #expect(try world.snapshot.top(0).allSatisfy(\.isEmpty))
        #expect(try world.snapshot.top(-1).allSatisfy(\.isEmpty))
        let error = #expect(throws: HuiqiError.self) {
            try world.snapshot.top(1, progress: { done, _ in done < 3 })
        }
        #expect(error?.code == .cancelled)
        var answers = 0
        world.snapshot.forEachTop(1) { _ in
            answers += 1
            return answers < 2
        }
        #expect(answers == 2)
    }
}

/// What a progress function was told.
private final class Told: @unchecked Sendable {
    private let lock = Lock()
    private var numbers: [(done: Int, total: Int)] = []

    /// Keeps them; how many times it was called.
    func add(_ done: Int, _ total: Int) -> Int {
        lock.withLock {
            numbers.append((done, total))
            return numbers.count
        }
    }

    var all: [(done: Int, total: Int)] { lock.withLock { numbers } }
}
