import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The steps of a clause's conditions taken together: fewest facts, and none that breaks what holds.
///
/// Each condition that fails has its ways to a yes; one way of each is chosen, at most 256 choices. Beyond that the
/// dearest ways of the condition with most are left out.
struct SmallestMend {
    let plan: DayPlan
    let clause: CompiledClause
    let profile: Profile
    let conditions: [ConditionAnswer]

    private static let choiceLimit = 256

    /// The smallest of the choices, or what each condition's own path comes to where there is nothing to choose
    /// or every choice breaks something.
    func mend(from each: ClauseMend) -> ClauseMend {
        let failing = conditions.indices.filter { isRequired($0) && truth($0) == .no }
        guard failing.contains(where: { conditions[$0].explanation.mend?.choices.isEmpty == false }) else {
            return each
        }
        var ways: [[MendPath]] = []
        for place in failing {
            guard let rule = clause.rules[place] else { return each }
            let paths = rule.mendPaths(for: profile, on: plan.day, normalizer: plan.normalizer)
            guard !paths.isEmpty else { return each }
            ways.append(paths)
        }
        trim(&ways)
        let candidates = choices(ways).map { Candidate($0, failing.map { conditions[$0].condition.id }) }
        let order = candidates.indices.sorted {
            candidates[$0].isBetter(than: candidates[$1])
                || !candidates[$1].isBetter(than: candidates[$0]) && $0 < $1
        }
        for index in order where survives(candidates[index], failing) {
            var mend = each
            mend.steps = candidates[index].mend.steps
            mend.isPossible = candidates[index].mend.isPossible
            return mend
        }
        return each
    }

    private func isRequired(_ place: Int) -> Bool { conditions[place].condition.kind == .required }

    private func truth(_ place: Int) -> Truth { conditions[place].explanation.truth }

    /// The dearest ways of the longest list go first, until few enough choices remain.
    private func trim(_ ways: inout [[MendPath]]) {
        func count() -> Int {
            ways.reduce(1) { $0 > Self.choiceLimit ? $0 : $0 * $1.count }
        }
        while count() > Self.choiceLimit,
            let longest = ways.indices.max(by: { ways[$0].count < ways[$1].count })
        {
            ways[longest].removeLast()
        }
    }

    private func choices(_ ways: [[MendPath]]) -> [[MendPath]] {
        var choices: [[MendPath]] = [[]]
        for list in ways { choices = choices.flatMap { choice in list.map { choice + [$0] } } }
        return choices
    }

    /// Whether the steps can be taken together, what holds still does and what fails does no longer.
    private func survives(_ candidate: Candidate, _ failing: [Int]) -> Bool {
        guard candidate.mend.isPossible else { return false }
        var trial = StepTrial(profile)
        for step in candidate.mend.steps { trial.take(step.step) }
        if trial.isContradictory { return false }
        let outcome = trial.outcome
        for place in conditions.indices where isRequired(place) {
            guard let rule = clause.rules[place] else { continue }
            let held = truth(place) == .yes
            guard held || trial.isWhole && failing.contains(place) else { continue }
            let (after, _) = rule.truth(for: outcome, on: plan.day, normalizer: plan.normalizer)
            if after == .no { return false }
        }
        return true
    }

    /// One way of each condition, put together.
    private struct Candidate {
        var mend = ClauseMend()
        var facts: Set<String> = []
        var verify: Set<MissingFact> = []
        var distance: Int64 = 0

        init(_ paths: [MendPath], _ ids: [String]) {
            var places: [StepKey: Int] = [:]
            for (path, id) in zip(paths, ids) {
                mend.isPossible = mend.isPossible && path.isPossible
                verify.formUnion(path.verify)
                for step in path.steps { mend.add(step, of: id, &places) }
            }
            for step in mend.steps {
                facts.insert(step.step.subject)
                // Safe: each is at most 10^12, and there are at most some hundred thousand steps.
                distance &+= step.step.distance
            }
        }

        func isBetter(than other: Candidate) -> Bool {
            if mend.isPossible != other.mend.isPossible { return mend.isPossible }
            if verify.count != other.verify.count { return verify.count < other.verify.count }
            if facts.count != other.facts.count { return facts.count < other.facts.count }
            return distance < other.distance
        }
    }
}
