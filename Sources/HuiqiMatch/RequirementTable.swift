import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// What each value of a fact means for all clauses at once: rows of bits whose union over the facts of a profile
/// decides most of them.
///
/// Clauses that may come to something have positions, those with more joins first. A row has, by position:
/// - *refused*: an atom that the clause requires does not hold;
/// - *open*: one of them is unknown;
/// - for its first join, its second, …: *possible*, one of some atoms is not no without which the join cannot hold, and
///   *held*, one of some is yes that are enough. A join that is not possible refuses its clause; one that is an OR of
///   atoms and is not held is unknown; another one must be walked.
///
/// What else a clause requires is its *rest*, to be walked. Immutable; any number of threads may read it.
@safe final class RequirementTable: @unchecked Sendable {
    // Safe: every buffer is allocated and filled in `init`, never written again, and freed in `deinit`; every number of
    // a row, a position or a bit comes from here.
    /// How many clauses have positions.
    let count: Int
    /// The clause at each position.
    let clauses: UnsafeMutablePointer<Int32>
    /// The clauses that have none: not in force, or surely ineligible.
    let closed: [Int]
    /// Words of a set of positions.
    let width: Int
    /// The first, second, … joins of clauses.
    struct Joins {
        /// How many clauses have one: those at the first positions.
        var count: Int
        /// Where in a row the sets begin.
        var possible: Int
        var held: Int
        /// Where the sets of those begin that must be walked where they are possible and not held.
        var inexact: Int
        /// Their references by position begin here in ``RequirementTable/joinReferences``.
        var references: Int
    }

    let joins: UnsafeMutablePointer<Joins>
    let joinNumber: Int
    /// Sets of positions, for each of ``joins`` in turn.
    let inexact: UnsafeMutablePointer<UInt64>
    let joinReferences: UnsafeMutablePointer<Int32>
    /// Words of a row.
    let rowWidth: Int
    /// Row of code 0 of each axis, or the row of an unknown value; -1 where there are none.
    let firstRows: [Int32]
    /// Boolean fields with the first of their rows: unknown, false, true.
    let flags: [(field: Int, row: UInt32)]
    /// What bits each truth of an atom sets: of a dictionary axis by number there, of others by number in ``atoms``.
    let values: [[TruthBits]]
    /// Atoms of lists and texts, asked one by one, by the places of their truths.
    let atoms: UnsafeMutablePointer<Int32>
    /// Ends of the atoms of each group in ``atoms``.
    let groupEnds: UnsafeMutablePointer<Int32>
    let groupNumber: Int
    /// Row of each group for where all of its atoms are unknown; after it, of a list the row for where it is empty, and
    /// of atoms that a text decides together rows by the number of the text.
    let groupRows: UnsafeMutablePointer<UInt32>
    /// Ends of the bits that each of them sets where it is no, unknown, yes, in ``atomBits``.
    let atomEnds: UnsafeMutablePointer<Int32>
    let atomBits: UnsafeMutablePointer<Int32>
    /// Clauses with a rest, and those of them whose rest is only what persons judge.
    let walked: UnsafeMutablePointer<UInt64>
    let judged: UnsafeMutablePointer<UInt64>
    /// End of the rest of each position in ``rest``.
    let restEnds: UnsafeMutablePointer<Int32>
    let rest: UnsafeMutablePointer<Int32>
    /// For each fact over which clauses are split, the set of those clauses.
    let splits: UnsafeMutablePointer<UInt64>
    let splitNumber: Int
    let rows: RequirementRows

    /// Bits that an atom sets in a row where it is no, unknown, or yes.
    struct TruthBits: Sendable {
        var no: [Int32] = []
        var unknown: [Int32] = []
        var yes: [Int32] = []

        subscript(truth: Int8) -> [Int32] { truth == 0 ? unknown : truth > 0 ? yes : no }
    }

    /// Rows beyond that many words are done without; what needs them is walked.
    private static let limit = 4 << 20
    private static let mostJoins = 12

