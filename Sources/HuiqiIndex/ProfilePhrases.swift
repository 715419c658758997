import HuiqiLogic
import HuiqiModel
import HuiqiText

/// The phrases of each row of a block: its tags and the pieces of its scope, by number in a book.
public final class BlockPhrases: Sendable {
    /// The book; numbers below its count are its phrases.
    public let book: PhraseBook
    /// Phrases that the book lacks; their numbers go on where it ends.
    public let own: PhraseSet
    /// End of each row's phrases.
    public let ends: [UInt32]
    /// Numbers of the phrases of all rows.
    public let numbers: [UInt32]

    /// - Complexity: O(bytes of the texts).
    init(_ batch: ProfileBatch, _ book: PhraseBook, _ normalizer: TextNormalizer) {
        var own = PhraseSet()
        let count = book.phrases.count
        let (ends, numbers) = PhraseNumbering.numbers(of: batch, normalizer) { phrase in
            book.phrases.number(of: phrase) ?? count &+ own.insert(phrase)
        }
        self.book = book
        self.own = own
        self.ends = ends
        self.numbers = numbers
    }

    private init(_ book: PhraseBook, _ ends: [UInt32], _ numbers: [UInt32]) {
        self.book = book
        own = PhraseSet()
        self.ends = ends
        self.numbers = numbers
    }

    /// All blocks, with a book of all their phrases.
    static func all(_ blocks: [Population.Block], _ normalizer: TextNormalizer) -> (
        PhraseBook, [BlockPhrases]
    ) {
        var phrases = PhraseSet()
        var texts = 0
        let numbered = blocks.map { block in
            texts &+= block.batch.count
            return PhraseNumbering.numbers(of: block.batch, normalizer) { phrases.insert($0) }
        }
        let book = PhraseBook(phrases, texts: texts)
        return (book, numbered.map { BlockPhrases(book, $0.ends, $0.numbers) })
    }
}

private enum PhraseNumbering {
    /// Numbers the phrases of each row.
    static func numbers(
        of batch: ProfileBatch, _ normalizer: TextNormalizer, _ number: (Span<UInt8>) -> Int
    ) -> (ends: [UInt32], numbers: [UInt32]) {
        let texts = ProfileTexts(batch)
        var room: [UInt8] = []
        // Distinct tags are normalised and numbered once.
        let tags = texts.distinctTags.map { tag in
            room.removeAll(keepingCapacity: true)
            normalizer.normalize(tag.utf8Span.span, into: &room)
            return UInt32(truncatingIfNeeded: number(room.span))
        }
        var ends: [UInt32] = []
        var numbers: [UInt32] = []
        ends.reserveCapacity(batch.count)
        for row in 0..<batch.count {
            texts.forEachTag(row, tags) { numbers.append($0) }
            texts.withScope(row, normalizer, &room) { scope in
                PhraseBook.forEachPiece(scope) { piece in
                    numbers.append(UInt32(truncatingIfNeeded: number(scope.extracting(piece))))
                }
            }
            ends.append(UInt32(truncatingIfNeeded: numbers.count))
        }
        return (ends, numbers)
    }
}

/// Where a block keeps its phrases, once somebody asked for them.
public final class PhraseShelf: @unchecked Sendable {
    // Safe: read and written under the lock only.
    private let lock = Lock()
    private var phrases: BlockPhrases?

    init() {}

    /// The phrases by their numbers in a book.
    func phrases(of batch: ProfileBatch, _ book: PhraseBook, _ normalizer: TextNormalizer) -> BlockPhrases {
        lock.withLock {
            if let phrases, phrases.book === book { return phrases }
            let made = BlockPhrases(batch, book, normalizer)
            phrases = made
            return made
        }
    }

    func keep(_ made: BlockPhrases) { lock.withLock { phrases = made } }
}

/// Where a population keeps the book of its phrases. Shared by all that come from one another by changes; a book that
/// has become too small for one of them is made anew.
final class PhraseBookShelf: @unchecked Sendable {
    // Safe: read and written under the lock only.
    private let lock = Lock()
    private var book: PhraseBook?

    /// The book, made of all blocks where there is none that knows most of them.
    func book(for population: Population, _ normalizer: TextNormalizer) -> PhraseBook {
        lock.withLock {
            let rows = population.blocks.reduce(0) { $0 &+ $1.batch.count }
            if let book, rows <= book.texts &+ book.texts / 4 { return book }
            let (made, phrases) = BlockPhrases.all(population.blocks, normalizer)
            for (block, own) in zip(population.blocks, phrases) { block.shelf.keep(own) }
            book = made
            return made
        }
    }
}

extension Population {
    /// The book of the profiles' phrases, made when it is first asked for.
    ///
    /// - Complexity: O(1); the first time O(bytes of all tags and scopes), about 0.3 s for 230,000
    ///   profiles.
    public func phraseBook(_ normalizer: TextNormalizer) -> PhraseBook { books.book(for: self, normalizer) }
}

extension Population.Block {
    /// The phrases of the block's rows by their numbers in a book, made when they are first asked for.
    public func phrases(_ book: PhraseBook, _ normalizer: TextNormalizer) -> BlockPhrases {
        shelf.phrases(of: batch, book, normalizer)
    }
}
