import HuiqiModel

/// A day as people and spreadsheets write it.
enum DateCell {
    enum Reading {
        case day(Day)
        /// A whole number, which may be a spreadsheet's day.
        case serial(Int)
        case none
    }

    /// Reads `2023-01-05`, `2023/1/5`, `2023.1.5`, `2023年1月5日`, each with midnight after it, or a whole number.
    static func read(_ bytes: [UInt8]) -> Reading {
        if let day = Day(utf8: bytes.span) { return .day(day) }
        guard bytes.count <= 32 else { return .none }
        // What comes after a space or T is the time of the day, and only midnight is a day.
        let end = bytes.firstIndex { $0 == 0x20 || $0 == 0x54 } ?? bytes.count
        let time = String(decoding: bytes[min(end + 1, bytes.count)...], as: UTF8.self)
        guard ["", "00:00", "00:00:00", "0:00", "0:00:00", "00:00:00.000"].contains(time) else {
            return .none
        }
        let text = HeaderText.fold(String(decoding: bytes[..<end], as: UTF8.self))
        var rest = text.utf8[...]
        guard let first = number(&rest, most: 6) else { return .none }
        if rest.isEmpty { return bytes.count == 5 ? .serial(first) : .none }
        guard text.utf8.prefix(4).allSatisfy({ $0 &- 0x30 <= 9 }), let mark = rest.first else { return .none }
        let links = mark == 0xE5 ? ["年", "月", "日"] : [String(Unicode.Scalar(mark))]
        guard links.count == 3 || [0x2D, 0x2F, 0x2E].contains(mark), drop(links[0], &rest),
            let month = number(&rest, most: 2), drop(links.count == 3 ? links[1] : links[0], &rest),
            let day = number(&rest, most: 2)
        else { return .none }
        if links.count == 3 { guard drop(links[2], &rest) else { return .none } }
        guard rest.isEmpty else { return .none }
        return Day(year: first, month: month, day: day).map { .day($0) } ?? .none
    }

    /// The day that a spreadsheet counts by its number, from 1900-03-01 on; before that spreadsheets disagree.
    static func day(serial: Int) -> Day? {
        (61...2_958_465).contains(serial) ? Day(number: Int32(serial - 25_569)) : nil
    }

    private static func number(_ rest: inout Substring.UTF8View, most: Int) -> Int? {
        var value = 0
        var count = 0
        while let byte = rest.first, byte &- 0x30 <= 9, count < most {
            value = value * 10 + Int(byte &- 0x30)
            count += 1
            rest.removeFirst()
        }
        return count == 0 ? nil : value
    }

    private static func drop(_ link: String, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.starts(with: link.utf8) else { return false }
        rest.removeFirst(link.utf8.count)
        return true
    }
}
