import HuiqiModel

/// Reads how a condition is made of atoms, by brackets, `&&`, `||`, `!` and `at_least`, and takes each atom that
/// it has met before as it was compiled then. A city's conditions repeat their atoms dozens of times.
///
/// It answers only where it is sure to answer as parser and checker do; everything else, every fault above all,
/// is left to them.
struct ConditionOutline {
    /// A condition's part: its combination, and what it may add to the nesting of what holds it.
    typealias Part = (combination: Combination, reach: Int)

    private let bytes: [UInt8]
    private let setting: RuleSetting
    private let hasQuestions: Bool

    /// The combination of a condition; nil where parser and checker must read it.
    static func combination(
        of source: String, _ setting: RuleSetting, atoms: inout AtomBook
    ) -> Combination? {
        let limits = setting.limits
        // Each node takes a byte at least, so that below this there are not too many.
        let count = source.utf8.count
        guard count <= limits.nodes, count <= limits.codePoints else { return nil }
        let bytes = Array(source.utf8)
        let outline = ConditionOutline(
            bytes: bytes, setting: setting, hasQuestions: bytes.contains(UInt8(ascii: "?")))
        guard let part = outline.expression(0..<count, level: 1, &atoms),
            part.reach &+ deepest &+ 8 <= limits.nesting
        else {
            return nil
        }
        return part.combination
    }

    /// `test ? whenYes : whenNo`, or a chain.
    private func expression(_ range: Range<Int>, level: Int, _ atoms: inout AtomBook) -> Part? {
        guard hasQuestions, let mark = place(of: UInt8(ascii: "?"), in: range) else {
            return chain(range, level: level, &atoms)
        }
        guard level <= Self.deepest,
            let colon = place(of: UInt8(ascii: ":"), in: (mark &+ 1)..<range.upperBound),
            let test = chain(range.lowerBound..<mark, level: level &+ 1, &atoms),
            let whenYes = chain((mark &+ 1)..<colon, level: level &+ 1, &atoms),
            let whenNo = expression((colon &+ 1)..<range.upperBound, level: level &+ 1, &atoms)
        else { return nil }
        return (
            .choose(test.combination, whenYes.combination, whenNo.combination),
            max(test.reach, whenYes.reach, whenNo.reach) &+ 3
        )
    }

    /// The first place of a byte outside all brackets and texts.
    private func place(of wanted: UInt8, in range: Range<Int>) -> Int? {
        var at = range.lowerBound
        while at < range.upperBound {
            let byte = bytes[at]
            if byte == wanted { return at }
            switch byte {
            case 0x27, 0x22:
                guard let close = textEnd(at, to: range.upperBound) else { return nil }
                at = close
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                guard let close = closing(at, to: range.upperBound) else { return nil }
                at = close
            default: break
            }
            at &+= 1
        }
        return nil
    }

    /// Parts joined by `||` and, more tightly, by `&&`.
    private func chain(_ range: Range<Int>, level: Int, _ atoms: inout AtomBook) -> Part? {
        guard level <= Self.deepest else { return nil }
        var alternatives: [Combination] = []
        var joined: [Combination] = []
        var reach = 0
        var start = range.lowerBound
        var at = start
        while true {
            guard let end = partEnd(from: at, to: range.upperBound),
                let part = operand(start..<end, level: level, &atoms)
            else { return nil }
            // A group's brackets, and the nodes of both chains.
            reach = max(reach, part.reach &+ 3)
            if end == range.upperBound, alternatives.isEmpty, joined.isEmpty { return part }
            joined.append(part.combination)
            if end == range.upperBound || bytes[end] == UInt8(ascii: "|") {
                alternatives.append(joined.count == 1 ? joined[0] : .and(joined))
                joined = []
            }
            if end == range.upperBound {
                return (alternatives.count == 1 ? alternatives[0] : .or(alternatives), reach)
            }
            at = end &+ 2
            start = at
        }
    }

    /// Groups within groups that are followed.
    private static let deepest = 32

    /// Where the part ends that is read from `start`: at a `&&` or `||` outside all brackets, or at `end`. Nil
    /// where something stands there that may mean more than it seems.
    private func partEnd(from start: Int, to end: Int) -> Int? {
        var depth = 0
        var at = start
        while at < end {
            let byte = bytes[at]
            switch byte {
            case 0x27, 0x22:
                guard let close = textEnd(at, to: end) else { return nil }
                at = close
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth &+= 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth &-= 1
                if depth < 0 { return nil }
            case UInt8(ascii: "&"), UInt8(ascii: "|"):
                guard at &+ 1 < end, bytes[at &+ 1] == byte else { return nil }
                if depth == 0 { return at }
                at &+= 1
            case UInt8(ascii: "?"), UInt8(ascii: ","): if depth == 0 { return nil }
            case UInt8(ascii: "/"): if at &+ 1 < end, bytes[at &+ 1] == byte { return nil }
            case UInt8(ascii: "\\"), UInt8(ascii: "`"): return nil
            default: break
            }
            at &+= 1
        }
        return depth == 0 ? end : nil
    }

