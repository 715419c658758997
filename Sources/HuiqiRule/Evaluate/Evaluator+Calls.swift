import HuiqiModel
import HuiqiText

extension Evaluator {
    mutating func call(_ builtin: Builtin, _ arguments: [RuleNode], _ node: RuleNode) -> Outcome {
        if case .under = builtin { return under(arguments[0], arguments[1], node) }
        if case .firstReached(let field) = builtin { return firstReached(field, arguments, node) }
        // Copies, so that the closure does not hold on to self while self evaluates.
        let context = self
        return all(arguments) { context.apply(builtin, $0, node) }
    }

    private func apply(_ builtin: Builtin, _ values: [Value], _ node: RuleNode) -> Outcome {
        guard let first = values.first else { return mistyped(node) }
        switch builtin {
        case .toInt, .toUint, .toDecimal, .toText, .toBytes, .toBool, .toTimestamp, .toDuration:
            return convert(builtin, first, node)
        case .size: return size(first, node)
        case .contains, .startsWith, .endsWith, .matches, .mentions:
            guard case .text(let text) = first, values.count == 2, case .text(let part) = values[1] else {
                return mistyped(node)
            }
            return textTest(builtin, text, part, node)
        case .date:
            guard case .text(let text) = first else { return mistyped(node) }
            return Day(text).map { .value(Value($0)) } ?? badDay(text, node)
        case .money:
            guard case .text(let text) = first else { return mistyped(node) }
            guard let parsed = MoneyText.parse(text),
                let number = Number(significand: parsed.significand, exponent10: parsed.exponent10)
            else {
                return failure(
                    node, zh: "`\(text)` 不是人民币金额，应为数字加单位，如 2000万元、1.5亿元、二十万元",
                    en: "`\(text)` is no amount of yuan; write a number and a unit, such as 2000万元")
            }
            return .value(.decimal(number))
        case .yearsBefore, .monthsBefore, .daysBefore:
            guard case .int(let count) = first else { return mistyped(node) }
            return before(builtin, count, node)
        case .yearsSince, .monthsSince:
            guard case .timestamp(let moment) = first else { return mistyped(node) }
            return since(moment, monthsAStep: builtin == .yearsSince ? 12 : 1, node)
        case .sum: return sum(first, node)
        case .least, .greatest: return extreme(values, least: builtin == .least, node)
        case .timePart(let part):
            guard case .timestamp(let moment) = first else { return mistyped(node) }
            return timePart(part, moment, zone: values.count == 2 ? values[1] : nil, node)
        case .durationPart(let part):
            guard case .duration(let span) = first else { return mistyped(node) }
            return durationPart(part, span, node)
        case .under, .firstReached: return mistyped(node)
        }
    }

    private func badDay(_ text: String, _ node: RuleNode) -> Outcome {
        let isWritten =
            text.utf8.count == 10
            && text.utf8.enumerated().allSatisfy {
                $0 == 4 || $0 == 7 ? $1 == 0x2D : (0x30...0x39).contains($1)
            }
        return isWritten
            ? failure(
                node, zh: "`\(text)` 不是日历上的日子，请核对月和日",
                en: "`\(text)` is not in the calendar; check month and day")
            : failure(node, zh: "`\(text)` 不是日期，应写作 YYYY-MM-DD", en: "`\(text)` is no date; write YYYY-MM-DD")
    }

    private func size(_ value: Value, _ node: RuleNode) -> Outcome {
        switch value {
        case .text(let text): return .value(.int(Int64(text.unicodeScalars.count)))
        case .bytes(let bytes): return .value(.int(Int64(bytes.count)))
        case .map(let map): return .value(.int(Int64(map.entries.count)))
        case .list(let list):
            return list.others.isEmpty
                ? .value(.int(Int64(list.elements.count))) : .open(Gap(missing: list.others))
        default: return mistyped(node)
        }
    }

    private func textTest(_ builtin: Builtin, _ text: String, _ part: String, _ node: RuleNode) -> Outcome {
        switch builtin {
        case .contains: return .value(.bool(SubstringSearch(part).isIn(text)))
        case .startsWith: return .value(.bool(text.utf8.starts(with: part.utf8)))
        case .endsWith: return .value(.bool(text.utf8.reversed().starts(with: part.utf8.reversed())))
        case .mentions:
            guard let normalizer = normalizer ?? Evaluator.sharedNormalizer else {
                return failure(node, zh: "文本规范化不可用", en: "text normalisation is not available")
            }
            return .value(
                .bool(SubstringSearch(normalizer.normalize(part)).isIn(normalizer.normalize(text))))
        default:
            do throws(RegexError) {
                return .value(.bool(try LinearRegex(part).matches(text)))
            } catch {
                return failure(node, zh: error.zh, en: error.en)
            }
        }
    }

    /// Immutable once made; nil where the host's ICU cannot be opened.
    static let sharedNormalizer: TextNormalizer? = try? TextNormalizer()

