import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// The terms that a plan looks for in one text field, found in one pass: as written or in the normal form.
struct Needles: Sendable {
    let field: Int
    let isNormal: Bool
    let automaton: WordAutomaton
    /// Words for the bits of all terms.
    let width: Int
    /// Atoms, where they have their truths, and the number of their term, -1 for one that is in every text.
    let atoms: [(atom: Int, place: Int, term: Int, isTrue: Bool)]

    /// Every term of a plan, in groups.
    static func all(_ plan: DayPlan, _ flat: FlatGraph) -> [Needles] {
        var groups: [Needles] = []
        for field in plan.schema.fields.indices {
            guard case .text = plan.schema.fields[field].type else { continue }
            for isNormal in [false, true] {
                if let group = Needles(plan, flat, field, isNormal: isNormal) { groups.append(group) }
            }
        }
        return groups
    }

    private init?(_ plan: DayPlan, _ flat: FlatGraph, _ field: Int, isNormal: Bool) {
        var terms: [String] = []
        var numbers: [ExactText: Int] = [:]
        var atoms: [(atom: Int, place: Int, term: Int, isTrue: Bool)] = []
        for (atom, form) in plan.axes.forms.enumerated() {
            guard case .text(field, let test, let isTrue) = form, case .own = plan.axes.places[atom] else {
                continue
            }
            let term: String
            switch test {
            case .contains(let text) where !isNormal: term = text
            case .mentions(let text) where isNormal: term = text
            default: continue
            }
            var number = -1
            if !term.isEmpty {
                number = numbers[ExactText(term)] ?? terms.count
                if number == terms.count {
                    numbers[ExactText(term)] = number
                    terms.append(term)
                }
            }
            atoms.append((atom, flat.place(atom), number, isTrue))
        }
        if atoms.isEmpty { return nil }
        self.field = field
        self.isNormal = isNormal
        self.atoms = atoms
        automaton = WordAutomaton(terms)
        width = (terms.count + 63) / 64
    }
}

/// The texts that a plan compares one text field with: one look-up says the truths of all atoms.
struct EqualTexts: Sendable {
    let field: Int
    private let texts: PhraseSet
    /// Atoms and where they have their truths.
    let atoms: [(atom: Int, place: Int)]
    /// Raw truths of the atoms for each of the texts, and at the end for any other.
    private let truths: [Int8]

    /// Truths, or words of rows, that one field may take.
    private static let limit = 4 << 20

    /// Every comparison of a plan, but for fields with too many.
    static func all(_ plan: DayPlan, _ flat: FlatGraph) -> [EqualTexts] {
        plan.schema.fields.indices.compactMap { EqualTexts(plan, flat, $0) }
    }

    private init?(_ plan: DayPlan, _ flat: FlatGraph, _ field: Int) {
        guard case .text = plan.schema.fields[field].type else { return nil }
        var texts = PhraseSet()
        var atoms: [(atom: Int, place: Int)] = []
        var wanted: [(texts: Set<Int>, isTrue: Bool)] = []
        for (atom, form) in plan.axes.forms.enumerated() {
            guard case .text(field, .equalsAny(let found), let isTrue) = form,
                case .own = plan.axes.places[atom]
            else { continue }
            atoms.append((atom, flat.place(atom)))
            wanted.append((Set(found.map { texts.insert($0.text.utf8Span.span) }), isTrue))
        }
        if atoms.isEmpty { return nil }
        // More would take room by the square of the clauses; their atoms are asked one by one.
        let words = (plan.catalogue.clauses.count + 63) / 64
        guard (texts.count + 2) * max(atoms.count, words) <= EqualTexts.limit else { return nil }
        self.field = field
        self.texts = texts
        self.atoms = atoms
        truths = (0...texts.count).flatMap { number in
            wanted.map { $0.texts.contains(number) == $0.isTrue ? Int8(1) : -1 }
        }
    }

    /// How many texts there are.
    var count: Int { texts.count }

    /// The number of a text; ``count`` for any other.
    func number(of text: Span<UInt8>) -> Int { texts.number(of: text) ?? texts.count }

    /// The raw truth of an atom, by its place among ``atoms``, for the text of a number.
    func truth(_ number: Int, _ index: Int) -> Int8 { truths[number * atoms.count + index] }
}
