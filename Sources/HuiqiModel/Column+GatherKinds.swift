import HuiqiLogic

extension Bitmap {
    /// The given rows of some bitmaps; every place is in one of them.
    @inline(__always)
    init(gathering places: [RowPlace], _ source: (Int) -> Bitmap) {
        var words: [UInt64] = []
        words.reserveCapacity((places.count &+ 63) / 64)
        var word: UInt64 = 0
        for (row, place) in places.enumerated() {
            let from = Int(place.row)
            let bit = source(Int(place.batch)).words[from &>> 6] &>> UInt64(from & 63) & 1
            word |= bit &<< UInt64(row & 63)
            if row & 63 == 63 {
                words.append(word)
                word = 0
            }
        }
        if places.count & 63 != 0 { words.append(word) }
        self.init(words: words, count: places.count)
    }
}

extension TextColumn {
    init(gathering places: [RowPlace], of sources: [TextColumn]) {
        var total = 0
        for place in places { total &+= sources[Int(place.batch)].range(Int(place.row)).count }
        self.init()
        bytes.reserveCapacity(total)
        ends.reserveCapacity(places.count)
        for place in places {
            let range = sources[Int(place.batch)].range(Int(place.row))
            bytes.append(contentsOf: sources[Int(place.batch)].bytes[range])
            ends.append(UInt32(truncatingIfNeeded: bytes.count))
        }
        known = Bitmap(gathering: places) { sources[$0].known }
    }
}

extension DictionaryColumn {
    init(gathering places: [RowPlace], of columns: [DictionaryColumn]) {
        self.init()
        // The new code of each batch's codes, 0 until its value first appears; code 0 stays 0.
        var translated = columns.map { [UInt32](repeating: 0, count: $0.values.count) }
        codes.reserveCapacity(places.count)
        for place in places {
            let batch = Int(place.batch)
            let old = Int(columns[batch].codes[Int(place.row)])
            var new = translated[batch][old]
            if new == 0, old != 0 {
                new = code(of: columns[batch].values[old])
                translated[batch][old] = new
            }
            codes.append(new)
        }
    }
}

extension IntegerColumn {
    init(gathering places: [RowPlace], of sources: [IntegerColumn]) {
        values = places.map { sources[Int($0.batch)].values[Int($0.row)] }
        known = Bitmap(gathering: places) { sources[$0].known }
    }
}

extension YearlyColumn {
    static func gathering(_ blocks: [[RowPlace]], of sources: [YearlyColumn]) -> [YearlyColumn] {
        var gathered = blocks.map { places in
            var column = YearlyColumn()
            column.told = Bitmap(gathering: places) { sources[$0].told }
            return column
        }
        for year in Set(sources.flatMap { $0.years.map(\.year) }).sorted() {
            // Batches without the year: unknown rows.
            let columns = sources.map {
                $0.column(year: Int64(year)) ?? IntegerColumn(unknown: $0.told.count)
            }
            for (block, places) in blocks.enumerated() {
                let column = IntegerColumn(gathering: places, of: columns)
                if column.known.words.contains(where: { $0 != 0 }) {
                    gathered[block].years.append((year, column))
                }
            }
        }
        return gathered
    }
}

extension ListShape {
    /// The shape of each block's rows, and the places of their elements in the sources' element columns.
    static func gathering(
        _ blocks: [[RowPlace]], of sources: [ListShape?]
    ) -> (shapes: [ListShape], elements: [[RowPlace]]) {
        let shapes = sources.map { $0 ?? ListShape() }
        var gathered: [ListShape] = []
        var elements: [[RowPlace]] = []
        for places in blocks {
            var shape = ListShape()
            var inner: [RowPlace] = []
            shape.ends.reserveCapacity(places.count)
            for place in places {
                let range = shapes[Int(place.batch)].range(Int(place.row))
                for element in range {
                    inner.append(RowPlace(batch: place.batch, row: Int32(truncatingIfNeeded: element)))
                }
                shape.longest = max(shape.longest, range.count)
                shape.ends.append(UInt32(truncatingIfNeeded: inner.count))
            }
            shape.elements = inner.count
            shape.known = Bitmap(gathering: places) { shapes[$0].known }
            shape.open = Bitmap(gathering: places) { shapes[$0].open }
            gathered.append(shape)
            elements.append(inner)
        }
        return (gathered, elements)
    }
}
