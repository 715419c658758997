extension ProfileSheet {
    /// Takes over the facts of a row of a batch of this schema.
    /// - Complexity: O(fields + elements).
    public mutating func take(_ profile: Profile) {
        restart()
        let row = profile.row
        let batch = profile.batch
        guard row >= 0, row < batch.count, batch.columns.count == cells.count else { return }
        var key = Cell()
        take(batch.keys, row, &key)
        self.key = key
        for field in cells.indices { take(batch.columns[field], row, field) }
    }

    private mutating func take(_ column: Column, _ row: Int, _ field: Int) {
        let slot = slots[field]
        switch column {
        case .text(let column) where slot.kind == .text:
            var cell = Cell()
            take(column, row, &cell)
            cells[field] = cell
        case .dictionary, .integer, .bool: cells[field] = scalar(column, row, slot)
        case .yearly(let yearly) where slot.kind == .yearly:
            guard yearly.told[row] else { return }
            let first = parts.count
            for index in yearly.years.indices where yearly.years[index].column.known[row] {
                var cell = Cell()
                cell.year = yearly.years[index].year
                cell.number = yearly.years[index].column.values[row]
                cell.isKnown = true
                parts.append(cell)
            }
            finishParts(field, from: first, isOpen: false)
        case .texts(let shape, let texts) where slot.kind == .texts:
            guard shape.known[row] else { return }
            let first = parts.count
            for element in shape.range(row) { parts.append(scalar(.dictionary(texts), element, slot)) }
            finishParts(field, from: first, isOpen: shape.open[row])
        case .records(let shape, let members) where slot.kind == .records:
            guard shape.known[row] else { return }
            let first = parts.count
            let slots = records[slot.record].slots
            for element in shape.range(row) {
                for (member, slot) in slots.enumerated() {
                    parts.append(
                        member < members.count ? scalar(members[member], element, slot) : Cell())
                }
            }
            finishParts(field, from: first, isOpen: shape.open[row])
        default: break
        }
    }

    private mutating func take(_ column: TextColumn, _ row: Int, _ cell: inout Cell) {
        guard column.known[row] else { return }
        cell.isKnown = true
        cell.isElsewhere = true
        cell.first = Int32(truncatingIfNeeded: elsewhere.count)
        elsewhere.append(contentsOf: column.bytes[column.range(row)])
        cell.end = Int32(truncatingIfNeeded: elsewhere.count)
    }

    private mutating func scalar(_ column: Column, _ row: Int, _ slot: Slot) -> Cell {
        var cell = Cell()
        switch (column, slot.kind) {
        case (.dictionary(let column), .coded), (.dictionary(let column), .texts):
            let code = Int(column.codes[row])
            guard code > 0 else { break }
            cell.number = Int64(books[slot.book].number(ofKept: column.values[code].utf8Span.span))
            cell.isKnown = true
        case (.integer(let column), .int), (.integer(let column), .money), (.integer(let column), .day):
            guard column.known[row] else { break }
            cell.number = column.values[row]
            cell.isKnown = true
        case (.bool(let column), .bool):
            guard column.known[row] else { break }
            cell.number = column.values[row] ? 1 : 0
            cell.isKnown = true
        default: break
        }
        return cell
    }
}
