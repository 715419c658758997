/// The names of industries as terms to be found in scopes, and the words that people use instead.
///
/// Immutable: any number of threads at once.
struct IndustryNames: Sendable {
    /// One term of a class's name: 阀门 of 阀门和旋塞制造.
    struct Term: Sendable {
        let code: Int
        /// Sum of its pairs' weights.
        let weight: Int
        /// Whether it is a product (sections A...D), which is compared without verbs.
        let isProduct: Bool
    }

    private(set) var codes: [String] = []
    private(set) var terms: [Term] = []
    /// Terms by two characters in a row.
    private var pairs: [UInt64: [Int32]] = [:]
    private var pairWeights: [UInt64: Int] = [:]
    /// Words of ``activityWordLines`` and ``productWordLines``: the number of a code.
    private(set) var activities: ScalarTrie
    private(set) var products: ScalarTrie
    private var numbers: [String: Int] = [:]

    /// - Complexity: O(size of the tables), some milliseconds.
    init(_ forms: AddressForms) {
        activities = ScalarTrie(mostCharacters: activityWordLines.utf8CodeUnitCount)
        products = ScalarTrie(mostCharacters: productWordLines.utf8CodeUnitCount)
        var spelled: [(code: Int, isProduct: Bool, scalars: [UInt32])] = []
        for line in gbt4754Lines.description.split(separator: "\n") {
            let columns = line.split(separator: "|")
            guard columns.count == 2, columns[0].utf8.count == 5 else { continue }
            // 其他软件开发 is what its group is, 软件开发; no scope says 其他.
            let code = String(columns[1].hasPrefix("其他") ? columns[0].prefix(4) : columns[0])
            let isProduct = code < "E"
            for term in IndustryNames.terms(of: String(columns[1]), isProduct: isProduct) {
                let scalars = forms.fold(term)
                if scalars.count >= 2 { spelled.append((number(of: code), isProduct, scalars)) }
            }
        }
        var found: [UInt64: Int] = [:]
        for term in spelled {
            for pair in Set(IndustryNames.pairs(of: term.scalars[...])) { found[pair, default: 0] += 1 }
        }
        for (pair, count) in found {
            pairWeights[pair] = 8 + IndustryNames.sixteenthsOfLog2(spelled.count / max(1, count))
        }
        for (index, term) in spelled.enumerated() {
            var weight = 0
            for pair in Set(IndustryNames.pairs(of: term.scalars[...])) {
                weight += pairWeights[pair] ?? 0
                pairs[pair, default: []].append(Int32(truncatingIfNeeded: index))
            }
            terms.append(Term(code: term.code, weight: weight, isProduct: term.isProduct))
        }
        for line in activityWordLines.description.split(separator: "\n") {
            for (code, word) in words(line, forms) { activities.insert(word, code) }
        }
        for line in productWordLines.description.split(separator: "\n") {
            for (code, word) in words(line, forms) { products.insert(word, code) }
        }
    }

    /// Calls `body` with each term that shares pairs with a text, and how alike they are in thousandths (Dice's
    /// coefficient over weighted pairs), where it is at least 300.
    func forEachTerm(like scalars: ArraySlice<UInt32>, _ body: (_ term: Term, _ likeness: Int) -> Void) {
        var shared: [Int32: Int] = [:]
        var weight = 0
        for pair in Set(IndustryNames.pairs(of: scalars)) {
            let own = pairWeights[pair] ?? 8 + IndustryNames.sixteenthsOfLog2(terms.count)
            weight += own
            for term in pairs[pair] ?? [] { shared[term, default: 0] += own }
        }
        for (index, common) in shared {
            let term = terms[Int(index)]
            let likeness = 2_000 * common / max(1, weight + term.weight)
            if likeness >= 300 { body(term, likeness) }
        }
    }

    private mutating func number(of code: String) -> Int {
        if let number = numbers[code] { return number }
        numbers[code] = codes.count
        codes.append(code)
        return codes.count - 1
    }

    private mutating func words(_ line: Substring, _ forms: AddressForms) -> [(Int, [UInt32])] {
        let columns = line.split(separator: "|")
        guard columns.count == 2 else { return [] }
        let code = number(of: String(columns[0]))
        return columns[1].split(separator: " ").map { (code, forms.fold($0)) }
    }

    /// The terms of a class's name: 阀门 and 旋塞 of `阀门和旋塞制造`.
    private static func terms(of name: String, isProduct: Bool) -> [String] {
        var rest = Substring(name.split(whereSeparator: { "(（ ".contains($0) }).first ?? "")
        if rest.hasPrefix("其他") { rest = rest.dropFirst(2) }
        if rest.hasPrefix("未列明") { return [] }
        var ending = Substring()
        for suffix in ["制造业", "加工业", "制造", "加工", "生产", "批发", "零售", "服务", "修理", "租赁", "活动", "业"]
        where rest.hasSuffix(suffix) && rest.count > suffix.count + 1 {
            rest = rest.dropLast(suffix.count)
            // A product is compared without its verb, a service or trade with it.
            if !isProduct, suffix != "业", suffix != "活动" { ending = Substring(suffix) }
            break
        }
        let members = rest.split(whereSeparator: { "、和及与或".contains($0) })
        if isProduct, let last = members.last, let shared = machine(at: last), members.count > 1 {
            // 食品、酒、饮料及茶生产专用设备 are machines for food, not food.
            return members.map { machine(at: $0) == nil ? String($0 + shared) : String($0) }
        }
        return members.map { String($0 + ending) }
    }

    /// The end of a name that says it is a machine, and that all members of a list share: 生产专用设备.
    private static func machine(at name: Substring) -> Substring? {
        for end in ["生产专用设备", "加工专用设备", "制造专用设备", "专用设备", "专用机械", "专用仪器", "设备", "机械", "专用"]
        where name.hasSuffix(end) {
            return name.suffix(end.count)
        }
        return nil
    }

    /// All two characters in a row, each as one number.
    private static func pairs(of scalars: ArraySlice<UInt32>) -> [UInt64] {
        zip(scalars, scalars.dropFirst()).map { UInt64($0) << 21 | UInt64($1) }
    }

    /// About 16 log2(n), by the line between powers of two.
    private static func sixteenthsOfLog2(_ value: Int) -> Int {
        guard value > 1 else { return 0 }
        let whole = Int.bitWidth - 1 - value.leadingZeroBitCount
        return whole * 16 + (value - (1 << whole)) * 16 / (1 << whole)
    }
}
