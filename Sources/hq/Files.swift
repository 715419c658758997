import Glibc
import Huiqi

/// What ends a command: one line on standard error and status 1.
struct CommandFailure: Error {
    let zh: String
    let en: String
}

enum Files {
    /// All bytes of a file; `-` is standard input.
    static func read(_ path: String) throws -> [UInt8] {
        // Safe: a Swift text is passed as a NUL-terminated copy that lives through the call.
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var status = stat()
        let isFile = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        let expected = isFile ? Int(status.st_size) + 1 : 1 << 16
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected)
        let size = 4 << 20
        var chunk = [UInt8](repeating: 0, count: min(size, max(expected, 1 << 16)))
        while true {
            // Safe: `read` writes at most the count given into the chunk.
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(path)
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Writes a file anew; `-` is standard output.
    /// - Parameter next: Gives the next bytes; nil after the last.
    static func write(_ path: String, _ next: () -> [UInt8]?) throws {
        if path == "-" {
            while let bytes = next() { try Terminal.out(bytes) }
            return
        }
        // Safe: a Swift text is passed as a NUL-terminated copy that lives through the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw cannotWrite(path, errno) }
        var code: Int32 = 0
        while code == 0, let bytes = next() { code = Terminal.write(bytes, to: descriptor) }
        // What a disk could not take may come out only now.
        if close(descriptor) != 0, code == 0 { code = errno }
        if code != 0 { throw cannotWrite(path, code) }
    }

    private static func cannotWrite(_ path: String, _ code: Int32) -> CommandFailure {
        // Safe: `strerror` gives a NUL-terminated text.
        let reason = unsafe String(cString: strerror(code))
        return CommandFailure(zh: "\(path)：无法写入（\(reason)）", en: "\(path): cannot be written (\(reason))")
    }

    static func failure(_ path: String) -> CommandFailure {
        // Safe: `strerror` gives a NUL-terminated text.
        let reason = unsafe String(cString: strerror(errno))
        return CommandFailure(zh: "\(path)：无法读取（\(reason)）", en: "\(path): cannot be read (\(reason))")
    }
}

/// A file that threads read where they need it, so that it is never in memory as a whole.
final class FileBytes: ByteSource {
    let byteCount: Int
    private let path: String
    private let descriptor: Int32

    /// Nil for what is not a file of known size, such as a pipe, which can only be read from its start to its end.
    init?(_ path: String) throws(CommandFailure) {
        if path == "-" { return nil }
        // Asked before it is opened: a pipe that is opened twice has lost its first reader.
        var kind = stat()
        // Safe: a Swift text is passed as a NUL-terminated copy that lives through the call.
        if unsafe stat(path, &kind) == 0, kind.st_mode & S_IFMT != S_IFREG { return nil }
        // Safe: a Swift text is passed as a NUL-terminated copy that lives through the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Files.failure(path) }
        var status = stat()
        let isFile = unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        // Files that the system makes up say that they are empty.
        guard isFile, status.st_size > 0 else {
            close(descriptor)
            return nil
        }
        self.path = path
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    deinit { close(descriptor) }

    func read(_ range: Range<Int>, into room: inout [UInt8]) throws(CommandFailure) {
        let wanted = range.count
        if room.count > wanted { room.removeLast(room.count - wanted) }
        if room.count < wanted { room.append(contentsOf: repeatElement(0, count: wanted - room.count)) }
        var filled = 0
        while filled < wanted {
            // Safe: `pread` writes at most the count given, which is what is left of the room.
            let count = unsafe room.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor, $0.baseAddress?.advanced(by: filled), wanted - filled,
                    off_t(range.lowerBound + filled))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Files.failure(path)
            }
            if count == 0 {
                throw CommandFailure(
                    zh: "\(path)：读取时文件变短了", en: "\(path): became shorter while it was read")
            }
            filled += count
        }
    }
}

/// Where a command's words go.
enum Terminal {
    static let isColoured: Bool = {
        let isRefused = unsafe getenv("NO_COLOR") != nil
        return isatty(STDOUT_FILENO) == 1 && !isRefused
    }()

    /// Writes to standard output; a reader that went away ends the command quietly, a full disk does not.
    static func out(_ text: String) throws { try out(Array(text.utf8)) }

    static func out(_ bytes: [UInt8]) throws {
        let code = write(bytes, to: STDOUT_FILENO)
        if code != 0, code != EPIPE {
            // Safe: `strerror` gives a NUL-terminated text.
            let reason = unsafe String(cString: strerror(code))
            throw CommandFailure(zh: "无法写标准输出（\(reason)）", en: "cannot write standard output (\(reason))")
        }
    }

    /// Lines of a report: what data bring along cannot steer the terminal or break the lines.
    static func out(lines: [String]) throws {
        try out(lines.map { Layout.coloured(clean($0)) }.joined(separator: "\n") + "\n")
    }

    static func error(_ line: String) {
        var lines = ErrorLines()
        lines.add { $0.append(contentsOf: line.utf8) }
        error(lines.bytes)
    }

    static func error(_ lines: [UInt8]) { _ = write(lines, to: STDERR_FILENO) }

    /// Lines for standard error, written many at a time.
    struct ErrorLines {
        private(set) var bytes: [UInt8] = []

        /// Adds a line, which `write` appends; what data bring along cannot steer the terminal or break the line.
        mutating func add(_ write: (inout [UInt8]) -> Void) {
            let start = bytes.count
            write(&bytes)
            if bytes[start...].contains(where: Self.mayBeUnclean) {
                let cleaned = Terminal.clean(String(decoding: bytes[start...], as: UTF8.self))
                bytes.replaceSubrange(start..., with: cleaned.utf8)
            }
            bytes.append(0x0A)
        }

        /// Whether a byte may belong to a character that ``Terminal/clean(_:)`` replaces: a control, or the first of
        /// U+0080 to U+00BF or of U+2000 to U+2FFF.
        private static func mayBeUnclean(_ byte: UInt8) -> Bool {
            byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
        }
    }

    /// Control characters and marks that turn the direction of text, shown as U+FFFD; line ends as spaces.
    private static func clean(_ line: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D, 0x09, 0x2028, 0x2029: out.append(" ")
            case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                out.append("\u{FFFD}")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// Returns 0, or the error number.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var start = 0
        while start < bytes.count {
            // Safe: the buffer lives through the call and the count stays within it.
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            start += count
        }
        return 0
    }
}
