import HuiqiLogic
import HuiqiModel
import HuiqiText

/// Evaluates checked expressions for one profile, with every missing fact named.
///
/// One evaluator serves one profile and one day; it is cheap to make. Every operator unites the missing facts
/// of its operands; `&&`, `||`, `exists`, `all` and `at_least` absorb what cannot change the answer.
struct Evaluator {
    let schema: Schema
    let limits: RuleLimits
    var profile: Profile?
    var day: Day?
    let normalizer: TextNormalizer?
    /// Facts read since recording began; nil where nobody asks.
    var reads: [FactRead]?
    /// A value that stands for a field instead of the profile's.
    var stand: (field: Int, value: FieldValue)?
    private var locals: [Value] = []
    /// Steps of the evaluation that began last.
    private(set) var steps = 0
    private var isExhausted = false

    init(
        schema: Schema, limits: RuleLimits, profile: Profile? = nil, day: Day? = nil,
        normalizer: TextNormalizer? = nil
    ) {
        self.schema = schema
        self.limits = limits
        self.profile = profile
        self.day = day
        self.normalizer = normalizer
    }

    /// Evaluates an expression from the start, with a full count of steps.
    mutating func evaluate(_ node: RuleNode) -> Outcome {
        steps = 0
        isExhausted = false
        let outcome = value(node)
        return isExhausted ? .open(Gap(problem: stepLimit(node.offset))) : outcome
    }

    /// The truth of a condition, with what is missing where it is unknown.
    mutating func truth(_ node: RuleNode) -> (Truth, Gap?) {
        switch node.kind {
        // Above the atoms there are no loops: each atom has the full count of steps to itself, so that
        // the block evaluator, which decides atom by atom, comes to the same answer.
        case .and(let parts): return chain(parts, deciding: .no)
        case .or(let parts): return chain(parts, deciding: .yes)
        case .not(let operand):
            let (truth, gap) = self.truth(operand)
            return (truth.negated, gap)
        case .conditional(let test, let whenYes, let whenNo):
            let (truth, gap) = self.truth(test)
            switch truth {
            case .yes: return self.truth(whenYes)
            case .no: return self.truth(whenNo)
            case .unknown: return (.unknown, gap)
            }
        case .atLeast(let k, let parts):
            var truths: [Truth] = []
            var gap: Gap?
            for part in parts {
                let (truth, partGap) = self.truth(part)
                truths.append(truth)
                gap = united(gap, partGap)
            }
            let truth = Truth.atLeast(k, truths)
            return (truth, truth == .unknown ? gap : nil)
        default:
            switch evaluate(node) {
            case .value(.bool(let flag)): return (Truth(flag), nil)
            case .value: return (.unknown, nil)
            case .open(let gap): return (.unknown, gap)
            }
        }
    }

    private mutating func chain(_ parts: [RuleNode], deciding: Truth) -> (Truth, Gap?) {
        var gap: Gap?
        for part in parts {
            let (truth, partGap) = self.truth(part)
            if truth == deciding { return (deciding, nil) }
            if truth == .unknown { gap = united(gap ?? Gap(missing: []), partGap) }
        }
        return gap == nil ? (deciding.negated, nil) : (.unknown, gap)
    }

    private func united(_ first: Gap?, _ second: Gap?) -> Gap? {
        guard var gap = first else { return second }
        if let second { gap.formUnion(second) }
        return gap
    }

    private func stepLimit(_ offset: Int) -> RuleError {
        RuleError(
            at: offset, zh: "求值超过 \(limits.steps) 步",
            en: "the evaluation took more than \(limits.steps) steps")
    }

    // MARK: Values

    mutating func value(_ node: RuleNode) -> Outcome {
        steps &+= 1
        if steps > limits.steps { isExhausted = true }
        if isExhausted { return .open(Gap(problem: stepLimit(node.offset))) }
        switch node.kind {
        case .constant(let value): return .value(value)
        case .fact(let field): return fact(field)
        case .yearFact(let field, let year): return yearFact(field, year)
        case .asOf: return day.map { .value(Value($0)) } ?? noDay(node)
        case .year: return day.map { .value(.int(Int64($0.year))) } ?? noDay(node)
        case .local(let slot): return slot < locals.count ? .value(locals[slot]) : .value(.null)
        case .member(let operand, let member): return self.member(operand, member)
        case .and(let parts): return kleene(parts, deciding: false)
        case .or(let parts): return kleene(parts, deciding: true)
        case .not(let operand): return map(operand) { flag in .value(.bool(flag == false)) }
        case .atLeast(let k, let parts): return atLeast(k, parts)
        case .conditional(let test, let whenYes, let whenNo):
            switch value(test) {
            case .value(.bool(let flag)): return value(flag ? whenYes : whenNo)
            case .value: return mistyped(node)
            case .open(let gap): return .open(gap)
            }
        case .compare(let comparison, let left, let right):
            return binary(left, right) { $0.compare(comparison, $1, $2, node) }
        case .isIn(let element, let container):
            return binary(element, container) { $0.contains($2, $1, node) }
        case .arithmetic(let operation, let left, let right):
            return built(binary(left, right) { $0.arithmetic(operation, $1, $2, node) }, at: node.offset)
        case .negate(let operand):
            switch value(operand) {
            case .value(let value): return negate(value, node)
            case .open(let gap): return .open(gap)
            }
        case .index(let container, let key): return binary(container, key) { $0.element($1, $2, node) }
        case .list(let parts):
            return built(all(parts) { values in .value(.list(ListValue(values))) }, at: node.offset)
        case .map(let entries): return built(mapLiteral(entries, node), at: node.offset)
        case .call(let builtin, let arguments): return call(builtin, arguments, node)
        case .comprehension(let macro, let range, let slot, let filter, let body):
            return comprehension(macro, range, slot, filter, body, node)
        }
    }

