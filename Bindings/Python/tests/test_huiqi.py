"""Run against a built library: HUIQI_LIB=out/libhuiqi.so.0 python3 -m unittest discover -s Bindings/Python/tests"""

import concurrent.futures
import datetime
import decimal
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "src"))

import huiqi  # noqa: E402

CITY = pathlib.Path(__file__).resolve().parents[3] / "Examples" / "city"
CLAUSES = [
    {
        "id": "A", "title": "研发投入奖励", "valid_to": "2025-12-31", "delivery": "instant",
        "conditions": [
            {"expr": "region.under('3303')"},
            {"id": "c2", "expr": "rd_expense[year-1] >= 0.03 * revenue[year-1]", "weight": 2},
        ],
        "benefit": {"amount": "0.1 * rd_expense[year-1]", "rounding": "fen-down"},
    },
    {"id": "B", "title": "诚信企业", "valid_to": datetime.date(2020, 1, 1), "conditions": [{"expr": "!dishonest"}]},
]  # fmt: skip
PROFILES = [
    {"id": "p1", "region": "330302", "revenue": {2023: 1000000}, "rd_expense": {2023: 30000.05}},
    {"id": "p2", "region": "330302", "revenue": {2023: 1000000}},
]


class EngineTests(unittest.TestCase):
    def setUp(self):
        self.engine = huiqi.open()
        self.addCleanup(self.engine.close)
        self.engine.put_clauses(CLAUSES, strict=True)
        self.engine.put_profiles(PROFILES, strict=True)
        self.snapshot = self.engine.snapshot("2024-06-30")
        self.addCleanup(self.snapshot.close)

    def test_versions(self):
        self.assertEqual(huiqi.version(), "0.1.0")
        self.assertEqual(huiqi.formats_version(), "1")

    def test_match_a_stored_profile(self):
        matches = self.snapshot.match("p1")
        first = matches[0]
        self.assertEqual([match.clause_id for match in matches], ["A", "B"])
        self.assertEqual(first.verdict, huiqi.Verdict.ELIGIBLE)
        self.assertEqual(first.amount_low, decimal.Decimal("3000.00"))
        self.assertEqual(first.deadline, datetime.date(2025, 12, 31))
        self.assertEqual((first.route, first.key, first.rank, first.degree_low), ("instant", "p1", 1, 1))
        self.assertIsNone(first.conditions)
        self.assertEqual(matches[1].decided_by, "not_in_force")
        self.assertEqual(matches.totals, huiqi.Totals(1, 0, 1))

    def test_case_split(self):
        tiers = {"id": "S", "title": "t", "delivery": "instant", "conditions": [{"expr": (
            "employees < 20 ? insured >= 5 : employees < 300 ? insured >= 4 : insured >= 3")}]}  # fmt: skip
        for truth, verdict, decider, fact in (
            ("split", huiqi.Verdict.ELIGIBLE, "split", "employees"),
            ("kleene", huiqi.Verdict.UNDETERMINED, None, None),
        ):
            with huiqi.open(truth=truth) as engine:
                engine.put_clauses([tiers], strict=True)
                with engine.snapshot("2024-06-30") as snapshot:
                    match = snapshot.match({"id": "a", "insured": 7})[0]
                    self.assertEqual((match.verdict, match.decided_by, match.decided_fact), (verdict, decider, fact))
        with self.assertRaises(ValueError):
            huiqi.open(truth="guess")

    def test_match_a_mapping_with_reasons(self):
        matches = self.snapshot.match({"region": "330302", "uscc": "x"}, top=1, explain=True)
        self.assertEqual(len(matches), 1)
        self.assertEqual(matches[0].verdict, huiqi.Verdict.UNDETERMINED)
        self.assertEqual(matches[0].conditions[1]["missing"], ["rd_expense[2023]", "revenue[2023]"])
        self.assertEqual(matches[0].settle["facts"], ["rd_expense[2023]", "revenue[2023]"])
        self.assertIsNone(matches[0].mend)
        self.assertEqual(matches.warnings[0].field, "uscc")
        self.assertEqual(len(self.snapshot.match("p1", top=None)), 2)
        self.assertEqual(self.snapshot.match("p1", top=0), [])

    def test_find(self):
        self.assertEqual([match.key for match in self.snapshot.find("A", threads=2)], ["p1", "p2"])
        draft = {"id": "D", "title": "t", "conditions": [{"expr": "revenue[2023] > 5.0"}]}
        self.assertEqual(self.snapshot.find(draft).totals, huiqi.Totals(2, 0, 0))

    def test_count(self):
        told = []
        counts = self.snapshot.count(threads=2, progress=lambda done, total: told.append((done, total)))
        self.assertEqual(counts, [huiqi.ClauseCount("A", 1, 0, 1), huiqi.ClauseCount("B", 0, 2, 0)])
        self.assertEqual(told, [(2, 2)])
        with self.assertRaises(huiqi.HuiqiError) as caught:
            self.snapshot.count(progress=lambda done, total: False)
        self.assertEqual(caught.exception.code, huiqi.Code.CANCELLED)
        with self.assertRaises(ZeroDivisionError):
            self.snapshot.count(progress=lambda done, total: 1 / 0)

    def test_matrix(self):
        for threads in (1, 2):
            told = []
            with self.snapshot.matrix(threads=threads, progress=lambda *numbers: told.append(numbers)) as matrix:
                self.assertEqual(told, [(2, 2)])
                self.assertEqual((matrix.clause_count, matrix.profile_count), (2, 2))
                self.assertEqual(matrix.counts(), self.snapshot.count())
                for key in ("p1", "p2"):
                    for match in self.snapshot.match(key):
                        self.assertIs(matrix.verdict(match.clause_id, key), match.verdict)
                self.assertEqual(list(matrix.profiles("A")), ["p1"])
                self.assertEqual(list(matrix.profiles("A", huiqi.Verdict.UNDETERMINED)), ["p2"])
                self.assertEqual(list(matrix.profiles("A", huiqi.Verdict.INELIGIBLE)), [])
                self.assertEqual(sorted(matrix.profiles("B", huiqi.Verdict.INELIGIBLE)), ["p1", "p2"])
                for clause_id, key in (("Z", "p1"), ("A", "p9")):
                    with self.assertRaises(KeyError):
                        matrix.verdict(clause_id, key)
                with self.assertRaises(KeyError):
                    matrix.profiles("Z")
                size = matrix.byte_count
        with self.assertRaises(ValueError):
            matrix.verdict("A", "p1")
        self.snapshot.matrix(memory_limit=size).close()
        with self.assertRaises(huiqi.HuiqiError) as caught:
            self.snapshot.matrix(memory_limit=size - 1)
        self.assertEqual(caught.exception.code, huiqi.Code.LIMIT)
        with self.assertRaises(huiqi.HuiqiError) as caught:
            self.snapshot.matrix(progress=lambda done, total: False)
        self.assertEqual(caught.exception.code, huiqi.Code.CANCELLED)
        with self.assertRaises(ZeroDivisionError):
            self.snapshot.matrix(progress=lambda done, total: 1 // 0)

    def test_search(self):
        hits = self.snapshot.search("研發獎勵")
        self.assertEqual([hit.clause_id for hit in hits], ["A"])
        self.assertEqual([hits[0].title[start:end] for start, end in hits[0].title_marks], ["研发", "奖励"])
        self.assertEqual(hits[0].valid_to, datetime.date(2025, 12, 31))
        self.assertEqual(self.snapshot.search("奖励", delivery="verify"), [])
        self.assertEqual(self.snapshot.search("诚信", in_force=True), [])
        self.assertEqual(len(self.snapshot.search("诚信")), 1)
        self.assertEqual(len(self.snapshot.search("研发", region="330302")), 1)
        self.assertEqual(self.snapshot.search("研发", region="330102"), [])
        for wrong in ({"top": 0}, {"region": "x"}, {"top": 2**70}):
            with self.assertRaises(huiqi.HuiqiError) as caught:
                self.snapshot.search("研发", **wrong)
            self.assertEqual(caught.exception.code, huiqi.Code.ARGUMENT)
        with self.assertRaises(ValueError):
            self.snapshot.search("研发", delivery="x")

    def test_search_profiles(self):
        self.engine.put_profiles([{"id": "n", "name": "温州鞋业有限公司"}])
        with self.engine.snapshot("2024-06-30") as snapshot:
            self.assertEqual(
                snapshot.search_profiles("溫州鞋業"), [huiqi.ProfileHit("n", "温州鞋业有限公司", 950)]
            )
            self.assertEqual(snapshot.search_profiles("北京"), [])

    def test_reader(self):
        with huiqi.Reader() as reader:
            text = "对年营业收入２０００万元（含）以上的企业"
            (found,) = reader.quantities(text)
            self.assertEqual((found["kind"], found["low"], found["high"]), ("amount", "20000000", None))
            self.assertEqual(text[slice(*found["number"])], "２０００万元")
            self.assertEqual(reader.address("溫州市甌海區")["code"], "330304")
            self.assertIsNone(reader.address("某地")["code"])
            scope = reader.scope("餐饮服务")
            self.assertTrue(scope["industries"][0]["code"].startswith("H62"))
            self.assertIn("食品经营许可", [each["name"] for each in scope["licences"]])

    def test_lexicon(self):
        huiqi.open(lexicon="瓯江红人才\n").close()
        with self.assertRaises(huiqi.HuiqiError):
            huiqi.open(lexicon=b"\xff")

    def test_explain_and_evaluate(self):
        match = self.snapshot.explain("A", "p2")[0]
        self.assertEqual(match.conditions[1]["truth"], "unknown")
        self.assertEqual(self.snapshot.evaluate("revenue[2023] * 0.5", "p1").value, "500000.0")
        unknown = self.snapshot.evaluate("dishonest || revenue[2021] > 1.0")
        self.assertTrue(unknown.is_unknown)
        self.assertEqual(unknown.missing, ("dishonest", "revenue[2021]"))

    def test_errors_have_code_place_offset_and_message(self):
        with self.assertRaises(huiqi.HuiqiError) as caught:
            self.snapshot.evaluate("1 + revenu")
        error = caught.exception
        self.assertEqual((error.code, error.offset), (huiqi.Code.EXPRESSION, 4))
        self.assertIn("offset 4", str(error))
        self.assertTrue(error.message)
        cases = [
            (lambda: self.snapshot.match("nobody"), huiqi.Code.NOT_FOUND),
            (lambda: self.snapshot.find("nothing"), huiqi.Code.NOT_FOUND),
            (lambda: self.snapshot.match(b"{"), huiqi.Code.DATA),
            (lambda: self.snapshot.match({"name": "\ud800"}), huiqi.Code.UTF8),
            (lambda: self.snapshot.find("A", threads=2**40), huiqi.Code.ARGUMENT),
            (lambda: self.engine.snapshot((2024, 2, 30)), huiqi.Code.ARGUMENT),
            (lambda: self.engine.snapshot((2**32 + 2024, 1, 1)), huiqi.Code.ARGUMENT),
            (lambda: self.engine.put_clauses([{"id": "X"}], strict=True), huiqi.Code.REFUSED),
            (lambda: huiqi.open(b"{}"), huiqi.Code.DATA),
        ]
        for call, code in cases:
            with self.subTest(code=code), self.assertRaises(huiqi.HuiqiError) as caught:
                call()
            self.assertEqual(caught.exception.code, code)

    def test_reports(self):
        report = self.engine.check_clauses('{"id":"X","title":"t","conditions":[{"expr":"1 +"}]}\n')
        self.assertEqual((report.taken, report.refused), (0, 1))
        finding = report.findings[0]
        self.assertEqual((finding.severity, finding.line, finding.subject), ("refusal", 1, "X"))
        rows = self.engine.put_profiles([{"id": "p9", "name": "\ud800"}, {"id": "p8"}])
        self.assertEqual((rows.taken, rows.refused, rows.findings[0].line), (1, 1, 1))

    def test_closed(self):
        snapshot = self.engine.snapshot(datetime.date(2024, 6, 30))
        with snapshot:
            self.assertEqual((snapshot.clause_count, snapshot.profile_count), (2, 2))
        snapshot.close()
        with self.assertRaises(ValueError):
            snapshot.match("p1")

    def test_threads_share_a_snapshot(self):
        wanted = self.snapshot.match("p1", explain=True).json
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.snapshot.match("p1", explain=True).json, range(200)))
        self.assertEqual(set(answers), {wanted})


class CityTests(unittest.TestCase):
    def test_the_sample_city(self):
        with huiqi.open((CITY / "schema.json").read_bytes()) as engine:
            self.assertEqual(engine.put_clauses((CITY / "clauses.jsonl").read_bytes()).refused, 0)
            self.assertEqual(engine.put_profiles((CITY / "profiles.jsonl").read_bytes(), threads=2).refused, 0)
            with engine.snapshot("2021-06-30") as snapshot:
                totals = snapshot.match("300901").totals
                self.assertEqual(totals.eligible, 3)
                self.assertEqual(sum(vars(totals).values()), snapshot.clause_count)
                counts = {each.clause_id: each for each in snapshot.count(threads=2)}
                found = snapshot.find("LC3-4-08-2").totals
                self.assertEqual(found.eligible, counts["LC3-4-08-2"].eligible)


if __name__ == "__main__":
    unittest.main()
