import HuiqiModel
import HuiqiText
import Testing

@testable import HuiqiIndex

@Suite struct NameSearchTests {
    private func population(_ names: [(String, String)]) throws -> Population {
        let lines = names.map { "{\"id\":\"\($0.0)\",\"name\":\"\($0.1)\",\"region\":\"330302\"}" }
        let reading = ProfileReader(schema: .contract).read(
            Array(lines.joined(separator: "\n").utf8), rows: 64)
        #expect(reading.findings.isEmpty)
        var population = Population(schema: .contract)
        population.put(reading.batches)
        return population
    }

    @Test func formsOfNames() throws {
        let names = NameSearch(
            try population([
                ("1", "温州银行股份有限公司"), ("2", "中国石油化工股份有限公司"), ("3", "正泰电器（温州）有限公司"), ("4", "温州正泰电器科技有限公司"),
                ("5", "浙江中胤时尚股份有限公司"), ("6", "瓯海区小王便利店"), ("7", "温州银丰贸易有限公司"),
                ("8", "温州科达有限公司"),
            ]), try TextNormalizer())
        func keys(_ name: String, top: Int = 10) -> [String] { names.hits(name, top: top).map(\.key) }
        #expect(names.hits("温州银行股份有限公司", top: 1) == [NameHit(key: "1", name: "温州银行股份有限公司", score: 1000)])
        #expect(keys("温州银行").first == "1" && keys("溫州銀行有限公司").first == "1")
        #expect(keys("中石化").first == "2")
        #expect(keys("正泰电器") == ["3", "4"])
        #expect(keys("中胤时商").first == "5")
        #expect(keys("小王便利店").first == "6")
        // All characters in order come before one that is another.
        #expect(Array(keys("温州科技").prefix(2)) == ["4", "8"])
        #expect(keys("公司").contains("1"))
        #expect(keys("温州", top: 2).count == 2)
        #expect(
            keys("").isEmpty && keys("（）").isEmpty && keys("龘").isEmpty && names.hits("温州", top: 0).isEmpty)
    }

    /// What went in later and what was replaced; any number of threads.
    @Test func changesAndThreads() throws {
        var names = (0..<900).map { ("k\($0)", "温州第\($0)鞋业有限公司") }
        var population = try population(names)
        let normalizer = try TextNormalizer()
        let before = NameSearch(population, normalizer)
        #expect(before.hits("第77鞋业", top: 1).first?.key == "k77")
        names = [("k77", "杭州改名信息科技有限公司"), ("new", "温州第77鞋业有限公司")]
        population.put(try self.population(names).blocks.map(\.batch))
        let after = NameSearch(population, normalizer)
        #expect(after.hits("第77鞋业", top: 1).first?.key == "new")
        #expect(after.hits("改名信息", top: 1).first?.key == "k77")
        #expect(before.hits("第77鞋业", top: 1).first?.key == "k77")
        for name in ["鞋业", "温州第1", "第8鞋"] {
            #expect(after.hits(name, top: 7, threads: 1) == after.hits(name, top: 7, threads: 4))
        }
    }
}