    /// Counts the steps of making a value that has parts.
    mutating func built(_ outcome: Outcome, at offset: Int) -> Outcome {
        guard case .value(let value) = outcome else { return outcome }
        switch value {
        case .text, .bytes, .list, .map: steps &+= value.weight
        default: return outcome
        }
        if steps > limits.steps { isExhausted = true }
        return isExhausted ? .open(Gap(problem: stepLimit(offset))) : outcome
    }

    private func noDay(_ node: RuleNode) -> Outcome {
        .open(Gap(problem: RuleError(at: node.offset, zh: "没有给出日期", en: "no as-of day was given")))
    }

    func failure(_ node: RuleNode, zh: String, en: String) -> Outcome {
        .open(Gap(problem: RuleError(at: node.offset, zh: zh, en: en)))
    }

    func mistyped(_ node: RuleNode) -> Outcome {
        failure(node, zh: "值的类型不符", en: "a value of an unexpected type")
    }

    private mutating func map(_ operand: RuleNode, _ body: (Bool) -> Outcome) -> Outcome {
        switch value(operand) {
        case .value(.bool(let flag)): return body(flag)
        case .value: return mistyped(operand)
        case .open(let gap): return .open(gap)
        }
    }

    private mutating func binary(
        _ left: RuleNode, _ right: RuleNode, _ body: (borrowing Evaluator, Value, Value) -> Outcome
    ) -> Outcome {
        switch (value(left), value(right)) {
        case (.value(let first), .value(let second)): return body(self, first, second)
        case (.open(let gap), .open(let other)): return .open(gap.united(other))
        case (.open(let gap), .value(let known)):
            return .open(united(gap, Evaluator.others(of: known)) ?? gap)
        case (.value(let known), .open(let gap)):
            return .open(united(Evaluator.others(of: known), gap) ?? gap)
        }
    }

    /// Evaluates all; the gaps of those that have no value are united.
    mutating func all(_ nodes: [RuleNode], _ body: ([Value]) -> Outcome) -> Outcome {
        var values: [Value] = []
        values.reserveCapacity(nodes.count)
        var gap: Gap?
        var isOpen = false
        for node in nodes {
            switch value(node) {
            case .value(let value):
                values.append(value)
                gap = united(gap, Evaluator.others(of: value))
            case .open(let more):
                gap = united(gap, more)
                isOpen = true
            }
            if isExhausted { return .open(gap ?? Gap(problem: stepLimit(node.offset))) }
        }
        // What is not known of a list counts beside what is not known at all; by itself it is up to the body.
        if isOpen, let gap { return .open(gap) }
        return body(values)
    }

    /// What is not known of a list that is known in part.
    private static func others(of value: Value) -> Gap? {
        guard case .list(let list) = value, !list.others.isEmpty else { return nil }
        return Gap(missing: list.others)
    }

    private mutating func kleene(_ parts: [RuleNode], deciding: Bool) -> Outcome {
        var gap: Gap?
        for part in parts {
            switch value(part) {
            case .value(.bool(let flag)): if flag == deciding { return .value(.bool(deciding)) }
            case .value: gap = united(gap, nil)
            case .open(let more): gap = united(gap, more)
            }
            if isExhausted { break }
        }
        return gap.map { .open($0) } ?? .value(.bool(!deciding))
    }

    private mutating func atLeast(_ k: Int64, _ parts: [RuleNode]) -> Outcome {
        var truths: [Truth] = []
        var gap: Gap?
        for part in parts {
            switch value(part) {
            case .value(.bool(let flag)): truths.append(Truth(flag))
            case .value: truths.append(.unknown)
            case .open(let more):
                truths.append(.unknown)
                gap = united(gap, more)
            }
            if isExhausted { break }
        }
        switch Truth.atLeast(k, truths) {
        case .yes: return .value(.bool(true))
        case .no: return .value(.bool(false))
        case .unknown: return .open(gap ?? Gap(missing: []))
        }
    }

    /// Binds a macro's variable and evaluates.
    mutating func with(_ slot: Int, _ value: Value, _ node: RuleNode) -> Outcome {
        bind(slot, value)
        return self.value(node)
    }

    /// Binds a macro's variable.
    mutating func bind(_ slot: Int, _ value: Value) {
        while locals.count <= slot { locals.append(.null) }
        locals[slot] = value
    }

    /// The truth of a macro's body for one element.
    mutating func truth(_ node: RuleNode, with slot: Int, _ value: Value) -> Truth {
        while locals.count <= slot { locals.append(.null) }
        locals[slot] = value
        return truth(node).0
    }

    var hasGivenUp: Bool { isExhausted }
}
