import HuiqiJSON
import HuiqiText

/// One profile's facts in flat memory that the next profile uses again: no columns, no texts of its own.
///
/// What a ``ProfileBatch`` of the one row says, without allocating once its memory has grown. Codes, enumerations and
/// texts of lists are numbers that stay the same from profile to profile while ``generation`` does.
public struct ProfileSheet: Sendable {
    /// One value: of a field, of a year, of a list's element, or of a member of one.
    public struct Cell: Sendable {
        /// Whether it is known.
        public internal(set) var isKnown = false
        /// A list that has others that we do not know.
        public internal(set) var isOpen = false
        /// Whether it was told, if only as null.
        var isTold = false
        /// A text that does not lie in the profile's JSON.
        var isElsewhere = false
        /// Of a year's amount, the year.
        public internal(set) var year: Int16 = 0
        /// The bytes of a text; the ``parts`` of a yearly field or of a list.
        var first: Int32 = 0
        var end: Int32 = 0
        /// An int, fen or day; 0 or 1; the number of a code, an enumeration or a list's text.
        public internal(set) var number: Int64 = 0

        /// An unknown one.
        public init() {}

        /// A known one with a number.
        public init(number: Int64) {
            self.number = number
            isKnown = true
        }

        /// The ``ProfileSheet/parts`` of a yearly field or of a list.
        public var range: Range<Int> { Int(first)..<Int(max(first, end)) }
    }

    /// How a field or a member is read.
    struct Slot: Sendable {
        enum Kind: Sendable { case text, coded, int, money, day, bool, yearly, texts, records }
        var kind: Kind
        /// Of numbered texts, the book they are numbered in.
        var book = 0
        /// Of records, which list of members.
        var record = 0
    }

    /// A record's members.
    struct Record: Sendable {
        var names: JSONKeys
        var slots: [Slot]
    }

    /// The fields.
    public let schema: Schema
    /// One cell a field.
    public internal(set) var cells: [Cell]
    /// Amounts by year, in the order told; elements of lists, of records a cell for each member.
    public internal(set) var parts: [Cell] = []
    /// What persons judged: the place, a text, and whether it holds; unknown where they did not say.
    public internal(set) var reviews: [Cell] = []
    /// Another one whenever numbers of texts begin anew.
    public private(set) var generation = 0
    /// What is kept but odd, by field.
    public internal(set) var notes: [(field: Int, message: Message)] = []

    let slots: [Slot]
    let records: [Record]
    var books: [WrittenForms]
    private let noBooks: [WrittenForms]
    private let noCells: [Cell]
    /// The profile's JSON, `jsonCount` bytes, and room.
    var json: [UInt8] = []
    var jsonCount = 0
    /// Texts that do not lie there.
    var elsewhere: [UInt8] = []
    var key = Cell()
    var walk = JSONWalk(from: 0, maxDepth: ProfileReader.limits.maxDepth)

    /// Remembered texts take at most about this many bytes, a field.
    private static let bookLimit = 1 << 18

    /// A sheet on which nothing is known.
    public init(schema: Schema) {
        self.schema = schema
        var books: [WrittenForms] = []
        var records: [Record] = []
        func numbered(_ kind: Slot.Kind, _ type: FieldType) -> Slot {
            books.append(WrittenForms(type))
            return Slot(kind: kind, book: books.count - 1)
        }
        func slot(_ type: FieldType, isMember: Bool) -> Slot {
            switch type {
            case .text: isMember ? numbered(.coded, type) : Slot(kind: .text)
            case .code, .enumeration: numbered(.coded, type)
            case .int: Slot(kind: .int)
            case .money: Slot(kind: .money)
            case .day: Slot(kind: .day)
            case .bool: Slot(kind: .bool)
            case .yearly: Slot(kind: .yearly)
            case .texts: numbered(.texts, .text)
            case .records: Slot(kind: .records)
            }
        }
        slots = schema.types.map { type in
            guard case .records(let members) = type else { return slot(type, isMember: false) }
            records.append(
                Record(
                    names: JSONKeys(members.map(\.name)), slots: members.map { slot($0.type, isMember: true) }
                ))
            return Slot(kind: .records, record: records.count - 1)
        }
        self.books = books
        noBooks = books
        self.records = records
        noCells = Array(repeating: Cell(), count: slots.count)
        cells = noCells
    }

    /// Forgets the profile and keeps the memory.
    mutating func restart() {
        for index in cells.indices { cells[index] = Cell() }
        parts.removeAll(keepingCapacity: true)
        reviews.removeAll(keepingCapacity: true)
        elsewhere.removeAll(keepingCapacity: true)
        if !notes.isEmpty { notes = [] }
        key = Cell()
        jsonCount = 0
        if books.contains(where: { $0.size > ProfileSheet.bookLimit }) {
            books = noBooks
            generation &+= 1
        }
    }

    /// Memory beyond this many bytes is not kept for the next profile.
    private static let keptBytes = 1 << 16

    /// Gives back what a profile much larger than others took; nothing is known then where it was one.
    public mutating func trim() {
        guard
            json.count > ProfileSheet.keptBytes || elsewhere.capacity > ProfileSheet.keptBytes
                || books.contains(where: { $0.size > ProfileSheet.bookLimit })
        else { return }
        restart()
        json = []
        elsewhere = []
        parts = []
    }

    /// The bytes of a text cell, and where in them it lies.
    public func text(_ cell: Cell) -> (bytes: [UInt8], range: Range<Int>) {
        (cell.isElsewhere ? elsewhere : json, Int(cell.first)..<Int(max(cell.first, cell.end)))
    }

    /// The key: `id`, or `uscc`; empty where there is neither.
    public var keyText: (bytes: [UInt8], range: Range<Int>) { text(key) }

    /// The text that a number stands for, of a code or enumeration or of a list of texts.
    public func text(_ number: Int64, of field: Int) -> String {
        books[slots[field].book].text(Int(truncatingIfNeeded: number))
    }

    /// The text that a number stands for, of a member of a list's records.
    public func text(_ number: Int64, ofMember member: Int, of field: Int) -> String {
        books[records[slots[field].record].slots[member].book].text(Int(truncatingIfNeeded: number))
    }

    /// How many cells a list's element has.
    public func width(of field: Int) -> Int {
        slots[field].kind == .records ? records[slots[field].record].slots.count : 1
    }

    /// A whole number or flag; nil where it is unknown.
    public func number(of field: Int) -> Int64? { cells[field].isKnown ? cells[field].number : nil }

    /// Fen of a year; nil where it is unknown.
    public func fen(_ field: Int, year: Int64) -> Int64? {
        for index in cells[field].range where Int64(parts[index].year) == year && parts[index].isKnown {
            return parts[index].number
        }
        return nil
    }

    /// The same profile as a batch of its own; nil where it was not read from JSON.
    public var batch: ProfileBatch? {
        guard jsonCount > 0 else { return nil }
        return try? ProfileReader(schema: schema).readOne(Array(json[..<jsonCount])).0
    }
}
