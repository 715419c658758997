import CHuiqi
import Testing

/// The matrix through the header.
@Suite struct MatrixTests {
    private final class CMatrix {
        let handle: OpaquePointer?
        init(_ handle: OpaquePointer?) { self.handle = handle }
        deinit { hq_matrix_free(handle) }

        /// The verdict, if the call succeeds.
        func verdict(_ clause: Int64, _ key: String) -> (status: Int, verdict: Int8) {
            var verdict: Int8 = 77
            let status = lend(Array(key.utf8)) { data, count in
                hq_matrix_verdict(handle, clause, data, count, &verdict)
            }
            return (Int(status), verdict)
        }

        /// The keys of a clause and verdict, `most` of them.
        func keys(_ clause: Int64, _ verdict: Int, most: Int = .max) -> (status: Int, keys: [String]) {
            var seen = Seen(most: most)
            let status = withUnsafeMutablePointer(to: &seen) { seen in
                hq_matrix_clause(
                    handle, clause, Int8(verdict),
                    { key, count, user in
                        guard let seen = user?.assumingMemoryBound(to: Seen.self) else { return 0 }
                        seen.pointee.keys.append(string(hq_str(data: key, len: count)))
                        return seen.pointee.keys.count < seen.pointee.most ? 1 : 0
                    }, seen)
            }
            return (Int(status), seen.keys)
        }
    }

    private struct Seen {
        let most: Int
        var keys: [String] = []
    }

    private func matrix(_ snapshot: CSnapshot, threads: Int32 = 1) -> CMatrix {
        CMatrix(make { hq_snapshot_matrix(snapshot.handle, threads, 0, nil, nil, $0, $1) }.handle)
    }

    @Test(arguments: [0, 1, 256] as [Int32])
    func verdictsAndCounts(threads: Int32) throws {
        let snapshot = World.engine().snapshot()
        let matrix = matrix(snapshot, threads: threads)
        #expect(hq_matrix_clause_count(matrix.handle) == 3 && hq_matrix_profile_count(matrix.handle) == 3)
        #expect(hq_matrix_byte_count(matrix.handle) > 0)
        for clause: Int64 in 0..<3 {
            var id = hq_str()
            var (yes, no, open): (Int64, Int64, Int64) = (-1, -1, -1)
            #expect(hq_matrix_at(matrix.handle, clause, &id, &yes, &no, &open) == HQ_OK)
            let text = string(id)
            let index = lend(Array(text.utf8)) { hq_matrix_index(matrix.handle, $0, $1) }
            #expect(index == clause)
            var tally: [Int8: Int64] = [:]
            for key in ["p1", "p2", "p3"] {
                let (status, verdict) = matrix.verdict(clause, key)
                #expect(status == HQ_OK)
                tally[verdict, default: 0] += 1
                let row = snapshot.match(.key(Array(key.utf8)), top: -1).matches
                let found = row.rows.first { string($0.clause_id) == text }
                #expect(found?.verdict == verdict)
                keep(row)
                #expect(matrix.keys(clause, Int(verdict)).keys.contains(key))
            }
            #expect(tally[1] ?? 0 == yes && tally[-1] ?? 0 == no && tally[0] ?? 0 == open)
        }
        #expect(matrix.keys(2, HQ_INELIGIBLE) == (HQ_OK, ["p1", "p2", "p3"]))
        keep(snapshot, matrix)
    }

    @Test func itOutlivesItsMakers() {
        func made() -> CMatrix { self.matrix(World.engine().snapshot()) }
        let matrix = made()
        #expect(matrix.verdict(1, "p1") == (HQ_OK, 1))
        #expect(matrix.keys(1, HQ_ELIGIBLE) == (HQ_OK, ["p1"]))
    }

