import Foundation
import HuiqiText
import Testing

@Suite struct EnterpriseSizeTests {
    /// One row of the standard: an industry code, and the bounds of large, medium, small.
    struct Row: Sendable, CustomTestStringConvertible {
        let code: String
        let group: String
        let employees: [Int]?
        let revenue: [Int]?
        let assets: [Int]?
        var testDescription: String { group }
    }

    /// Written from the standard's annex; revenue and assets in ten thousands of yuan.
    static let rows = [
        Row(code: "A0111", group: "农林牧渔业", employees: nil, revenue: [20_000, 500, 50], assets: nil),
        Row(
            code: "C3829", group: "工业", employees: [1_000, 300, 20], revenue: [40_000, 2_000, 300],
            assets: nil),
        Row(
            code: "E4710", group: "建筑业", employees: nil, revenue: [80_000, 6_000, 300],
            assets: [80_000, 5_000, 300]),
        Row(
            code: "F5171", group: "批发业", employees: [200, 20, 5], revenue: [40_000, 5_000, 1_000], assets: nil
        ),
        Row(
            code: "F5211", group: "零售业", employees: [300, 50, 10], revenue: [20_000, 500, 100], assets: nil),
        Row(
            code: "G5431", group: "交通运输业", employees: [1_000, 300, 20], revenue: [30_000, 3_000, 200],
            assets: nil),
        Row(
            code: "G5920", group: "仓储业", employees: [200, 100, 20], revenue: [30_000, 1_000, 100], assets: nil
        ),
        Row(
            code: "G6010", group: "邮政业", employees: [1_000, 300, 20], revenue: [30_000, 2_000, 100],
            assets: nil),
        Row(
            code: "H6110", group: "住宿业", employees: [300, 100, 10], revenue: [10_000, 2_000, 100], assets: nil
        ),
        Row(
            code: "H6210", group: "餐饮业", employees: [300, 100, 10], revenue: [10_000, 2_000, 100], assets: nil
        ),
        Row(
            code: "I6420", group: "信息传输业", employees: [2_000, 100, 10], revenue: [100_000, 1_000, 100],
            assets: nil),
        Row(
            code: "I6513", group: "软件和信息技术服务业", employees: [300, 100, 10], revenue: [10_000, 1_000, 50],
            assets: nil),
        Row(
            code: "K7010", group: "房地产开发经营", employees: nil, revenue: [200_000, 1_000, 100],
            assets: [10_000, 5_000, 2_000]),
        Row(
            code: "K7020", group: "物业管理", employees: [1_000, 300, 100], revenue: [5_000, 1_000, 500],
            assets: nil),
        Row(
            code: "L7211", group: "租赁和商务服务业", employees: [300, 100, 10], revenue: nil,
            assets: [120_000, 8_000, 100]),
        Row(code: "M7310", group: "其他未列明行业", employees: [300, 100, 10], revenue: nil, assets: nil),
    ]

