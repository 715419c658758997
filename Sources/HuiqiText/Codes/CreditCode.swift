/// What the form and the check character say of a unified social credit code.
public enum CreditCodeStatus: Equatable, Sendable {
    /// Well formed, and the check character is right.
    case valid
    /// Well formed, and the check character is wrong.
    case wrongChecksum
    /// Not 18 characters of the standard's alphabet, or no digits where the division code stands.
    case malformed
}

/// Unified social credit codes, GB 32100-2015.
///
/// 18 characters: registering department, kind of organisation, six digits of the registering
/// authority's division, nine characters of organisation code, check character.
public enum CreditCode {
    /// The 31 characters of the standard; a character counts as much as its place. No I, O, S, V, Z.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// The weights of characters 1...17: powers of 3 modulo 31.
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// Checks form and check character (the 18th: 31 less the weighted sum, modulo 31).
    ///
    /// Only capitals are well formed. Whether the code was ever given to anybody is not known here, nor
    /// are the division and the organisation code's own check digit judged.
    ///
    /// - Complexity: O(1).
    public static func check(_ code: String) -> CreditCodeStatus {
        let bytes = Array(code.utf8.prefix(19))
        guard bytes.count == 18 else { return .malformed }
        let division = bytes[2..<8]
        guard division.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
            return .malformed
        }
        let values = bytes.compactMap(alphabet.firstIndex)
        guard values.count == 18, let check = values.last else { return .malformed }
        let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return (31 - sum % 31) % 31 == check ? .valid : .wrongChecksum
    }
}
