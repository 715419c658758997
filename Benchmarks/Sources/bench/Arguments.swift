import Foundation

/// What the command was asked for.
struct Arguments {
    enum Mode { case measure, check, pairs, growth, repeated, search }
    /// How the verdicts of `--pairs` are asked for.
    enum Question: String { case find, match }
    struct Problem: Error { let message: String }

    static let usage = """
        usage: bench [--profiles N] [--clauses M] [--seed S] [--threads T] [--runs R] [--lib PATH] [--json FILE]
               bench --check [--thresholds FILE]
               bench --growth [--profiles N] [--clauses M] [--seed S] [--factor F] [--runs R]
               bench --repeat count|match [--times N]
               bench --search [--texts N] [--seed S] [--threads T] [--runs R] [--out DIR]
               bench --pairs --clauses FILE --profiles FILE --as-of YYYY-MM-DD [--by find|match]
        """

    private(set) var mode = Mode.measure
    private(set) var profileCount = 230_000
    private(set) var clauseCount = 4314
    private(set) var seed: UInt64 = 1
    private(set) var threads = ProcessInfo.processInfo.activeProcessorCount
    private(set) var runs = 5
    /// A libhuiqi.so.
    private(set) var library: String?
    private(set) var json: String?
    private(set) var thresholds = Thresholds.file
    private(set) var profilesFile = ""
    private(set) var clausesFile = ""
    private(set) var asOf = ""
    private(set) var question = Question.find
    /// How many times as many profiles, and clauses.
    private(set) var factor = 10
    /// What is done again and again, and how often, for counting instructions.
    private(set) var repeated = Repeated.Case.count
    private(set) var times = 1
    /// How many texts are searched, and where they are written for others to search.
    private(set) var texts = 100_000
    private(set) var out: String?

    init(_ words: ArraySlice<String>) throws {
        var words = words
        var options: [String: String] = [:]
        while let word = words.popFirst() {
            if let other = [
                "--check": Mode.check, "--pairs": .pairs, "--growth": .growth, "--search": .search,
            ][word] {
                guard mode == .measure else {
                    throw Problem(
                        message: "--check, --pairs, --growth, --search and --repeat exclude each other")
                }
                mode = other
            } else if word.hasPrefix("--"), let value = words.popFirst() {
                options[word] = value
            } else {
                throw Problem(message: "\(word) has no value, or is no option")
            }
        }
        if let name = options.removeValue(forKey: "--repeat") {
            guard mode == .measure, let found = Repeated.Case(rawValue: name) else {
                throw Problem(message: "--repeat is count or match, and excludes the other modes")
            }
            repeated = found
            mode = .repeated
        }
        switch mode {
        case .measure, .growth, .repeated, .search: try takeMeasure(&options)
        case .check: thresholds = options.removeValue(forKey: "--thresholds") ?? thresholds
        case .pairs: try takePairs(&options)
        }
        if let other = options.keys.min() { throw Problem(message: "\(other) is no option here") }
    }

    private mutating func takeMeasure(_ options: inout [String: String]) throws {
        func number(_ name: String, _ least: Int, _ usual: Int) throws -> Int {
            guard let text = options.removeValue(forKey: name) else { return usual }
            guard let value = Int(text), value >= least else {
                throw Problem(message: "\(name) is a number from \(least)")
            }
            return value
        }
        profileCount = try number("--profiles", 1, profileCount)
        clauseCount = try number("--clauses", 1, clauseCount)
        seed = UInt64(try number("--seed", 0, 1))
        threads = try number("--threads", 1, threads)
        runs = try number("--runs", 1, runs)
        factor = try number("--factor", 2, factor)
        times = try number("--times", 0, times)
        texts = try number("--texts", 1, texts)
        out = options.removeValue(forKey: "--out")
        library = options.removeValue(forKey: "--lib")
        json = options.removeValue(forKey: "--json")
    }

    private mutating func takePairs(_ options: inout [String: String]) throws {
        func text(_ name: String) throws -> String {
            guard let value = options.removeValue(forKey: name) else {
                throw Problem(message: "\(name) is missing")
            }
            return value
        }
        clausesFile = try text("--clauses")
        profilesFile = try text("--profiles")
        asOf = try text("--as-of")
        if let word = options.removeValue(forKey: "--by") {
            guard let found = Question(rawValue: word) else {
                throw Problem(message: "--by is find or match")
            }
            question = found
        }
    }
}
