import HuiqiJSON
import HuiqiText

extension ProfileSheet {
    /// Reads the profile that is written as one JSON object; what ``ProfileReader/readOne(_:)`` says of it.
    ///
    /// - Returns: False where something is wrong or out of the ordinary, and nothing is known then; ``ProfileReader``
    ///   tells what.
    /// - Complexity: O(bytes); allocates nothing once there is room.
    public mutating func read(_ text: Span<UInt8>) -> Bool {
        restart()
        var start = 0
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { start = 3 }
        guard text.count &- start <= ProfileReader.lineLimit else { return false }
        copy(text, from: start)
        do throws(NotPlain) {
            // A reference of its own, so that the cells may be written meanwhile.
            let json = self.json
            try readFields(json.span.extracting(0..<jsonCount))
            try takeKey()
            return true
        } catch {
            restart()
            return false
        }
    }

    private mutating func copy(_ text: Span<UInt8>, from start: Int) {
        let count = text.count &- start
        jsonCount = count
        if json.count < count { json = Array(repeating: 0, count: max(4096, count &* 2)) }
        var room = json.mutableSpan
        for index in 0..<count { room[index] = text[start &+ index] }
    }

    private mutating func readFields(_ text: Span<UInt8>) throws(NotPlain) {
        walk.restart(from: 0)
        try walk.beginObject(text)
        var hasReviews = false
        let keys = schema.keys
        while let field = try walk.key(text, among: keys) {
            if field == cells.count {
                guard !hasReviews else { throw NotPlain() }
                hasReviews = true
                try readReviews(text)
                continue
            }
            guard field < cells.count, !cells[field].isTold else { throw NotPlain() }
            cells[field].isTold = true
            if walk.takeNull(text) { continue }
            let slot = slots[field]
            switch slot.kind {
            case .yearly: try readYears(text, field)
            case .texts: try readTexts(text, field, slot.book)
            case .records: try readRecords(text, field, slot.record)
            default:
                var cell = cells[field]
                try readScalar(text, slot, &cell, field)
                cells[field] = cell
            }
        }
        try walk.finish(text)
    }

    private mutating func readScalar(_ text: Span<UInt8>, _ slot: Slot, _ cell: inout Cell, _ field: Int)
        throws(NotPlain)
    {
        switch slot.kind {
        case .int: cell.number = try walk.scaled(text, places: 0)
        case .money: cell.number = try fen(text, field)
        case .day:
            let found = try walk.string(text)
            guard !found.isUnescaped, let day = Day(utf8: text.extracting(found.range)) else {
                throw NotPlain()
            }
            cell.number = Int64(day.number)
        case .bool: cell.number = try walk.bool(text) ? 1 : 0
        case .coded: cell.number = try readNumbered(text, slot.book, field)
        case .text:
            let found = try walk.string(text)
            place(found, &cell)
        // Members that are maps or lists are out of the ordinary.
        case .yearly, .texts, .records: throw NotPlain()
        }
        cell.isKnown = true
    }

    private mutating func place(_ found: JSONText, _ cell: inout Cell) {
        if found.isUnescaped {
            cell.isElsewhere = true
            cell.first = Int32(truncatingIfNeeded: elsewhere.count)
            elsewhere.append(contentsOf: walk.unescaped[found.range])
            cell.end = Int32(truncatingIfNeeded: elsewhere.count)
        } else {
            cell.first = Int32(truncatingIfNeeded: found.range.lowerBound)
            cell.end = Int32(truncatingIfNeeded: found.range.upperBound)
        }
    }

    /// Money in fen; a negative amount is noted.
    private mutating func fen(_ text: Span<UInt8>, _ field: Int) throws(NotPlain) -> Int64 {
        let fen = try walk.scaled(text, places: 2)
        if fen < 0 { notes.append((field, .negativeMoney)) }
        return fen
    }

    private mutating func readNumbered(_ text: Span<UInt8>, _ book: Int, _ field: Int) throws(NotPlain)
        -> Int64
    {
        let found = try walk.string(text)
        let form: (number: Int, note: Message?)?
        if found.isUnescaped {
            let bytes = walk.unescaped
            form = books[book].read(bytes.span.extracting(found.range))
        } else {
            form = books[book].read(text.extracting(found.range))
        }
        guard let form else { throw NotPlain() }
        if let note = form.note { notes.append((field, note)) }
        return Int64(form.number)
    }

