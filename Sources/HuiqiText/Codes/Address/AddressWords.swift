/// Words of addresses that are no names of divisions.
final class AddressWords: Sendable {
    let district: UInt32
    let placeholders: WordList
    private let leads: WordList
    private let modifiers: CharacterBits
    private let roads: WordList
    private let others: WordList
    private let behindCity: CharacterBits
    private let zoneEnds: WordList
    private let stops: CharacterBits
    private let street: [UInt32]
    private let road: UInt32
    /// What makes a name of a road's character: 路桥区, 路南区, 路北区.
    private let bridges: CharacterBits
    private let openZones: WordList
    private let notAlone: CharacterBits
    private let roadEnds: WordList
    /// The ends of names of streets, towns and townships; long ones first.
    let streetSuffixes: WordList

    init(_ forms: AddressForms) {
        func words(_ text: String) -> WordList {
            WordList(text.split(whereSeparator: \.isWhitespace).map { forms.fold($0) })
        }
        func set(_ text: String) -> CharacterBits { CharacterBits(forms.fold(text)) }
        district = forms.fold("区").first ?? 0
        // The Corps of Xinjiang and its divisions govern cities, and are no level of the codes.
        let numbers = "一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四".split(separator: " ").map { String($0) }
        let corps =
            "生产建设兵团 建设兵团 兵团 "
            + (numbers + (1...14).map { String($0) }).map { "第\($0)师" }.joined(separator: " ")
        placeholders = words(
            """
            市辖区 杭州湾 省直辖县级行政区划 省直辖县级行政单位 省直辖行政单位 自治区直辖县级行政区划 自治区直辖县级行政单位 直辖县级行政区划 \
            直辖县级行政单位 直辖行政单位
            """ + " " + corps)
        leads = words(
            "中华人民共和国 中国 注册地址 办公地址 公司 注册 办公 总部 住所 地址 位于 邮政编码 邮编 及 为 在 " + corps)
        modifiers = set("东西南北中内外新老前后上下大小一二三四五六七八九十第环支横直纵")
        roads = words("路 街 道 巷 弄 胡同 里 公路 高速 大桥 桥 铁路 机场 大厦 大楼 楼 村 镇 乡 站 广场 湾")
        others = words(
            """
            路 街 道 巷 弄 胡同 里 公路 高速 桥 铁路 机场 大厦 大楼 楼 村 镇 乡 站 广场 中心 花园 苑 宾馆 酒店 饭店 山庄 社区 街道 港 \
            码头 河 江 湖 山 门 寺 塔 庙 岛 海 湾 银行 证券 大学 学院 集团 有限 商城 商业 市场 厂 国际 公园 洲 岭 坡 桥头 庄 小区
            """)
        behindCity = set("场政民郊辖")
        zoneEnds = words(
            """
            经济技术开发区 开发区 园区 工业园 工业区 新区 高新区 经开区 保税区 保税港区 试验区 自贸区 投资区 管理区 产业园 科技园 科学园 \
            高科技园 集聚区 示范区 合作区 度假区 港区 空港 软件园 出口加工区 高新技术 科技城 大学城 环科园 科园 新城 开发新区 工业城 产业基地
            """)
        stops = set("路街号巷弄镇乡村县0123456789()")
        street = forms.fold("街道")
        road = forms.fold("路").first ?? 0
        bridges = set("桥南北")
        notAlone = set("街桥门口里村园城湖山江河")
        roadEnds = words("路 大道 大街 公路")
        openZones = words("片区 区块 )")
        streetSuffixes = words("街道办事处 街道 办事处 镇 乡")
    }

    /// Where the names may begin: behind labels, the country's name, and a postal code.
    func behindLead(_ text: AddressText) -> Int {
        var at = 0
        while at < text.count {
            let length = text.length(ofAny: leads, at: at)
            if length > 0 {
                at &+= length
            } else if text[at] >= 0x30 && text[at] <= 0x39 || text[at] == 0x28 || text[at] == 0x29 {
                at &+= 1
            } else {
                break
            }
        }
        return at
    }

    /// Whether what stands before a place is a road's name, or that of something else on the ground, so that it is
    /// no province's or city's.
    func isRoad(_ text: AddressText, _ end: Int) -> Bool { isAny(of: roads, text, end) }

    /// The same for a county's, of which more things have their names.
    func isOtherThing(_ text: AddressText, _ end: Int) -> Bool { isAny(of: others, text, end) }

    private func isAny(of words: WordList, _ text: AddressText, _ end: Int) -> Bool {
        var at = end
        if text.length(ofAny: words, at: at) > 0 { return true }
        for _ in 0..<3 where modifiers.contains(text[at]) {
            at &+= 1
            if text.length(ofAny: words, at: at) > 0 { return true }
        }
        return false
    }

    /// Whether the very next character makes a road of what stands before it.
    func isRoadAtOnce(_ text: AddressText, _ end: Int) -> Bool {
        text[end] == road && !bridges.contains(text[end &+ 1])
    }

    /// Whether a full name is the beginning of a longer word: 市场, 市政.
    func isPartOfWord(_ text: AddressText, _ end: Int) -> Bool {
        behindCity.contains(text[end]) || text.has(street, at: end) || isRoadAtOnce(text, end)
    }

    /// The place behind a development zone that begins at a place; nil where none does.
    func behindZone(_ text: AddressText, _ start: Int) -> Int? {
        var at = start
        let last = min(text.count, start &+ 18)
        var end: Int?
        while at < last {
            let length = text.length(ofAny: zoneEnds, at: at)
            if length > 0 {
                end = at &+ length
                at &+= length
                continue
            }
            if stops.contains(text[at]) { break }
            at &+= 1
        }
        return end
    }

    /// Whether a town's name without its suffix is one by what follows: a road with a name of its own (练市长城大道), or a
    /// development zone.
    func standsAlone(_ text: AddressText, _ places: Range<Int>) -> Bool {
        let last = text[places.upperBound &- 1]
        if last == road || notAlone.contains(last) || isOtherThing(text, places.upperBound) { return false }
        if let zone = behindZone(text, places.upperBound), zone &- places.upperBound <= 6 { return true }
        var at = places.upperBound
        var own = 0
        while at < text.count, at &- places.upperBound < 6 {
            if text.length(ofAny: roadEnds, at: at) > 0 { return own >= 2 }
            if !modifiers.contains(text[at]) { own &+= 1 }
            if text[at] < 0x80 { return false }
            at &+= 1
        }
        return false
    }

    /// Whether a short name in front of a place is that of a zone's part: (芜湖)片区, (翔安).
    func isPartOfZone(_ text: AddressText, _ end: Int) -> Bool { text.length(ofAny: openZones, at: end) > 0 }

    /// Whether the text ends at a place, or a development zone stands there.
    func isEndOrZone(_ text: AddressText, _ place: Int) -> Bool {
        place >= text.count || text[place] == 0x28
            || behindZone(text, place).map { $0 &- place <= 10 } ?? false
    }
}
