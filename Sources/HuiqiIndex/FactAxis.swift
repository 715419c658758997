import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// A number, a direction or a short text that atoms ask about, reduced to a small code: rows of equal codes have
/// equal truths of every atom on the axis. Code 0 is unknown.
public struct FactAxis: Sendable {
    /// What a row is read for.
    public enum Source: Sendable, Hashable {
        /// One column of whole numbers.
        case number(NumberSource)
        /// A sum of several with small coefficients.
        case sum([LinearSum.Term])
        /// The greatest, or the least, of several.
        case extreme([NumberSource], isGreatest: Bool)
        /// The direction of the vector of two sums.
        case direction(over: [NumberSource], under: [NumberSource])
        /// A column of codes or enumerations; every block has codes of its own, in order of text.
        case dictionary(Int)
    }

    /// What it reads.
    public let source: Source
    /// Number or sum: ascending cuts; the code is 1 + how many of them are at most the value.
    public internal(set) var cuts: [Int64] = []
    /// Direction: ascending slopes, and their nearest doubles.
    @safe public internal(set) var slopes: [hqk_slope] = []
    public internal(set) var nearest: [Double] = []
    /// Direction: the code of each place that `hqk_rank_slope` tells apart.
    public internal(set) var placeCodes: [UInt16] = []
    /// Codes there are, with 0; 0 for a dictionary.
    public internal(set) var codeCount = 0
    /// The atoms that are decided on it.
    public internal(set) var atoms: [Int32] = []

    init(_ source: Source) { self.source = source }

    /// The code of a known number or sum.
    public func code(of value: Int64) -> Int {
        var low = 0
        var high = cuts.count
        while low < high {
            let middle = (low &+ high) >> 1
            if cuts[middle] <= value { low = middle &+ 1 } else { high = middle }
        }
        return low &+ 1
    }

    /// The place of a known vector, as `hqk_rank_slope` numbers them.
    public func place(over: Int64, under: Int64) -> Int {
        let count = slopes.count
        if under == 0 { return 2 &* count &+ (over < 0 ? 2 : over == 0 ? 3 : 4) }
        var low = 0
        var high = count
        var isOn = false
        while low < high {
            let middle = (low &+ high) >> 1
            let left = Int128(over) &* Int128(slopes[middle].under)
            let right = Int128(slopes[middle].over) &* Int128(under)
            if left == right {
                low = middle
                isOn = true
                break
            }
            if (left > right) == (under > 0) { low = middle &+ 1 } else { high = middle }
        }
        return (under > 0 ? 1 : 2 &* count &+ 5) &+ 2 &* low &+ (isOn ? 1 : 0)
    }
}

/// Codes `low ..< high`.
public struct CodeSpan: Sendable, Hashable {
    public let low: UInt16
    public let high: UInt16
}

/// Where an atom is decided.
public enum AtomPlace: Sendable {
    /// The same for every profile.
    case constant(Truth)
    /// By the code on an axis: yes within some spans of the table, unknown within others and at code 0.
    case codes(axis: Int, yes: Range<Int>, open: Range<Int>)
    /// By the value of a dictionary axis, atom by atom.
    case value(axis: Int, number: Int)
    /// Where all of some other atoms hold (or, where `isTrue` is false, do not).
    case together([(atom: Int, isTrue: Bool)])
    /// By planes of its own in every block.
    case own
    /// Row by row, where a row is needed.
    case rows
}
