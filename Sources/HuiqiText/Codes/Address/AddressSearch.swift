/// A way to read the names at the beginning of an address.
struct AddressPath {
    struct Named {
        let level: Int
        /// 0 where several places have the name.
        let code: UInt32
        let places: Range<Int>
    }

    var names: [Named] = []
    /// What the last name means, current codes, ascending; empty before the first.
    var places: [UInt32] = []
    /// The code that the last name had itself, which may be abolished; 0 where it had several.
    var own: UInt32 = 0
    var level = 0
    /// Where the text goes on.
    var end = 0
    var score = 0
    var isInferred = false
    var isContradictory = false
}

/// Reads names of divisions from the upper to the lower, and keeps the way that explains most of the text.
struct AddressSearch {
    let text: AddressText
    let index: AddressIndex
    private(set) var best: AddressPath?
    /// Ends the search of hostile texts; an address takes about five.
    private var steps = 0
    private var onlyFullUpper = false

    init(text: AddressText, index: AddressIndex) {
        self.text = text
        self.index = index
    }

    private var names: DivisionNames { index.names }
    private var words: AddressWords { index.words }

    /// Searches from a place.
    /// - Parameter onlyFullUpper: Only a full name of a province or city may be the first.
    mutating func run(from start: Int, onlyFullUpper: Bool = false) {
        self.onlyFullUpper = onlyFullUpper
        steps = 0
        var path = AddressPath()
        path.end = start
        extend(path)
    }

    /// The code that some codes have in common: themselves, their city, their province, or 0.
    static func common(_ places: [UInt32]) -> UInt32 {
        guard let first = places.first else { return 0 }
        for upper in [first, first / 100 * 100, first / 10_000 * 10_000]
        where places.allSatisfy({ DivisionNames.isUnder($0, upper) }) {
            // The cities of a municipality, and of counties in a province's own hands, are not places.
            if upper != first, DivisionNames.level(upper) == 2,
                upper / 100 % 100 >= 90 || isBelowMunicipality(upper)
            {
                continue
            }
            return upper
        }
        return 0
    }

    private static func isBelowMunicipality(_ code: UInt32) -> Bool {
        DivisionNames.isMunicipality(code / 10_000 * 10_000)
    }

    private mutating func extend(_ path: AddressPath) {
        steps &+= 1
        guard steps <= 64 else { return }
        let at = behindBrackets(path.end)
        var found: [(end: Int, meanings: Range<Int>)] = []
        if path.level < 3 || path.places.count > 1 {
            index.names.forEachName(in: text, at: at) { found.append(($0, $1)) }
        } else {
            // Only the county itself may come again: 建德市 of 杭州市建德市建德市.
            index.names.forEachName(in: text, at: at) { end, meanings in
                if isRepetition(meanings, path, to: end) { found.append((end, meanings)) }
            }
        }
        var went = false
        for (end, meanings) in found.reversed() {
            // A county is the end of what this looks for; shorter names would explain less.
            if went, let best, best.level == 3, best.places.count == 1 { break }
            // An old prefecture had a city of its name, which is no repetition: 毕节地区毕节市.
            let isOld = path.own != 0 && !path.places.contains(path.own)
            if isOld, let next = self.path(path, with: meanings, from: at, to: end) {
                extend(next)
                went = true
                continue
            }
            if isRepetition(meanings, path, to: end), path.level > 0 {
                var next = path
                next.end = end
                next.score &+= isZone(meanings) ? 4 &* (end &- at) &+ 2 : end &- at
                extend(next)
                went = true
                continue
            }
            if let next = self.path(path, with: meanings, from: at, to: end) {
                extend(next)
                went = true
            }
        }
        if went { return }
        if path.level > 0, path.level < 3, let end = words.behindZone(text, at), end > path.end {
            var next = path
            next.end = end
            let before = best?.score ?? -1
            extendBehindZone(next)
            if (best?.score ?? -1) > before { return }
        }
        take(contradicted(path, at: at))
    }

