import Foundation

/// Runs a job several times and tells each run on standard error.
struct Stopwatch {
    let runs: Int

    /// Seconds of one call.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }

    /// One row: each run is `body`, which returns its seconds.
    func row(_ job: String, _ size: String, _ rates: [Row.Rate], _ body: () throws -> Double) rethrows -> Row {
        try rows([Row.Head(job: job, size: size, rates: rates)]) { [try body()] }[0]
    }

    /// Several rows that one run fills in together; `body` returns the seconds of each.
    func rows(_ heads: [Row.Head], _ body: () throws -> [Double]) rethrows -> [Row] {
        var samples = heads.map { _ in [Double]() }
        for run in 1...runs {
            for (index, seconds) in try body().enumerated() {
                samples[index].append(seconds)
                complain("run \(run) of \(runs): \(heads[index].job): \(Figures.duration(seconds))")
            }
        }
        return zip(heads, samples).map { Row(head: $0, seconds: $1) }
    }
}

/// One line of the table.
struct Row {
    /// How much a job does, for its rate.
    struct Rate {
        let amount: Double
        let unit: String
    }

    struct Head {
        let job: String
        let size: String
        var rates: [Rate] = []
    }

    let head: Head
    /// One a run.
    let seconds: [Double]

    var least: Double { seconds.min() ?? 0 }
    var median: Double { Figures.quantile(0.5, of: seconds) }

    /// By the least time.
    var rate: String {
        head.rates.map { "\(Figures.short($0.amount / least)) \($0.unit)/s" }.joined(separator: ", ")
    }
}

/// How figures are written, and what is made of many.
enum Figures {
    /// The smallest element that at least this share does not exceed.
    static func quantile(_ share: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let position = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(0, position), sorted.count - 1)]
    }

    static func duration(_ seconds: Double) -> String {
        if seconds >= 1 { return fixed(seconds, 2) + " s" }
        if seconds >= 1e-3 { return significant(seconds * 1e3) + " ms" }
        if seconds >= 1e-6 { return significant(seconds * 1e6) + " µs" }
        return significant(seconds * 1e9) + " ns"
    }

    /// 235.1, 187.2 k, 431.0 M, 1.2 G.
    static func short(_ value: Double) -> String {
        if value >= 1e9 { return significant(value / 1e9) + " G" }
        if value >= 1e6 { return significant(value / 1e6) + " M" }
        if value >= 1e4 { return significant(value / 1e3) + " k" }
        return significant(value)
    }

    static func megabytes(_ bytes: Int) -> String { fixed(Double(bytes) / 1e6, 1) + " MB" }

    /// Digits in groups of three.
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    private static func significant(_ value: Double) -> String {
        fixed(value, value >= 100 ? 0 : (value >= 10 ? 1 : 2))
    }

    private static func fixed(_ value: Double, _ places: Int) -> String {
        String(format: "%.\(places)f", value)
    }
}
