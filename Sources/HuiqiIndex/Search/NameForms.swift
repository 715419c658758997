import HuiqiLogic
import HuiqiModel
import HuiqiText

/// The names of a block's rows as they are compared: reading forms without punctuation and spaces.
final class NameForms: Sendable {
    /// All names one behind the other.
    let units: [UInt16]
    /// Where each row's name ends; rows without one are empty.
    let ends: [Int]
    /// Bits for the units of each row's name.
    let signatures: [UInt64]

    private static let field = Schema.contract.index(of: "name")

    init(_ batch: ProfileBatch, _ normalizer: TextNormalizer) {
        var units: [UInt16] = []
        var ends: [Int] = []
        var signatures: [UInt64] = []
        for row in 0..<batch.count {
            var signature: UInt64 = 0
            if let name = NameForms.name(batch, row) {
                for unit in NameForms.form(name, normalizer) {
                    units.append(unit)
                    signature |= NameForms.bit(unit)
                }
            }
            ends.append(units.count)
            signatures.append(signature)
        }
        self.units = units
        self.ends = ends
        self.signatures = signatures
    }

    /// The units of a row's name.
    func name(_ row: Int) -> ArraySlice<UInt16> { units[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }

    /// The name as written; nil where it is not known.
    static func name(_ batch: ProfileBatch, _ row: Int) -> String? {
        guard let field, field < batch.columns.count, case .text(let texts) = batch.columns[field],
            texts.known[row]
        else { return nil }
        return String(decoding: texts.bytes[texts.range(row)], as: UTF8.self)
    }

    static func form(_ name: String, _ normalizer: TextNormalizer) -> [UInt16] {
        normalizer.units(name).filter { SearchUnit($0) != .other }
    }

    /// One of 64 bits for a unit.
    static func bit(_ unit: UInt16) -> UInt64 {
        1 << (UInt64(truncatingIfNeeded: (UInt32(unit) &* 0x9E37_79B1) >> 26))
    }
}

/// Where a block keeps its names' forms. Shared by all blocks of the same rows.
final class NameShelf: @unchecked Sendable {
    // Safe: read and written under the lock only.
    private let lock = Lock()
    private var forms: NameForms?

    func forms(_ batch: ProfileBatch, _ normalizer: TextNormalizer) -> NameForms {
        lock.withLock {
            if let forms { return forms }
            let made = NameForms(batch, normalizer)
            forms = made
            return made
        }
    }
}
