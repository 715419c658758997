/// What came of the suite, file by file.
struct SuiteReport {
    struct Row {
        let isCore: Bool
        var tests = 0
        var passed = 0
        var skipped = 0
        var failed = 0
    }

    /// The tests without protobuf messages of each file that is run; so that no filter drops one unseen.
    static let counts = [
        "basic": 43, "comparisons": 334, "conversions": 109, "fields": 60, "fp_math": 30, "integer_math": 64,
        "lists": 39, "logic": 30, "macros": 44, "namespace": 14, "parse": 193, "plumbing": 5, "string": 51,
        "timestamps": 73, "math_ext": 199, "string_ext": 212, "macros2": 46, "bindings_ext": 8,
        "encoders_ext": 4, "optionals": 59, "type_deduction": 26,
    ]

    private(set) var rows: [String: Row] = [:]
    private(set) var failures: [String] = []
    private var skipsSeen: Set<String> = []

    mutating func run(_ test: SuiteTest) {
        guard !test.needsProtobuf, Self.counts[test.file] != nil else { return }
        var row = rows[test.file] ?? Row(isCore: test.isCore)
        row.tests += 1
        let failure = test.failure()
        if SkipList.reasons[test.id] != nil {
            skipsSeen.insert(test.id)
            row.skipped += 1
            if failure == nil {
                row.failed += 1
                failures.append("\(test.id) passes: take it off the skip list")
            }
        } else if let failure {
            row.failed += 1
            failures.append("\(test.id): \(test.expression): \(failure)")
        } else {
            row.passed += 1
        }
        rows[test.file] = row
    }

    /// Skips that name no test.
    var unusedSkips: [String] { SkipList.reasons.keys.filter { !skipsSeen.contains($0) }.sorted() }

    /// In Markdown, core files first.
    var table: String {
        let files = rows.keys.sorted {
            rows[$0]?.isCore == rows[$1]?.isCore ? $0 < $1 : rows[$0]?.isCore == true
        }
        var lines = ["| file | tests | passed | skipped | failed |", "|---|--:|--:|--:|--:|"]
        var core = Row(isCore: true)
        var all = Row(isCore: false)
        func line(_ name: String, _ row: Row) -> String {
            "| \(name) | \(row.tests) | \(row.passed) | \(row.skipped) | \(row.failed) |"
        }
        for file in files {
            guard let row = rows[file] else { continue }
            lines.append(line(file, row))
            all.add(row)
            if row.isCore { core.add(row) }
        }
        lines.append(line("**core**", core))
        lines.append(line("**all**", all))
        return lines.joined(separator: "\n")
    }
}

extension SuiteReport.Row {
    mutating func add(_ other: SuiteReport.Row) {
        tests += other.tests
        passed += other.passed
        skipped += other.skipped
        failed += other.failed
    }
}