    private mutating func under(_ target: RuleNode, _ argument: RuleNode, _ node: RuleNode) -> Outcome {
        let context = self
        guard case .code(let standard) = target.type else { return mistyped(node) }
        return all([target, argument]) { values in
            guard case .text(let text) = values[0] else { return context.mistyped(node) }
            guard let fact = CodeArea(text, standard) else {
                return context.failure(node, zh: "`\(text)` 不是代码", en: "`\(text)` is no code")
            }
            var wanted: [Value] = [values[1]]
            var others: [MissingFact] = []
            if case .list(let list) = values[1] {
                wanted = list.elements
                others = list.others
            }
            var isTooCoarse = false
            for value in wanted {
                guard case .text(let code) = value, let area = CodeArea(code, standard) else {
                    return context.failure(node, zh: "under 的参数不是代码", en: "an argument of under is no code")
                }
                switch fact.isUnder(area) {
                case .some(true): return .value(.bool(true))
                case .some(false): continue
                case .none: isTooCoarse = true
                }
            }
            if isTooCoarse || !others.isEmpty {
                var asking = context
                let sources = isTooCoarse ? asking.codeFacts(in: target) : []
                return .open(Gap(missing: sources).united(Gap(missing: others)))
            }
            return .value(.bool(false))
        }
    }

    /// The code facts that a known code expression comes from.
    private mutating func codeFacts(in node: RuleNode) -> [MissingFact] {
        switch node.kind {
        case .fact(let field): if case .code = node.type { return [.field(field)] }
        case .conditional(let test, let whenYes, let whenNo):
            if case .value(.bool(let flag)) = value(test) { return codeFacts(in: flag ? whenYes : whenNo) }
        default: break
        }
        var facts: [MissingFact] = []
        for child in node.children { facts += codeFacts(in: child) }
        return facts
    }

    private func sum(_ value: Value, _ node: RuleNode) -> Outcome {
        guard case .list(let list) = value else { return mistyped(node) }
        if !list.others.isEmpty { return .open(Gap(missing: list.others)) }
        if node.type == .decimal {
            var total = Number.zero
            for element in list.elements {
                guard let number = element.number else { return mistyped(node) }
                guard let next = total.adding(number) else { return overflowed(node) }
                total = next
            }
            return .value(.decimal(total))
        }
        var total: Int128 = 0
        for element in list.elements {
            guard let number = element.number else { return mistyped(node) }
            total &+= number.numerator
        }
        if node.type == .uint { return UInt64(exactly: total).map { .value(.uint($0)) } ?? overflowed(node) }
        return Int64(exactly: total).map { .value(.int($0)) } ?? overflowed(node)
    }

    private func extreme(_ values: [Value], least: Bool, _ node: RuleNode) -> Outcome {
        var candidates = values
        if values.count == 1, case .list(let list) = values[0] {
            if !list.others.isEmpty { return .open(Gap(missing: list.others)) }
            candidates = list.elements
        }
        guard var best = candidates.first else {
            return failure(node, zh: "空列表没有最值", en: "an empty list has no least or greatest")
        }
        for candidate in candidates.dropFirst() {
            guard let order = Evaluator.order(candidate, best) else { return mistyped(node) }
            if least ? order < 0 : order > 0 { best = candidate }
        }
        return .value(best)
    }

    /// `first_reached(f, y, x, from)`: f[y] >= x and every f[from ..< y] < x, by Kleene.
    private mutating func firstReached(_ field: Int, _ arguments: [RuleNode], _ node: RuleNode) -> Outcome {
        let bound = value(arguments[1])
        let year: Int64
        let from: Int64
        switch (value(arguments[0]), value(arguments[2])) {
        case (.value(.int(let first)), .value(.int(let second))): (year, from) = (first, second)
        case (let first, let second):
            // Years that are not known: everything that is missing, in the order of the arguments.
            let gaps = [first, bound, second].compactMap { if case .open(let gap) = $0 { gap } else { nil } }
            return gaps.isEmpty ? mistyped(node) : .open(gaps.dropFirst().reduce(gaps[0]) { $0.united($1) })
        }
        let threshold: Number?
        var thresholdGap: Gap?
        switch bound {
        case .value(let bound):
            guard let number = bound.number else { return mistyped(node) }
            threshold = number
        case .open(let more): (threshold, thresholdGap) = (nil, more)
        }
        let (span, overflow) = from < year ? year.subtractingReportingOverflow(from) : (0, false)
        let isTooLong = overflow || span > Int64(FieldValue.years.count)
        // Years outside 1900-2999 are never known: of too many, those are left out that cannot decide.
        let told = Int64(FieldValue.years.lowerBound)..<Int64(FieldValue.years.upperBound + 1)
        var earlier = from < year ? from..<year : year..<year
        if isTooLong { earlier = earlier.clamped(to: told) }
        var gap: Gap?
        // From the year reached, then the earlier ones in order.
        for candidate in [year] + Array(earlier) {
            switch amount(field, candidate) {
            case .value(let value):
                guard let threshold, let number = value.number else { break }
                if (number >= threshold) != (candidate == year) { return .value(.bool(false)) }
            case .open(let more): gap = gap.map { $0.united(more) } ?? more
            }
            if let thresholdGap { gap = (gap ?? Gap(missing: [])).united(thresholdGap) }
        }
        if isTooLong {
            return failure(
                node, zh: "first_reached 的年份跨度过大", en: "first_reached spans too many years")
        }
        return gap.map { .open($0) } ?? .value(.bool(true))
    }
}
