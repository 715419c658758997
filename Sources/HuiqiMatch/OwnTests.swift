import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// The atoms of a plan that have planes of their own in every block, in groups that read a column together.
struct OwnTests: Sendable {
    /// A text that is looked for in the texts of a field.
    struct Needle: Sendable {
        let atom: Int
        let search: SubstringSearch
        /// Looked for in the normal form.
        let isNormal: Bool
        let isTrue: Bool
    }

    /// Needles without a separator, looked for in one field.
    struct Texts: Sendable {
        let field: Int
        let needles: [Needle]
    }

    /// A test of a text of one field as a whole.
    struct Rows: Sendable {
        let atom: Int
        let field: Int
        let test: TextTest
        let isTrue: Bool
    }

    /// Tests of the elements of one list field, shared by atoms; operands come before what joins them.
    struct List: Sendable {
        let field: Int
        var nodes: [Node] = []
        var atoms: [(atom: Int, decides: Truth, node: Int, longest: Int)] = []

        enum Node: Sendable {
            case leaf(ElementTest)
            case and([Int])
            case or([Int])
            case not(Int)
        }
    }

    private(set) var texts: [Texts] = []
    private(set) var rows: [Rows] = []
    private(set) var lists: [List] = []
    /// Atoms that are decided one by one.
    private(set) var others: [Int] = []

    init(_ axes: AxisTable, schema: Schema) {
        var needles: [Int: [Needle]] = [:]
        var fields: [Int] = []
        var builders: [ListBuilder] = []
        func builder(of field: Int) -> Int {
            if let known = builders.firstIndex(where: { $0.list.field == field }) { return known }
            builders.append(ListBuilder(field: field))
            return builders.count - 1
        }
        for (atom, place) in axes.places.enumerated() {
            guard case .own = place else { continue }
            switch axes.forms[atom] {
            case .text(let field, let test, let isTrue):
                guard case .text = schema.fields[field].type else {
                    others.append(atom)
                    continue
                }
                var needle: Needle?
                switch test {
                case .contains(let text) where Phrases.canSplit(text):
                    needle = Needle(
                        atom: atom, search: SubstringSearch(text), isNormal: false, isTrue: isTrue)
                case .mentions(let text) where Phrases.canSplit(text):
                    needle = Needle(
                        atom: atom, search: SubstringSearch(text), isNormal: true, isTrue: isTrue)
                default: rows.append(Rows(atom: atom, field: field, test: test, isTrue: isTrue))
                }
                guard let needle else { continue }
                if needles[field] == nil { fields.append(field) }
                needles[field, default: []].append(needle)
            case .has(let field, let text):
                let position = builder(of: field)
                let node = builders[position].node(.equals(member: nil, [text], isTrue: true))
                builders[position].list.atoms.append((atom, .yes, node, Int.max))
            case .quantified(let field, let decides, let test, let longest):
                let position = builder(of: field)
                let node = builders[position].node(test)
                builders[position].list.atoms.append((atom, decides, node, longest))
            default: others.append(atom)
            }
        }
        for field in fields {
            let found = needles[field] ?? []
            // Few needles are looked for one by one, where nothing must be normalised.
            if found.count < 16, !found.contains(where: \.isNormal) {
                for needle in found {
                    guard case .text(_, let test, let isTrue) = axes.forms[needle.atom] else { continue }
                    rows.append(Rows(atom: needle.atom, field: field, test: test, isTrue: isTrue))
                }
            } else {
                texts.append(Texts(field: field, needles: found))
            }
        }
        lists = builders.map(\.list)
    }

    /// Gives equal tests of elements one node.
    private struct ListBuilder {
        var list: List
        private var known: [Key: Int] = [:]

        private enum Key: Hashable {
            case number(NumberTest)
            case flag(Int)
            case equals(Int?, [ExactText], Bool)
            case and([Int])
            case or([Int])
            case not(Int)
        }

        init(field: Int) { list = List(field: field) }

        mutating func node(_ test: ElementTest) -> Int {
            switch test {
            case .and(let parts):
                let numbers = parts.map { node($0) }
                return add(.and(numbers), .and(numbers))
            case .or(let parts):
                let numbers = parts.map { node($0) }
                return add(.or(numbers), .or(numbers))
            case .not(let operand):
                let number = node(operand)
                return add(.not(number), .not(number))
            case .number(let number): return add(.leaf(test), .number(number))
            case .flag(let member): return add(.leaf(test), .flag(member))
            case .equals(let member, let wanted, let isTrue):
                return add(.leaf(test), .equals(member, wanted, isTrue))
            case .constant, .distinct:
                list.nodes.append(.leaf(test))
                return list.nodes.count - 1
            }
        }

