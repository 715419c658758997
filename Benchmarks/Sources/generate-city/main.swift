import CityGenerator
import Foundation

let usage = "usage: generate-city --profiles N --clauses M --seed S --out DIR\n"

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data(message.utf8))
    exit(64)
}

var numbers = ["--profiles": 1000, "--clauses": 100, "--seed": 1]
var directory: String?
var arguments = CommandLine.arguments.dropFirst()
while let option = arguments.popFirst() {
    guard let value = arguments.popFirst() else { fail(usage) }
    if option == "--out" {
        directory = value
    } else if numbers[option] != nil, let number = Int(value), number >= 0 {
        numbers[option] = number
    } else {
        fail(usage)
    }
}
guard let directory, let profiles = numbers["--profiles"], let clauses = numbers["--clauses"],
    let seed = numbers["--seed"]
else { fail(usage) }

/// Writes a file in pieces of about a megabyte.
func write(_ name: String, _ body: (_ out: inout Bytes, _ flush: (inout Bytes) throws -> Void) throws -> Void)
    throws
{
    let path = directory + "/" + name
    guard FileManager.default.createFile(atPath: path, contents: nil),
        let file = FileHandle(forWritingAtPath: path)
    else { fail("cannot write \(path)\n") }
    var out = Bytes(capacity: 1 << 21)
    let flush: (inout Bytes) throws -> Void = {
        try file.write(contentsOf: Data($0.storage))
        $0.removeAll()
    }
    try body(&out, flush)
    try flush(&out)
    try file.close()
}

do {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    var clauseGenerator = ClauseGenerator(seed: UInt64(seed))
    try write("clauses.jsonl") { out, _ in clauseGenerator.write(clauses, to: &out) }
    let profileGenerator = ProfileGenerator(seed: UInt64(seed), reviewKeys: clauseGenerator.reviewKeys)
    try write("profiles.jsonl") { out, flush in
        for i in 0..<profiles {
            profileGenerator.write(i, to: &out)
            if out.storage.count > 1 << 20 { try flush(&out) }
        }
    }
    let counts = clauseGenerator.counts
    print(
        """
        profiles \(profiles), clauses \(counts.clauses) of \(counts.policies) policies
        conditions \(counts.conditions), distinct expressions \(counts.distinctConditions)
        atom uses \(counts.atomUses), distinct in their clause \(counts.distinctAtomsPerClause), \
        distinct atoms \(counts.distinctAtoms) (pool \(counts.poolAtoms))
        """)
} catch {
    fail("\(error)\n")
}
