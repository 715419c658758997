import Foundation
import HuiqiText
import Testing

@Suite struct RegionCodeTests {
    @Test(arguments: [
        ("330302", CodeStatus.current), ("330300", .current), ("330000", .current), ("330302001", .current),
        ("330302001002", .current), ("110100", .current), ("429004", .current), ("130171", .current),
        ("710000", .current), ("810000", .current), ("820000", .current), ("133100", .current),
        ("330321", .abolished(successors: ["330304"])), ("330321001", .abolished(successors: ["330304"])),
        ("110103", .abolished(successors: ["110101"])), ("500105", .abolished(successors: ["500157"])),
        ("341123", .abolished(successors: [])), ("330399", .unlisted), ("990000", .unlisted),
        ("830000", .unlisted),
        ("000000", .unlisted), ("", .malformed), ("3303", .malformed), ("33030", .malformed),
        ("3303021", .malformed),
        ("33030a", .malformed), ("３３０３０２", .malformed), ("330302 ", .malformed),
        ("3303020010021", .malformed),
        ("33 302", .malformed), ("+30302", .malformed),
    ])
    func status(code: String, expected: CodeStatus) {
        #expect(RegionCode.status(code) == expected)
    }

    @Test(arguments: [
        ("330302", "浙江省温州市鹿城区"), ("330300", "浙江省温州市"), ("330000", "浙江省"), ("330302001", "浙江省温州市鹿城区"),
        ("110101", "北京市东城区"), ("110100", "北京市市辖区"), ("429004", "湖北省仙桃市"), ("500229", "重庆市城口县"),
        ("659001", "新疆维吾尔自治区石河子市"), ("330321", "浙江省温州市瓯海县"), ("810000", "香港特别行政区"),
        ("330399", nil), ("3303", nil), ("442203", nil),
    ])
    func name(code: String, expected: String?) {
        #expect(RegionCode.name(code) == expected)
    }

    @Test(arguments: [
        ("330302006", "五马街道", "浙江省温州市鹿城区五马街道"), ("330302006001", "五马街道", "浙江省温州市鹿城区五马街道"),
        ("441900116", "塘厦镇", "广东省东莞市塘厦镇"), ("110101001", "东华门街道", "北京市东城区东华门街道"),
        ("620201101", "峪泉镇", "甘肃省嘉峪关市嘉峪关市峪泉镇"), ("330302999", nil, "浙江省温州市鹿城区"), ("330302", nil, "浙江省温州市鹿城区"),
        ("330302000", nil, "浙江省温州市鹿城区"), ("990000001", nil, nil), ("33030", nil, nil),
    ])
    func streetName(code: String, street: String?, name: String?) {
        #expect(RegionCode.streetName(code) == street)
        #expect(RegionCode.name(code) == name)
        // A street that is not in the table of its day is as its county is.
        #expect(RegionCode.status(code) == RegionCode.status(String(code.prefix(6))))
    }

    @Test(
        .enabled(
            if: SharedData.has("codes/gbt2260/streets.csv"), "HUIQI_DATA has no streets.csv: skipped"))
    func everyStreet() throws {
        let table = try String(
            contentsOf: SharedData.folder.appending(path: "codes/gbt2260/streets.csv"), encoding: .utf8)
        var seen = 0
        for line in table.split(whereSeparator: \.isNewline).dropFirst() {
            let columns = line.split(separator: ",")
            let name = columns[1].filter { $0 != "\"" }
            if RegionCode.streetName(String(columns[0])) != name { Issue.record("\(line)") }
            seen += 1
        }
        #expect(seen == 41_352)
    }

    /// Abolished codes lead to current ones, wherever they lead.
    @Test func successorsAreCurrent() {
        var counts = (current: 0, abolished: 0, led: 0)
        for number in 110_000...829_999 {
            switch RegionCode.status(String(number)) {
            case .current:
                counts.current += 1
                if RegionCode.name(String(number)) == nil { Issue.record("\(number) has no name") }
            case .abolished(let successors):
                counts.abolished += 1
                if !successors.isEmpty { counts.led += 1 }
                for next in successors where RegionCode.status(next) != .current {
                    Issue.record("\(number) leads to \(next)")
                }
            case .unlisted, .malformed: break
            }
        }
        #expect(counts.current > 3_200 && counts.abolished > 3_900 && counts.led > 3_800, "\(counts)")
    }
}

@Suite struct IndustryCodeTests {
    @Test(arguments: [
        ("3829", "C3829"), ("38", "C38"), ("382", "C382"), ("C3829", "C3829"), ("C38", "C38"), ("C", "C"),
        ("T", "T"),
        ("0111", "A0111"), ("9700", "T9700"), ("65", "I65"), ("3899", "C3899"), ("A99", "A99"),
        ("A3829", nil), ("9900", nil), ("", nil), ("U", nil), ("c38", nil), ("3", nil), ("38290", nil),
        ("C3", nil),
        ("C38290", nil), ("C38 ", nil), ("CC38", nil), ("３８", nil), ("-38", nil),
    ])
    func completed(code: String, expected: String?) {
        #expect(IndustryCode.completed(code) == expected)
    }

