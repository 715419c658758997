import CityGenerator
import Foundation
import Huiqi

/// Times the library on a synthetic city, holds its figures, or prints verdicts for comparison.
@main
enum Bench {
    static func main() {
        do {
            let arguments = try Arguments(CommandLine.arguments.dropFirst())
            switch arguments.mode {
            case .measure: try measure(arguments)
            case .check: try Thresholds.check(path: arguments.thresholds)
            case .pairs: try Pairs.write(arguments)
            case .growth: try Growth.measure(arguments)
            case .search: try SearchJobs(arguments).run()
            case .repeated: try Repeated.run(arguments.repeated, times: arguments.times)
            }
        } catch let problem as Arguments.Problem {
            complain(problem.message + "\n" + Arguments.usage)
            exit(64)
        } catch let failure as CheckFailure {
            complain("bench: check failed, no figures: \(failure.message)")
            exit(1)
        } catch let error as HuiqiError {
            complain("bench: \(error.finding.text(.en))")
            exit(1)
        } catch {
            complain("bench: \(error)")
            exit(1)
        }
    }

    private static func measure(_ arguments: Arguments) throws {
        let machine = Machine()
        let city = City(
            profiles: arguments.profileCount, clauses: arguments.clauseCount, seed: arguments.seed)
        let figures = try CatalogueFigures(city.clauses, on: City.day)
        var report = Report(machine: machine, city: city, figures: figures, arguments: arguments)
        let stopwatch = Stopwatch(runs: arguments.runs)

        let loading = try LoadJobs(city: city, threads: arguments.threads, stopwatch: stopwatch)
        report.memory = loading.memory
        let snapshot = try loading.engine.snapshot(on: City.day)
        let subjects = try Subjects(city: city, snapshot: snapshot, count: 500)
        let library = try arguments.library.map {
            try LibraryJobs($0, city, snapshot, subjects, stopwatch)
        }
        try SelfCheck(city: city, snapshot: snapshot).run()

        report.rows += try loading.rows()
        var deciding = DecideJobs(snapshot, arguments.threads, stopwatch)
        report.rows += try PopulationJobs(loading.engine, city, arguments.threads, stopwatch).rows()
        report.rows += try deciding.rows()
        report.rows += try MatchJobs(snapshot, subjects, stopwatch).rows()
        if let library {
            report.rows += try library.rows()
        } else {
            report.notes.append("C ABI rows: skipped, no --lib PATH given")
        }
        report.rows += try FindJobs(snapshot, city, deciding.counts, stopwatch).rows()
        print(report.text)
        if let path = arguments.json { try report.write(to: path) }
    }
}

/// A figure that is not what it must be; nothing that was measured beside it is printed.
struct CheckFailure: Error {
    let message: String
}

/// - Throws: ``CheckFailure`` where `holds` is false.
func require(_ holds: Bool, _ message: @autoclosure () -> String) throws {
    if !holds { throw CheckFailure(message: message()) }
}

/// One line on standard error.
func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
