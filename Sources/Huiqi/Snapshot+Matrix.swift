import HuiqiMatch

extension Snapshot {
    /// Every clause, every enterprise: all verdicts, kept in memory, the same for any number of threads.
    /// - Parameters:
    ///   - progress: Told how many of how many profiles are done; false stops the work.
    ///   - memoryLimit: Bytes that the matrix may take (``Matrix/byteCount``), asked before each block's memory is
    ///     taken; nil is none. What the threads work with is not counted.
    /// - Throws: ``HuiqiError`` `.cancelled` where `progress` returned false, `.limit` over the limit or without
    ///   memory; nothing is kept then.
    public func matrix(
        threads: Int = 1, progress: Progress? = nil, memoryLimit: Int? = nil
    ) throws(HuiqiError) -> Matrix {
        let maker = MatrixMaker(prepared(threads: threads))
        return try Snapshot.result(maker.make(threads: threads, progress: progress, memoryLimit: memoryLimit))
    }

    /// The same in the memory of an earlier matrix, of this snapshot or another: fresh pages cost more than deciding.
    /// - Parameter earlier: Nil afterwards, whatever comes; its memory is taken over if nobody else holds it.
    public func matrix(
        threads: Int = 1, progress: Progress? = nil, memoryLimit: Int? = nil, reusing earlier: inout Matrix?
    ) throws(HuiqiError) -> Matrix {
        let maker = MatrixMaker(prepared(threads: threads))
        return try Snapshot.result(
            maker.make(threads: threads, progress: progress, memoryLimit: memoryLimit, reusing: &earlier))
    }

    private static func result(_ outcome: MatrixMaker.Outcome) throws(HuiqiError) -> Matrix {
        switch outcome {
        case .matrix(let matrix): return matrix
        case .cancelled: throw HuiqiError(.cancelled, zh: "已取消", en: "cancelled")
        case .outOfMemory: throw HuiqiError(.limit, zh: "内存不足", en: "not enough memory")
        case .overLimit:
            throw HuiqiError(
                .limit, zh: "全部结论所需的内存超过 `memory_limit`；请放宽上限，或减少企业、条款",
                en:
                    "the verdicts take more memory than `memory_limit`; raise it, or ask for fewer profiles or clauses"
            )
        }
    }

    /// The first profiles of every clause, one list a clause in catalogue order, as ``find(clause:options:threads:)``
    /// gives them.
    /// - Parameters:
    ///   - count: Matches of each clause at most; none where it is not positive.
    ///   - progress: Told how many of how many clauses are done; false stops the work.
    /// - Throws: ``HuiqiError`` `.cancelled` where `progress` returned false.
    public func top(_ count: Int, threads: Int = 1, progress: Progress? = nil) throws(HuiqiError) -> [[Match]]
    {
        var found: [[Match]] = []
        var isGoingOn = true
        forEachTop(count, threads: threads) { answer in
            found.append(answer.matches)
            isGoingOn = progress?(found.count, clauseCount) ?? true
            return isGoingOn
        }
        if !isGoingOn { throw HuiqiError(.cancelled, zh: "已取消", en: "cancelled") }
        return found
    }

    /// The first profiles of every clause, one clause after another in catalogue order, until `body` returns false.
    /// - Parameter count: Matches of each clause at most; none where it is not positive.
    public func forEachTop(_ count: Int, threads: Int = 1, _ body: (FindAnswer) -> Bool) {
        let options = AnswerOptions(top: max(0, count))
        for index in 0..<clauseCount where !body(find(index, options: options, threads: threads)) { return }
    }
}
