/// A name that is looked for, and how well others fit it.
struct NameQuery {
    /// As asked, and without the form of company at its end.
    private let whole: [UInt16]
    private let core: ArraySlice<UInt16>
    /// Bits of the core's units.
    private let signature: UInt64
    /// Bits that may be missing.
    private let tolerance: Int

    /// Units of a question that count.
    static let mostUnits = 64

    /// Forms of companies, the longest first.
    private static let forms: [[UInt16]] = [
        "股份有限责任公司", "集团股份有限公司", "集团有限公司", "股份有限公司", "有限责任公司", "有限公司", "股份公司", "集团公司", "公司", "集团",
        "个人独资", "有限合伙", "合伙企业", "股份",
    ].map { Array($0.utf16) }

    init(_ form: [UInt16]) {
        whole = Array(form.prefix(NameQuery.mostUnits))
        core = NameQuery.core(whole[...])
        signature = core.reduce(0) { $0 | NameForms.bit($1) }
        // One wrong character, or a quarter of a long name.
        tolerance = core.count < 3 ? 0 : max(1, core.count / 4)
    }

    var isEmpty: Bool { core.isEmpty }

    /// A name without the form of company at its end; whole where nothing else is in it.
    static func core(_ name: ArraySlice<UInt16>) -> ArraySlice<UInt16> {
        for form in forms where name.count > form.count && name.suffix(form.count).elementsEqual(form) {
            return name.dropLast(form.count)
        }
        return name
    }

    /// Whether a name of these bits can fit at all.
    func mayFit(_ other: UInt64) -> Bool { (signature & ~other).nonzeroBitCount <= tolerance }

    /// How well a name fits, 0 to 1,000.
    ///
    /// 1,000 the same; 950 the same but for the form of company; 900 it starts with what is asked; 800 it has it in a row;
    /// 700 in order with others between; 600 in a row with one character wrong; less, by the share of pairs in common.
    /// A longer rest takes off up to 49.
    func score(_ name: ArraySlice<UInt16>) -> Int {
        if name.elementsEqual(whole) { return 1000 }
        let other = NameQuery.core(name)
        let rest = min(49, max(0, other.count - core.count))
        if other.elementsEqual(core) { return 950 }
        if name.starts(with: core) { return 900 - rest }
        let exact = mismatches(in: name)
        if exact == 0 { return 800 - rest }
        if core.count >= 2, name.first == core.first || core.count >= 3, isInOrder(in: other) {
            return 700 - rest
        }
        if exact == 1, core.count >= 3 { return 600 - rest }
        return commonPairs(with: name) - rest
    }

    /// The least number of differing units at any place of a name; two at least where none has fewer.
    private func mismatches(in name: ArraySlice<UInt16>) -> Int {
        guard name.count >= core.count else { return 2 }
        var least = 2
        for start in name.startIndex...(name.endIndex - core.count) {
            var count = 0
            for (offset, unit) in core.enumerated() where name[start + offset] != unit {
                count += 1
                if count >= least { break }
            }
            least = min(least, count)
            if least == 0 { break }
        }
        return least
    }

    private func isInOrder(in name: ArraySlice<UInt16>) -> Bool {
        var left = core
        for unit in name where unit == left.first { left = left.dropFirst() }
        return left.isEmpty
    }

    /// 200 to 400 by the share of the core's pairs that a name has; 0 for less than half.
    private func commonPairs(with name: ArraySlice<UInt16>) -> Int {
        let pairs = zip(core, core.dropFirst())
        let all = core.count - 1
        guard all >= 3 else { return 0 }
        var common = 0
        for (first, second) in pairs
        where zip(name, name.dropFirst()).contains(where: { $0 == first && $1 == second }) { common += 1 }
        return common * 2 >= all ? 400 * common / all : 0
    }
}
