// Safe, for every `unsafe` of this file: as in ProfileEvaluator.swift.
import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

extension ProfileEvaluator {
    /// The truth of a condition of the plan's table.
    func truth(condition: Int) -> Truth { unsafe truth(flat.conditions[condition]) }

    /// The truth of all that a clause requires, and of its reviews; no ends the walk.
    func required(clause: Int) -> Truth {
        let entry = unsafe flat.entries[clause]
        guard entry.isOpen else { return .no }
        let needs = unsafe flat.needs
        var open = false
        // Joins first: most atoms that are no have refused the clause already.
        for index in Int(entry.joins)..<Int(entry.end) {
            let raw = unsafe rawTruth(needs[index])
            if raw < 0 { return .no }
            if raw == 0 { open = true }
        }
        for index in Int(entry.first)..<Int(entry.joins) {
            let raw = unsafe rawTruth(needs[index])
            if raw < 0 { return .no }
            if raw == 0 { open = true }
        }
        return open ? .unknown : .yes
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

    /// The score of a clause that is not eligible; nil where its degree is surely below another.
    /// - Parameter least: That other degree, low.
    func score(clause: Int, least: Int32) -> Score? {
        let total = unsafe flat.totals[clause]
        // Products below stay within 64 bits.
        guard least > 0, total > 0, total < 1 << 48 else { return score(clause: clause) }
        var left = total
        for condition in unsafe flat.clauses[clause] {
            if unsafe flat.kinds[condition] == .preferred { continue }
            if unsafe rawTruth(flat.conditions[condition]) > 0 { continue }
            unsafe left &-= flat.weights[condition]
            if left &* 20_000 &+ total < Int64(least) &* 2 &* total { return nil }
        }
        return score(clause: clause)
    }

    /// What a case split decides of a clause that Kleene's truth leaves open, and over which of the plan's facts.
    func split(clause: Int) -> (truth: Truth, fact: Int)? {
        let entry = unsafe flat.entries[clause]
        for index in Int(entry.firstSplit)..<Int(entry.endSplit) {
            let split = unsafe flat.splits[index]
            guard lacks(Int(split.fact)) else { continue }
            var isYes = true
            for need in Int(split.first)..<Int(split.end) where isYes {
                isYes = unsafe rawTruth(flat.needs[need]) == 1
            }
            if isYes { return (.yes, Int(split.fact)) }
            if truth(split.possible) == .no { return (.no, Int(split.fact)) }
        }
        return nil
    }

    func lacks(_ fact: Int) -> Bool {
        let known = unsafe lacking[fact]
        if known != 2 { return known == 1 }
        let lacks =
            switch plan.splitFacts[fact] {
            case .field(let field): unsafe !cells[field].isKnown
            case .year(let field, let year): fen(field, year: year) == nil
            case .member, .others: false
            }
        unsafe lacking[fact] = lacks ? 1 : 0
        return lacks
    }

    // MARK: - Nodes

    /// The truth of a reference, by its raw value.
    func truth(_ reference: Int32) -> Truth {
        Truth(rawValue: rawTruth(reference)) ?? .unknown
    }

    /// The raw value of a reference's truth.
    @inline(__always)
    func rawTruth(_ reference: Int32) -> Int8 {
        let node = Int(reference >> 1)
        var raw = unsafe truths[node]
        if raw == 2 {
            raw = decide(node)
            unsafe truths[node] = raw
        }
        return reference & 1 == 1 ? 0 &- raw : raw
    }

    private func decide(_ number: Int) -> Int8 {
        let node = unsafe flat.nodes[number]
        let operands = unsafe flat.operands
        let range = Int(node.first)..<Int(node.end)
        switch node.kind {
        case .and:
            var least: Int8 = 1
            for index in range {
                least = unsafe min(least, rawTruth(operands[index]))
                if least < 0 { break }
            }
            return least
        case .or:
            var most: Int8 = -1
            for index in range {
                most = unsafe max(most, rawTruth(operands[index]))
                if most > 0 { break }
            }
            return most
        case .atLeast:
            var held: Int32 = 0
            var possible: Int32 = 0
            for index in range {
                let raw = unsafe rawTruth(operands[index])
                if raw > 0 { held &+= 1 }
                if raw >= 0 { possible &+= 1 }
            }
            return held >= node.need ? 1 : (possible < node.need ? -1 : 0)
        case .choose:
            let test = unsafe rawTruth(operands[range.lowerBound])
            if test == 0 { return 0 }
            return unsafe rawTruth(operands[range.lowerBound &+ (test > 0 ? 1 : 2)])
        case .atom: return decide(atomAt: number).rawValue
        case .review:
            let place = plan.clauseGraph.graph.reviewPlaces[number &- flat.atomCount]
            return row?.review(place.text).map { $0 ? 1 : -1 } ?? 0
        case .yes: return 1
        case .unknown: return 0
        }
    }

    /// The truth of an atom that was not decided when the profile was taken up.
    private func decide(atomAt number: Int) -> Truth {
        let atom = Int(flat.atomAt[number])
        let place = unsafe flat.places[number]
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
        case .flag:
            let cell = unsafe cells[Int(place.axis)]
            return cell.isKnown ? Truth((cell.number == 1) == (place.first == 1)) : .unknown
        case .text: return textTruth(atom, Int(place.axis))
        case .together:
            var truth = Truth.yes
            for index in Int(place.first)..<Int(place.end) {
                truth = unsafe truth.and(self.truth(flat.operands[index]))
            }
            return truth
        case .other:
            if case .constant(let truth) = plan.axes.places[atom] { return truth }
            // Parts of atoms, which are numbered after these, are no atoms of the catalogue.
            return atom < plan.catalogue.atoms.count ? rowTruth(atom) : fallbackTruth(atom)
        }
    }

