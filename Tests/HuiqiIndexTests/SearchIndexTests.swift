import HuiqiText
import Testing

@testable import HuiqiIndex

/// Texts and questions by seeded chance, over few characters so that they share much.
private struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func text(_ alphabet: [Character], _ range: ClosedRange<Int>) -> [UInt16] {
        Array(
            String(
                (0..<Int.random(in: range, using: &self)).map { _ in
                    alphabet.randomElement(using: &self) ?? "x"
                }
            ).utf16)
    }
}

private func units(_ text: String) -> [UInt16] { Array(text.utf16) }

private func index(_ texts: [(String, String)], threads: Int = 1) -> SearchIndex {
    SearchIndex(count: texts.count, threads: threads) {
        SearchDocument(title: units(texts[$0].0), text: units(texts[$0].1))
    }
}

private func found(_ index: SearchIndex, _ question: String, quoted: Bool = false, top: Int = 10) -> [Int] {
    index.search([(units(question), quoted)], top: top).map(\.text)
}

@Suite struct SearchIndexTests {
    private let city = index([
        ("高新技术企业奖励", "首次认定的高新技术企业奖励20万元。"),
        ("研发费用补助", "研发费用占营业收入3%以上的企业按10%补助。"),
        ("贷款贴息", "小微企业首次贷款按lpr的50%贴息，iso9001认证企业优先。"),
        ("稳岗返还", "不裁员的企业返还失业保险费。"),
    ])

    @Test func wordsFindTheirText() {
        #expect(found(city, "高新技术企业").first == 0)
        #expect(found(city, "研发费用怎么补助").first == 1)
        #expect(found(city, "lpr").first == 2)
        #expect(found(city, "ISO9001".lowercased()) == [2])
        #expect(found(city, "失业保险").first == 3)
        #expect(found(city, "3%") == [1])
    }

    @Test func nothingFindsNothing() {
        #expect(found(city, "").isEmpty)
        #expect(found(city, " 、。").isEmpty)
        #expect(found(city, "龘靐").isEmpty)
        #expect(found(index([]), "奖励").isEmpty)
        #expect(found(city, "奖励", top: 0).isEmpty)
        #expect(found(index([("", "")]), "奖励").isEmpty)
    }

    @Test func aWrongCharacterIsUnderstood() {
        #expect(found(city, "高新枝术企业").first == 0)
        #expect(found(city, "貸款贴吸").first == 2)
        #expect(found(city, "iso9007") == [2])
        #expect(found(city, "is09001x").isEmpty)
    }

    @Test func singleIdeographs() {
        #expect(found(city, "息") == [2])
        #expect(Set(found(city, "补")) == [1])
    }

    @Test func phrasesAndStarts() {
        #expect(found(city, "技术企业奖励", quoted: true) == [0])
        #expect(found(city, "企业技术", quoted: true).isEmpty)
        #expect(found(city, "iso*") == [2])
        #expect(found(city, "返还失*") == [3])
        #expect(found(city, "奖励 zzz*").isEmpty)
        #expect(found(city, "*").isEmpty)
    }

    /// A lone ideograph in one text changes nothing for those that have it in a run.
    @Test func aLoneIdeographIsNoOtherTerm() {
        let fish = index([("鱼，说明", ""), ("养鱼补贴", ""), ("补贴", "")])
        #expect(Set(found(fish, "鱼")) == [0, 1])
        #expect(Set(found(fish, "鱼", quoted: true)) == [0, 1] && Set(found(fish, "鱼*")) == [0, 1])
    }

    /// Whatever has what is demanded is found, however many words start so.
    @Test func startsOfManyWords() {
        let many = index((0..<300).map { ("x\(1000 + $0) r&d", "") })
        #expect(found(many, "x*", top: 1000).count == 300)
        #expect(found(many, "r&d*", top: 1000).count == 300)
        #expect(found(many, "x1007", quoted: true) == [7] && found(many, "1007", quoted: true) == [7])
        #expect(many.search([(units("x*"), false)], top: 3).allSatisfy { $0.score > 0 })
    }

    /// More phrases than are looked at find nothing rather than too much.
    @Test func tooManyPhrases() {
        func ask(_ phrases: [String]) -> [Int] {
            city.search(phrases.map { (units($0), true) }, top: 9).map(\.text)
        }
        #expect(Set(ask(Array(repeating: "企业", count: 300))) == Set(ask(["企业"])))
        #expect(ask((0..<17).map { "企\($0)" }).isEmpty)
        #expect(ask([String(repeating: "企业", count: 513)]).isEmpty)
    }

    @Test func whatIsNotAllowedIsNotFound() {
        let hits = city.search([(units("企业"), false)], top: 10, allowed: [false, true, false, true])
        #expect(Set(hits.map(\.text)) == [1, 3])
    }

