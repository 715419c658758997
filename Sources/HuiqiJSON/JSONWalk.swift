/// What a ``JSONWalk`` throws at the first thing that it does not take; a ``JSONReader`` says what that is.
public struct NotPlain: Error, Sendable {
    /// The one thing there is to say.
    public init() {}
}

/// A string that a walk came to.
public struct JSONText: Sendable {
    /// Where its bytes lie, in the text or in ``JSONWalk/unescaped``.
    public let range: Range<Int>
    /// Whether they lie in ``JSONWalk/unescaped``.
    public let isUnescaped: Bool
}

/// Goes through one JSON document whose shape the caller expects, fast: no strings, no errors with places.
///
/// A walk takes nothing that a ``JSONReader`` would refuse, and gives equal values. At anything else it throws
/// ``NotPlain`` and is of no more use; the caller then reads the document with a ``JSONReader``, which tells what
/// is wrong and where. The text is an argument of every call, so that a walk holds no memory of others; offsets
/// are those of the text, which must be the same at every call. No bytes and no order of calls trap.
public struct JSONWalk: Sendable {
    /// The next unread byte.
    public private(set) var offset: Int
    /// The bytes of the last string that had escapes, with the escapes replaced.
    public private(set) var unescaped: [UInt8] = []
    private var depth = 0
    private let maxDepth: Int
    /// Whether the innermost bracket was opened just now.
    private var isOpened = false

    /// A walk that starts at `offset`.
    public init(from offset: Int, maxDepth: Int) {
        self.offset = max(0, offset)
        self.maxDepth = maxDepth
    }

    /// Goes to the start of another document.
    public mutating func restart(from offset: Int) {
        self.offset = max(0, offset)
        depth = 0
        isOpened = false
    }

    /// Enters the object that comes next.
    public mutating func beginObject(_ text: Span<UInt8>) throws(NotPlain) {
        try begin(text, UInt8(ascii: "{"))
    }

    /// Enters the array that comes next.
    public mutating func beginArray(_ text: Span<UInt8>) throws(NotPlain) {
        try begin(text, UInt8(ascii: "["))
    }

    private mutating func begin(_ text: Span<UInt8>, _ bracket: UInt8) throws(NotPlain) {
        let start = skipSpace(text, from: offset)
        guard start < text.count, text[start] == bracket, depth < maxDepth else { throw NotPlain() }
        offset = start &+ 1  // Safe: start < count.
        depth &+= 1
        isOpened = true
    }

    /// The number of the next key of the object, which must be one of `keys`; nil when the object is closed.
    ///
    /// - Parameter guess: The number of the key that most likely comes; any number will do.
    public mutating func key(
        _ text: Span<UInt8>, among keys: JSONKeys, expecting guess: Int = -1
    ) throws(NotPlain) -> Int? {
        guard try nextItem(text, closing: UInt8(ascii: "}")) else { return nil }
        if let end = keys.end(of: guess, text, at: offset) {
            try passColon(text, from: end)
            return guess
        }
        return try foundKey(text, among: keys)
    }

    /// The same for objects that have their keys in one order, which is learned.
    public mutating func key(
        _ text: Span<UInt8>, among keys: JSONKeys, _ order: inout JSONKeyOrder
    ) throws(NotPlain) -> Int? {
        guard try nextItem(text, closing: UInt8(ascii: "}")) else { return nil }
        let last = order.last
        // What usually comes next, and what comes where that is left out.
        let guess = order.follower(of: last)
        if let end = keys.end(of: guess, text, at: offset) {
            try passColon(text, from: end)
            order.last = guess
            return guess
        }
        let second = order.follower(of: guess)
        if let end = keys.end(of: second, text, at: offset) {
            try passColon(text, from: end)
            order.last = second
            return second
        }
        let number = try foundKey(text, among: keys)
        if number != guess, number != second { order.learn(number, after: last) }
        order.last = number
        return number
    }

    private mutating func foundKey(_ text: Span<UInt8>, among keys: JSONKeys) throws(NotPlain) -> Int {
        guard offset < text.count, text[offset] == UInt8(ascii: "\"") else { throw NotPlain() }
        guard let body = try? scanBody(text, at: offset), !body.hasEscapes,
            let number = keys.find(text, body.range)
        else { throw NotPlain() }
        try passColon(text, from: body.end)
        return number
    }

