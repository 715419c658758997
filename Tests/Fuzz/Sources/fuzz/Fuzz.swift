import CDriver
import Entrances

/// `fuzz TARGET [libFuzzer options] [corpus]`: feeds mutated bytes to one entrance of the library.
@main
struct Fuzz {
    static func main() {
        let name = CommandLine.arguments.dropFirst().first ?? ""
        guard let test = tests[name] else {
            let names = Entrance.allCases.map(\.rawValue).joined(separator: "|")
            print("fuzz \(names) [libFuzzer options] [corpus]")
            return
        }
        // The target's name is ours; libFuzzer gets the rest.
        var argv = CommandLine.unsafeArgv
        argv += 1
        _ = fuzz_run(CommandLine.argc - 1, argv, test)
    }

    /// One C function an entrance: libFuzzer takes no context.
    private static let tests: [String: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32] = [
        "json": { feed(.json, $0, $1) }, "expression": { feed(.expression, $0, $1) },
        "plain": { feed(.plain, $0, $1) }, "profiles": { feed(.profiles, $0, $1) },
        "clauses": { feed(.clauses, $0, $1) }, "schema": { feed(.schema, $0, $1) },
        "rule": { feed(.rule, $0, $1) }, "text": { feed(.text, $0, $1) },
        "address": { feed(.address, $0, $1) }, "scope": { feed(.scope, $0, $1) },
        "table": { feed(.table, $0, $1) }, "search": { feed(.search, $0, $1) },
        "mapped": { feed(.mapped, $0, $1) }, "quantities": { feed(.quantities, $0, $1) },
    ]

    private static func feed(_ entrance: Entrance, _ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
        guard let data, size > 0 else {
            entrance.take([])
            return 0
        }
        entrance.take(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    }
}
