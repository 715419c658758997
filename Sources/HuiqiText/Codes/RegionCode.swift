/// Codes of administrative divisions, GB/T 2260: 6 digits, or 9 or 12 with street and community
/// (GB/T 10114).
///
/// Trailing `00` pairs of the first six digits mean an upper level: `330300` is a city, `330000` a
/// province. The table is the Ministry of Civil Affairs' list as of 2026 with the National Bureau of
/// Statistics' additions of 2023 (development zones), every code abolished since 1980, and what became
/// of it; origins in `Generated/GBT2260.swift`. Any number of threads at once.
public enum RegionCode {
    private static let table = CodeTable(gbt2260Lines)

    /// What the table says of a code.
    ///
    /// Of 9 or 12 digits the first six are looked up. Hong Kong, Macao and Taiwan have one code each
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
    /// Of 9 or 12 digits the name of the first six. Placeholder levels (`市辖区`, `省直辖县级行政区划`)
    /// are left out in front of a lower level.
    ///
    /// - Returns: Nil where the code is malformed, unlisted, or its name is not known.
    /// - Complexity: O(log *n*).
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
        return name + own
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