    /// The next key of the object, which must be four digits, as a number; nil when the object is closed.
    @inline(__always)
    public mutating func fourDigitKey(_ text: Span<UInt8>) throws(NotPlain) -> Int? {
        guard try nextItem(text, closing: UInt8(ascii: "}")) else { return nil }
        if let word = Word(text.extracting(droppingFirst: offset)), let number = word.quotedFourDigits {
            offset &+= 7  // Safe: within the word.
            return number
        }
        let key = try string(text)
        guard !key.isUnescaped, key.range.count == 4 else { throw NotPlain() }
        var number = 0
        for index in key.range {
            guard text[index] &- UInt8(ascii: "0") <= 9 else { throw NotPlain() }
            number = number &* 10 &+ Int(text[index] &- UInt8(ascii: "0"))  // Safe: four digits.
        }
        try passColon(text, from: offset)
        return number
    }

    /// The next key of the object; nil when the object is closed.
    public mutating func key(_ text: Span<UInt8>) throws(NotPlain) -> JSONText? {
        guard try nextItem(text, closing: UInt8(ascii: "}")) else { return nil }
        let key = try string(text)
        try passColon(text, from: offset)
        return key
    }

    /// Goes to the next element of the array; false when the array is closed.
    public mutating func element(_ text: Span<UInt8>) throws(NotPlain) -> Bool {
        try nextItem(text, closing: UInt8(ascii: "]"))
    }

    @inline(__always)
    private mutating func nextItem(_ text: Span<UInt8>, closing bracket: UInt8) throws(NotPlain) -> Bool {
        var index = skipSpace(text, from: offset)
        guard index < text.count, depth > 0 else { throw NotPlain() }
        if text[index] == bracket {
            offset = index &+ 1  // Safe: index < count, here and below.
            depth &-= 1
            isOpened = false
            return false
        }
        if !isOpened {
            guard text[index] == UInt8(ascii: ",") else { throw NotPlain() }
            index = skipSpace(text, from: index &+ 1)
            // A bracket after a comma must not be taken for the end of the items.
        }
        isOpened = false
        offset = index
        return true
    }

    @inline(__always)
    private mutating func passColon(_ text: Span<UInt8>, from start: Int) throws(NotPlain) {
        let index = skipSpace(text, from: start)
        guard index < text.count, text[index] == UInt8(ascii: ":") else { throw NotPlain() }
        offset = index &+ 1
    }

    /// The next member of an object of numbers by keys of four digits; nil when the object is closed.
    ///
    /// - Returns: The key, and the value times `10^places` or nil for a null.
    public mutating func fourDigitMember(
        _ text: Span<UInt8>, places: Int
    ) throws(NotPlain) -> (key: Int, value: Int64?)? {
        guard let key = try fourDigitKey(text) else { return nil }
        if takeNull(text) { return (key, nil) }
        return (key, try scaled(text, places: places))
    }

    /// Passes over a null if one comes next.
    @inline(__always)
    public mutating func takeNull(_ text: Span<UInt8>) -> Bool {
        let start = skipSpace(text, from: offset)
        offset = start
        guard start < text.count, text[start] == UInt8(ascii: "n") else { return false }
        guard let end = try? scanNull(text, at: start) else { return false }
        offset = end
        return true
    }

    /// The string that comes next.
    public mutating func string(_ text: Span<UInt8>) throws(NotPlain) -> JSONText {
        let start = skipSpace(text, from: offset)
        guard start < text.count, text[start] == UInt8(ascii: "\"") else { throw NotPlain() }
        let body = try scanChecked(text, at: start)
        offset = body.end
        guard body.hasEscapes else { return JSONText(range: body.range, isUnescaped: false) }
        guard let bytes = try? HuiqiJSON.unescaped(text, body.range) else { throw NotPlain() }
        unescaped = bytes
        return JSONText(range: 0..<bytes.count, isUnescaped: true)
    }

    /// The number that comes next, times `10^places`, which must be an integer that fits.
    ///
    /// - Parameter places: 0 or 2 are fast.
    @inline(__always)
    public mutating func scaled(_ text: Span<UInt8>, places: Int) throws(NotPlain) -> Int64 {
        let start = skipSpace(text, from: offset)
        if let found = plainNumber(text, at: start, places: places) {
            offset = found.end
            return found.value
        }
        guard start < text.count, JSONKind(firstByte: text[start]) == .number,
            let found = try? scanNumber(text, at: start), let value = found.value.scaled(places: places)
        else { throw NotPlain() }
        offset = found.end
        return value
    }

