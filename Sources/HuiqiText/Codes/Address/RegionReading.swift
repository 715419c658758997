/// Which region an address names, and by which words.
public struct RegionReading: Equatable, Sendable {
    /// A level of administrative division.
    public enum Level: Int, Comparable, Sendable {
        case province = 1
        case city, county, street

        /// By depth: a province is less than a street.
        public static func < (first: Level, second: Level) -> Bool { first.rawValue < second.rawValue }
    }

    /// One name in the address.
    public struct Name: Equatable, Sendable {
        /// The level of what it names.
        public let level: Level
        /// The code of what it names: six digits, nine of a street; an abolished one where the name is an old
        /// one; nil where several places have the name, and of a town that became a city.
        public let code: String?
        /// Where it stands in the address, in bytes of its UTF-8; begins and ends at characters.
        public let spanUTF8: Range<Int>
    }

    /// The deepest region that is certain: a current code of six digits, nine where it is a street's; nil where
    /// a name is known but several places have it and they share no province.
    public let code: String?
    /// The names in order of the text.
    public let names: [Name]
    /// Whether a level between was not written and follows from the others, such as 浙江省温州市 from `瓯海区`, or a
    /// county from a town or from a development zone.
    public let isInferred: Bool
    /// Where one name means several places: their codes, ascending. Beside a ``code`` below the province the code is
    /// of these or above them.
    public let candidates: [String]
    /// Whether the address names a place that is not in the one written before it; ``code`` is the upper one.
    public let isContradictory: Bool

    /// The level of ``code``.
    ///
    /// Cities without counties (东莞, 中山, 儋州, 嘉峪关) are as deep as a county: ``Level/county``.
    public var level: Level? {
        guard let code else { return nil }
        if code.utf8.count == 9 { return .street }
        if code.hasSuffix("0000") { return .province }
        if ["441900", "442000", "460400", "620200"].contains(code) { return .county }
        return code.hasSuffix("00") ? .city : .county
    }

    /// The county of ``code``, six digits, where it is known so far.
    public var county: String? {
        guard let code, let level, level >= .county else { return nil }
        return String(code.prefix(6))
    }
}
