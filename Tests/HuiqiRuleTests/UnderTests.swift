import HuiqiModel
import Testing

/// Section 3: `region.under('3303')`, `industry.under(['C39','I65'])`.
@Suite struct UnderTests {
    private func region(_ fact: String, under argument: String) -> String {
        eval("region.under(\(argument))", #"{"region":"\#(fact)"}"#)
    }

    private func industry(_ fact: String, under argument: String) -> String {
        eval("industry.under(\(argument))", #"{"industry":"\#(fact)"}"#)
    }

    @Test func atOrBelowIsTrueElsewhereFalse() {
        for (fact, argument, wanted) in [
            ("330302", "'3303'", "true"), ("330302", "'33'", "true"), ("330302", "'330302'", "true"),
            ("330302001", "'330302'", "true"), ("330302001001", "'330302001'", "true"),
            ("330302", "'3304'", "false"),
            ("310101", "'33'", "false"), ("330303", "'330302'", "false"),
            ("330302002", "'330302001'", "false"),
        ] {
            #expect(region(fact, under: argument) == wanted, "\(fact) \(argument)")
        }
    }

    @Test func trailingPairsOfZerosMeanTheUpperLevelOnBothSides() {
        for (fact, argument, wanted) in [
            ("330302", "'330300'", "true"), ("330302", "'330000'", "true"), ("330300", "'3303'", "true"),
            ("330300", "'330300'", "true"),
            ("330000", "'330300'", "unknown: region"), ("330300", "'330302'", "unknown: region"),
            ("330000", "'33'", "true"),
            ("330000", "'34'", "false"), ("330302000", "'330302'", "true"),
            ("330000", "'330302001'", "unknown: region"),
            ("000000", "'330000'", "false"), ("012345", "'01'", "true"),
            ("330302", "'330302000'", "unknown: region"),
        ] {
            #expect(region(fact, under: argument) == wanted, "\(fact) \(argument)")
        }
    }

    @Test func industriesAreSectionDivisionGroupClass() {
        for (fact, argument, wanted) in [
            ("C3829", "'C'", "true"), ("C3829", "'C38'", "true"), ("C3829", "'C382'", "true"),
            ("C3829", "'C3829'", "true"),
            ("C3829", "'38'", "true"), ("3829", "'C38'", "true"), ("C3829", "'C39'", "false"),
            ("C3829", "'I'", "false"),
            ("C38", "'C3829'", "unknown: industry"), ("C", "'C38'", "unknown: industry"),
            ("C", "'D'", "false"), ("C3829", "['C39', '38']", "true"),
            ("I65", "['C39', 'I65']", "true"), ("C4499", "'C44'", "true"), ("C4499", "'C'", "true"),
        ] {
            #expect(industry(fact, under: argument) == wanted, "\(fact) \(argument)")
        }
    }

    @Test func aListIsUnderOneOfThem() {
        for (fact, argument, wanted) in [
            ("330300", "[]", "false"), ("330300", "['330302', '33']", "true"),
            ("330300", "['330302', '34']", "unknown: region"),
            ("330300", "['34', '35']", "false"),
        ] {
            #expect(region(fact, under: argument) == wanted, "\(fact) \(argument)")
        }
        expect(
            [
                ("region.under(tags)", "unknown: tags[*]"), ("region.under(['33'] + tags)", "true"),
                ("region.under([name])", "true"),
                ("(dishonest ? tax_region : region).under('330302')", "unknown: region"),
            ],
            #"{"region":"330300","tax_region":"330302001","tags":["34",null],"name":"3303","dishonest":false}"#
        )
    }

    @Test func anUnknownFactIsUnknown() {
        expect([
            ("region.under('33')", "unknown: region"), ("region.under([])", "unknown: region"),
            ("!industry.under('C')", "unknown: industry"),
        ])
    }

    @Test func onlyCodesHaveUnder() {
        for field in ["name", "scope", "employees", "size", "tags", "'330302'", "id"] {
            #expect(
                eval("\(field).under('33')").contains(
                    ": under is for code fields such as region and industry"), "\(field)")
        }
        expect([
            ("region.under(33)", "refused 7: under takes one code or a list of codes…"),
            ("region.under()", "refused 7: under takes one code…"),
            ("region.under('33', '34')", "refused 7: under takes one code…"),
            ("under(region, '33')", "refused 0: write x.under(…)"),
        ])
    }

    @Test func badCodesInLiteralsAreRefusedAtLoad() {
        for code in ["", "3", "330", "33030", "3303023", "温州市", "C38", "33 03"] {
            #expect(
                eval("region.under('\(code)')")
                    == "refused 13: `\(code)` is no region code of 2, 4, 6, 9 or 12 digits, such as 330302")
        }
        for code in ["", "3", "c38", "C3", "CC", "C38290", "制造业"] {
            #expect(
                eval("industry.under(['C', '\(code)'])").hasPrefix(
                    "refused 15: `\(code)` is no industry code"))
        }
        #expect(eval("region.under(['33', name, '3'])").hasPrefix("refused 26: `3` is no region code"))
        #expect(
            eval("region.under(name)", #"{"region":"330302","name":"x"}"#)
                == "error 7: an argument of under is no code")
    }

    @Test func codesOfTheHostsOwnGoByPrefix() throws {
        let schema = try SchemaReader.read(Array(#"{"fields":[{"name":"park","type":"code"}]}"#.utf8))
        for (fact, argument, wanted) in [
            ("ZJ-01-3", "'ZJ'", "true"), ("ZJ-01", "'ZJ-01-3'", "unknown: park"), ("ZJ-01", "'SH'", "false"),
            ("330302", "'330300'", "true"),
        ] {
            #expect(
                eval("park.under(\(argument))", profile(#"{"park":"\#(fact)"}"#, schema: schema)) == wanted)
        }
    }
}
