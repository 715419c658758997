/// The generated table of streets, a line a county, searched by code.
///
/// The lines stay the bytes they are; only places are indexed. Immutable: any number of threads.
struct StreetTable: Sendable {
    /// The table as it is generated; made at its first use, about 2 ms.
    static let shared = StreetTable(gbt10114Lines)

    /// The lines, in which ``Street/name`` points.
    let bytes: [UInt8]
    /// Six-digit codes of counties (of cities without counties), ascending.
    private var counties: [UInt32] = []
    /// Of the county with the same index, where its streets begin in ``streets``; one more at the end.
    private var starts: [Int] = [0]
    /// All streets in order of their codes.
    private(set) var streets: [Street] = []

    /// One street.
    struct Street {
        /// Six digits of the county, three of the street.
        let code: UInt32
        /// Where the name stands in ``StreetTable/bytes``.
        let start: UInt32
        let end: UInt32
        /// The name's first character.
        let first: UInt32

        var name: Range<Int> { Int(start)..<Int(end) }
    }

    /// Indexes a table, whose lines ascend by code.
    /// - Complexity: O(size).
    init(_ table: StaticString) {
        let bytes = Array(table.description.utf8)
        let span = bytes.span
        streets.reserveCapacity(span.count / 12)
        var at = 0
        var county: UInt32 = 0
        var number: UInt32 = 0
        while at < span.count {
            // A line begins with its county, an item maybe with its number.
            var written: UInt32 = 0
            var digits = 0
            while at < span.count, span[at] &- UInt8(ascii: "0") < 10 {
                written = written &* 10 &+ UInt32(span[at] &- UInt8(ascii: "0"))
                digits &+= 1
                at &+= 1
            }
            if at < span.count, span[at] == UInt8(ascii: "|") {
                (county, number) = (written, 0)
                counties.append(county)
                starts.append(streets.count)
                at &+= 1
                continue
            }
            number = digits > 0 ? written : number &+ 1
            let start = at
            while at < span.count, span[at] > UInt8(ascii: " ") { at &+= 1 }
            var first = start
            streets.append(
                Street(
                    code: county &* 1_000 &+ number, start: UInt32(truncatingIfNeeded: start),
                    end: UInt32(truncatingIfNeeded: at),
                    first: start < span.count ? WordAutomaton.scalar(span, &first) : 0))
            at &+= 1
        }
        starts.removeFirst()
        starts.append(streets.count)
        self.bytes = bytes
    }

    /// The streets of the counties with a code in a range, as indexes of ``streets``.
    /// - Complexity: O(log *n*).
    func indexes(from first: UInt32, through last: UInt32) -> Range<Int> {
        let low = lowerBound(first)
        return starts[low]..<starts[max(low, lowerBound(last &+ 1))]
    }

    /// The name of a street, or nil.
    /// - Parameters:
    ///   - county: Six digits.
    ///   - number: Three digits.
    /// - Complexity: O(log *n* + streets of the county).
    func name(county: UInt32, number: UInt32) -> String? {
        let code = county &* 1_000 &+ number
        for index in indexes(from: county, through: county) where streets[index].code == code {
            return String(decoding: bytes[streets[index].name], as: UTF8.self)
        }
        return nil
    }

    private func lowerBound(_ code: UInt32) -> Int {
        var low = 0
        var high = counties.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if counties[middle] < code { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
