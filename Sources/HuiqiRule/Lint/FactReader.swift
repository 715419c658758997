import HuiqiModel

/// Reads the boolean leaves of checked expressions as questions to variables.
///
/// Days that depend on the as-of day are kept apart from fixed ones: `years_before(3)` and `date('2021-06-30')`
/// have no order that holds on every day. So one fact may be several variables; that only makes the linter more
/// silent.
struct FactReader {
    let schema: Schema
    private(set) var variables: [FactVariable] = []
    private(set) var atoms: [ObjectIdentifier: FactAtom] = [:]
    private var indexByKey: [String: Int] = [:]
    private var unique = 0

    init(schema: Schema) { self.schema = schema }

    /// Reads every boolean leaf below a node, also those inside amounts and macros.
    mutating func read(_ node: RuleNode) {
        if node.type == .bool, !FactReader.isStructure(node) {
            let atom = self.atom(node)
            if case .question(let variable, let question, _) = atom { variables[variable].note(question) }
            atoms[ObjectIdentifier(node)] = atom
        }
        for child in node.children { read(child) }
    }

    /// Cuts all variables into regions; the number of regions in all, capped.
    mutating func cut() -> Int {
        var total = 0
        for index in variables.indices {
            total += min(variables[index].cut(), 1 << 30)
            if total > BoxCalculus.boxLimit { return total }
        }
        return total
    }

    /// What is joined from other conditions rather than asked of facts.
    static func isStructure(_ node: RuleNode) -> Bool {
        switch node.kind {
        case .constant, .and, .or, .not, .atLeast, .conditional: true
        default: false
        }
    }

    // MARK: Keys

    /// The key of a variable.
    func key(ofVariable variable: Int) -> String? { indexByKey.first { $0.value == variable }?.key }

    /// A text that is the same only for expressions of the same value.
    private mutating func key(_ node: RuleNode) -> String {
        let text = CanonicalText.text(node, schema: schema)
        if node.freeSlots.isEmpty { return text }
        // The canonical text does not tell one macro's variable from another's.
        if node.freeSlots.count == 1, let slot = node.freeSlots.first { return "slot\(slot):" + text }
        unique += 1
        return "unique\(unique)"
    }

    private mutating func variable(_ key: String, _ domain: FactVariable.Domain, _ node: RuleNode) -> Int {
        let full = "\(key)|\(domain)"
        if let index = indexByKey[full] { return index }
        indexByKey[full] = variables.count
        variables.append(FactVariable(name: FactNames.name(node, schema: schema), domain: domain))
        return variables.count - 1
    }

    private mutating func flag(_ node: RuleNode, isTrue: Bool = true) -> FactAtom {
        .question(variable: variable(key(node), .flag, node), .isTrue, isTrue: isTrue)
    }

    // MARK: Atoms

    private mutating func atom(_ node: RuleNode) -> FactAtom {
        switch node.kind {
        case .compare(let comparison, let left, let right): return comparing(comparison, left, right, node)
        case .isIn(let element, let container): return membership(element, container, node)
        case .call(.under, let arguments): return under(arguments, node)
        case .comprehension(let macro, let range, let slot, nil, let body):
            return quantified(macro, range, slot, body, node)
        default: return flag(node)
        }
    }

    /// `tags.exists(t, t == 'a')` is `'a' in tags`, and `all` with `!=` its opposite.
    private mutating func quantified(
        _ macro: Macro, _ range: RuleNode, _ slot: Int, _ body: RuleNode, _ node: RuleNode
    ) -> FactAtom {
        guard case .fact = range.kind, range.type == .list(.text), macro == .exists || macro == .all,
            case .compare(macro == .exists ? .equal : .notEqual, let left, let right) = body.kind
        else { return flag(node) }
        for (element, other) in [(left, right), (right, left)] {
            guard case .local(slot) = element.kind, case .constant(.text) = other.kind else { continue }
            return flag(RuleNode(.isIn(other, range), .bool, at: node.offset), isTrue: macro == .exists)
        }
        return flag(node)
    }

