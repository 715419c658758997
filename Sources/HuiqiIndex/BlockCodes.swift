import CHuiqiKernels
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// The rows of a block as codes on the axes of a catalogue, axis by axis.
///
/// Immutable; made once for a block and an ``AxisTable``.
@safe public final class BlockCodes: Sendable {
    /// How the rows of one axis are kept.
    public enum Layout: Sendable {
        /// No row has the fact.
        case unknown
        /// One byte a row, from an offset; zeros up to 64 a word of a plane.
        case bytes(Int)
        /// Two bytes a row, from an offset; zeros likewise.
        case words(Int)
        /// Some value is beyond the guard of the number tests, or there are too many distinct values: the atoms
        /// of the axis are decided in another way here.
        case other
    }

    /// One axis of the block.
    public struct Axis: Sendable {
        /// Where its codes are.
        public var layout = Layout.other
        /// Least and greatest code of a row that has one; 0 for none.
        public var low = 0
        public var high = 0
        /// Whether some row has none.
        public var hasUnknown = false
        /// Dictionary: truths by (code - 1) x atoms of the axis + number of the atom, in ``BlockCodes/truths``.
        public var truths = 0
        /// Dictionary: where the spans of its atoms begin in ``BlockCodes/spans``.
        public var spans = 0
    }

    /// Words of a plane of so many rows: whole lines of the cache, eight words each.
    public static func width(rows: Int) -> Int { (rows + 511) / 512 * 8 }

    /// Rows of the block.
    public let rows: Int
    /// One entry an axis.
    public let axes: [Axis]
    /// One-byte codes.
    public let bytes: [UInt8]
    /// Two-byte codes.
    public let words: [UInt16]
    /// Truth tables of dictionary axes.
    public let truths: [Int8]
    /// Codes for which each atom of a dictionary axis is yes, where these lie together and none is unknown; otherwise
    /// `low` is 0.
    public let spans: [CodeSpan]

    /// Reads a block.
    /// - Parameter memory: Truths of values met before; kept from block to block by one thread.
    /// - Complexity: O(rows x axes x log cuts).
    public init(
        _ table: AxisTable, _ batch: ProfileBatch, level: Int32, _ memory: inout ValueTruths
    ) {
        rows = batch.count
        var reader = CodeReader(table, batch, level)
        for (number, axis) in table.axes.enumerated() { reader.read(axis, number, &memory) }
        axes = reader.axes
        bytes = reader.bytes
        words = reader.words
        truths = reader.truths
        spans = reader.spans
    }
}

/// Truths of the atoms of dictionary axes by value, so that each distinct value is asked once.
public struct ValueTruths {
    private var known: [[ExactText: [Int8]]] = []
    /// Values of one axis that are remembered; the rest is asked anew.
    private static let limit = 65_536

    public init() {}

    /// The truth, as a raw value, of one atom of a dictionary axis, by its number there.
    public mutating func truth(_ table: AxisTable, _ axis: Int, _ number: Int, of value: String) -> Int8 {
        truths(table, axis, of: value)[number]
    }

    /// The truths of all atoms of a dictionary axis for a value.
    mutating func truths(_ table: AxisTable, _ axis: Int, of value: String) -> [Int8] {
        while known.count <= axis { known.append([:]) }
        let key = ExactText(value)
        if let found = known[axis][key] { return found }
        let truths = table.truths(axis: axis, of: value)
        if known[axis].count < ValueTruths.limit { known[axis][key] = truths }
        return truths
    }
}
