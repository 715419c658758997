import CHuiqi
import Testing

/// Search as C programs call it, rightly and wrongly.
@Suite struct SearchCallTests {
    private let world = World.engine()

    private func search(
        _ snapshot: OpaquePointer?, _ question: [UInt8], _ query: hq_search_query? = nil
    ) -> (outcome: Outcome, ids: [String], json: String) {
        let made = make { out, error in
            lend(question) { data, count in
                guard var query else { return hq_snapshot_search(snapshot, data, count, nil, out, error) }
                return hq_snapshot_search(snapshot, data, count, &query, out, error)
            }
        }
        defer { hq_hits_free(made.handle) }
        var data: UnsafePointer<CChar>?
        var count = 0
        guard made.outcome.isOK, hq_hits_json(made.handle, &data, &count) == HQ_OK, let data else {
            return (made.outcome, [], "")
        }
        let ids = (0..<hq_hits_count(made.handle)).map { index in
            var hit = hq_hit()
            #expect(hq_hits_at(made.handle, index, &hit) == HQ_OK && hit.score > 0)
            #expect(!string(hit.title).isEmpty)
            return string(hit.id)
        }
        var hit = hq_hit()
        #expect(hq_hits_at(made.handle, hq_hits_count(made.handle), &hit) == HQ_E_ARGUMENT)
        #expect(
            hq_hits_at(made.handle, -1, &hit) == HQ_E_ARGUMENT && hq_hits_at(made.handle, 0, nil) == HQ_E_NULL
        )
        let bytes = UnsafeRawBufferPointer(start: data, count: count)
        return (made.outcome, ids, String(decoding: bytes, as: UTF8.self))
    }

    private static var plain: hq_search_query {
        hq_search_query(
            top: 10, region: nil, region_len: 0, tag: nil, tag_len: 0, issuer: nil, issuer_len: 0,
            delivery: 0,
            in_force: 0, threads: 1, reserved32: 0, reserved: (0, 0))
    }

    @Test func findsClauses() {
        let held = world.snapshot()
        let snapshot = held.handle
        let found = search(snapshot, Array("研發獎勵".utf8))
        #expect(found.outcome.isOK && found.ids.first == "A")
        #expect(found.json.hasPrefix(#"{"as_of":"2024-06-30","question":"研發獎勵","hits":[{"clause_id":"A""#))
        #expect(search(snapshot, []).ids.isEmpty)
        var query = Self.plain
        query.top = 1
        #expect(search(snapshot, Array("奖励".utf8), query).ids.count == 1)
        query = Self.plain
        query.delivery = Int32(HQ_DELIVERY_VERIFY)
        #expect(search(snapshot, Array("奖励".utf8), query).ids == ["B"])
        query = Self.plain
        query.in_force = 1
        #expect(search(snapshot, Array("已失效".utf8), query).ids.isEmpty)
        let region = Array("330302".utf8)
        lend(region) { data, count in
            var query = Self.plain
            query.region = data
            query.region_len = count
            #expect(Set(search(snapshot, Array("奖励".utf8), query).ids) == ["A", "B"])
        }
    }

    @Test func hostileQueries() {
        let held = world.snapshot()
        let snapshot = held.handle
        let wrong: [(inout hq_search_query) -> Void] = [
            { $0.top = 0 }, { $0.top = -1 }, { $0.top = 10_001 }, { $0.top = .max }, { $0.delivery = 4 },
            { $0.delivery = -1 }, { $0.in_force = 2 }, { $0.threads = 257 }, { $0.threads = -1 },
            { $0.reserved32 = 1 }, { $0.reserved.1 = 1 },
        ]
        for change in wrong {
            var query = Self.plain
            change(&query)
            #expect(search(snapshot, Array("奖励".utf8), query).outcome.status == HQ_E_ARGUMENT)
        }
        #expect(search(snapshot, [0xFF, 0x41]).outcome.status == HQ_E_UTF8)
        lend(Array("33x".utf8)) { data, count in
            var query = Self.plain
            query.region = data
            query.region_len = count
            #expect(search(snapshot, Array("奖励".utf8), query).outcome.status == HQ_E_ARGUMENT)
        }
        #expect(make { hq_snapshot_search(nil, nil, 0, nil, $0, $1) }.outcome.status == HQ_E_NULL)
        #expect(make { hq_snapshot_search(snapshot, nil, 3, nil, $0, $1) }.outcome.status == HQ_E_NULL)
        #expect(make { hq_snapshot_search(snapshot, nil, -3, nil, $0, $1) }.outcome.status == HQ_E_LIMIT)
        var random = Seeded(4)
        let question = Array("“研发”费用*奖励 \"补助\" iso9001 ５％ 数(shù)据".utf8)
        for _ in 0..<2_000 {
            let outcome = search(snapshot, question.mutated(&random)).outcome
            #expect(outcome.isOK || outcome.status == HQ_E_UTF8)
        }
        #expect(search(snapshot, Array(String(repeating: "研发奖励\"*", count: 50_000).utf8)).outcome.isOK)
    }

    @Test func names() {
        world.put(profiles: Array(#"{"id":"n1","name":"温州鞋业有限公司"}"#.utf8))
        let held = world.snapshot()
        let snapshot = held.handle
        let made = make { out, error in
            lend(Array("溫州鞋業".utf8)) { hq_snapshot_search_profiles(snapshot, $0, $1, 5, 2, out, error) }
        }
        var hit = hq_hit()
        #expect(hq_hits_count(made.handle) == 1 && hq_hits_at(made.handle, 0, &hit) == HQ_OK)
        #expect(string(hit.id) == "n1" && string(hit.title) == "温州鞋业有限公司" && hit.score == 950)
        hq_hits_free(made.handle)
        for (top, threads) in [(0, 1), (-1, 1), (10_001, 1), (5, -1), (5, 300)] as [(Int64, Int32)] {
            let outcome = make { hq_snapshot_search_profiles(snapshot, nil, 0, top, threads, $0, $1) }.outcome
            #expect(outcome.status == HQ_E_ARGUMENT)
        }
        #expect(make { hq_snapshot_search_profiles(nil, nil, 0, 5, 1, $0, $1) }.outcome.status == HQ_E_NULL)
    }

    @Test func NULLHits() {
        hq_hits_free(nil)
        var hit = hq_hit()
        var data: UnsafePointer<CChar>?
        var count = 7
        #expect(hq_hits_count(nil) == 0 && hq_hits_at(nil, 0, &hit) == HQ_E_NULL)
        #expect(hq_hits_json(nil, &data, &count) == HQ_E_NULL && data == nil && count == 0)
    }

    @Test func readsTexts() {
        let reader = make { hq_reader_open($0, $1) }.handle
        defer { hq_reader_free(reader) }
        func read(_ what: Int32, _ text: [UInt8]) -> (outcome: Outcome, json: String) {
            let made = make { out, error in
                lend(text) { hq_reader_read(reader, what, $0, $1, out, error) }
            }
            defer { hq_text_free(made.handle) }
            var count = 0
            guard let data = hq_text_data(made.handle, &count) else { return (made.outcome, "") }
            return (
                made.outcome,
                String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
            )
        }
        let amount = read(Int32(HQ_READ_QUANTITIES), Array("奖励２０万元（含）以上".utf8)).json
        #expect(
            amount.contains(
                #""kind":"amount","currency":"CNY","low":"200000","low_included":true,"high":null"#))
        #expect(amount.contains(#""stated":true"#) && amount.contains(#""text":"２０万元""#))
        let address = read(Int32(HQ_READ_ADDRESS), Array("溫州市甌海區".utf8)).json
        #expect(address.hasPrefix(#"{"code":"330304","name":"浙江省温州市瓯海区","level":"county""#))
        #expect(read(Int32(HQ_READ_ADDRESS), []).json.hasPrefix(#"{"code":null"#))
        let scope = read(Int32(HQ_READ_SCOPE), Array("餐饮服务".utf8)).json
        #expect(scope.contains(#""code":"H62"#) && scope.contains("食品经营许可"))
        #expect(read(0, []).outcome.status == HQ_E_ARGUMENT && read(4, []).outcome.status == HQ_E_ARGUMENT)
        #expect(read(1, [0xFF]).outcome.status == HQ_E_UTF8)
        #expect(make { hq_reader_read(nil, 1, nil, 0, $0, $1) }.outcome.status == HQ_E_NULL)
        #expect(make { hq_reader_read(reader, 1, nil, 3, $0, $1) }.outcome.status == HQ_E_NULL)
        hq_reader_free(nil)
        var random = Seeded(6)
        for text in ["对30人(含)以下、近三年", "浙江省温州市鹿城区五马街道", "软件开发；食品销售（不含许可）"] {
            for _ in 0..<300 {
                for what in 1...3 {
                    let outcome = read(Int32(what), Array(text.utf8).mutated(&random)).outcome
                    #expect(outcome.isOK || outcome.status == HQ_E_UTF8)
                }
            }
        }
    }

    @Test func aLexiconIsReadOrRefused() {
        func open(_ terms: [UInt8]) -> Outcome {
            var options = hq_options()
            return lend(terms) { data, count in
                options.lexicon = data
                options.lexicon_len = count
                let made = make { hq_engine_open(&options, $0, $1) }
                hq_engine_close(made.handle)
                return made.outcome
            }
        }
        #expect(open(Array("瓯江红人才\n# 注\n帮扶券 3 n\n".utf8)).isOK)
        let refused = open([0x41, 0x0A, 0xFF])
        #expect(refused.status == HQ_E_DATA && refused.error.zh.contains("2"))
        #expect(open(Array(String(repeating: "企", count: 65).utf8)).status == HQ_E_DATA)
    }
}
