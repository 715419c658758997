/// The ways in which people write a division's name.
struct DivisionShapes {
    private let provinces: [[UInt32]]
    private let suffixes: [[UInt32]]
    private let autonomous: [[UInt32]]
    private let peoples: [[UInt32]]
    private let placeholders: [[UInt32]]
    private let highTech: [[UInt32]]
    private let economic: [[UInt32]]
    private let zoneEnds: [[UInt32]]
    private let plainZone: [[UInt32]]
    private let cityGround: [UInt32]
    private let prefecture: [UInt32]
    private let county: [UInt32]

    init(_ forms: AddressForms) {
        func words(_ text: String) -> [[UInt32]] { text.split(separator: " ").map { forms.fold($0) } }
        provinces = words("维吾尔自治区 壮族自治区 回族自治区 特别行政区 自治区 省 市")
        suffixes = words("地区 新区 林区 特区 市 区 县 旗 盟")
        autonomous = words("自治州 自治县 自治旗")
        peoples = words(
            """
            维吾尔 哈萨克 柯尔克孜 蒙古族 蒙古 回族 藏族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 傣族 黎族 傈僳族 佤族 \
            畲族 拉祜族 水族 东乡族 纳西族 景颇族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 普米族 塔吉克族 塔吉克 \
            怒族 鄂温克族 保安族 裕固族 独龙族 鄂伦春族 各族
            """)
        placeholders = words("市辖区 县 市区 省直辖县级行政区划 自治区直辖县级行政区划 直辖行政单位")
        highTech = words(zoneKinds.highTech)
        economic = words(zoneKinds.economic)
        zoneEnds = words("开发区 园区 管理区 示范区 合作区 港区 新区 管委会")
        plainZone = words("开发区")
        cityGround = forms.fold("市区")
        prefecture = forms.fold("州")
        county = forms.fold("县")
    }

    /// The names of a division.
    /// - Parameter upper: The full names of province and city, which a zone's own name may begin with.
    func names(of name: [UInt32], code: UInt32, below upper: [[UInt32]]) -> [(DivisionNames.Form, [UInt32])] {
        guard !placeholders.contains(name) else { return [] }
        var result: [(DivisionNames.Form, [UInt32])] = [(.full, name)]
        if code % 10_000 == 0 {
            if let short = name.dropping(anyOf: provinces), short.count >= 2 {
                result.append((.short, short))
            }
            return result
        }
        if (71...79).contains(code % 100), zoneEnds.contains(where: { name.hasEnd($0) }) {
            return result + zoneNames(name, below: upper)
        }
        if let stem = name.dropping(anyOf: autonomous) {
            var short = stem
            while let less = short.dropping(anyOf: peoples), less.count >= 2 { short = less }
            if short.count >= 2, short != stem || code % 100 != 0 {
                result.append((.short, short))
                result.append((.full, short + (code % 100 == 0 ? prefecture : county)))
                if short != stem { result.append((.full, short + name[stem.count...])) }
            }
            return result
        }
        // 昆明市区 was the ground of a city: without its last character it would be the city's own name.
        if name.count >= 4, name.hasEnd(cityGround) { return result }
        if let short = name.dropping(anyOf: suffixes), short.count >= 2 { result.append((.short, short)) }
        return result
    }

    /// A zone without the names of its province and city, and by its kind.
    private func zoneNames(_ name: [UInt32], below upper: [[UInt32]]) -> [(DivisionNames.Form, [UInt32])] {
        var rest = name[...]
        for full in upper {
            let short = full.dropping(anyOf: provinces) ?? full
            for word in [full, short] where rest.starts(with: word) { rest = rest.dropFirst(word.count) }
        }
        guard rest.count >= 2 else { return [] }
        let own = Array(rest)
        var result: [(DivisionNames.Form, [UInt32])] = own == name ? [] : [(.zone, own)]
        for kind in [highTech, economic] where kind.contains(own) {
            result += kind.filter { $0 != own }.map { (.zone, $0) }
        }
        // 净月高新技术产业开发区 is also 净月高新区 and 净月开发区.
        for (kind, other) in [(highTech, plainZone), (economic, plainZone)] {
            guard let stem = own.dropping(anyOf: kind), stem.count >= 2 else { continue }
            result += (kind + other).map { (.zone, stem + $0) }.filter { $0.1 != own && $0.1 != name }
            break
        }
        return result
    }
}

extension [UInt32] {
    /// Whether this ends with a word and is longer.
    fileprivate func hasEnd(_ word: [UInt32]) -> Bool {
        count > word.count && suffix(word.count).elementsEqual(word)
    }

    /// This without the first of some words that it ends with; nil where it ends with none.
    fileprivate func dropping(anyOf words: [[UInt32]]) -> [UInt32]? {
        for word in words where hasEnd(word) { return Array(dropLast(word.count)) }
        return nil
    }
}
