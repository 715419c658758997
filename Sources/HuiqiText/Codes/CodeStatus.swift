/// What a standard's table says of a code.
public enum CodeStatus: Equatable, Sendable {
    /// In the table.
    case current
    /// Once in the table. The codes that took over, ascending; empty where that is not known.
    case abolished(successors: [String])
    /// Well formed, but never seen in the table.
    case unlisted
    /// Not a code of this standard's form.
    case malformed
}
