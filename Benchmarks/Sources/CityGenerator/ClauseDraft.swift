/// One clause before it is written: what it asks, and what it gives.
struct ClauseDraft {
    struct Condition {
        var label: String
        var test: Node?
        var kind = "required"
    }

    var conditions: [Condition] = []
    let title: String
    let text: String
    let tags: [String]
    let delivery: String
    private let pool: AtomPool
    private let from: Day
    private let to: Day?
    private let applies: Bool

    init(pool: AtomPool, policy: Policy, random: inout Random) {
        self.pool = pool
        let subject = random.pick([
            "研发投入奖励", "首次上规奖励", "数字化改造补助", "出口奖励", "稳岗补贴", "贷款贴息", "高新技术企业认定奖励", "专利资助", "品牌奖励", "绿色制造奖励",
            "人才引进补助",
            "展会补贴", "租金减免", "技改设备补助", "上市奖励", "电商发展扶持",
        ])
        var tests = ClauseDraft.places(pool, policy, &random)
        if random.chance(700) {
            tests.append(
                random.chance(700)
                    ? .all([.not(.atom(AtomPool.bad[0])), .not(.atom(AtomPool.bad[1]))])
                    : .not(.atom(AtomPool.bad[0])))
        }
        if random.chance(540) {
            tests.append(
                .atom(
                    random.chance(620)
                        ? random.pickSkewed(pool.broadIndustries) : random.pick(pool.industries)))
        }
        let wantedAtoms = random.within(7...10)
        var atoms = tests.reduce(0) { $0 + $1.atoms.count }
        while tests.count < 3 || (tests.count < 7 && atoms < wantedAtoms) {
            let next = ClauseDraft.test(pool, &random)
            tests.append(next)
            atoms += next.atoms.count
        }
        conditions = tests.map { Condition(label: $0.label, test: $0) }
        let isReviewed = random.chance(80)
        if isReviewed {
            let label = random.pick(["技术水平国内领先", "经专家评审通过", "项目示范带动作用明显", "完成年度考核目标"])
            conditions.append(Condition(label: label, test: nil, kind: "review"))
        }
        if random.chance(150) {
            let wish = Node.atom(random.pickSkewed(pool.tags))
            conditions.append(Condition(label: "优先支持" + wish.label, test: wish, kind: "preferred"))
        }
        delivery = isReviewed ? "review" : random.pick(["instant", "verify", "verify", "verify", "review"])
        title = subject
        text = "对" + tests.map(\.label).joined(separator: "，") + "的企业，给予\(subject)。"
        tags = random.chance(500) ? [subject, random.pickSkewed(Tag.all).name] : [subject]

        let roll = random.below(1000)
        if roll < 20 {  // not yet in force on 2024-06-30
            from = Day(year: 2024, month: random.within(7...12), day: 1)
            to = Day(year: 2026, month: 12, day: 28)
        } else if roll < 50 {  // no longer
            from = Day(year: 2021, month: 1, day: 1)
            to = Day(year: random.within(2022...2023), month: random.within(1...12), day: 28)
        } else {
            from = Day(year: min(policy.year, 2023), month: random.within(1...12), day: 1)
            to = random.chance(150) ? nil : Day(year: random.within(2025...2027), month: 12, day: 28)
        }
        applies = random.chance(250)
    }

    private static func places(_ pool: AtomPool, _ policy: Policy, _ random: inout Random) -> [Node] {
        guard random.chance(900) else { return [] }
        guard let county = policy.county else {
            let city = random.pickSkewed(pool.cities)
            return [random.chance(120) ? .all([.atom(pool.cities[0]), .atom(pool.cities[2])]) : .atom(city)]
        }
        let choices = pool.counties[county]
        switch random.below(100) {
        case 0..<20: return [.all([.atom(choices[0]), .atom(choices[1])])]
        case 20..<30: return [.any([.atom(choices[0]), .atom(choices[1]), .atom(choices[2])])]
        default: return [.atom(random.pickSkewed(choices))]
        }
    }

