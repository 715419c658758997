/// What an ``AddressReader`` knows, behind one reference.
///
/// Immutable: any number of threads at once.
final class AddressIndex: Sendable {
    let forms: AddressForms
    let names: DivisionNames
    let words: AddressWords
    let streets: StreetSearch
    /// Counties that gave ground to a new one while their name stayed, each with that one.
    let splits: [UInt32: UInt32]

    init() throws(TextError) {
        forms = AddressForms(try TextNormalizer())
        names = DivisionNames(forms)
        words = AddressWords(forms)
        streets = StreetSearch(table: .shared, forms: forms, words: words)
        var splits: [UInt32: UInt32] = [:]
        for line in splitCountyLines.description.split(separator: "\n") {
            let codes = line.split(separator: "|").compactMap { UInt32($0) }
            if codes.count == 2 { splits[codes[0]] = codes[1] }
        }
        self.splits = splits
    }
}
