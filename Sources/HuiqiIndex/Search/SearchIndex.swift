import HuiqiText

/// Text to be found: normal forms of a title, of tags and of the rest.
public struct SearchDocument: Sendable {
    public var title: [UInt16]
    public var tags: [UInt16]
    public var text: [UInt16]

    /// - Parameters: UTF-16 of texts in one normal form, which is that of the queries too.
    public init(title: [UInt16], tags: [UInt16] = [], text: [UInt16]) {
        self.title = title
        self.tags = tags
        self.text = text
    }
}

/// How much a field's words count, and how scores saturate. Measured on questions; see Benchmarks.
public struct SearchWeights: Sendable, Equatable {
    /// How often a word of a field counts, in quarters.
    public var title: Int
    public var tags: Int
    public var text: Int
    /// BM25: where repetition saturates.
    public var saturation: Double
    /// BM25: how much longer texts are marked down, 0 to 1.
    public var length: Double
    /// BM25+: what it counts that a text has a term at all.
    public var presence: Double
    /// What single ideographs count beside pairs.
    public var single: Double

    /// The library's own.
    public static let standard = SearchWeights(
        title: 5, tags: 4, text: 4, saturation: 1.2, length: 0.9, presence: 0.3, single: 0.8)
}

/// Texts by their terms: pairs of ideographs, and words of other scripts.
///
/// Candidates come from lists of places with one byte of weight each; scores are then taken from the texts, which are
/// kept. Immutable: any number of threads at once.
public final class SearchIndex: Sendable {
    let weights: SearchWeights
    /// The number of texts.
    public let count: Int

    /// All texts one behind the other, each as title, tags, rest.
    let units: [UInt16]
    /// Where in `units` each text's title, tags and rest end; the title starts where the text before ends.
    let ends: [Ends]
    /// What each text's length makes of the saturation.
    let norms: [Double]

    /// Terms' keys, ascending; the term's number is its place.
    let keys: [SearchKey]
    /// Where each term's places start; one more than terms.
    let starts: [Int]
    /// Texts that have a term, ascending within it.
    let places: [UInt32]
    /// What the term weighs in each of these texts, 1 to 255.
    let impacts: [UInt8]
    /// The greatest of each term's impacts.
    let peaks: [UInt8]
    /// In how many texts each UTF-16 unit stands.
    let unitCounts: [UInt32]
    /// Distinct words of letters and digits, ascending.
    let words: [[UInt16]]
    let memory = SearchMemoryPool()

    struct Ends: Sendable {
        var title: Int
        var tags: Int
        var text: Int
    }

    init(
        weights: SearchWeights, units: [UInt16], ends: [Ends], norms: [Double], keys: [SearchKey],
        starts: [Int], places: [UInt32], impacts: [UInt8], peaks: [UInt8], unitCounts: [UInt32],
        words: [[UInt16]]
    ) {
        self.weights = weights
        count = ends.count
        self.units = units
        self.ends = ends
        self.norms = norms
        self.keys = keys
        self.starts = starts
        self.places = places
        self.impacts = impacts
        self.peaks = peaks
        self.unitCounts = unitCounts
        self.words = words
    }

    /// Where a text's units start.
    func start(_ text: Int) -> Int { text == 0 ? 0 : ends[text - 1].text }

    /// The number of a term, or nil.
    /// - Complexity: O(log terms).
    func term(_ key: SearchKey) -> Int? {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low] == key ? low : nil
    }

    /// In how many texts a term stands.
    func documentCount(_ term: Int) -> Int { starts[term + 1] - starts[term] }

    /// The weight of a term by its rarity: the rarer, the heavier (Robertson and Spärck Jones).
    static func rarity(_ count: Int, of all: Int) -> Double {
        BinaryLogarithm.of(1 + (Double(all - count) + 0.5) / (Double(count) + 0.5))
    }

    /// What a term's weighted frequency comes to in a text (BM25).
    static func saturated(_ frequency: Double, _ norm: Double, _ saturation: Double) -> Double {
        frequency * (saturation + 1) / (frequency + saturation * norm)
    }
}
