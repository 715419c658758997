import Foundation
import HuiqiText
import Testing

@Suite struct AddressReaderTests {
    private static let reader = try? AddressReader()

    private static func read(_ address: String) throws -> RegionReading? {
        try #require(reader).region(of: address)
    }

    @Test(arguments: [
        // Full, traditional, and with parts missing.
        ("浙江省温州市瓯海区娄桥街道南汇路98号", "330304005"), ("溫州市甌海區", "330304"), ("浙江温州鹿城", "330302"),
        ("浙江 温州", "330300"), ("广东深圳南山", "440305"), ("浙江省", "330000"), ("甌海區婁橋街道", "330304005"),
        ("浙　江　省温州市", "330300"), ("瓯海区", "330304"), ("浙江省瓯海区", "330304"),
        // The country and labels in front.
        ("中国广东省深圳市福田区益田路", "440304"), ("中华人民共和国广东省深圳市罗湖区深南东路5047 号", "440303"),
        ("公司注册地址：北京市西城区金融大街21号4楼", "110102"), ("325000浙江省温州市鹿城区", "330302"),
        ("某某有限公司，浙江省温州市鹿城区", "330302"),
        // Autonomous regions and prefectures.
        ("广西壮族自治区南宁市青秀区", "450103"), ("广西南宁青秀区", "450103"), ("内蒙古呼和浩特", "150100"),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "650102"), ("延边州延吉市", "222401"), ("恩施", "422800"),
        ("湖北省恩施州恩施市", "422801"), ("海南州", "632500"), ("海南省海口市", "460100"), ("互助县威远镇西大街6号", "630223100"),
        ("广东省韶关市乳源县乳城镇", "440232100"), ("香港特别行政区中环", "810000"),
        // Municipalities, and cities without counties.
        ("上海市浦东新区张杨路501号", "310115"), ("上海浦东", "310115"), ("北京市北京经济技术开发区", "110115"),
        ("北京市北京市海淀区", "110108"), ("重庆市万州区", "500101"), ("广东省东莞市塘厦镇蛟乙塘", "441900116"),
        ("中山市石岐街道", "442000001"), ("海南省儋州市那大镇", "460400100"), ("东莞市", "441900"), ("嘉峪关市", "620200"),
        ("湖北省仙桃市", "429004"), ("海南省澄迈县", "469023"), ("新疆石河子市", "659001"),
        // Zones.
        ("苏州工业园区星湖街218号", "320576"), ("苏州市工业园区青丘巷8号", "320576"), ("天津经济技术开发区", "120116"),
        ("天津市滨海高新区华苑产业区", "120000"),
        ("天津滨海高新区塘沽海洋科技园", "120116"), ("天津市滨海新区", "120116"),
        ("合肥高新区", "340176"), ("合肥市高新技术产业开发区", "340176"), ("郑州航空港区", "410100"), ("无锡市新区", "320214"),
        ("长春市净月开发区", "220172"), ("(浙江)自由贸易试验区舟山市定海区", "330902"),
        ("中国（上海）自由贸易试验区福山路450号", "310115"), ("中国（安徽）自由贸易试验区芜湖片区", "340200"),
        ("上海自贸区临港新片区", "310000"), ("德州(禹城）国家高新技术产业开发区", "371482"),
        ("浙江省安吉经济开发区", "330523"), ("江苏省昆山高科技工业园", "320583"), ("杭州湾上虞经济技术开发区", "330604"),
        ("石河子开发区北四东路", "659001"), ("乌鲁木齐市高新区", "650104"),
        // Towns that say which county.
        ("温州市娄桥街道", "330304005"), ("温州市娄桥镇", "330304005"), ("朝阳区望京街道", "110105026"),
        ("浙江省湖州练市长城大道东1号", "330503"),
        // Old names.
        ("闸北区", "310106"), ("上海市闸北区", "310106"), ("莱芜市", "370116"), ("莱芜市莱城区", "370116"), ("鄞县", "330212"),
        ("宁波市鄞县", "330212"), ("萧山市", "330109"), ("通县", "110112"), ("襄樊市", "420600"), ("保山地区", "530500"),
        ("四川省重庆市", "500000"), ("杭州市江干区", "330100"), ("杭州市江干区下沙街道", "330114001"),
        ("杭州市余杭区", "330110"), ("杭州市余杭区乔司街道", "330113005"), ("安徽省巢湖市居巢区", "340181"),
        ("贵州省毕节地区毕节市", "520502"), ("新疆巴州库尔勒市", "652801"), ("湘西自治州吉首市", "433101"), ("内蒙锡盟锡林浩特", "152502"),
        ("浙江省绍兴县柯桥街道", "330603001"), ("柯桥区柯桥街道", "330603001"), ("浙江省台州地区黄岩市", "331003"), ("天津塘沽", "120116"),
        ("上海市卢湾区", "310101"),
        // Names within names.
        ("济南市中区", "370103"), ("乐山市市中区", "511102"), ("河北区", "120105"), ("吉林市", "220200"), ("吉林省吉林市", "220200"),
        ("江苏镇江新区", "321171"), ("浙江省台州市路桥区", "331004"), ("哈尔滨市道里区", "230102"), ("大连市中山区", "210202"),
        ("浙江省杭州市杭州市西湖区", "330106"), ("浙江省杭州市建德市", "330182"), ("苏州市昆山市周市镇", "320583102"),
        // The Corps, and the words of codes that are no places.
        ("新疆生产建设兵团石河子市", "659001"), ("新疆生产建设兵团第八师石河子市", "659001"), ("兵团阿拉尔市", "659002"),
        ("新疆维吾尔自治区生产建设兵团第1师阿拉尔市", "659002"), ("第八师石河子市", "659001"), ("新疆建设兵团图木舒克市", "659003"),
        ("新疆生产建设兵团", "650000"),
        ("海南省省直辖县级行政区划琼海市", "469002"), ("湖北省省直辖县级行政单位仙桃市", "429004"), ("海南省直辖县级行政区划琼海市", "469002"),
        ("新疆维吾尔自治区自治区直辖县级行政区划石河子市", "659001"),
        // A town that became a city.
        ("苍南县龙港镇", "330383"), ("温州市龙港镇", "330383"), ("浙江省温州市苍南县龙港镇人民路1号", "330383"), ("温州市龙港市", "330383"),
    ])
    func code(address: String, expected: String) throws {
        #expect(try Self.read(address)?.code == expected, "\(address)")
    }

    /// Roads, buildings and words that only look like places.
    @Test(arguments: [
        ("上海市北京西路1号", "310000"), ("云南省昆明市民航路869号", "530100"), ("云南省昆明市政府", "530100"), ("温州市上海路1号", "330300"),
        ("北京市朝阳门内大街", "110000"), ("深圳市南山大道", "440300"), ("江苏省杭州市西湖路1号", "320000"),
        ("南京路1号", nil), ("人民路上海市场", nil), ("中山西路1515号", nil), ("东方大厦", nil), ("新区", nil), ("市辖区", nil),
        ("", nil),
        ("830011", nil), ("十一层至三十二层", nil), ("Cricket Square, Grand Cayman", nil), ("北京路", nil),
    ])
    func misleading(address: String, expected: String?) throws {
        #expect(try Self.read(address)?.code == expected, "\(address)")
    }

    @Test(arguments: [
        ("朝阳区", nil, ["110105", "220104"]), ("鼓楼区", nil, ["320106", "320302", "350102", "410204"]),
        ("江苏省鼓楼区", "320000", ["320106", "320302"]), ("杭州市江干区", "330100", ["330102", "330114"]),
        ("杭州市余杭区", "330110", ["330110", "330113"]), ("余杭区", "330110", ["330110", "330113"]),
        ("杭州市余杭区仓前街道", "330110012", []), ("浙江省温州市鹿城区", "330302", []),
    ])
    func candidates(address: String, code: String?, expected: [String]) throws {
        let reading = try #require(try Self.read(address))
        #expect(reading.code == code && reading.candidates == expected, "\(address) \(reading)")
    }

    /// What is not in what was named before it is not believed; the upper level is.
    @Test(arguments: [
        ("温州市余杭区", "330300"), ("上海市余杭区", "310000"), ("江苏省温州市", "320000"), ("江苏省杭州市西湖区", "320000"),
        ("北京市杭州市西湖区", "110000"), ("四川省深圳市南山区", "510000"), ("浙江省上海市长宁区", "330000"),
        ("四川省北京市东城区", "510000"), ("温州市杭州市西湖区", "330300"), ("温州市江苏省南京市", "330300"),
    ])
    func contradictions(address: String, expected: String) throws {
        let reading = try #require(try Self.read(address))
        #expect(reading.isContradictory && reading.code == expected && reading.names.count == 2)
    }

    @Test(arguments: [
        ("浙江省温州市瓯海区", false), ("温州市瓯海区", false), ("上海市静安区", false), ("湖北省仙桃市", false), ("瓯海区", true),
        ("浙江省瓯海区", true), ("温州市娄桥街道", true), ("北京经济技术开发区", true),
    ])
    func inference(address: String, expected: Bool) throws {
        #expect(try Self.read(address)?.isInferred == expected, "\(address)")
    }

    @Test func spansNameEachLevel() throws {
        let address = "公司注册地址：浙江省 溫州市（甌海區）婁橋街道1号"
        let reading = try #require(try Self.read(address))
        let bytes = Array(address.utf8)
        let words = reading.names.map { String(decoding: bytes[$0.spanUTF8], as: UTF8.self) }
        #expect(words == ["浙江省", "溫州市", "甌海區", "婁橋街道"])
        #expect(reading.names.map(\.level) == [.province, .city, .county, .street])
        #expect(reading.names.map(\.code) == ["330000", "330300", "330304", "330304005"])
        #expect(reading.level == .street && reading.county == "330304" && !reading.isInferred)
    }

    /// Every current county is found by its full name, and by its name in its city.
    @Test func everyCounty() throws {
        var wrong: [String] = []
        var counties = 0
        for number in 110_000...659_999 where number % 100 != 0 && number % 10_000 / 100 != 0 {
            let code = String(number)
            guard RegionCode.status(code) == .current, let name = RegionCode.name(code),
                !name.hasSuffix("市辖区"), !name.hasSuffix("级行政区划")
            else { continue }
            counties += 1
            if try Self.read(name)?.code != code { wrong.append(name) }
        }
        // 嘉峪关市 is a city and its only county.
        #expect(counties > 2_950)
        #expect(wrong.count <= 1, "\(wrong.count): \(wrong.prefix(40))")
    }

    /// Any text: spans lie inside it and at characters.
    @Test func hostileTexts() throws {
        let reader = try #require(Self.reader)
        var random = SeededGenerator(seed: 11)
        let parts = [
            "浙江省", "温州市", "市", "区", "（", "）", "北京", "朝阳", "高新区", "娄桥", "镇", "路", "e\u{301}", "⼤", "𠮷", "1",
            " ",
        ]
        for round in 0..<20_000 {
            var text = ""
            if round % 2 == 0 {
                text = random.text(upTo: 30)
            } else {
                for _ in 0..<Int.random(in: 0...12, using: &random) {
                    text += parts.randomElement(using: &random) ?? ""
                }
            }
            guard let reading = reader.region(of: text) else { continue }
            let scalars = text.unicodeScalars.indices.map { $0.utf16Offset(in: text) }
            #expect(!scalars.isEmpty && !reading.names.isEmpty)
            for name in reading.names {
                let view = text.utf8
                let low = view.index(view.startIndex, offsetBy: name.spanUTF8.lowerBound)
                let high = view.index(view.startIndex, offsetBy: name.spanUTF8.upperBound)
                #expect(low < high && low.samePosition(in: text.unicodeScalars) != nil)
                #expect(high.samePosition(in: text.unicodeScalars) != nil)
            }
            if let code = reading.code { #expect(RegionCode.status(code) == .current) }
        }
        let long = String(repeating: "浙江省", count: 100_000)
        #expect(reader.region(of: long)?.code == "330000")
    }
}

