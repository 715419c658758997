import HuiqiJSON
import Testing

/// A walk takes nothing that a reader refuses, and gives the same; what it need not take, it may refuse.
@Suite struct WalkTests {
    private static let pieces: [[UInt8]] = [
        Array("a".utf8), Array("abcdefgh".utf8), Array("温".utf8), Array("温州市".utf8), Array("é".utf8),
        Array("🙂".utf8), Array(#"\n"#.utf8), Array(#"\u6e29"#.utf8), Array(#"\ud83d\ude42"#.utf8),
        Array("\u{800}\u{FFF}\u{1000}\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}\u{7F}\u{80}".utf8),
    ]
    private static let faults: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
        [0xE6, 0xB8],
        [0xE6], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xF0, 0x9F, 0x99], [0x1F], [0x00],
        Array(#"\x"#.utf8), Array(#"\ud83d"#.utf8), Array(#"\"#.utf8), [0x5C, 0xE6, 0xB8, 0xA9],
        [0xE6, 0xB8, 0x29],
    ]

    private func walked(_ bytes: [UInt8]) -> String? {
        var walk = JSONWalk(from: 0, maxDepth: 8)
        guard let found = try? walk.string(bytes.span), (try? walk.finish(bytes.span)) != nil else {
            return nil
        }
        let source = found.isUnescaped ? walk.unescaped : bytes
        return String(decoding: source[found.range], as: UTF8.self)
    }

    private func read(_ bytes: [UInt8]) -> String? {
        var reader = JSONReader(bytes)
        guard let text = try? reader.readString(), (try? reader.finish()) != nil else { return nil }
        return text
    }

