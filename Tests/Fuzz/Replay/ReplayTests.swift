import Foundation
import Testing

/// Every input that fuzzing kept goes through its entrance again: what once was found stays mended.
@Suite struct ReplayTests {
    private static let corpus = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("corpus")

    @Test(arguments: Entrance.allCases)
    func theCorpusIsTaken(entrance: Entrance) throws {
        let folder = Self.corpus.appendingPathComponent(entrance.rawValue)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(!names.isEmpty, "no corpus for \(entrance.rawValue)")
        for name in names {
            entrance.take(Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
    }
}
