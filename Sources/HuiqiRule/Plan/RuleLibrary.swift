import HuiqiModel

/// Atoms and amounts that were compiled before, for compiling more: a clause that says what another says has the
/// same atoms, which are the same objects.
///
/// Immutable; any number of threads may use one.
public final class RuleLibrary: Sendable {
    private let texts: ByteTable
    private let parts: [ConditionOutline.Part]
    private let sources: ByteTable
    private let amounts: [Rule]

    /// A library of what was compiled against one schema and under one set of limits, those of the rules that
    /// will be compiled from it.
    /// - Complexity: O(length of the atoms' and amounts' texts).
    public init(_ atoms: [Atom], amounts rules: [Rule]) {
        var texts = ByteTable()
        var parts: [ConditionOutline.Part] = []
        for atom in atoms {
            guard let (text, reach) = atom.origin else { continue }
            if texts.insert(text) { parts.append((.atom(atom), reach)) }
        }
        var sources = ByteTable()
        var amounts: [Rule] = []
        for rule in rules where sources.insert(rule.source) { amounts.append(rule) }
        self.texts = texts
        self.parts = parts
        self.sources = sources
        self.amounts = amounts
    }

    func part(_ bytes: Span<UInt8>, _ range: Range<Int>, hash: UInt64) -> ConditionOutline.Part? {
        texts.number(of: bytes, range, hash: hash).map { parts[$0] }
    }

    func amount(_ source: String, hash: UInt64) -> Rule? {
        sources.number(of: source, hash: hash).map { amounts[$0] }
    }
}
