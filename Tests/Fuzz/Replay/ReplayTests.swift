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

    /// What long runs kept as adding coverage: one input a line, in base64.
    @Test(arguments: Entrance.allCases)
    func whatLongRunsKeptIsTaken(entrance: Entrance) throws {
        let file = Self.corpus.appendingPathComponent(entrance.rawValue + ".kept")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return }
        var count = 0
        for line in text.split(separator: "\n") {
            entrance.take(Array(try #require(Data(base64Encoded: String(line)))))
            count += 1
        }
        #expect(count > 0, "\(file.lastPathComponent) is empty")
    }
}
