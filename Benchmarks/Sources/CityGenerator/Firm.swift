/// What is true of a firm, before gaps. Amounts are fen; yearly lists run from 2019 to 2023.
struct Firm {
    let region: Int
    let industry: Industry
    let quality: Int
    let established: Day
    let capital: Int
    let employees: Int
    let insured: Int
    let inventions: Int
    let extraModels: Int
    let software: Int
    let size: String
    var revenue: [Int]
    var tax: [Int]
    var research: [Int]
    var export: [Int]
    var profit: [Int]
    var output: [Int]
    var assets: [Int]

    private let researches: Bool

    init(region: Int, industry: Industry, random: inout Random) {
        self.region = region
        self.industry = industry
        let grade = random.below(100)
        quality = grade < 40 ? 0 : grade < 88 ? 1 : 2
        let age = min(random.within(0...30), random.within(0...30))
        established = Day(
            year: 2024 - age, month: random.within(1...(age == 0 ? 6 : 12)), day: random.within(1...28))

        let isIndustrial = industry.section == 0x43
        let typical = isIndustrial ? 800_000_000 : industry.section == 0x46 ? 500_000_000 : 320_000_000
        let last = scaled(typical, bits: random.normal() * 274 / 100)
        revenue = Firm.backward(from: last, random: &random)
        researches = industry.isTechnical && random.chance(620)
        let exports = random.chance(isIndustrial ? 280 : industry.code == "F5181" ? 850 : 40)

        let taxRate = random.within(80...700)
        let researchRate = min(scaled(350, bits: random.normal() * 12 / 10), 3000)
        let exportRate = random.within(300...8500)
        let margin = 500 + random.normal() * 600 / 65_536
        let wealth = scaled(11_000, bits: random.normal())
        tax = Firm.share(taxRate, of: revenue, spread: 30, &random)
        research =
            researches ? Firm.share(researchRate, of: revenue, spread: 30, &random) : revenue.map { _ in 0 }
        export = exports ? Firm.share(exportRate, of: revenue, spread: 35, &random) : revenue.map { _ in 0 }
        profit = Firm.share(max(margin, -2000), of: revenue, spread: 40, &random)
        assets = Firm.share(wealth, of: revenue, spread: 20, &random)
        output = isIndustrial ? Firm.share(10_200, of: revenue, spread: 8, &random) : []
        if !isIndustrial && random.chance(400) { output = revenue.map { _ in 0 } }

        // A person for every 400,000 yuan or so.
        employees = max(scaled(last / 40_000_000, bits: random.normal() * 7 / 10), 0) + random.within(1...5)
        insured = random.chance(350) ? employees : employees * random.within(30...100) / 100
        let reach = researches ? 1 + min(employees / 40, 40) : 0
        inventions = researches && random.chance(450) ? random.below(reach + 2) : random.chance(20) ? 1 : 0
        extraModels = researches ? random.below(reach * 6 + 3) : random.chance(60) ? random.within(1...3) : 0
        software =
            industry.section == 0x49
            ? random.below(25) : researches && random.chance(300) ? random.below(9) : 0
        size = Firm.size(industry, employees: employees, revenueWan: last / 1_000_000)
        let round = [10, 50, 50, 100, 100, 100, 200, 300, 500, 500, 1000, 1000, 2000, 3000, 5000, 10_000]
        let rank = min(max(random.below(10) + (employees > 50 ? 4 : 0) + (employees > 300 ? 4 : 0), 0), 15)
        capital = round[rank] * 1_000_000
        plantExactCases(&random)
    }

    /// Five years that end in `last`, growing by some 6 % a year, less in 2020.
    private static func backward(from last: Int, random: inout Random) -> [Int] {
        var amounts = [last]
        for year in [2023, 2022, 2021, 2020] {
            let drift = year == 2020 ? -6_000 : 6_500
            amounts.insert(scaled(amounts[0], bits: -(drift + random.normal() * 30 / 100)), at: 0)
        }
        return amounts
    }

    /// `rate` in 1/10,000 of each amount, with a spread in percent of a doubling.
    private static func share(_ rate: Int, of amounts: [Int], spread: Int, _ random: inout Random) -> [Int] {
        amounts.map { scaled($0 / 10_000, bits: random.normal() * spread / 100) * rate }
    }

    /// Some growth and intensity figures lie exactly on the thresholds that policies use.
    private mutating func plantExactCases(_ random: inout Random) {
        if random.chance(120) { revenue = revenue.map { $0 / 1_000_000 * 1_000_000 } }
        if random.chance(30) {
            revenue[3] = max(revenue[3] / 1_000_000, 1) * 1_000_000
            revenue[4] = revenue[3] / 100 * (100 + random.pick([5, 8, 10, 15, 19, 20, 30]))
        }
        if researches && random.chance(40) { research[4] = revenue[4] / 100 * random.pick([3, 4, 5, 6]) }
        if random.chance(30) { revenue[4] = random.pick([5, 10, 20, 50, 100, 200, 400]) * 100_000_000 }
    }

    /// 工信部联企业〔2011〕300号, the bounds of the trades that matter here; amounts in 万元.
    private static func size(_ industry: Industry, employees: Int, revenueWan: Int) -> String {
        let bounds: [(Int, Int)]  // large, medium, small: people and revenue must both reach it
        switch industry.division {
        case "F51": bounds = [(200, 40_000), (20, 5000), (5, 1000)]
        case "F52": bounds = [(300, 20_000), (50, 500), (10, 100)]
        case "I65", "H61", "H62": bounds = [(300, 10_000), (100, 1000), (10, 50)]
        case "E47", "E48", "E49", "E50": bounds = [(0, 80_000), (0, 6000), (0, 300)]
        case _ where "CD".utf8.contains(industry.section): bounds = [(1000, 40_000), (300, 2000), (20, 300)]
        default: bounds = [(300, 0), (100, 0), (10, 0)]
        }
        for (name, bound) in zip(["大型", "中型", "小型"], bounds)
        where employees >= bound.0 && revenueWan >= bound.1 {
            return name
        }
        return "微型"
    }

    func permille(of tag: Tag) -> Int {
        var permille = tag.permille
        switch tag.kind {
        case .technical: permille = researches ? permille * 2 : permille / 12
        case .industrial: permille = industry.section == 0x43 ? permille * 3 / 2 : permille / 20
        case .service: permille = industry.section > 0x44 ? permille * 2 : permille / 15
        case .any: break
        }
        if employees > 40 { permille = permille * 2 }
        return min(permille, 900)
    }
}
