/// Writes profiles as JSON lines. Profile `i` depends on the seed and `i` only.
public struct ProfileGenerator: Sendable {
    static let years = Array(2019...2023)

    let seed: UInt64
    /// "CLAUSE/CONDITION" of review conditions that a few firms have answers for.
    let reviewKeys: [String]
    private let regionTotals = runningTotals(Region.all.map(\.weight))
    private let industryTotals = runningTotals(Industry.all.map(\.weight))
    private let industries = Industry.all
    private let tags = Tag.all

    public init(seed: UInt64, reviewKeys: [String] = []) {
        self.seed = seed
        self.reviewKeys = reviewKeys
    }

    /// Appends one line.
    public func write(_ index: Int, to out: inout Bytes) {
        var random = Random(seed: seed, stream: 1, index: index)
        let firm = makeFirm(&random)
        var row = RowWriter(random: random, quality: firm.quality)
        let area = Region.all[firm.region].code
        out.add("{\"uscc\":\"")
        out.add(CreditCode.text(area: area, index: index, seed: seed))
        out.add(byte: 0x22)
        writeIdentity(firm, &row, &out)
        writeCounts(firm, &row, &out)
        writeFigures(firm, &row, &out)
        writeTags(firm, &row, &out)
        writeCertificates(firm, &row, &out)
        writePenalties(&row, &out)
        writeMaterials(&row, &out)
        writeReviews(&row, &out)
        out.add("}\n")
    }

    private func makeFirm(_ random: inout Random) -> Firm {
        let region = random.pick(runningTotals: regionTotals)
        let industry = industries[random.pick(runningTotals: industryTotals)]
        return Firm(region: region, industry: industry, random: &random)
    }

    private func writeIdentity(_ firm: Firm, _ row: inout RowWriter, _ out: inout Bytes) {
        let region = Region.all[firm.region]
        let word = row.random.pick(Words.nameCharacters) + row.random.pick(Words.nameCharacters)
        let trade = Industry.nameWords[firm.industry.division] ?? "实业"
        let place = row.random.chance(500) ? "温州市" : region.name
        out.add(",\"name\":\"\(place)\(word)\(trade)有限公司\"")
        if row.knows("address", gap: 50, &out) {
            out.add("\"\(region.name)\(row.random.pick(Words.streets))\(row.random.within(1...999))号\"")
        }
        if row.knows("scope", gap: 60, &out) {
            out.add("\"\(firm.industry.name)")
            for _ in 0..<row.random.within(1...5) { out.add("；" + row.random.pickSkewed(Words.scopePhrases)) }
            out.add("（依法须经批准的项目，经相关部门批准后方可开展经营活动）\"")
        }
        if row.knows("legal_form", gap: 80, &out) { out.addQuoted(row.random.pickSkewed(Words.legalForms)) }
        if row.knows("region", gap: 50, &out) { writeRegion(region, &row, &out) }
        if row.knows("tax_region", gap: 150, &out) {
            out.addQuoted(row.random.chance(940) ? region.code : row.random.pick(Region.counties).code)
        }
        if row.knows("stat_region", gap: 250, &out) { out.addQuoted(region.code) }
        if row.knows("industry", gap: 50, &out) { writeIndustry(firm.industry, &row, &out) }
        if row.knows("established", gap: 50, &out) { out.add(firm.established) }
        if row.knows("registered_capital", gap: 80, &out) { out.add(fen: firm.capital) }
        if row.knows("size", gap: 120, &out) { out.addQuoted(firm.size) }
        if row.knows("credit_grade", gap: 300, &out) {
            out.addQuoted(row.random.pick(["A", "A", "B", "B", "B", "B", "C", "D"]))
        }
        if row.knows("dishonest", gap: 80, &out) { out.add(row.random.chance(10) ? "true" : "false") }
        if row.knows("abnormal", gap: 80, &out) { out.add(row.random.chance(30) ? "true" : "false") }
    }

    /// Mostly the county, sometimes with the street, seldom only the city.
    private func writeRegion(_ region: Region, _ row: inout RowWriter, _ out: inout Bytes) {
        let roll = row.random.below(1000)
        if roll < 4 {
            out.addQuoted(region.code.prefix(4) + "00")
        } else if roll < 80, !region.streets.isEmpty {
            out.addQuoted(region.code + row.random.pick(region.streets))
        } else {
            out.addQuoted(region.code)
        }
    }

    /// Mostly the class, sometimes without its letter or only the group.
    private func writeIndustry(_ industry: Industry, _ row: inout RowWriter, _ out: inout Bytes) {
        let roll = row.random.below(1000)
        if roll < 30 {
            out.addQuoted(industry.group)
        } else if roll < 40 {
            out.addQuoted(industry.division)
        } else if roll < 70 {
            out.addQuoted(String(industry.code.dropFirst()))
        } else {
            out.addQuoted(industry.code)
        }
    }

    private func writeCounts(_ firm: Firm, _ row: inout RowWriter, _ out: inout Bytes) {
        if row.knows("employees", gap: 150, &out) { out.add(firm.employees) }
        if row.knows("insured", gap: 120, &out) { out.add(firm.insured) }
        if row.knows("invention_patents", gap: 200, &out) { out.add(firm.inventions) }
        if row.knows("utility_models", gap: 220, &out) { out.add(firm.inventions * 3 + firm.extraModels) }
        if row.knows("software_copyrights", gap: 250, &out) { out.add(firm.software) }
    }

