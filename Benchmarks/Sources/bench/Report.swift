import Foundation
import Huiqi

/// The table and what must be known to read it.
struct Report {
    let machine: Machine
    let city: City
    let figures: CatalogueFigures
    let arguments: Arguments
    var memory = LoadJobs.Memory()
    var rows: [Row] = []
    var notes: [String] = []

    var text: String {
        let number = Figures.grouped
        let head = """
            huiqi \(HuiqiVersion.library), formats \(HuiqiVersion.formats)
            machine    \(machine.processor), \(machine.cores) cores, load average \(machine.loadAtStart) at start, \
            \(Machine.load) at end
            city       seed \(city.seed), as of \(City.day): \(number(city.profileCount)) profiles \
            (\(Figures.megabytes(city.profiles.count))), \(number(figures.clauses)) clauses of \
            \(number(city.written.policies)) policies (\(Figures.megabytes(city.clauses.count)))
            catalogue  \(number(figures.conditions)) conditions, \(number(city.written.atomUses)) uses of atoms; \
            distinct atoms \(number(figures.distinctAtoms)) by the library, \(number(city.written.distinctAtoms)) as \
            written; \(figures.generalAtoms) decided row by row
            memory     \(Figures.megabytes(memory.after)) resident after load, \(Figures.megabytes(memory.before)) \
            before it (with the text, \(Figures.megabytes(memory.text))): the store holds \
            \(Figures.megabytes(memory.after - memory.before)), \
            \(number((memory.after - memory.before) / max(1, city.profileCount))) bytes a profile
            runs       \(arguments.runs); a rate is by the least time; cpu is the least of all threads together

            """
        return head + "\n" + table + notes.map { "\n" + $0 }.joined()
    }

    private var table: String {
        let cells =
            [["job", "size", "min", "median", "cpu", "rate"]]
            + rows.map {
                [
                    $0.head.job, $0.head.size, Figures.duration($0.least), Figures.duration($0.median),
                    Figures.duration($0.leastCPU), $0.rate,
                ]
            }
        let widths = (0..<6).map { column in cells.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell in
                let blank = String(repeating: " ", count: cell.1 - cell.0.count)
                return (2...4).contains(column) ? blank + cell.0 : cell.0 + blank
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = widths.enumerated().map { column, width in
            (2...4).contains(column)
                ? String(repeating: "-", count: width + 1) + ":" : String(repeating: "-", count: width + 2)
        }
        return ([line(cells[0]), "|" + rule.joined(separator: "|") + "|"] + cells.dropFirst().map(line))
            .joined(separator: "\n")
    }

    /// Everything as JSON, times in seconds, one a run.
    func write(to path: String) throws {
        let object: [String: Any] = [
            "version": HuiqiVersion.library,
            "machine": [
                "processor": machine.processor, "cores": machine.cores, "load_at_start": machine.loadAtStart,
            ],
            "city": [
                "seed": city.seed, "as_of": City.day.description, "profiles": city.profileCount,
                "profile_bytes": city.profiles.count, "clauses": figures.clauses,
                "clause_bytes": city.clauses.count, "conditions": figures.conditions,
                "distinct_atoms": figures.distinctAtoms,
                "distinct_atoms_as_written": city.written.distinctAtoms,
                "general_atoms": figures.generalAtoms,
            ],
            "threads": arguments.threads,
            "memory": ["before": memory.before, "after": memory.after, "text": memory.text],
            "notes": notes,
            "rows": rows.map { row in
                [
                    "job": row.head.job, "size": row.head.size, "seconds": row.times.map(\.wall),
                    "cpu_seconds": row.times.map(\.cpu), "min": row.least,
                    "median": row.median,
                    "rates": row.head.rates.map { ["per_second": $0.amount / row.least, "unit": $0.unit] },
                ] as [String: Any]
            },
        ]
        let data = try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
        try data.write(to: URL(fileURLWithPath: path))
    }
}
