import HuiqiLogic
import HuiqiModel
import HuiqiRule
import Testing

/// What explanations promise, at random: whoever takes the path arrives, and whoever learns the facts knows.
@Suite struct ExplanationPropertyTests {
    private static let day = "2024-06-30"

    /// Conditions in which no fact is read by two atoms, so that one step does not undo another.
    private struct Apart {
        var random: SeededGenerator

        private mutating func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }

        mutating func condition() -> String {
            var atoms = self.atoms().shuffled(using: &random)
            return condition(3, &atoms)
        }

        private mutating func condition(_ depth: Int, _ atoms: inout [String]) -> String {
            guard depth > 0, atoms.count > 3 else { return atoms.popLast() ?? "true" }
            switch Int.random(in: 0..<7, using: &random) {
            case 0, 1:
                return "(\(condition(depth - 1, &atoms)) && \(condition(depth - 1, &atoms)))"
            case 2, 3:
                return "(\(condition(depth - 1, &atoms)) || \(condition(depth - 1, &atoms)))"
            case 4: return "!(\(condition(depth - 1, &atoms)))"
            case 5:
                let parts = (0..<3).map { _ in condition(depth - 1, &atoms) }
                return
                    "at_least(\(Int.random(in: 1...3, using: &random)), [\(parts.joined(separator: ", "))])"
            default:
                let parts = (0..<3).map { _ in condition(depth - 1, &atoms) }
                return "(\(parts[0]) ? \(parts[1]) : \(parts[2]))"
            }
        }

