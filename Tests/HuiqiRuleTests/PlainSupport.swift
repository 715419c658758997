import HuiqiRule
import Testing

/// What a plain expression comes to: the value as `hq eval` prints it, `refused 3: reason` when it is compiled, or
/// `error 3: reason` when it is evaluated.
func plain(
    _ source: String, _ bindings: [String: PlainValue] = [:],
    in environment: PlainEnvironment = PlainEnvironment(), limits: RuleLimits = .contract
) -> String {
    let expression: PlainExpression
    do {
        expression = try PlainExpression.compile(source, environment: environment, limits: limits)
    } catch {
        return "refused \(error.offsetUTF8): \(error.message.en)"
    }
    do {
        return try expression.evaluate(bindings).text
    } catch {
        return "error \(error.offsetUTF8): \(error.message.en)"
    }
}

/// Each expression has its answer; an answer that ends in `…` is only the beginning.
func expectPlain(
    _ cases: [(String, String)], in environment: PlainEnvironment = PlainEnvironment(),
    _ bindings: [String: PlainValue] = [:], _ location: SourceLocation = #_sourceLocation
) {
    for (source, wanted) in cases {
        let got = plain(source, bindings, in: environment)
        let isRight = wanted.hasSuffix("…") ? got.hasPrefix(wanted.dropLast()) : got == wanted
        #expect(isRight, "\(source) is \(got), not \(wanted)", sourceLocation: location)
    }
}
