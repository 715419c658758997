/// Codes of industries, GB/T 4754-2017: section letter `C`, division `C38`, group `C382`, class `C3829`.
///
/// The standard numbers divisions through all sections, so that the letter may be left out below the
/// section: `3829`. Origin of the table in `Generated/GBT4754.swift`. Any number of threads at once.
public enum IndustryCode {
    private static let table = CodeTable(gbt4754Lines)

    /// The section letter of each two-digit division, from the table; 0 where there is no such division.
    private static let sections: [UInt8] = {
        var sections = [UInt8](repeating: 0, count: 100)
        for code in table.codes where code.utf8.count == 3 {
            if let division = Int(code.dropFirst()), sections.indices.contains(division) {
                sections[division] = code.utf8.first ?? 0
            }
        }
        return sections
    }()

    /// What the table says of a code, with or without its letter.
    ///
    /// - Returns: `current`, `unlisted` or `malformed`; the table knows nothing of the 2011 edition, whose
    ///   codes are unlisted here where 2017 does not use them (and mean something else where it does).
    /// - Complexity: O(log *n*).
    public static func status(_ code: String) -> CodeStatus {
        guard let parts = parts(code) else { return .malformed }
        guard let whole = whole(parts) else { return parts.contradicted ? .malformed : .unlisted }
        return table.contains(whole.utf8) ? .current : .unlisted
    }

    /// The name of a section, division, group or class, such as `其他输配电及控制设备制造`.
    ///
    /// - Returns: Nil where the code is malformed or unlisted.
    /// - Complexity: O(log *n*).
    public static func name(_ code: String) -> String? {
        guard let code = completed(code) else { return nil }
        return table[code.utf8]?.name
    }

    /// The code with its section letter: `3829` and `C3829` give `C3829`, `38` gives `C38`, `C` itself.
    ///
    /// The division decides, so a group or class that is not in the table is completed as well.
    ///
    /// - Returns: Nil where the code is malformed, where its letter contradicts its division (`A3829`),
    ///   or where the division does not exist and there is no letter.
    /// - Complexity: O(1).
    public static func completed(_ code: String) -> String? {
        guard let parts = parts(code) else { return nil }
        return whole(parts)
    }

    private struct Parts {
        /// `A`...`T`, where written.
        let letter: UInt8?
        /// None, or two to four digits.
        let digits: String
        /// The section of the division, where it exists.
        let section: UInt8?

        var contradicted: Bool {
            if let letter, let section { letter != section } else { false }
        }
    }

    private static func parts(_ code: String) -> Parts? {
        var rest = code.utf8[...]
        var letter: UInt8?
        if let first = rest.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "T") {
            letter = first
            rest = rest.dropFirst()
        }
        let count = rest.count
        guard count <= 4, count >= 2 || count == 0 && letter != nil,
            rest.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        var division = 0
        for digit in rest.prefix(2) { division = division * 10 + Int(digit - UInt8(ascii: "0")) }
        let section = count == 0 ? 0 : sections[division]
        return Parts(
            letter: letter, digits: String(Substring(rest)), section: section == 0 ? nil : section)
    }

    private static func whole(_ parts: Parts) -> String? {
        guard !parts.contradicted, let letter = parts.letter ?? parts.section else { return nil }
        return String(Unicode.Scalar(letter)) + parts.digits
    }
}
