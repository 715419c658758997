import CHuiqi
import Testing

/// Pointers, lengths and numbers that cannot be used.
@Suite struct HostileArgumentTests {
    private let nowhere = UnsafePointer<CChar>(bitPattern: 16)

    @Test func freeingNULL() {
        hq_engine_close(nil)
        hq_report_free(nil)
        hq_snapshot_free(nil)
        hq_matches_free(nil)
        hq_counts_free(nil)
        hq_matrix_free(nil)
        hq_text_free(nil)
    }

    @Test func NULLHandlesHaveNothing() {
        #expect(hq_report_taken(nil) == 0 && hq_report_refused(nil) == 0 && hq_report_count(nil) == 0)
        #expect(hq_snapshot_clause_count(nil) == 0 && hq_snapshot_profile_count(nil) == 0)
        #expect(hq_matches_count(nil) == 0 && hq_matches_warning_count(nil) == 0 && hq_counts_size(nil) == 0)
        var finding = hq_finding()
        var match = hq_match()
        match.rank = 7
        #expect(hq_report_at(nil, 0, &finding) == HQ_E_NULL && hq_report_at(nil, 0, nil) == HQ_E_NULL)
        #expect(hq_matches_warning_at(nil, 0, &finding) == HQ_E_NULL)
        #expect(hq_matches_at(nil, 0, &match) == HQ_E_NULL && match.rank == 0)
        #expect(hq_matches_at(nil, 0, nil) == HQ_E_NULL)
        var number: Int64 = 7
        #expect(hq_matches_totals(nil, &number, nil, nil) == HQ_E_NULL && number == 0)
        #expect(hq_counts_at(nil, 0, nil, nil, nil, &number) == HQ_E_NULL)
        var data = nowhere
        var count = 7
        #expect(hq_matches_json(nil, &data, &count) == HQ_E_NULL && data == nil && count == 0)
        #expect(hq_counts_csv(nil, &data, &count) == HQ_E_NULL && hq_counts_csv(nil, nil, nil) == HQ_E_NULL)
        #expect(hq_text_data(nil, &count) == nil && hq_text_data(nil, nil) == nil)
    }

    @Test func NULLEngineOrSnapshot() {
        var subject = hq_subject(kind: Int32(HQ_SUBJECT_KEY), reserved: 0, data: nil, len: 0)
        let calls: [(UnsafeMutablePointer<OpaquePointer?>?, UnsafeMutablePointer<hq_error>?) -> hq_status] = [
            { hq_engine_put_clauses(nil, nil, 0, 0, $0, $1) },
            { hq_engine_put_profiles(nil, nil, 0, 0, 0, $0, $1) },
            { hq_engine_put_profiles_csv(nil, nil, 0, nil, 0, 0, $0, $1) },
            { hq_engine_check_clauses(nil, nil, 0, $0, $1) },
            { hq_engine_snapshot(nil, 2024, 1, 1, $0, $1) },
            { hq_snapshot_match(nil, &subject, nil, $0, $1) },
            { hq_snapshot_find(nil, nil, 0, nil, $0, $1) },
            { hq_snapshot_find_draft(nil, nil, 0, nil, $0, $1) },
            { hq_snapshot_explain(nil, nil, 0, &subject, $0, $1) },
            { hq_snapshot_count(nil, 1, nil, nil, $0, $1) },
            { hq_snapshot_matrix(nil, 1, 0, nil, nil, $0, $1) },
            { hq_snapshot_evaluate(nil, nil, 0, nil, nil, $0, $1) },
        ]
        for body in calls {
            #expect(make(body).outcome.status == HQ_E_NULL)
            #expect(body(nil, nil) == HQ_E_NULL)
        }
    }

    @Test func NULLOut() {
        let engine = World.engine()
        defer { keep(engine) }
        let held = engine.snapshot()
        defer { keep(held) }
        let snapshot = held.handle
        var subject = hq_subject(kind: Int32(HQ_SUBJECT_KEY), reserved: 0, data: nil, len: 0)
        let calls: [(UnsafeMutablePointer<hq_error>?) -> hq_status] = [
            { hq_engine_open(nil, nil, $0) }, { hq_engine_check_clauses(engine.handle, nil, 0, nil, $0) },
            { hq_engine_snapshot(engine.handle, 2024, 1, 1, nil, $0) },
            { hq_snapshot_match(snapshot, &subject, nil, nil, $0) },
            { hq_snapshot_find(snapshot, nil, 0, nil, nil, $0) },
            { hq_snapshot_find_draft(snapshot, nil, 0, nil, nil, $0) },
            { hq_snapshot_explain(snapshot, nil, 0, &subject, nil, $0) },
            { hq_snapshot_count(snapshot, 1, nil, nil, nil, $0) },
            { hq_snapshot_matrix(snapshot, 1, 0, nil, nil, nil, $0) },
            { hq_snapshot_evaluate(snapshot, nil, 0, nil, nil, nil, $0) },
        ]
        for body in calls {
            let outcome = call { body($0) }
            #expect(outcome.status == HQ_E_NULL && outcome.error.field == "out")
            #expect(body(nil) == HQ_E_NULL)
        }
        // The reports of the put functions may be left out.
        #expect(hq_engine_put_clauses(engine.handle, nil, 0, 0, nil, nil) == HQ_OK)
        #expect(hq_engine_put_profiles(engine.handle, nil, 0, 0, 0, nil, nil) == HQ_OK)
    }

