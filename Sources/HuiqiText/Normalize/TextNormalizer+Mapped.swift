extension TextNormalizer {
    /// The normal form of a text with the way back to it: the same bytes as of ``normalize(_:)-(String)``.
    ///
    /// Should ICU run out of memory, a part of the text stays as it was.
    ///
    /// - Parameter text: Any text of any length.
    /// - Complexity: O(*n*); 16 bytes of memory for every place where the number of bytes changes.
    public func mapped(_ text: String) -> MappedText {
        let source = text.utf8Span.span
        var (out, map) = normalForm(source)
        let end = map.form
        out.removeSubrange(end...)
        return MappedText(bytes: out, originalCount: source.count, maps: [map])
    }

    /// The normal form, with room behind it, and the map to the original.
    ///
    /// Parts of ordinary characters are written by ``CharacterForms``; what lies between goes to ICU.
    func normalForm(_ source: Span<UInt8>) -> ([UInt8], OffsetMap) {
        var map = OffsetMap()
        var out = [UInt8](repeating: 0, count: source.count &+ source.count / 16 &+ 64)
        var at = 0
        var end = 0
        // Behind it every character up to `at` is covered.
        var start = 0
        while true {
            let needsRoom = write(source, from: &at, into: &out, at: &end, map: &map)
            guard at < source.count else { break }
            if needsRoom {
                out.append(contentsOf: repeatElement(0, count: out.count / 2 &+ 64))
                continue
            }
            let part = forms.uncoveredPart(source, around: at, from: start)
            if CharacterForms.vanishes(source.extracting(at..<part.upperBound)) {
                // What is behind is covered, so its form does not depend on what vanishes.
                map.append(form: 0, original: part.upperBound &- at)
                at = part.upperBound
                start = at
                continue
            }
            if part.lowerBound < at {
                map.removeLastCharacter(original: at &- part.lowerBound)
                end = map.form
            }
            appendByICU(source.extracting(part), into: &out, at: &end, map: &map)
            at = part.upperBound
            start = at
        }
        return (out, map)
    }

    private func write(
        _ source: Span<UInt8>, from at: inout Int, into out: inout [UInt8], at end: inout Int,
        map: inout OffsetMap
    ) -> Bool {
        var span = out.mutableSpan
        return forms.write(source, from: &at, into: &span, at: &end, map: &map)
    }

    private func appendByICU(
        _ part: Span<UInt8>, into out: inout [UInt8], at end: inout Int, map: inout OffsetMap
    ) {
        var normal =
            NFKCCasefold.apply(part) { old, new, isChanged in
                // A part that stays keeps its characters; simplifying changes no character's length.
                if isChanged { map.append(form: new, original: old) } else { map.appendEven(new) }
            }
            ?? {
                map.appendEven(part.count)
                return part.indices.map { part[$0] }
            }()
        var span = normal.mutableSpan
        simplified.simplify(&span)
        if out.count &- end < normal.count {
            out.append(contentsOf: repeatElement(0, count: normal.count &+ out.count / 2))
        }
        out.replaceSubrange(end..<(end &+ normal.count), with: normal)
        end &+= normal.count
    }
}
