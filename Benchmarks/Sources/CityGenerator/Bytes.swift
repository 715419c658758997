/// UTF-8 under construction.
public struct Bytes: Sendable {
    public private(set) var storage: [UInt8] = []

    public init(capacity: Int = 0) { storage.reserveCapacity(capacity) }

    public mutating func removeAll() { storage.removeAll(keepingCapacity: true) }

    mutating func add(_ text: String) { storage.append(contentsOf: text.utf8) }

    mutating func add(byte: UInt8) { storage.append(byte) }

    /// The text in quotes; the generator's words need no escapes beyond these two.
    mutating func addQuoted(_ text: String) {
        storage.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 || byte == 0x5C { storage.append(0x5C) }
            storage.append(byte)
        }
        storage.append(0x22)
    }

    mutating func add(_ number: Int) {
        if number < 0 { storage.append(0x2D) }
        var rest = number.magnitude
        let start = storage.count
        repeat {
            storage.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        storage[start...].reverse()
    }

    /// Fen as yuan with two decimals.
    mutating func add(fen: Int) {
        if fen < 0 { storage.append(0x2D) }
        let amount = Int(fen.magnitude)
        add(amount / 100)
        storage.append(0x2E)
        storage.append(0x30 + UInt8(amount % 100 / 10))
        storage.append(0x30 + UInt8(amount % 10))
    }

    /// A day as "YYYY-MM-DD" in quotes.
    mutating func add(_ day: Day) {
        storage.append(0x22)
        add(day.year)
        for part in [day.month, day.day] {
            storage.append(0x2D)
            storage.append(0x30 + UInt8(part / 10))
            storage.append(0x30 + UInt8(part % 10))
        }
        storage.append(0x22)
    }
}

/// A day of the calendar; the generator uses days 1 to 28 only, which every month has.
struct Day: Sendable {
    var year: Int
    var month: Int
    var day: Int
}

extension Random {
    mutating func day(in years: ClosedRange<Int>) -> Day {
        Day(year: within(years), month: within(1...12), day: within(1...28))
    }
}
