import Testing

@testable import HuiqiText

/// The form in which texts are searched and numbers are read.
@Suite struct ReadingFormTests {
    let normalizer: TextNormalizer

    init() throws { normalizer = try TextNormalizer() }

    @Test(arguments: [
        // Traditional characters, by themselves and in words.
        ("乾燥劑與乾隆年間", "干燥剂与乾隆年间"), ("乾坤 乾縣 乾淨 餅乾", "乾坤乾县干净饼干"),
        ("著作權與顯著成效", "著作权与显著成效"), ("隨著發展", "随着发展"), ("隨著名專家", "随著名专家"), ("著力著重", "着力着重"),
        ("瞭解情況", "了解情况"), ("覆核與覆蓋", "复核与覆盖"), ("答覆,反覆,顛覆", "答复,反复,颠覆"),
        ("徵收,象徵", "征收,象征"), ("關於皇后以後", "关于皇后以后"), ("這裏那裡公里", "这里那里公里"),
        ("臺灣颱風麵粉水準", "台湾台风面粉水准"), ("剩餘,其馀", "剩余,其余"), ("藉口慰藉憑藉", "借口慰藉凭借"),
        ("計畫書與畫家", "计划书与画家"), ("身分證,部份,月份", "身份证,部分,月份"), ("週期與周邊", "周期与周边"), ("電腦", "电脑"),
        ("不祇,神祇", "不只,神祇"), ("瀋陽沈澱", "沈阳沉淀"), ("對帳,帳篷", "对账,帐篷"), ("存摺", "存折"), ("甚麼", "什么"),
        ("滙款,隣里", "汇款,邻里"),
        // Signs.
        ("“小巨人”「小巨人」『小巨人』", "\"小巨人\"\"小巨人\"\"小巨人\""), ("‘一’", "'一'"), ("《办法》〈办法〉", "《办法》《办法》"),
        ("温政发〔2023〕8号", "温政发[2023]8号"), ("【通知】［2023］", "[通知][2023]"), ("3—5年", "3-5年"),
        ("甲——乙", "甲-乙"), ("3～5年〜", "3~5年~"), ("A•B・C", "a·b·c"), ("甲、乙；丙……", "甲、乙;丙......"),
        ("≧5 ≦6", "≥5 ≤6"), ("½", "1/2"),
        // Spaces and lines.
        ("近 三 年", "近三年"), ("500 万元 以上", "500万元以上"), ("R&D  经费 A  B", "r&d经费a b"), ("  首尾\n", "首尾"),
        ("企业须\n注册成立", "企业须注册成立"), ("条件：\n企业", "条件:\n企业"), ("甲方\n\n乙方", "甲方\n乙方"), ("甲方\r\n乙方", "甲方乙方"),
        ("甲方\n2.乙方", "甲方\n2.乙方"), ("达到\n500万元", "达到500万元"), ("2019\n2020", "2019 2020"),
        ("补助\n二、程序", "补助\n二、程序"), ("补助\n第三条", "补助\n第三条"), ("a\nb", "a b"), ("甲\u{3000}\u{A0}乙", "甲乙"),
        // What scraping left.
        ("數(shù)據(jù)", "数据"), ("企業(yè)開(kāi)發(fā)", "企业开发"), ("数（shù）据（ju）", "数据"), ("数(shu)", "数"),
        ("長(cháng)短,增長(zhǎng)", "长短,增长"), ("綠(lǜ)色", "绿色"), ("企业(a)", "企业(a)"), ("研发(R&D)", "研发(r&d)"),
        ("贷款(LPR)", "贷款(lpr)"), ("系统(bi)", "系统(bi)"), ("数(sù)(shù)", "数"), ("數(shùx)", "数(shùx)"),
        ("人(rén)", "人(rén)"), ("數(shù", "数(shù"), ("A&nbsp;B&nbsp;甲&amp;乙", "a b甲&乙"),
        ("&ldquo;甲&rdquo;", "\"甲\""), ("&amp;nbsp;甲&amp;amp;乙", "甲&乙"), ("&#8220;&#x4F01;", "\"企"),
        ("&foo;&", "&foo;&"), ("a&#133;b", "a b"), ("企业&#8232;补贴", "企业补贴"), ("甲&#8233;乙", "甲\n乙"),
        ("a &amp;#x85; b", "a b"), ("甲&#173;乙", "甲乙"),
        ("甲\u{1}\u{7F}乙\u{AD}丙\u{200B}", "甲乙丙"), ("①甲②2022年", "(1)甲(2)2022年"), ("二○二三年○", "二〇二三年○"),
        ("", ""),
    ])
    func table(text: String, form: String) {
        let reading = normalizer.reading(text)
        #expect(reading.text == form)
        checkMap(reading, of: text)
    }

    @Test func offsetsByHand() {
        let reading = normalizer.reading("①數(shù)據 庫")
        #expect(reading.text == "(1)数据库")
        // ① 0..<3, 數 3..<6, (shù) 6..<12, 據 12..<15, space, 庫 16..<19.
        #expect(reading.original(3..<6) == 3..<6)
        #expect(reading.original(3..<9) == 3..<15)
        #expect(reading.original(6..<12) == 12..<19)
        #expect(reading.original(1..<2) == 0..<3)
        #expect(reading.original(0..<12) == 0..<19)
    }

    @Test func randomTextsMapInside() {
        var random = SeededGenerator(seed: 73)
        let pieces = [
            "數(shù)", "(", "shù", ")", " ", "\n", "\r\n", "&nbsp;", "&#133;", "&#8232;", "&#x2029;", "&#173;",
            "&amp;", "amp;", "&", ";", "——", "-",
            "乾燥", "乾", "著", "著名",
            "隨著", "①", "○", "二", "“", "】", "\u{1}", "\u{200B}", "😀", "가", "ａ", "㎡", "，", "500", "万元", "&#",
            "8220",
        ]
        for _ in 0..<20_000 {
            var text = random.text(upTo: 6)
            for _ in 0..<(random.next() % 12) { text += pieces[Int(random.next() % UInt64(pieces.count))] }
            checkMap(normalizer.reading(text), of: text)
        }
    }

    @Test func longTextsTakeLinearTime() {
        for unit in ["數(shù", "&amp;", "amp;", " ", "\n", "(", "——", "著", "乾燥", "①", "&nbsp;", "a ", "第\n"] {
            let text = String(repeating: unit, count: 10_000)
            let reading = normalizer.reading("&" + text)
            #expect(reading.original(0..<reading.bytes.count).upperBound <= text.utf8.count + 1)
        }
    }
}
