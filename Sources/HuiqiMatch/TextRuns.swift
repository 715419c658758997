import CHuiqiKernels

/// Texts as runs between punctuation marks: what has none in it is in a text exactly where it is in one of the runs,
/// and a normal form is that of the runs one after the other. What separates is said at `hqk_runs`.
enum TextRuns {
    /// Whether a text is one run by itself.
    static func isRun(_ text: String) -> Bool {
        let runs = self.runs(Array(text.utf8))
        return runs.count == 1 && runs[0].start == 0
            && runs[0].end == UInt32(truncatingIfNeeded: text.utf8.count)
    }

    /// The longest run of a text; nil where it has none.
    static func longest(in text: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        var found: ArraySlice<UInt8> = []
        for run in runs(bytes) {
            let part = bytes[Int(run.start)..<Int(run.end)]
            if part.count > found.count { found = part }
        }
        return found.isEmpty ? nil : Array(found)
    }

    private static func runs(_ bytes: [UInt8]) -> [hqk_run] {
        var runs = [hqk_run](repeating: hqk_run(start: 0, end: 0, hash: 0), count: bytes.count)
        // Safe: there are no more runs than bytes.
        let count = unsafe hqk_runs(0, bytes, 0, bytes.count, bytes.count, &runs, runs.count)
        return Array(runs.prefix(count))
    }
}
