/// One signature of a function and what it does. Functions of values (`x.size()`) have their target first.
struct PlainOverload: Sendable {
    typealias Body = @Sendable ([PlainValue], inout PlainRun) throws(RuleError) -> PlainValue

    let parameters: [PlainType]
    let result: PlainType
    /// Whether any number of arguments of the last type, at least one, may stand at the end.
    let isVariadic: Bool
    /// Gets as many values, of these types, as the signature takes.
    let body: Body

    init(_ parameters: [PlainType], _ result: PlainType, isVariadic: Bool = false, _ body: @escaping Body) {
        self.parameters = parameters
        self.result = result
        self.isVariadic = isVariadic
        self.body = body
    }

    func takes(_ count: Int) -> Bool {
        isVariadic ? count >= parameters.count : count == parameters.count
    }

    func takes(_ values: [PlainValue]) -> Bool {
        guard takes(values.count) else { return false }
        for (index, value) in values.enumerated() where !parameter(index).accepts(value) { return false }
        return true
    }

    func takes(_ types: [PlainType]) -> Bool {
        guard takes(types.count) else { return false }
        for (index, type) in types.enumerated() where !parameter(index).agrees(with: type) { return false }
        return true
    }

    private func parameter(_ index: Int) -> PlainType { parameters[min(index, parameters.count &- 1)] }
}

/// The functions of the plain environment, by name; a name in a namespace is written in full, `math.least`.
enum PlainLibrary {
    typealias Table = [String: [PlainOverload]]

    /// `name(a, b)`
    static let functions: Table = merged([
        PlainConversions.functions, PlainTextFunctions.functions, PlainMath.functions,
        PlainOptionals.functions,
        PlainEncoders.functions, PlainQuoting.functions, PlainSizes.functions,
    ])

    /// `a.name(b)`, the target first.
    static let methods: Table = merged([
        PlainTextFunctions.methods, PlainStringMethods.methods, PlainTimeMethods.methods,
        PlainOptionals.methods, PlainFormat.methods, PlainSizes.functions,
    ])

    private static func merged(_ tables: [Table]) -> Table {
        tables.reduce(into: [:]) { $0.merge($1) { $0 + $1 } }
    }
}

/// `size`
enum PlainSizes {
    static let functions: PlainLibrary.Table = [
        "size": [
            PlainOverload([.string], .int, size), PlainOverload([.bytes], .int, size),
            PlainOverload([.list(.dyn)], .int, size), PlainOverload([.map(.dyn, .dyn)], .int, size),
        ]
    ]

    private static func size(_ values: [PlainValue], _ run: inout PlainRun) throws(RuleError) -> PlainValue {
        switch values.first {
        case .string(let text):
            try run.walk(text.utf8.count)
            return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.elements.count))
        case .map(let map): return .int(Int64(map.entries.count))
        default: throw run.noOverload("size", values)
        }
    }
}
