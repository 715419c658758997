/// A decimal number as people and spreadsheets write it, exactly: `1,234.50`, `１２`, `1.2E+08`, `-3`.
struct NumberCell {
    private(set) var isNegative = false
    /// Digits without leading zeros, at most ``digitLimit``.
    private(set) var digits: [UInt8] = []
    /// The number is the digits times ten to this power.
    private(set) var exponent10 = 0
    /// Decimals that were written, and whether a power of ten was.
    private var decimals = 0
    private var hasExponent = false
    /// The cell in ASCII, and how far it is read.
    private var symbols: [UInt8] = []
    private var next = 0

    /// More digits than any amount has.
    static let digitLimit = 40

    /// Whether a spreadsheet that shows six digits of a longer number would have written it so.
    var looksRounded: Bool { hasExponent && decimals == 5 && digits.count &+ exponent10 >= 12 }

    /// Reads a cell without spaces around it.
    ///
    /// - Returns: Whether all of it is a number.
    mutating func read(_ text: Span<UInt8>, _ range: Range<Int>, isPercent: Bool) -> Bool {
        isNegative = false
        hasExponent = false
        digits.removeAll(keepingCapacity: true)
        exponent10 = 0
        decimals = 0
        guard range.count <= 1024, fold(text, range) else { return false }
        if isPercent, symbols.last == 0x25 { symbols.removeLast() }
        var symbol = take()
        if symbol == 0x2D || symbol == 0x2B {
            isNegative = symbol == 0x2D
            symbol = take()
        }
        var wholes = 0
        var grouped: Int?
        while let byte = symbol, byte &- 0x30 <= 9 || byte == 0x2C {
            if byte == 0x2C {
                // 1,234,567: one to three digits, then groups of three.
                guard grouped.map({ $0 == 3 }) ?? (1...3).contains(wholes) else { return false }
                grouped = 0
            } else {
                wholes &+= 1
                if let count = grouped { grouped = count &+ 1 }
                guard add(byte) else { return false }
            }
            symbol = take()
        }
        guard wholes > 0, grouped.map({ $0 == 3 }) ?? true else { return false }
        if symbol == 0x2E {
            symbol = take()
            while let byte = symbol, byte &- 0x30 <= 9 {
                decimals &+= 1
                guard decimals <= 512, add(byte) else { return false }
                symbol = take()
            }
            guard decimals > 0 else { return false }
        }
        if symbol == 0x45 || symbol == 0x65 { guard readExponent(&symbol) else { return false } }
        guard symbol == nil else { return false }
        exponent10 &-= decimals
        trim()
        return true
    }

    private mutating func add(_ byte: UInt8) -> Bool {
        if byte == 0x30, digits.isEmpty { return true }
        digits.append(byte)
        return digits.count <= 512
    }

    private mutating func readExponent(_ symbol: inout UInt8?) -> Bool {
        hasExponent = true
        symbol = take()
        let isDown = symbol == 0x2D
        if isDown || symbol == 0x2B { symbol = take() }
        var count = 0
        while let byte = symbol, byte &- 0x30 <= 9 {
            count &+= 1
            guard count <= 3 else { return false }
            exponent10 = exponent10 &* 10 &+ Int(byte &- 0x30)
            symbol = take()
        }
        if isDown { exponent10 = -exponent10 }
        return count > 0
    }

    /// Trailing zeros go into the power, so that the digits are as few as can be.
    private mutating func trim() {
        while digits.last == 0x30 {
            digits.removeLast()
            exponent10 &+= 1
        }
        if digits.isEmpty {
            exponent10 = 0
            isNegative = false
        }
    }

    /// How many decimals the number times ten to `scale` has.
    func decimals(scale: Int) -> Int { max(0, -(exponent10 &+ scale)) }

    /// Whether the number times ten to `scale` has at most so many digits.
    func fits(scale: Int) -> Bool {
        digits.count <= Self.digitLimit && digits.count &+ max(0, exponent10 &+ scale) <= Self.digitLimit
    }

    /// Appends the number times ten to `scale`, which fits, in JSON's grammar.
    func write(scale: Int, to out: inout [UInt8]) {
        if isNegative { out.append(0x2D) }
        guard !digits.isEmpty else { return out.append(0x30) }
        let exponent = exponent10 &+ scale
        if exponent >= 0 {
            out.append(contentsOf: digits)
            for _ in 0..<exponent { out.append(0x30) }
            return
        }
        let places = -exponent
        if digits.count > places {
            out.append(contentsOf: digits[..<(digits.count &- places)])
            out.append(0x2E)
            out.append(contentsOf: digits[(digits.count &- places)...])
        } else {
            out.append(0x30)
            out.append(0x2E)
            for _ in 0..<(places &- digits.count) { out.append(0x30) }
            out.append(contentsOf: digits)
        }
    }

    /// The bytes of a number, those of full width as ASCII; nil where there are others.
    private mutating func fold(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        symbols.removeAll(keepingCapacity: true)
        next = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = text[index]
            if byte < 0x80 {
                symbols.append(byte)
                index &+= 1
                continue
            }
            guard index &+ 2 < range.upperBound else { return false }
            switch (byte, text[index &+ 1], text[index &+ 2]) {
            // U+FF01 to U+FF3F, and U+FF40 to U+FF5E, are ASCII from 0x21 on.
            case (0xEF, 0xBC, let last) where (0x81...0xBF).contains(last): symbols.append(last &- 0x60)
            case (0xEF, 0xBD, let last) where (0x80...0x9E).contains(last): symbols.append(last &- 0x20)
            case (0xE2, 0x88, 0x92): symbols.append(0x2D)
            default: return false
            }
            index &+= 3
        }
        return true
    }

    private mutating func take() -> UInt8? {
        guard next < symbols.count else { return nil }
        defer { next &+= 1 }
        return symbols[next]
    }
}