    init(
        _ graph: ClauseGraph, _ axes: AxisTable, _ flat: FlatGraph, groups: [(atoms: [Int], empty: [Int8])],
        together: [EqualTexts], splitFacts: Int
    ) {
        let oneByOne = Set(groups.flatMap(\.atoms) + together.flatMap { $0.atoms.map(\.atom) })
        var builder = RequirementBuilder(
            graph, axes, oneByOne: oneByOne, mostJoins: RequirementTable.mostJoins)
        builder.limitAxes(words: RequirementTable.limit)
        let open = graph.entries.indices.filter { graph.entries[$0].isOpen }
        closed = graph.entries.indices.filter { !graph.entries[$0].isOpen }
        let plans = open.map { builder.plan($0) }
        let order = open.indices.sorted { (-plans[$0].joins.count, $0) < (-plans[$1].joins.count, $1) }
        func filled<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
            let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
            unsafe memory.initialize(from: elements, count: elements.count)
            return unsafe memory
        }
        count = order.count
        unsafe clauses = filled(order.map { Int32(truncatingIfNeeded: open[$0]) })
        let width = (order.count + 63) / 64
        self.width = width
        var joins: [Joins] = []
        var inexact: [UInt64] = []
        var references: [Int32] = []
        var offset = 2 * width
        for number in 0..<RequirementTable.mostJoins {
            let places = order.filter { plans[$0].joins.count > number }
            if places.isEmpty { break }
            let words = (places.count + 63) / 64
            joins.append(
                Joins(
                    count: places.count, possible: offset, held: offset + words, inexact: inexact.count,
                    references: references.count))
            offset += 2 * words
            var set = [UInt64](repeating: 0, count: words)
            for (position, place) in places.enumerated() {
                let join = plans[place].joins[number]
                if !join.isExact { set[position >> 6] |= 1 << UInt64(position & 63) }
                references.append(flat.placed(join.reference.raw))
            }
            inexact += set
        }
        unsafe self.joins = filled(joins)
        joinNumber = joins.count
        unsafe self.inexact = filled(inexact)
        unsafe joinReferences = filled(references)
        rowWidth = RequirementRows.width(offset)

        // What each atom's truths set.
        var bits: [Int: TruthBits] = [:]
        var walked = [UInt64](repeating: 0, count: width)
        var judged = [UInt64](repeating: 0, count: width)
        var restEnds: [Int32] = []
        var rest: [Int32] = []
        for (position, place) in order.enumerated() {
            let plan = plans[place]
            for reference in plan.opening {
                bits[reference.node, default: TruthBits()].unknown.append(
                    Int32(truncatingIfNeeded: width * 64 + position))
            }
            for reference in plan.atoms {
                bits[reference.node, default: TruthBits()].require(
                    position, width: width, isNegated: reference.isNegated)
            }
            for (number, join) in plan.joins.enumerated() {
                for use in join.possible {
                    bits[use.reference.node, default: TruthBits()].set(
                        joins[number].possible * 64 + position, use)
                }
                for use in join.held {
                    bits[use.reference.node, default: TruthBits()].set(
                        joins[number].held * 64 + position, use)
                }
            }
            rest += plan.rest.map { flat.placed($0.raw) }
            restEnds.append(Int32(truncatingIfNeeded: rest.count))
            guard !plan.rest.isEmpty else { continue }
            let isJudged = plan.rest.allSatisfy { graph.graph.nodes[$0.node].kind == .review }
            let bit: UInt64 = 1 << UInt64(position & 63)
            if isJudged { judged[position >> 6] |= bit } else { walked[position >> 6] |= bit }
        }
        unsafe self.walked = filled(walked)
        unsafe self.judged = filled(judged)
        unsafe self.restEnds = filled(restEnds)
        unsafe self.rest = filled(rest)
        var splits = [UInt64](repeating: 0, count: width * splitFacts)
        for (position, place) in order.enumerated() {
            for split in graph.splits[graph.entries[open[place]].splits] {
                splits[split.fact * width + position >> 6] |= 1 << UInt64(position & 63)
            }
        }
        unsafe self.splits = filled(splits)
        splitNumber = splitFacts

