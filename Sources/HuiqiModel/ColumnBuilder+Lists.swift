import HuiqiJSON
import HuiqiLogic

/// Money by year.
struct YearlyCells {
    private struct Year {
        let year: Int16
        /// Rows told, if only as null.
        var told: Int
        var cells = IntegerCells(.money)
    }

    private var told = RowBits()
    /// In order of year.
    private var years: [Year] = []

    mutating func read(_ source: inout RowSource, _ text: Span<UInt8>, row: Int) throws(NotPlain) {
        try source.walk.beginObject(text)
        var place = 0
        while let (key, fen) = try source.walk.fourDigitMember(text, places: 2) {
            guard FieldValue.years.contains(key) else { throw NotPlain() }
            let year = Int16(truncatingIfNeeded: key)
            if place >= years.count || years[place].year != year {
                place = self.place(of: year, near: place, row: row)
            }
            guard years[place].told <= row else { throw NotPlain() }
            years[place].told = row &+ 1
            if let fen {
                if fen < 0 { source.note(.negativeMoney) }
                years[place].cells.set(fen, row: row)
            }
            place &+= 1
        }
        told.insert(row)
    }

    /// Where a year is, which is added if it is new; `guess` is tried first.
    private mutating func place(of year: Int16, near guess: Int, row: Int) -> Int {
        if guess < years.count, years[guess].year == year { return guess }
        var low = 0
        var high = years.count
        while low < high {
            let middle = (low &+ high) / 2
            if years[middle].year < year { low = middle &+ 1 } else { high = middle }
        }
        if low < years.count, years[low].year == year { return low }
        if years.isEmpty { years.reserveCapacity(8) }
        let added = Year(year: year, told: row)
        if low == years.count { years.append(added) } else { years.insert(added, at: low) }
        return low
    }

    mutating func set(_ amounts: [FieldValue.YearAmount], row: Int) {
        var place = 0
        for amount in amounts {
            place = self.place(of: amount.year, near: place, row: row)
            if years[place].told <= row { years[place].cells.set(amount.fen, row: row) }
            years[place].told = row &+ 1
            place &+= 1
        }
        told.insert(row)
    }

    mutating func truncate(to rows: Int) {
        for place in years.indices {
            years[place].told = min(years[place].told, rows)
            years[place].cells.truncate(to: rows)
        }
        told.truncate(to: rows)
    }

    mutating func column(rows: Int) -> YearlyColumn {
        // A year that was only ever null, or only in rows that were forgotten, is in no row.
        var columns: [(year: Int16, column: IntegerColumn)] = []
        columns.reserveCapacity(years.count)
        for place in years.indices where !years[place].cells.isUnknown {
            columns.append((years[place].year, years[place].cells.column(rows: rows)))
        }
        return YearlyColumn(years: columns, told: told.bitmap(count: rows))
    }
}

/// Lists of texts or of records.
struct ListCells: Sendable {
    private var ends: [UInt32] = []
    private var known = RowBits()
    private var open = RowBits()
    private var elements = 0
    /// One column for each member of a record, over all elements; a list of texts has just one.
    private var members: ColumnBuilder
    /// The members' names; nil for a list of texts.
    private let names: JSONKeys?

    /// A list of texts.
    init() {
        members = ColumnBuilder([.text], areMembers: true)
        names = nil
    }

    /// A list of records.
    init(_ members: [FieldType.Member]) {
        self.members = ColumnBuilder(members.map(\.type), areMembers: true)
        names = JSONKeys(members.map(\.name))
    }

    mutating func read(_ source: inout RowSource, _ text: Span<UInt8>, row: Int) throws(NotPlain) {
        try source.walk.beginArray(text)
        var isOpen = false
        while try source.walk.element(text) {
            if source.walk.takeNull(text) {
                isOpen = true
                continue
            }
            if let names {
                try source.walk.beginObject(text)
                var next = 0
                while let member = try source.walk.key(text, among: names, expecting: next) {
                    try members.read(member, &source, text, row: elements)
                    next = member &+ 1
                }
            } else {
                try members.read(0, &source, text, row: elements)
            }
            elements &+= 1
        }
        end(row: row, isOpen: isOpen)
    }

    /// The elements so far that belong to no row are those of `row`.
    private mutating func end(row: Int, isOpen: Bool) {
        fill(to: row)
        ends.append(UInt32(truncatingIfNeeded: elements))
        known.insert(row)
        if isOpen { open.insert(row) }
    }

    private mutating func fill(to rows: Int) {
        let end = ends.last ?? 0
        while ends.count < rows { ends.append(end) }
    }

    mutating func set(_ value: FieldValue, row: Int) {
        switch value {
        case .texts(let texts, let complete) where names == nil:
            for text in texts {
                members.set(0, .text(text), row: elements)
                elements &+= 1
            }
            end(row: row, isOpen: !complete)
        case .records(let records, let complete) where names != nil:
            for record in records {
                for member in 0..<min(members.count, record.count) {
                    members.set(member, record[member], row: elements)
                }
                elements &+= 1
            }
            end(row: row, isOpen: !complete)
        default: break
        }
    }

    mutating func truncate(to rows: Int) {
        if ends.count > rows { ends.removeLast(ends.count &- rows) }
        elements = Int(ends.last ?? 0)
        members.truncate(to: elements)
        known.truncate(to: rows)
        open.truncate(to: rows)
    }

    mutating func column(rows: Int) -> Column {
        fill(to: rows)
        let shape = ListShape(
            ends: exact(ends, rows: rows), known: known.bitmap(count: rows), open: open.bitmap(count: rows))
        var columns: [Column] = []
        for member in 0..<members.count { columns.append(members.finish(member, rows: elements)) }
        if names == nil, case .dictionary(let texts)? = columns.first { return .texts(shape, texts) }
        return .records(shape, columns)
    }
}
