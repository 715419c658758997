import HuiqiLogic
import HuiqiModel
import HuiqiRule

/// Remembers, from block to block, what atoms come to for the distinct values of a field.
///
/// Values get numbers once a block and field; an atom's truths are then a plain array.
struct DistinctMemory {
    private var numbers: [Int: [ExactText: Int]] = [:]
    /// Numbers of the current block's dictionary, by field.
    private var blockNumbers: [Int: [Int]] = [:]
    private var known: [Int: [Truth?]] = [:]
    private var blockCodes: [Int: [UnderTest.Code]] = [:]
    /// Values of one field that are numbered; the rest is asked anew.
    private static let limit = 65_536

    mutating func forgetBlock() {
        blockNumbers.removeAll(keepingCapacity: true)
        blockCodes.removeAll(keepingCapacity: true)
    }

    /// The values of a block's code field, read once for all tests of the field.
    mutating func codes(of values: [String], field: Int, _ test: UnderTest) -> [UnderTest.Code] {
        if let known = blockCodes[field] { return known }
        let codes = values.map { test.read($0) }
        blockCodes[field] = codes
        return codes
    }

    /// The truth of each value of a block's dictionary; entry 0 stands for no value.
    mutating func truths(
        of values: [String], field: Int, atom: Int, _ truth: (String?) -> Truth
    ) -> [Truth] {
        let codes = blockNumbers[field] ?? number(values, field)
        var memory = known.removeValue(forKey: atom) ?? []
        var table: [Truth] = []
        table.reserveCapacity(values.count)
        for (position, value) in values.enumerated() {
            let code = codes[position]
            if code >= 0, code < memory.count, let found = memory[code] {
                table.append(found)
                continue
            }
            let found = truth(position == 0 ? nil : value)
            table.append(found)
            guard code >= 0 else { continue }
            while memory.count <= code { memory.append(nil) }
            memory[code] = found
        }
        known[atom] = memory
        return table
    }

    private mutating func number(_ values: [String], _ field: Int) -> [Int] {
        var index = numbers.removeValue(forKey: field) ?? [:]
        let codes = values.enumerated().map { position, value -> Int in
            if position == 0 { return 0 }
            let key = ExactText(value)
            if let found = index[key] { return found }
            guard index.count < DistinctMemory.limit else { return -1 }
            index[key] = index.count + 1
            return index.count
        }
        numbers[field] = index
        blockNumbers[field] = codes
        return codes
    }
}
