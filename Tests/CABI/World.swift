/// A few clauses and profiles that show every verdict.
enum World {
    static let clauses = Array(
        """
        {"id":"A","title":"研发投入奖励","tags":["研发"],"valid_from":"2023-01-01","valid_to":"2025-12-31","delivery":"instant","conditions":[{"id":"c1","label":"注册地在温州市","expr":"region.under('3303')"},{"id":"c2","label":"研发费用占比不低于3%","expr":"rd_expense[year-1] >= 0.03 * revenue[year-1]","weight":2}],"benefit":{"amount":"math.least(0.1 * rd_expense[year-1], money('50万元'))","rounding":"fen-down"}}
        {"id":"B","title":"专精特新奖励","delivery":"verify","conditions":[{"expr":"'专精特新中小企业' in tags"},{"expr":"!dishonest"}]}
        {"id":"C,\\"x\\"","title":"已失效","valid_to":"2020-12-31","conditions":[{"expr":"employees >= 10"}]}

        """.utf8)
    static let profiles = Array(
        """
        {"id":"p1","region":"330302","revenue":{"2023":1000000},"rd_expense":{"2023":30000.05},"tags":["专精特新中小企业"],"dishonest":false,"employees":20}
        {"id":"p2","region":"330302","revenue":{"2023":1000000},"tags":["专精特新中小企业"]}
        {"id":"p3","region":"330102","dishonest":true,"tags":[]}

        """.utf8)
    static let profile = Array(
        #"{"region":"330302","revenue":{"2023":1000000},"rd_expense":{"2023":30000.05},"uscc":"91330300MA00000000"}"#
            .utf8)
    static let draft = Array(#"{"id":"D","title":"草案","conditions":[{"expr":"employees >= 10"}]}"#.utf8)
    static let schema = Array(
        #"{"fields":[{"name":"staff_rd","type":"int","label":"研发人员","unit":"人"}]}"#.utf8)
    static let expressions = [
        "region.under('3303') && revenue[year-1] * 0.03 <= rd_expense[2023]",
        "[1, 2, 3].exists(x, x > 2) ? 'a' + \"b\" : r'\\d'",
        "at_least(2, [dishonest, abnormal, size == '小型'])",
        "scope.matches('^[a-z]+$') || first_reached(revenue, year, 20000000.0, 2020)",
        "penalties.all(p, p.date < years_before(1) && p.amount <= money('2.5万元'))",
    ]

    static func engine() -> CEngine {
        let engine = CEngine()
        engine.put(clauses: clauses)
        engine.put(profiles: profiles)
        return engine
    }
}

/// A small generator of random numbers with a seed, the same everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Array where Element == UInt8 {
    /// Some bytes changed, lost, repeated or put in.
    func mutated(_ random: inout Seeded) -> [UInt8] {
        let marks = Array("{}[]\",:\\0-9eE.nulltruefalse()'\"&|!?<>=+-*/%\u{0}\u{7F}年é".utf8)
        var bytes = self
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(marks.randomElement(using: &random) ?? 0, at: place)
            case 4: bytes.removeLast(Int.random(in: 0...Swift.min(8, bytes.count), using: &random))
            default:
                let end = Swift.min(bytes.count, place + Int.random(in: 1...32, using: &random))
                bytes.insert(
                    contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            }
        }
        return bytes
    }
}
