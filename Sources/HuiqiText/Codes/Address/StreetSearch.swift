/// Finds the street, town or township that a text names at a place.
struct StreetSearch: Sendable {
    let table: StreetTable
    let forms: AddressForms
    let words: AddressWords

    struct Found {
        /// The one county that has the town; nil where several have it.
        let county: UInt32?
        /// Nine digits, where one street has the name and only its suffix may differ; nil of a name without suffix.
        let street: UInt32?
        let places: Range<Int>
    }

    /// The longest name at a place.
    ///
    /// A town that became a street (娄桥镇, 娄桥街道) is found by either name.
    /// - Parameter places: Counties or cities; a province's towns are not looked for.
    /// - Complexity: O(streets below the places), a microsecond or two for a city.
    func find(in text: AddressText, at start: Int, below places: [UInt32]) -> Found? {
        if let found = find(in: text, from: start, below: places) { return found }
        guard let behind = words.behindZone(text, start) else { return nil }
        return find(in: text, from: behind, below: places)
    }

    private func find(in text: AddressText, from start: Int, below places: [UInt32]) -> Found? {
        var at = start
        while text[at] == 0x28 || text[at] == 0x29 { at &+= 1 }
        guard at < text.count else { return nil }
        var best = 0
        var likeness = -1
        var codes: [UInt32] = []
        for place in places where DivisionNames.level(place) > 1 {
            let last = DivisionNames.level(place) == 2 ? place &+ 99 : place
            for index in table.indexes(from: place, through: last) {
                let street = table.streets[index]
                guard street.first == text[at] || forms.isFolded(street.first),
                    let match = match(street.name, text, at)
                else { continue }
                if (match.length, match.likeness) > (best, likeness) {
                    (best, likeness, codes) = (match.length, match.likeness, [])
                } else if (match.length, match.likeness) < (best, likeness) {
                    continue
                }
                codes.append(street.code)
            }
        }
        guard let first = codes.first, !words.isRoadAtOnce(text, at &+ best) else { return nil }
        // In a county, 威远镇西大街 is a road in a town; in a city it may be a road only.
        if likeness == 0 || places.contains(where: { $0 % 100 == 0 }), words.isRoad(text, at &+ best) {
            return nil
        }
        let county = first / 1_000
        let isOne = codes.allSatisfy { $0 / 1_000 == county }
        return Found(
            county: isOne ? county : nil, street: codes.count == 1 && likeness > 0 ? first : nil,
            places: at..<at &+ best)
    }

    /// How many characters of the text at a place are a street's name: 2 as written, 1 with another suffix, 0 without.
    private func match(_ name: Range<Int>, _ text: AddressText, _ start: Int) -> (length: Int, likeness: Int)?
    {
        let bytes = table.bytes.span
        var at = name.lowerBound
        var place = start
        while at < name.upperBound {
            let before = at
            let scalar = forms.fold(WordAutomaton.scalar(bytes, &at))
            if scalar == text[place] {
                place &+= 1
                continue
            }
            // The name's suffix may have changed.
            guard place &- start >= 2, suffixes.words.contains(rest(before..<name.upperBound)) else {
                return nil
            }
            let length = text.length(ofAny: suffixes, at: place)
            if length > 0 { return (place &- start &+ length, 1) }
            return words.standsAlone(text, start..<place) ? (place &- start, 0) : nil
        }
        guard place &- start >= 3 || suffixes.words.contains(where: { [text[place &- 1]] == $0 }) else {
            return nil
        }
        return (place &- start, 2)
    }

    private func rest(_ range: Range<Int>) -> [UInt32] {
        var scalars: [UInt32] = []
        var at = range.lowerBound
        while at < range.upperBound {
            scalars.append(forms.fold(WordAutomaton.scalar(table.bytes.span, &at)))
        }
        return scalars
    }

    private var suffixes: WordList { words.streetSuffixes }
}
