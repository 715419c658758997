import CLibrary
import Foundation

/// The machine a run was made on, as it says itself.
struct Machine {
    let processor: String
    let cores: Int
    /// Of 1, 5 and 15 minutes, when the run began.
    let loadAtStart: String

    init() {
        let model = Machine.lines("/proc/cpuinfo").first { $0.hasPrefix("model name") }
        let name = model?.split(separator: ":").last ?? "unknown"
        processor = name.trimmingCharacters(in: .whitespaces)
        cores = ProcessInfo.processInfo.activeProcessorCount
        loadAtStart = Machine.load
    }

    /// Load averages now.
    static var load: String {
        lines("/proc/loadavg").first?.split(separator: " ").prefix(3).joined(separator: " ") ?? "unknown"
    }

    /// Bytes of this process in memory, after what is free was handed back to the system.
    static var residentBytes: Int {
        clibrary_return_free_memory()
        let fields = lines("/proc/self/statm").first?.split(separator: " ") ?? []
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func lines(_ path: String) -> [Substring] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    }
}
