import HuiqiIndex
import HuiqiLogic
import HuiqiMatch
import HuiqiModel
import HuiqiText

/// What narrows a search of clauses, and how much is wanted.
public struct SearchOptions: Sendable {
    /// Hits at most.
    public var top: Int
    /// Only clauses to which an enterprise registered there may be entitled on the as-of day: a GB/T 2260 code.
    public var region: String?
    /// Only clauses with this tag, as it is written.
    public var tag: String?
    /// Only clauses of policies whose issuer's name has this in it.
    public var issuer: String?
    /// Only clauses delivered so.
    public var delivery: Clause.Delivery?
    /// Only clauses that are in force on the as-of day.
    public var inForce: Bool
    /// Threads that may work; the answer does not depend on how many.
    public var threads: Int

    /// Ten hits of all clauses.
    public init(
        top: Int = 10, region: String? = nil, tag: String? = nil, issuer: String? = nil,
        delivery: Clause.Delivery? = nil, inForce: Bool = false, threads: Int = 1
    ) {
        self.top = top
        self.region = region
        self.tag = tag
        self.issuer = issuer
        self.delivery = delivery
        self.inForce = inForce
        self.threads = threads
    }

    /// The most hits of one search.
    public static let limit = 10_000
}

/// A clause that was found.
public struct ClauseHit: Sendable {
    /// The clause.
    public let clause: Clause
    /// How well it fits, above 0, in thousandths; only to be compared within one answer.
    public let score: Int
    /// Where its title has what was asked for: UTF-8 ranges, ascending.
    public let titleMarks: [Range<Int>]
    /// A part of its text, or of its conditions' labels, that has most of what was asked for; nil where none has any.
    public let passage: Passage?

    /// A part of a text with marks.
    public struct Passage: Sendable, Equatable {
        /// The part.
        public let text: String
        /// Where it starts in the clause's text, in UTF-8; nil where it is a condition's label.
        public let start: Int?
        /// Where it has what was asked for: UTF-8 ranges within the part, ascending.
        public let marks: [Range<Int>]
    }
}

/// Clauses found for a question.
public struct SearchAnswer: Sendable {
    /// The as-of day.
    public let day: Day
    /// The question as asked.
    public let question: String
    /// The best first.
    public let hits: [ClauseHit]
}

/// Enterprises found by name.
public struct NameAnswer: Sendable {
    /// The name as asked.
    public let question: String
    /// The best first.
    public let hits: [NameHit]
}

extension Snapshot {
    /// Clauses that fit a question, the best first.
    ///
    /// A question is what people type: `研发费用补贴怎么申请`. What stands in straight double quotes must be found as it
    /// stands, a star behind a word stands for its end. Traditional characters, full width and a wrong character are
    /// understood. The first search after clauses changed makes the index.
    ///
    /// - Throws: ``HuiqiError`` `.badArgument` for a region that is no code, or `top` outside 1 to 10,000.
    /// - Complexity: Far less than O(clauses) for most questions; a filter by region decides every clause once.
    public func search(_ question: String, options: SearchOptions = SearchOptions()) throws(HuiqiError)
        -> SearchAnswer
    {
        try Snapshot.check(top: options.top)
        let search = clauseSearch(threads: options.threads)
        let asked = search.question(question)
        let allowed = try allowed(options)
        let hits = search.hits(asked, top: options.top, allowed: allowed).map { hit in
            let clause = clause(hit.text)
            return ClauseHit(
                clause: clause, score: max(1, Int((hit.score * 1000).rounded())),
                titleMarks: search.marks(asked, in: clause.title),
                passage: Passages(search, asked).best(of: clause))
        }
        return SearchAnswer(day: day, question: question, hits: hits)
    }

    /// Enterprises by name, the best first: whole names, short ones, abbreviations, one character wrong.
    /// - Throws: ``HuiqiError`` `.badArgument` for `top` outside 1 to 10,000.
    /// - Complexity: O(profiles).
    public func searchProfiles(_ name: String, top: Int = 10, threads: Int = 1) throws(HuiqiError)
        -> NameAnswer
    {
        try Snapshot.check(top: top)
        return NameAnswer(question: name, hits: nameSearch.hits(name, top: top, threads: threads))
    }

    private static func check(top: Int) throws(HuiqiError) {
        guard (1...SearchOptions.limit).contains(top) else {
            throw HuiqiError(
                .badArgument, zh: "条数须在 1 至 10000 之间", en: "the number of hits is between 1 and 10,000")
        }
    }

