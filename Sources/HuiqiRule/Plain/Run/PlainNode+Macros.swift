/// A walk over a list or the keys of a map, with one variable or two.
struct PlainWalk: Sendable {
    let range: any PlainNode
    /// Element or key; with two variables index or key.
    let first: Int
    /// With two variables element or value.
    let second: Int?
    let offset: Int

    /// What is walked over.
    enum Source {
        case list([PlainValue])
        case map([(key: PlainValue, value: PlainValue)])

        var count: Int {
            switch self {
            case .list(let elements): elements.count
            case .map(let entries): entries.count
            }
        }
    }

    func source(_ run: inout PlainRun) throws(RuleError) -> Source {
        let value = try range.evaluate(&run)
        try run.step(offset)
        switch value {
        case .list(let list): return .list(list.elements)
        case .map(let map): return .map(map.entries)
        default:
            throw run.fault(
                zh: "只能遍历列表或映射，不是 \(value.typeName)",
                en: "no such overload: a macro walks over a list or a map, not \(value.typeName)")
        }
    }

    /// Sets the variables for turn `index` of `source`.
    func turn(_ index: Int, of source: Source, _ run: inout PlainRun) throws(RuleError) {
        try run.step(offset)
        switch source {
        case .list(let elements):
            if let second {
                run[local: first] = .int(Int64(index))
                run[local: second] = elements[index]
            } else {
                run[local: first] = elements[index]
            }
        case .map(let entries):
            run[local: first] = entries[index].key
            if let second { run[local: second] = entries[index].value }
        }
    }
}

/// `range.all(x, test)` and `range.exists(x, test)`: `&&` or `||` over the turns.
final class PlainQuantifier: PlainNode {
    let walk: PlainWalk
    let isAll: Bool
    let test: any PlainNode

    init(_ walk: PlainWalk, isAll: Bool, _ test: any PlainNode) {
        self.walk = walk
        self.isAll = isAll
        self.test = test
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let source = try walk.source(&run)
        var kept: RuleError?
        for index in 0..<source.count {
            try walk.turn(index, of: source, &run)
            do {
                switch try test.evaluate(&run) {
                case .bool(let value): if value != isAll { return .bool(value) }
                case let other:
                    run.offset = walk.offset
                    kept = kept ?? run.noOverload(isAll ? "all" : "exists", [other])
                }
            } catch {
                if run.isExhausted { throw error }
                kept = kept ?? error
            }
        }
        if let kept { throw kept }
        return .bool(isAll)
    }
}

/// `range.exists_one(x, test)`: no error is absorbed.
final class PlainExistsOne: PlainNode {
    let walk: PlainWalk
    let test: any PlainNode

    init(_ walk: PlainWalk, _ test: any PlainNode) {
        self.walk = walk
        self.test = test
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let source = try walk.source(&run)
        var count = 0
        for index in 0..<source.count {
            try walk.turn(index, of: source, &run)
            if try run.truth(test, "exists_one", at: walk.offset) { count += 1 }
        }
        return .bool(count == 1)
    }
}

/// `map`, `filter` and `transformList`: a list of what the turns give.
final class PlainCollection: PlainNode {
    let walk: PlainWalk
    let test: (any PlainNode)?
    /// Nil for `filter`, which keeps the element or key.
    let transform: (any PlainNode)?

    init(_ walk: PlainWalk, _ test: (any PlainNode)?, _ transform: (any PlainNode)?) {
        self.walk = walk
        self.test = test
        self.transform = transform
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let source = try walk.source(&run)
        var values: [PlainValue] = []
        for index in 0..<source.count {
            try walk.turn(index, of: source, &run)
            if let test, try !run.truth(test, "filter", at: walk.offset) { continue }
            if let transform {
                values.append(try transform.evaluate(&run))
            } else {
                values.append(run[local: walk.first])
            }
        }
        run.offset = walk.offset
        return try run.list(values)
    }
}

/// `transformMap` and `transformMapEntry`: a map of what the turns give.
final class PlainMapTransform: PlainNode {
    let walk: PlainWalk
    let test: (any PlainNode)?
    let transform: any PlainNode
    /// Whether the transform gives a map of new entries, not the value under the old key.
    let givesEntries: Bool

    init(_ walk: PlainWalk, _ test: (any PlainNode)?, _ transform: any PlainNode, givesEntries: Bool) {
        self.walk = walk
        self.test = test
        self.transform = transform
        self.givesEntries = givesEntries
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let source = try walk.source(&run)
        var builder = PlainMapBuilder()
        for index in 0..<source.count {
            try walk.turn(index, of: source, &run)
            if let test, try !run.truth(test, "transformMap", at: walk.offset) { continue }
            let key = run[local: walk.first]
            let value = try transform.evaluate(&run)
            guard givesEntries else {
                try run.add(key, value, to: &builder, at: walk.offset)
                continue
            }
            guard case .map(let map) = value else { throw run.noOverload("transformMapEntry", [value]) }
            try run.take(map.entries.count)
            for entry in map.entries {
                try run.add(entry.key, entry.value, to: &builder, at: walk.offset)
            }
        }
        run.offset = walk.offset
        return try run.map(builder)
    }
}

/// `cel.bind(x, value, body)`
final class PlainBinding: PlainNode {
    let slot: Int
    let value: any PlainNode
    let body: any PlainNode
    let offset: Int

    init(_ slot: Int, _ value: any PlainNode, _ body: any PlainNode, at offset: Int) {
        self.slot = slot
        self.value = value
        self.body = body
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        run[local: slot] = try value.evaluate(&run)
        try run.step(offset)
        return try body.evaluate(&run)
    }
}

/// `optional.optMap(x, body)` and `optional.optFlatMap(x, body)`
final class PlainOptionalMap: PlainNode {
    let slot: Int
    let operand: any PlainNode
    let body: any PlainNode
    /// Whether the body gives an optional itself.
    let isFlat: Bool
    let offset: Int

    init(_ slot: Int, _ operand: any PlainNode, _ body: any PlainNode, isFlat: Bool, at offset: Int) {
        self.slot = slot
        self.operand = operand
        self.body = body
        self.isFlat = isFlat
        self.offset = offset
    }

    func evaluate(_ run: inout PlainRun) throws(RuleError) -> PlainValue {
        let value = try operand.evaluate(&run)
        try run.step(offset)
        guard case .optional(let optional) = value else {
            throw run.noOverload(isFlat ? "optFlatMap" : "optMap", [value])
        }
        guard let inner = optional.value else { return value }
        run[local: slot] = inner
        let result = try body.evaluate(&run)
        run.offset = offset
        if !isFlat { return try run.optional(result) }
        guard case .optional = result else { throw run.noOverload("optFlatMap", [result]) }
        return result
    }
}

extension PlainRun {
    mutating func truth(_ test: any PlainNode, _ name: String, at offset: Int) throws(RuleError) -> Bool {
        let value = try test.evaluate(&self)
        self.offset = offset
        guard case .bool(let truth) = value else { throw noOverload(name, [value]) }
        return truth
    }
}
