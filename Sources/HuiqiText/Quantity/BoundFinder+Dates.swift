/// The words around a date that make it the first or the last day.
extension BoundFinder {
    struct DateContext {
        /// Whether the date is the first or the last day of what is meant; nil where it is itself.
        var isLower: Bool?
        var isIncluded: Bool?
        var span: Range<Int>
    }

    func around(date: DateTerm, isRange: Bool, from floor: Int) -> DateContext {
        var context = DateContext(isLower: nil, isIncluded: nil, span: date.start..<date.end)
        if let (isLower, start) = Self.dateWords.match(text, endingAt: date.start, from: floor) {
            context.span = start..<date.end
            if !isRange { context.isLower = isLower }
        }
        var end = date.end
        func takeMark() {
            if let (mark, behind) = Self.dateMark(text, end, terms) {
                context.isIncluded = mark
                end = behind
            }
        }
        takeMark()
        end = skippingClock(end)
        if let (word, behind) = BoundWords.behind.match(text, at: end) {
            switch word {
            case .until where !isRange: context.isLower = false
            case .since where !isRange, .from where !isRange: context.isLower = true
            case .until, .since, .from, .nothing, .within: break
            case .sense(let sense):
                // 以内 and 以下 are said of dates at times, 以上 never.
                guard !sense.isLower, !isRange else { return context }
                context.isLower = false
            case .approximate: break
            }
            end = behind
            takeMark()
        }
        context.span = context.span.lowerBound..<end
        if !isRange, context.isLower == nil, text.isOne(of: "至到", end), ReadingForm.isChinese(text[end + 1]) {
            // 2018年1月1日至本办法发布之日
            context.isLower = true
        }
        return context
    }

    /// The place behind `17时`, `17:30` and `24点` of a day.
    private func skippingClock(_ end: Int) -> Int {
        var place = text.skippingSpace(end)
        let start = place
        while place < start + 2, text.isDigit(place) { place += 1 }
        guard place > start, text.isOne(of: "时点:", place) else { return end }
        place += 1
        let minutes = place
        while place < minutes + 2, text.isDigit(place) { place += 1 }
        if place > minutes, text[place] == 0x5206 { place += 1 }
        return place
    }

    private static func dateMark(_ text: ScalarText, _ place: Int, _ terms: TermReader) -> (Bool, Int)? {
        if let found = terms.mark(at: place, for: nil) { return (found.meaning, found.end) }
        guard text[place] == 0x28 else { return nil }
        let isNegated = text[place + 1] == 0x4E0D
        let start = place + (isNegated ? 2 : 1)
        guard text[start] == 0x542B, case .date(let said)? = terms.dates.date(at: start + 1),
            text[said.end] == 0x29
        else { return nil }
        return (!isNegated, said.end + 1)
    }

    /// Before a date: true where it is the first day, false where it is the last.
    private static let dateWords = WordTable<Bool>([
        ("自", true), ("从", true), ("截至", false), ("截止", false), ("截止到", false), ("截止至", false),
        ("截至到", false), ("有效期至", false),
        ("有效期到", false), ("延续至", false), ("延长至", false), ("执行至", false), ("实施至", false), ("不晚于", false),
        ("不迟于", false),
        ("不早于", true), ("晚于", true), ("早于", false), ("至", false), ("到", false), ("暂定至", false), ("最迟", false),
        ("不得晚于", false),
    ])
}
