/// Writes clauses as JSON lines; the whole catalogue depends on the seed and the count only.
public struct ClauseGenerator {
    public struct Counts: Sendable {
        public var clauses = 0
        public var policies = 0
        public var conditions = 0
        public var distinctConditions = 0
        public var atomUses = 0
        public var distinctAtoms = 0
        public var poolAtoms = 0
        public var distinctAtomsPerClause = 0
    }

    public private(set) var counts = Counts()
    /// "CLAUSE/CONDITION" of each review condition.
    public private(set) var reviewKeys: [String] = []

    let seed: UInt64
    let pool = AtomPool()
    private var seenAtoms: Set<String> = []
    private var seenConditions: Set<String> = []

    public init(seed: UInt64) { self.seed = seed }

    /// All clauses; the reference city has 4,314 of 83 policies.
    public mutating func write(_ total: Int, to out: inout Bytes) {
        let policies = max(1, total * 83 / 4314)
        var random = Random(seed: seed, stream: 2)
        let shares = runningTotals((0..<policies).map { _ in random.within(10...100) })
        counts.policies = policies
        counts.poolAtoms = pool.count
        var start = 0
        for p in 0..<policies {
            let end = p + 1 == policies ? total : total * shares[p] / shares[policies - 1]
            let policy = Policy(number: p, random: &random)
            for i in start..<max(start, end) { writeClause(i, of: policy, position: i - start + 1, to: &out) }
            start = max(start, end)
        }
    }

    private mutating func writeClause(_ index: Int, of policy: Policy, position: Int, to out: inout Bytes) {
        var random = Random(seed: seed, stream: 3, index: index)
        let clause = ClauseDraft(pool: pool, policy: policy, random: &random)
        let id = "\(policy.id)-\(position < 10 ? "00" : position < 100 ? "0" : "")\(position)"
        out.add("{\"id\":\"\(id)\",")
        policy.write(to: &out)
        out.add(",\"title\":\"\(clause.title)\",\"text\":\"\(clause.text)\",\"tags\":[")
        out.add(clause.tags.map { "\"\($0)\"" }.joined(separator: ","))
        out.add("]")
        clause.writeDates(to: &out)
        out.add(",\"delivery\":\"\(clause.delivery)\"")
        if random.chance(300) { out.add(",\"channel\":\"惠企直通车\"") }
        let materials = (0..<random.below(4)).map { _ in random.pickSkewed(Words.materials) }
        out.add(",\"materials\":[" + Set(materials).sorted().map { "\"\($0)\"" }.joined(separator: ",") + "]")
        writeConditions(clause, id, &random, &out)
        clause.writeBenefit(to: &out, &random)
        out.add("}\n")
        counts.clauses += 1
    }

    private mutating func writeConditions(
        _ clause: ClauseDraft, _ id: String, _ random: inout Random, _ out: inout Bytes
    ) {
        let named = random.chance(800)
        var atoms: [String] = []
        out.add(",\"conditions\":[")
        for (i, condition) in clause.conditions.enumerated() {
            out.add(i > 0 ? ",{" : "{")
            if named { out.add("\"id\":\"c\(i + 1)\",") }
            out.add("\"label\":\"\(condition.label)\"")
            if let test = condition.test {
                let expression = test.expression
                out.add(",\"expr\":\"\(expression)\"")
                seenConditions.insert(expression)
                atoms += test.atoms.map(\.expression)
                if random.chance(250) { out.add(",\"source\":\"\(condition.label)。\"") }
            }
            if condition.kind != "required" { out.add(",\"kind\":\"\(condition.kind)\"") }
            if condition.kind == "review" { reviewKeys.append("\(id)/c\(i + 1)") }
            if random.chance(120) { out.add(",\"weight\":" + random.pick(["2", "3", "0.5", "1.5", "5"])) }
            out.add("}")
        }
        out.add("]")
        counts.conditions += clause.conditions.count
        counts.atomUses += atoms.count
        counts.distinctAtomsPerClause += Set(atoms).count
        seenAtoms.formUnion(atoms)
        counts.distinctAtoms = seenAtoms.count
        counts.distinctConditions = seenConditions.count
    }
}

/// One document; its clauses share a place and a year.
struct Policy: Sendable {
    let id: String
    let title: String
    let number: String
    let issuer: String
    /// The county that issued it, or nil for the city.
    let county: Int?
    let year: Int

    init(number index: Int, random: inout Random) {
        year = random.within(2021...2024)
        county =
            random.chance(600)
            ? random.pick(runningTotals: runningTotals(Region.counties.map(\.weight))) : nil
        let place = county.map { Region.counties[$0].name } ?? "温州市"
        let subject = random.pick([
            "工业经济高质量发展", "科技创新", "商贸流通", "开放型经济", "数字经济", "人才和就业", "中小企业纾困", "文化旅游", "绿色低碳发展", "现代服务业",
        ])
        let serial = index + 1
        id = "WZ\(year % 100)-\(serial < 10 ? "00" : serial < 100 ? "0" : "")\(serial)"
        title = "\(place)关于促进\(subject)的若干政策意见"
        number = "温政发〔\(year)〕\(random.within(1...60))号"
        issuer = "\(place)人民政府"
    }

    func write(to out: inout Bytes) {
        out.add(
            "\"policy\":{\"id\":\"\(id)\",\"title\":\"\(title)\",\"number\":\"\(number)\",\"issuer\":\"\(issuer)\"}"
        )
    }
}