    private func writeFigures(_ firm: Firm, _ row: inout RowWriter, _ out: inout Bytes) {
        let figures: [(String, Int, [Int])] = [
            ("revenue", 110, firm.revenue), ("tax", 100, firm.tax), ("rd_expense", 260, firm.research),
            ("export", 240, firm.export), ("profit", 190, firm.profit), ("output", 300, firm.output),
            ("assets", 240, firm.assets),
        ]
        for (name, gap, amounts) in figures where !amounts.isEmpty && row.knows(name, gap: gap, &out) {
            out.add(byte: 0x7B)
            var first = true
            for (year, amount) in zip(Self.years, amounts) where year >= firm.established.year {
                if row.random.chance(year < 2021 ? 120 : 25) { continue }
                out.add(first ? "\"" : ",\"")
                first = false
                out.add(year)
                out.add("\":")
                out.add(fen: amount)
            }
            out.add(byte: 0x7D)
        }
    }

    private func writeTags(_ firm: Firm, _ row: inout RowWriter, _ out: inout Bytes) {
        guard row.knows("tags", gap: 180, &out) else { return }
        out.add(byte: 0x5B)
        var first = true
        for tag in tags {
            guard row.random.chance(firm.permille(of: tag)) else { continue }
            if !first { out.add(byte: 0x2C) }
            first = false
            out.addQuoted(tag.name)
        }
        if row.random.chance(90) { out.add(first ? "null" : ",null") }
        out.add(byte: 0x5D)
    }

    private func writeCertificates(_ firm: Firm, _ row: inout RowWriter, _ out: inout Bytes) {
        guard row.knows("certificates", gap: 330, &out) else { return }
        let count = row.random.chance(550) ? 0 : row.random.within(1...4)
        row.list(count, othersPermille: 60, &out) { random, out in
            out.add("{\"name\":")
            out.addQuoted(random.pickSkewed(Words.certificates))
            if random.chance(700) {
                out.add(",\"level\":")
                out.addQuoted(random.pick(Words.levels))
            }
            if random.chance(800) {
                out.add(",\"from\":")
                out.add(random.day(in: 2016...2023))
            }
            if random.chance(920) {
                out.add(",\"to\":")
                out.add(
                    random.chance(120) ? Day(year: 9999, month: 12, day: 31) : random.day(in: 2022...2028))
            }
            out.add(byte: 0x7D)
        }
    }

    private func writePenalties(_ row: inout RowWriter, _ out: inout Bytes) {
        guard row.knows("penalties", gap: 150, &out) else { return }
        let count = row.random.chance(900) ? 0 : row.random.within(1...3)
        row.list(count, othersPermille: 20, &out) { random, out in
            out.add("{\"date\":")
            out.add(random.day(in: 2018...2023))
            out.add(",\"kind\":")
            out.addQuoted(random.pick(Words.penaltyKinds))
            if random.chance(850) {
                out.add(",\"amount\":")
                out.add(fen: scaled(1_000_000, bits: random.normal() * 2) / 10_000 * 10_000)
            }
            out.add(byte: 0x7D)
        }
    }

    private func writeMaterials(_ row: inout RowWriter, _ out: inout Bytes) {
        guard row.knows("materials", gap: 380, &out) else { return }
        let count = row.random.chance(500) ? 0 : row.random.within(1...5)
        row.list(count, othersPermille: 80, &out) { random, out in
            out.add("{\"name\":")
            out.addQuoted(random.pickSkewed(Words.materials))
            if random.chance(850) {
                out.add(",\"to\":")
                out.add(
                    random.chance(500) ? Day(year: 9999, month: 12, day: 31) : random.day(in: 2023...2026))
            }
            out.add(byte: 0x7D)
        }
    }

    private func writeReviews(_ row: inout RowWriter, _ out: inout Bytes) {
        guard !reviewKeys.isEmpty, row.random.chance(30) else { return }
        out.add(",\"reviews\":{")
        var used: [Int] = []
        for _ in 0..<row.random.within(1...3) {
            let i = row.random.below(reviewKeys.count)
            if used.contains(i) { continue }
            out.add(used.isEmpty ? "" : ",")
            used.append(i)
            out.addQuoted(reviewKeys[i])
            out.add(row.random.chance(700) ? ":true" : ":false")
        }
        out.add(byte: 0x7D)
    }
}

/// Decides what is known of a firm, and writes the comma and the key.
struct RowWriter {
    var random: Random
    let quality: Int  // 0 good, 1 usual, 2 poor: half, once or twice the gaps

    /// Writes the key where the field is known; one gap in ten is a written null.
    mutating func knows(_ field: String, gap permille: Int, _ out: inout Bytes) -> Bool {
        let missing = random.chance(min((permille << quality) >> 1, 400))
        if missing && !random.chance(100) { return false }
        out.add(",\"")
        out.add(field)
        out.add("\":")
        if missing { out.add("null") }
        return !missing
    }

    /// A list of `count` elements, sometimes with others unknown.
    mutating func list(
        _ count: Int, othersPermille: Int, _ out: inout Bytes, _ element: (inout Random, inout Bytes) -> Void
    ) {
        out.add(byte: 0x5B)
        for i in 0..<count {
            if i > 0 { out.add(byte: 0x2C) }
            element(&random, &out)
        }
        if random.chance(othersPermille) { out.add(count > 0 ? ",null" : "null") }
        out.add(byte: 0x5D)
    }
}
