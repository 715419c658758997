import Foundation

/// How long something took, in seconds.
struct Time {
    /// By the clock on the wall.
    let wall: Double
    /// Of processors, by all threads of this process: what other processes do counts less here.
    let cpu: Double

    static func / (time: Time, count: Int) -> Time {
        Time(wall: time.wall / Double(count), cpu: time.cpu / Double(count))
    }
}

/// Runs a job several times and tells each run on standard error.
struct Stopwatch {
    let runs: Int

    /// The time of one call.
    static func time(_ body: () throws -> Void) rethrows -> Time {
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)
        let wall = seconds(CLOCK_MONOTONIC)
        try body()
        let end = seconds(CLOCK_MONOTONIC)
        return Time(wall: end - wall, cpu: seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var moment = timespec()
        clock_gettime(clock, &moment)
        return Double(moment.tv_sec) + Double(moment.tv_nsec) * 1e-9
    }

    /// One row: each run is `body`, which returns its time.
    func row(_ job: String, _ size: String, _ rates: [Row.Rate], _ body: () throws -> Time) rethrows -> Row {
        try rows([Row.Head(job: job, size: size, rates: rates)]) { [try body()] }[0]
    }

    /// Several rows that one run fills in together; `body` returns the time of each.
    func rows(_ heads: [Row.Head], _ body: () throws -> [Time]) rethrows -> [Row] {
        var samples = heads.map { _ in [Time]() }
        for run in 1...runs {
            for (index, time) in try body().enumerated() {
                samples[index].append(time)
                complain(
                    "run \(run) of \(runs): \(heads[index].job): \(Figures.duration(time.wall)), "
                        + "cpu \(Figures.duration(time.cpu))")
            }
        }
        return zip(heads, samples).map { Row(head: $0, times: $1) }
    }

    /// Median and 99th percentile of single calls; a run makes every call once.
    func rows(calls: Int, _ job: String, clauses: Int, _ call: (Int) throws -> Void) rethrows -> [Row] {
        let size = "1 x \(Figures.grouped(clauses)), \(calls) calls"
        let decisions = Row.Rate(amount: Double(clauses), unit: "decisions")
        let heads = [
            Row.Head(job: job + ": p50", size: size, rates: [Row.Rate(amount: 1, unit: "calls"), decisions]),
            Row.Head(job: job + ": p99", size: size),
        ]
        return try rows(heads) {
            var times: [Time] = []
            times.reserveCapacity(calls)
            for index in 0..<calls { times.append(try Stopwatch.time { try call(index) }) }
            return [0.5, 0.99].map { share in
                Time(
                    wall: Figures.quantile(share, of: times.map(\.wall)),
                    cpu: Figures.quantile(share, of: times.map(\.cpu)))
            }
        }
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
    let times: [Time]

    var least: Double { times.map(\.wall).min() ?? 0 }
    var median: Double { Figures.median(of: times.map(\.wall)) }
    var leastCPU: Double { times.map(\.cpu).min() ?? 0 }

    /// By the least time on the wall.
    var rate: String {
        head.rates.map { "\(Figures.short($0.amount / least)) \($0.unit)/s" }.joined(separator: ", ")
    }
}
