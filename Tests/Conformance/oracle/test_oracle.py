"""Run from Tests/Conformance: python3 -m unittest oracle.test_oracle"""

import json
import unittest
from fractions import Fraction

from . import codes, days
from .__main__ import incomplete, shown
from .amounts import money
from .check import Checker
from .clauses import load_clauses
from .evaluate import Evaluator
from .profiles import built_in, load_profiles, read_profile, strict_json
from .split import Splitter
from .values import Gap, LoadError
from .verdict import Decider, four_decimals

SCHEMA = built_in()
DAY = days.date("2024-06-30")


def answer(source, profile="{}", as_of=DAY):
    """What `eval` prints, `unknown: …`, or `error: …`."""
    row = strict_json(profile)
    row.setdefault("id", "e1")
    root = Checker(SCHEMA).expression(source, None)
    result = Evaluator(SCHEMA, read_profile(row, SCHEMA).facts, as_of).evaluate(root)
    gap = result if isinstance(result, Gap) else incomplete(result)
    if gap.unknown:
        return "unknown: " + ", ".join(gap.names) + ("; " + ", ".join(gap.errors) if gap.errors else "")
    return "error: " + "; ".join(gap.errors) if gap.errors else shown(result, top=True)


class Expressions(unittest.TestCase):
    def check(self, *pairs, profile="{}", as_of="2024-06-30"):
        for source, wanted in pairs:
            with self.subTest(source):
                self.assertEqual(answer(source, profile, days.date(as_of)), wanted)

    def refused(self, *sources):
        for source in sources:
            with self.subTest(source), self.assertRaises(LoadError):
                answer(source)

    def test_printing(self):
        self.check(("1 < 2", "true"), ("1 + 2", "3"), ("2u", "2u"), ("2.0 + 2.0", "4.0"), ("1.0 / 3.0", "1/3"),
                   ("-0.25", "-0.25"), ("'a\"b'", 'a"b'), ("['a', 'b']", '["a", "b"]'), ("12.34e1", "123.4"),
                   ("date('2024-02-29')", "2024-02-29T00:00:00Z"), ("[1, 2.5]", "[1, 2.5]"))

    def test_precedence_and_literals(self):
        self.check(("1 + 2 * 3 == 7 && !false", "true"), ("false ? 1 : true ? 2 : 3", "2"), ("-5 % 3", "-2"),
                   ("r'\\d'", "\\d"), ("'\\u4e2d\\x41\\101'", "中AA"), ("'''a\nb'''.size()", "3"), ("0x1F", "31"),
                   ("b'\\377'.size()", "1"), ("[1, 2,][1]", "2"), ("{'a': 1}.a", "1"), ("2 - 1 - 1", "0"),
                   ("1 // note\n + 1", "2"), ("-9223372036854775808", "-9223372036854775808"))
        self.refused("1 +", "'a", "'\\q'", "9223372036854775808", "a b", "!-1", "x.in", "for", "'\\ud800'")

    def test_numbers_are_exact(self):
        self.check(("revenue[2023] >= 1.19 * revenue[2022]", "true"),
                   ("(revenue[2023] - revenue[2022]) / revenue[2022] >= 0.19", "true"),
                   ("revenue[2023] / revenue[2022] - 1.0 == 0.19", "true"), ("revenue[2022] == 700", "true"),
                   profile='{"revenue":{"2022":700,"2023":833}}')
        self.check(("1 == 1.0 && 2u < 2.5 && 3.0 in [1, 2, 3]", "true"), ("0.1 + 0.2 == 0.3", "true"))
        self.refused("1 + 1.0", "1 / 2", "0.1 * 1", "1u + 1")

    def test_kleene(self):
        self.check(("dishonest && false", "false"), ("abnormal || true", "true"), ("!dishonest", "unknown: dishonest"),
                   ("dishonest || abnormal", "unknown: dishonest, abnormal"),
                   ("employees > 3 && dishonest && insured + employees > 1", "unknown: employees, dishonest, insured"),
                   ("revenue[2021] >= tax[year-1]", "unknown: revenue[2021], tax[2023]"),
                   ("dishonest ? 1 : 2", "unknown: dishonest"), ("[1, employees].size()", "unknown: employees"))

    def test_split(self):
        schema = SCHEMA
        clause = load_clauses([(1, json.dumps({"id": "C", "title": "t", "conditions": [{"expr": (
            "employees < 20 ? insured >= 5 : employees < 300 ? insured >= 4 : insured >= 3")}]}))],
            Checker(schema), self.fail)[0]
        for insured, verdict in ((5, 1), (4, 0), (2, -1)):
            profile = read_profile({"id": "a", "insured": insured}, schema)
            splitter = Splitter(schema, days.date("2024-06-30"))
            self.assertEqual(Decider(schema, profile, splitter.as_of, splitter).verdict(clause), verdict)
            self.assertEqual(Decider(schema, profile, splitter.as_of).verdict(clause), 0)

    def test_at_least(self):
        self.check(("at_least(1, [true, dishonest])", "true"), ("at_least(2, [false, dishonest])", "false"),
                   ("at_least(2, [true, dishonest, abnormal])", "unknown: dishonest, abnormal"),
                   ("at_least(0, [dishonest])", "true"), ("at_least(1, [])", "false"),
                   ("at_least(1, [tax[2022] / profit[2022] > 1.0])", "error: division by zero"),
                   ("at_least(1, [tax[2022] / profit[2022] > 1.0, true])", "true"),
                   profile='{"tax":{"2022":1},"profit":{"2022":0}}')
        self.refused("at_least(employees, [true])", "at_least(1, [1])", "at_least(1, 2)")

    def test_errors(self):
        profile = '{"tax":{"2022":1},"profit":{"2022":0}}'
        bad = "tax[2022] / profit[2022] > 1.0"
        self.check((f"{bad} || true", "true"), (f"{bad} && false", "false"), (bad, "error: division by zero"),
                   (f"{bad} && dishonest", "unknown: dishonest; division by zero"),
                   (f"[1, 0].exists(x, x == 1 || {bad})", "true"),
                   (f"[1, 0].exists_one(x, x == 1 || {bad})", "error: division by zero"), profile=profile)
        self.check(("9223372036854775807 + employees", "error: integer overflow"), profile='{"employees":1}')

    def test_lists_with_others(self):
        profile = '{"tags":["a",null],"penalties":[{"kind":"x"},{"amount":5,"kind":"y"}]}'
        self.check(("'a' in tags", "true"), ("'b' in tags", "unknown: tags[*]"), ("size(tags)", "unknown: tags[*]"),
                   ("tags.exists(t, t == 'a')", "true"), ("tags.all(t, t == 'b')", "false"),
                   ("tags.all(t, t == 'a')", "unknown: tags[*]"), ("tags", "unknown: tags[*]"),
                   ("penalties.all(p, p.amount < 9.0)", "unknown: penalties[0].amount"),
                   ("penalties.exists(p, p.amount == 5)", "true"), ("penalties[1].kind", "y"),
                   ("sum(penalties.map(p, p.amount))", "unknown: penalties[0].amount"),
                   ("penalties.filter(p, p.kind == 'y').size()", "1"),
                   ("tags.exists_one(t, t == 'a')", "unknown: tags[*]"), profile=profile)
        self.check(("tags.all(t, false)", "true"), ("size(tags)", "0"), ("'a' in tags", "false"),
                   profile='{"tags":[]}')

    def test_missing_data_cannot_be_asked(self):
        self.refused("has(certificates[0].name)", "2023 in revenue", "size(revenue)", "revenue == revenue",
                     "revenue.exists(y, true)", "region == null", "type(region) == string", "dyn(1) == 1",
                     "[1].exists(size, size > 1)", "revenue", "nosuch == 1", "tags.exists(t, t.name == 'a')")

    def test_under(self):
        profile = '{"region":"330302","tax_region":"330300","stat_region":"330302006","industry":"3829"}'
        self.check(("region.under('3303')", "true"), ("region.under('330300')", "true"),
                   ("region.under('330303')", "false"), ("tax_region.under('330302')", "unknown: tax_region"),
                   ("tax_region.under('330000')", "true"), ("stat_region.under('330302')", "true"),
                   ("industry", "C3829"), ("industry.under(['C39', 'C38'])", "true"), ("industry.under('C')", "true"),
                   ("industry.under('I65')", "false"), ("region.under([])", "false"), profile=profile)
        self.check(("industry.under('C3829')", "unknown: industry"), profile='{"industry":"C38"}')
        self.refused("region.under('33x')", "name.under('33')", "region.under(3303)")
        self.assertEqual(codes.under("C", "C38"), None)

    def test_days(self):
        self.check(("years_before(1)", "2023-02-28T00:00:00Z"), ("months_before(12)", "2023-02-28T00:00:00Z"),
                   ("years_since(date('2023-02-28'))", "1"), ("years_since(date('2023-03-01'))", "0"),
                   ("months_since(date('2024-03-01'))", "-1"), ("days_before(-1)", "2024-03-01T00:00:00Z"),
                   ("months_since(as_of)", "0"), ("year", "2024"), ("as_of.getDayOfYear()", "59"),
                   ("as_of - duration('24h')", "2024-02-28T00:00:00Z"),
                   ("timestamp('2024-06-30T00:00:00+08:00')", "2024-06-29T16:00:00Z"),
                   ("duration('1h30m') - duration('1s')", "5399s"), as_of="2024-02-29")
        self.refused("date('2023-02-29')", "timestamp('2024-01-01')", "duration('1d')", "date('2023-2-1')")

    def test_since_agrees_with_before(self):
        base = days.date("2024-02-29")
        for offset in range(-900, 900):
            t = days.Timestamp(base.ns + offset * days.DAY)
            for step in (1, 12):
                n = days.months_since(base, t, step)
                self.assertLessEqual(t.ns, days.months_before(base, n * step))
                self.assertGreater(t.ns, days.months_before(base, (n + 1) * step))

    def test_calendar(self):
        import datetime
        for number in range(1, 3_652_059, 1009):
            d = datetime.date.fromordinal(number)
            self.assertEqual(days.civil(number - 719_163), (d.year, d.month, d.day))

    def test_money(self):
        for text, yuan in (("2000万元", 2 * 10**7), ("1.5亿元", 15 * 10**7), ("二十万元", 200_000), ("2,000万", 2 * 10**7),
                           ("3千元", 3000), ("十万元", 100_000), ("一亿二千万元", 12 * 10**7), ("一千零五十元", 1050),
                           ("两百万元", 2 * 10**6), ("一点五亿元", 15 * 10**7), ("5百万元", 5 * 10**6), ("100.05元", Fraction("100.05"))):
            self.assertEqual(money(text), yuan, text)
        for text in ("2000", "万元", "2,00万元", "一百二元", "-1元", "1亿2000万元", "一二元", ""):
            self.assertIsNone(money(text), text)

    def test_first_reached(self):
        call = "first_reached(revenue, {}, 100, {})"
        self.check((call.format(2022, 2020), "true"), (call.format(2023, 2020), "false"),
                   (call.format(2021, 2020), "false"), (call.format(2022, 2019), "unknown: revenue[2019]"),
                   (call.format(2024, 2022), "false"), (call.format(2022, 2022), "true"),
                   profile='{"revenue":{"2020":50,"2021":99.99,"2022":100,"2023":300}}')

    def test_text(self):
        self.check(("scope.mentions('ABc食品')", "true"), ("scope.contains('abc')", "false"),
                   ("scope.matches('^Ａ.*品$')", "true"), ("name.size()", "unknown: name"),
                   profile='{"scope":"ＡＢＣ食品"}')


