import CHuiqi
import Huiqi
import Testing

/// What is asked through the header is answered as through the Swift face.
@Suite struct AnswerTests {
    @Test func versions() {
        #expect(String(cString: hq_version()) == HuiqiVersion.library)
        #expect(String(cString: hq_formats_version()) == HuiqiVersion.formats)
        #expect(HuiqiVersion.library == "\(HQ_VERSION_MAJOR).\(HQ_VERSION_MINOR).\(HQ_VERSION_PATCH)")
    }

    @Test func codesAreTheLibrarys() {
        #expect(HuiqiError.Code.badArgument.rawValue == HQ_E_ARGUMENT)
        #expect(HuiqiError.Code.badData.rawValue == HQ_E_DATA)
        #expect(HuiqiError.Code.badExpression.rawValue == HQ_E_EXPRESSION)
        #expect(HuiqiError.Code.notFound.rawValue == HQ_E_NOT_FOUND)
        #expect(HuiqiError.Code.refused.rawValue == HQ_E_REFUSED)
        #expect(HuiqiError.Code.cancelled.rawValue == HQ_E_CANCELLED)
        #expect(HuiqiError.Code.unavailable.rawValue == HQ_E_UNAVAILABLE)
        #expect(HuiqiError.Code.evaluation.rawValue == HQ_E_EVALUATION)
        #expect(HuiqiError.Code.limit.rawValue == HQ_E_LIMIT)
    }

    @Test func matchOfAStoredProfile() throws {
        let snapshot = World.engine().snapshot()
        defer { keep(snapshot) }
        #expect(snapshot.clauseCount == 3)
        #expect(snapshot.profileCount == 3)
        let (outcome, matches) = snapshot.match(.key(Array("p1".utf8)), top: -1)
        defer { keep(matches) }
        #expect(outcome.isOK)
        let rows = matches.rows
        // B is nearer in words: the profile has its tag.
        #expect(rows.map { string($0.clause_id) } == ["B", "A", "C,\"x\""])
        #expect(rows.map { Int($0.verdict) } == [HQ_ELIGIBLE, HQ_ELIGIBLE, HQ_INELIGIBLE])
        #expect(rows.map { Int($0.route) } == [HQ_ROUTE_VERIFY, HQ_ROUTE_INSTANT, HQ_ROUTE_NONE])
        #expect(rows.map { Int($0.decided_by) } == [HQ_BY_CONDITIONS, HQ_BY_CONDITIONS, HQ_BY_NOT_IN_FORCE])
        #expect(rows.map(\.rank) == [1, 2, 3])
        #expect(rows[0].has_amount_low == 0 && rows[0].deadline_year == 0 && rows[0].relevance > 0)
        let paid = rows[1]
        #expect(string(paid.title) == "研发投入奖励")
        #expect(string(paid.key) == "p1")
        #expect(paid.has_amount_low == 1 && paid.amount_low == 300_000)
        #expect(paid.has_amount_high == 1 && paid.amount_high == 300_000)
        #expect(paid.degree_low == 10_000 && paid.degree_high == 10_000)
        #expect((paid.deadline_year, paid.deadline_month, paid.deadline_day) == (2025, 12, 31))
        var (yes, open, no): (Int64, Int64, Int64) = (-1, -1, -1)
        #expect(hq_matches_totals(matches.handle, &yes, &open, &no) == HQ_OK)
        #expect((yes, open, no) == (2, 0, 1))
    }