    /// By the row evaluator.
    private func rowTruth(_ atom: Int) -> Truth {
        if rows == nil {
            rows = AtomEvaluator(
                profile.batch, on: plan.day, limits: plan.limits, normalizer: plan.normalizer)
        }
        return rows?.truth(plan.catalogue.atoms[atom], row: profile.row) ?? .unknown
    }

    /// Beyond the guard: the row evaluator decides; a part compares one number, which cannot overflow.
    private func fallbackTruth(_ atom: Int) -> Truth {
        if atom < plan.catalogue.atoms.count { return rowTruth(atom) }
        guard case .number(let test) = plan.axes.forms[atom], let term = test.sum.terms.first else {
            return .unknown
        }
        let value: Int64? =
            switch term.source {
            case .field(let field): number(of: field)
            case .year(let field, let year): fen(field, year: year)
            case .member: nil
            }
        guard let value else { return .unknown }
        let bounds = WholeBounds(
            coefficient: term.coefficient, constant: test.sum.constant, test.comparison)
        return Truth(bounds.holds(value))
    }

    private func textTruth(_ atom: Int, _ number: Int) -> Truth {
        let place = plan.texts[number]
        guard case .text = plan.schema.fields[place.field].type else { return rowTruth(atom) }
        let cell = unsafe cells[place.field]
        guard cell.isKnown else { return .unknown }
        if let (search, isNormal) = place.needle, isNormal {
            normalize(place.field)
            let text = normal
            return Truth(search.isIn(text.span) == place.isTrue)
        }
        let (bytes, range) = unsafe sheetPlace.pointee.text(cell)
        if let (search, _) = place.needle {
            return Truth(search.isIn(bytes.span.extracting(range)) == place.isTrue)
        }
        guard let matcher = place.matcher else { return .unknown }
        return Truth(matcher.matches(bytes[range]) == place.isTrue)
    }

    /// Brings the text of a field, which is known, into the normal form, in ``normal``.
    func normalize(_ field: Int) {
        if normalField == field { return }
        normalField = field
        let (bytes, range) = unsafe sheetPlace.pointee.text(cells[field])
        normal.removeAll(keepingCapacity: true)
        plan.normalizer.normalize(bytes.span.extracting(range), into: &normal)
    }
}