    @Test func NULLSubject() {
        let snapshot = World.engine().snapshot()
        defer { keep(snapshot) }
        #expect(make { hq_snapshot_match(snapshot.handle, nil, nil, $0, $1) }.outcome.status == HQ_E_NULL)
        let explained = lend(Array("A".utf8)) { data, count in
            make { hq_snapshot_explain(snapshot.handle, data, count, nil, $0, $1) }
        }
        #expect(explained.outcome.status == HQ_E_NULL)
    }

    /// Every function that takes text, called with `data` and `count` for it.
    private func everyText(_ data: UnsafePointer<CChar>?, _ count: Int) -> [(name: String, outcome: Outcome)]
    {
        let engine = World.engine()
        defer { keep(engine) }
        let held = engine.snapshot()
        defer { keep(held) }
        let snapshot = held.handle
        var options = hq_options()
        options.schema = data
        options.schema_len = count
        var key = hq_subject(kind: Int32(HQ_SUBJECT_KEY), reserved: 0, data: data, len: count)
        var json = hq_subject(kind: Int32(HQ_SUBJECT_JSON), reserved: 0, data: data, len: count)
        func freed(_ made: (outcome: Outcome, handle: OpaquePointer?), _ free: (OpaquePointer?) -> Void)
            -> Outcome
        {
            free(made.handle)
            return made.outcome
        }
        return [
            ("schema", freed(make { hq_engine_open(&options, $0, $1) }, hq_engine_close)),
            (
                "clauses",
                freed(make { hq_engine_put_clauses(engine.handle, data, count, 0, $0, $1) }, hq_report_free)
            ),
            (
                "profiles",
                freed(
                    make { hq_engine_put_profiles(engine.handle, data, count, 0, 2, $0, $1) }, hq_report_free)
            ),
            (
                "table",
                freed(
                    make { hq_engine_put_profiles_csv(engine.handle, data, count, nil, 0, 2, $0, $1) },
                    hq_report_free)
            ),
            (
                "check",
                freed(make { hq_engine_check_clauses(engine.handle, data, count, $0, $1) }, hq_report_free)
            ),
            ("match key", freed(make { hq_snapshot_match(snapshot, &key, nil, $0, $1) }, hq_matches_free)),
            ("match json", freed(make { hq_snapshot_match(snapshot, &json, nil, $0, $1) }, hq_matches_free)),
            ("find", freed(make { hq_snapshot_find(snapshot, data, count, nil, $0, $1) }, hq_matches_free)),
            (
                "draft",
                freed(make { hq_snapshot_find_draft(snapshot, data, count, nil, $0, $1) }, hq_matches_free)
            ),
            (
                "explain",
                freed(make { hq_snapshot_explain(snapshot, data, count, &key, $0, $1) }, hq_matches_free)
            ),
            (
                "evaluate",
                freed(make { hq_snapshot_evaluate(snapshot, data, count, nil, nil, $0, $1) }, hq_text_free)
            ),
            (
                "evaluate json",
                lend(Array("1".utf8)) { text, length in
                    freed(
                        make { hq_snapshot_evaluate(snapshot, text, length, &json, nil, $0, $1) },
                        hq_text_free)
                }
            ),
        ]
    }

    @Test(arguments: [4_294_967_297, Int.max, -1, Int.min])
    func lengthsThatAreTooLarge(count: Int) {
        for (name, outcome) in everyText(nowhere, count) {
            #expect(outcome.status == HQ_E_LIMIT, "\(name)")
            #expect(!outcome.error.field.isEmpty, "\(name)")
        }
    }

