import Testing

/// Texts by code points, bytes, `matches` in RE2 syntax.
@Suite struct TextFunctionTests {
    @Test func textsAreCodePoints() {
        expect(
            [
                ("size('温州')", "2"), ("size('🙂')", "1"), ("'e\u{301}'.size()", "2"),
                ("'\u{E9}' == 'e\u{301}'", "false"), ("size('')", "0"), ("'a' < '中'", "true"),
                ("'\\uFFFD' < '🙂'", "true"), ("'' < 'a'", "true"), ("'a' < 'B'", "false"),
                ("'ab'.startsWith('a')", "true"), ("'ab'.startsWith('')", "true"),
                ("'ab'.endsWith('b')", "true"),
                ("'ab'.endsWith('ab')", "true"), ("'b'.endsWith('ab')", "false"),
                ("'e\u{301}'.startsWith('e')", "true"), ("'温州市'.contains('州')", "true"),
                ("'温州市'.contains('')", "true"),
                ("'a' + '温' + ''", "a温"), ("name in ['\u{E9}']", "false"), ("'\\r\\n'.size()", "2"),
            ], "{\"name\":\"e\u{301}\"}")
    }

    @Test func literalsHaveCELsEscapes() {
        expect([
            (#"'\a\b\f\v\t\\\'\"\`\?' == "\x07\x08\x0c\x0b\x09\x5c\x27\x22\x60\x3f""#, "true"),
            (#"'\u4e2d\U0001F642\101'"#, "中🙂A"), (#"'\377' == '\u00ff'"#, "true"),
            (#"r'\d\n'"#, #"\d\n"#), (#"R"a\""#, #"a\"#), ("'''a'b\"c''' + \"\"\"d\"e\"\"\"", "a'b\"cd\"e"),
            ("'''a\nb'''.size()", "3"), (#"b'\xff\377a'"#, #"b"\xff\xffa""#), ("b'é'", #"b"\xc3\xa9""#),
            (#"rb'\x41'.size()"#, "4"), (#"'\q'"#, "refused 1: unknown escape…"),
            (#"'\u12'"#, "refused 1: the escape has too few digits"),
            (#"'\ud800'"#, "refused 1: the escape is no character"),
            (#"'\U00110000'"#, "refused 1: the escape is no character"),
            (#"b'\u0041'"#, "refused 2: unknown escape…"), (#"'\400'"#, "refused 1: unknown escape…"),
            ("'abc", "refused 0: the quote is not closed…"),
            ("'ab\nc'", "refused 0: the quote is not closed on its line"),
            (#"'abc\"#, "refused 4: nothing after the backslash"),
            ("'''a'", "refused 0: the quote is not closed…"),
        ])
    }

    @Test func bytesAreBytes() {
        expect([
            ("size(b'é')", "2"), ("b'a' + b'b'", #"b"ab""#), ("b'a' < b'b'", "true"),
            ("b'a' == b'a'", "true"), ("bytes('é') == b'\\xc3\\xa9'", "true"), ("string(b'\\xc3\\xa9')", "é"),
            ("string(b'\\xff')", "refused 0: the bytes are not UTF-8"),
            ("b'a' == 'a'", "refused 5: `==` between bytes and string"),
        ])
    }

    @Test func matchesIsRE2AndUnanchored() {
        expect(
            [
                ("'温州食品'.matches('食')", "true"), ("'abc'.matches('^b')", "false"),
                ("'abc'.matches('^a.c$')", "true"), ("'温州'.matches('^..$')", "true"),
                ("matches('abc', 'B')", "false"), ("'abc'.matches('(?i)B')", "true"),
                ("'中'.matches('^\\\\p{Han}$')", "true"), ("'abc'.matches('')", "true"),
                ("name.matches(legal_form)", "true"),
            ], #"{"name":"aab","legal_form":"a{2}b"}"#)
    }

    @Test func otherRegularExpressionsAreRefusedAtLoad() {
        for pattern in [
            "(?=a)", "(?!a)", "(?<=a)", "(a", "a)", "[a", "*a", "(a)\\\\1", "a{1001}", "\\\\C\\\\",
        ] {
            #expect(
                eval("name.matches('\(pattern)')").hasPrefix(
                    "refused 13: not a regular expression in RE2 syntax"), "\(pattern)")
        }
        #expect(eval("name.matches('a' + '(')").hasPrefix("refused 17: not a regular"))
        #expect(eval("matches(name, '(')").hasPrefix("refused 14: not a regular"))
    }

    /// Patterns that take exponential time elsewhere.
    @Test func matchesTakesLinearTime() {
        let text = String(repeating: "a", count: 20_000)
        #expect(eval("name.matches('^(a+)+b$')", #"{"name":"\#(text)"}"#) == "false")
        #expect(eval("name.matches('^(a|a)*b$')", #"{"name":"\#(text)"}"#) == "false")
    }
}