    /// One condition of a usual form.
    private static func test(_ pool: AtomPool, _ random: inout Random) -> Node {
        func atom(_ atoms: [Atom]) -> Node { .atom(random.pickSkewed(atoms)) }
        func low() -> Node { .atom(random.pick(pool.lows)) }
        func high() -> Node { .atom(random.pick(pool.highs)) }
        switch random.below(100) {
        case 0..<6: return tiers(&random)
        case 6..<15: return .any([atom(pool.tags), atom(pool.tags), .atom(random.pick(pool.tagGroups))])
        case 15..<19: return .any([atom(pool.tagGroups), .atom(random.pick(pool.ratios))])
        case 19..<27:
            return .atLeast(
                random.within(1...2),
                [
                    low(), .atom(random.pick(pool.growth)), atom(pool.tags), atom(pool.patents),
                    atom(pool.ratios),
                ])
        case 27..<33: return .any([low(), .atom(random.pick(pool.growth))])
        case 33..<38: return .any([high(), atom(pool.sizes)])
        case 38..<44:
            return .any([
                .atom(random.pick(pool.patents)), .atom(random.pick(pool.patents)), atom(pool.patents),
            ])
        case 44..<49:
            return .any([.atom(random.pick(pool.growth)), atom(pool.growth), .atom(random.pick(pool.ratios))])
        case 49..<54:
            return .any([
                .atom(random.pick(pool.certificates)), .atom(random.pick(pool.certificates)), atom(pool.tags),
                atom(pool.texts),
            ])
        case 54..<58: return .all([.not(atom(pool.tags)), atom(pool.ages)])
        case 58..<64: return .atom(random.pick(pool.penalties))
        case 64..<68: return band(&random)
        case 68..<72: return .any([.atom(random.pick(pool.first)), atom(pool.growth), atom(pool.tags)])
        case 72..<75: return .choice(atom(pool.sizes), low(), low())
        case 75..<80: return atom(pool.ages)
        case 80..<84: return .atom(random.pick(pool.staff))
        case 84..<87: return atom(pool.sizes)
        case 87..<90:
            return .any([
                .atom(random.pick(pool.texts)), .atom(random.pick(pool.texts)),
                .atom(random.pick(pool.industries)),
            ])
        case 90..<92: return atom(pool.credit)
        case 92..<94: return .any([.atom(random.pick(pool.materials)), atom(pool.certificates)])
        case 94..<96: return atom(pool.capital)
        case 96..<98: return .any([.atom(random.pick(pool.ratios)), .atom(random.pick(pool.growth))])
        default: return .any([low(), .all([atom(pool.industries), atom(pool.patents)])])
        }
    }

    /// The tiers of research intensity: the smaller the firm, the more it has to spend.
    private static func tiers(_ random: inout Random) -> Node {
        let year = random.pick(["year-1", "year-1", "2023"])
        let (a, b) = random.pick([("5000万元", "2亿元"), ("3000万元", "1亿元"), ("2000万元", "4亿元")])
        let rates = random.pick([
            ["0.05", "0.04", "0.03"], ["0.06", "0.04", "0.03"], ["0.04", "0.03", "0.02"],
        ])
        func revenue(_ mark: String, _ bound: String) -> Node {
            .atom(
                Atom(
                    "revenue[\(year)] \(mark) money('\(bound)')", "营业收入\(mark == ">" ? "超过" : "不超过")\(bound)")
            )
        }
        func spends(_ rate: String) -> Node {
            .atom(Atom("rd_expense[\(year)] >= \(rate) * revenue[\(year)]", "研发费用占营业收入比重不低于\(rate)（\(year)）"))
        }
        return .any([
            .all([revenue("<=", a), spends(rates[0])]),
            .all([revenue(">", a), revenue("<=", b), spends(rates[1])]),
            .all([revenue(">", b), spends(rates[2])]),
        ])
    }

    /// At least one round value and below a later one of the same field.
    private static func band(_ random: inout Random) -> Node {
        let (field, label, values) = random.pickSkewed(AtomPool.yearly)
        let low = values[random.below(values.count / 2)]
        let high = values[values.count / 2 + random.below(values.count - values.count / 2)]
        let year = random.pick(["year-1", "2023"])
        return .all([
            .atom(
                Atom(
                    "\(field)[\(year)] >= money('\(AtomPool.amount(low))')",
                    "\(label)\(AtomPool.amount(low))以上")),
            .atom(
                Atom(
                    "\(field)[\(year)] < money('\(AtomPool.amount(high))')",
                    "\(label)不足\(AtomPool.amount(high))")),
        ])
    }

    func writeDates(to out: inout Bytes) {
        out.add(",\"valid_from\":")
        out.add(from)
        if let to {
            out.add(",\"valid_to\":")
            out.add(to)
        } else {
            out.add(",\"valid_to\":null")
        }
        if applies {
            out.add(",\"apply_from\":\"2024-03-01\",\"apply_to\":\"2024-0\(8 + title.utf8.count % 2)-28\"")
        }
    }

    func writeBenefit(to out: inout Bytes, _ random: inout Random) {
        guard random.chance(920) else { return }
        let cap = random.pick([1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500])
        let fixed = "money('\(cap)万元')"
        let amount: String
        switch random.below(10) {
        case 0..<5: amount = fixed
        case 5: amount = "math.least(0.\(random.pick(["05", "1", "15", "2"])) * rd_expense[year-1], \(fixed))"
        case 6: amount = "math.least(0.0\(random.within(1...3)) * export[year-1], \(fixed))"
        case 7: amount = "revenue[year-1] >= money('1亿元') ? \(fixed) : 0.5 * \(fixed)"
        case 8:
            amount = "math.least(double(insured) * \(random.pick(["300.0", "500.0", "1000.0"])), \(fixed))"
        default: amount = "math.greatest(0.0, math.least(0.3 * (tax[year-1] - tax[year-2]), \(fixed)))"
        }
        out.add(",\"benefit\":{\"amount\":\"\(amount)\",\"rounding\":\"fen-down\"")
        if random.chance(300) { out.add(",\"exclusive\":[\"\(random.pick(["研发类", "人才类", "出口类", "认定类"]))\"]") }
        if random.chance(200) { out.add(",\"budget\":\(random.within(1...50))000000") }
        out.add(random.chance(60) ? ",\"quota\":\(random.within(5...100))}" : "}")
    }
}