    @Test func theQuestionInATitleComesFirst() {
        let index = index([("企业研发费用和研发费用补助", "研发费用"), ("研发费用", "补助"), ("其他", "研发费用研发费用研发费用")])
        #expect(found(index, "研发费用").first == 1)
    }

    /// The same bytes whatever the threads; every term in its texts and nowhere else.
    @Test func indexAgainstTheDefinition() {
        var chance = Chance(state: 5)
        let alphabet = Array("企业奖励补助研发费用ab1 。")
        let documents = (0..<1500).map { _ in
            SearchDocument(
                title: chance.text(alphabet, 0...6), tags: chance.text(alphabet, 0...4),
                text: chance.text(alphabet, 0...30))
        }
        let one = SearchIndex(count: documents.count, threads: 1) { documents[$0] }
        for threads in [2, 5] {
            let other = SearchIndex(count: documents.count, threads: threads) { documents[$0] }
            #expect(one.keys == other.keys && one.starts == other.starts && one.places == other.places)
            #expect(one.impacts == other.impacts && one.peaks == other.peaks && one.units == other.units)
            #expect(
                one.unitCounts == other.unitCounts && one.words == other.words && one.norms == other.norms)
        }
        for term in one.keys.indices {
            var texts: [UInt32] = []
            for text in documents.indices {
                var walk = SearchTerms(one.units, one.start(text)..<one.ends[text].title)
                var has = false
                while let (key, _) = walk.next() { has = has || key == one.keys[term] }
                for field in [
                    one.ends[text].title..<one.ends[text].tags, one.ends[text].tags..<one.ends[text].text,
                ] {
                    var walk = SearchTerms(one.units, field)
                    while let (key, _) = walk.next() { has = has || key == one.keys[term] }
                }
                if has { texts.append(UInt32(text)) }
            }
            if Array(one.places[one.starts[term]..<one.starts[term + 1]]) != texts {
                Issue.record("places of term \(one.keys[term].bits)")
            }
        }
    }

    /// No text that is left out weighs more than the last that is wanted.
    @Test func candidatesAreTheHeaviest() {
        var chance = Chance(state: 9)
        let alphabet = Array("企业奖励补助研发费用贷款贴息技术改造ab1。")
        let documents = (0..<3000).map { _ in
            SearchDocument(title: chance.text(alphabet, 2...8), text: chance.text(alphabet, 10...60))
        }
        let index = SearchIndex(count: documents.count, threads: 2) { documents[$0] }
        var memory = SearchMemory(index.count)
        var pruned = 0
        for round in 0..<200 {
            let asked = chance.text(alphabet, 2...12)
            let query = SearchQuery([(asked, false)], in: index)
            let allowed: [Bool]? = round.isMultiple(of: 3) ? (0..<3000).map { $0 % 7 != round % 7 } : nil
            var sums = [Int](repeating: 0, count: index.count)
            for term in query.terms {
                for place in index.starts[term.number]..<index.starts[term.number + 1] {
                    sums[Int(index.places[place])] += term.weight * Int(index.impacts[place])
                }
            }
            if let allowed { for text in sums.indices where !allowed[text] { sums[text] = 0 } }
            let kept = CandidateSearch(index, query, allowed).candidates(20, &memory)
            memory.clear()
            let touched = sums.filter { $0 > 0 }.sorted(by: >)
            let bar = touched.count > 20 ? touched[19] : 0
            let chosen = Set(kept)
            #expect(chosen.count == kept.count && kept == kept.sorted())
            for text in sums.indices where sums[text] > bar && !chosen.contains(UInt32(text)) {
                Issue.record("round \(round): text \(text) weighs \(sums[text]), the last wanted \(bar)")
            }
            for text in kept where sums[Int(text)] == 0 {
                Issue.record("round \(round): text \(text) has no term")
            }
            if kept.count < touched.count { pruned += 1 }
        }
        #expect(pruned > 100)
        #expect(memory.isClear)
    }

    @Test func logarithm() {
        #expect(BinaryLogarithm.of(1) == 0 && BinaryLogarithm.of(8) == 3 && BinaryLogarithm.of(0.25) == -2)
        #expect(abs(BinaryLogarithm.of(10) - 3.321_928_094_887_362) < 1e-12)
        #expect(
            BinaryLogarithm.of(0) == 0 && BinaryLogarithm.of(.infinity) == 0 && BinaryLogarithm.of(-1) == 0)
    }

    @Test func oneMistakeBetweenWords() {
        for (a, b) in [
            ("lpr", "lpx"), ("lpr", "lp"), ("lpr", "lppr"), ("iso", "ios"), ("abc", "abc"), ("a", ""),
        ] {
            #expect(SearchMender.areNear(units(a), units(b)) && SearchMender.areNear(units(b), units(a)))
        }
        for (a, b) in [("lpr", "rpl"), ("abcd", "badc"), ("ab", ""), ("iso", "xyz")] {
            #expect(!SearchMender.areNear(units(a), units(b)))
        }
    }
}
