import HuiqiModel

/// Atoms by the text they were compiled from.
struct AtomBook: Sendable {
    /// What others compiled before.
    private let library: RuleLibrary?
    private var texts = ByteTable()
    private var parts: [ConditionOutline.Part] = []

    init(_ library: RuleLibrary?) { self.library = library }

    /// The part that a range of `bytes` says, without operators between conditions; nil where it does not
    /// compile to a condition that depends on profile or day.
    mutating func part(_ bytes: [UInt8], _ range: Range<Int>, _ setting: RuleSetting) -> ConditionOutline
        .Part?
    {
        let hash = ByteHash.of(bytes.span, range)
        if let number = texts.number(of: bytes.span, range, hash: hash) { return parts[number] }
        if let known = library?.part(bytes.span, range, hash: hash) { return known }
        guard let (node, reach) = compile(bytes, range, setting), node.type == .bool else { return nil }
        if case .constant = node.kind { return nil }
        let text = String(decoding: bytes[range], as: UTF8.self)
        let combination = Rule.combination(node, setting, origin: (text, reach))
        texts.append(text, hash: hash)
        parts.append((combination, reach))
        return (combination, reach)
    }

    private func compile(_ bytes: [UInt8], _ range: Range<Int>, _ setting: RuleSetting) -> (
        RuleNode, reach: Int
    )? {
        do throws(RuleError) {
            let (syntax, nesting) = try Parser.parse(bytes, range, limits: setting.limits)
            var checker = Checker(setting)
            return (try checker.check(syntax), reach: syntax.depth &+ nesting)
        } catch {
            return nil
        }
    }
}