    /// At each bound, one below and one above, in all combinations of the figures, known and not.
    @Test(arguments: rows)
    func everyBound(row: Row) {
        let figures = [
            row.employees, row.revenue?.map { $0 * 1_000_000 }, row.assets?.map { $0 * 1_000_000 },
        ]
        let values = figures.map { bounds -> [Int?] in
            guard let bounds else { return [nil, 0] }
            return [nil, 0, Int.max] + bounds.flatMap { [$0 - 1, $0, $0 + 1] }
        }
        for employees in values[0] {
            for revenue in values[1] {
                for assets in values[2] {
                    let reading = EnterpriseSize.classify(
                        industry: row.code, employees: employees, revenueFen: revenue, assetsFen: assets)
                    // By the standard's words: the largest size all of whose bounds are met.
                    var possible: Set<EnterpriseSize> = []
                    let known = [employees, revenue, assets]
                    let unknown = (0..<3).contains { figures[$0] != nil && known[$0] == nil }
                    for size in EnterpriseSize.allCases {
                        let place = 3 - size.rawValue
                        let meets = (0..<3).allSatisfy { figure in
                            guard place < 3, let bounds = figures[figure], let value = known[figure] else {
                                return true
                            }
                            return value >= bounds[place]
                        }
                        if meets { if unknown { possible.insert(size) } else { possible = [size] } }
                    }
                    #expect(
                        reading.possible == possible.sorted(),
                        "\(employees as Any) \(revenue as Any) \(assets as Any)")
                    #expect(reading.groups == [row.group] && !reading.mayBeOutside)
                    #expect(reading.missing.isEmpty == (possible.count == 1))
                    #expect((reading.size == nil) == (possible.count > 1))
                }
            }
        }
    }

    @Test(arguments: [
        ("C", ["工业"], false), ("38", ["工业"], false), ("B06", ["工业"], false), ("D46", ["工业"], false),
        ("A05", ["农林牧渔业"], false),
        ("F", ["批发业", "零售业"], false), ("G", ["交通运输业", "仓储业", "邮政业"], true), ("G53", [], true),
        ("G5820", ["交通运输业"], false),
        ("G59", ["交通运输业", "仓储业"], false), ("G5910", ["交通运输业"], false), ("G599", ["仓储业"], false),
        ("I", ["信息传输业", "软件和信息技术服务业"], false), ("J66", [], true),
        ("K70", ["房地产开发经营", "物业管理", "其他未列明行业"], true),
        ("K703", ["其他未列明行业"], false), ("K7040", [], true), ("K7090", ["其他未列明行业"], false),
        ("N79", ["其他未列明行业"], false),
        ("O8111", ["其他未列明行业"], false), ("P83", [], true), ("Q84", [], true), ("Q85", ["其他未列明行业"], false),
        ("Q", ["其他未列明行业"], true), ("R9011", ["其他未列明行业"], false), ("S91", [], true), ("T97", [], true),
        ("", [], true), ("A38", [], true),
        ("c38", [], true), ("382900", [], true), ("U", [], true), ("制造业", [], true), ("3", [], true),
    ])
    func groups2017(code: String, groups: [String], mayBeOutside: Bool) {
        let reading = EnterpriseSize.classify(industry: code, employees: 5, revenueFen: 0, assetsFen: 0)
        #expect(reading.groups == groups && reading.mayBeOutside == mayBeOutside)
        #expect(reading.possible == (groups.isEmpty ? [] : [.micro]))
        #expect(reading.size == (groups.isEmpty || mayBeOutside ? nil : .micro))
    }

    @Test(arguments: [
        ("G59", ["仓储业"], false), ("G5821", ["交通运输业"], false), ("P82", [], true), ("Q83", [], true),
        ("Q84", ["其他未列明行业"], false),
        ("O81", ["其他未列明行业"], false), ("R85", ["其他未列明行业"], false), ("S90", [], true), ("T96", [], true),
        ("K704", [], true),
    ])
    func groups2011(code: String, groups: [String], mayBeOutside: Bool) {
        let reading = EnterpriseSize.classify(
            industry: code, employees: 5, revenueFen: 0, assetsFen: 0, standard: .ministries2011)
        #expect(reading.groups == groups && reading.mayBeOutside == mayBeOutside)
    }

    /// What is unknown only matters where it can.
    @Test func threeValued() {
        func read(_ industry: String, _ employees: Int?, _ yuan: Int?) -> EnterpriseSize.Reading {
            EnterpriseSize.classify(
                industry: industry, employees: employees, revenueFen: yuan.map { $0 * 100 }, assetsFen: nil)
        }
        #expect(read("C3829", nil, 2_999_999).size == .micro)
        #expect(read("C3829", nil, 2_999_999).missing.isEmpty)
        #expect(read("C3829", nil, 3_000_000).possible == [.micro, .small])
        #expect(read("C3829", nil, 3_000_000).missing == [.employees])
        #expect(read("C3829", 19, nil).size == .micro)
        #expect(read("C3829", nil, nil).possible == EnterpriseSize.allCases)
        #expect(read("C3829", 1_000, 400_000_000).size == .large)
        #expect(read("C3829", 1_000, 2_000_000).size == .micro)
        // Wholesale or retail: both say small.
        #expect(read("F", 10, 20_000_000).size == .small)
        #expect(read("F", 30, 60_000_000).possible == [.small, .medium])
        #expect(read("E47", nil, 2_000_000).size == .micro)
        #expect(read("E47", nil, 100_000_000).possible == [.micro, .small, .medium])
        #expect(EnterpriseSize.allCases.map(\.name) == ["微型", "小型", "中型", "大型"])
    }

    @Test(
        .enabled(
            if: SharedData.has("codes/sme_size/thresholds.csv"), "HUIQI_DATA has no sme_size: skipped"))
    func boundsAreTheSources() throws {
        let table = try String(
            contentsOf: SharedData.folder.appending(path: "codes/sme_size/thresholds.csv"), encoding: .utf8)
        var seen = 0
        for line in table.split(whereSeparator: \.isNewline).dropFirst() {
            let columns = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let row = try #require(Self.rows.first { $0.group == columns[0] })
            let place = try #require(["大型", "中型", "小型"].firstIndex(of: columns[2]))
            for (column, bounds) in [(3, row.employees), (4, row.revenue), (5, row.assets)] {
                #expect(Int(columns[column]) == bounds?[place], "\(line)")
            }
            seen += 1
        }
        #expect(seen == 48)
    }
}
