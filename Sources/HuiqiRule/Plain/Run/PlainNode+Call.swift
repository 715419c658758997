/// A call of a function, by the overload that takes values of these types.
final class PlainCall: PlainNode {
    let name: String
    let overloads: [PlainOverload]
    let arguments: [any PlainNode]
    let offset: Int

    init(_ name: String, _ overloads: [PlainOverload], _ arguments: [any PlainNode], at offset: Int) {
        self.name = name
        self.overloads = overloads
        self.arguments = arguments
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        var values: [PlainValue] = []
        for argument in arguments { values.append(try argument.evaluate(&run)) }
        try run.step(offset)
        for overload in overloads where overload.takes(values) { return try overload.body(values, &run) }
        throw run.noOverload(name, values)
    }
}