    private mutating func under(_ arguments: [RuleNode], _ node: RuleNode) -> FactAtom {
        guard case .code(let standard) = arguments[0].type, case .constant(let value) = arguments[1].kind
        else { return flag(node) }
        var codes: [Value] = [value]
        if case .list(let list) = value { codes = list.elements }
        var areas: [CodeArea] = []
        for code in codes {
            guard case .text(let text) = code, let area = CodeArea(text, standard) else { return flag(node) }
            areas.append(area)
        }
        let variable = self.variable(key(arguments[0]), .code(standard), arguments[0])
        return .question(variable: variable, .under(areas), isTrue: true)
    }

    private mutating func textVariable(_ node: RuleNode) -> Int? {
        switch node.type {
        case .enumeration(let values): variable(key(node), .text(values), node)
        case .code(let standard): variable(key(node), .code(standard), node)
        case .text: variable(key(node), .text(nil), node)
        default: nil
        }
    }

    private mutating func membership(_ element: RuleNode, _ container: RuleNode, _ node: RuleNode) -> FactAtom
    {
        guard case .constant(.list(let list)) = container.kind, list.others.isEmpty else { return flag(node) }
        if list.elements.isEmpty { return .constant(false) }
        if element.type.isNumeric {
            let numbers = list.elements.compactMap(\.number)
            guard numbers.count == list.elements.count, let place = number(element) else { return flag(node) }
            var thresholds: [Number] = []
            for number in numbers {
                guard let threshold = place.threshold(number) else { return flag(node) }
                thresholds.append(threshold)
            }
            return .question(variable: place.variable, .oneOfNumbers(thresholds), isTrue: true)
        }
        var texts: [ExactText] = []
        for value in list.elements {
            guard case .text(let text) = value else { return flag(node) }
            texts.append(ExactText(text))
        }
        guard let variable = self.textVariable(element) else { return flag(node) }
        return .question(variable: variable, .oneOfTexts(texts), isTrue: true)
    }

    private mutating func comparing(
        _ comparison: Comparison, _ left: RuleNode, _ right: RuleNode, _ node: RuleNode
    ) -> FactAtom {
        if case .constant = left.kind, case .constant = right.kind { return flag(node) }
        if case .constant = left.kind { return comparing(comparison.mirrored, right, left, node) }
        if left.type.isNumeric, right.type.isNumeric { return numbers(comparison, left, right, node) }
        if left.type == .timestamp, right.type == .timestamp { return moments(comparison, left, right, node) }
        let isEquality = comparison == .equal || comparison == .notEqual
        if isEquality, case .constant(.text(let text)) = right.kind, let variable = self.textVariable(left) {
            return .question(
                variable: variable, .oneOfTexts([ExactText(text)]), isTrue: comparison == .equal)
        }
        if isEquality, left.type == .bool, case .constant(.bool(let flag)) = right.kind {
            return self.flag(left, isTrue: flag == (comparison == .equal))
        }
        if comparison == .notEqual {
            return flag(RuleNode(.compare(.equal, left, right), .bool, at: node.offset), isTrue: false)
        }
        return flag(node)
    }

    // MARK: Numbers

    /// A linear sum over its first term by key, `variable x coefficient + constant`.
    private struct Place {
        let variable: Int
        let coefficient: Number
        let constant: Number

        /// Where the variable is when the sum is `number`.
        func threshold(_ number: Number) -> Number? {
            number.subtracting(constant)?.divided(by: coefficient)
        }
    }

    private mutating func number(_ node: RuleNode) -> Place? {
        var keys: [ObjectIdentifier: String] = [:]
        collectKeys(node, &keys)
        guard let reading = LinearReading.read(node, key: { keys[ObjectIdentifier($0)] ?? "" }) else {
            return nil
        }
        return place(reading, naming: node)
    }

