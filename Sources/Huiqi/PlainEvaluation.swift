/// The plain environment of the language, without policies, profiles and a day.
public enum PlainEvaluation {
    /// The value of an expression without variables, as `hq eval --plain` prints it.
    ///
    /// - Throws: ``HuiqiError`` `.badExpression` with the offset where it does not compile, `.evaluation` where it
    ///   fails or meets a bound.
    public static func text(_ expression: String, limits: RuleLimits = .contract) throws(HuiqiError) -> String
    {
        let compiled: PlainExpression
        do throws(RuleError) {
            compiled = try PlainExpression.compile(expression, limits: limits)
        } catch {
            throw HuiqiError(.badExpression, error)
        }
        do throws(RuleError) {
            return try compiled.evaluate().text
        } catch {
            throw HuiqiError(.evaluation, error)
        }
    }
}
