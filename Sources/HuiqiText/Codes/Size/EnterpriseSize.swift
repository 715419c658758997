/// The size of an enterprise by the national statistics.
public enum EnterpriseSize: Int, CaseIterable, Comparable, Sendable {
    case micro
    case small, medium, large

    /// 微型, 小型, 中型, 大型.
    public var name: String {
        switch self {
        case .micro: "微型"
        case .small: "小型"
        case .medium: "中型"
        case .large: "大型"
        }
    }

    /// By size.
    public static func < (first: EnterpriseSize, second: EnterpriseSize) -> Bool {
        first.rawValue < second.rawValue
    }

    /// An edition of the standard. The bounds are equal; the industries go by the classification of its day.
    public enum Standard: Sendable {
        /// 中小企业划型标准规定, 工信部联企业〔2011〕300号, by GB/T 4754-2011.
        case ministries2011
        /// 统计上大中小微型企业划分办法（2017）, by GB/T 4754-2017.
        case statistics2017
    }

    /// A figure by which size is measured.
    public enum Figure: Int, CaseIterable, Comparable, Sendable {
        /// 从业人员.
        case employees
        /// 营业收入.
        case revenue
        /// 资产总额.
        case assets

        /// In the standard's order.
        public static func < (first: Figure, second: Figure) -> Bool { first.rawValue < second.rawValue }
    }

    /// What is known of an enterprise's size.
    public struct Reading: Equatable, Sendable {
        /// All sizes that the known figures allow, ascending; empty where the standard does not speak of the industry.
        public let possible: [EnterpriseSize]
        /// The standard's groups of industries in question, such as `工业`; several where the code is above them.
        public let groups: [String]
        /// The unknown figures that would decide; empty where the size is certain.
        public let missing: [Figure]
        /// Whether the code may also mean an industry of which the standard does not speak (finance, education,
        /// health, railways, letting of real estate, public administration).
        public let mayBeOutside: Bool

        /// The size, where only one is possible.
        public var size: EnterpriseSize? { possible.count == 1 && !mayBeOutside ? possible.first : nil }
    }

    /// Sizes an enterprise.
    ///
    /// All bounds of a size must be met, else it is the next lower one; so the least figure decides, and a known
    /// figure below the bound of small makes micro certain whatever else is unknown.
    ///
    /// - Parameters:
    ///   - industry: A code of GB/T 4754 in the standard's edition, with or without its section letter, of any
    ///     length. Other text is of no industry: nothing is possible.
    ///   - employees: Persons; nil where unknown.
    ///   - revenueFen: Of the year, in fen (1/100 yuan); nil where unknown.
    ///   - assetsFen: At the end of the year, in fen; nil where unknown.
    /// - Returns: Never a size that some value of the unknown figures could not give.
    /// - Complexity: O(1).
    public static func classify(
        industry: String, employees: Int?, revenueFen: Int?, assetsFen: Int?,
        standard: Standard = .statistics2017
    ) -> Reading {
        let (groups, mayBeOutside) = SizeGroup.groups(of: industry, standard)
        var possible: Set<EnterpriseSize> = []
        var missing: Set<Figure> = []
        for group in groups {
            var most = EnterpriseSize.large
            var unknown: [Figure] = []
            for figure in Figure.allCases {
                guard let bounds = group.bounds(figure) else { continue }
                let value: Int? =
                    switch figure {
                    case .employees: employees
                    case .revenue: revenueFen
                    case .assets: assetsFen
                    }
                if let value { most = min(most, bounds.size(value)) } else { unknown.append(figure) }
            }
            if unknown.isEmpty {
                possible.insert(most)
            } else {
                possible.formUnion(allCases.filter { $0 <= most })
                if most > .micro { missing.formUnion(unknown) }
            }
        }
        return Reading(
            possible: possible.sorted(), groups: groups.map(\.name), missing: missing.sorted(),
            mayBeOutside: mayBeOutside)
    }
}
