import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// What it would take for a clause that is not met.
public struct ClauseMend: Sendable {
    /// Ids of the required conditions that do not hold, in order: all of them have to be mended.
    public var conditions: [String] = []
    /// Ids of the review conditions that a person judged not to hold.
    public var reviews: [String] = []
    /// Ids of the conditions that are open and must turn out well, too.
    public var verify: [String] = []
    /// One way of each condition, chosen so that together they change fewest subjects and break no required
    /// condition that holds. Each step once; where several ask the same subject for more or for less, the one
    /// that asks most.
    public var steps: [Step] = []
    /// Whether any change of facts could do it.
    public var isPossible = true

    /// A step, and the ids of the conditions that ask for it.
    public struct Step: Sendable {
        /// What has to change.
        public var step: MendStep
        /// For which conditions.
        public var conditions: [String]
    }
}

/// What would settle a clause that is undetermined.
public struct ClauseSettlement: Sendable {
    /// Facts that decide it, whatever they turn out to be, together with the reviews.
    public var facts: [MissingFact] = []
    /// Ids of the review conditions that nobody has judged.
    public var reviews: [String] = []
    /// Single facts that can settle it by themselves, with what they can bring about.
    public var alone: [Settlement.Alone] = []
}

extension ClauseMend {
    /// The paths of the conditions as they are, put together.
    static func each(of conditions: [ConditionAnswer]) -> ClauseMend {
        var mend = ClauseMend()
        var places: [StepKey: Int] = [:]
        for answer in conditions where answer.condition.kind != .preferred {
            switch answer.explanation.truth {
            case .yes: continue
            case .unknown: mend.verify.append(answer.condition.id)
            case .no:
                if answer.condition.kind == .review {
                    mend.reviews.append(answer.condition.id)
                    continue
                }
                mend.conditions.append(answer.condition.id)
                guard let path = answer.explanation.mend else { continue }
                mend.isPossible = mend.isPossible && path.isPossible
                for step in path.steps { mend.add(step, of: answer.condition.id, &places) }
            }
        }
        return mend
    }
}

extension Match {
    /// What would settle it, where the conditions are explained and the clause is undetermined.
    public var settlement: ClauseSettlement? {
        guard verdict == .undetermined, let conditions else { return nil }
        let open = conditions.filter { $0.condition.kind != .preferred && $0.explanation.truth == .unknown }
        var settlement = ClauseSettlement()
        var seen: Set<MissingFact> = []
        var seenAlone: Set<Settlement.Alone> = []
        for answer in open {
            if answer.condition.kind == .review { settlement.reviews.append(answer.condition.id) }
            guard let inner = answer.explanation.settlement else { continue }
            for fact in inner.facts where seen.insert(fact).inserted { settlement.facts.append(fact) }
            // One no decides; a yes only where nothing else is open.
            for single in inner.alone where single.truth == .no || open.count == 1 {
                if seenAlone.insert(single).inserted { settlement.alone.append(single) }
            }
        }
        return settlement
    }
}

/// Steps with the same key ask the same of the same.
struct StepKey: Hashable {
    let subject: String
    /// 1 for more, -1 for less, 0 for `other`.
    let direction: Int
    let other: Demand?
    let unit: String

    init(_ step: MendStep) {
        subject = step.subject
        if case .compare(let comparison, let bound) = step.demand {
            switch (comparison, bound) {
            case (.greater, .number(_, let unit)), (.greaterEqual, .number(_, let unit)):
                (direction, other, self.unit) = (1, nil, unit)
                return
            case (.less, .number(_, let unit)), (.lessEqual, .number(_, let unit)):
                (direction, other, self.unit) = (-1, nil, unit)
                return
            default: break
            }
        }
        (direction, other, unit) = (0, step.demand, "")
    }
}

extension ClauseMend {
    mutating func add(_ step: MendStep, of condition: String, _ places: inout [StepKey: Int]) {
        let key = StepKey(step)
        guard let place = places[key] else {
            places[key] = steps.count
            steps.append(Step(step: step, conditions: [condition]))
            return
        }
        if steps[place].conditions.last != condition { steps[place].conditions.append(condition) }
        if asksMore(step, than: steps[place].step) { steps[place].step = step }
    }

    private func asksMore(_ step: MendStep, than other: MendStep) -> Bool {
        guard case .compare(let comparison, .number(let bound, _)) = step.demand,
            case .compare(_, .number(let otherBound, _)) = other.demand
        else { return false }
        switch comparison {
        case .greaterEqual: return bound > otherBound
        case .lessEqual: return bound < otherBound
        case .greater: return bound >= otherBound
        case .less: return bound <= otherBound
        case .equal, .notEqual: return false
        }
    }
}
