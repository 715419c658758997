import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Decides clauses of a plan for one profile: first the clauses that some fact of it refuses, all at once, then the
/// conditions of the others, each node of the graph when it is first asked for.
///
/// One evaluator serves one thread.
@safe final class ProfileEvaluator {
    private let plan: DayPlan
    private let profile: ProfilePlan
    // Safe, for every `unsafe` of this file: pointers are those of `flat` and `work`, which this object holds, and
    // indices come from the plan for which both were made.
    private let flat: FlatGraph
    private let truths: UnsafeMutablePointer<Int8>
    private let codes: UnsafeMutablePointer<Int32>
    private let batch: ProfileBatch
    private let work: ProfileWorkspace
    private lazy var rows = AtomEvaluator(
        batch, on: plan.day, limits: plan.limits, normalizer: plan.normalizer)
    private var normal: [Int: [UInt8]] = [:]
    private var lists: [ProfileList?]

    /// A code that stands for numbers beyond the guard.
    private static let beyond: Int32 = -1

    /// - Parameter batch: Exactly one row.
    init(_ plan: DayPlan, _ batch: ProfileBatch) {
        self.plan = plan
        self.batch = batch
        profile = plan.profilePlan
        flat = profile.flat
        lists = Array(repeating: nil, count: profile.listGroups.count)
        work = profile.take(plan)
        unsafe truths = work.truths
        unsafe codes = work.codes
        unsafe truths.update(repeating: 2, count: work.nodeCount)
        unsafe work.lacking.update(repeating: 2, count: profile.splitFacts.count)
        readNumbers()
        readCodes()
    }

    deinit { profile.give(work) }

    // MARK: - Facts

    private func readNumbers() {
        for (position, source) in profile.sources.enumerated() {
            var value: Int64?
            var limit = NumberTest.magnitudeLimit
            switch source {
            case .field(let field):
                if case .integer(let column) = batch.columns[field] { value = column[0] }
                if case .int = batch.schema.fields[field].type { limit = NumberTest.intLimit }
            case .year(let field, let year):
                if case .yearly(let yearly) = batch.columns[field] { value = yearly.column(year: year)?[0] }
            case .member: break
            }
            unsafe work.numbers[position] = value ?? 0
            unsafe work.states[position] =
                value.map { $0.magnitude <= limit.magnitude ? .known : .large } ?? .unknown
        }
    }

    private func readCodes() {
        for (number, axis) in plan.axes.axes.enumerated() {
            work.facts[number] = nil
            switch axis.source {
            case .dictionary(let field):
                unsafe codes[number] = 0
                guard case .dictionary(let column) = batch.columns[field], let text = column[0] else {
                    continue
                }
                let key = ExactText(text)
                work.facts[number] = profile.values.facts(number, key) { facts(number, text) }
            case .number:
                let source = profile.axisSources[number].first[0]
                switch unsafe work.states[source] {
                case .unknown: unsafe codes[number] = 0
                case .large: unsafe codes[number] = ProfileEvaluator.beyond
                case .known:
                    unsafe codes[number] = Int32(truncatingIfNeeded: axis.code(of: work.numbers[source]))
                }
            case .sum(let terms):
                unsafe codes[number] = code(number) { values in
                    var total: Int64 = 0
                    // At most 64 x 2^56.
                    for (position, term) in terms.enumerated() {
                        total &+= Int64(truncatingIfNeeded: term.coefficient) &* values[position]
                    }
                    return axis.code(of: total)
                }
            case .extreme(_, let isGreatest):
                unsafe codes[number] = code(number) { values in
                    axis.code(of: (isGreatest ? values.max() : values.min()) ?? 0)
                }
            case .direction:
                let (first, second) = profile.axisSources[number]
                let state = self.state(first, self.state(second, .known))
                switch state {
                case .unknown: unsafe codes[number] = 0
                case .large: unsafe codes[number] = ProfileEvaluator.beyond
                case .known:
                    var (over, under): (Int64, Int64) = (0, 0)
                    for source in first { unsafe over &+= work.numbers[source] }
                    for source in second { unsafe under &+= work.numbers[source] }
                    unsafe codes[number] = Int32(axis.placeCodes[axis.place(over: over, under: under)])
                }
            }
        }
    }

