/// What one thread found in its texts.
struct SearchPart: Sendable {
    /// The texts one behind the other, and where their fields end.
    var units: [UInt16] = []
    var ends: [SearchIndex.Ends] = []
    /// Terms in order of first appearance, and in how many of the texts each stands.
    var keys: [SearchKey] = []
    var counts: [UInt32] = []
    /// Of each text how many terms it has; then, text by text, which, and how often in quarters.
    var termsOfText: [UInt32] = []
    var terms: [UInt32] = []
    var frequencies: [UInt16] = []
    /// Terms of each text, in quarters.
    var lengths: [Int] = []
    /// In how many of the texts each unit stands.
    var unitCounts = [UInt32](repeating: 0, count: 1 << 16)
    /// Distinct words of letters and digits.
    var words: [[UInt16]] = []

    private var table = SearchKeyTable()
    /// Of each term the text that had it last, and where in `terms` that is.
    private var lastText: [UInt32] = []
    private var lastPlace: [Int] = []
    /// Of each unit the text that had it last.
    private var unitText = [UInt32](repeating: .max, count: 1 << 16)

    /// Adds a text.
    mutating func add(_ document: SearchDocument, _ weights: SearchWeights) {
        let first = terms.count
        var length = 0
        let title = add(document.title, weights.title, &length)
        let tags = add(document.tags, weights.tags, &length)
        let text = add(document.text, weights.text, &length)
        ends.append(.init(title: title, tags: tags, text: text))
        termsOfText.append(UInt32(truncatingIfNeeded: terms.count - first))
        lengths.append(length)
    }

    /// Adds one field of the text that is next.
    /// - Returns: Where the field ends.
    private mutating func add(_ field: [UInt16], _ weight: Int, _ length: inout Int) -> Int {
        let text = UInt32(truncatingIfNeeded: ends.count)
        let start = units.count
        units += field
        for unit in field where unitText[Int(unit)] != text {
            unitText[Int(unit)] = text
            unitCounts[Int(unit)] += 1
        }
        guard weight > 0 else { return units.count }
        var walk = SearchTerms(units, start..<units.count)
        while let (key, place) = walk.next() {
            length &+= weight
            let (term, isNew) = table.number(of: key)
            if isNew { addTerm(key, place) }
            if lastText[term] == text {
                let at = lastPlace[term]
                frequencies[at] = UInt16(clamping: Int(frequencies[at]) + weight)
            } else {
                lastText[term] = text
                lastPlace[term] = terms.count
                counts[term] += 1
                terms.append(UInt32(truncatingIfNeeded: term))
                frequencies.append(UInt16(clamping: weight))
            }
        }
        return units.count
    }

    private mutating func addTerm(_ key: SearchKey, _ place: Range<Int>) {
        keys.append(key)
        counts.append(0)
        lastText.append(.max)
        lastPlace.append(0)
        if key.isWord { words.append(Array(units[place].prefix(SearchKey.longestWord))) }
    }
}