    @Test(arguments: [1, 100, 4_294_967_296])
    func NULLWithALength(count: Int) {
        for (name, outcome) in everyText(nil, count) { #expect(outcome.status == HQ_E_NULL, "\(name)") }
    }

    @Test func emptyTexts() {
        // A pointer is not looked at where the length is 0.
        for data in [nil, nowhere] {
            for (name, outcome) in everyText(data, 0) {
                switch name {
                case "clauses", "profiles", "check": #expect(outcome.isOK, "\(name)")
                case "match key", "find", "explain": #expect(outcome.status == HQ_E_NOT_FOUND, "\(name)")
                case "evaluate": #expect(outcome.status == HQ_E_EXPRESSION, "\(name)")
                case "schema": #expect(data == nil ? outcome.isOK : outcome.status == HQ_E_DATA, "\(name)")
                default: #expect(outcome.status == HQ_E_DATA, "\(name)")
                }
            }
        }
    }

    static let notUTF8: [(bytes: [UInt8], offset: Int64)] = [
        ([0x80], 0), ([0x61, 0xC0, 0x80], 1), ([0x61, 0xE4, 0xB8], 1), ([0xED, 0xA0, 0x80], 0),
        ([0x61, 0x62, 0xF5, 0x80, 0x80, 0x80], 2), ([0xF4, 0x90, 0x80, 0x80], 0),
        ([0xE4, 0xB8, 0xAD, 0xFF], 3),
        ([0x22, 0xC4, 0xE3, 0xBA, 0xC3, 0x22], 1),
    ]

    @Test(arguments: notUTF8.indices)
    func badUTF8(index: Int) {
        let (bytes, offset) = Self.notUTF8[index]
        for (name, outcome) in lend(bytes, { self.everyText($0, $1) }) {
            if ["clauses", "profiles", "check"].contains(name) {
                // Lines are refused one by one.
                #expect(outcome.isOK, "\(name)")
            } else if name == "table" {
                // A table may be in another encoding; these have no header in any.
                #expect(outcome.status == HQ_E_DATA, "\(name)")
            } else {
                #expect(outcome.status == HQ_E_UTF8 && outcome.error.offset == offset, "\(name)")
            }
        }
    }

    @Test func badUTF8InOneLineLeavesTheOthers() throws {
        let engine = CEngine()
        let bad = Array(#"{"id":"X","title":""#.utf8) + [0xC4, 0xE3] + Array("\",\"conditions\":[]}\n".utf8)
        let clauses = engine.put(clauses: bad + World.clauses).report
        #expect(clauses.taken == 3 && clauses.refused == 1 && clauses.findings.first?.line == 1)
        let row = Array(#"{"id":"x","name":""#.utf8) + [0xC4, 0xE3] + Array("\"}\n".utf8)
        let profiles = engine.put(profiles: World.profiles + row).report
        #expect(profiles.taken == 3 && profiles.refused == 1)
        let finding = try #require(profiles.findings.last)
        #expect(finding.line == 4 && finding.offset == 18)
        let strict = engine.put(profiles: row, flags: UInt32(HQ_STRICT)).outcome
        #expect(strict.status == HQ_E_REFUSED && strict.error.line == 1)
    }

    @Test func dates() {
        let engine = World.engine()
        defer { keep(engine) }
        let bad: [(Int32, Int32, Int32)] = [
            (0, 1, 1), (-1, 1, 1), (10_000, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 1, 0), (2024, 1, 32),
            (2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (.max, .max, .max), (.min, .min, .min),
            (2024, -6, 30),
        ]
        for (year, month, day) in bad {
            let made = make { hq_engine_snapshot(engine.handle, year, month, day, $0, $1) }
            #expect(made.outcome.status == HQ_E_ARGUMENT, "\(year)-\(month)-\(day)")
        }
        for (year, month, day): (Int32, Int32, Int32) in [(1, 1, 1), (9999, 12, 31), (2024, 2, 29)] {
            let snapshot = engine.snapshot(year, month, day)
            defer { keep(snapshot) }
            #expect(snapshot.match(.key(Array("p1".utf8)), top: -1, explain: 1).outcome.isOK)
            for expression in World.expressions { _ = snapshot.evaluate(Array(expression.utf8)) }
        }
    }

    @Test func unknownNumbers() {
        let engine = World.engine()
        defer { keep(engine) }
        let snapshot = engine.snapshot()
        defer { keep(snapshot) }
        for flags: UInt32 in [2, 3, 0x8000_0000, .max] {
            #expect(engine.put(clauses: World.clauses, flags: flags).outcome.status == HQ_E_ARGUMENT)
            #expect(engine.put(profiles: World.profiles, flags: flags).outcome.status == HQ_E_ARGUMENT)
        }
        for threads: Int32 in [-1, 257, .max, .min] {
            #expect(engine.put(profiles: World.profiles, threads: threads).outcome.status == HQ_E_ARGUMENT)
            #expect(snapshot.find(Array("A".utf8), threads: threads).outcome.status == HQ_E_ARGUMENT)
            let counted = make { hq_snapshot_count(snapshot.handle, threads, nil, nil, $0, $1) }
            #expect(counted.outcome.status == HQ_E_ARGUMENT)
            let made = make { hq_snapshot_matrix(snapshot.handle, threads, 0, nil, nil, $0, $1) }
            #expect(made.outcome.status == HQ_E_ARGUMENT)
        }
        for explain: Int32 in [-1, 2, .max] {
            #expect(snapshot.match(.json(World.profile), explain: explain).outcome.status == HQ_E_ARGUMENT)
        }
        var subject = hq_subject(kind: 0, reserved: 0, data: nil, len: 0)
        for kind: Int32 in [0, -1, 3, .max, .min] {
            subject.kind = kind
            let made = make { hq_snapshot_match(snapshot.handle, &subject, nil, $0, $1) }
            #expect(made.outcome.status == HQ_E_ARGUMENT && made.outcome.error.field == "subject.kind")
        }
    }

    @Test func reservedFieldsAreZero() {
        let snapshot = World.engine().snapshot()
        defer { keep(snapshot) }
        var options = hq_options()
        options.reserved = 1
        #expect(make { hq_engine_open(&options, $0, $1) }.outcome.status == HQ_E_ARGUMENT)
        var query = hq_query(top: 1, explain: 0, threads: 0, reserved: (0, 1))
        var subject = hq_subject(kind: Int32(HQ_SUBJECT_KEY), reserved: 0, data: nil, len: 0)
        #expect(
            make { hq_snapshot_match(snapshot.handle, &subject, &query, $0, $1) }.outcome.status
                == HQ_E_ARGUMENT)
        query.reserved.1 = 0
        subject.reserved = 1
        #expect(
            make { hq_snapshot_match(snapshot.handle, &subject, &query, $0, $1) }.outcome.status
                == HQ_E_ARGUMENT)
    }

    @Test func truthModeOfOptions() {
        for value in [-1, 2, Int64.max, .min] {
            var options = hq_options()
            options.truth = value
            #expect(make { hq_engine_open(&options, $0, $1) }.outcome.status == HQ_E_ARGUMENT)
        }
    }

    @Test func limitsOfOptions() {
        let fields: [(WritableKeyPath<hq_options, Int64>, Int64)] = [
            (\.max_code_points, 100_000), (\.max_nesting, 250), (\.max_nodes, 100_000),
            (\.max_steps, 1_000_000),
        ]
        for (field, most) in fields {
            for value in [-1, most + 1, .max, .min] {
                var options = hq_options()
                options[keyPath: field] = value
                #expect(make { hq_engine_open(&options, $0, $1) }.outcome.status == HQ_E_ARGUMENT)
            }
            var options = hq_options()
            options[keyPath: field] = most
            #expect(CEngine(options: options).handle != nil)
            options[keyPath: field] = 1
            let snapshot = CEngine(options: options).snapshot()
            #expect(!snapshot.evaluate(Array("[1, 2].all(x, (x + 1) > 0)".utf8)).outcome.isOK)
        }
    }

    @Test(arguments: [-1, 3, Int64.max, Int64.min])
    func indexesOutOfRange(index: Int64) {
        let engine = World.engine()
        defer { keep(engine) }
        let snapshot = engine.snapshot()
        defer { keep(snapshot) }
        var match = hq_match()
        match.rank = 7
        let matches = snapshot.match(.json(World.profile), top: -1).matches
        defer { keep(matches) }
        #expect(hq_matches_at(matches.handle, index, &match) == HQ_E_ARGUMENT && match.rank == 0)
        #expect(match.clause_id.data == nil)
        let report = engine.check(World.clauses)
        defer { keep(report) }
        var finding = hq_finding()
        #expect(hq_matches_warning_at(matches.handle, index, &finding) == HQ_E_ARGUMENT)
        #expect(hq_report_at(report.handle, index, &finding) == HQ_E_ARGUMENT)
        let counts = make { hq_snapshot_count(snapshot.handle, 1, nil, nil, $0, $1) }.handle
        defer { hq_counts_free(counts) }
        var id = hq_str(data: nowhere, len: 7)
        var number: Int64 = 7
        #expect(hq_counts_at(counts, index, &id, &number, nil, nil) == HQ_E_ARGUMENT)
        #expect(id.data == nil && id.len == 0 && number == 0)
    }

    @Test func placesAndMessagesAreCutBetweenCharacters() {
        let snapshot = World.engine().snapshot()
        for padding in 0..<4 {
            let id = Array(
                (String(repeating: "a", count: padding) + String(repeating: "温州😀", count: 5000)).utf8)
            let outcome = snapshot.find(id).outcome
            #expect(outcome.status == HQ_E_NOT_FOUND)
            #expect((124...127).contains(outcome.error.subject.utf8.count))
            #expect(id.starts(with: outcome.error.subject.utf8))
        }
        #expect(snapshot.find([0x61, 0, 0x62]).outcome.error.subject == "a\u{FFFD}b")
    }
}
