/// How a table's bytes are to be read as text.
public enum CSVEncoding: String, Sendable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "utf-8"
    /// GB 18030, of which GBK and GB 2312 are parts.
    case gb18030

    /// An encoding by one of the names that people call it by, in any case; nil for others.
    public init?(name: String) {
        switch name.lowercased() {
        case "utf-8", "utf8", "utf-8-sig": self = .utf8
        case "gb18030", "gb-18030", "gbk", "gb2312", "cp936": self = .gb18030
        default: return nil
        }
    }
}

/// How a table is read.
public struct CSVOptions: Sendable, Hashable {
    /// What the caller knows of the encoding; nil is found out from all bytes.
    public var encoding: CSVEncoding?
    /// Whether columns that name no field are passed over instead of refusing the table.
    public var ignoresUnknownColumns: Bool
    /// Whether a whole number in a column of dates is a spreadsheet's day (45291 is 2023-12-31).
    public var takesSerialDates: Bool

    /// The encoding is found out; what is not understood is refused.
    public init(
        encoding: CSVEncoding? = nil, ignoresUnknownColumns: Bool = false, takesSerialDates: Bool = false
    ) {
        self.encoding = encoding
        self.ignoresUnknownColumns = ignoresUnknownColumns
        self.takesSerialDates = takesSerialDates
    }
}
