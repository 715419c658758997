/// Numbers that are joined: ranges, lists that share a unit, and `(含)` behind a number.
extension TermReader {
    enum Connector { case range, list }

    /// What joins a number to one before it, and where that one begins.
    ///
    /// - Parameter content: What stands before `end`, that a mark may say again; nil where that has no unit.
    func continuation(_ end: Int, for content: Term.Content? = nil) -> (Connector, place: Int, mark: Bool?)? {
        let marked = mark(at: text.skippingSpace(end), for: content)
        let place = text.skippingSpace(marked?.end ?? end)
        let connector: Connector
        if text.isOne(of: "-~至到", place) {
            connector = .range
        } else if text.isOne(of: "、或和及与", place) {
            connector = .list
        } else {
            return nil
        }
        let next = text.skippingSpace(place + 1)
        guard text.isDigit(next) || NumeralScanner.isChineseNumeral(text[next]) else { return nil }
        return (connector, next, marked?.meaning)
    }

    /// `至1亿元` behind `5000万元以上`, with the mark before or behind 以上.
    private func continuation(behindAbove first: Term) -> (Connector, place: Int, mark: Bool?)? {
        let marked = mark(at: text.skippingSpace(first.end), for: first.content)
        guard
            let above = ["以上", "及以上"].first(where: { text.has($0, at: marked?.end ?? first.end) }),
            case (.range, let place, let behind)? = continuation(
                (marked?.end ?? first.end) + above.unicodeScalars.count, for: first.content)
        else { return nil }
        return (.range, place, marked?.meaning ?? behind)
    }

    /// A term with the other end of its range, if one follows: `1000万元(含)到1亿元(不含)`.
    func joined(_ first: Term) -> Term {
        guard first.content.high == nil,
            case (.range, let place, let mark)? = continuation(first.end, for: first.content)
                ?? continuation(behindAbove: first)
        else { return first }
        var second = fraction(at: place)
        if second == nil, let numeral = number(at: place) { second = single(numeral) }
        guard let second, second.content.kind == first.content.kind, second.content.high == nil,
            second.content.low.isLess(than: first.content.low) != true
        else { return first }
        var both = first
        both.content.high = second.content.low
        both.lowMark = mark ?? first.lowMark
        both.highMark = second.lowMark
        both.end = second.end
        both.per = second.per ?? first.per
        return both
    }

    /// `(0,100万元]`, `[2000万元,1亿元)`, `[1000,5000)万元`: at least one bracket is square.
    func interval(from first: Numeral) -> Term? {
        let opening = text[first.start - 1]
        guard opening == 0x5B || opening == 0x28, first.upTo == nil else { return nil }
        let own = unit(behind: first)
        let comma = text.skippingSpace(own?.end ?? first.end)
        guard text[comma] == 0x2C, var last = numerals.numeral(at: text.skippingSpace(comma + 1)),
            last.upTo == nil
        else { return nil }
        var closing = last.end
        if text.isOne(of: "])", closing) {
            last = numerals.behindMark(last, true, closing + 1)
        } else {
            closing = unit(behind: last)?.end ?? closing
        }
        guard text.isOne(of: "])", closing), opening == 0x5B || text[closing] == 0x5D,
            let (unit, end) = unit(behind: last), own == nil || own?.0 == unit,
            let content = content(
                own == nil ? first.taking(magnitude: last.magnitude) : first.value, last.value, unit),
            let high = content.high, content.low.isLess(than: high) == true
        else { return nil }
        return Term(
            content: content, lowMark: opening == 0x5B, highMark: text[closing] == 0x5D,
            start: first.start, end: end)
    }

    /// Numbers whose unit stands behind the last: `30-50万元`, `300、200、100万元`, `300万-1亿`.
    func chain(from first: Numeral) -> [Term] {
        var links: [(numeral: Numeral, mark: Bool?)] = [(first, nil)]
        var connectors: [Connector] = []
        while links.count < Self.mostInAList {
            let last = links[links.count - 1].numeral
            guard let (connector, place, mark) = continuation(last.end),
                let next = number(at: place)
            else { break }
            links[links.count - 1].mark = mark ?? last.mark?.meaning
            links.append((next, nil))
            connectors.append(connector)
            if let (unit, end) = unit(behind: next) {
                // 1、500万元 is the first item; 10、20、50万元 is a list wherever it stands.
                if links.count == 2, connector == .list, isItemMarker(first) { return [] }
                return share(unit, end, links, connectors)
            }
        }
        if let last = links.last?.numeral, links.count > 1, isBareMoney(last) {
            return share(.amount("CNY"), last.end, links, connectors)
        }
        return []
    }

    /// `1、` at the start of a line.
    func isItemMarker(_ numeral: Numeral) -> Bool {
        (numeral.value.whole ?? 100) < 40 && numeral.magnitude == 0
            && (numeral.start == 0 || text.isOne(of: "。;:\n", numeral.start - 1))
    }