    /// The `true` or `false` that comes next.
    public mutating func bool(_ text: Span<UInt8>) throws(NotPlain) -> Bool {
        let start = skipSpace(text, from: offset)
        guard start < text.count, JSONKind(firstByte: text[start]) == .bool,
            let found = try? scanBool(text, at: start)
        else { throw NotPlain() }
        offset = found.end
        return found.value
    }

    /// Checks that all brackets are closed and only white space is left.
    public mutating func finish(_ text: Span<UInt8>) throws(NotPlain) {
        guard depth == 0, skipSpace(text, from: offset) == text.count else { throw NotPlain() }
        offset = text.count
    }
}

extension Word {
    /// The number where the word begins with four digits in quotes and a colon.
    @inline(__always)
    fileprivate var quotedFourDigits: Int? {
        guard bits & 0x00FF_FF00_0000_00FF == 0x003A_2200_0000_0022 else { return nil }
        let digits = UInt32(truncatingIfNeeded: bits &>> 8) ^ 0x3030_3030
        // A digit is 0 to 9 now; anything else has a high bit, or gets one by adding 6.
        guard (digits | (digits &+ 0x0606_0606)) & 0xF0F0_F0F0 == 0 else { return nil }
        let high = (digits & 0xFF) &* 10 &+ digits &>> 8 & 0xFF
        let low = (digits &>> 16 & 0xFF) &* 10 &+ digits &>> 24
        return Int(high &* 100 &+ low)  // Safe: below 10,000.
    }
}

/// A number of at most 16 digits without exponent, times `10^places`; nil where it is not so simple.
@inline(__always)
private func plainNumber(_ text: Span<UInt8>, at start: Int, places: Int) -> Scanned<Int64>? {
    var index = start
    let negative = index < text.count && text[index] == UInt8(ascii: "-")
    if negative { index &+= 1 }  // Safe: index < count, here and below.
    let firstDigit = index
    var magnitude: Int64 = 0
    // The first eight digits together, so that their number is no branch.
    if let word = Word(text.extracting(droppingFirst: index)) {
        let (count, value) = word.leadingDigits
        magnitude = value
        index &+= count
    }
    while index < text.count, text[index] &- UInt8(ascii: "0") <= 9 {
        magnitude = magnitude &* 10 &+ Int64(text[index] &- UInt8(ascii: "0"))  // Wraps beyond 18 digits.
        index &+= 1
    }
    let digits = index &- firstDigit
    guard digits > 0, digits <= 16, digits == 1 || text[firstDigit] != UInt8(ascii: "0") else { return nil }
    var left = places
    if index < text.count, text[index] == UInt8(ascii: ".") {
        index &+= 1
        let point = index
        while index < text.count, left > 0, text[index] &- UInt8(ascii: "0") <= 9 {
            magnitude = magnitude &* 10 &+ Int64(text[index] &- UInt8(ascii: "0"))
            left &-= 1
            index &+= 1
        }
        guard index > point else { return nil }
    }
    if index < text.count {
        let next = text[index]
        if next &- UInt8(ascii: "0") <= 9 || next | 0x20 == UInt8(ascii: "e") { return nil }
    }
    // Safe: places is at most 2 here, and 18 digits fit.
    guard (0...2).contains(places) else { return nil }
    for _ in 0..<left { magnitude = magnitude &* 10 }
    return Scanned(value: negative ? 0 &- magnitude : magnitude, end: index)
}

extension Word {
    /// How many digits come first, and the number that they are.
    @inline(__always)
    fileprivate var leadingDigits: (count: Int, value: Int64) {
        // A digit's byte is 0 to 9 now. The lowest mark is right; above it a carry may have set others.
        let digits = bits ^ 0x3030_3030_3030_3030
        let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        let count = others.trailingZeroBitCount &>> 3
        guard count > 0 else { return (0, 0) }
        // Moved to the end, with zeros before: pairs of digits, pairs of pairs, and the two halves.
        var value = digits &<< UInt64(truncatingIfNeeded: (Word.size &- count) &<< 3)
        value = (value &* 10 &+ value &>> 8) & 0x00FF_00FF_00FF_00FF
        value = (value &* 100 &+ value &>> 16) & 0x0000_FFFF_0000_FFFF
        value = (value &* 10_000 &+ value &>> 32) & 0xFFFF_FFFF
        return (count, Int64(truncatingIfNeeded: value))
    }
}
