/// Finds the words around a number that make it a bound.
struct BoundFinder {
    let text: ScalarText
    let terms: TermReader

    /// What stands around a number.
    struct Context {
        var sense: BoundWords.Sense?
        /// The part of it that stands before the number.
        var senseBefore: BoundWords.Sense?
        var mark: Bool?
        /// What a mark that says the lower of two numbers again, says of that one.
        var lowMark: Bool?
        var isApproximate = false
        var isNegative = false
        /// Whether the only bound is a word behind the number: 以上, 以下.
        var isBehind = false
        /// Whether the bound is the word 内.
        var isWithin = false
        var span: Range<Int>
    }

    /// A noun phrase between a bound and its share, and the words between 最高 and an amount, are at most this long.
    private static let longestGap = 36

    /// - Parameters:
    ///   - floor: Where the words before the number begin at the earliest.
    ///   - gapFloor: The same for a bound that a noun phrase parts from its share; a relative year may lie between:
    ///     `不高于上年度控制目标5.5%`.
    func around(_ term: Term, from floor: Int, gapFloor: Int, list: BoundWords.Sense?) -> Context {
        var context = Context(sense: nil, span: term.start..<term.end)
        let before = sense(before: term, from: floor, gapFloor: gapFloor)
        if let before {
            context.sense = before.sense
            context.senseBefore = before.sense
            context.isNegative = before.isNegative
            context.span = max(before.start, floor)..<term.end
        } else if let list, term.content.high == nil {
            context.sense = list
            context.senseBefore = list
        }
        behind(term, &context)
        if before != nil { context.isBehind = false }
        if text.isOne(of: "约", term.start - 1) || isNear(term) { context.isApproximate = true }
        return context
    }

    /// `近300万元`; 近三年 is a time.
    private func isNear(_ term: Term) -> Bool {
        guard text[term.start - 1] == 0x8FD1, !text.isOne(of: "附靠临最", term.start - 2) else { return false }
        switch term.content.kind {
        case .amount, .count, .share: return true
        default: return false
        }
    }

    // MARK: Before

    private func sense(before term: Term, from floor: Int, gapFloor: Int) -> (
        sense: BoundWords.Sense, start: Int, isNegative: Bool
    )? {
        if case .yearOffset = term.content.kind { return nil }
        var end = skippingSpaceBack(term.start)
        // -5% behind a bound is below zero.
        let isNegative = text[end - 1] == 0x2D && end - 1 > floor && !text.isDigit(end - 2)
        if isNegative { end -= 1 }
        if case .share = term.content.kind, text[end - 1] == 0x524D, end - 1 >= floor,
            !text.isOne(of: "以之提日目", end - 2)
        {
            // 前20%
            return (BoundWords.atMost, end - 1, false)
        }
        if let extreme = extreme(before: end, from: floor) {
            return (extreme.sense, extreme.start, false)
        }
        var place = end
        for _ in 0..<3 {
            if let direct = direct(before: place, from: floor) {
                return (direct.sense, direct.start, isNegative)
            }
            guard let (_, start) = BoundWords.lightFillers.match(text, endingAt: place, from: floor) else {
                break
            }
            place = skippingSpaceBack(start)
        }
        switch term.content.kind {
        case .share, .multiple, .percentagePoints, .amount, .proportion:
            return gapped(
                before: end, from: gapFloor,
                isShare: term.content.kind == .share || term.content.kind == .percentagePoints
            ).map {
                ($0.sense, $0.start, false)
            }
        default: return nil
        }
    }

    private func skippingSpaceBack(_ place: Int) -> Int { text[place - 1] == 0x20 ? place - 1 : place }

    /// 最高, 至多 or the like, with nothing but fillers between it and the number.
    private func extreme(before end: Int, from floor: Int) -> (sense: BoundWords.Sense, start: Int)? {
        var place = end
        for _ in 0..<8 {
            if let (sense, start) = BoundWords.extremes.match(text, endingAt: place, from: floor) {
                // 最低不得超过 is the most.
                if let direct = direct(before: end, from: place), direct.sense.isLower != sense.isLower,
                    direct.start >= place, direct.isNegated
                {
                    return (direct.sense, start)
                }
                return (sense, start)
            }
            guard let (_, start) = BoundWords.fillers.match(text, endingAt: place, from: floor),
                end - start <= Self.longestGap
            else { return nil }
            place = skippingSpaceBack(start)
        }
        return nil
    }