    @Test(arguments: [
        ("C3829", CodeStatus.current), ("3829", .current), ("C", .current), ("C3800", .unlisted),
        ("9900", .unlisted),
        ("A99", .unlisted), ("A3829", .malformed), ("", .malformed), ("Z", .malformed), ("c3829", .malformed),
    ])
    func status(code: String, expected: CodeStatus) {
        #expect(IndustryCode.status(code) == expected)
    }

    @Test(arguments: [
        ("C", "制造业"), ("38", "电气机械和器材制造业"), ("C3963", "智能无人飞行器制造"), ("3800", nil), ("A3829", nil),
        // Names that the table's source has cut short.
        ("306", "玻璃纤维和玻璃纤维增强塑料制品制造"), ("3531", "食品、酒、饮料及茶生产专用设备制造"), ("354", "印刷、制药、日化及日用品生产专用设备制造"),
        ("3546", "玻璃、陶瓷和搪瓷制品生产专用设备制造"), ("3552", "皮革、毛皮及其制品加工专用设备制造"), ("3583", "医疗实验室及医用消毒设备和器具制造"),
        ("359", "环保、邮政、社会公共服务及其他专用设备制造"), ("37", "铁路、船舶、航空航天和其他运输设备制造业"), ("3939", "应用电视设备及其他广播电视设备制造"),
        ("4023", "导航、测绘、气象及海洋专用仪器制造"),
    ])
    func name(code: String, expected: String?) {
        #expect(IndustryCode.name(code) == expected)
    }

    @Test func wholeTable() {
        var counts = [Int](repeating: 0, count: 5)
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(Unicode.Scalar($0)) }
        counts[1] = letters.count { IndustryCode.status($0) == .current }
        for digits in 2...4 {
            let limit = digits == 2 ? 100 : digits == 3 ? 1000 : 10_000
            for number in 0..<limit {
                let code = String(String(limit + number).dropFirst())
                guard IndustryCode.status(code) == .current else { continue }
                counts[digits] += 1
                let name = IndustryCode.name(code) ?? " "
                #expect(!name.isEmpty && !name.contains(" "), "\(code) \(name)")
                for end in ["设备", "专用", "仪器", "器具", "制品", "制品制", "设备制"] where code >= "06" && code < "44" {
                    #expect(!name.hasSuffix(end), "\(code) \(name)")
                }
                // A class stands in a group, a group in a division.
                if digits > 2 { #expect(IndustryCode.status(String(code.dropLast())) == .current) }
            }
        }
        #expect(counts == [0, 20, 97, 473, 1381])
    }
}

@Suite struct CreditCodeTests {
    @Test(arguments: [
        ("91350100M000100Y43", CreditCodeStatus.valid), ("91350200M000000510", .wrongChecksum),
        ("91350100M000100Y4", .malformed), ("91350100M000100Y433", .malformed), ("", .malformed),
        ("91350100m000100y43", .malformed), ("91350100I000100Y43", .malformed),
        ("9135O100M000100Y43", .malformed),
        ("91350A00M000100Y43", .malformed), ("91350100M000100Y4中", .malformed),
        ("91350100M000100Y4 ", .malformed),
    ])
    func check(code: String, expected: CreditCodeStatus) {
        #expect(CreditCode.check(code) == expected)
    }

    /// One wrong character is always found.
    @Test func oneWrongCharacter() {
        let valid = Array("91350100M000100Y43")
        for place in valid.indices {
            for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != valid[place] {
                var code = valid
                code[place] = other
                #expect(CreditCode.check(String(code)) != .valid)
            }
        }
    }

    @Test(
        .enabled(
            if: SharedData.has("codes/uscc/codes.csv"), "HUIQI_DATA has no codes/uscc/codes.csv: skipped"))
    func publishedCodes() throws {
        let table = try String(
            contentsOf: SharedData.folder.appending(path: "codes/uscc/codes.csv"), encoding: .utf8)
        var seen = 0
        for line in table.split(whereSeparator: \.isNewline).dropFirst() {
            let columns = line.split(separator: ",")
            let expected: CreditCodeStatus = columns[1] == "True" ? .valid : .wrongChecksum
            #expect(CreditCode.check(String(columns[0])) == expected, "\(columns[0])")
            seen += 1
        }
        #expect(seen == 92)
    }
}

@Suite struct CodeFuzzTests {
    @Test func noiseIsNeverCurrent() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let text = random.text(upTo: 14)
            let ascii = String(text.unicodeScalars.filter(\.isASCII).map(Character.init))
            for code in [text, ascii] {
                if RegionCode.status(code) == .current { #expect(RegionCode.name(code) != nil) }
                if IndustryCode.status(code) == .current { #expect(IndustryCode.completed(code) != nil) }
                if CreditCode.check(code) == .valid { #expect(code.utf8.count == 18) }
            }
        }
    }
}

/// The folder of shared data: HUIQI_DATA, or ../shared/data beside the project's root.
enum SharedData {
    static var folder: URL {
        if let given = ProcessInfo.processInfo.environment["HUIQI_DATA"] { return URL(filePath: given) }
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../..").standardized
        return root.appending(path: "../shared/data").standardized
    }

    static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path)
    }
}
