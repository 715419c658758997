/// Codes of administrative divisions, GB/T 2260: 6 digits, or 9 or 12 with street and community
/// (GB/T 10114).
///
/// Trailing `00` pairs of the first six digits mean an upper level: `330300` is a city, `330000` a
/// province. The table is the Ministry of Civil Affairs' list as of 2026 with the National Bureau of
/// Statistics' additions of 2023 (development zones), every code abolished since 1980, and what became
/// of it; origins in `Generated/GBT2260.swift`. Streets are those of 2023, under the county codes of that day;
/// origin in `Generated/GBT10114.swift`. Any number of threads at once.
public enum RegionCode {
    private static let table = CodeTable(gbt2260Lines)

    /// What the table says of a code.
    ///
    /// Of 9 or 12 digits the first six are looked up: streets come and go every year and their table is of one
    /// day, so that an unlisted street is as its county is; ``streetName(_:)`` tells. Hong Kong, Macao and Taiwan have one code each
    /// (810000, 820000, 710000).
    ///
    /// - Complexity: O(log *n*).
    public static func status(_ code: String) -> CodeStatus {
        guard let division = division(code) else { return .malformed }
        if table.hasCurrent(division) { return .current }
        guard let entry = table[division] else { return .unlisted }
        guard let successors = entry.successors else { return .current }
        return .abolished(successors: successors)
    }

    /// The full name from the province down, such as `浙江省温州市鹿城区`, also of an abolished code.
    ///
    /// Of 9 or 12 digits with the street's name where it is listed (`浙江省温州市鹿城区五马街道`), else the name of the
    /// first six. Placeholder levels (`市辖区`, `省直辖县级行政区划`) are left out in front of a lower level.
    ///
    /// - Returns: Nil where the code is malformed, unlisted, or its name is not known.
    /// - Complexity: O(log *n*), with a street and the streets of its county.
    public static func name(_ code: String) -> String? {
        guard let division = division(code), let own = table[division]?.name, !own.isEmpty else { return nil }
        var name = ""
        for digits in [2, 4] where division.dropFirst(digits).contains(where: { $0 != UInt8(ascii: "0") }) {
            let upper =
                Array(division.prefix(digits)) + Array(repeating: UInt8(ascii: "0"), count: 6 - digits)
            // A county in a province's own hands stands for its city level: the same code comes twice.
            guard !upper.elementsEqual(division), let entry = table[upper], !isPlaceholder(entry.name) else {
                continue
            }
            name += entry.name
        }
        return name + own + (streetName(code) ?? "")
    }

    /// The name of a street, town or township by its code, such as `五马街道` of `330302006`; of 12 digits the first
    /// nine.
    ///
    /// - Returns: Nil where the code is malformed, has six digits, or its street is not in the table.
    /// - Complexity: O(log *n* + streets of the county).
    public static func streetName(_ code: String) -> String? {
        guard let division = division(code), code.utf8.count > 6 else { return nil }
        return StreetTable.shared.name(
            county: number(division), number: number(code.utf8.dropFirst(6).prefix(3)))
    }

    /// The value of at most nine digits.
    private static func number(_ digits: Substring.UTF8View) -> UInt32 {
        digits.reduce(0) { $0 &* 10 &+ UInt32($1 &- UInt8(ascii: "0")) }
    }

    /// The first six digits of a well-formed code.
    private static func division(_ code: String) -> Substring.UTF8View? {
        let length = code.utf8.count
        guard length == 6 || length == 9 || length == 12,
            code.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        return code.utf8.prefix(6)
    }

    private static func isPlaceholder(_ name: String) -> Bool {
        name == "市辖区" || name == "县" || name.hasPrefix("省直辖") || name.hasPrefix("自治区直辖")
            || name == "直辖行政单位"
    }
}