    private func direct(before end: Int, from floor: Int) -> (
        sense: BoundWords.Sense, start: Int, isNegated: Bool
    )? {
        guard let ((plain, negated), start) = BoundWords.before.match(text, endingAt: end, from: floor) else {
            return nil
        }
        if let (_, before) = BoundWords.negations.match(text, endingAt: start, from: floor) {
            return (negated, before, true)
        }
        // 足, 到 and 下于 are bounds behind 不 only.
        if BoundWords.onlyNegated.contains(where: {
            text.has($0, at: start) && $0.unicodeScalars.count == end - start
        }) {
            return nil
        }
        return (plain, start, false)
    }

    /// `不超过项目投资额的20%`.
    private func gapped(before end: Int, from floor: Int, isShare: Bool) -> (
        sense: BoundWords.Sense, start: Int
    )? {
        let least = max(floor, end - Self.longestGap)
        var place = end
        var hasVerb = false
        while place > least {
            if let (sense, start) = BoundWords.gapped.match(text, endingAt: place, from: least) {
                guard isShare || place == end else { return nil }
                // 超过部分的5%
                if !text.isOne(of: "不未", start),
                    BoundWords.parts.match(text, endingAt: end, from: place) != nil
                {
                    place = start
                    continue
                }
                // 达到标准的企业补助投资额的20%, but 不超过补助总额的20%.
                if hasVerb, !text.isOne(of: "不未", start) { return nil }
                // Behind a noun the share needs 的, or nothing at all: 不超过合同额20%.
                if !sense.isIncluded,
                    let (_, _) = BoundWords.negations.match(text, endingAt: start, from: floor)
                {
                    return nil
                }
                return (sense, start)
            }
            let scalar = text[place - 1]
            if BoundWords.gapEnds.contains(scalar)
                || BoundWords.gapEndWords.match(text, endingAt: place, from: least) != nil
            {
                return nil
            }
            if BoundWords.gapVerbs.match(text, endingAt: place, from: least) != nil,
                !text.isOne(of: "总金资额费标", place)
            {
                hasVerb = true
            }
            place -= 1
        }
        return nil
    }

    /// 近, 连续 or the like before a length of time.
    func role(before place: Int, of unit: Quantity.DurationUnit, from floor: Int) -> (
        Quantity.DurationRole, start: Int
    ) {
        let end = skippingSpaceBack(place)
        if let (role, start) = Self.roles.match(text, endingAt: end, from: floor) {
            let isTrailing =
                role == .trailing && ReadingForm.isChinese(text[start - 1])
                && !text.isOne(of: "、。", start - 1)
            let isNoLead = role == .leading && text.isOne(of: "以之提日目", start - 1)
            let isNoNear = text[start] == 0x8FD1 && text.isOne(of: "附靠接临", start - 1)
            // 上两年度, but 加上两年.
            let isNoLast =
                text[start] == 0x4E0A
                && (unit != .years || text[end] == 0x4E00 || terms.isBound(start)
                    || text.isOne(of: "加网线地身晚早马路海会之向往", start - 1))
            if !isTrailing, !isNoLead, !isNoNear, !isNoLast { return (role, start) }
        }
        return (.plain, place)
    }

    private static let roles = WordTable<Quantity.DurationRole>([
        ("近", .recent), ("最近", .recent), ("过去", .recent), ("近期", .recent), ("最近连续", .recent), ("前", .leading),
        ("此前", .recent), ("后", .trailing), ("连续", .consecutive), ("连续满", .consecutive), ("每", .every),
        ("近连续", .recent),
        ("上", .recent), ("已连续", .consecutive), ("之前", .recent), ("首", .leading),
    ])

    /// The last place of 前3名 and 前10位.
    func places(before term: Term, from floor: Int) -> ExactNumber? {
        guard term.start > floor, text[term.start - 1] == 0x524D, !text.isOne(of: "以之提日目", term.start - 2),
            term.content.high == nil
        else { return nil }
        switch term.content.kind {
        case .rank: return nil
        case .count(let unit):
            return ["名", "位", "家", "个", "项", "强", "户"].contains(unit) ? term.content.low : nil
        default: return nil
        }
    }