        // Rows.
        var rows: [UInt64] = []
        let rowWidth = self.rowWidth
        func add(_ count: Int) -> Int {
            let first = rows.count / max(1, rowWidth)
            rows.append(contentsOf: repeatElement(0, count: count * rowWidth))
            return first
        }
        func set(_ row: Int, _ found: [Int32]) {
            for bit in found { rows[row * rowWidth + Int(bit >> 6)] |= 1 << UInt64(bit & 63) }
        }
        var firstRows = [Int32](repeating: -1, count: axes.axes.count)
        var values = [[TruthBits]](repeating: [], count: axes.axes.count)
        for (number, axis) in axes.axes.enumerated() where builder.isUsed(axis: number) {
            if case .dictionary = axis.source {
                let row = add(1)
                firstRows[number] = Int32(truncatingIfNeeded: row)
                values[number] = axis.atoms.map { bits[Int($0)] ?? TruthBits() }
                for atom in values[number] { set(row, atom.unknown) }
                continue
            }
            let first = add(axis.codeCount)
            firstRows[number] = Int32(truncatingIfNeeded: first)
            for atom in axis.atoms {
                guard let bits = bits[Int(atom)],
                    case .codes(_, let yes, let unknown) = axes.places[Int(atom)]
                else { continue }
                set(first, bits.unknown)
                for code in 1..<max(1, axis.codeCount) {
                    func isIn(_ range: Range<Int>) -> Bool {
                        axes.spans[range].contains { code >= Int($0.low) && code < Int($0.high) }
                    }
                    set(first + code, bits[isIn(yes) ? 1 : isIn(unknown) ? 0 : -1])
                }
            }
        }
        self.firstRows = firstRows
        self.values = values
        var flags: [(field: Int, row: UInt32)] = []
        for (field, found) in builder.flags.sorted(by: { $0.key < $1.key }) {
            let row = add(3)
            flags.append((field, UInt32(truncatingIfNeeded: row)))
            for (atom, isTrue) in found {
                let bits = bits[atom] ?? TruthBits()
                set(row, bits.unknown)
                set(row + 1, bits[isTrue ? -1 : 1])
                set(row + 2, bits[isTrue ? 1 : -1])
            }
        }
        self.flags = flags
        var atoms: [Int32] = []
        var atomEnds: [Int32] = []
        var atomBits: [Int32] = []
        var groupEnds: [Int32] = []
        var groupRows: [UInt32] = []
        for group in groups {
            let row = add(2)
            groupRows.append(UInt32(truncatingIfNeeded: row))
            for (index, atom) in group.atoms.enumerated() {
                guard let found = bits[atom] else { continue }
                set(row, found.unknown)
                if index < group.empty.count { set(row + 1, found[group.empty[index]]) }
                atoms.append(Int32(truncatingIfNeeded: flat.place(atom)))
                for truth in [found.no, found.unknown, found.yes] {
                    atomBits += truth
                    atomEnds.append(Int32(truncatingIfNeeded: atomBits.count))
                }
            }
            groupEnds.append(Int32(truncatingIfNeeded: atoms.count))
        }
        for texts in together {
            let row = add(2 + texts.count)
            groupRows.append(UInt32(truncatingIfNeeded: row))
            for (index, atom) in texts.atoms.enumerated() {
                guard let found = bits[atom.atom] else { continue }
                set(row, found.unknown)
                for number in 0...texts.count { set(row + 1 + number, found[texts.truth(number, index)]) }
            }
        }
        unsafe self.atoms = filled(atoms)
        unsafe self.groupEnds = filled(groupEnds)
        groupNumber = groupEnds.count
        unsafe self.groupRows = filled(groupRows)
        unsafe self.atomEnds = filled(atomEnds)
        unsafe self.atomBits = filled(atomBits)
        self.rows = RequirementRows(rows, width: rowWidth)
    }

    deinit {
        unsafe clauses.deallocate()
        unsafe joins.deallocate()
        unsafe inexact.deallocate()
        unsafe joinReferences.deallocate()
        unsafe atoms.deallocate()
        unsafe groupEnds.deallocate()
        unsafe groupRows.deallocate()
        unsafe atomEnds.deallocate()
        unsafe atomBits.deallocate()
        unsafe walked.deallocate()
        unsafe judged.deallocate()
        unsafe restEnds.deallocate()
        unsafe rest.deallocate()
        unsafe splits.deallocate()
    }

    /// The row of a value of a dictionary axis.
    /// - Parameter truths: Of the axis's atoms, raw.
    func row(axis: Int, _ truths: [Int8]) -> [UInt64] {
        var row = [UInt64](repeating: 0, count: rowWidth)
        for (number, atom) in values[axis].enumerated() where number < truths.count {
            for bit in atom[truths[number]] { row[Int(bit >> 6)] |= 1 << UInt64(bit & 63) }
        }
        return row
    }
}

extension RequirementTable.TruthBits {
    /// A clause requires the atom.
    fileprivate mutating func require(_ position: Int, width: Int, isNegated: Bool) {
        let refused = Int32(truncatingIfNeeded: position)
        if isNegated { yes.append(refused) } else { no.append(refused) }
        unknown.append(Int32(truncatingIfNeeded: width * 64 + position))
    }

    /// A bit is set where an atom has one of some truths.
    fileprivate mutating func set(_ bit: Int, _ use: RequirementBuilder.Use) {
        let bit = Int32(truncatingIfNeeded: bit)
        if use.whenUnknown { unknown.append(bit) }
        if use.whenYes { if use.reference.isNegated { no.append(bit) } else { yes.append(bit) } }
    }
}
