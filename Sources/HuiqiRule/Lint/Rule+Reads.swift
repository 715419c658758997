import HuiqiModel

/// A field that a rule reads, with where it does first.
public struct FieldRead: Sendable, Hashable {
    /// Index in the schema.
    public let field: Int
    /// UTF-8 offset of the first place.
    public let offsetUTF8: Int
}

/// A text that a field is asked for: `'a' in tags`, `legal_form == 'b'`, `name.contains('c')`.
public struct TextAsked: Sendable, Hashable {
    /// How it is asked.
    public enum Manner: Sendable, Hashable {
        /// The whole text, or one of a list.
        case equal
        /// A part of it, or a pattern.
        case part
    }

    /// Index in the schema of the field.
    public let field: Int
    /// The text.
    public let text: String
    /// How.
    public let manner: Manner
    /// UTF-8 offset of the question.
    public let offsetUTF8: Int
}

extension Rule {
    /// The fields that the rule reads, each once, in order of first appearance.
    public var fieldsRead: [FieldRead] {
        var found: [FieldRead] = []
        var seen: Set<Int> = []
        func visit(_ node: RuleNode) {
            switch node.kind {
            case .fact(let field), .yearFact(let field, _), .call(.firstReached(let field), _):
                if seen.insert(field).inserted {
                    found.append(FieldRead(field: field, offsetUTF8: node.offset))
                }
            default: break
            }
            for child in node.children { visit(child) }
        }
        visit(root)
        return found
    }

    /// The texts that fields are asked for, in order of place.
    public var textsAsked: [TextAsked] {
        var found: [TextAsked] = []
        func ask(_ node: RuleNode, _ other: RuleNode, _ manner: TextAsked.Manner, _ ranges: [Int: Int]) {
            guard let field = field(of: node, ranges), case .constant(let value) = other.kind else { return }
            var values = [value]
            if case .list(let list) = value { values = list.elements }
            for case .text(let text) in values {
                found.append(TextAsked(field: field, text: text, manner: manner, offsetUTF8: other.offset))
            }
        }
        /// `ranges` says which field the variable of a macro walks over.
        func visit(_ node: RuleNode, _ ranges: [Int: Int]) {
            var ranges = ranges
            switch node.kind {
            case .compare(let comparison, let left, let right)
            where comparison == .equal || comparison == .notEqual:
                ask(left, right, .equal, ranges)
                ask(right, left, .equal, ranges)
            case .isIn(let left, let right):
                ask(left, right, .equal, ranges)
                ask(right, left, .equal, ranges)
            case .call(let builtin, let arguments) where arguments.count == 2:
                switch builtin {
                case .contains, .startsWith, .endsWith, .mentions, .matches:
                    ask(arguments[0], arguments[1], .part, ranges)
                default: break
                }
            case .comprehension(_, let range, let slot, _, _):
                if let field = field(of: range, ranges) { ranges[slot] = field }
            default: break
            }
            for child in node.children { visit(child, ranges) }
        }
        visit(root, [:])
        return found
    }

    private func field(of node: RuleNode, _ ranges: [Int: Int]) -> Int? {
        switch node.kind {
        case .fact(let field): return field
        case .local(let slot): return ranges[slot]
        case .member(let operand, _): return field(of: operand, ranges)
        case .comprehension(.filter, let range, _, _, _): return field(of: range, ranges)
        default: return nil
        }
    }
}