    /// Behind a zone that is no place of its own, a name of a county may follow, or nothing.
    private mutating func extendBehindZone(_ path: AddressPath) {
        var found: [(end: Int, meanings: Range<Int>)] = []
        let at = behindBrackets(path.end)
        index.names.forEachName(in: text, at: at) { found.append(($0, $1)) }
        for (end, meanings) in found.reversed() {
            if let next = self.path(path, with: meanings, from: at, to: end, onlyFull: true) { extend(next) }
        }
        take(path)
    }

    private mutating func take(_ path: AddressPath) {
        guard path.level > 0, path.score > best?.score ?? -1 else { return }
        best = path
    }

    private func behindBrackets(_ place: Int) -> Int {
        var at = place
        while text[at] == 0x28 || text[at] == 0x29 { at &+= 1 }
        // At most 生产建设兵团 and 第八师.
        for _ in 0..<2 { at &+= text.length(ofAny: words.placeholders, at: at) }
        return at
    }

    /// Whether a name only says again what the path has said.
    private func isRepetition(_ meanings: Range<Int>, _ path: AddressPath, to end: Int) -> Bool {
        for number in meanings {
            let meaning = index.names.meanings[number]
            let code = index.names.divisions[meaning.division].code
            if meaning.form == .zone {
                // A zone that is known to lie in several counties.
                if meaning.isFunctional, path.level < 3, path.places == [code] { return true }
                continue
            }
            // 柯桥 of 柯桥区柯桥街道 is the street's.
            if meaning.form == .short, words.isOtherThing(text, end) { continue }
            for place in path.places where DivisionNames.isUnder(place, code) { return true }
            if path.own != 0, DivisionNames.isUnder(path.own, code) { return true }
        }
        return false
    }

    private func isZone(_ meanings: Range<Int>) -> Bool {
        meanings.contains { index.names.meanings[$0].form == .zone }
    }

    /// The path with one more name; nil where the name means nothing there.
    private func path(
        _ path: AddressPath, with meanings: Range<Int>, from start: Int, to end: Int, onlyFull: Bool = false
    ) -> AddressPath? {
        var level = 4
        var isCurrent = false
        var form = DivisionNames.Form.full
        var isFunctional = false
        var places: [UInt32] = []
        var own: UInt32 = 0
        for number in meanings {
            let meaning = index.names.meanings[number]
            let division = index.names.divisions[meaning.division]
            guard division.level > path.level || path.level == 3 && path.places.count > 1 else { continue }
            guard fits(meaning, division, path, start, end),
                !onlyFull || meaning.form == .full || words.isPartOfZone(text, end)
            else { continue }
            guard division.successors?.isEmpty != true else { continue }
            // What is has a name before what was, and of those the uppermost level.
            let now = division.successors == nil
            if level < 4, now ? isCurrent && division.level > level : isCurrent || division.level > level {
                continue
            }
            if level == 4 || now && !isCurrent || division.level < level {
                (places, own) = ([], 0)
                (level, isCurrent, form) = (division.level, now, meaning.form)
                isFunctional = meaning.isFunctional
            }
            own = places.isEmpty ? division.code : (own == division.code ? own : 0)
            for place in division.successors ?? [division.code] where !places.contains(place) {
                if division.isBelow(path) || isBelow(place, path) { places.append(place) }
            }
        }
        guard level < 4, !places.isEmpty else { return nil }
        if places.count > 1 { places = DivisionNames.deepest(places).sorted() }
        if path.level == 0, form == .short, level == 3 {
            guard places.count == 1,
                words.isEndOrZone(text, end) || index.streets.find(in: text, at: end, below: places) != nil
            else { return nil }
        }
        var next = path
        next.names.append(
            AddressPath.Named(level: level, code: own, places: start..<end))
        next.isInferred =
            path.isInferred || isFunctional || level == 3 && skipsCity(path, places)
        next.level = places.reduce(1) { max($0, DivisionNames.level($1)) }
        next.places = places
        next.own = own
        next.end = end
        next.score &+= 4 &* (end &- start) &+ (form == .short ? 0 : 2)
        return next
    }

