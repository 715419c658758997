import Huiqi

/// Text in columns of a terminal: East Asian wide characters take two.
enum Layout {
    /// Columns that a text takes (Unicode Standard Annex 11, wide and full-width as two).
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    private static func width(_ scalar: UnicodeScalar) -> Int {
        switch scalar.value {
        case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F, 0xF8E0...0xF8EF: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }

    /// The text filled with spaces to `columns`; a longer one is cut with `…`.
    static func padded(_ text: String, _ columns: Int) -> String {
        let text = clipped(text, columns)
        return text + String(repeating: " ", count: max(0, columns - width(text)))
    }

    /// The text in at most `columns`.
    static func clipped(_ text: String, _ columns: Int) -> String {
        if width(text) <= columns { return text }
        var out = ""
        var used = 1
        for scalar in text.unicodeScalars {
            used += width(scalar)
            if used > columns { break }
            out.unicodeScalars.append(scalar)
        }
        return out + "…"
    }

    enum Colour: String, CaseIterable {
        case green = "32"
        case yellow = "33"
        case red = "31"
        case bold = "1"
        case faint = "2"
    }

    /// Coloured on a terminal, plain elsewhere.
    static func paint(_ text: String, _ colour: Colour) -> String {
        guard Terminal.isColoured, let index = Colour.allCases.firstIndex(of: colour),
            let mark = UnicodeScalar(marks + UInt32(index))
        else { return text }
        return "\(mark)\(text)\(end)"
    }

    /// Private-use characters stand for colours until a line is cleaned of control characters.
    private static let marks: UInt32 = 0xF8E0
    private static let end: UnicodeScalar = "\u{F8EF}"

    /// The line with its colours for a terminal.
    static func coloured(_ line: String) -> String {
        guard Terminal.isColoured else { return line }
        var out = ""
        for scalar in line.unicodeScalars {
            let index = Int(scalar.value) - Int(marks)
            if scalar == end {
                out += "\u{1B}[0m"
            } else if Colour.allCases.indices.contains(index) {
                out += "\u{1B}[\(Colour.allCases[index].rawValue)m"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    static func colour(_ verdict: Verdict) -> Colour {
        switch verdict {
        case .eligible: .green
        case .undetermined: .yellow
        case .ineligible: .red
        }
    }
}
