import HuiqiIndex
import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Planes of tests of the elements of lists.
extension OwnWriter {
    mutating func write(_ list: OwnTests.List, _ memory: inout ElementMemory) {
        memory.tidy()
        switch batch.columns[list.field] {
        case .texts(let shape, let column):
            // Tests are asked once for each distinct text; its rows are set at once.
            let values = DictionaryColumn(valuesOf: column)
            let elements = ElementPlanes(
                list, count: values.codes.count, texts: values, members: [], &memory)
            if elements.hasFailed { return writeOthers(list) }
            let sets = rowSets(shape, column)
            for (atom, decides, node, longest) in list.atoms {
                if shape.longest > longest {
                    write(atom)
                    continue
                }
                start(shape, decides)
                for value in column.values.indices {
                    let truth = elements.truths.truth(node, row: value)
                    if truth == decides || truth == .unknown {
                        let first = value * width
                        for index in 0..<width {
                            let rows = sets[first &+ index]
                            if truth == decides, decides == .yes { yes[index] |= rows }
                            if truth == decides, decides == .no { possible[index] &= ~rows }
                            if truth == .unknown, decides == .yes { possible[index] |= rows }
                            if decides == .no {
                                yes[index] &= ~rows
                            } else if truth == .yes {
                                possible[index] |= rows
                            }
                        }
                    }
                }
                add(atom)
            }
        case .records(let shape, let members):
            let elements = ElementPlanes(
                list, count: shape.elements, texts: nil, members: members, &memory)
            if elements.hasFailed { return writeOthers(list) }
            var owners = [UInt16](repeating: 0, count: shape.elements)
            for row in 0..<rows {
                for element in shape.range(row) { owners[element] = UInt16(truncatingIfNeeded: row) }
            }
            for (atom, decides, node, longest) in list.atoms {
                if shape.longest > longest {
                    write(atom)
                    continue
                }
                start(shape, decides)
                let words = (shape.elements + 63) / 64
                for index in 0..<words {
                    let held = elements.truths.yesWord(node, index)
                    let failed = elements.truths.noWord(node, index)
                    var decided = decides == .yes ? held : failed
                    var open = ~(held | failed)
                    let left = shape.elements &- index &* 64
                    if left < 64 { open &= (1 &<< UInt64(left)) &- 1 }
                    while decided != 0 {
                        let row = Int(owners[index &* 64 &+ decided.trailingZeroBitCount])
                        decided &= decided &- 1
                        let bit: UInt64 = 1 &<< UInt64(row & 63)
                        if decides == .yes {
                            yes[row >> 6] |= bit
                            possible[row >> 6] |= bit
                        } else {
                            yes[row >> 6] &= ~bit
                            possible[row >> 6] &= ~bit
                        }
                    }
                    while open != 0 {
                        let row = Int(owners[index &* 64 &+ open.trailingZeroBitCount])
                        open &= open &- 1
                        let bit: UInt64 = 1 &<< UInt64(row & 63)
                        // A row that is decided stays so: where it is no, its bit is gone from both.
                        if decides == .yes { possible[row >> 6] |= bit } else { yes[row >> 6] &= ~bit }
                    }
                }
                add(atom)
            }
        default: writeOthers(list)
        }
    }

    private mutating func writeOthers(_ list: OwnTests.List) { for atom in list.atoms { write(atom.atom) } }

    /// What a list says before its elements are looked at.
    private mutating func start(_ shape: ListShape, _ decides: Truth) {
        for index in 0..<width {
            let complete = shape.known.words[index] & ~shape.open.words[index]
            yes[index] = decides == .yes ? 0 : complete
            possible[index] = decides == .yes ? ~complete : ~0
        }
    }

    /// The rows that have each distinct text.
    private func rowSets(_ shape: ListShape, _ column: DictionaryColumn) -> [UInt64] {
        var sets = [UInt64](repeating: 0, count: column.values.count * width)
        for row in 0..<rows {
            let word = row >> 6
            let bit: UInt64 = 1 &<< UInt64(row & 63)
            for element in shape.range(row) { sets[Int(column.codes[element]) &* width &+ word] |= bit }
        }
        return sets
    }
}
