import HuiqiRule

/// A test of the suite: an expression, its surroundings, and what must come of it.
struct SuiteTest {
    enum Outcome {
        case value(PlainValue)
        case error
        /// Only the deduced type is asked for.
        case checked
    }

    struct Fault: Error { let reason: String }

    let file: String
    let section: String
    let name: String
    let isCore: Bool
    let needsProtobuf: Bool
    let expression: String
    private let node: SuiteNode

    /// As the skip list names it. Names are not unique in the suite: the section tells them apart.
    var id: String { "\(file)/\(section)/\(name)" }

    init(_ line: [UInt8]) throws {
        node = try SuiteNode(line)
        guard let file = node["file"]?.text, let section = node["section"]?.text,
            let name = node["name"]?.text,
            let expression = node["expr"]?.text
        else { throw Fault(reason: "a test without its file, section, name or expr") }
        self.file = file
        self.section = section
        self.name = name
        self.expression = expression
        isCore = node["core"]?.isTrue == true
        needsProtobuf = node["needs_protobuf"]?.isTrue == true
    }

    /// Nil where it passes; otherwise what is wrong.
    func failure() -> String? {
        do {
            let environment = try environment()
            let compiled: PlainExpression
            do {
                compiled = try PlainExpression.compile(expression, environment: environment)
            } catch {
                return "refused at \(error.offsetUTF8): \(error.message.en)"
            }
            if let type = node.one("typed_result")?.one("deduced_type") {
                let wanted = try Self.type(type)
                if wanted != compiled.type { return "type \(compiled.type.name), not \(wanted.name)" }
            }
            let outcome = try outcome()
            if case .checked = outcome { return nil }
            do {
                let value = try compiled.evaluate(try bindings())
                guard case .value(let wanted) = outcome else { return "\(value.text) where an error was due" }
                return Self.isSame(value, wanted) ? nil : "\(value.text), not \(wanted.text)"
            } catch let error as RuleError {
                if case .error = outcome { return nil }
                return "error at \(error.offsetUTF8): \(error.message.en)"
            }
        } catch {
            return "the test cannot be read: \(error)"
        }
    }

    // MARK: Reading

    private func environment() throws -> PlainEnvironment {
        var environment = PlainEnvironment(
            container: node.one("container")?.text ?? "",
            isChecked: node.one("disable_check")?.isTrue != true)
        for declaration in node.all("type_env") {
            guard let name = declaration.one("name")?.text, let type = declaration.one("ident")?.one("type")
            else {
                throw Fault(reason: "a declaration that is no variable")
            }
            environment.variables[name] = try Self.type(type)
        }
        return environment
    }

    private func bindings() throws -> [String: PlainValue] {
        var bindings: [String: PlainValue] = [:]
        for binding in node.all("bindings") {
            guard let key = binding.one("key")?.text, let value = binding.one("value")?.one("value") else {
                throw Fault(reason: "a binding without a value")
            }
            bindings[key] = try Self.value(value)
        }
        return bindings
    }

    private func outcome() throws -> Outcome {
        if node["eval_error"] != nil { return .error }
        if let value = node.one("value") { return .value(try Self.value(value)) }
        if node.one("check_only")?.isTrue == true { return .checked }
        if let value = node.one("typed_result")?.one("result") { return .value(try Self.value(value)) }
        // The suite's own default.
        return .value(.bool(true))
    }

    private static func type(_ node: SuiteNode) throws -> PlainType {
        guard let (key, value) = node.onlyMember else { throw Fault(reason: "an empty type") }
        switch (key, value.text) {
        case ("dyn", _): return .dyn
        case ("null", _): return .null
        case ("primitive", "BOOL"): return .bool
        case ("primitive", "INT64"): return .int
        case ("primitive", "UINT64"): return .uint
        case ("primitive", "DOUBLE"): return .double
        case ("primitive", "STRING"): return .string
        case ("primitive", "BYTES"): return .bytes
        case ("list_type", _): return .list(try type(value.one("elem_type") ?? .null))
        case ("map_type", _):
            return .map(
                try type(value.one("key_type") ?? .null), try type(value.one("value_type") ?? .null))
        case ("abstract_type", _) where value.one("name")?.text == "optional_type":
            return .optional(try type(value.one("parameter_types") ?? .null))
        default: throw Fault(reason: "a type of kind \(key)")
        }
    }

    private static func value(_ node: SuiteNode) throws -> PlainValue {
        guard let (key, value) = node.onlyMember else { throw Fault(reason: "an empty value") }
        switch key {
        case "null_value": return .null
        case "bool_value": return .bool(value.isTrue)
        case "int64_value": if let number = Int64(value.text ?? "") { return .int(number) }
        case "uint64_value": if let number = UInt64(value.text ?? "") { return .uint(number) }
        case "double_value": if let number = Double(value.text ?? "") { return .double(number) }
        case "string_value": if let text = value.text { return .string(text) }
        case "type_value": if let text = value.text { return .type(text) }
        case "bytes_value":
            if let text = value.text { return .bytes(Array(text.utf8)) }
            if let hex = value["$bytes_hex"]?.text { return .bytes(octets(hex)) }
        case "list_value": return .list(try value.all("values").map(Self.value))
        case "map_value":
            let entries = try value.all("entries").map { entry in
                (
                    key: try Self.value(entry.one("key") ?? .null),
                    value: try Self.value(entry.one("value") ?? .null)
                )
            }
            if let map = PlainMap(entries) { return .map(map) }
        default: break
        }
        throw Fault(reason: "a value of kind \(key)")
    }

    private static func octets(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    /// The same kind and the same value: -0.0 is not 0.0, NaN is NaN, and 1 is neither 1u nor 1.0.
    private static func isSame(_ left: PlainValue, _ right: PlainValue) -> Bool {
        switch (left, right) {
        case (.double(let left), .double(let right)):
            left.isNaN ? right.isNaN : left == right && left.sign == right.sign
        case (.list(let left), .list(let right)):
            left.elements.count == right.elements.count
                && zip(left.elements, right.elements).allSatisfy { isSame($0, $1) }
        case (.map(let left), .map(let right)):
            left.entries.count == right.entries.count
                && left.entries.allSatisfy { entry in
                    right.entries.contains { isSame(entry.key, $0.key) && isSame(entry.value, $0.value) }
                }
        default: left.typeName == right.typeName && left.equals(right)
        }
    }
}
