/// One walk over a reading form.
struct QuantityPass {
    /// A quantity with its places in scalars.
    struct Found {
        var kind: Quantity.Kind
        var value: Quantity.Value
        var per: String?
        var isApproximate: Bool
        var number: Range<Int>
        var span: Range<Int>
        /// The bound before the number, for the members of a list behind it.
        var senseBefore: BoundWords.Sense?
        /// Whether an end that is not stated is included by the rule for 以上, 以下 and ranges, not by a word of its own
        /// such as 不超过.
        var isByRule = false
    }

    let text: ScalarText
    private(set) var found: [Found] = []
    private let terms: TermReader
    private let bounds: BoundFinder
    /// No bound of a later quantity begins before this.
    private var floor = 0
    /// The year that a month or day behind it belongs to.
    private var year: Int?

    init(_ text: ScalarText) {
        self.text = text
        terms = TermReader(text)
        bounds = BoundFinder(text: text, terms: terms)
    }

    mutating func run() {
        var at = 0
        while at < text.count {
            guard TermReader.mayBegin(text.scalars[at]) else {
                at &+= 1
                continue
            }
            at = step(at)
        }
        Tiers.settle(&found)
    }

    /// Reads what begins at a place; returns the place to go on from.
    private mutating func step(_ at: Int) -> Int {
        switch terms.dates.date(at: at, year: inheritedYear(at)) {
        case .noSuchDay(let end)?: return end
        case .date(let first)?: return take(dates: first)
        case nil: break
        }
        let read = terms.terms(at: at)
        for term in read {
            if let dates = term.dates { return take(dates: dates) }
            take(term)
        }
        guard let last = read.last else {
            let isNumber = text.isDigit(at) || NumeralScanner.isChineseNumeral(text[at])
            if text[at] == 0x7B2C { return ordinalsEnd(at + 1) }
            return isNumber ? terms.numerals.runEnd(at: at) : at + 1
        }
        return max(last.end, found.last?.span.upperBound ?? 0, at + 1)
    }

    /// The place behind 第五, and behind all of 第一至三名 and 第五、六条.
    private func ordinalsEnd(_ at: Int) -> Int {
        var end = terms.numerals.runEnd(at: at)
        while text.isOne(of: "、至到-和", end),
            text.isDigit(end + 1) || NumeralScanner.isChineseNumeral(text[end + 1])
        {
            end = terms.numerals.runEnd(at: end + 1)
        }
        return end
    }

    /// A month or day that is joined to a date before it is of the same year.
    private func inheritedYear(_ at: Int) -> Int? {
        guard let last = found.last, case .date = last.kind, last.span.upperBound >= at - 2,
            text.isOne(of: "-~至到、和及", at - 1)
        else { return nil }
        return year
    }

    // MARK: Dates

    private mutating func take(dates first: DateTerm) -> Int {
        var both = first
        year = first.lower.year
        var isRange = false
        // 2023年1月1日起至2024年12月31日止
        var place = first.end
        if text[place] == 0x8D77 { place += text[place + 1] == 0x2C ? 2 : 1 }
        place = text.skippingSpace(place)
        if text.isOne(of: "-~至到", place),
            case .date(let second)? = terms.dates.date(
                at: text.skippingSpace(place + 1), year: year, isJoined: true)
        {
            both.upper = second.upper
            both.end = second.end
            isRange = true
            year = second.upper.year ?? year
        } else if first.lower.year != first.upper.year {
            isRange = true
        }
        let context = bounds.around(date: both, isRange: isRange, from: floor)
        // A day that is not included stands for no bound here.
        let isLoneDay = context.isLower == nil && both.lower == both.upper
        let stated = isLoneDay && context.isIncluded == false ? nil : context.isIncluded
        let lower = Quantity.Bound(
            value: both.lower, isIncluded: stated ?? true, isStated: stated != nil)
        let upper = Quantity.Bound(
            value: both.upper, isIncluded: stated ?? true, isStated: stated != nil)
        let value: Quantity.Value =
            switch context.isLower {
            case true?: .dates(lower, nil)
            case false?: .dates(nil, upper)
            case nil: .dates(lower, upper)
            }
        found.append(
            Found(
                kind: .date, value: value, per: nil, isApproximate: false,
                number: max(both.start, floor)..<both.end,
                span: max(context.span.lowerBound, floor)..<context.span.upperBound, senseBefore: nil))
        floor = context.span.upperBound
        gapFloor = floor
        return max(floor, first.end)
    }

