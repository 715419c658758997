import Glibc

enum Environment {
    /// `HUIQI_TESTS`: `full` runs more random cases.
    static let tests: String = getenv("HUIQI_TESTS").map { String(cString: $0) } ?? "quick"
}