class Files(unittest.TestCase):
    def load(self, *rows):
        problems = []
        return load_profiles(enumerate(rows, 1), SCHEMA, problems.append), problems

    def test_refused_rows(self):
        bad = ['{"name":"x"}', '{"id":"a","nosuch":1}', '{"id":"a","id":"b"}', '{"id":"a","employees":120.5}',
               '{"id":"a","employees":"120"}', '{"id":"a","tax":{"2023":1.005}}', '{"id":"a","tax":{"1899":1}}',
               '{"id":"a","region":""}', '{"id":"a","established":"2023-02-29"}', '{"id":"a","size":"巨"}',
               '{"id":"a","dishonest":1}', '{"id":"a","certificates":[{"x":1}]}', '[]', '{', '{"id":"a","tax":NaN}']
        profiles, problems = self.load(*bad)
        self.assertEqual((len(profiles), len(problems)), (0, len(bad)))

    def test_accepted_rows(self):
        profiles, problems = self.load(
            '{"uscc":"u1","employees":120.0,"size":"小","tax":{"2023":-1.50,"2022":null},"reviews":{"c/d":true}}',
            '{"id":"k","uscc":"u1","name":"","region":null,"tags":[null]}', '{"id":"k"}')
        self.assertEqual([p.key for p in profiles], ["u1", "k"])
        self.assertEqual(len(problems), 1)
        self.assertEqual(profiles[0].facts["employees"], 120)
        self.assertEqual(profiles[0].facts["size"], "小型")

    def test_verdicts(self):
        def clause(name, *conditions, **more):
            import json
            return json.dumps({"id": name, "title": "t", "conditions": list(conditions), **more})

        yes, no, open_ = ({"expr": "true"}, {"expr": "false"}, {"expr": "dishonest"})
        rows = [clause("a", yes, open_), clause("b", no, open_), clause("c"), clause("d", {"expr": "false", "kind": "preferred"}),
                clause("e", yes, valid_to="2024-06-29"), clause("f", yes, valid_from="2024-06-30", valid_to="2024-06-30"),
                clause("g", yes, {"kind": "review"}), clause("h", {"expr": "true", "weight": 2}, open_),
                clause("i", {"expr": "1"}), clause("a", yes), clause("j", {"expr": "true", "kind": "review"}),
                clause("k", {"id": "c2", "expr": "true"}, yes), clause("l", yes, nosuch=1)]
        problems = []
        clauses = load_clauses(enumerate(rows, 1), Checker(SCHEMA), problems.append)
        self.assertEqual("".join(c.id for c in clauses), "abcdefgh")
        self.assertEqual(len(problems), 5)
        profile = read_profile({"id": "p"}, SCHEMA)
        decider = Decider(SCHEMA, profile, DAY)
        self.assertEqual([decider.verdict(c) for c in clauses], [0, -1, 1, 1, -1, 1, 0, 0])
        self.assertEqual([four_decimals(d) for d in decider.degree(clauses[7])], ["0.6667", "1.0000"])
        told = read_profile({"id": "p", "reviews": {"g/c2": True}}, SCHEMA)
        self.assertEqual(Decider(SCHEMA, told, DAY).verdict(clauses[6]), 1)


if __name__ == "__main__":
    unittest.main()