    private mutating func readYears(_ text: Span<UInt8>, _ field: Int) throws(NotPlain) {
        let first = parts.count
        try walk.beginObject(text)
        while let key = try walk.key(text) {
            guard let year = ProfileSheet.year(text, key) else { throw NotPlain() }
            for index in first..<parts.count where parts[index].year == year { throw NotPlain() }
            var cell = Cell()
            cell.year = year
            if !walk.takeNull(text) {
                cell.number = try fen(text, field)
                cell.isKnown = true
            }
            parts.append(cell)
        }
        finishParts(field, from: first, isOpen: false)
    }

    private static func year(_ text: Span<UInt8>, _ key: JSONText) -> Int16? {
        guard !key.isUnescaped, key.range.count == 4 else { return nil }
        var year = 0
        for index in key.range {
            guard (0x30...0x39).contains(text[index]) else { return nil }
            year = year &* 10 &+ Int(text[index] &- 0x30)
        }
        return FieldValue.years.contains(year) ? Int16(truncatingIfNeeded: year) : nil
    }

    private mutating func readTexts(_ text: Span<UInt8>, _ field: Int, _ book: Int) throws(NotPlain) {
        let first = parts.count
        var isOpen = false
        try walk.beginArray(text)
        while try walk.element(text) {
            if walk.takeNull(text) {
                isOpen = true
                continue
            }
            var cell = Cell()
            cell.number = try readNumbered(text, book, field)
            cell.isKnown = true
            parts.append(cell)
        }
        finishParts(field, from: first, isOpen: isOpen)
    }

    private mutating func readRecords(_ text: Span<UInt8>, _ field: Int, _ number: Int) throws(NotPlain) {
        let first = parts.count
        let record = records[number]
        var isOpen = false
        try walk.beginArray(text)
        while try walk.element(text) {
            if walk.takeNull(text) {
                isOpen = true
                continue
            }
            let base = parts.count
            for _ in record.slots { parts.append(Cell()) }
            try walk.beginObject(text)
            while let member = try walk.key(text, among: record.names) {
                guard member < record.slots.count, !parts[base &+ member].isTold else { throw NotPlain() }
                parts[base &+ member].isTold = true
                if walk.takeNull(text) { continue }
                var cell = parts[base &+ member]
                try readScalar(text, record.slots[member], &cell, field)
                parts[base &+ member] = cell
            }
        }
        finishParts(field, from: first, isOpen: isOpen)
    }

    /// More answers than this are out of the ordinary.
    private static let reviewLimit = 64

    private mutating func readReviews(_ text: Span<UInt8>) throws(NotPlain) {
        if walk.takeNull(text) { return }
        try walk.beginObject(text)
        while let key = try walk.key(text) {
            var cell = Cell()
            place(key, &cell)
            let (bytes, range) = self.text(cell)
            guard bytes[range].contains(0x2F), reviews.count < ProfileSheet.reviewLimit else {
                throw NotPlain()
            }
            for other in reviews {
                let (otherBytes, otherRange) = self.text(other)
                if bytes[range].elementsEqual(otherBytes[otherRange]) { throw NotPlain() }
            }
            if !walk.takeNull(text) {
                cell.number = try walk.bool(text) ? 1 : 0
                cell.isKnown = true
            }
            reviews.append(cell)
        }
    }

    mutating func finishParts(_ field: Int, from first: Int, isOpen: Bool) {
        cells[field].first = Int32(truncatingIfNeeded: first)
        cells[field].end = Int32(truncatingIfNeeded: parts.count)
        cells[field].isOpen = isOpen
        cells[field].isKnown = true
    }

    private mutating func takeKey() throws(NotPlain) {
        let code = cells[ProfileReader.uscc]
        key = cells[ProfileReader.id].isKnown ? cells[ProfileReader.id] : code
        if key.isKnown, key.first == key.end { throw NotPlain() }
        guard code.isKnown else { return }
        let (bytes, range) = text(code)
        if let note = Message(CreditCode.check(bytes.span.extracting(range))) {
            notes.append((ProfileReader.uscc, note))
        }
    }

    /// What is kept but odd, as a reader tells it.
    public var warnings: [Finding] {
        notes.map { Finding(.warning, field: schema.paths[$0.field].field, $0.message) }
    }
}
