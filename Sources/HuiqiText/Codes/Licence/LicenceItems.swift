/// One licence or filing that a business needs besides its registration (后置审批, 备案).
public struct LicenceItem: Equatable, Sendable {
    /// What the business has to obtain.
    public enum Kind: String, Sendable {
        /// 许可: without it the business may not begin.
        case licence = "许可"
        /// 备案: told to the authority.
        case filing = "备案"
    }

    /// Stable, such as `food-business`.
    public let id: String
    /// 食品经营许可.
    public let name: String
    public let kind: Kind
    /// Who grants it, as the law says; reforms may have moved it since.
    public let authority: String
    /// The law, with its article where the table is sure of it.
    public let law: String
    /// Codes of GB/T 4754 whose business itself needs the licence; may be empty.
    public let industries: [String]
}

/// A licence that a scope of business touches.
public struct LicenceTouch: Equatable, Sendable {
    public let item: LicenceItem
    /// The words of the scope, in bytes of its UTF-8, ascending; empty where only the industry touches it.
    public let spansUTF8: [Range<Int>]
}

/// Which licences a scope of business touches.
///
/// A touch is a question, not a verdict: the words of a scope say that a licence may be needed. What the scope
/// itself excludes (`不含危险化学品`, `烟草制品除外`, `不含许可类`) does not touch. Immutable: any number of threads at once.
public final class LicenceItems: Sendable {
    /// All items, in the table's order.
    public let items: [LicenceItem]
    private let words: ScopeWords
    /// Words of items: the number of an alternative.
    private let trie: ScalarTrie
    /// Words whose presence in the same piece says that the item is not meant.
    private let exclusions: [WordList]
    /// Alternatives: the item, and the second word that the same piece must have, if any.
    private let alternatives: [(item: Int, second: [UInt32])]

    /// Reads the table.
    ///
    /// - Throws: ``TextError`` with code `icu` where ICU's data cannot be loaded.
    /// - Complexity: O(size of the table), some milliseconds.
    public init() throws(TextError) {
        let words = ScopeWords(AddressForms(try TextNormalizer()))
        var items: [LicenceItem] = []
        var trie = ScalarTrie(mostCharacters: licenceItemLines.utf8CodeUnitCount)
        var exclusions: [WordList] = []
        var alternatives: [(item: Int, second: [UInt32])] = []
        for line in licenceItemLines.description.split(separator: "\n") {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard columns.count == 8, let kind = LicenceItem.Kind(rawValue: columns[2]) else { continue }
            for word in columns[6].split(separator: " ") {
                let parts = word.split(separator: "+").map { words.forms.fold($0) }
                guard let first = parts.first else { continue }
                trie.insert(first, alternatives.count)
                alternatives.append((items.count, parts.count > 1 ? parts[1] : []))
            }
            exclusions.append(WordList(columns[7].split(separator: " ").map { words.forms.fold($0) }))
            items.append(
                LicenceItem(
                    id: columns[0], name: columns[1], kind: kind, authority: columns[3], law: columns[4],
                    industries: columns[5].split(separator: " ").map(String.init)))
        }
        self.words = words
        self.items = items
        self.trie = trie
        self.exclusions = exclusions
        self.alternatives = alternatives
    }

    /// The licences that a scope touches, in the table's order.
    ///
    /// - Parameters:
    ///   - scope: 经营范围; any text, of which the first 16,384 characters are read.
    ///   - industry: A code of GB/T 4754-2017, with or without its letter; touches items by their codes.
    /// - Complexity: O(*n*).
    public func touched(by scope: String, industry: String? = nil) -> [LicenceTouch] {
        let text = ScopeText(scope, words)
        var spans: [[Range<Int>]] = Array(repeating: [], count: items.count)
        var known: [Sought: Bool] = [:]
        for piece in text.pieces where !piece.isNegated && !piece.isUnlicensed {
            for place in piece.range {
                trie.forEachWord(in: text, from: place, to: piece.range.upperBound) { end, numbers in
                    // What stands far away in an endless item says nothing of these words.
                    let near =
                        max(piece.range.lowerBound, place &- 48)..<min(piece.range.upperBound, end &+ 48)
                    for number in numbers {
                        let (item, second) = alternatives[number]
                        var range = place..<end
                        if !second.isEmpty {
                            if let other = find(second, in: near, text) {
                                range = min(place, other.lowerBound)..<max(end, other.upperBound)
                            } else if !isBeside(
                                Sought(alternative: number, sentence: piece.sentence, depth: piece.depth),
                                text, &known)
                            {
                                continue
                            }
                        }
                        guard text.first(ofAny: exclusions[item], in: near) == nil else { continue }
                        spans[item].append(text.span(range))
                    }
                }
            }
        }
        let code = industry.flatMap { IndustryCode.completed($0) }
        var touches: [LicenceTouch] = []
        for (number, item) in items.enumerated() {
            let byIndustry = code.map { code in item.industries.contains { code.hasPrefix($0) } } ?? false
            if byIndustry || !spans[number].isEmpty {
                touches.append(LicenceTouch(item: item, spansUTF8: LicenceItems.merged(spans[number])))
            }
        }
        return touches
    }

    /// An alternative whose second word is looked for in a sentence.
    private struct Sought: Hashable {
        let alternative: Int
        let sentence: Int
        let depth: Int
    }

    /// Whether some item of a sentence has the second word: 销售 of `危险化学品、化肥的销售`.
    private func isBeside(_ sought: Sought, _ text: ScopeText, _ known: inout [Sought: Bool]) -> Bool {
        if let answer = known[sought] { return answer }
        let word = alternatives[sought.alternative].second
        let answer = text.items(ofSentence: sought.sentence, depth: sought.depth).contains { item in
            let range = item.range
            return find(word, in: range.lowerBound..<min(range.upperBound, range.lowerBound &+ 48), text)
                != nil
        }
        known[sought] = answer
        return answer
    }

    private func find(_ word: [UInt32], in range: Range<Int>, _ text: ScopeText) -> Range<Int>? {
        for place in range where place &+ word.count <= range.upperBound && text.has(word, at: place) {
            return place..<place &+ word.count
        }
        return nil
    }

    /// The ranges in order, overlapping ones as one.
    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = result.last, range.lowerBound < last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