    private func state(
        _ sources: [Int], _ start: ProfileWorkspace.NumberState
    ) -> ProfileWorkspace.NumberState {
        var state = start
        for source in sources {
            switch unsafe work.states[source] {
            case .known: continue
            // What is unknown is so however large the others are.
            case .unknown: return .unknown
            case .large: if state == .known { state = .large }
            }
        }
        return state
    }

    private func code(_ axis: Int, _ code: ([Int64]) -> Int) -> Int32 {
        let sources = profile.axisSources[axis].first
        switch state(sources, .known) {
        case .unknown: return 0
        case .large: return ProfileEvaluator.beyond
        case .known: return Int32(truncatingIfNeeded: code(sources.map { unsafe work.numbers[$0] }))
        }
    }

    private func facts(_ axis: Int, _ text: String) -> ValueFacts {
        let truths = plan.axes.truths(axis: axis, of: text)
        var refused = [UInt64](repeating: 0, count: profile.refusals.width)
        for (number, clause, isNegated) in profile.refusals.values[axis]
        where truths[number] == (isNegated ? 1 : -1) {
            refused[clause >> 6] |= 1 << UInt64(clause & 63)
        }
        return ValueFacts(truths: truths, refused: refused)
    }

    // MARK: - Clauses

    /// The clauses that no single fact refuses, in order; the others are ineligible.
    func aliveClauses() -> [Int] {
        let table = profile.refusals
        work.sets.removeAll(keepingCapacity: true)
        for number in table.firstSet.indices where table.firstSet[number] >= 0 {
            let code = unsafe Int(codes[number])
            if code > 0 { work.sets.append(UInt32(truncatingIfNeeded: table.firstSet[number] &+ code)) }
        }
        for (field, whenFalse, whenTrue) in table.flags {
            guard case .bool(let column) = batch.columns[field], let flag = column[0] else { continue }
            work.sets.append(flag ? whenTrue : whenFalse)
        }
        for (atom, whenNo, whenYes) in table.atoms {
            switch truth(Int32(truncatingIfNeeded: atom &<< 1)) {
            case .no: work.sets.append(whenNo)
            case .yes: work.sets.append(whenYes)
            case .unknown: break
            }
        }
        let width = table.width
        let refused = unsafe work.refused
        // Safe: every number is below that of the sets, each of `width` words, as `refused` is.
        unsafe hqk_or_sets(plan.kernels, table.sets, width, work.sets, work.sets.count, refused)
        for case .some(let facts) in work.facts {
            for index in 0..<width { unsafe refused[index] |= facts.refused[index] }
        }
        var alive: [Int] = []
        alive.reserveCapacity(1024)
        for index in 0..<width {
            var word = unsafe table.open[index] & ~refused[index]
            while word != 0 {
                alive.append(index &* 64 &+ word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
        return alive
    }

    /// Whether a clause is surely ineligible: a condition that it requires does not hold.
    func isDead(clause: Int) -> Bool {
        let entry = unsafe flat.entries[clause]
        guard entry.isOpen else { return true }
        let needs = unsafe flat.needs
        for index in Int(entry.first)..<Int(entry.end) where unsafe truth(needs[index]) == .no {
            return true
        }
        return false
    }

    /// The truth of a condition of the plan's table.
    func truth(condition: Int) -> Truth { unsafe truth(flat.conditions[condition]) }

    /// The truth of all that a clause requires, and of its reviews; no ends the walk.
    private func required(clause: Int) -> Truth {
        let entry = unsafe flat.entries[clause]
        guard entry.isOpen else { return .no }
        let needs = unsafe flat.needs
        var truth = Truth.yes
        // Joins first: most atoms that are no have refused the clause already.
        for part in 0..<2 {
            let range = part == 0 ? Int(entry.joins)..<Int(entry.end) : Int(entry.first)..<Int(entry.joins)
            for index in range {
                truth = unsafe truth.and(self.truth(needs[index]))
                if truth == .no { return .no }
            }
        }
        return truth
    }

    /// The verdict of a clause that is in force.
    func verdict(clause: Int) -> Verdict {
        let truth = required(clause: clause)
        return Verdict(truth == .unknown ? split(clause: clause)?.truth ?? .unknown : truth)
    }

    /// The score of a clause.
    func score(clause: Int) -> Score {
        var tally = Score.Tally()
        for condition in unsafe flat.clauses[clause] {
            unsafe tally.add(
                flat.kinds[condition], flat.weights[condition], truth(flat.conditions[condition]))
        }
        return Score(
            tally, isInForce: plan.inForce[clause],
            split: tally.truth == .unknown ? split(clause: clause) : nil)
    }

    /// What a case split decides of a clause that Kleene's truth leaves open, and over which of the plan's facts.
    private func split(clause: Int) -> (truth: Truth, fact: Int)? {
        let entry = unsafe flat.entries[clause]
        for index in Int(entry.firstSplit)..<Int(entry.endSplit) {
            let split = unsafe flat.splits[index]
            guard lacks(Int(split.fact)) else { continue }
            var isYes = true
            for need in Int(split.first)..<Int(split.end) where isYes {
                isYes = unsafe truth(flat.needs[need]) == .yes
            }
            if isYes { return (.yes, Int(split.fact)) }
            if truth(split.possible) == .no { return (.no, Int(split.fact)) }
        }
        return nil
    }

    private func lacks(_ fact: Int) -> Bool {
        let known = unsafe work.lacking[fact]
        if known != 2 { return known == 1 }
        let lacks = batch.lacks(profile.splitFacts[fact], row: 0)
        unsafe work.lacking[fact] = lacks ? 1 : 0
        return lacks
    }

    // MARK: - Nodes

    /// The truth of a reference, by its raw value.
    private func truth(_ reference: Int32) -> Truth {
        let node = Int(reference >> 1)
        var raw = unsafe truths[node]
        if raw == 2 {
            raw = decide(node).rawValue
            unsafe truths[node] = raw
        }
        return Truth(rawValue: reference & 1 == 1 ? 0 &- raw : raw) ?? .unknown
    }

    private func decide(_ number: Int) -> Truth {
        let node = unsafe flat.nodes[number]
        let operands = unsafe flat.operands
        let range = Int(node.first)..<Int(node.end)
        switch node.kind {
        case .atom: return decide(atom: number)
        case .review:
            if batch.reviews.isEmpty { return .unknown }
            let graph = plan.clauseGraph.graph
            let place = graph.reviewPlaces[number - graph.atomCount]
            return batch.reviews[place]?.last.map { Truth($0.held) } ?? .unknown
        case .yes: return .yes
        case .unknown: return .unknown
        case .and:
            var truth = Truth.yes
            for index in range {
                truth = unsafe truth.and(self.truth(operands[index]))
                if truth == .no { return .no }
            }
            return truth
        case .or:
            var truth = Truth.no
            for index in range {
                truth = unsafe truth.or(self.truth(operands[index]))
                if truth == .yes { return .yes }
            }
            return truth
        case .atLeast:
            var held: Int32 = 0
            var possible: Int32 = 0
            for index in range {
                let truth = unsafe self.truth(operands[index])
                if truth == .yes { held &+= 1 }
                if truth != .no { possible &+= 1 }
            }
            return held >= node.need ? .yes : (possible < node.need ? .no : .unknown)
        case .choose:
            switch unsafe truth(operands[range.lowerBound]) {
            case .yes: return unsafe truth(operands[range.lowerBound &+ 1])
            case .no: return unsafe truth(operands[range.lowerBound &+ 2])
            case .unknown: return .unknown
            }
        }
    }

    private func decide(atom: Int) -> Truth {
        let place = unsafe flat.places[atom]
        switch place.kind {
        case .codes:
            let code = unsafe codes[Int(place.axis)]
            if code == 0 { return .unknown }
            if code < 0 { return fallbackTruth(atom) }
            let spans = unsafe flat.spans
            for index in Int(place.first)..<Int(place.end) {
                let span = unsafe spans[index]
                if code >= Int32(span.low), code < Int32(span.high) {
                    return index < Int(place.middle) ? .yes : .unknown
                }
            }
            return .no
        case .value:
            guard let facts = work.facts[Int(place.axis)] else { return .unknown }
            return Truth(rawValue: facts.truths[Int(place.first)]) ?? .unknown
        case .flag:
            guard case .bool(let column) = batch.columns[Int(place.axis)], let flag = column[0] else {
                return .unknown
            }
            return Truth(flag == (place.first == 1))
        case .list: return listTruth(atom, Int(place.axis), Int(place.first))
        case .text: return textTruth(atom, Int(place.axis))
        case .together:
            var truth = Truth.yes
            for index in Int(place.first)..<Int(place.end) {
                truth = unsafe truth.and(self.truth(flat.operands[index]))
            }
            return truth
        case .other:
            if case .rows = plan.axes.places[atom] { return rows.truth(plan.catalogue.atoms[atom], row: 0) }
            if case .constant(let truth) = plan.axes.places[atom] { return truth }
            return rows.truth(plan.catalogue.atoms[atom], row: 0)
        }
    }

    /// Beyond the guard: the row evaluator decides; a part compares one number, which cannot overflow.
    private func fallbackTruth(_ atom: Int) -> Truth {
        if atom < plan.catalogue.atoms.count { return rows.truth(plan.catalogue.atoms[atom], row: 0) }
        guard case .number(let test) = plan.axes.forms[atom], let term = test.sum.terms.first,
            let source = profile.sources.firstIndex(of: term.source)
        else { return .unknown }
        let bounds = WholeBounds(
            coefficient: term.coefficient, constant: test.sum.constant, test.comparison)
        return unsafe Truth(bounds.holds(work.numbers[source]))
    }

    private func textTruth(_ atom: Int, _ number: Int) -> Truth {
        let place = profile.texts[number]
        guard case .text(let column) = batch.columns[place.field] else {
            return rows.truth(plan.catalogue.atoms[atom], row: 0)
        }
        guard column.known[0] else { return .unknown }
        if let (search, isNormal) = place.needle {
            if isNormal { return Truth(search.isIn(normalText(column, place.field).span) == place.isTrue) }
            return Truth(search.isIn(column.bytes.span) == place.isTrue)
        }
        guard let matcher = place.matcher else { return .unknown }
        return Truth(matcher.matches(column.bytes[...]) == place.isTrue)
    }

    private func normalText(_ column: TextColumn, _ field: Int) -> [UInt8] {
        if let known = normal[field] { return known }
        var text: [UInt8] = []
        plan.normalizer.normalize(column.bytes.span, into: &text)
        normal[field] = text
        return text
    }

    private func listTruth(_ atom: Int, _ number: Int, _ entry: Int) -> Truth {
        if lists[number] == nil {
            lists[number] = ProfileList(batch, profile.listGroups[number], number, profile.lists)
        }
        let (_, decides, node, longest) = profile.listGroups[number].atoms[entry]
        guard let found = lists[number] else { return .unknown }
        if found.isOdd || found.count > longest { return rows.truth(plan.catalogue.atoms[atom], row: 0) }
        guard found.isKnown else { return .unknown }
        var isOpen = found.isOpen
        for element in 0..<found.count {
            let truth = found.truth(node, element)
            if truth == decides { return decides }
            if truth == .unknown { isOpen = true }
        }
        return isOpen ? .unknown : decides.negated
    }
}

/// One profile's list, its elements ready for the tests of a plan.
private final class ProfileList {
    private(set) var count = 0
    private(set) var isKnown = false
    private(set) var isOpen = false
    /// A column had not the expected type.
    private(set) var isOdd = false
    /// Texts: what each comes to.
    private var values: [ValueFacts] = []
    private var elements: ElementPlanes?

    init(_ batch: ProfileBatch, _ list: OwnTests.List, _ number: Int, _ book: ValueBook) {
        switch batch.columns[list.field] {
        case .texts(let shape, let column):
            read(shape)
            for code in column.codes {
                let text = column.values[Int(code)]
                let facts = book.facts(number, ExactText(text)) {
                    let one = DictionaryColumn(only: text)
                    let planes = ElementPlanes(list, count: 1, texts: one, members: [])
                    return ValueFacts(
                        truths: list.nodes.indices.map { planes.truths.truth($0, row: 0).rawValue },
                        refused: planes.hasFailed ? [1] : [])
                }
                if !facts.refused.isEmpty { isOdd = true }
                values.append(facts)
            }
        case .records(let shape, let members):
            read(shape)
            if count > 0 {
                let planes = ElementPlanes(list, count: count, texts: nil, members: members)
                isOdd = planes.hasFailed
                elements = planes
            }
        default: isOdd = true
        }
    }

    private func read(_ shape: ListShape) {
        count = shape.elements
        isKnown = shape.known[0]
        isOpen = shape.open[0]
    }

    func truth(_ node: Int, _ element: Int) -> Truth {
        if let elements { return elements.truths.truth(node, row: element) }
        return Truth(rawValue: values[element].truths[node]) ?? .unknown
    }
}
