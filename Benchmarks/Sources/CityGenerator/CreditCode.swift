/// Unified social credit codes, GB 32100-2015, with both check characters right.
enum CreditCode {
    private static let symbols = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    private static let organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]
    private static let values: [Int] = {
        var table = [Int](repeating: 0, count: 128)
        for (value, symbol) in symbols.enumerated() { table[Int(symbol)] = value }
        return table
    }()

    /// A different code for each index below 31^6; `area` has six digits.
    static func text(area: String, index: Int, seed: UInt64) -> String {
        let space = 887_503_681  // 31^6
        var serial = (index * 48_271 + Int(seed % 887_503_681)) % space
        var organisation: [UInt8] = [0x4D, 0x41]
        for _ in 0..<6 {
            organisation.append(symbols[serial % 31])
            serial /= 31
        }
        organisation.append(organisationCheck(organisation))
        var code = Array("91".utf8) + Array(area.utf8) + organisation
        var sum = 0
        for (symbol, weight) in zip(code, weights) { sum += values[Int(symbol)] * weight }
        code.append(symbols[(31 - sum % 31) % 31])
        return String(decoding: code, as: UTF8.self)
    }

    /// GB 11714: letters count from A = 10; check 10 is X, 11 is 0.
    private static func organisationCheck(_ symbols: [UInt8]) -> UInt8 {
        var sum = 0
        for (symbol, weight) in zip(symbols, organisationWeights) {
            sum += (symbol < 0x41 ? Int(symbol) - 0x30 : Int(symbol) - 0x41 + 10) * weight
        }
        let check = 11 - sum % 11
        return check == 10 ? 0x58 : check == 11 ? 0x30 : 0x30 + UInt8(check)
    }
}
