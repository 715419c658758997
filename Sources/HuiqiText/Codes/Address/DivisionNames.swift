/// Every name of a province, city or county, present and past, full and short, and what it may mean.
///
/// A trie over characters, built once. Immutable: any number of threads at once.
struct DivisionNames: Sendable {
    /// How a name is written.
    enum Form: UInt8 {
        /// With its suffix: 温州市.
        case full
        /// Without: 温州.
        case short
        /// A name that means a place only within its city: 高新区.
        case zone
    }

    /// One meaning of a name.
    struct Meaning {
        let division: Int
        let form: Form
        /// Whether a table of districts that belong to no county led from the name to the division.
        let isFunctional: Bool
    }

    /// What a code of the table is.
    struct Division {
        let code: UInt32
        /// For an abolished code, those that took over.
        let successors: [UInt32]?

        var level: Int { DivisionNames.level(code) }
    }

    private(set) var divisions: [Division] = []
    /// The names have some 40,000 states.
    private var edges = ScalarEdges(capacity: 1 << 16)
    private var states: UInt32 = 1
    /// The meanings of the name that ends at state `s`: `meanings[starts[s] ..< starts[s + 1]]`.
    private var starts: [UInt32] = []
    private(set) var meanings: [Meaning] = []
    /// While building: meanings with their state.
    private var added: [(state: UInt32, meaning: Meaning)] = []

    /// 1 province, 2 city, 3 county.
    static func level(_ code: UInt32) -> Int { code % 10_000 == 0 ? 1 : code % 100 == 0 ? 2 : 3 }

    /// Whether a code is another or below it.
    static func isUnder(_ code: UInt32, _ upper: UInt32) -> Bool {
        switch level(upper) {
        case 1: code / 10_000 == upper / 10_000
        case 2: code / 100 == upper / 100
        default: code == upper
        }
    }

    /// Whether the code is a municipality's (北京, 天津, 上海, 重庆), whose districts stand below it directly.
    static func isMunicipality(_ code: UInt32) -> Bool {
        code == 110_000 || code == 120_000 || code == 310_000 || code == 500_000
    }

    /// - Complexity: O(size of the tables), about 10 ms.
    init(_ forms: AddressForms) {
        var names: [UInt32: [UInt32]] = [:]
        var lines: [(code: UInt32, name: [UInt32])] = []
        for line in Array(gbt2260Lines.description.utf8).split(separator: UInt8(ascii: "\n")) {
            let columns = line.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            guard columns.count > 1 else { continue }
            let code = DivisionNames.number(columns[0])
            let successors =
                columns.count > 2
                ? columns[2].split(separator: UInt8(ascii: " ")).map { DivisionNames.number($0) } : nil
            let name = forms.fold(columns[1])
            divisions.append(Division(code: code, successors: successors.map(DivisionNames.deepest)))
            lines.append((code, name))
            if successors == nil { names[code] = name }
        }
        let shapes = DivisionShapes(forms)
        for (index, line) in lines.enumerated() where !line.name.isEmpty {
            let upper = [line.code / 10_000 * 10_000, line.code / 100 * 100].compactMap { names[$0] }
            for (form, name) in shapes.names(of: line.name, code: line.code, below: upper) {
                insert(name, Meaning(division: index, form: form, isFunctional: false))
            }
        }
        for line in functionalDistrictLines.description.split(separator: "\n") {
            let columns = line.split(separator: "|", omittingEmptySubsequences: false)
            guard columns.count == 3, let code = UInt32(columns[2]), let index = index(of: code) else {
                continue
            }
            for name in columns[1].split(separator: " ") {
                insert(forms.fold(name), Meaning(division: index, form: .zone, isFunctional: true))
            }
        }
        for line in renamedDivisionLines.description.split(separator: "\n") {
            let columns = line.split(separator: "|")
            guard columns.count == 2, let code = UInt32(columns[0]), let index = index(of: code) else {
                continue
            }
            insert(forms.fold(columns[1]), Meaning(division: index, form: .full, isFunctional: false))
        }
        settle()
    }

    /// Without codes that are above another: 绍兴县 became districts of 绍兴市.
    static func deepest(_ codes: [UInt32]) -> [UInt32] {
        codes.filter { upper in !codes.contains { $0 != upper && isUnder($0, upper) } }
    }

    /// The value of some digits of the tables.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32 {
        digits.reduce(0) { $0 &* 10 &+ UInt32($1 & 0x0F) }
    }

    /// The index of a code.
    /// - Complexity: O(log *n*).
    func index(of code: UInt32) -> Int? {
        var low = 0
        var high = divisions.count
        while low < high {
            let middle = low &+ (high &- low) / 2
            if divisions[middle].code < code { low = middle &+ 1 } else { high = middle }
        }
        return low < divisions.count && divisions[low].code == code ? low : nil
    }

    /// Calls `body` with the end and the meanings' indexes of each name that begins at a place, short ones first.
    func forEachName(
        in text: AddressText, at place: Int, _ body: (_ end: Int, _ meanings: Range<Int>) -> Void
    ) {
        var state: UInt32 = 0
        var at = place
        while at < text.count, let next = edges.next(state, text[at]) {
            state = next
            at &+= 1
            let found = Int(starts[Int(state)])..<Int(starts[Int(state) &+ 1])
            if !found.isEmpty { body(at, found) }
        }
    }

    private mutating func insert(_ name: [UInt32], _ meaning: Meaning) {
        var state: UInt32 = 0
        for scalar in name {
            if let next = edges.next(state, scalar) {
                state = next
                continue
            }
            guard edges.insert(state, scalar, states) else { return }
            state = states
            // Safe: no more states than edges and one.
            states &+= 1
        }
        if state != 0 { added.append((state, meaning)) }
    }

    /// Brings the meanings in order of their states.
    private mutating func settle() {
        starts = Array(repeating: 0, count: Int(states) &+ 1)
        for item in added { starts[Int(item.state) &+ 1] &+= 1 }
        for state in 1..<starts.count { starts[state] &+= starts[state &- 1] }
        meanings = Array(
            repeating: Meaning(division: 0, form: .full, isFunctional: false), count: added.count)
        var next = starts
        for item in added {
            meanings[Int(next[Int(item.state)])] = item.meaning
            next[Int(item.state)] &+= 1
        }
        added = []
    }
}