    @Test func theCaseSplitIsSwitchedByOptions() throws {
        let clause = """
            {"id":"S","title":"t","delivery":"instant","conditions":[{"expr":"employees < 20 ? insured >= 5 : \
            employees < 300 ? insured >= 4 : insured >= 3"}]}
            """
        for (mode, verdict, decider) in [
            (HQ_TRUTH_SPLIT, HQ_ELIGIBLE, HQ_BY_SPLIT), (HQ_TRUTH_KLEENE, HQ_UNDETERMINED, HQ_BY_CONDITIONS),
        ] {
            var options = hq_options()
            options.truth = Int64(mode)
            let engine = CEngine(options: options)
            #expect(engine.put(clauses: Array(clause.utf8)).outcome.isOK)
            let snapshot = engine.snapshot()
            let matches = snapshot.match(.json(Array("{\"id\":\"a\",\"insured\":7}".utf8)), top: -1).matches
            let row = try #require(matches.rows.first)
            #expect(Int(row.verdict) == verdict && Int(row.decided_by) == decider)
            if mode == HQ_TRUTH_SPLIT { #expect(Int(row.route) == HQ_ROUTE_VERIFY) }
            keep(matches, snapshot, engine)
        }
    }

    @Test func undeterminedAndTop() throws {
        let snapshot = World.engine().snapshot()
        let rows = snapshot.match(.key(Array("p2".utf8)), top: 1).matches.rows
        #expect(rows.count == 1)
        let row = try #require(rows.first)
        #expect(Int(row.verdict) == HQ_UNDETERMINED && Int(row.route) == HQ_ROUTE_REVIEW)
        #expect(row.degree_low < row.degree_high)
        #expect(snapshot.match(.key(Array("p2".utf8)), top: 0).matches.rows.isEmpty)
        #expect(snapshot.match(.key(Array("p2".utf8)), top: .max).matches.rows.count == 3)
        #expect(snapshot.match(.key(Array("p2".utf8)), top: .min).matches.rows.count == 3)
    }

    @Test func everyJSONIsTheLibrarys() throws {
        let engine = try Engine()
        defer { keep(engine) }
        _ = try engine.putClauses(World.clauses)
        _ = try engine.putProfiles(World.profiles)
        let day = try #require(Day(year: 2024, month: 6, day: 30))
        let swift = try engine.snapshot(on: day)
        let c = World.engine().snapshot()
        func utf8(_ json: [UInt8]) -> String { String(decoding: json, as: UTF8.self) }
        for explain in [false, true] {
            let answer = try swift.match(
                .json(World.profile), options: AnswerOptions(top: nil, explain: explain))
            let (outcome, matches) = c.match(.json(World.profile), top: -1, explain: explain ? 1 : 0)
            defer { keep(matches) }
            #expect(outcome.isOK)
            #expect(matches.json == utf8(answer.json))
            #expect(matches.json == matches.json)
            #expect(hq_matches_warning_count(matches.handle) == Int64(answer.warnings.count))
        }
        #expect(
            c.find(Array("A".utf8), top: -1).matches.json
                == utf8(try swift.find(clause: "A", options: .init(top: nil)).json))
        #expect(c.find(draft: World.draft).matches.json == utf8(try swift.find(draft: World.draft).json))
        #expect(
            c.explain(Array("A".utf8), .key(Array("p2".utf8))).matches.json
                == utf8(try swift.explain(clause: "A", .key("p2")).json))
    }

    @Test func warningsOfAProfile() {
        let matches = World.engine().snapshot().match(.json(World.profile)).matches
        defer { keep(matches) }
        #expect(hq_matches_warning_count(matches.handle) == 1)
        let warning = CFinding { hq_matches_warning_at(matches.handle, $0, $1) }(0)
        #expect(warning.severity == HQ_WARNING && warning.field == "uscc" && !warning.zh.isEmpty)
    }

    @Test func defaultsOfNULLQuery() {
        let engine = CEngine()
        defer { keep(engine) }
        engine.put(
            clauses: (0..<20).flatMap {
                Array("{\"id\":\"c\($0)\",\"title\":\"t\",\"conditions\":[]}\n".utf8)
            })
        let snapshot = engine.snapshot()
        defer { keep(snapshot) }
        let matches = Who.json(World.profile).lent { subject in
            CMatches(make { hq_snapshot_match(snapshot.handle, subject, nil, $0, $1) }.handle)
        }
        #expect(matches.rows.count == 10)
    }

    @Test func counts() throws {
        let snapshot = World.engine().snapshot()
        defer { keep(snapshot) }
        for threads: Int32 in [0, 1, 2, 256] {
            let (outcome, counts) = make { hq_snapshot_count(snapshot.handle, threads, nil, nil, $0, $1) }
            defer { hq_counts_free(counts) }
            #expect(outcome.isOK && hq_counts_size(counts) == 3)
            var id = hq_str()
            var (yes, no, open): (Int64, Int64, Int64) = (0, 0, 0)
            #expect(hq_counts_at(counts, 1, &id, &yes, &no, &open) == HQ_OK)
            #expect(string(id) == "B" && (yes, no, open) == (1, 1, 1))
            #expect(hq_counts_at(counts, 2, nil, nil, nil, nil) == HQ_OK)
            var data: UnsafePointer<CChar>?
            var count = 0
            #expect(hq_counts_csv(counts, &data, &count) == HQ_OK)
            #expect(
                string(hq_str(data: data, len: count))
                    == "clause_id,eligible,ineligible,undetermined\nA,1,1,1\nB,1,1,1\n\"C,\"\"x\"\"\",0,3,0\n"
            )
        }
    }

    @Test func progressIsToldAndCancels() {
        let snapshot = World.engine().snapshot()
        defer { keep(snapshot) }
        var told: [Int64] = []
        let (outcome, counts) = withUnsafeMutablePointer(to: &told) { told in
            make {
                hq_snapshot_count(
                    snapshot.handle, 1,
                    { done, total, user in
                        user?.assumingMemoryBound(to: [Int64].self).pointee += [done, total]
                        return 1
                    }, told, $0, $1)
            }
        }
        #expect(outcome.isOK && told == [3, 3])
        hq_counts_free(counts)
        let stopped = make { hq_snapshot_count(snapshot.handle, 1, { _, _, _ in 0 }, nil, $0, $1) }
        #expect(stopped.outcome.status == HQ_E_CANCELLED)
    }

    @Test func evaluation() {
        let snapshot = World.engine().snapshot()
        let key = Who.key(Array("p1".utf8))
        #expect(snapshot.evaluate(Array("revenue[2023] * 0.5".utf8), key).text == "500000.0")
        #expect(snapshot.evaluate(Array("employees + 1".utf8), key).text == "21")
        #expect(
            snapshot.evaluate(Array("dishonest || revenue[2021] > 1.0".utf8)).text
                == "?dishonest, revenue[2021]")
        #expect(snapshot.evaluate(Array("1 + 'a'".utf8)).outcome.status == HQ_E_EXPRESSION)
        #expect(
            snapshot.evaluate(Array("revenue[2023] / (revenue[2023] - 1000000.0)".utf8), key).outcome.status
                == HQ_E_EVALUATION)
    }

    @Test func reports() throws {
        let engine = CEngine()
        let lines = Array(
            """
            {"id":"A","title":"t","conditions":[]}
            {"id":"B","title":"t","conditions":[{"id":"c9","expr":"revenu > 1"}]}
            {"id":"C","title":"t","delivery":"instant","conditions":[{"kind":"review"}]}
            """.utf8)
        let checked = engine.check(lines)
        #expect(checked.taken == 2 && checked.refused == 1)
        let refusal = try #require(checked.findings.first)
        #expect(refusal.severity == HQ_REFUSAL && refusal.line == 2 && refusal.offset == 0)
        #expect(refusal.subject == "B" && refusal.condition == "c9")
        #expect(checked.findings.last?.severity == HQ_WARNING)
        #expect(engine.snapshot().clauseCount == 0)

        let strict = engine.put(clauses: lines, flags: UInt32(HQ_STRICT)).outcome
        #expect(strict.status == HQ_E_REFUSED)
        #expect(strict.error.subject == "B" && strict.error.condition == "c9" && strict.error.line == 2)
        #expect(engine.snapshot().clauseCount == 0)

        #expect(engine.put(clauses: lines).report.taken == 2)
        #expect(engine.snapshot().clauseCount == 2)
    }

    @Test func handlesOutliveTheirMakers() {
        var engine: CEngine? = World.engine()
        var snapshot = engine?.snapshot()
        engine = nil
        let matches = snapshot?.match(.key(Array("p1".utf8)), top: -1).matches
        snapshot = nil
        #expect(matches?.rows.map { string($0.title) } == ["专精特新奖励", "研发投入奖励", "已失效"])
        #expect(matches?.json.isEmpty == false)
    }

    @Test func aSnapshotDoesNotSeeLaterWrites() {
        let engine = World.engine()
        let before = engine.snapshot()
        engine.put(clauses: World.draft)
        engine.put(profiles: Array(#"{"id":"p9","employees":99}"#.utf8))
        #expect(before.clauseCount == 3 && before.profileCount == 3)
        let after = engine.snapshot()
        #expect(after.clauseCount == 4 && after.profileCount == 4)
    }
}
