import HuiqiModel
import HuiqiRule

/// A profile in which steps have been taken, as far as they say to which value a fact would go.
struct StepTrial {
    let profile: Profile
    private(set) var values: [FieldValue]
    /// The facts that went up, down, or to another value.
    private var moved: [MissingFact: Int] = [:]
    /// Whether every step could be taken.
    private(set) var isWhole = true
    /// Whether two steps pull a fact to different sides.
    private(set) var isContradictory = false

    init(_ profile: Profile) {
        self.profile = profile
        values = profile.draft.values
    }

    /// The profile as it is now, for evaluation only.
    var outcome: Profile {
        var batch = ProfileBatch(schema: profile.batch.schema)
        batch.append(ProfileDraft(key: profile.key, values: values))
        return batch[0]
    }

    mutating func take(_ step: MendStep) {
        if let change = step.change {
            guard let (next, direction) = changed(change) else {
                isWhole = false
                return
            }
            put(change.fact, next, direction)
        } else if step.facts.count == 1, let fact = step.facts.first, case .field(let field) = fact,
            let next = other(step.demand, field)
        {
            put(fact, next, 0)
        } else {
            isWhole = false
        }
    }

    private mutating func put(_ fact: MissingFact, _ next: FieldValue, _ direction: Int) {
        if let before = moved[fact] {
            if before != direction || direction == 0 && value(fact) != next {
                if case .texts = next { return set(fact, next) }
                isContradictory = true
                return
            }
            // The stronger of two bounds on one side.
            if let old = number(value(fact)), let new = number(next), direction > 0 ? new <= old : new >= old
            {
                return
            }
        }
        moved[fact] = direction
        set(fact, next)
    }

    /// The value by the gap from the value at first, and the side to which it lies.
    private func changed(_ change: MendStep.Change) -> (FieldValue, Int)? {
        guard case .number(let gap, _)? = change.gap, let now = number(original(change.fact)),
            let bound = number(change.bound)
        else { return nil }
        let isUp = bound > now || bound == now && change.comparison == .greater
        guard let target = isUp ? now.adding(gap) : now.subtracting(gap) else { return nil }
        let next: FieldValue?
        switch original(change.fact) {
        case .int: next = target.isInteger ? Int64(exactly: target.numerator).map { .int($0) } : nil
        case .fen:
            let fen = target.multiplied(by: Number(100))
            next = fen.flatMap { $0.isInteger ? Int64(exactly: $0.numerator) : nil }.map { .fen($0) }
        case .day: next = target.isInteger ? Int32(exactly: target.numerator).map { .day($0) } : nil
        default: next = nil
        }
        return next.map { ($0, change.comparison == .equal ? 0 : (isUp ? 1 : -1)) }
    }

    private func other(_ demand: Demand, _ field: Int) -> FieldValue? {
        switch (demand, values[field]) {
        case (.compare(.equal, .flag(let flag)), .bool): return .bool(flag)
        case (.compare(.notEqual, .flag(let flag)), .bool): return .bool(!flag)
        case (.compare(.equal, .text(let text)), .text): return .text(text)
        case (.oneOf(let texts, true), .text): return texts.first.map { .text($0) }
        case (.under(let codes, true), .text): return codes.first.map { .text($0) }
        case (.has(let wanted, let isWanted), .texts(let texts, let complete)):
            let kept = isWanted ? texts + wanted.prefix(1) : texts.filter { !wanted.contains($0) }
            return .texts(kept, complete: complete)
        default: return nil
        }
    }

    private func number(_ stated: StatedValue) -> Number? {
        switch stated {
        case .number(let number, _): number
        case .day(let day): Number(Int64(day.number))
        case .text, .flag: nil
        }
    }

    private func number(_ value: FieldValue) -> Number? {
        switch value {
        case .int(let int): Number(int)
        case .fen(let fen): Number(fen: fen)
        case .day(let day): Number(Int64(day))
        default: nil
        }
    }

    private func original(_ fact: MissingFact) -> FieldValue { value(fact, of: profile.value(fact.field)) }

    private func value(_ fact: MissingFact) -> FieldValue { value(fact, of: values[fact.field]) }

    private func value(_ fact: MissingFact, of whole: FieldValue) -> FieldValue {
        switch (fact, whole) {
        case (.field, _): return whole
        case (.year(_, let year), .yearly(let amounts)):
            return amounts.first { Int64($0.year) == year }.map { .fen($0.fen) } ?? .unknown
        case (.member(_, let position, let member), .records(let records, _)):
            guard position < records.count, member < records[position].count else { return .unknown }
            return records[position][member]
        default: return .unknown
        }
    }

    private mutating func set(_ fact: MissingFact, _ next: FieldValue) {
        switch (fact, values[fact.field]) {
        case (.field(let field), _): values[field] = next
        case (.year(let field, let year), .yearly(var amounts)):
            guard case .fen(let fen) = next,
                let place = amounts.firstIndex(where: { Int64($0.year) == year })
            else { return }
            amounts[place] = .init(year: amounts[place].year, fen: fen)
            values[field] = .yearly(amounts)
        case (.member(let field, let position, let member), .records(var records, let complete)):
            guard position < records.count, member < records[position].count else { return }
            records[position][member] = next
            values[field] = .records(records, complete: complete)
        default: return
        }
    }
}
