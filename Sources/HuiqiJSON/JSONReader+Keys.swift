extension JSONReader {
    /// The next key of the object as its number in a set; its value must be read or skipped next.
    ///
    /// The same as ``nextKey()``, faster: known keys are told by their bytes, and no string is made for them.
    ///
    /// - Returns: nil when the object is closed; the reader is then after it.
    /// - Throws: As ``nextKey()``.
    /// - Complexity: O(length of the key).
    public mutating func nextKey(among keys: JSONKeys) throws(JSONError) -> JSONKey? {
        guard cursor.isBetweenItems, cursor.nesting.inObject else { throw misplaced() }
        let found = try cursor.key(bytes.span.extracting(range), among: keys)
        guard let key = found.value else {
            cursor.close(to: found.end)
            return nil
        }
        cursor.enterValue(at: found.end)
        return key
    }
}

extension Cursor {
    /// As ``key(_:)``.
    @inline(__always)
    fileprivate func key(_ text: Span<UInt8>, among keys: JSONKeys) throws(JSONError) -> Scanned<JSONKey?> {
        switch try item(text, inObject: true) {
        case .close(let end):
            return Scanned(value: nil, end: end)
        case .start(let start):
            let body = try scanBody(text, at: start)
            if !body.hasEscapes, let number = keys.find(text, body.range) {
                return Scanned(value: .known(number), end: try scanColon(text, from: body.end))
            }
            let key = try stringValue(text, body)
            let number = body.hasEscapes ? keys.find(key) : nil
            let value = number.map(JSONKey.known) ?? .other(key)
            return Scanned(value: value, end: try scanColon(text, from: body.end))
        }
    }
}