    @Test func stringsAreThoseOfTheReader() {
        var random = SeededGenerator(state: 1)
        var taken = 0
        for turn in 0..<20_000 {
            var body: [UInt8] = []
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                body += Self.pieces.randomElement(using: &random) ?? []
            }
            if turn % 2 == 0 {
                body.insert(
                    contentsOf: Self.faults.randomElement(using: &random) ?? [],
                    at: Int.random(in: 0...body.count, using: &random))
            }
            let bytes = [0x22] + body + (turn % 50 == 0 ? [] : [0x22])
            let expected = read(bytes)
            let found = walked(bytes)
            #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(bytes)")
            if found != nil { taken += 1 }
        }
        #expect(taken > 9_000 && taken < 16_000)
    }

    @Test func faultsBesideEveryLengthOfTextAreSeen() {
        for length in 0..<24 {
            for fault in Self.faults {
                for filler in [Array("x".utf8), Array("温".utf8)] {
                    let run = Array(repeatElement(filler, count: length).joined())
                    for body in [run + fault, fault + run, run + fault + run] {
                        #expect(walked([0x22] + body + [0x22]) == read([0x22] + body + [0x22]))
                    }
                }
            }
        }
    }

    @Test func numbersAreThoseOfTheReader() {
        var random = SeededGenerator(state: 2)
        let alphabet = Array("0012345678999.-+eE".utf8)
        var taken = 0
        for turn in 0..<60_000 {
            let length = Int.random(in: 1...(turn % 3 == 0 ? 22 : 6), using: &random)
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0x30 }
            for places in [0, 2, 5] {
                var walk = JSONWalk(from: 0, maxDepth: 8)
                var reader = JSONReader(bytes)
                let expected = (try? reader.readNumber())?.scaled(places: places)
                let found = try? walk.scaled(bytes.span, places: places)
                #expect(found == expected, "\(String(decoding: bytes, as: UTF8.self)) \(places)")
                if found != nil { #expect(walk.offset == reader.offset) }
                taken += found == nil ? 0 : 1
            }
        }
        #expect(taken > 5_000)
    }

    @Test func bracketsAndCommasAreChecked() throws {
        let keys = JSONKeys(["a", "b"])
        func takes(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            var walk = JSONWalk(from: 0, maxDepth: 2)
            do throws(NotPlain) {
                try walk.beginObject(bytes.span)
                while let key = try walk.key(bytes.span, among: keys) {
                    if walk.takeNull(bytes.span) { continue }
                    if key == 0 {
                        try walk.beginArray(bytes.span)
                        while try walk.element(bytes.span) { _ = try walk.bool(bytes.span) }
                    } else {
                        _ = try walk.string(bytes.span)
                    }
                }
                try walk.finish(bytes.span)
                return true
            } catch {
                return false
            }
        }
        for text in [
            "{}", #"{"a":[]}"#, #" { "a" : [ true , false ] , "b" : "x" } "#, #"{"b":null,"a":null}"#,
            #"{"a":[true],"a":[]}"#,
        ] {
            #expect(takes(text), "\(text)")
        }
        for text in [
            "", "{", "}", "[]", #"{"a":[],}"#, #"{"a":[true,]}"#, #"{,"a":[]}"#, #"{"a":[,true]}"#,
            #"{"a":[true false]}"#,
            #"{"a":[]"b":"x"}"#, #"{"a" []}"#, #"{"c":null}"#, #"{"\u0061":null}"#, #"{"a":[]}}"#,
            #"{"a":[]} x"#,
            #"{"a":[truefalse]}"#, #"{"a":nul}"#, #"{"a":nulll}"#, #"{"a":[}"#, #"{"a":]}"#, #"{"b":"x}"#,
        ] {
            #expect(!takes(text), "\(text)")
        }
        let deep = Array(#"{"a":[[true]]}"#.utf8)
        var walk = JSONWalk(from: 0, maxDepth: 2)
        try walk.beginObject(deep.span)
        _ = try walk.key(deep.span)
        try walk.beginArray(deep.span)
        let hasElement = try walk.element(deep.span)
        #expect(hasElement)
        let third: Void? = try? walk.beginArray(deep.span)
        #expect(third == nil)
    }

    /// Keys that are expected, rightly or not, come out as keys that are looked up.
    @Test func expectedKeysAreThoseThatAreLookedUp() {
        let names = [
            "a", "ab", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefgh-jklmnopq",
            "abcdefghijklmnopqrstuvwx", "abcdefghijklmnop-rstuvwx", "abcdefghijklmnopqrstuvwxy", "温州市", "",
        ]
        let odd = [
            #""ax":1"#, #""\u0061":1"#, #""a:1"#, #""abcdefgi":1"#, #"a":1"#, #""a" 1"#, "\"a\n\":1",
        ]
        let keys = JSONKeys(names)
        var random = SeededGenerator(state: 7)
        var order = JSONKeyOrder(keys)
        var taken = 0
        for turn in 0..<4_000 {
            var members = (0..<names.count).filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
            if turn % 40 == 0 { members.shuffle(using: &random) }
            var texts = members.map { "\"\(names[$0])\":1" }
            if turn % 7 == 0 {
                let place = Int.random(in: 0...texts.count, using: &random)
                texts.insert(odd.randomElement(using: &random) ?? "", at: place)
            }
            var bytes = Array(("{" + texts.joined(separator: turn % 3 == 0 ? " , " : ",") + "}").utf8)
            if turn % 11 == 0 { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            func walked(_ next: (inout JSONWalk) throws(NotPlain) -> Int?) -> [Int] {
                var walk = JSONWalk(from: 0, maxDepth: 8)
                var found: [Int] = []
                do throws(NotPlain) {
                    try walk.beginObject(bytes.span)
                    while let key = try next(&walk) {
                        found.append(key)
                        _ = try walk.scaled(bytes.span, places: 0)
                    }
                    try walk.finish(bytes.span)
                    found.append(-1)
                } catch {}
                return found
            }
            let expected = walked { walk throws(NotPlain) in try walk.key(bytes.span, among: keys) }
            order.restart()
            let ordered = walked { walk throws(NotPlain) in try walk.key(bytes.span, among: keys, &order) }
            let guess = Int.random(in: -2...names.count + 1, using: &random)
            let guessed = walked { walk throws(NotPlain) in
                try walk.key(bytes.span, among: keys, expecting: guess)
            }
            #expect(
                ordered == expected && guessed == expected, "\(String(decoding: bytes, as: UTF8.self))")
            taken += expected.last == -1 ? 1 : 0
        }
        #expect(taken > 2_500)
    }

    /// An order that was learned of other keys is wrong, and no more.
    @Test func anOrderOfOtherKeysDoesNotTrap() {
        let keys = JSONKeys((0..<20).map { "key\($0)" })
        let bytes = Array(#"{"key19":1,"key3":1,"key0":1}"#.utf8)
        var order = JSONKeyOrder(JSONKeys(["x"]))
        for _ in 0..<3 {
            var walk = JSONWalk(from: 0, maxDepth: 8)
            order.restart()
            let object: Void? = try? walk.beginObject(bytes.span)
            #expect(object != nil)
            for expected in [19, 3, 0] {
                let found = try? walk.key(bytes.span, among: keys, &order)
                #expect(found == expected)
                _ = try? walk.scaled(bytes.span, places: 0)
            }
        }
    }

    @Test func yearsAreKeysOfFourDigits() {
        var random = SeededGenerator(state: 8)
        let odd = [
            #""202""#, #""20200""#, #""2O20""#, #""202:""#, #""/020""#, #"":020""#, #""٢٠٢٠""#, "2020",
            #""2020"#,
            "\"\u{1}020\"", #""²020""#, #"" 020""#, #""\u0032020""#,
        ]
        let values = ["1", "-2.5", "null", "12345678.90", "123456789", "nul", "1e1", "x"]
        var taken = 0
        for turn in 0..<4_000 {
            var key = "\"\(10_000 + Int.random(in: 0..<10_000, using: &random))\""
            key.remove(at: key.index(after: key.startIndex))
            if turn % 4 == 0 { key = odd.randomElement(using: &random) ?? "" }
            let colon = [":", " :", ": "].randomElement(using: &random) ?? ""
            let end = ["}", "", ",", " }"].randomElement(using: &random) ?? ""
            let bytes = Array("{\(key)\(colon)\(values.randomElement(using: &random) ?? "")\(end)".utf8)
            var reader = JSONReader(bytes)
            var expected: (key: Int, value: Int64?)?
            if (try? reader.beginObject()) != nil, let name = try? reader.nextKey(), name.utf8.count == 4,
                name.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(name)
            {
                if (try? reader.readNull()) != nil {
                    expected = (number, nil)
                } else if let amount = (try? reader.readNumber())?.scaled(places: 2) {
                    expected = (number, amount)
                }
            }
            var walk = JSONWalk(from: 0, maxDepth: 8)
            let object: Void? = try? walk.beginObject(bytes.span)
            #expect(object != nil)
            let found = try? walk.fourDigitMember(bytes.span, places: 2)
            // A digit that is written as an escape is left to the reader.
            if key.contains("u0032") {
                #expect(found == nil)
                continue
            }
            #expect(
                found?.key == expected?.key && found?.value == expected?.value,
                "\(String(decoding: bytes, as: UTF8.self))")
            taken += found == nil ? 0 : 1
        }
        #expect(taken > 1_000)
    }

    @Test func aWalkThatStartsAnywhereDoesNotTrap() {
        for start in [-5, 0, 3, 99, Int.max] {
            var walk = JSONWalk(from: start, maxDepth: 8)
            let bytes = Array("{}".utf8)
            let key = try? walk.key(bytes.span)
            let element = try? walk.element(bytes.span)
            let isNull = walk.takeNull(bytes.span)
            #expect(key == nil && element == nil && !isNull)
            let object: Void? = try? walk.beginObject(bytes.span)
            #expect((object == nil) == (start > 1))
        }
    }

    @Test func textsAreNumberedInOrderOfAppearance() {
        var random = SeededGenerator(state: 3)
        var texts = NumberedTexts()
        var expected: [[UInt8]] = []
        for turn in 0..<4_000 {
            let text = Array("\(Int.random(in: 0..<(turn < 30 ? 8 : 900), using: &random)) 温州市".utf8)
            if !expected.contains(text) {
                let before = texts.find(text.span)
                #expect(before == 0)
                expected.append(text)
            }
            let number = texts.number(of: text.span, mark: UInt32(expected.count))
            let found = texts.find(text.span)
            #expect(number == (expected.firstIndex(of: text) ?? -2) + 1 && found == number)
            #expect(Array(texts.bytes[texts.range(number)]) == text && texts.count == expected.count + 1)
            if turn % 97 == 0 {
                let kept = max(0, expected.count - Int.random(in: 0...3, using: &random))
                let isShorter = texts.truncate(toMarksBelow: UInt32(kept + 1))
                #expect(isShorter == (kept < expected.count))
                expected.removeLast(expected.count - kept)
            }
        }
        #expect(expected.count > 500)
        #expect(texts.range(0).isEmpty && texts.range(-1).isEmpty && texts.range(1 << 40).isEmpty)
    }
}