@Suite struct ListedAddressTests {
    private static let path = "enterprises/listed_2019_2020/company_years.csv"

    /// Columns of the rows with stock code, year and registered address.
    private static func addresses() throws -> [(stock: String, year: String, address: String)] {
        let text = try String(contentsOf: SharedData.folder.appending(path: path), encoding: .utf8)
        var rows: [[String]] = [[]]
        var cell = ""
        var isQuoted = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                rows[rows.count - 1].append(cell)
                cell = ""
            } else if character.isNewline, !isQuoted {
                rows[rows.count - 1].append(cell)
                cell = ""
                rows.append([])
            } else {
                cell.append(character)
            }
        }
        return rows.dropFirst().filter { $0.count > 5 && !$0[5].isEmpty }.map { ($0[1], $0[0], $0[5]) }
    }

    @Test(.enabled(if: SharedData.has(path), "HUIQI_DATA has no listed_2019_2020: skipped"))
    func shareAndSample() throws {
        let reader = try AddressReader()
        let rows = try Self.addresses()
        var distinct: Set<String> = []
        var counts = (all: 0, county: 0, street: 0, none: 0, contradictory: 0)
        for row in rows where distinct.insert(row.address).inserted {
            counts.all += 1
            let reading = reader.region(of: row.address)
            if reading?.county != nil { counts.county += 1 }
            if reading?.level == .street { counts.street += 1 }
            if reading?.code == nil { counts.none += 1 }
            if reading?.isContradictory == true { counts.contradictory += 1 }
        }
        #expect(counts.all == 4_274)
        #expect(counts.county >= 3_355 && counts.none <= 40 && counts.contradictory <= 2, "\(counts)")

        var byKey: [String: String] = [:]
        for row in rows { byKey[row.stock + " " + row.year] = row.address }
        var named = 0
        var differing: [String] = []
        for fact in addressSample.split(whereSeparator: { $0 == "|" || $0.isNewline }) {
            let columns = fact.split(separator: " ").map(String.init)
            let address = try #require(byKey[columns[0] + " " + columns[1]])
            let reading = reader.region(of: address)
            let isNamed = !columns[2].hasSuffix("00") || ["441900", "442000"].contains(columns[2])
            if isNamed { named += 1 }
            if reading?.code?.prefix(6) != columns[2][...] {
                differing.append("\(columns) read \(reading?.code ?? "nothing")")
            }
        }
        #expect(named == 159)
        // 珠海's 吉大 has no suffix in the text; 沥海 changed its county between text and table.
        #expect(differing.count <= 2, "\(differing)")
    }
}
