import HuiqiLogic
import HuiqiModel

/// Many tests of codes of one standard, asked together of one value.
public struct UnderTests: Sendable {
    /// The first sixteen bytes of an area as a number, with ones where it has bytes.
    private struct Area {
        let bits: UInt128
        let mask: UInt128
        /// The test that names it.
        let test: Int32
    }

    private let areas: [Area]
    /// Tests with an area of more than sixteen bytes, asked one by one.
    private let others: [(position: Int, test: UnderTest)]
    private let count: Int
    private let reader: UnderTest?

    /// - Parameter tests: All of one field, and so of one standard.
    public init(_ tests: [UnderTest]) {
        var areas: [Area] = []
        var others: [(position: Int, test: UnderTest)] = []
        for (position, test) in tests.enumerated() {
            let packed = test.areas.map { UnderTests.packed($0.prefix) }
            if packed.contains(where: { $0 == nil }) {
                others.append((position, test))
            } else {
                for case .some(let (bits, mask)) in packed {
                    areas.append(Area(bits: bits, mask: mask, test: Int32(truncatingIfNeeded: position)))
                }
            }
        }
        self.areas = areas
        self.others = others
        count = tests.count
        reader = tests.first
    }

    private static func packed(_ prefix: [UInt8]) -> (UInt128, UInt128)? {
        guard prefix.count <= 16 else { return nil }
        var bits: UInt128 = 0
        var mask: UInt128 = 0
        for index in 0..<16 {
            let isIn = index < prefix.count
            bits = bits << 8 | UInt128(isIn ? prefix[index] : 0)
            mask = mask << 8 | (isIn ? 0xFF : 0)
        }
        return (bits, mask)
    }

    /// The truth of each test for a value.
    /// - Complexity: O(areas of all tests).
    public func truths(of text: String) -> [Truth] {
        guard let reader else { return [] }
        let code = reader.read(text)
        // What is no code is an evaluation error, which counts as unknown.
        guard let area = code.area else { return Array(repeating: .unknown, count: count) }
        guard let (bits, mask) = UnderTests.packed(area.prefix) else {
            return singly(code)
        }
        var truths = [Truth](repeating: .no, count: count)
        for wanted in areas {
            // Below, where all bytes of the wanted area stand in front; above, where all of this one's do.
            let difference = bits ^ wanted.bits
            if difference & wanted.mask == 0 && wanted.mask & ~mask == 0 {
                truths[Int(wanted.test)] = .yes
            } else if difference & mask & wanted.mask == 0, wanted.mask & ~mask != 0 {
                if truths[Int(wanted.test)] == .no { truths[Int(wanted.test)] = .unknown }
            }
        }
        for (position, test) in others { truths[position] = test.truth(of: code) }
        return truths
    }

    /// A value longer than sixteen bytes: what it lies under is told by its first ones, but nothing lies under it.
    private func singly(_ code: UnderTest.Code) -> [Truth] {
        guard let prefix = code.area?.prefix, let (bits, mask) = UnderTests.packed(Array(prefix.prefix(16)))
        else {
            return Array(repeating: .unknown, count: count)
        }
        var truths = [Truth](repeating: .no, count: count)
        for wanted in areas where (bits ^ wanted.bits) & wanted.mask == 0 && wanted.mask & ~mask == 0 {
            truths[Int(wanted.test)] = .yes
        }
        for (position, test) in others { truths[position] = test.truth(of: code) }
        return truths
    }
}
