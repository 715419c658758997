/// `group|employees|revenue|assets`: the lower bounds of large, medium and small; persons and ten thousands of yuan.
///
/// Origin: 工信部联企业〔2011〕300号, whose bounds the 统计上大中小微型企业划分办法（2017） keeps. For 物业管理, 租赁和商务服务业,
/// 其他未列明行业 and the assets of 房地产开发经营 only a transcription of the edition of 2011 was compared.
let sizeBoundLines: StaticString = """
    农林牧渔业||20000 500 50|
    工业|1000 300 20|40000 2000 300|
    建筑业||80000 6000 300|80000 5000 300
    批发业|200 20 5|40000 5000 1000|
    零售业|300 50 10|20000 500 100|
    交通运输业|1000 300 20|30000 3000 200|
    仓储业|200 100 20|30000 1000 100|
    邮政业|1000 300 20|30000 2000 100|
    住宿业|300 100 10|10000 2000 100|
    餐饮业|300 100 10|10000 2000 100|
    信息传输业|2000 100 10|100000 1000 100|
    软件和信息技术服务业|300 100 10|10000 1000 50|
    房地产开发经营||200000 1000 100|10000 5000 2000
    物业管理|1000 300 100|5000 1000 500|
    租赁和商务服务业|300 100 10||120000 8000 100
    其他未列明行业|300 100 10||
    """

/// One of the standard's 16 groups of industries, and its bounds.
struct SizeGroup: Sendable {
    /// The lower bounds of one figure, in persons or fen.
    struct Bounds: Sendable {
        let large: Int
        let medium: Int
        let small: Int

        func size(_ value: Int) -> EnterpriseSize {
            value >= large ? .large : value >= medium ? .medium : value >= small ? .small : .micro
        }
    }

    let name: String
    /// By ``EnterpriseSize/Figure``; nil where the group does not go by it.
    private let figures: [Bounds?]

    func bounds(_ figure: EnterpriseSize.Figure) -> Bounds? { figures[figure.rawValue] }

    static let all: [SizeGroup] = sizeBoundLines.description.split(separator: "\n").map { line in
        let columns = line.split(separator: "|", omittingEmptySubsequences: false)
        let figures = (1...3).map { column -> Bounds? in
            // Ten thousand yuan are a million fen.
            let unit = column == 1 ? 1 : 1_000_000
            let values = columns[column].split(separator: " ").compactMap { Int($0) }
            return values.count == 3
                ? Bounds(large: values[0] * unit, medium: values[1] * unit, small: values[2] * unit) : nil
        }
        return SizeGroup(name: String(columns[0]), figures: figures)
    }

    /// The groups to which a code may belong, and whether it may belong to none.
    static func groups(of industry: String, _ standard: EnterpriseSize.Standard) -> ([SizeGroup], Bool) {
        guard let divisions = divisions(of: industry, standard) else { return ([], true) }
        var found: [Int] = []
        var mayBeOutside = false
        for (division, group) in divisions {
            for index in indexes(division, group, standard) {
                if let index {
                    if !found.contains(index) { found.append(index) }
                } else {
                    mayBeOutside = true
                }
            }
        }
        return (found.sorted().map { all[$0] }, mayBeOutside)
    }

    /// The two-digit divisions that a code means, each with its third digit where the code has one.
    private static func divisions(
        of industry: String, _ standard: EnterpriseSize.Standard
    ) -> [(division: Int, group: Int?)]? {
        var digits = Array(industry.utf8.prefix(6))
        var letter: UInt8?
        if let first = digits.first, first >= UInt8(ascii: "A"), first <= UInt8(ascii: "T") {
            letter = first
            digits.removeFirst()
        }
        guard digits.count <= 4, digits.count >= 2 || digits.isEmpty && letter != nil,
            digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return nil }
        let values = digits.map { Int($0 - UInt8(ascii: "0")) }
        if values.isEmpty {
            let range = letter.flatMap { sections(standard)[$0] }
            return range.map { $0.map { ($0, nil) } }
        }
        let division = values[0] * 10 + values[1]
        if let letter, let range = sections(standard)[letter], !range.contains(division) { return nil }
        return [(division, values.count > 2 ? values[2] : nil)]
    }

    /// The divisions of each section.
    private static func sections(_ standard: EnterpriseSize.Standard) -> [UInt8: ClosedRange<Int>] {
        let shared: [ClosedRange<Int>] = [
            1...5, 6...12, 13...43, 44...46, 47...50, 51...52, 53...60, 61...62, 63...65, 66...69, 70...70,
            71...72,
            73...75,
        ]
        let later: [ClosedRange<Int>] =
            switch standard {
            case .ministries2011: [76...78, 79...81, 82...82, 83...84, 85...89, 90...95, 96...96]
            case .statistics2017: [76...79, 80...82, 83...83, 84...85, 86...90, 91...96, 97...97]
            }
        var sections: [UInt8: ClosedRange<Int>] = [:]
        for (index, range) in (shared + later).enumerated() {
            sections[UInt8(ascii: "A") + UInt8(index)] = range
        }
        return sections
    }

    /// Indexes in ``all`` of what a division, or a group of it, belongs to; nil for what the standard leaves out.
    private static func indexes(_ division: Int, _ group: Int?, _ standard: EnterpriseSize.Standard) -> [Int?]
    {
        switch division {
        case 1...5: return [0]
        case 6...46: return [1]
        case 47...50: return [2]
        case 51: return [3]
        case 52: return [4]
        // Railways are left out.
        case 53: return [nil]
        case 54...58: return [5]
        case 59:
            // In 2017 handling of cargo (591) came from transport to division 59.
            guard standard == .statistics2017 else { return [6] }
            return group.map { [$0 == 1 ? 5 : 6] } ?? [5, 6]
        case 60: return [7]
        case 61: return [8]
        case 62: return [9]
        case 63, 64: return [10]
        case 65: return [11]
        case 70:
            switch group {
            case 1: return [12]
            case 2: return [13]
            // 自有房地产经营活动 (2011), 房地产租赁经营 (2017).
            case 4: return [nil]
            case nil: return [12, 13, 15, nil]
            default: return [15]
            }
        case 71, 72: return [14]
        case 73...75: return [15]
        default: break
        }
        // Public facilities, services to residents, social work, culture; not education, health, administration.
        switch standard {
        case .ministries2011: return [76...81, 84...89].contains { $0.contains(division) } ? [15] : [nil]
        case .statistics2017: return [76...82, 85...90].contains { $0.contains(division) } ? [15] : [nil]
        }
    }
}
