import CityGenerator
import Huiqi

/// A generated city in memory.
struct City {
    /// The day for which the generator's clauses are written.
    static let day = Huiqi.Day(year: 2024, month: 6, day: 30) ?? Huiqi.Day(number: 0)

    let seed: UInt64
    let profileCount: Int
    let profiles: [UInt8]
    let clauses: [UInt8]
    /// What the generator says of the clauses, by the letters that it wrote.
    let written: ClauseGenerator.Counts

    init(profiles count: Int, clauses clauseCount: Int, seed: UInt64) {
        var generator = ClauseGenerator(seed: seed)
        var clauses = Bytes(capacity: 1 << 20)
        generator.write(clauseCount, to: &clauses)
        let writer = ProfileGenerator(seed: seed, reviewKeys: generator.reviewKeys)
        var profiles = Bytes(capacity: count * 1500)
        for index in 0..<count { writer.write(index, to: &profiles) }
        self.seed = seed
        self.profileCount = count
        self.profiles = profiles.storage
        self.clauses = clauses.storage
        written = generator.counts
    }

    /// `count` profiles, or all there are, at equal distances, each a line without its end.
    func sampleProfiles(_ count: Int) -> [[UInt8]] { City.sample(profiles, lines: profileCount, count) }

    /// `count` clauses, or all there are, at equal distances.
    func sampleClauses(_ count: Int) -> [[UInt8]] { City.sample(clauses, lines: written.clauses, count) }

    private static func sample(_ bytes: [UInt8], lines: Int, _ count: Int) -> [[UInt8]] {
        let wanted = min(count, lines)
        var found: [[UInt8]] = []
        var line = 0
        var start = 0
        while found.count < wanted, let end = bytes[start...].firstIndex(of: 0x0A) {
            if line == found.count * lines / wanted { found.append(Array(bytes[start..<end])) }
            line += 1
            start = end + 1
        }
        return found
    }
}

/// What the library makes of a catalogue: figures that no machine changes.
struct CatalogueFigures {
    let clauses: Int
    let refused: Int
    let conditions: Int
    /// Atoms, each once, by their canonical form.
    let distinctAtoms: Int
    /// Atoms that are decided row by row on the day.
    let generalAtoms: Int

    init(_ lines: [UInt8], on day: Huiqi.Day) throws {
        let reading = ClauseReader().read(lines)
        let text = try TextReader()
        var refused = reading.findings.count
        var compiled: [CompiledClause] = []
        for (_, clause) in reading.clauses {
            do {
                compiled.append(
                    try CompiledClause(clause, schema: .contract, limits: .contract, reader: text))
            } catch {
                refused += 1
            }
        }
        let catalogue = Catalogue(compiled)
        self.refused = refused
        clauses = compiled.count
        conditions = compiled.reduce(0) { $0 + $1.clause.conditions.count }
        distinctAtoms = catalogue.atoms.count
        generalAtoms =
            DayPlan(catalogue, on: day, normalizer: text.normalizer, schema: .contract).generalAtoms.count
    }
}

/// FNV-1a of 64 bits.
func fnv1a(_ bytes: [UInt8], _ start: UInt64 = 14_695_981_039_346_656_037) -> UInt64 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return hash
}