    /// 每人 and the like before an amount, with no other quantity between: `人·年` of `每人每年1500元`.
    func per(before place: Int, from floor: Int, for kind: Quantity.Kind) -> String? {
        guard case .amount = kind else { return nil }
        var at = place
        var units: [String] = []
        while at > max(floor, place - 20) {
            at -= 1
            if text.isOne(of: "、,。;:\n", at) { break }
            guard text[at] == 0x6BCF else { continue }
            guard let (unit, end) = Units.per.match(text, at: at + 1), end <= place else { break }
            units.insert(unit, at: 0)
        }
        return units.isEmpty ? nil : units.joined(separator: "·")
    }

    // MARK: Behind

    private func behind(_ term: Term, _ context: inout Context) {
        var end = term.end
        func takeMark() {
            let place = text.skippingSpace(end)
            if let found = terms.mark(at: place, for: term.content) {
                if found.isLow, term.content.high != nil {
                    context.lowMark = found.meaning
                } else {
                    context.mark = found.meaning
                }
                end = found.end
            }
        }
        takeMark()
        if let remark = remark(end) {
            if remark.hasNumber {
                // 15万元(季度45万元)以下: the number within is read by itself.
                if term.content.high == nil, context.sense == nil {
                    context.sense = remark.sense
                    context.isBehind = true
                }
                return finish(end, &context)
            }
            end = remark.end
        }
        if term.content.high == nil, context.sense == nil,
            let (sense, sign) = BoundWords.signs.match(text, at: text.skippingSpace(end)),
            ReadingForm.isChinese(text[text.skippingSpace(sign)]) || text.isLatin(text.skippingSpace(sign))
        {
            context.sense = sense
            return finish(sign, &context)
        }
        end = skippingNoun(end, term.content.kind)
        for _ in 0..<2 {
            let place = text.skippingSpace(end)
            guard let (word, behind) = BoundWords.behind.match(text, at: place) else { break }
            switch word {
            case .sense(let sense):
                if term.content.high == nil {
                    context.isBehind = true
                    context.sense = sense
                }
            case .approximate: context.isApproximate = true
            case .nothing: break
            case .within:
                guard isTime(term.content.kind) else { return finish(end, &context) }
                if case .duration(_, .plain) = term.content.kind, term.content.high == nil,
                    context.sense == nil
                {
                    context.sense = BoundWords.atMost
                    context.isWithin = true
                }
            case .from:
                guard case .amount = term.content.kind, context.sense == nil else {
                    return finish(end, &context)
                }
                context.sense = BoundWords.atLeast
            case .until, .since: return finish(end, &context)
            }
            end = behind
            takeMark()
        }
        finish(end, &context)
    }

    /// A remark between a number and its bound, `(不含税)` of 1000万元(不含税)以上, and the place behind it.
    private func remark(_ end: Int) -> (sense: BoundWords.Sense, hasNumber: Bool, end: Int)? {
        guard text[end] == 0x28 else { return nil }
        var hasNumber = false
        for place in (end + 1)..<(end + 16) {
            if text.isDigit(place) || NumeralScanner.isChineseNumeral(text[place]) { hasNumber = true }
            guard text[place] == 0x29 else { continue }
            guard case (.sense(let sense), _)? = BoundWords.behind.match(text, at: place + 1) else {
                return nil
            }
            return (sense, hasNumber, place + 1)
        }
        return nil
    }

    /// The place before 以上 in 6家单位以上, 两年期及以上; the place itself where no such word follows.
    private func skippingNoun(_ end: Int, _ kind: Quantity.Kind) -> Int {
        let longest: Int
        switch kind {
        case .duration: longest = text[end] == 0x671F ? 1 : 0
        case .count: longest = 4
        default: longest = 0
        }
        var place = end
        while place < end + longest, ReadingForm.isChinese(text[place]),
            !text.isOne(of: "、。或和及且的之", place), !NumeralScanner.isChineseNumeral(text[place])
        {
            if case .sense? = BoundWords.behind.match(text, at: place)?.meaning { return place }
            place += 1
        }
        if case .sense? = BoundWords.behind.match(text, at: place)?.meaning { return place }
        return end
    }

    private func finish(_ end: Int, _ context: inout Context) {
        context.span = context.span.lowerBound..<max(end, context.span.upperBound)
    }

    private func isTime(_ kind: Quantity.Kind) -> Bool {
        switch kind {
        case .duration, .yearOffset: true
        default: false
        }
    }
}
