import HuiqiJSON
import HuiqiLogic
import HuiqiText

/// Reads profiles straight into the columns of a batch.
///
/// It takes rows in which nothing is wrong; a row with a fault leaves no trace, and ``ProfileReader/draft`` then
/// tells the fault, or takes what was merely unusual. Both ways give the same values.
struct BatchBuilder {
    let schema: Schema
    /// Rows taken.
    private(set) var count = 0
    private let names: JSONKeys
    private var order: JSONKeyOrder
    private var columns: ColumnBuilder
    private var keys = TextCells()
    private var reviews: [ExactText: [(row: Int, held: Bool)]] = [:]
    private var source: RowSource

    /// A builder without rows.
    init(schema: Schema, maxDepth: Int) {
        self.schema = schema
        names = schema.keys
        order = JSONKeyOrder(schema.keys)
        columns = schema.noRows
        source = RowSource(maxDepth: maxDepth)
    }

    /// The key of a row that was taken.
    func key(_ row: Int) -> String {
        keys.range(row).map { String(decoding: keys.bytes[$0], as: UTF8.self) } ?? ""
    }

    /// What was noted of the last row that was taken, by field.
    var notes: [(field: Int, message: Message)] { source.notes }

    /// Hands over the loaded bytes' memory.
    mutating func unload() -> [UInt8] {
        defer { source.bytes = [] }
        return source.bytes
    }

    /// Goes on with the profiles that lie in `bytes`.
    mutating func load(_ bytes: [UInt8]) { source.bytes = bytes }

    /// Reads the profile at `range` of the loaded bytes as the next row.
    ///
    /// - Returns: False where the row was not taken and left no trace.
    mutating func read(_ range: Range<Int>, needsKey: Bool) -> Bool {
        source.notes.removeAll(keepingCapacity: true)
        do throws(NotPlain) {
            try readRow(range, needsKey: needsKey)
            count &+= 1
            return true
        } catch {
            columns.truncate(to: count)
            return false
        }
    }

    private mutating func readRow(_ range: Range<Int>, needsKey: Bool) throws(NotPlain) {
        let bytes = source.bytes
        guard range.upperBound <= bytes.count else { throw NotPlain() }
        let text = bytes.span.extracting(0..<range.upperBound)
        source.walk.restart(from: range.lowerBound)
        try source.walk.beginObject(text)
        var answers: [(place: String, held: Bool)]?
        order.restart()
        while let field = try source.walk.key(text, among: names, &order) {
            if field == columns.count {
                guard answers == nil else { throw NotPlain() }
                answers = try readReviews(text)
                continue
            }
            source.field = field
            try columns.read(field, &source, text, row: count)
        }
        try source.walk.finish(text)
        try takeKey(needsKey: needsKey)
        for (place, held) in answers ?? [] { reviews[ExactText(place), default: []].append((count, held)) }
    }

    private mutating func takeKey(needsKey: Bool) throws(NotPlain) {
        let code = columns.text(ProfileReader.uscc, row: count)
        if let (bytes, range) = columns.text(ProfileReader.id, row: count) ?? code {
            guard !range.isEmpty else { throw NotPlain() }
            keys.append(bytes.span.extracting(range), row: count)
        } else {
            guard !needsKey else { throw NotPlain() }
            keys.append(Span(), row: count)
        }
        guard let (bytes, range) = code else { return }
        source.field = ProfileReader.uscc
        if let note = Message(CreditCode.check(bytes.span.extracting(range))) { source.note(note) }
    }

    private mutating func readReviews(_ text: Span<UInt8>) throws(NotPlain) -> [(place: String, held: Bool)] {
        var answers: [(place: String, held: Bool)] = []
        var seen: Set<ExactText> = []
        if source.walk.takeNull(text) { return answers }
        try source.walk.beginObject(text)
        while let key = try source.walk.key(text) {
            let bytes = key.isUnescaped ? source.walk.unescaped[key.range] : source.bytes[key.range]
            let place = String(decoding: bytes, as: UTF8.self)
            guard bytes.contains(0x2F), seen.insert(ExactText(place)).inserted else { throw NotPlain() }
            if source.walk.takeNull(text) { continue }
            answers.append((place, try source.walk.bool(text)))
        }
        return answers
    }

    /// Adds a profile that was read otherwise.
    mutating func append(_ draft: ProfileDraft) {
        for index in 0..<columns.count {
            columns.set(
                index, index < draft.values.count ? draft.values[index] : .unknown, row: count)
        }
        keys.append(draft.key.utf8.span, row: count)
        for (place, held) in draft.reviews { reviews[ExactText(place), default: []].append((count, held)) }
        count &+= 1
    }

    /// Forgets all rows and keeps the memory.
    mutating func restart() {
        columns.truncate(to: 0)
        keys.truncate(to: 0)
        if !reviews.isEmpty { reviews = [:] }
        count = 0
    }

    /// The batch; the builder must be restarted before it takes another row.
    mutating func finish() -> ProfileBatch {
        var finished: [Column] = []
        finished.reserveCapacity(columns.count)
        for column in 0..<columns.count { finished.append(columns.finish(column, rows: count)) }
        return ProfileBatch(
            schema: schema, keys: keys.column(rows: count), columns: finished, reviews: reviews)
    }
}

extension Message {
    /// What is said of a negative amount.
    static let negativeMoney = Message(zh: "金额为负", en: "negative money")

    private static let wrongChecksum = Message(
        zh: "统一社会信用代码校验位不符", en: "the check character of the credit code is wrong")
    private static let noCreditCode = Message(
        zh: "不是 18 位统一社会信用代码", en: "not an 18-character credit code")

    /// What is said of a credit code; nil where it is in order.
    init?(_ status: CreditCodeStatus) {
        switch status {
        case .valid: return nil
        case .wrongChecksum: self = Message.wrongChecksum
        case .malformed: self = Message.noCreditCode
        }
    }
}
