import HuiqiText

/// One evaluation: what it may still use, and the variables of its macros.
struct PlainRun {
    let bindings: [String: PlainValue]
    let limits: RuleLimits
    /// The operator or call that is being evaluated; errors of functions point here.
    var offset = 0
    /// Whether a bound was reached, which no operator absorbs.
    private(set) var isExhausted = false
    private var steps: Int
    private var room = PlainExpression.roomBytes
    private var locals: [PlainValue]
    private var regexes: [[UInt8]: LinearRegex] = [:]

    init(bindings: [String: PlainValue], limits: RuleLimits, slots: Int) {
        self.bindings = bindings
        self.limits = limits
        steps = limits.steps
        locals = Array(repeating: .null, count: slots)
    }

    subscript(local slot: Int) -> PlainValue {
        get { locals.indices.contains(slot) ? locals[slot] : .null }
        set { if locals.indices.contains(slot) { locals[slot] = newValue } }
    }

    func fault(zh: String, en: String) -> RuleError { RuleError(at: offset, zh: zh, en: en) }

    /// Counts one node.
    mutating func step(_ offset: Int) throws(RuleError) {
        self.offset = offset
        try take(1)
    }

    /// Counts walking through `bytes` bytes: a step for every 64.
    mutating func walk(_ bytes: Int) throws(RuleError) { try take(bytes >> 6) }

    /// Counts walking through a value as it is written out.
    mutating func walk(_ value: PlainValue) throws(RuleError) { try take(value.extent.weight) }

    mutating func take(_ count: Int) throws(RuleError) {
        guard count <= steps, !isExhausted else {
            isExhausted = true
            throw fault(
                zh: "求值超过 \(limits.steps) 步", en: "the evaluation took more than \(limits.steps) steps")
        }
        steps &-= count
    }

    /// Counts building `bytes` bytes, before they are built.
    mutating func build(_ bytes: Int) throws(RuleError) {
        try walk(bytes)
        guard bytes <= room, !isExhausted else {
            isExhausted = true
            throw fault(
                zh: "求值产生的数据超过 \(PlainExpression.roomBytes >> 20) MiB",
                en: "the evaluation built more than \(PlainExpression.roomBytes >> 20) MiB")
        }
        room &-= bytes
    }

    /// Bytes that a list element or map entry counts for beside what it holds.
    static let bytesAPart = 32

    mutating func list(_ elements: [PlainValue]) throws(RuleError) -> PlainValue {
        try build((elements.count &+ 1) &* Self.bytesAPart)
        let list = PlainList(elements)
        try refuseDeep(list.extent)
        return .list(list)
    }

    mutating func map(_ builder: PlainMapBuilder) throws(RuleError) -> PlainValue {
        try build((builder.entries.count &+ 1) &* 4 &* Self.bytesAPart)
        let map = PlainMap(builder)
        try refuseDeep(map.extent)
        return .map(map)
    }

    func optional(_ value: PlainValue) throws(RuleError) -> PlainValue {
        let optional = PlainOptional(value)
        try refuseDeep(optional.extent)
        return .optional(optional)
    }

    /// A text that was counted before it was built.
    mutating func string(_ text: String) throws(RuleError) -> PlainValue {
        try build(text.utf8.count)
        return .string(text)
    }

    private func refuseDeep(_ extent: PlainExtent) throws(RuleError) {
        guard extent.depth > PlainExpression.valueDepth else { return }
        throw fault(
            zh: "值嵌套超过 \(PlainExpression.valueDepth) 层",
            en: "a value is nested more than \(PlainExpression.valueDepth) levels")
    }

    /// Memory that one pattern may take.
    static let patternBytes = 1 << 19

    /// A compiled pattern; each is compiled once.
    mutating func regex(_ pattern: String) throws(RuleError) -> LinearRegex {
        // By bytes, since equal texts may differ in them.
        let key = Array(pattern.utf8)
        if let known = regexes[key] { return known }
        // Compiling takes up to about ten milliseconds.
        try take(5000 &+ pattern.utf8.count)
        if regexes.count >= 64 { regexes = [:] }
        do {
            let regex = try LinearRegex(pattern, maxMemory: Self.patternBytes)
            regexes[key] = regex
            return regex
        } catch {
            throw fault(zh: error.zh, en: error.en)
        }
    }
}

/// A part of a compiled plain expression.
protocol PlainNode: Sendable {
    /// - Throws: ``RuleError``; nothing else happens in an evaluation but its value and its cost.
    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue
}
