import Glibc

/// The place of the suite's tests: the folder of data that HUIQI_DATA names, or ../shared/data.
enum SuiteFiles {
    /// The bytes of a file below the data folder; nil where it is absent.
    static func bytes(_ path: String) -> [UInt8]? {
        let named = getenv("HUIQI_DATA").map { String(cString: $0) }
        for folder in [named, "../shared/data", root + "/../shared/data"].compactMap({ $0 }) {
            if let bytes = read(folder + "/" + path) { return bytes }
        }
        return nil
    }

    /// The bytes of a file of this project.
    static func ofProject(_ path: String) -> [UInt8]? { read(root + "/" + path) }

    /// The folder of Package.swift, which is two above the folder of this file.
    private static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }
}
