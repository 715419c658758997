import CHuiqiKernels
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule
import HuiqiText

/// Decides clauses of a plan for one profile: first the clauses that some fact of it refuses, all at once, then the
/// conditions of the others, each node of the graph when it is first asked for.
///
/// One evaluator serves one thread, for one profile after the other; it keeps its memory and what it found out about
/// texts that profiles had before. What it answers does not depend on that.
@safe final class ProfileEvaluator: @unchecked Sendable {
    // Safe, for every `unsafe` of this file and its extensions: pointers are those of the plan's flat tables, which this
    // object holds, and its own, which `init` allocates with the plan's sizes and `deinit` frees; indices come from the
    // plan.
    let plan: ProfilePlan
    let flat: FlatGraph
    /// The profile at hand; in memory of its own, so that a look at it copies nothing.
    let sheetPlace: UnsafeMutablePointer<ProfileSheet>
    /// Where it is a row of a batch.
    var row: Profile?
    var rows: AtomEvaluator?

    /// Its cells, and as many parts as there is room for.
    let cells: UnsafeMutablePointer<ProfileSheet.Cell>
    private(set) var parts: UnsafeMutablePointer<ProfileSheet.Cell>
    private var partRoom = 64

    /// Truths of nodes, as raw values; 2 where not asked yet.
    let truths: UnsafeMutablePointer<Int8>
    let nodeCount: Int
    /// One an axis: 0 unknown, -1 beyond the guard.
    let codes: UnsafeMutablePointer<Int32>
    let numbers: UnsafeMutablePointer<Int64>
    let states: UnsafeMutablePointer<NumberState>
    /// The union of the rows of the requirement table that the profile's facts have.
    let union: UnsafeMutablePointer<UInt64>
    /// Whether the profile lacks each split fact: 0 no, 1 yes, 2 not asked.
    let lacking: UnsafeMutablePointer<UInt8>
    /// Numbers of rows of the requirement table that are not full.
    let rowNumbers: UnsafeMutablePointer<UInt32>
    /// Of each group of the requirement table, 0 where its atoms are asked one by one, otherwise one more than which of
    /// its rows says all of them; of those that a text decides together, which row.
    let groups: UnsafeMutablePointer<Int32>
    /// What the values of the profile come to, one a dictionary axis that is known, of ``valueRowCount``; after them the
    /// full rows of the requirement table.
    let fullRows: UnsafeMutablePointer<UnsafePointer<UInt64>>
    var valueRowCount = 0
    /// Sets of positions that ``decideAll()`` leaves.
    let eligible: UnsafeMutablePointer<UInt64>
    let undetermined: UnsafeMutablePointer<UInt64>
    let split: UnsafeMutablePointer<UInt64>
    let splittable: UnsafeMutablePointer<UInt64>
    /// Some number is beyond the guard.
    var isLarge = false
    /// The first candidates in rank order.
    let first: UnsafeMutablePointer<FirstCandidate>

    /// What was found out about texts, by their numbers on the sheet.
    let memory: ReadingMemory
    /// The normal form of the text of a field; -1 for none.
    var normal: [UInt8] = []
    var normalField = -1
    let amounts: AmountMemory
    let words: WordMemory

