import Glibc
import Huiqi
import Testing

/// Nothing that checks is too deep or too wide for the linter.
@Suite struct LintLimitTests {
    #if DEBUG
        private static let stackBytes = 4 << 20
    #else
        private static let stackBytes = 512 << 10
    #endif

    private static func towers() -> [String] {
        func closed(_ open: String, _ inner: String, _ count: Int, _ close: String = ")") -> String {
            String(repeating: open, count: count) + inner + String(repeating: close, count: count)
        }
        return [
            closed("!(", "employees > 5", 120),
            String(repeating: "!", count: 248) + "dishonest",
            String(repeating: "employees > 5 ? dishonest : ", count: 245) + "abnormal",
            (0..<245).map { $0 % 2 == 0 ? "(employees > \($0) && " : "(insured > \($0) || " }.joined()
                + "dishonest"
                + String(repeating: ")", count: 245),
            (0..<245).map { "penalties.all(v\($0), v\($0).amount > \($0) || " }.prefix(120).joined()
                + "dishonest"
                + String(repeating: ")", count: 120),
            "employees > 0" + String(repeating: " + employees", count: 245),
            closed("at_least(1, [employees > 1, ", "dishonest", 120, "])"),
            closed("math.least(1.0, ", "revenue[2023]", 240) + " > 3.0",
            (0..<1900).map { "employees == \($0 * 2)" }.joined(separator: " || "),
            "employees in [" + (0..<2000).map { String($0 * 2) }.joined(separator: ",") + "]",
            (0..<900).map { "region.under('33\(1000 + $0)')" }.joined(separator: " || "),
            (0..<2500).map { "(revenue[\(1900 + $0 % 1100)] > \($0))" }.joined(separator: " && "),
        ]
    }

    @Test func deepAndWide() throws {
        for expression in Self.towers() {
            let clause = Linted.clause(
                [expression], extra: "\"benefit\":{\"amount\":\"(\(expression)) ? 1.0 : 2.0\"},")
            let done = onThread(stackBytes: Self.stackBytes) {
                let report = try? Linted.report([Linted.clause([expression])])
                #expect(report != nil, "\(expression.prefix(60))")
                _ = try? Engine().lint(Array(clause.utf8))
            }
            #expect(done)
        }
    }
}

/// Runs on a thread of its own with a stack of a given size; true when it came back.
private func onThread(stackBytes: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
    final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0, pthread_attr_setstacksize(&attributes, stackBytes) == 0 else {
        return false
    }
    var thread = pthread_t()
    let started = pthread_create(
        &thread, &attributes,
        { argument in
            if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        }, Unmanaged.passRetained(Box(body)).toOpaque())
    return started == 0 && pthread_join(thread, nil) == 0
}