    /// Which clauses may be found, in catalogue order; nil for all.
    private func allowed(_ options: SearchOptions) throws(HuiqiError) -> [Bool]? {
        guard
            options.region != nil || options.tag != nil || options.issuer != nil || options.delivery != nil
                || options.inForce
        else { return nil }
        var allowed =
            try options.region.map { region throws(HuiqiError) in try open(to: region) }
            ?? Array(repeating: true, count: clauseCount)
        let issuer = options.issuer.map { normalizer.reading($0).text }
        let tag = options.tag.map(ExactText.init)
        for number in allowed.indices where allowed[number] {
            let clause = clause(number)
            if options.inForce, !clause.isInForce(on: day) { allowed[number] = false }
            if let delivery = options.delivery, clause.delivery != delivery { allowed[number] = false }
            if let tag, !clause.tags.contains(where: { ExactText($0) == tag }) { allowed[number] = false }
            if let issuer {
                let own = clause.policy?.issuer.map { normalizer.reading($0).text } ?? ""
                if !own.contains(issuer) { allowed[number] = false }
            }
        }
        return allowed
    }
}

/// Finds the part of a clause that shows best why it was found.
struct Passages {
    private let search: ClauseSearch
    private let question: SearchQuestion
    /// Bytes of a passage, about; it ends where a sentence does, if one ends near.
    private static let length = 180

    init(_ search: ClauseSearch, _ question: SearchQuestion) {
        self.search = search
        self.question = question
    }

    func best(of clause: Clause) -> ClauseHit.Passage? {
        if let text = clause.text, let passage = part(of: text) { return passage }
        var best: ClauseHit.Passage?
        for condition in clause.conditions {
            guard let found = part(of: condition.label) else { continue }
            if Passages.weight(found.marks) > Passages.weight(best?.marks ?? []) {
                best = ClauseHit.Passage(text: found.text, start: nil, marks: found.marks)
            }
        }
        return best
    }

    private static func weight(_ marks: some Sequence<Range<Int>>) -> Int {
        marks.reduce(0) { $0 + $1.count }
    }

    private func part(of text: String) -> ClauseHit.Passage? {
        let marks = search.marks(question, in: text)
        // The window that starts at a mark and has the most marked bytes; of equal ones the first.
        var best: (first: Int, last: Int, weight: Int)?
        var last = 0
        for first in marks.indices {
            last = max(last, first)
            let limit = marks[first].lowerBound + Passages.length
            while last + 1 < marks.count, marks[last + 1].upperBound <= limit { last += 1 }
            let weight = Passages.weight(marks[first...last])
            if weight > best?.weight ?? 0 { best = (first, last, weight) }
        }
        guard let best else { return nil }
        let bytes = Array(text.utf8)
        let start = Passages.start(bytes, before: marks[best.first].lowerBound)
        let end = Passages.end(
            bytes, behind: marks[best.last].upperBound,
            within: max(start + Passages.length, marks[best.last].upperBound))
        let (part, inside) = Passages.cut(
            Array(bytes[..<end]), from: start, Array(marks[best.first...best.last]))
        return ClauseHit.Passage(text: part, start: start, marks: inside)
    }

    /// The bytes from a place on, at most a passage's, with the marks that lie in it, which may be cut too.
    private static func cut(_ bytes: [UInt8], from start: Int, _ marks: [Range<Int>]) -> (
        String, [Range<Int>]
    ) {
        let end = boundary(bytes, min(bytes.count, start + length * 2))
        let inside = marks.map { $0.clamped(to: start..<max(start, end)) }.filter { !$0.isEmpty }
            .map { $0.lowerBound - start..<$0.upperBound - start }
        return (String(decoding: bytes[start..<max(start, end)], as: UTF8.self), inside)
    }

    /// Up to a third of a passage in front of a place, from the start of a sentence where one is that near.
    private static func start(_ bytes: [UInt8], before place: Int) -> Int {
        let least = max(0, place - length / 3)
        var at = place
        while at > least {
            if endsSentence(bytes, at) { return at }
            at -= 1
        }
        return boundary(bytes, at)
    }

    private static func end(_ bytes: [UInt8], behind place: Int, within limit: Int) -> Int {
        let most = min(bytes.count, limit)
        var at = most
        while at > place {
            if endsSentence(bytes, at) { return at }
            at -= 1
        }
        return boundary(bytes, most)
    }

    /// Whether a full stop, a semicolon or a line end stands in front of a place.
    private static func endsSentence(_ bytes: [UInt8], _ at: Int) -> Bool {
        if at >= 1, at <= bytes.count, bytes[at - 1] == 0x0A { return true }
        guard at >= 3, at <= bytes.count else { return false }
        let mark = bytes[at - 3..<at]
        return mark.elementsEqual("。".utf8) || mark.elementsEqual("；".utf8)
    }

    private static func boundary(_ bytes: [UInt8], _ at: Int) -> Int {
        var at = min(at, bytes.count)
        while at > 0, at < bytes.count, bytes[at] & 0xC0 == 0x80 { at -= 1 }
        return at
    }
}
