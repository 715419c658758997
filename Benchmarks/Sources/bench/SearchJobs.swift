import CityGenerator
import Foundation
import Huiqi

/// Times the search of many texts like clauses; writes texts and questions for others to be timed on.
struct SearchJobs {
    private let arguments: Arguments
    private let texts: [(title: String, body: String)]
    private let questions: [String]

    init(_ arguments: Arguments) {
        self.arguments = arguments
        let industries = (0...9999).compactMap { number -> String? in
            IndustryCode.name(String(repeating: "0", count: 4 - "\(number)".count) + "\(number)")
        }
        let places = stride(from: 110_000, to: 660_000, by: 1).compactMap { code -> String? in
            guard case .current = RegionCode.status("\(code)") else { return nil }
            return RegionCode.name("\(code)")
        }
        let generator = TextGenerator(
            seed: arguments.seed, words: Lexicon.policy.terms, industries: industries, places: places)
        texts = (0..<arguments.texts).map { generator.text($0) }
        questions = (0..<1000).map { generator.question($0) }
    }

    func run() throws {
        if let folder = arguments.out { try write(to: folder) }
        let machine = Machine()
        print("\(machine.processor), \(machine.cores) cores, load average \(machine.loadAtStart)")
        let stopwatch = Stopwatch(runs: arguments.runs)
        let normalizer = try TextNormalizer()
        let texts = texts
        var index: SearchIndex?
        for threads in Set([1, arguments.threads]).sorted() {
            let row = stopwatch.row("build, \(threads) threads", "\(texts.count) texts", []) {
                Stopwatch.time {
                    index = SearchIndex(count: texts.count, threads: threads) { number in
                        SearchDocument(
                            title: Array(normalizer.reading(texts[number].title).text.utf16),
                            text: Array(normalizer.reading(texts[number].body).text.utf16))
                    }
                }
            }
            print("build, reading forms included, \(threads) threads: \(Figures.duration(row.least))")
        }
        guard let index else { return }
        var found = 0
        let rows = try stopwatch.rows(calls: questions.count, "search", clauses: texts.count) { number in
            let units = Array(normalizer.reading(questions[number]).text.utf16)
            found += index.search([(units, false)], top: 10).count
        }
        try require(found > 0, "no question found anything")
        for row in rows {
            print("\(row.head.job), top 10 of \(texts.count) texts: \(Figures.duration(row.least))")
        }
    }

    /// `texts.txt` has a line a title and a line a body, `questions.txt` a line a question.
    private func write(to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let lines = texts.map { "\($0.title)\n\($0.body)\n" }.joined()
        try lines.write(toFile: folder + "/texts.txt", atomically: true, encoding: .utf8)
        let asked = questions.map { $0 + "\n" }.joined()
        try asked.write(toFile: folder + "/questions.txt", atomically: true, encoding: .utf8)
    }
}
