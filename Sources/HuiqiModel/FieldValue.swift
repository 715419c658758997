/// One field of one profile.
///
/// `unknown` is a fact nobody told; everything else is known. A list is complete unless it says otherwise.
public enum FieldValue: Sendable, Hashable {
    case unknown
    /// A text, a code, or a value of an enumeration.
    case text(String)
    case bool(Bool)
    /// An int.
    case int(Int64)
    /// Money in fen.
    case fen(Int64)
    /// A day, as days since 1970-01-01.
    case day(Int32)
    /// Money by year, in fen, in order of year; a year that is not there is unknown.
    case yearly([YearAmount])
    case texts([String], complete: Bool)
    /// Records, each with the members of the field's type in order.
    case records([[FieldValue]], complete: Bool)

    /// One year's amount.
    public struct YearAmount: Sendable, Hashable {
        /// The year, 1900-2999.
        public let year: Int16
        /// The amount in fen.
        public let fen: Int64

        /// An amount of a year.
        public init(year: Int16, fen: Int64) {
            self.year = year
            self.fen = fen
        }
    }

    /// The years that a yearly map may have.
    public static let years = 1900...2999
}
