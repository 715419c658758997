import HuiqiModel

/// Expressions written out so that equal ones are equal texts: prefix form, macro variables by depth.
enum CanonicalText {
    static func text(_ node: RuleNode, schema: Schema) -> String {
        var writer = Writer(schema: schema)
        writer.out.reserveCapacity(96)
        writer.write(node)
        return writer.out
    }

    fileprivate struct Writer {
        let schema: Schema
        var out = ""
        var slots: [Int] = []

        mutating func write(_ node: RuleNode) {
            switch node.kind {
            case .constant(let value): constant(value)
            case .fact(let field): out += schema.fields[field].name
            case .yearFact(let field, let year):
                out += schema.fields[field].name
                list("[", [year], "]")
            case .asOf: out += "as_of"
            case .year: out += "year"
            case .local(let slot): out += "$\(slots.lastIndex(of: slot) ?? -1)"
            case .member(let operand, let member): list("m\(member)", [operand])
            case .and(let parts): list("&&", parts)
            case .or(let parts): list("||", parts)
            case .not(let operand): list("!", [operand])
            case .atLeast(let k, let parts): list("at_least\(k)", parts)
            case .conditional(let test, let whenYes, let whenNo): list("?:", [test, whenYes, whenNo])
            case .compare(let comparison, let left, let right): list(comparison.rawValue, [left, right])
            case .isIn(let element, let container): list("in", [element, container])
            case .arithmetic(let operation, let left, let right): list(operation.rawValue, [left, right])
            case .negate(let operand): list("neg", [operand])
            case .index(let container, let key): list("[]", [container, key])
            case .list(let parts): list("list", parts)
            case .map(let entries): list("map", entries.flatMap { [$0.key, $0.value] })
            case .call(let builtin, let arguments): list(builtin.canonicalName, arguments)
            case .comprehension(let macro, let range, let slot, let filter, let body):
                out += macro.rawValue
                out += "("
                write(range)
                slots.append(slot)
                if let filter {
                    out += " if "
                    write(filter)
                }
                out += " do "
                write(body)
                slots.removeLast()
                out += ")"
            }
        }

        private mutating func list(_ head: String, _ parts: [RuleNode], _ close: String = ")") {
            out += close == ")" ? head + "(" : head
            for (index, part) in parts.enumerated() {
                if index > 0 { out += "," }
                write(part)
            }
            out += close
        }

        private mutating func constant(_ value: Value) {
            switch value {
            // The type is part of the constant: 1 and 1.0 print alike in no case that matters, but stay apart.
            case .list(let list):
                out += "<"
                for element in list.elements {
                    constant(element)
                    out += ";"
                }
                out += ">"
            case .text(let text): out += "'\(text.utf8.count):\(text)'"
            default: out += ValueText.text(value, topLevel: false, schema: schema)
            }
        }
    }
}