    /// The quote that closes the text beginning at `start`; nil where it is not a plain one.
    private func textEnd(_ start: Int, to end: Int) -> Int? {
        let quote = bytes[start]
        var at = start &+ 1
        while at < end, bytes[at] != quote {
            if bytes[at] == UInt8(ascii: "\\") || bytes[at] == 0x0A || bytes[at] == 0x0D { return nil }
            at &+= 1
        }
        guard at < end, at &+ 1 >= end || bytes[at &+ 1] != quote else { return nil }
        return at
    }

    /// The bracket that closes the one at `start`.
    private func closing(_ start: Int, to end: Int) -> Int? {
        var depth = 0
        var at = start
        while at < end {
            switch bytes[at] {
            case 0x27, 0x22:
                guard let close = textEnd(at, to: end) else { return nil }
                at = close
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth &+= 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth &-= 1
                if depth == 0 { return at }
            default: break
            }
            at &+= 1
        }
        return nil
    }

    /// What stands between the operators of a chain.
    private func operand(_ range: Range<Int>, level: Int, _ atoms: inout AtomBook) -> Part? {
        let range = trimmed(range)
        guard let first = range.first.map({ bytes[$0] }), level <= Self.deepest else { return nil }
        if first == UInt8(ascii: "!") {
            let rest = trimmed((range.lowerBound &+ 1)..<range.upperBound)
            guard isMember(rest), let part = operand(rest, level: level &+ 1, &atoms) else { return nil }
            return (.not(part.combination), part.reach &+ 1)
        }
        if first == UInt8(ascii: "("),
            closing(range.lowerBound, to: range.upperBound) == range.upperBound &- 1
        {
            guard bytes[range.upperBound &- 1] == UInt8(ascii: ")") else { return nil }
            return expression(
                (range.lowerBound &+ 1)..<(range.upperBound &- 1), level: level &+ 1, &atoms)
        }
        if first == UInt8(ascii: "a"), let part = atLeast(range, level: level, &atoms) { return part }
        return atoms.part(bytes, range, setting)
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, isSpace(bytes[low]) { low &+= 1 }
        while low < high, isSpace(bytes[high &- 1]) { high &-= 1 }
        return low..<high
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 <= 1 || byte &- 0x0C <= 1 }

    /// Whether `!` before it takes all of it: a group, or a name with its members, calls and indexes.
    private func isMember(_ range: Range<Int>) -> Bool {
        guard let start = range.first else { return false }
        if bytes[start] == UInt8(ascii: "(") {
            return closing(start, to: range.upperBound) == range.upperBound &- 1
        }
        var at = start
        while at < range.upperBound {
            switch bytes[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["):
                guard let close = closing(at, to: range.upperBound) else { return false }
                at = close
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."): break
            default: return false
            }
            at &+= 1
        }
        return true
    }

    /// `at_least(k, [part, part, …])`.
    private func atLeast(_ range: Range<Int>, level: Int, _ atoms: inout AtomBook) -> Part? {
        var at = range.lowerBound
        for byte in "at_least(".utf8 {
            guard at < range.upperBound, bytes[at] == byte else { return nil }
            at &+= 1
        }
        let close = range.upperBound &- 1
        guard closing(at &- 1, to: range.upperBound) == close else { return nil }
        var k: Int64 = 0
        let digits = at
        while at < close, bytes[at] &- 0x30 < 10, at &- digits < 9 {
            k = k &* 10 &+ Int64(bytes[at] &- 0x30)
            at &+= 1
        }
        guard at > digits, at < close, bytes[at] == UInt8(ascii: ",") else { return nil }
        let list = trimmed((at &+ 1)..<close)
        guard list.count >= 2, bytes[list.lowerBound] == UInt8(ascii: "["),
            closing(list.lowerBound, to: list.upperBound) == list.upperBound &- 1,
            bytes[list.upperBound &- 1] == UInt8(ascii: "]")
        else { return nil }
        var parts: [Combination] = []
        var reach = 0
        at = list.lowerBound &+ 1
        let end = list.upperBound &- 1
        while at < end {
            let comma = place(of: UInt8(ascii: ","), in: at..<end) ?? end
            guard let part = expression(at..<comma, level: level &+ 1, &atoms)
            else { return nil }
            parts.append(part.combination)
            reach = max(reach, part.reach &+ 3)
            at = comma &+ 1
        }
        return parts.isEmpty ? nil : (.atLeast(k, parts), reach)
    }
}
