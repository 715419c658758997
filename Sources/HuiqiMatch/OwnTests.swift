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
        /// Where a run has the needle, whether the whole text's normal form has this.
        var whole: SubstringSearch?
    }

    /// Needles without a separator, looked for in one field.
    struct Texts: Sendable {
        let field: Int
        let needles: [Needle]
    }

    /// A test of a text as a whole.
    struct WholeTest: Sendable {
        let atom: Int
        let test: TextTest
        let isTrue: Bool
    }

    /// Tests of the texts of one field as a whole.
    struct Rows: Sendable {
        let field: Int
        /// What one text after another is looked at for.
        var tests: [WholeTest] = []
        /// What each distinct text is asked once.
        var distinct: [(test: WholeTest, matcher: TextMatcher)] = []
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
                guard let needle = OwnTests.needle(atom, test, isTrue: isTrue) else {
                    addWhole(WholeTest(atom: atom, test: test, isTrue: isTrue), field)
                    continue
                }
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
                    addWhole(WholeTest(atom: needle.atom, test: test, isTrue: isTrue), field)
                }
            } else {
                texts.append(Texts(field: field, needles: found))
            }
        }
        lists = builders.map(\.list)
    }

    /// The needle by which a test is decided from runs; nil where it cannot be.
    private static func needle(_ atom: Int, _ test: TextTest, isTrue: Bool) -> Needle? {
        switch test {
        case .contains(let text):
            guard TextRuns.isRun(text) else { return nil }
            return Needle(atom: atom, search: SubstringSearch(text), isNormal: false, isTrue: isTrue)
        case .mentions(let text):
            if TextRuns.isRun(text) {
                return Needle(atom: atom, search: SubstringSearch(text), isNormal: true, isTrue: isTrue)
            }
            // A text that has the whole has its longest part in a run.
            guard let part = TextRuns.longest(in: text) else { return nil }
            return Needle(
                atom: atom, search: SubstringSearch(part), isNormal: true, isTrue: isTrue,
                whole: SubstringSearch(text))
        default: return nil
        }
    }

    private mutating func addWhole(_ test: WholeTest, _ field: Int) {
        var position = rows.firstIndex { $0.field == field } ?? rows.count
        if position == rows.count {
            rows.append(Rows(field: field))
            position = rows.count - 1
        }
        switch test.test {
        case .equalsAny, .matches: rows[position].distinct.append((test, TextMatcher(test.test)))
        case .contains(let text) where text.isEmpty:
            rows[position].distinct.append((test, TextMatcher(test.test)))
        case .contains, .startsWith, .endsWith, .mentions: rows[position].tests.append(test)
        }
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
