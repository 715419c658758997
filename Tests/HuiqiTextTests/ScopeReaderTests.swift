import HuiqiText
import Testing

@Suite struct ScopeReaderTests {
    private static let reader = try? ScopeReader()

    /// How many of some scopes have their code first, and among the first three.
    private static func accuracy(_ lines: String, digits: Int) throws -> (
        all: Int, first: Int, three: Int, missed: [String]
    ) {
        let reader = try #require(reader)
        var result = (all: 0, first: 0, three: 0, missed: [String]())
        for line in lines.split(separator: "\n") {
            let columns = line.split(separator: "|").map(String.init)
            let code = String(columns[0].prefix(digits))
            let candidates = reader.industries(of: columns[1], top: 3)
            result.all += 1
            if candidates.first?.code.hasPrefix(code) == true { result.first += 1 }
            if candidates.contains(where: { $0.code.hasPrefix(code) }) {
                result.three += 1
            } else {
                result.missed.append("\(line) \(candidates.map(\.code))")
            }
        }
        return result
    }

    /// Measured: 133 of 143 first, all among the first three.
    @Test func goldenScopesAreRead() throws {
        let result = try Self.accuracy(goldenScopes, digits: 5)
        #expect(result.all == 143)
        #expect(result.first >= 133 && result.three >= 143, "\(result)")
    }

    /// Measured: 20 of 24 first, 23 among the first three, by group.
    @Test func unseenScopesAreRead() throws {
        let result = try Self.accuracy(unseenScopes, digits: 4)
        #expect(result.all == 24)
        #expect(result.first >= 20 && result.three >= 23, "\(result)")
    }

    @Test func exclusionsAndPhrasesSayNothing() throws {
        let reader = try #require(Self.reader)
        #expect(reader.industries(of: "", top: 3).isEmpty)
        #expect(reader.industries(of: "依法须经批准的项目，经相关部门批准后方可开展经营活动", top: 3).isEmpty)
        #expect(
            reader.industries(of: "软件开发", top: 0).isEmpty && reader.industries(of: "软件开发", top: -1).isEmpty)
        let plain = reader.industries(of: "塑料制品销售", top: 5)
        #expect(reader.industries(of: "塑料制品销售（不含服装制造）", top: 5) == plain)
        #expect(plain.first?.code == "F516")
    }

    @Test func verbsDecide() throws {
        let reader = try #require(Self.reader)
        func first(_ scope: String) -> String? { reader.industries(of: scope, top: 1).first?.code }
        #expect(first("阀门制造")?.hasPrefix("C3443") == true)
        #expect(first("閥門製造")?.hasPrefix("C3443") == true)
        #expect(first("阀门批发")?.hasPrefix("F517") == true)
        #expect(first("服装零售")?.hasPrefix("F523") == true)
        #expect(first("生产：阀门、法兰") == first("阀门、法兰的生产"))
    }

    /// What machines are for is not what they are: selling food is no trade in machines.
    @Test(arguments: ["食品销售", "饮料销售", "玻璃制品销售"])
    func membersOfListsOfMachinesAreNoProducts(scope: String) throws {
        let codes = try #require(Self.reader).industries(of: scope, top: 5).map(\.code)
        #expect(!codes.isEmpty && !codes.contains { $0.hasPrefix("F517") || $0.hasPrefix("C35") }, "\(codes)")
    }

    @Test(arguments: [
        ("食品销售", ["F512"]), ("酒类销售", ["F512"]), ("酒类经营", ["F512"]), ("酒类零售", ["F522"]), ("电信业务经营", ["I631"]),
        ("医疗服务；养老服务；民办学校", ["Q84", "Q851", "P83"]), ("特种设备制造", ["C34"]), ("炼油专用设备制造", ["C352"]),
    ])
    func wordsOfScopes(scope: String, expected: [String]) throws {
        let codes = try #require(Self.reader).industries(of: scope, top: 3).map(\.code)
        for code in expected { #expect(codes.contains { $0.hasPrefix(code) }, "\(scope) \(codes)") }
        if let first = expected.first, expected.count == 1 {
            #expect(codes.first?.hasPrefix(first) == true, "\(scope) \(codes)")
        }
    }

    @Test func scoresAndSpans() throws {
        let reader = try #require(Self.reader)
        let scope = "一般项目：软件开发；餐饮服务（不含生食）。"
        let candidates = reader.industries(of: scope, top: 3)
        let bytes = Array(scope.utf8)
        #expect(candidates.map(\.code).prefix(2) == ["I651", "H6210"])
        #expect(candidates[0].scoreThousandths > candidates[1].scoreThousandths)
        #expect(candidates[0].spansUTF8.map { String(decoding: bytes[$0], as: UTF8.self) } == ["软件开发"])
        #expect(candidates[1].spansUTF8.map { String(decoding: bytes[$0], as: UTF8.self) } == ["餐饮服务"])
    }

    /// Any text: codes are current, scores in their range and descending, spans inside and at characters.
    @Test func hostileTexts() throws {
        let reader = try #require(Self.reader)
        var random = SeededGenerator(seed: 13)
        let parts = ["生产", "销售", "阀门", "软件开发", "（", "）", "不含", "、", "；", "：", "e\u{301}", "𠮷", "及", "的", " "]
        for round in 0..<4_000 {
            var text = ""
            if round % 2 == 0 {
                text = random.text(upTo: 40)
            } else {
                for _ in 0..<Int.random(in: 0...16, using: &random) {
                    text += parts.randomElement(using: &random) ?? ""
                }
            }
            let candidates = reader.industries(of: text, top: 5)
            #expect(candidates.count <= 5)
            for (index, candidate) in candidates.enumerated() {
                #expect(IndustryCode.status(candidate.code) == .current)
                #expect((0...1_000).contains(candidate.scoreThousandths))
                if index > 0 { #expect(candidate.scoreThousandths <= candidates[index - 1].scoreThousandths) }
                for span in candidate.spansUTF8 {
                    let low = text.utf8.index(text.utf8.startIndex, offsetBy: span.lowerBound)
                    let high = text.utf8.index(text.utf8.startIndex, offsetBy: span.upperBound)
                    #expect(low < high && low.samePosition(in: text.unicodeScalars) != nil)
                    #expect(high.samePosition(in: text.unicodeScalars) != nil)
                }
            }
            #expect(reader.industries(of: text, top: 5) == candidates)
        }
        #expect(reader.industries(of: String(repeating: "阀门制造", count: 100_000), top: 1).count == 1)
        #expect(reader.industries(of: String(repeating: "、（", count: 100_000), top: 1).isEmpty)
    }

    /// Every class is recognised by its own name, at least its group among the first three.
    @Test func everyClassByItsName() throws {
        let reader = try #require(Self.reader)
        var counts = (all: 0, found: 0)
        for number in 100...9_799 {
            let digits = String(10_000 + number).dropFirst()
            guard let code = IndustryCode.completed(String(digits)), code.utf8.count == 5,
                let name = IndustryCode.name(code)
            else { continue }
            counts.all += 1
            let found = reader.industries(of: name, top: 3)
            if found.contains(where: { $0.code.prefix(4) == code.prefix(4) }) { counts.found += 1 }
        }
        #expect(counts.all == 1_381)
        #expect(counts.found >= 1_290, "\(counts)")
    }
}