    /// Keys are made beforehand, since making one may change the reader.
    private mutating func collectKeys(_ node: RuleNode, _ keys: inout [ObjectIdentifier: String]) {
        keys[ObjectIdentifier(node)] = key(node)
        switch node.kind {
        case .negate, .arithmetic, .call(.toDecimal, _), .call(.sum, _), .list:
            for child in node.children { collectKeys(child, &keys) }
        default: break
        }
    }

    private mutating func place(_ reading: LinearReading, naming node: RuleNode) -> Place? {
        let sorted = reading.terms.sorted { $0.key < $1.key }
        guard let first = sorted.first else { return nil }
        if sorted.count == 1 {
            let range = FactReader.range(of: first.node)
            let isInteger = first.node.type == .int || first.node.type == .uint
            let variable = self.variable(
                first.key, .number(isInteger: isInteger, range: isInteger ? range : nil), first.node)
            switch first.node.kind {
            case .fact(let field), .yearFact(let field, _):
                variables[variable].isMoney = first.node.type == .decimal
                if variables[variable].isMoney { variables[variable].unit = schema.fields[field].unit }
            case .member: variables[variable].isMoney = first.node.type == .decimal
            default: break
            }
            return Place(variable: variable, coefficient: first.coefficient, constant: reading.constant)
        }
        var parts: [String] = []
        for term in sorted {
            guard let ratio = term.coefficient.divided(by: first.coefficient) else { return nil }
            parts.append("\(ratio.numerator)/\(ratio.denominator) x \(term.key)")
        }
        let variable = self.variable(
            "sum: " + parts.joined(separator: " + "), .number(isInteger: false, range: nil), node)
        return Place(variable: variable, coefficient: first.coefficient, constant: reading.constant)
    }

    /// What a count or a getter can come to.
    private static func range(of node: RuleNode) -> ClosedRange<Int128>? {
        let most = Int128(Int64.max)
        if node.type == .uint { return 0...(Int128(1) << 64) }
        guard case .call(let builtin, _) = node.kind else { return nil }
        switch builtin {
        case .size: return 0...most
        case .timePart(let part):
            switch part {
            case .fullYear: return 1...9999
            case .month: return 0...11
            case .dayOfMonth: return 0...30
            case .date: return 1...31
            case .dayOfWeek: return 0...6
            case .dayOfYear: return 0...365
            case .hours: return 0...23
            case .minutes, .seconds: return 0...59
            case .milliseconds: return 0...999
            }
        default: return nil
        }
    }

    private mutating func numbers(
        _ comparison: Comparison, _ left: RuleNode, _ right: RuleNode, _ node: RuleNode
    ) -> FactAtom {
        if let atom = since(comparison, left, right) ?? since(comparison.mirrored, right, left) {
            return atom
        }
        var keys: [ObjectIdentifier: String] = [:]
        collectKeys(left, &keys)
        collectKeys(right, &keys)
        let name: (RuleNode) -> String = { keys[ObjectIdentifier($0)] ?? "" }
        guard let first = LinearReading.read(left, key: name),
            let second = LinearReading.read(right, key: name)?.scaled(Number(-1)),
            let difference = first.adding(second)
        else { return flag(node) }
        if difference.terms.isEmpty { return .constant(comparison.holds(difference.constant.signum)) }
        guard let place = place(difference, naming: node), let threshold = place.threshold(.zero) else {
            return flag(node)
        }
        let turned = place.coefficient.signum < 0 ? comparison.mirrored : comparison
        return .question(variable: place.variable, .compare(turned, threshold), isTrue: true)
    }

    // MARK: Times

