/// Days of the calendar that a place of the text names: one day, or all days of a month, quarter or year.
struct DateTerm {
    var lower: CivilDate
    var upper: CivilDate
    let start: Int
    var end: Int
}

/// Reads dates in every written form out of a reading form.
struct DateScanner {
    let text: ScalarText

    /// What begins at a place.
    enum Found {
        case date(DateTerm)
        /// Written like a date, but there is no such day; the place behind it.
        case noSuchDay(Int)
    }

    /// Reads the date that begins at a place.
    ///
    /// - Parameters:
    ///   - year: The year of a date before, which a day or a month without one belongs to.
    ///   - isJoined: Whether a date and a sign such as a hyphen stand before it.
    func date(at start: Int, year: Int? = nil, isJoined: Bool = false) -> Found? {
        if text.isDigit(start), text.isDigit(start - 1) || (!isJoined && isInAName(start)) { return nil }
        if NumeralScanner.isChineseNumeral(text[start]), NumeralScanner.isChineseNumeral(text[start - 1]) {
            return nil
        }
        if let found = withYear(at: start) { return found }
        return withoutYear(at: start, year: year)
    }

    /// Behind a letter, a point or a hyphen behind a letter or digit.
    private func isInAName(_ start: Int) -> Bool {
        if text.isLatin(start - 1) || text[start - 1] == 0x7B2C { return true }
        if text.isItemPoint(start - 1) { return false }
        return text.isOne(of: "-/.", start - 1) && (text.isLatin(start - 2) || text.isDigit(start - 2))
    }

    private func withYear(at start: Int) -> Found? {
        guard let (year, end) = fourDigits(at: start) else { return nil }
        if text.isDigit(end) { return compact(at: start) }
        if text.isOne(of: "-/.", end), let found = separated(start, year, end, by: text[end]) { return found }
        guard text[text.skippingSpace(end)] == 0x5E74 else { return sharingYear(start, year, end) }
        return afterYear(start, year, text.skippingSpace(end) + 1)
    }

    /// What follows `2023年`: `度`, `末`, `12月31日`, `第二季度`, `上半年`.
    private func afterYear(_ start: Int, _ year: Int, _ end: Int) -> Found? {
        let place = text.skippingSpace(end)
        if let found = month(start, at: place, year: year) { return found }
        if let found = quarter(start, at: text[place] == 0x524D ? place + 1 : place, year: year) {
            return found
        }
        if let end = word("末", "底", "年底", "年末", "度末", at: place) { return days(start, year, 12, 31, end) }
        if let end = word("初", "年初", at: place) { return days(start, year, 1, 1, end) }
        return months(start, year, 1, 12, word("度", at: place) ?? end)
    }

    /// `2023-2025年`, and the first of `2019、2020年`: the word 年 stands behind the last.
    private func sharingYear(_ start: Int, _ year: Int, _ end: Int) -> Found? {
        let place = text.skippingSpace(end)
        let isRange = text.isOne(of: "-~至到", place)
        guard isRange || text.isOne(of: "、和及或", place) else { return nil }
        var last: (Int, end: Int)? = (year, end)
        var next = place
        for _ in 0..<12 {
            last = fourDigits(at: text.skippingSpace(next + 1))
            guard let found = last, text.isOne(of: "、和及或", found.end), !isRange else { break }
            next = found.end
        }
        guard let last, text[text.skippingSpace(last.end)] == 0x5E74 else { return nil }
        guard isRange else { return months(start, year, 1, 12, end) }
        let behind = text.skippingSpace(last.end) + 1
        guard last.0 >= year, let lower = CivilDate(year: year, month: 1, day: 1),
            let upper = CivilDate(year: last.0, month: 12, day: 31)
        else { return .noSuchDay(behind) }
        return .date(DateTerm(lower: lower, upper: upper, start: start, end: word("度", at: behind) ?? behind))
    }

    private func withoutYear(at start: Int, year: Int?) -> Found? {
        if let found = month(start, at: start, year: year) { return found }
        return quarter(start, at: start, year: year)
    }

    /// `3月`, `3月15日`, `3月底`, `1-6月`.
    private func month(_ start: Int, at place: Int, year: Int?) -> Found? {
        guard let (first, firstEnd) = small(at: place) else { return nil }
        var month = first
        var monthEnd = text.skippingSpace(firstEnd)
        if text.isOne(of: "-~至到", monthEnd), let (last, lastEnd) = small(at: monthEnd + 1),
            text[lastEnd] == 0x6708, (1...12).contains(first), first < last
        {
            month = last
            monthEnd = lastEnd
        }
        guard text[monthEnd] == 0x6708, (1...12).contains(month), !text.has("月嫂", at: monthEnd) else {
            return nil
        }
        let end = monthEnd + 1
        if month != first { return months(start, year, first, month, word("份", at: end) ?? end) }
        let dayPlace = text.skippingSpace(end)
        if let (day, dayEnd) = small(at: dayPlace), text.isOne(of: "日号", text.skippingSpace(dayEnd)) {
            return days(start, year, month, day, text.skippingSpace(dayEnd) + 1)
        }
        if let end = word("底", "末", at: end) {
            return days(start, year, month, CivilDate.lastDay(of: month, year), end)
        }
        if let end = word("初", at: end) { return days(start, year, month, 1, end) }
        return months(start, year, month, month, word("份", at: end) ?? end)
    }

