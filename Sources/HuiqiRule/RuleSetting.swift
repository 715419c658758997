import HuiqiModel

/// The fields and bounds that rules are compiled with, one object for all rules of a book: a schema by itself is
/// many references, each counted for every copy.
final class RuleSetting: Sendable {
    let schema: Schema
    let limits: RuleLimits

    init(_ schema: Schema, _ limits: RuleLimits) {
        self.schema = schema
        self.limits = limits
    }
}
