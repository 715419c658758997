import CHuiqi
import Testing

/// Data and expressions that are broken, huge or deep: an error, never the end of the process.
@Suite struct HostileDataTests {
    /// Gives bytes to everything that reads data, and asks for all answers that come.
    private func feed(_ bytes: [UInt8], _ engine: CEngine, _ snapshot: CSnapshot) {
        let clauses = engine.put(clauses: bytes).report
        #expect(clauses.findings.filter { $0.severity == HQ_REFUSAL }.count == clauses.refused)
        let profiles = engine.put(profiles: bytes).report
        #expect(profiles.findings.filter { $0.severity == HQ_REFUSAL }.count == profiles.refused)
        let answers = [snapshot.match(.json(bytes), explain: 1).matches, snapshot.find(draft: bytes).matches]
        for matches in answers where matches.handle != nil { _ = (matches.json, matches.rows) }
        lend(bytes) { data, count in
            var options = hq_options()
            options.schema = data
            options.schema_len = count
            hq_engine_close(make { hq_engine_open(&options, $0, $1) }.handle)
        }
    }

    private func stillAnswers(_ snapshot: CSnapshot) {
        #expect(snapshot.match(.key(Array("p1".utf8)), top: -1).matches.rows.count == 3)
    }

    @Test(arguments: [
        "[", "{\"a\":", "{\"conditions\":[", "[{\"x\":[", "-", "\"", "9", "\\", " ", "\u{FEFF}",
    ])
    func deepAndHuge(unit: String) {
        let engine = CEngine()
        let snapshot = World.engine().snapshot()
        for count in [1, 8, 9, 64, 65, 1_000_000] {
            feed(Array(String(repeating: unit, count: count).utf8), engine, snapshot)
        }
        let nested = #"{"id":"D","title":"t","conditions":"# + String(repeating: "[", count: 1_000_000)
        #expect(snapshot.find(draft: Array(nested.utf8)).outcome.status == HQ_E_DATA)
        let closed = String(repeating: "[", count: 500_000) + String(repeating: "]", count: 500_000)
        let tags = Array("{\"id\":\"p\",\"tags\":\(closed)}".utf8)
        #expect(snapshot.match(.json(tags)).outcome.status == HQ_E_DATA)
        #expect(engine.put(profiles: tags).report.refused == 1)
        stillAnswers(snapshot)
    }

    @Test func truncatedAtEveryByte() {
        let snapshot = World.engine().snapshot()
        for whole in [World.clauses, World.profiles, World.schema, World.draft, World.profile] {
            let engine = CEngine()
            for end in 0...whole.count { feed(Array(whole[..<end]), engine, snapshot) }
        }
        for expression in World.expressions {
            let bytes = Array(expression.utf8)
            for end in 0...bytes.count { _ = snapshot.evaluate(Array(bytes[..<end]), .key(Array("p1".utf8))) }
        }
        stillAnswers(snapshot)
    }

    @Test(arguments: 1...4)
    func mutated(seed: UInt64) {
        var random = Seeded(seed)
        let snapshot = World.engine().snapshot()
        defer { keep(snapshot) }
        let lines = (World.clauses.split(separator: 10) + World.profiles.split(separator: 10)).map {
            Array($0)
        }
        var engine = World.engine()
        var accepted = 0
        for round in 0..<400 {
            if round % 50 == 0 { engine = World.engine() }
            feed((lines.randomElement(using: &random) ?? []).mutated(&random), engine, snapshot)
            feed(World.schema.mutated(&random), engine, snapshot)
            let expression = Array((World.expressions.randomElement(using: &random) ?? "").utf8).mutated(
                &random)
            let (outcome, _) = snapshot.evaluate(expression, .key(Array("p1".utf8)))
            if outcome.isOK { accepted += 1 }
            // What got in must also be answered from.
            let later = engine.snapshot(Int32.random(in: 1...9999, using: &random))
            defer { keep(later) }
            let matches = later.match(.key(Array("p2".utf8)), top: -1, explain: 1).matches
            defer { keep(matches) }
            _ = (matches.rows, matches.json)
            hq_counts_free(make { hq_snapshot_count(later.handle, 2, nil, nil, $0, $1) }.handle)
        }
        #expect(accepted > 2, "some mutations still evaluate")
        stillAnswers(snapshot)
    }

    @Test func randomBytes() {
        var random = Seeded(7)
        let engine = CEngine()
        let snapshot = World.engine().snapshot()
        for _ in 0..<300 {
            let count = Int.random(in: 0...200, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            feed(bytes, engine, snapshot)
            _ = snapshot.evaluate(bytes)
            _ = snapshot.find(bytes)
            _ = snapshot.explain(bytes, .key(bytes))
        }
        stillAnswers(snapshot)
    }

    @Test func afterAnErrorTheHandlesServeOn() {
        let engine = World.engine()
        let snapshot = engine.snapshot()
        for _ in 0..<3 {
            #expect(snapshot.match(.json(Array("{".utf8))).outcome.status == HQ_E_DATA)
            #expect(snapshot.match(.key(Array("nobody".utf8))).outcome.error.subject == "nobody")
            #expect(snapshot.find(Array("nothing".utf8)).outcome.status == HQ_E_NOT_FOUND)
            #expect(snapshot.evaluate(Array("1 +".utf8)).outcome.status == HQ_E_EXPRESSION)
            #expect(
                engine.put(clauses: Array("{".utf8), flags: UInt32(HQ_STRICT)).outcome.status == HQ_E_REFUSED)
            stillAnswers(snapshot)
            #expect(engine.put(clauses: World.clauses).report.taken == 3)
        }
    }
}