    /// `第二季度`, `一季度`, `上半年`.
    private func quarter(_ start: Int, at place: Int, year: Int?) -> Found? {
        if let end = word("上半年", at: place) { return months(start, year, 1, 6, end) }
        if let end = word("下半年", at: place) { return months(start, year, 7, 12, end) }
        let isOrdinal = text[place] == 0x7B2C
        guard let (quarter, end) = small(at: isOrdinal ? place + 1 : place), (1...4).contains(quarter),
            text.has("季度", at: end), isOrdinal || year != nil || !text.isDigit(place)
        else { return nil }
        // Which one 上一季度 is depends on the day as of which one asks.
        if !isOrdinal, text.isOne(of: "上下", place - 1) { return .noSuchDay(end + 2) }
        // 前三季度 is January to September.
        let first = text[place - 1] == 0x524D ? 1 : quarter * 3 - 2
        let last = quarter * 3
        if let end = word("末", "底", at: end + 2) {
            return days(start, year, last, CivilDate.lastDay(of: last, year), end)
        }
        return months(start, year, first, last, end + 2)
    }

    private func separated(_ start: Int, _ year: Int, _ end: Int, by separator: UInt32) -> Found? {
        guard let (month, monthEnd) = arabic(at: end + 1), text[monthEnd] == separator,
            let (day, dayEnd) = arabic(at: monthEnd + 1), !text.isDigit(dayEnd),
            !(text[dayEnd] == separator && text.isDigit(dayEnd + 1)), !text.isLatin(dayEnd)
        else { return nil }
        return days(start, year, month, day, dayEnd)
    }

    /// `20231231`, alone among letters and digits.
    private func compact(at start: Int) -> Found? {
        for place in start..<(start + 8) where !text.isDigit(place) { return nil }
        guard !text.isDigit(start + 8), !text.isLatin(start + 8), !text.isOne(of: "-_.", start + 8),
            !text.isOne(of: "-_.号码编:", start - 1), let (year, _) = fourDigits(at: start)
        else { return nil }
        let two = { (place: Int) in Int(text[place] &- 0x30) * 10 + Int(text[place + 1] &- 0x30) }
        guard let day = CivilDate(year: year, month: two(start + 4), day: two(start + 6)) else { return nil }
        return .date(DateTerm(lower: day, upper: day, start: start, end: start + 8))
    }

    private func days(_ start: Int, _ year: Int?, _ month: Int, _ day: Int, _ end: Int) -> Found {
        guard let day = CivilDate(year: year, month: month, day: day) else { return .noSuchDay(end) }
        return .date(DateTerm(lower: day, upper: day, start: start, end: end))
    }

    private func months(_ start: Int, _ year: Int?, _ first: Int, _ last: Int, _ end: Int) -> Found? {
        guard let lower = CivilDate(year: year, month: first, day: 1),
            let upper = CivilDate(year: year, month: last, day: CivilDate.lastDay(of: last, year))
        else { return .noSuchDay(end) }
        return .date(DateTerm(lower: lower, upper: upper, start: start, end: end))
    }

    /// A year of four digits, Arabic, Chinese or mixed (`二0二三`), from 1900 to 2199.
    func fourDigits(at start: Int) -> (Int, end: Int)? {
        var year = 0
        for place in start..<(start + 4) {
            if text.isDigit(place) {
                year = year * 10 + Int(text[place] &- 0x30)
            } else if let digit = NumeralScanner.digit(text[place]) {
                year = year * 10 + digit
            } else {
                return nil
            }
        }
        return (1900...2199).contains(year) ? (year, start + 4) : nil
    }

    /// A month or day of at most two digits or three Chinese numerals.
    private func small(at place: Int) -> (Int, end: Int)? {
        if text.isDigit(place) { return arabic(at: place) }
        var value = 0
        var at = place
        while at < place + 3, NumeralScanner.isChineseNumeral(text[at]) {
            if text[at] == 0x5341 {
                value = max(value, 1) * 10
            } else if let digit = NumeralScanner.digit(text[at]) {
                value = value % 10 == 0 ? value + digit : 99
            } else {
                return nil
            }
            at += 1
        }
        return at > place && value < 99 && !NumeralScanner.isChineseNumeral(text[at]) ? (value, at) : nil
    }

    private func arabic(at place: Int) -> (Int, end: Int)? {
        guard text.isDigit(place) else { return nil }
        let first = Int(text[place] &- 0x30)
        guard text.isDigit(place + 1) else { return (first, place + 1) }
        guard !text.isDigit(place + 2) else { return nil }
        return (first * 10 + Int(text[place + 1] &- 0x30), place + 2)
    }

    private func word(_ words: String..., at place: Int) -> Int? {
        words.first { text.has($0, at: place) }.map { place + $0.unicodeScalars.count }
    }
}