    // MARK: Numbers

    private mutating func take(_ read: Term) {
        var term = read
        // A currency before the number may be that behind the one before: 100人民币50万元.
        term.start = max(term.start, floor)
        if let places = bounds.places(before: term, from: floor) {
            term.content = Term.Content(.rank, ExactNumber(1), places)
            term.start -= 1
        }
        var context = bounds.around(
            term, from: floor, gapFloor: gapFloor, list: list(before: term)?.senseBefore)
        if term.needsBound {
            // 突破一批, but 满足一项即可.
            if case .count = term.content.kind, text.has("突破", at: context.span.lowerBound) { return }
            guard context.sense != nil || text.has("即可", at: term.end) else { return }
        }
        var kind = term.content.kind
        var start = context.span.lowerBound
        if case .duration(let unit, .plain) = kind {
            let (role, roleStart) = bounds.role(before: term.start, of: unit, from: floor)
            kind = .duration(unit, role)
            // 近三年内 is 近三年.
            if role != .plain, context.isWithin { context.sense = nil }
            start = min(start, roleStart)
        }
        if case .duration(_, .every) = kind {
        } else if term.content.kind == .yearOffset {
        } else {
            year = nil
        }
        let per =
            term.per ?? bounds.per(before: term.start, from: perFloor, for: kind)
            ?? list(before: term)?.per
        found.append(
            Found(
                kind: kind, value: value(of: term, context), per: per,
                isApproximate: context.isApproximate || term.isMore,
                number: term.start..<term.end, span: start..<context.span.upperBound,
                senseBefore: context.senseBefore, isByRule: context.isBehind || term.content.high != nil))
        floor = context.span.upperBound
        if kind != .yearOffset { gapFloor = floor }
        if case .duration(_, .every) = kind { return }
        perFloor = floor
    }

    /// Where a word such as 每人 may stand at the earliest.
    private var perFloor = 0
    /// Where a bound that a noun phrase parts from its share may stand at the earliest.
    private var gapFloor = 0

    private func value(of term: Term, _ context: BoundFinder.Context) -> Quantity.Value {
        let content = term.content
        let low = context.isNegative ? content.low.negated : content.low
        func bound(_ value: ExactNumber, _ isIncluded: Bool, _ mark: Bool?) -> Quantity.Bound<ExactNumber> {
            Quantity.Bound(value: value, isIncluded: mark ?? isIncluded, isStated: mark != nil)
        }
        if let high = content.high, high != low {
            return .numbers(
                bound(low, true, term.lowMark ?? context.lowMark),
                bound(high, true, term.highMark ?? context.mark))
        }
        let mark = context.mark ?? term.lowMark
        guard let sense = context.sense else {
            if term.isMore { return .numbers(bound(low, false, nil), nil) }
            // A number that is not included stands for no bound here: 5000万元(不含).
            let stated = mark == false ? nil : mark
            return .numbers(bound(low, true, stated), bound(low, true, stated))
        }
        let end = bound(low, sense.isIncluded, mark)
        return sense.isLower ? .numbers(end, nil) : .numbers(nil, end)
    }

    /// The member before, where a term directly continues a list of its kind.
    private func list(before term: Term) -> Found? {
        guard let last = found.last, last.kind == term.content.kind else { return nil }
        let gap = term.start - last.span.upperBound
        return gap == 1 && text.isOne(of: "、或和及", term.start - 1) ? last : nil
    }
}
