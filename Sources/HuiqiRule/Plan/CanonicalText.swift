import HuiqiModel

/// Expressions written out so that equal ones are equal texts: prefix form, macro variables by depth.
enum CanonicalText {
    static func text(_ node: RuleNode, schema: Schema) -> String {
        text(node, RuleSetting(schema, .contract))
    }

    static func text(_ node: RuleNode, _ setting: RuleSetting) -> String {
        var writer = Writer(setting: setting)
        writer.out.reserveCapacity(96)
        writer.write(node)
        return String(decoding: writer.out, as: UTF8.self)
    }

    fileprivate struct Writer {
        let setting: RuleSetting
        var out: [UInt8] = []
        var slots: [Int] = []

        mutating func write(_ node: RuleNode) {
            switch node.kind {
            case .constant(let value): constant(value)
            case .fact(let field): put(setting.schema.fields[field].name)
            case .yearFact(let field, let year):
                put(setting.schema.fields[field].name)
                put("[")
                write(year)
                put("]")
            case .asOf: put("as_of")
            case .year: put("year")
            case .local(let slot):
                put("$")
                put(String(slots.lastIndex(of: slot) ?? -1))
            case .member(let operand, let member): one("m\(member)", operand)
            case .and(let parts): list("&&", parts)
            case .or(let parts): list("||", parts)
            case .not(let operand): one("!", operand)
            case .atLeast(let k, let parts): list("at_least\(k)", parts)
            case .conditional(let test, let whenYes, let whenNo): list("?:", [test, whenYes, whenNo])
            case .compare(let comparison, let left, let right): two(comparison.rawValue, left, right)
            case .isIn(let element, let container): two("in", element, container)
            case .arithmetic(let operation, let left, let right): two(operation.rawValue, left, right)
            case .negate(let operand): one("neg", operand)
            case .index(let container, let key): two("[]", container, key)
            case .list(let parts): list("list", parts)
            case .map(let entries): list("map", entries.flatMap { [$0.key, $0.value] })
            case .call(let builtin, let arguments): list(builtin.canonicalName, arguments)
            case .comprehension(let macro, let range, let slot, let filter, let body):
                put(macro.rawValue)
                put("(")
                write(range)
                slots.append(slot)
                if let filter {
                    put(" if ")
                    write(filter)
                }
                put(" do ")
                write(body)
                slots.removeLast()
                put(")")
            }
        }

        private mutating func put(_ text: String) {
            let bytes = text.utf8.span
            for index in bytes.indices { out.append(bytes[index]) }
        }

        private mutating func one(_ head: String, _ part: RuleNode) {
            put(head)
            put("(")
            write(part)
            put(")")
        }

        private mutating func two(_ head: String, _ first: RuleNode, _ second: RuleNode) {
            put(head)
            put("(")
            write(first)
            put(",")
            write(second)
            put(")")
        }

        private mutating func list(_ head: String, _ parts: [RuleNode]) {
            put(head)
            put("(")
            for index in parts.indices {
                if index > 0 { put(",") }
                write(parts[index])
            }
            put(")")
        }

        private mutating func constant(_ value: Value) {
            switch value {
            // The type is part of the constant: 1 and 1.0 print alike in no case that matters, but stay apart.
            case .list(let list):
                put("<")
                for element in list.elements {
                    constant(element)
                    put(";")
                }
                put(">")
            case .text(let text):
                put("'")
                put(String(text.utf8.count))
                put(":")
                put(text)
                put("'")
            default: put(ValueText.text(value, topLevel: false, schema: setting.schema))
            }
        }
    }
}
