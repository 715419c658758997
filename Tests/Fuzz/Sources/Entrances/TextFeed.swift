import Huiqi

/// The entrances of texts that keep the way back to their bytes.
enum TextFeed {
    private static let normalizer = try? TextNormalizer()
    private static let reader = normalizer.map { QuantityReader($0) }

    /// Both rewritten forms: every part stands for whole characters of the original, later parts never for earlier
    /// ones, and the normal form is the one without a map.
    static func mapped(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let normalizer else { return }
        let normal = normalizer.mapped(text)
        precondition(normal.bytes == Array(normalizer.normalize(text).utf8))
        let source = Array(text.utf8)
        for form in [normal, normalizer.reading(text)] {
            precondition(String(validating: form.bytes, as: UTF8.self) != nil)
            precondition(form.originalCount == source.count)
            var last = 0
            var lastEnd = 0
            for place in 0..<form.bytes.count {
                let range = form.original(place..<(place + 1))
                precondition(isWhole(range, source) && !range.isEmpty)
                precondition(range.lowerBound >= last && range.upperBound >= lastEnd)
                (last, lastEnd) = (range.lowerBound, range.upperBound)
                precondition(isWhole(form.original(place..<form.bytes.count), source))
            }
            precondition(isWhole(form.original(-1..<(form.bytes.count + 9)), source))
        }
    }

    /// Quantities: in order, not overlapping, inside the text on whole characters, and the same again.
    static func quantities(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let reader else { return }
        let source = Array(text.utf8)
        let quantities = reader.read(text)
        var last = 0
        for quantity in quantities {
            precondition(isWhole(quantity.span, source) && isWhole(quantity.number, source))
            precondition(!quantity.number.isEmpty && quantity.span.lowerBound >= last)
            precondition(quantity.span.lowerBound <= quantity.number.lowerBound)
            precondition(quantity.number.upperBound <= quantity.span.upperBound)
            precondition(!quantity.description.isEmpty)
            last = quantity.span.upperBound
        }
        precondition(quantities == reader.read(text))
    }

    private static func isWhole(_ range: Range<Int>, _ source: [UInt8]) -> Bool {
        [range.lowerBound, range.upperBound].allSatisfy { place in
            place >= 0 && (place == source.count || place < source.count && source[place] & 0xC0 != 0x80)
        }
    }
}