    /// Whether a county was named without the city between.
    private func skipsCity(_ path: AddressPath, _ places: [UInt32]) -> Bool {
        guard path.level < 2, let place = places.first else { return false }
        return path.level == 0
            || !(DivisionNames.isMunicipality(place / 10_000 * 10_000) || place / 100 % 100 >= 90)
    }

    private func isBelow(_ code: UInt32, _ path: AddressPath) -> Bool {
        path.places.contains { DivisionNames.isUnder(code, $0) }
    }

    /// Whether a meaning can stand at a place of the text behind a path.
    private func fits(
        _ meaning: DivisionNames.Meaning, _ division: DivisionNames.Division, _ path: AddressPath,
        _ start: Int,
        _ end: Int
    ) -> Bool {
        if path.level > 0 {
            guard
                division.isBelow(path)
                    || division.successors.map({ $0.contains { isBelow($0, path) } }) ?? false
            else { return false }
        }
        switch meaning.form {
        case .full:
            if end &- start == 2, division.level == 3, path.level == 0, text[start &+ 1] == words.district {
                return false
            }
            if onlyFullUpper, path.level == 0, division.level > 2 || end &- start < 3 { return false }
            return !words.isPartOfWord(text, end) || hasName(at: end, below: division.code)
        case .short:
            if onlyFullUpper, path.level == 0 { return false }
            if division.level == 3 { return !words.isOtherThing(text, end) }
            return !words.isRoad(text, end) || hasName(at: end, below: division.code)
        case .zone:
            return path.level == 2 || path.level == 1 && path.places.allSatisfy(DivisionNames.isMunicipality)
        }
    }

    /// Whether a name of something below a province or city stands at a place: 镇江 behind 江苏.
    private func hasName(at place: Int, below upper: UInt32) -> Bool {
        var has = false
        index.names.forEachName(in: text, at: place) { _, meanings in
            for number in meanings where index.names.meanings[number].form != .zone {
                let code = index.names.divisions[index.names.meanings[number].division].code
                if code != upper, DivisionNames.isUnder(code, upper) { has = true }
            }
        }
        return has
    }

    /// Marks a path behind which a county, a city or another province stands that is not below it.
    private func contradicted(_ path: AddressPath, at: Int) -> AddressPath {
        guard path.level == 1 || path.level == 2 else { return path }
        var place: AddressPath.Named?
        index.names.forEachName(in: text, at: at) { end, meanings in
            guard end &- at >= 3, !words.isPartOfWord(text, end) else { return }
            let isThing = words.isOtherThing(text, end)
            for number in meanings where index.names.meanings[number].form == .full {
                let division = index.names.divisions[index.names.meanings[number].division]
                // 西湖 of 杭州市西湖区 is a lake, unless it is read as the district.
                if isThing, division.level == 3 || !hasName(at: end, below: division.code) { continue }
                if division.level > path.level || isElsewhere(division, path) {
                    place = AddressPath.Named(
                        level: division.level, code: meanings.count == 1 ? division.code : 0, places: at..<end
                    )
                }
            }
        }
        guard let place else { return path }
        var next = path
        next.names.append(place)
        next.isContradictory = true
        return next
    }
}

extension AddressSearch {
    /// Whether a province or city is another than the path's, not the same in other words.
    private func isElsewhere(_ division: DivisionNames.Division, _ path: AddressPath) -> Bool {
        let codes = division.successors ?? [division.code]
        let own = path.own == 0 ? path.places : path.places + [path.own]
        return division.level <= 2 && !codes.isEmpty
            && !codes.contains { code in
                own.contains { DivisionNames.isUnder($0, code) || DivisionNames.isUnder(code, $0) }
            }
    }
}

extension DivisionNames.Division {
    /// Whether this is below the last name of a path, as it was or as it is.
    func isBelow(_ path: AddressPath) -> Bool {
        path.level == 0 || path.places.contains { DivisionNames.isUnder(code, $0) }
            || path.own != 0 && DivisionNames.isUnder(code, path.own)
    }
}
