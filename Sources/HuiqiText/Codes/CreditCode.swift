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
    /// The place of each ASCII character among the standard's 31 (no I, O, S, V, Z), which is what it counts;
    /// 255 for all others.
    private static let places: [UInt8] = {
        var places = [UInt8](repeating: 255, count: 128)
        for (place, character) in "0123456789ABCDEFGHJKLMNPQRTUWXY".utf8.enumerated() {
            places[Int(character)] = UInt8(place)
        }
        return places
    }()

    /// The weights of characters 1...17: powers of 3 modulo 31.
    private static let weights: [Int] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// Checks form and check character (the 18th: 31 less the weighted sum, modulo 31).
    ///
    /// Only capitals are well formed. Whether the code was ever given to anybody is not known here, nor
    /// are the division and the organisation code's own check digit judged.
    ///
    /// - Complexity: O(1).
    public static func check(_ code: String) -> CreditCodeStatus {
        let bytes = Array(code.utf8.prefix(19))
        return check(bytes.span)
    }

    /// The same for a code's UTF-8.
    ///
    /// - Complexity: O(1); allocates nothing.
    public static func check(_ code: Span<UInt8>) -> CreditCodeStatus {
        guard code.count == 18 else { return .malformed }
        // Each use of a global asks whether it has been made.
        let (places, weights) = (self.places, self.weights)
        var sum = 0
        var check = 0
        for index in code.indices {
            let character = code[index]
            guard character < 128, places[Int(character)] < 31 else { return .malformed }
            let isDigit = character >= UInt8(ascii: "0") && character <= UInt8(ascii: "9")
            if (2..<8).contains(index), !isDigit { return .malformed }
            check = Int(places[Int(character)])
            if index < weights.count { sum &+= check &* weights[index] }  // Safe: at most 17 x 30 x 30.
        }
        return (31 - sum % 31) % 31 == check ? .valid : .wrongChecksum
    }
}
