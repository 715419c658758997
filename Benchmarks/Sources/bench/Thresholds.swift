import Foundation
import Huiqi

/// Figures of small cities that must not move unseen: counts and checksums, never times.
struct Thresholds: Codable {
    /// One city and what is held of it.
    struct Held: Codable {
        let profiles: Int
        let clauses: Int
        let seed: UInt64
        let asOf: String
        let figures: CityFigures

        private enum CodingKeys: String, CodingKey {
            case profiles, clauses, seed, figures
            case asOf = "as_of"
        }
    }

    let cities: [Held]

    /// `Benchmarks/thresholds.json` of the tree that this was built in.
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("thresholds.json").path

    /// Generates each city and compares; prints each figure that moved.
    static func check(path: String) throws {
        let thresholds = try JSONDecoder().decode(
            Thresholds.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        try require(!thresholds.cities.isEmpty, "\(path) holds nothing")
        var compared = 0
        var moved: [String] = []
        for held in thresholds.cities {
            let name = "\(held.profiles) profiles, \(held.clauses) clauses, seed \(held.seed)"
            guard let day = Huiqi.Day(held.asOf) else { throw CheckFailure(message: "as_of \(held.asOf)") }
            let city = City(profiles: held.profiles, clauses: held.clauses, seed: held.seed)
            let found = try CityFigures(city, on: day)
            for ((label, was), (_, now)) in zip(held.figures.all, found.all) {
                compared += 1
                if was != now { moved.append("\(name): \(label) is held at \(was), found \(now)") }
            }
        }
        for line in moved { complain(line) }
        try require(moved.isEmpty, "\(moved.count) of \(compared) figures moved")
        print("\(compared) figures of \(thresholds.cities.count) cities hold")
    }
}

/// What a city comes to.
struct CityFigures: Codable {
    /// Of the generator's bytes: if these move, the city is another one.
    var profilesFnv1a = ""
    var clausesFnv1a = ""
    var profilesRefused = 0
    var clausesRefused = 0
    var conditions = 0
    var distinctAtoms = 0
    /// Atoms that are decided row by row.
    var generalAtoms = 0
    var eligible = 0
    var ineligible = 0
    var undetermined = 0
    /// Of the CSV of counts: moves with any count of any clause.
    var countsFnv1a = ""
    /// Of verdict, degrees and amounts of every clause for each of a hundred profiles, by id. Ranks are left out:
    /// they depend on relevance, and that on the version of ICU.
    var matchesFnv1a = ""

    private enum CodingKeys: String, CodingKey {
        case profilesFnv1a = "profiles_fnv1a"
        case clausesFnv1a = "clauses_fnv1a"
        case profilesRefused = "profiles_refused"
        case clausesRefused = "clauses_refused"
        case conditions
        case distinctAtoms = "distinct_atoms"
        case generalAtoms = "general_atoms"
        case eligible, ineligible, undetermined
        case countsFnv1a = "counts_fnv1a"
        case matchesFnv1a = "matches_fnv1a"
    }

    init(_ city: City, on day: Huiqi.Day) throws {
        let catalogue = try CatalogueFigures(city.clauses, on: day)
        let engine = try Engine()
        clausesRefused = try engine.putClauses(city.clauses).refused
        profilesRefused = try engine.putProfiles(city.profiles).refused
        let snapshot = try engine.snapshot(on: day)
        let counts = try snapshot.count(threads: 2)
        try require(counts == (try snapshot.count(threads: 1)), "counts by 1 thread and by 2 differ")
        try require(
            snapshot.generalAtoms.count == catalogue.generalAtoms, "two plans have other general atoms")
        profilesFnv1a = hex(fnv1a(city.profiles))
        clausesFnv1a = hex(fnv1a(city.clauses))
        conditions = catalogue.conditions
        distinctAtoms = catalogue.distinctAtoms
        generalAtoms = catalogue.generalAtoms
        eligible = counts.reduce(0) { $0 + $1.eligible }
        ineligible = counts.reduce(0) { $0 + $1.ineligible }
        undetermined = counts.reduce(0) { $0 + $1.undetermined }
        countsFnv1a = hex(fnv1a(ClauseCount.csv(counts)))
        var hash = fnv1a([])
        for line in city.sampleProfiles(100) {
            let answer = try snapshot.match(.json(line), options: AnswerOptions(top: nil))
            var told = answer.matches.map { match in
                let amounts = [match.amountLow, match.amountHigh].map { $0.map { "\($0)" } ?? "-" }
                return
                    "\(match.clause.clause.id),\(match.verdict.name),\(match.degreeLow),\(match.degreeHigh),"
                    + amounts.joined(separator: ",") + "\n"
            }
            told.sort()
            for text in told { hash = fnv1a(Array(text.utf8), hash) }
        }
        matchesFnv1a = hex(hash)
    }

    /// Name and value of each, in the file's order.
    var all: [(String, String)] {
        [
            ("profiles_fnv1a", profilesFnv1a), ("clauses_fnv1a", clausesFnv1a),
            ("profiles_refused", "\(profilesRefused)"), ("clauses_refused", "\(clausesRefused)"),
            ("conditions", "\(conditions)"), ("distinct_atoms", "\(distinctAtoms)"),
            ("general_atoms", "\(generalAtoms)"), ("eligible", "\(eligible)"),
            ("ineligible", "\(ineligible)"),
            ("undetermined", "\(undetermined)"), ("counts_fnv1a", countsFnv1a),
            ("matches_fnv1a", matchesFnv1a),
        ]
    }

    private func hex(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
