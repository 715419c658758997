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
    /// Towns that became cities.
    private let townCities: [(uppers: [UInt32], name: [UInt32], city: UInt32)]

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
        let forms = forms
        townCities = townCityLines.description.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: "|")
            guard columns.count == 4, let city = UInt32(columns[3]) else { return nil }
            return (columns.prefix(2).compactMap { UInt32($0) }, forms.fold(columns[2]), city)
        }
    }

    /// The city that a town of some places became, and where the town's name stands.
    func townCity(in text: AddressText, at start: Int, below places: [UInt32]) -> (
        city: UInt32, places: Range<Int>
    )? {
        var at = start
        while text[at] == 0x28 || text[at] == 0x29 { at &+= 1 }
        for town in townCities
        where places.contains(where: { town.uppers.contains($0) }) && text.has(town.name, at: at) {
            return (town.city, at..<at &+ town.name.count)
        }
        return nil
    }
}