        private mutating func atoms() -> [String] {
            let order = (0..<10).map { _ in pick(["<", "<=", ">", ">=", "=="]) }
            return [
                "employees \(order[0]) \(pick(["1", "2", "7"]))",
                "revenue[2023] \(order[1]) 1.19 * revenue[2022]",
                "rd_expense[2023] / 3.0 - 1.0 \(pick(["<", "<=", ">", ">="])) \(pick(["0.3", "5.0"]))",
                "5.0 \(order[2]) registered_capital",
                "\(pick(["dishonest", "dishonest == false", "dishonest != true"]))",
                "'\(pick(["a", "b", "x"]))' in tags",
                "region.under(\(pick(["'3303'", "['330302', '34']", "'340100'"])))",
                "industry.under(\(pick(["'C38'", "['I65', 'C3900']"])))",
                "size in [\(pick(["'小型'", "'大型', '中型'"]))]",
                "name \(pick(["==", "!="])) 'a'",
                "scope.\(pick(["contains", "startsWith", "endsWith", "mentions"]))('a')",
                "established \(order[3]) \(pick(["years_before(1)", "date('2023-07-01')", "months_before(30)"]))",
                "penalties.\(pick(["exists", "all"]))(p, p.amount \(order[4]) 2.0 && p.kind == 'k')",
                "insured + 2 * utility_models \(pick(["<", "<=", ">", ">="])) 3",
                "first_reached(export, 2023, \(pick(["2.0", "5.0"])), 2020)",
                "invention_patents in [\(pick(["1", "2, 3"]))]",
            ]
        }
    }

    @Test func whoTakesThePathArrives() throws {
        var grammar = Apart(random: SeededGenerator(seed: 71))
        var facts = MonotoneTests.Facts(random: SeededGenerator(seed: 72))
        let day = try #require(Day(Self.day))
        var taken = 0
        var left = 0
        var steps = 0
        for _ in 0..<(isFull ? 20_000 : 500) {
            let source = grammar.condition()
            let rule = try Rule.condition(source, schema: .contract)
            for _ in 0..<4 {
                let values = facts.complete()
                let found = rule.explain(for: MonotoneTests.profile(values), on: day)
                #expect((found.mend != nil) == (found.truth == .no))
                guard let path = found.mend else { continue }
                #expect(
                    !path.steps.isEmpty || !path.isPossible || !path.verify.isEmpty, "\(source) \(values)")
                guard path.isPossible, path.verify.isEmpty, let mended = applied(path.steps, to: values)
                else {
                    left += 1
                    continue
                }
                taken += 1
                steps += path.steps.count
                let (truth, _) = rule.truth(for: MonotoneTests.profile(mended), on: day)
                if truth != .yes {
                    let told = path.steps.map { HuiqiRuleTests.told($0, .contract) }
                    Issue.record("\(source) is \(truth.name) after \(told) on \(values)")
                }
            }
        }
        #expect(
            taken > (isFull ? 20_000 : 500) && left * 4 < taken && steps > taken, "\(taken) \(left) \(steps)"
        )
    }

    /// The profile after every step; nil where one is no change of a scalar fact or a tag.
    private func applied(_ steps: [MendStep], to values: [FieldValue]) -> [FieldValue]? {
        var values = values
        for step in steps {
            if let change = step.change, let next = changed(change, values) {
                set(change.fact, next, &values)
                continue
            }
            guard step.facts.count == 1, let fact = step.facts.first,
                let next = other(step.demand, fact, values)
            else { return nil }
            set(fact, next, &values)
        }
        return values
    }

    /// The value that a change asks for: by its gap, or anything else where any other value does.
    private func changed(_ change: MendStep.Change, _ values: [FieldValue]) -> FieldValue? {
        let isUp: Bool
        switch (change.bound, value(change.fact, values)) {
        case (.number(let bound, _), .fen(let now)):
            isUp = bound > Number(fen: now) || bound == Number(fen: now) && change.comparison == .greater
            guard case .number(let gap, _)? = change.gap, let fen = gap.multiplied(by: Number(100)),
                let whole = Int64(exactly: fen.numerator), fen.isInteger
            else { return change.comparison == .notEqual ? .fen(now + 1) : nil }
            return .fen(isUp ? now + whole : now - whole)
        case (.number(let bound, _), .int(let now)):
            isUp = bound > Number(now) || bound == Number(now) && change.comparison == .greater
            guard case .number(let gap, _)? = change.gap, let whole = Int64(exactly: gap.numerator),
                gap.isInteger
            else { return change.comparison == .notEqual ? .int(now + 1) : nil }
            return .int(isUp ? now + whole : now - whole)
        case (.day(let bound), .day(let now)):
            isUp = bound.number > now || bound.number == now && change.comparison == .greater
            guard case .number(let gap, _)? = change.gap, let whole = Int32(exactly: gap.numerator) else {
                return change.comparison == .notEqual ? .day(now + 1) : nil
            }
            return .day(isUp ? now + whole : now - whole)
        default: return nil
        }
    }

    private func other(_ demand: Demand, _ fact: MissingFact, _ values: [FieldValue]) -> FieldValue? {
        let now = value(fact, values)
        let isInt = Schema.contract.fields[fact.field].type == .int
        func read(_ text: String) -> FieldValue { isInt ? .int(Int64(text) ?? 0) : .text(text) }
        switch demand {
        case .compare(.equal, .flag(let flag)), .compare(.notEqual, .flag(let flag)):
            var wanted = flag
            if case .compare(.notEqual, _) = demand { wanted.toggle() }
            return .bool(wanted)
        case .compare(.equal, .text(let text)): return .text(text)
        case .compare(.notEqual, .text): return .text("other")
        case .oneOf(let texts, true): return texts.first.map(read)
        case .oneOf(let texts, false):
            if case .enumeration(let all) = Schema.contract.fields[fact.field].type {
                return all.first { !texts.contains($0) }.map { .text($0) }
            }
            return read("97")
        case .has(let wanted, let isWanted):
            guard case .texts(let texts, let complete) = now else { return nil }
            return .texts(
                isWanted ? texts + wanted.prefix(1) : texts.filter { !wanted.contains($0) },
                complete: complete)
        case .under(let codes, true): return codes.first.map { .text($0) }
        case .under(_, false):
            return .text(Schema.contract.fields[fact.field].name == "industry" ? "A0111" : "110101")
        case .text(_, let part, let wanted): return .text(wanted ? part : "")
        default: return nil
        }
    }

    private func value(_ fact: MissingFact, _ values: [FieldValue]) -> FieldValue {
        switch fact {
        case .field(let field): return values[field]
        case .year(let field, let year):
            if case .yearly(let amounts) = values[field],
                let found = amounts.first(where: { $0.year == year })
            {
                return .fen(found.fen)
            }
            return .unknown
        case .member(let field, let position, let member):
            if case .records(let records, _) = values[field] { return records[position][member] }
            return .unknown
        case .others: return .unknown
        }
    }

    private func set(_ fact: MissingFact, _ value: FieldValue, _ values: inout [FieldValue]) {
        switch (fact, values[fact.field]) {
        case (.field(let field), _): values[field] = value
        case (.year(let field, let year), let old):
            var amounts: [FieldValue.YearAmount] = []
            if case .yearly(let known) = old { amounts = known.filter { $0.year != year } }
            if case .fen(let fen) = value { amounts.append(.init(year: Int16(year), fen: fen)) }
            values[field] = .yearly(amounts.sorted { $0.year < $1.year })
        case (.member(let field, let position, let member), .records(var records, let complete)):
            records[position][member] = value
            values[field] = .records(records, complete: complete)
        default: return
        }
    }

    @Test func whoLearnsTheFactsKnows() throws {
        var grammar = MonotoneTests.Grammar(random: SeededGenerator(seed: 81))
        var facts = MonotoneTests.Facts(random: SeededGenerator(seed: 82))
        let day = try #require(Day(Self.day))
        var settled = 0
        var spared = 0
        for _ in 0..<(isFull ? 60_000 : 1500) {
            let source = grammar.condition(Int.random(in: 0...3, using: &grammar.random))
            let rule = try Rule.condition(source, schema: .contract)
            for _ in 0..<3 {
                let values = facts.partial(facts.complete())
                let found = rule.explain(for: MonotoneTests.profile(values), on: day)
                guard let settlement = found.settlement else {
                    #expect(found.truth != .unknown || found.missing.isEmpty, "\(source)")
                    continue
                }
                settled += 1
                if settlement.facts.count < found.missing.count { spared += 1 }
                // Whatever they turn out to be: the values of a company of its own.
                let known = learned(settlement.facts, facts.complete(), values)
                let (truth, gap) = rule.truth(for: MonotoneTests.profile(known), on: day)
                if truth == .unknown, gap?.missing.isEmpty == false {
                    let names = settlement.facts.map { $0.name(in: .contract) }
                    let still = gap.map { told($0) } ?? ""
                    Issue.record("\(source) is \(still) after \(names) on \(values)")
                }
            }
        }
        #expect(settled >= (isFull ? 50_000 : 2000), "\(settled) \(spared)")
        #expect(spared > 2, "no settlement was smaller than what is missing: \(spared)")
    }

    /// The values with some facts learned from another company.
    private func learned(_ facts: [MissingFact], _ other: [FieldValue], _ values: [FieldValue])
        -> [FieldValue]
    {
        var values = values
        for fact in facts {
            switch (fact, other[fact.field]) {
            case (.others(let field), .texts(let more, _)):
                guard case .texts(let texts, _) = values[field] else { continue }
                values[field] = .texts(texts + more, complete: true)
            case (.others(let field), .records(let more, _)):
                guard case .records(let records, _) = values[field] else { continue }
                values[field] = .records(records + more, complete: true)
            case (.member(let field, let position, let member), .records(let records, _)):
                guard case .records(let members) = Schema.contract.fields[field].type else { continue }
                let spare: FieldValue =
                    switch members[member].type {
                    case .day: .day(19_539)
                    case .money: .fen(200)
                    default: .text("k")
                    }
                set(
                    .member(field: field, position: position, member: member),
                    records.first?[member] ?? spare, &values)
            case (.year(_, let year), .yearly(let amounts)):
                let fen = amounts.first { $0.year == year }?.fen ?? 550
                set(fact, .fen(fen), &values)
            case (.field(let field), let value): values[field] = value
            default: continue
            }
        }
        return values
    }
}
