/// Finds the region that an address names.
///
/// Reads full forms (`浙江省温州市瓯海区娄桥街道…`), traditional characters, names without suffixes (`广东深圳南山`), a missing
/// province or city where the rest is unique, old names (`闸北区`, `萧山市`), development zones (`苏州工业园区`) and towns
/// (`温州市娄桥街道`). What is not certain is not said: of several places with one name the level above is the answer,
/// and they are its candidates. Roads and buildings that are named after places (`上海市北京西路`) are not places.
///
/// Immutable: any number of threads at once.
public final class AddressReader: Sendable {
    private let index: AddressIndex

    /// Builds the index of names.
    ///
    /// - Throws: ``TextError`` with code `icu` where ICU's data cannot be loaded.
    /// - Complexity: About 10 ms; make one and keep it.
    public init() throws(TextError) {
        index = try AddressIndex()
    }

    /// The region that an address names.
    ///
    /// - Parameter address: Any text; the region is looked for in its first 96 characters.
    /// - Returns: Nil where no division is named where an address has its divisions.
    /// - Complexity: O(1), some microseconds.
    public func region(of address: String) -> RegionReading? {
        let text = AddressText(address, index.forms)
        var search = AddressSearch(text: text, index: index)
        var start = index.words.behindLead(text)
        search.run(from: start)
        if search.best == nil {
            // Something else stands first, such as a firm's name: only a full name of an upper level is believed.
            let last = min(text.count, start &+ 24)
            while search.best == nil, start < last {
                start &+= 1
                search.run(from: start, onlyFullUpper: true)
            }
        }
        guard let path = search.best else { return nil }
        return reading(path, text)
    }

    private func reading(_ path: AddressPath, _ text: AddressText) -> RegionReading {
        var places = path.places
        var partners: [UInt32] = []
        if path.level == 3 {
            partners = places.compactMap { index.splits[$0] }.filter { !places.contains($0) }
        }
        var isInferred = path.isInferred
        var code = AddressSearch.common(places)
        var names = path.names.map { named in
            RegionReading.Name(
                level: RegionReading.Level(rawValue: named.level) ?? .county,
                code: named.code == 0 ? nil : String(named.code), spanUTF8: text.span(named.places))
        }
        var streetCode: String?
        if !path.isContradictory, let town = index.townCity(in: text, at: path.end, below: places) {
            isInferred = true
            places = [town.city]
            partners = []
            code = town.city
            names.append(RegionReading.Name(level: .street, code: nil, spanUTF8: text.span(town.places)))
        } else if !path.isContradictory,
            let street = index.streets.find(in: text, at: path.end, below: places + partners)
        {
            streetCode = street.street.map { String($0) }
            // A town that several counties have says nothing of which.
            if let county = street.county {
                if !places.contains(county) { isInferred = true }
                if path.level != 3 || places.count > 1 { isInferred = true }
                places = [county]
                partners = []
                code = county
                names.append(
                    RegionReading.Name(level: .street, code: streetCode, spanUTF8: text.span(street.places)))
            }
        }
        let candidates = places.count > 1 || !partners.isEmpty ? (places + partners).sorted() : []
        return RegionReading(
            code: streetCode ?? (code == 0 ? nil : String(code)), names: names,
            isInferred: isInferred, candidates: candidates.map { String($0) },
            isContradictory: path.isContradictory)
    }
}
