/// An industry that a scope of business may belong to.
public struct IndustryCandidate: Equatable, Sendable {
    /// A code of GB/T 4754-2017 with its letter: a class where the scope is so clear, else a group or division.
    public let code: String
    /// How much of the scope speaks of it, in thousandths, 0...1000. Comparable within one scope only.
    public let scoreThousandths: Int
    /// The items of the scope that speak of it, in bytes of its UTF-8, ascending, at most 8.
    public let spansUTF8: [Range<Int>]
}

/// Ranks the industries of a scope of business (经营范围).
///
/// An item is compared with the names of the classes and with a table of words that people use; its verb says
/// whether it makes (C), sells (F51, F52) or serves; first items count more; phrases of every scope count little, what
/// the scope excludes not at all. Integer arithmetic: the same scope has the same answer everywhere.
///
/// Immutable: any number of threads at once.
public final class ScopeReader: Sendable {
    private let words: ScopeWords
    private let verbs: ScopeVerbs
    private let names: IndustryNames

    /// - Throws: ``TextError`` with code `icu` where ICU's data cannot be loaded.
    /// - Complexity: O(size of the tables), some milliseconds; make one and keep it.
    public init() throws(TextError) {
        let forms = AddressForms(try TextNormalizer())
        words = ScopeWords(forms)
        verbs = ScopeVerbs(forms)
        names = IndustryNames(forms)
    }

    /// The industries that a scope most likely belongs to.
    ///
    /// - Parameters:
    ///   - scope: Any text; of its items the first 256 are read.
    ///   - top: How many at most; 0 or less gives none.
    /// - Returns: Descending by score, then ascending by code; empty where nothing is recognised.
    /// - Complexity: O(*n* x names that share pairs with an item).
    public func industries(of scope: String, top: Int) -> [IndustryCandidate] {
        guard top > 0 else { return [] }
        let text = ScopeText(scope, words)
        var ranking = IndustryRanking()
        let items = text.pieces.filter { $0.depth == 0 && !$0.isNegated }.prefix(256)
        let sentences = sentenceActions(items, text)
        for item in items {
            let range = item.range
            // What stands behind so many characters of an item is no name.
            let near = range.lowerBound..<min(range.upperBound, range.lowerBound &+ 48)
            let (own, said) = verbs.actions(in: text, near)
            if said.allSatisfy({ $0 }) { continue }
            let isCommon = text.first(ofAny: verbs.common, in: near) != nil
            var actions = own
            if own.isDisjoint(with: .goods), !own.contains(.serve) {
                actions.formUnion((sentences[item.sentence] ?? []).intersection(.goods))
            }
            let scores = scores(text, near, said, actions)
            ranking.add(scores, span: text.span(range), isCommon: isCommon)
        }
        return ranking.candidates(top)
    }

    /// What the items of each sentence do together: 生产、销售 of `生产、销售:阀门、泵`.
    private func sentenceActions(_ items: ArraySlice<ScopeText.Piece>, _ text: ScopeText) -> [Int:
        ScopeAction]
    {
        var result: [Int: ScopeAction] = [:]
        for item in items {
            let near = item.range.lowerBound..<min(item.range.upperBound, item.range.lowerBound &+ 48)
            result[item.sentence, default: []].formUnion(verbs.actions(in: text, near).actions)
        }
        return result
    }

    /// What an item says of each code, in thousandths.
    private func scores(
        _ text: ScopeText, _ range: Range<Int>, _ said: [Bool], _ actions: ScopeAction
    ) -> [String: Int] {
        var scores: [String: Int] = [:]
        func note(_ code: String, _ score: Int) {
            if score > scores[code, default: 0] { scores[code] = score }
        }
        var objectEnd = range.upperBound
        while objectEnd > range.lowerBound, said[objectEnd &- 1 &- range.lowerBound] { objectEnd &-= 1 }
        let objectCount = max(1, said.count { !$0 })

        for place in range {
            names.activities.forEachWord(in: text, from: place, to: range.upperBound) { end, codes in
                let covered = 600 + 400 * (end - place) / range.count
                for code in codes {
                    note(names.codes[code], actions.isDisjoint(with: .goods) ? covered : covered * 3 / 4)
                }
            }
            names.products.forEachWord(in: text, from: place, to: range.upperBound) { end, codes in
                var covered = 500 + 500 * (end - place) / max(objectCount, end - place)
                // The last word of a name says what it is: 眼镜包装盒 is a box.
                if end != objectEnd { covered = covered * 6 / 10 }
                for code in codes { goods(names.codes[code], covered, actions, note) }
            }
        }
        let all = range.map { text[$0] }
        let object = range.filter { !said[$0 - range.lowerBound] }.map { text[$0] }
        names.forEachTerm(like: object[...]) { term, likeness in
            if term.isProduct { goods(names.codes[term.code], likeness * 9 / 10, actions, note) }
        }
        names.forEachTerm(like: all[...]) { term, likeness in
            let code = names.codes[term.code]
            guard !term.isProduct else { return }
            let isTrade = code.hasPrefix("F")
            let fits =
                isTrade ? !actions.isDisjoint(with: [.sell, .retail]) : actions.isDisjoint(with: .goods)
            // A name word for word is what it is, whatever its verb: 房地产开发经营.
            note(code, fits || likeness >= 950 ? likeness : likeness * 3 / 10)
        }
        return scores
    }

    /// Gives a product's industry and its trades their parts.
    private func goods(_ code: String, _ score: Int, _ actions: ScopeAction, _ note: (String, Int) -> Void) {
        let makes = actions.contains(.make)
        if makes {
            note(code, score)
        } else if actions.isDisjoint(with: .goods) {
            note(
                code, actions.contains(.serve) || actions.contains(.develop) ? score * 3 / 10 : score * 6 / 10
            )
            if actions.contains(.develop) { note("M7320", score / 2) }
        } else {
            note(code, score / 5)
        }
        if actions.contains(.sell) {
            note(ScopeVerbs.wholesale(of: code), makes ? score * 3 / 10 : score * 8 / 10)
        }
        if actions.contains(.retail) {
            note(ScopeVerbs.retail(of: code), makes ? score * 3 / 10 : score * 8 / 10)
        }
    }
}