    /// `years_since(t) >= n` is `t <= years_before(n)`.
    private mutating func since(_ comparison: Comparison, _ left: RuleNode, _ right: RuleNode) -> FactAtom? {
        guard case .call(let builtin, let arguments) = left.kind,
            builtin == .yearsSince || builtin == .monthsSince,
            case .constant(.int(let count)) = right.kind, count.magnitude < 100_000
        else { return nil }
        let step: Int64 = builtin == .yearsSince ? 12 : 1
        let reached = Number(-count * step)
        let passed = Number(-(count + 1) * step)
        let question: FactQuestion
        switch comparison {
        case .greaterEqual: question = .compare(.lessEqual, reached)
        case .greater: question = .compare(.lessEqual, passed)
        case .less: question = .compare(.greater, reached)
        case .lessEqual: question = .compare(.greater, passed)
        case .equal, .notEqual: question = .span(above: passed, upTo: reached)
        }
        let variable = self.variable(
            key(arguments[0]) + "#months", .number(isInteger: false, range: nil), arguments[0])
        variables[variable].isRelative = true
        return .question(variable: variable, question, isTrue: comparison != .notEqual)
    }

    private enum Moment {
        case fixed(Int128)
        /// So many months or days after the as-of day; less than 0 is before.
        case months(Int64)
        case days(Int64)
    }

    private static func moment(_ node: RuleNode) -> Moment? {
        switch node.kind {
        case .constant(.timestamp(let moment)): return .fixed(moment)
        case .asOf: return .months(0)
        case .call(let builtin, let arguments):
            guard arguments.count == 1, case .constant(.int(let count)) = arguments[0].kind,
                count.magnitude < 100_000
            else { return nil }
            switch builtin {
            case .yearsBefore: return .months(-count * 12)
            case .monthsBefore: return .months(-count)
            case .daysBefore: return .days(-count)
            default: return nil
            }
        default: return nil
        }
    }

    private mutating func moments(
        _ comparison: Comparison, _ left: RuleNode, _ right: RuleNode, _ node: RuleNode
    ) -> FactAtom {
        switch (FactReader.moment(left), FactReader.moment(right)) {
        case (.months(let first)?, .months(let second)?), (.days(let first)?, .days(let second)?):
            return .constant(comparison.holds(Int((first - second).signum())))
        case (_, .fixed(let moment)?):
            // Facts are days: only midnights.
            let isDay = FactReader.isDay(left)
            guard let number = Number(moment, over: isDay ? Value.nanosecondsADay : 1) else {
                return flag(node)
            }
            return question(comparison, number, of: left, "#fixed", isInteger: isDay)
        case (.fixed?, _): return moments(comparison.mirrored, right, left, node)
        case (nil, .months(let months)?): return question(comparison, Number(months), of: left, "#months")
        case (nil, .days(let days)?): return question(comparison, Number(days), of: left, "#days")
        case (.months?, nil), (.days?, nil): return moments(comparison.mirrored, right, left, node)
        case (.months?, .days?), (.days?, .months?): return flag(node)
        case (nil, nil):
            let (first, second) = (key(left), key(right))
            if first == second { return .constant(comparison.holds(0)) }
            let variable = self.variable(
                "order of \(min(first, second)) and \(max(first, second))",
                .number(isInteger: false, range: nil), node)
            let turned = first < second ? comparison : comparison.mirrored
            return .question(variable: variable, .compare(turned, .zero), isTrue: true)
        }
    }

    private mutating func question(
        _ comparison: Comparison, _ number: Number, of node: RuleNode, _ family: String,
        isInteger: Bool = false
    ) -> FactAtom {
        let variable = self.variable(key(node) + family, .number(isInteger: isInteger, range: nil), node)
        variables[variable].isRelative = family != "#fixed"
        variables[variable].isDay = family == "#fixed" && isInteger
        return .question(variable: variable, .compare(comparison, number), isTrue: true)
    }

    private static func isDay(_ node: RuleNode) -> Bool {
        switch node.kind {
        case .fact, .member, .asOf: true
        default: false
        }
    }
}