    @Test func theReaderStops() {
        let snapshot = World.engine().snapshot()
        let matrix = matrix(snapshot)
        #expect(matrix.keys(2, HQ_INELIGIBLE, most: 2).status == HQ_OK)
        #expect(matrix.keys(2, HQ_INELIGIBLE, most: 2).keys.count == 2)
        keep(snapshot, matrix)
    }

    @Test func limitAndCancel() {
        let snapshot = World.engine().snapshot()
        let matrix = matrix(snapshot)
        let bytes = hq_matrix_byte_count(matrix.handle)
        for (limit, status) in [
            (bytes, HQ_OK), (.max, HQ_OK), (bytes - 1, HQ_E_LIMIT), (1, HQ_E_LIMIT), (-1, HQ_E_ARGUMENT),
            (.min, HQ_E_ARGUMENT),
        ] {
            let made = make { hq_snapshot_matrix(snapshot.handle, 2, limit, nil, nil, $0, $1) }
            #expect(made.outcome.status == status)
            hq_matrix_free(made.handle)
        }
        let stopped = make { hq_snapshot_matrix(snapshot.handle, 1, 0, { _, _, _ in 0 }, nil, $0, $1) }
        #expect(stopped.outcome.status == HQ_E_CANCELLED)
        keep(snapshot, matrix)
    }

    @Test func hostileArguments() {
        let snapshot = World.engine().snapshot()
        let matrix = matrix(snapshot)
        for index in [-1, 3, Int64.max, .min] {
            #expect(matrix.verdict(index, "p1") == (HQ_E_ARGUMENT, 0))
            #expect(matrix.keys(index, HQ_ELIGIBLE) == (HQ_E_ARGUMENT, []))
            var id = hq_str(data: UnsafePointer(bitPattern: 16), len: 7)
            var number: Int64 = 7
            #expect(hq_matrix_at(matrix.handle, index, &id, nil, nil, &number) == HQ_E_ARGUMENT)
            #expect(id.data == nil && id.len == 0 && number == 0)
        }
        for verdict in [-128, -2, 2, 127] { #expect(matrix.keys(0, verdict) == (HQ_E_ARGUMENT, [])) }
        #expect(matrix.verdict(0, "nobody") == (HQ_E_NOT_FOUND, 0))
        #expect(matrix.verdict(0, "") == (HQ_E_NOT_FOUND, 0))
        var verdict: Int8 = 7
        #expect(hq_matrix_verdict(matrix.handle, 0, nil, 2, &verdict) == HQ_E_NULL && verdict == 0)
        #expect(hq_matrix_verdict(matrix.handle, 0, nil, -1, &verdict) == HQ_E_LIMIT)
        #expect(hq_matrix_verdict(matrix.handle, 0, nil, 0, nil) == HQ_E_NULL)
        #expect(lend([0xFF]) { hq_matrix_verdict(matrix.handle, 0, $0, $1, &verdict) } == HQ_E_UTF8)
        #expect(hq_matrix_clause(matrix.handle, 0, 1, nil, nil) == HQ_E_NULL)
        #expect(lend([0xFF]) { hq_matrix_index(matrix.handle, $0, $1) } == -1)
        #expect(lend(Array("Z".utf8)) { hq_matrix_index(matrix.handle, $0, $1) } == -1)
        keep(snapshot, matrix)
    }

    @Test func NULLMatrix() {
        #expect(hq_matrix_clause_count(nil) == 0 && hq_matrix_profile_count(nil) == 0)
        #expect(hq_matrix_byte_count(nil) == 0 && hq_matrix_index(nil, nil, 0) == -1)
        var verdict: Int8 = 7
        var number: Int64 = 7
        #expect(hq_matrix_verdict(nil, 0, nil, 0, &verdict) == HQ_E_NULL && verdict == 0)
        #expect(hq_matrix_at(nil, 0, nil, &number, nil, nil) == HQ_E_NULL && number == 0)
        #expect(hq_matrix_clause(nil, 0, 1, { _, _, _ in 1 }, nil) == HQ_E_NULL)
    }
}