    func share(
        _ unit: Unit, _ end: Int, _ links: [(numeral: Numeral, mark: Bool?)], _ connectors: [Connector]
    ) -> [Term] {
        guard let last = links.last?.numeral else { return [] }
        var terms: [Term] = []
        var index = 0
        while index < links.count {
            let (numeral, mark) = links[index]
            let isRange = index < connectors.count && connectors[index] == .range
            let low = numeral.taking(magnitude: last.magnitude)
            let high = isRange ? links[index + 1].numeral.taking(magnitude: last.magnitude) : nil
            let isDescending = high.map { $0.isLess(than: low) == true } ?? false
            guard let content = content(isDescending ? numeral.value : low, high, unit) else { return [] }
            let isLast = index + (isRange ? 2 : 1) == links.count
            var term = Term(
                content: content, lowMark: mark, start: numeral.start,
                end: isRange ? links[index + 1].numeral.end : numeral.end)
            if isLast {
                if let mark = last.mark?.meaning {
                    if isRange { term.highMark = mark } else { term.lowMark = mark }
                }
                (term.per, term.end) = per(behind: end, for: content.kind)
            }
            if case .amount(let currency) = content.kind, let (other, before) = currencyBefore(numeral.start),
                other == currency
            {
                term.start = before
            }
            terms.append(term)
            index += isRange ? 2 : 1
        }
        return terms
    }

    // MARK: (含)

    /// `(含)` or `(不含)`, also with the number said again: `(含5000万元)`.
    ///
    /// - Parameter numbers: The numbers that may be said again; nil takes none.
    /// - Returns: What it says, whether of the lower number said again, and the place behind.
    func mark(at place: Int, for content: Term.Content?) -> (meaning: Bool, isLow: Bool, end: Int)? {
        guard text[place] == 0x28 else { return nil }
        if let found = Self.marks.match(text, at: place) { return (found.meaning, false, found.end) }
        guard let content else { return nil }
        let isNegated = text[place + 1] == 0x4E0D
        let start = place + (isNegated ? 2 : 1)
        guard text[start] == 0x542B, let numeral = numerals.numeral(at: text.skippingSpace(start + 1)) else {
            return nil
        }
        let end: Int
        var isLow = false
        // No mark of its own within: brackets in brackets end here.
        if let (unit, behind) = knownUnit(
            at: text.skippingSpace(numeral.end), isChinese: numeral.isChinese)
        {
            guard let said = self.content(numeral.value, nil, unit),
                said.low == content.low || said.low == content.high
            else { return nil }
            isLow = said.low == content.low
            end = behind
        } else {
            end = numeral.end
        }
        return text[end] == 0x29 ? (!isNegated, isLow, end + 1) : nil
    }

    /// The number that begins at a place, with a mark between it and its unit: `1000(含)万元`, `5000万(含5000万)元`,
    /// `1000(含1000万)元`.
    ///
    /// The mark is kept only where a unit stands behind it.
    func number(at start: Int) -> Numeral? {
        guard let numeral = numerals.numeral(at: start) else { return nil }
        guard numeral.upTo == nil, let (meaning, said, end) = mark(behind: numeral) else { return numeral }
        var marked = numerals.behindMark(numeral, meaning, end)
        if let said, said.magnitude != numeral.magnitude {
            guard marked.magnitude == 0 else { return numeral }
            (marked.value, marked.magnitude, marked.end) = (said.value, said.magnitude, end)
        }
        let place = text.skippingSpace(max(marked.end, end))
        let hasUnit = knownUnit(at: place, isChinese: numeral.isChinese) != nil
        return hasUnit || (marked.end > end && isBareMoney(marked)) ? marked : numeral
    }

    /// `(含)` or `(含1000)` directly behind a number without its unit, and the number that it says again.
    private func mark(behind numeral: Numeral) -> (meaning: Bool, said: Numeral?, end: Int)? {
        let place = text.skippingSpace(numeral.end)
        guard text[place] == 0x28 else { return nil }
        if let found = Self.marks.match(text, at: place) { return (found.meaning, nil, found.end) }
        let isNegated = text[place + 1] == 0x4E0D
        let start = place + (isNegated ? 2 : 1)
        guard text[start] == 0x542B, let said = numerals.numeral(at: text.skippingSpace(start + 1)),
            said.value == numeral.value || (numeral.magnitude == 0 && said.stem == numeral.value),
            text[said.end] == 0x29
        else { return nil }
        return (!isNegated, said, said.end + 1)
    }

    static let marks = WordTable<Bool>([
        ("(含)", true), ("(不含)", false), ("(含本数)", true), ("(不含本数)", false), ("(包含)", true), ("(不包含)", false),
        ("(包括本数)", true), ("(不包括本数)", false), ("(含该数)", true), ("(含当日)", true), ("(含本日)", true),
        ("(不含当日)", false),
        ("(包括)", true), ("(不包括)", false), ("(含当天)", true), ("(包含本数)", true), ("(均含)", true), ("(均含本数)", true),
    ])
}