        private mutating func add(_ node: List.Node, _ key: Key) -> Int {
            if let found = known[key] { return found }
            known[key] = list.nodes.count
            list.nodes.append(node)
            return list.nodes.count - 1
        }
    }
}

/// Texts as runs between punctuation marks: what has none in it is in a text exactly where it is in one of the runs,
/// and a normal form is that of the runs one after the other.
enum Phrases {
    /// Whether a text can be looked for run by run.
    static func canSplit(_ text: String) -> Bool {
        if text.isEmpty { return false }
        let bytes = Array(text.utf8)
        return !bytes.indices.contains { separator(bytes[...], $0) > 0 }
    }

    /// Length of a separator that begins at `index`; 0 where none does. ASCII `; , ( )` and their full-width forms,
    /// and 、。
    @inline(__always)
    static func separator(_ bytes: ArraySlice<UInt8>, _ index: Int) -> Int {
        let byte = bytes[index]
        if byte < 0x80 { return byte == 0x3B || byte == 0x2C || byte == 0x28 || byte == 0x29 ? 1 : 0 }
        guard byte == 0xEF || byte == 0xE3, index &+ 2 < bytes.endIndex else { return 0 }
        let second = bytes[index &+ 1]
        let third = bytes[index &+ 2]
        if byte == 0xEF {
            return second == 0xBC && (third == 0x8C || third == 0x9B || third == 0x88 || third == 0x89)
                ? 3 : 0
        }
        return second == 0x80 && (third == 0x81 || third == 0x82) ? 3 : 0
    }
}

/// Which needles are in a run, for runs met before.
struct PhraseMemory {
    private var slots: [Int32] = Array(repeating: -1, count: 1024)
    private var entries: [(hash: UInt64, start: Int, end: Int)] = []
    private var bytes: [UInt8] = []
    /// `stride` words an entry.
    private var found: [UInt64] = []
    private let stride: Int
    /// Runs that are remembered; others are searched anew.
    private static let limit = 1 << 16

    init(needles: Int) { stride = (needles + 63) / 64 }

    /// Calls `body` with each needle that is in a run.
    mutating func forEachNeedle(
        in run: ArraySlice<UInt8>, _ group: OwnTests.Texts, _ normalizer: TextNormalizer,
        _ body: (Int) -> Void
    ) {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in run { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & (slots.count &- 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            let entry = entries[number]
            if entry.hash == hash, bytes[entry.start..<entry.end].elementsEqual(run) {
                for word in 0..<stride {
                    var rest = found[number &* stride &+ word]
                    while rest != 0 {
                        body(word &* 64 &+ rest.trailingZeroBitCount)
                        rest &= rest &- 1
                    }
                }
                return
            }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        let hits = PhraseMemory.search(run, group, normalizer)
        for hit in hits { body(hit) }
        guard entries.count < PhraseMemory.limit else { return }
        slots[slot] = Int32(truncatingIfNeeded: entries.count)
        entries.append((hash, bytes.count, bytes.count + run.count))
        bytes.append(contentsOf: run)
        var words = [UInt64](repeating: 0, count: stride)
        for hit in hits { words[hit >> 6] |= 1 << UInt64(hit & 63) }
        found.append(contentsOf: words)
        if entries.count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for (number, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash ^ entry.hash >> 32) & (slots.count &- 1)
            while slots[slot] >= 0 { slot = (slot &+ 1) & (slots.count &- 1) }
            slots[slot] = Int32(truncatingIfNeeded: number)
        }
    }

    private static func search(
        _ run: ArraySlice<UInt8>, _ group: OwnTests.Texts, _ normalizer: TextNormalizer
    ) -> [Int] {
        let plain = Array(run)
        var normal: [UInt8]?
        var hits: [Int] = []
        for (number, needle) in group.needles.enumerated() {
            if needle.isNormal {
                let text = normal ?? Array(normalizer.normalize(String(decoding: run, as: UTF8.self)).utf8)
                normal = text
                if needle.search.isIn(text.span) { hits.append(number) }
            } else if needle.search.isIn(plain.span) {
                hits.append(number)
            }
        }
        return hits
    }
}

/// What one thread keeps from block to block while a population is made ready.
struct PreparationMemory {
    var values = ValueTruths()
    /// One a text group.
    var phrases: [PhraseMemory]

    init(_ plan: DayPlan) { phrases = plan.ownTests.texts.map { PhraseMemory(needles: $0.needles.count) } }
}