    init(_ plan: ProfilePlan) {
        self.plan = plan
        flat = plan.flat
        unsafe sheetPlace = .allocate(capacity: 1)
        unsafe sheetPlace.initialize(to: ProfileSheet(schema: plan.schema))
        memory = ReadingMemory(plan)
        amounts = AmountMemory(plan.amounts)
        words = WordMemory(plan.words)
        nodeCount = plan.clauseGraph.graph.nodes.count
        func room<Element>(_ count: Int, _ element: Element) -> UnsafeMutablePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, count))
            unsafe memory.initialize(repeating: element, count: max(1, count))
            return unsafe memory
        }
        unsafe cells = room(plan.schema.fields.count, ProfileSheet.Cell())
        unsafe parts = room(partRoom, ProfileSheet.Cell())
        unsafe truths = room(nodeCount, 2)
        unsafe codes = room(plan.flatAxes.axisCount, 0)
        unsafe numbers = room(plan.flatAxes.sourceCount, 0)
        unsafe states = room(plan.flatAxes.sourceCount, .unknown)
        unsafe union = RequirementRows.aligned([UInt64](repeating: 0, count: plan.requirements.rowWidth))
        unsafe lacking = room(plan.splitFacts.count, 2)
        let groupCount = plan.requirements.groupNumber + plan.equalTexts.count
        unsafe groups = room(groupCount, 0)
        let rowCount = plan.flatAxes.axisCount + plan.requirements.flags.count + groupCount
        unsafe rowNumbers = room(rowCount, 0)
        unsafe fullRows = room(plan.flatAxes.axisCount + rowCount, UnsafePointer(union))
        unsafe eligible = room(plan.requirements.width, 0)
        unsafe undetermined = room(plan.requirements.width, 0)
        unsafe split = room(plan.requirements.width, 0)
        unsafe splittable = room(plan.requirements.width, 0)
        unsafe first = room(FirstMatches.limit, FirstCandidate())
    }

    /// An evaluator that has read a profile.
    /// - Parameter batch: Exactly one row.
    convenience init(_ plan: DayPlan, _ batch: ProfileBatch) {
        self.init(plan.profilePlan)
        load(batch[0])
    }

    deinit {
        unsafe cells.deallocate()
        unsafe parts.deallocate()
        unsafe truths.deallocate()
        unsafe codes.deallocate()
        unsafe numbers.deallocate()
        unsafe states.deallocate()
        unsafe union.deallocate()
        unsafe sheetPlace.deinitialize(count: 1)
        unsafe sheetPlace.deallocate()
        unsafe lacking.deallocate()
        unsafe rowNumbers.deallocate()
        unsafe groups.deallocate()
        unsafe fullRows.deallocate()
        unsafe eligible.deallocate()
        unsafe undetermined.deallocate()
        unsafe split.deallocate()
        unsafe splittable.deallocate()
        unsafe first.deallocate()
    }

    // MARK: - The profile

    /// Takes up a profile.
    func load(_ profile: Profile) {
        restart()
        row = profile
        unsafe sheetPlace.pointee.take(profile)
        readFacts()
    }

    /// Takes up a profile that is written as JSON; false where ``ProfileSheet/read(_:)`` does not take it.
    func load(json: Span<UInt8>) -> Bool {
        restart()
        guard unsafe sheetPlace.pointee.read(json) else { return false }
        readFacts()
        readReviews()
        return true
    }

    /// Lets go of the profile at hand, so that its memory does not wait for the next.
    func release() {
        if row != nil { row = nil }
        if rows != nil { rows = nil }
        unsafe sheetPlace.pointee.trim()
        forgetOldNumbers()
        // What one profile of very many elements needed is not kept for all that follow.
        if partRoom > 1 << 12 {
            unsafe parts.deallocate()
            partRoom = 1 << 6
            unsafe parts = .allocate(capacity: partRoom)
            unsafe parts.initialize(repeating: ProfileSheet.Cell(), count: partRoom)
        }
    }

    /// Forgets what was found out about texts where their numbers began anew.
    func forgetOldNumbers() {
        let generation = unsafe sheetPlace.pointee.generation
        if memory.generation == generation { return }
        memory.forget()
        words.forget()
        memory.generation = generation
    }

    private func restart() {
        release()
        unsafe truths.update(repeating: 2, count: nodeCount)
        unsafe lacking.update(repeating: 2, count: max(1, plan.splitFacts.count))
        normalField = -1
        amounts.restart()
        words.isFound = false
    }

    /// Lays out the sheet's cells, so that a look at one is a look at memory.
    func layOut() {
        let told = unsafe sheetPlace.pointee.cells
        for index in told.indices { unsafe cells[index] = told[index] }
        let lists = unsafe sheetPlace.pointee.parts
        if lists.count > partRoom {
            unsafe parts.deallocate()
            partRoom = lists.count &* 2
            unsafe parts = .allocate(capacity: partRoom)
            unsafe parts.initialize(repeating: ProfileSheet.Cell(), count: partRoom)
        }
        let parts = unsafe self.parts
        for index in lists.indices { unsafe parts[index] = lists[index] }
    }

    /// Fen of a year; nil where it is unknown.
    func fen(_ field: Int, year: Int64) -> Int64? {
        let parts = unsafe self.parts
        for index in unsafe cells[field].range {
            if unsafe Int64(parts[index].year) == year, unsafe parts[index].isKnown {
                return unsafe parts[index].number
            }
        }
        return nil
    }

    /// A whole number or flag; nil where it is unknown.
    func number(of field: Int) -> Int64? { unsafe cells[field].isKnown ? cells[field].number : nil }

    /// What persons judged; nobody judged the others.
    private func readReviews() {
        let first = flat.atomCount
        unsafe (truths + first).update(repeating: 0, count: flat.reviewCount)
        for review in unsafe sheetPlace.pointee.reviews where review.isKnown {
            let (bytes, range) = unsafe sheetPlace.pointee.text(review)
            guard let place = plan.reviewPlaces.number(of: bytes.span.extracting(range)) else { continue }
            unsafe truths[first &+ place] = review.number == 1 ? 1 : -1
        }
    }

    /// Whether persons judged anything.
    var isJudged: Bool {
        if let row { return !row.batch.reviews.isEmpty }
        return unsafe !sheetPlace.pointee.reviews.isEmpty
    }

    /// The profile as a row of a batch; made where only the row evaluator can go on.
    var profile: Profile {
        if let row { return row }
        var batch = unsafe sheetPlace.pointee.batch ?? ProfileBatch(schema: plan.schema)
        if batch.count == 0 { batch.append(ProfileDraft(key: "", values: [])) }
        let made = batch[0]
        row = made
        return made
    }
}
