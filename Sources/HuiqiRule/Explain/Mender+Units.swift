import HuiqiModel

/// What kind of number a comparison is about.
public enum Measure: String, Sendable, Hashable {
    /// An amount in the unit that is given with it; a plain count where that is empty.
    case amount
    /// A quotient of two amounts of the same unit, possibly less one: a share or a growth.
    case ratio
    /// Computed so that no unit is left: scaled by a factor, or of units that do not go together.
    case computed
}

/// The unit of a part of an expression, as it goes up through the operations.
struct PartMeasure: Equatable {
    var kind: Measure
    var unit = ""
    /// A number of the rule itself takes the unit of what it is added to.
    var isConstant = false

    static let constant = PartMeasure(kind: .amount, isConstant: true)
    static let ratio = PartMeasure(kind: .ratio)
    static let computed = PartMeasure(kind: .computed)

    static func amount(_ unit: String) -> PartMeasure { PartMeasure(kind: .amount, unit: unit) }

    /// Of a sum, a difference, or one of the two.
    func joined(_ other: PartMeasure) -> PartMeasure {
        if isConstant { return other }
        if other.isConstant || self == other { return self }
        return .computed
    }

    func divided(by other: PartMeasure) -> PartMeasure {
        guard kind == .amount, other.kind == .amount, !unit.isEmpty, !other.unit.isEmpty else {
            return .computed
        }
        return unit == other.unit ? .ratio : .amount(unit + "/" + other.unit)
    }
}

extension Mender {
    /// The unit of what a node computes.
    ///
    /// A unit times a number other than one is no longer of that unit: of `100 * rd_staff` nobody lacks 800 人.
    mutating func measure(of node: RuleNode) -> PartMeasure {
        switch node.kind {
        case .fact(let field), .yearFact(let field, _): return .amount(schema.fields[field].unit)
        case .member: return .amount(node.type == .decimal ? "元" : "")
        case .call(let builtin, let operands): return measure(of: builtin, operands)
        case .arithmetic(let operation, let left, let right): return measure(operation, left, right)
        case .year: return .amount("年")
        case .negate(let operand): return measure(of: operand)
        case .list(let parts): return joined(parts)
        case .comprehension(.map, _, _, _, let body): return measure(of: body)
        case .conditional(_, let whenYes, let whenNo): return joined([whenYes, whenNo])
        case .comprehension, .index, .local: return .amount("")
        default: return .constant
        }
    }

    private mutating func measure(of builtin: Builtin, _ operands: [RuleNode]) -> PartMeasure {
        switch builtin {
        case .yearsSince, .timePart(.fullYear): return .amount("年")
        case .monthsSince: return .amount("个月")
        case .size: return .amount(unit(ofSize: operands[0]))
        case .toDecimal, .toInt, .toUint:
            return operands[0].type.isNumeric ? measure(of: operands[0]) : .amount("")
        case .sum, .least, .greatest: return joined(operands)
        case .money: return .constant
        default: return .amount("")
        }
    }

    private mutating func joined(_ parts: [RuleNode]) -> PartMeasure {
        var whole = PartMeasure.constant
        for part in parts { whole = whole.joined(measure(of: part)) }
        return whole
    }

    private mutating func measure(
        _ operation: Arithmetic, _ left: RuleNode, _ right: RuleNode
    ) -> PartMeasure {
        let (first, second) = (measure(of: left), measure(of: right))
        if first.isConstant, second.isConstant { return .constant }
        switch operation {
        case .add, .subtract: return first.joined(second)
        case .multiply:
            if first.isConstant, value(left)?.number == Number(1) { return second }
            if second.isConstant, value(right)?.number == Number(1) { return first }
            return .computed
        case .divide:
            guard second.isConstant else { return first.divided(by: second) }
            // An average of so many amounts is one of them.
            guard let divisor = value(right)?.number, divisor == Number(Int64(terms(left))) else {
                return .computed
            }
            return first
        case .modulo: return .computed
        }
    }

    /// How many terms a sum has; 1 of anything else.
    private func terms(_ node: RuleNode) -> Int {
        var count = 1
        var rest = node
        while true {
            switch rest.kind {
            case .arithmetic(.add, let left, _):
                count += 1
                rest = left
            case .call(.sum, let operands):
                if case .list(let parts) = operands[0].kind { count += max(0, parts.count - 1) }
                return count
            default: return count
            }
        }
    }

    /// Whether it is a sum of amounts, of parts or over a list.
    static func isSum(_ node: RuleNode) -> Bool {
        switch node.kind {
        case .arithmetic(.add, let left, let right):
            left.readsFacts && right.readsFacts || !left.freeSlots.isEmpty && !right.freeSlots.isEmpty
        case .call(.sum, _): true
        default: false
        }
    }

    /// A number without its conversion to another type.
    static func unconverted(_ node: RuleNode) -> RuleNode {
        switch node.kind {
        case .call(.toDecimal, let operands) where operands[0].type.isNumeric: unconverted(operands[0])
        case .call(.toInt, let operands) where operands[0].type == .int || operands[0].type == .uint:
            unconverted(operands[0])
        case .call(.toUint, let operands) where operands[0].type == .int || operands[0].type == .uint:
            unconverted(operands[0])
        default: node
        }
    }

    /// Records are counted in 项, or in the unit that a schema gives the list; texts of a list in 个.
    private func unit(ofSize node: RuleNode) -> String {
        switch node.kind {
        case .fact(let field):
            let unit = schema.fields[field].unit
            if !unit.isEmpty { return unit }
        case .comprehension(.filter, let range, _, _, _), .comprehension(.map, let range, _, _, _):
            return unit(ofSize: range)
        default: break
        }
        if case .list(.record) = node.type { return "项" }
        return node.type.isText ? "字" : "个"
    }
}
