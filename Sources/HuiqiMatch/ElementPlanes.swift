import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Decides the tests of a list field for all elements of a block, each test once.
struct ElementPlanes {
    private(set) var truths: TruthBlock
    /// Whether a column had not the expected type, so that nothing is decided.
    private(set) var hasFailed = false
    private var numbers: [Int: NumberColumn] = [:]

    /// - Parameters:
    ///   - texts: The elements themselves, or their distinct values, where they are texts.
    ///   - memory: What values that were met before come to.
    init(
        _ list: OwnTests.List, count: Int, texts: DictionaryColumn?, members: [Column],
        _ memory: inout ElementMemory
    ) {
        truths = TruthBlock(rows: count, slots: list.nodes.count)
        for position in memory.columns.indices where !hasFailed {
            decide(&memory.columns[position], count, texts, members)
        }
        if hasFailed { return }
        for (slot, node) in list.nodes.enumerated() {
            switch node {
            case .leaf(let test):
                if !test.isOfText, !evaluate(test, slot, members) { hasFailed = true }
            case .and(let parts):
                truths.fill(slot, .yes)
                for part in parts { truths.and(slot, part) }
            case .or(let parts):
                truths.fill(slot, .no)
                for part in parts { truths.or(slot, part) }
            case .not(let operand):
                truths.copy(operand, to: slot)
                truths.not(slot)
            }
            if hasFailed { return }
        }
    }

    /// For few elements, without a memory.
    init(_ list: OwnTests.List, count: Int, texts: DictionaryColumn?, members: [Column]) {
        var memory = ElementMemory(list)
        self.init(list, count: count, texts: texts, members: members, &memory)
    }

    /// All tests of one column of texts: elements by value, then for each test those of the values that pass.
    private mutating func decide(
        _ tests: inout ElementMemory.Tests, _ count: Int, _ texts: DictionaryColumn?, _ members: [Column]
    ) {
        guard let column = text(tests.member, texts, members), column.codes.count == count else {
            hasFailed = true
            return
        }
        let width = truths.width
        var sets = [UInt64](repeating: 0, count: column.values.count * width)
        for (element, code) in column.codes.enumerated() {
            sets[Int(code) &* width &+ element >> 6] |= 1 &<< UInt64(element & 63)
        }
        let places = column.values.dropFirst().map { tests.place(of: $0) }
        var yes = [UInt64](repeating: 0, count: width)
        var open = yes
        for (position, slot) in tests.slots.enumerated() {
            for word in 0..<width {
                yes[word] = 0
                // Code 0 is unknown.
                open[word] = sets[word]
            }
            for (value, place) in places.enumerated() {
                let truth = tests.truths[place &+ position]
                if truth < 0 { continue }
                let first = (value &+ 1) &* width
                if truth > 0 {
                    for word in 0..<width { yes[word] |= sets[first &+ word] }
                } else {
                    for word in 0..<width { open[word] |= sets[first &+ word] }
                }
            }
            for word in 0..<width {
                truths.setWord(slot, word, yes: yes[word], no: ~(yes[word] | open[word]))
            }
        }
    }

    private mutating func evaluate(_ test: ElementTest, _ slot: Int, _ members: [Column]) -> Bool {
        switch test {
        case .constant(let truth): truths.fill(slot, truth)
        case .flag(let member):
            guard members.indices.contains(member), case .bool(let column) = members[member] else {
                return false
            }
            RowKernels.flags(column.values, known: column.known, isTrue: true, block: &truths, slot: slot)
        case .number(let test):
            var columns: [NumberColumn] = []
            for term in test.sum.terms + (test.divisor?.terms ?? []) {
                guard case .member(let member) = term.source, let column = number(member, members) else {
                    return false
                }
                columns.append(column)
            }
            NumberEvaluation.evaluate(test, columns, block: &truths, slot: slot)
        case .equals, .distinct, .and, .or, .not: return false
        }
        return true
    }

    private mutating func number(_ member: Int, _ members: [Column]) -> NumberColumn? {
        if let known = numbers[member] { return known }
        guard members.indices.contains(member), case .integer(let column) = members[member] else {
            return nil
        }
        let number = NumberColumn(column)
        guard number.isWithinLimit else { return nil }
        numbers[member] = number
        return number
    }

    private func text(_ member: Int?, _ texts: DictionaryColumn?, _ members: [Column]) -> DictionaryColumn? {
        guard let member else { return texts }
        guard members.indices.contains(member), case .dictionary(let column) = members[member] else {
            return nil
        }
        return column
    }
}

/// What texts of a list's elements come to, so that each distinct one is asked once.
struct ElementMemory {
    /// The tests of the elements themselves, or of one member.
    struct Tests {
        /// The member; nil for the elements themselves.
        let member: Int?
        /// The list's nodes that are such tests.
        fileprivate(set) var slots: [Int] = []
        private var tests: [ElementTest] = []
        private var places: [ExactText: Int] = [:]
        /// Truths as raw values, one a test, value after value.
        private(set) var truths: [Int8] = []
        /// Values that are remembered; when there are more, memory begins anew.
        private static let limit = 65_536

        fileprivate init(_ member: Int?) { self.member = member }

        fileprivate mutating func append(_ slot: Int, _ test: ElementTest) {
            slots.append(slot)
            tests.append(test)
        }

        /// Where in ``truths`` the truths of a value stand, until ``forget()``.
        fileprivate mutating func place(of value: String) -> Int {
            let key = ExactText(value)
            if let found = places[key] { return found }
            let place = truths.count
            for test in tests { truths.append(test.truth(of: value).rawValue) }
            places[key] = place
            return place
        }

        /// Begins anew where too much is remembered.
        fileprivate mutating func tidy() {
            if places.count < Tests.limit { return }
            places = [:]
            truths = []
        }
    }

    fileprivate(set) var columns: [Tests] = []

    init(_ list: OwnTests.List) {
        for (slot, node) in list.nodes.enumerated() {
            guard case .leaf(let test) = node, let member = test.textMember else { continue }
            var position = columns.firstIndex { $0.member == member } ?? columns.count
            if position == columns.count {
                columns.append(Tests(member))
                position = columns.count - 1
            }
            columns[position].append(slot, test)
        }
    }

    /// To be called between blocks.
    mutating func tidy() { for position in columns.indices { columns[position].tidy() } }
}

extension ElementTest {
    /// Whether one text decides it.
    fileprivate var isOfText: Bool { textMember != nil }

    /// The member whose text is asked, nil within for the element itself; nil where no text is.
    fileprivate var textMember: Int?? {
        switch self {
        case .equals(let member, _, _), .distinct(let member, _): .some(member)
        case .constant, .and, .or, .not, .number, .flag: .none
        }
    }

    /// The truth for a known text.
    fileprivate func truth(of text: String) -> Truth {
        switch self {
        case .equals(_, let wanted, let isTrue): Truth(wanted.contains(ExactText(text)) == isTrue)
        case .distinct(_, let test): test.truth(of: text)
        case .constant, .and, .or, .not, .number, .flag: .unknown
        }
    }
}
