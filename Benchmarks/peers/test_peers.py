"""The numpy peer against the oracle on a tiny city. From Benchmarks: python3 -m unittest peers.test_peers"""

import json
import os
import random
import tempfile
import unittest

from oracle import days
from oracle.check import Checker
from oracle.clauses import load_clauses
from oracle.profiles import built_in, lines, load_profiles
from oracle.verdict import Decider

try:
    import numpy as np

    from . import work as works
    from .by_numpy import Numpy
except ModuleNotFoundError as missing:
    if missing.name != "numpy":
        raise
    np = None
    print("peers: skipped: numpy is not installed")
if np is not None and not hasattr(np, "bitwise_count"):
    print(f"peers: skipped: numpy {np.__version__} is older than 2.0")
    np = None

DAY = "2024-06-30"
DAYS = ("2018-06-30", "2019-12-31", "2021-06-30", "2021-07-01", "2023-06-30", "2024-06-30", "9999-12-31")
CONDITIONS = """region.under('3303') && tax_region.under(['330302', '330304'])
region in ['330302', '330304'] || industry.under('C38')
industry.under(['C', 'I65']) ? revenue[year-1] >= money('100万元') : employees <= 20
!dishonest && !(abnormal || credit_grade == 'D')
size in ['小型', '微型'] || size != '大型' && legal_form == '有限责任公司'
at_least(2, [insured >= 3, invention_patents >= 1, '高新技术企业' in tags, revenue[2022] < 900000.0])
!at_least(1, [utility_models >= 5, !dishonest])
at_least(0, [dishonest]) && !at_least(3, [dishonest, true])
rd_expense[year-1] >= 0.03 * revenue[year-1]
rd_expense[year-1] / revenue[year-1] >= 0.03
profit[2023] / profit[2022] - 1.0 >= 0.19
(profit[year-1] - profit[year-2]) / profit[year-2] < 0.19
revenue[2023] >= 1.19 * revenue[2022]
revenue[year-1] / double(employees) > money('20万元')
double(insured) >= 0.6 * double(employees)
sum([revenue[2023], revenue[2022], revenue[2021]]) >= money('300万元')
invention_patents + utility_models >= 4 || math.greatest(utility_models, software_copyrights) >= 3
first_reached(revenue, year-1, money('100万元'), 2021)
years_since(established) >= 5 && established > date('2001-02-28')
months_since(established) < 42 || established.getFullYear() == 2019
registered_capital == 1000000.0 || registered_capital != 2000000.0
size(tags) >= 2 && tags.exists(t, t in ['高新技术企业', '专精特新'])
tags.exists(t, t.startsWith('省级'))
certificates.exists(c, c.name == '排污许可证' && c.to >= as_of)
certificates.exists(c, c.name in ['排污许可证', '甲级'] && c.level == '省级' && c.from <= as_of && as_of <= c.to)
penalties.all(p, p.date < years_before(3) || p.amount < money('5万元'))
penalties.all(p, p.kind != '罚款' || p.date < years_before(1))
penalties.filter(p, p.date >= years_before(2)).size() <= 1
sum(penalties.map(p, p.amount)) < money('10万元')
scope.mentions('软件开发') && !scope.contains('零售')
name.matches('有限公司$') || address.startsWith('温州')
1 < 2 && registered_capital >= 10000.01""".splitlines()


def city(seed, n, unit=1):
    """Profiles with many facts missing, at and beside the thresholds above. A large `unit` needs long integers."""
    pick = random.Random(seed)

    def some(*values):
        return pick.choice((None, *values))

    def amount(*near):
        value = some(*near)
        return None if value is None else round(value * pick.choice((1, 1, 1.19, 0.5, 2, -1)) + pick.choice(
            (0, 0, 0.01, -0.01)), 2)

    def items(make):
        return some([], [make() for _ in range(pick.randint(1, 3))], [make(), None], [None])

    def day():
        return some(*DAYS)

    for i in range(n):
        yearly = {name: {str(y): amount(0, 1_000_000 * unit, 840_000 * unit, 30_000 * unit) for y in range(2020, 2024)}
                  for name in ("revenue", "rd_expense", "profit")}
        row = {"id": f"e{i}", "name": some("甲有限公司", "乙厂"), "address": some("温州市鹿城区", "杭州"),
               "scope": some("软件开发；零售", "计算机软件開發", "软件开发"), "legal_form": some("有限责任公司", "合伙"),
               "region": some("330302", "330304", "330300", "330106"),
               "tax_region": some("330302", "330300", "330304", "330000"),
               "industry": some("C3829", "C38", "3829", "C", "I6510"), "established": some(*DAYS[:-1]),
               "registered_capital": amount(1_000_000, 2_000_000, 10_000), "size": some("大", "小型", "微型"),
               "credit_grade": some(*"ABCD"), "dishonest": some(True, False), "abnormal": some(True, False),
               "tags": items(lambda: pick.choice(("高新技术企业", "专精特新", "省级研发中心"))),
               "certificates": items(lambda: {"name": some("排污许可证", "甲级"), "level": some("省级"),
                                              "from": day(), "to": day()}),
               "penalties": items(lambda: {"date": day(), "kind": some("罚款", "警告"),
                                           "amount": amount(50_000, 49_999)}),
               "reviews": {"k1/c2": some(True, False)}, **yearly}
        for name in ("employees", "insured", "invention_patents", "utility_models", "software_copyrights"):
            row[name] = some(0, 1, 3, 5, 20)
        yield {k: v for k, v in row.items() if v is not None}


def clauses(seed):
    """Each condition alone, then in pairs and with a judgement."""
    pick = random.Random(seed)
    for i, expr in enumerate(CONDITIONS):
        yield {"id": f"c{i}", "title": "t", "conditions": [{"expr": expr}]}
    yield {"id": "k0", "title": "t", "conditions": []}
    yield {"id": "k1", "title": "t", "conditions": [{"expr": CONDITIONS[0]}, {"kind": "review"}]}
    yield {"id": "k2", "title": "t", "valid_to": "2024-06-29", "conditions": [{"expr": CONDITIONS[0]}]}
    for i in range(60):
        chosen = [{"expr": pick.choice(CONDITIONS)} for _ in range(pick.randint(2, 4))]
        chosen[-1]["kind"] = pick.choice(("required", "required", "preferred"))
        chosen[0]["expr"] = f"!({chosen[0]['expr']}) || {pick.choice(CONDITIONS)}"
        yield {"id": f"p{i}", "title": "t", "valid_from": "2024-06-30", "conditions": chosen}


@unittest.skipIf(np is None, "numpy 2 is not installed")
class NumpyPeer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.paths = [os.path.join(cls.folder.name, name) for name in ("profiles.jsonl", "clauses.jsonl")]
        for path, rows in zip(cls.paths, (city(7, 333), clauses(7))):
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        cls.work = works.make(*cls.paths, DAY)
        schema = built_in()
        cls.clauses = load_clauses(list(lines(cls.paths[1])), Checker(schema), cls.fail)
        profiles = load_profiles(list(lines(cls.paths[0])), schema, cls.fail)
        cls.verdicts = np.array([[d.verdict(c) + 1 for c in cls.clauses]
                                 for d in (Decider(schema, p, days.date(DAY)) for p in profiles)])

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_sums_beyond_a_float(self):
        """19 % of 2 x 10^15 fen, a fen beside it: 100 times that is no float."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "profiles.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                for i, row in enumerate(city(8, 200, 10_000_000)):
                    if i < 100:
                        row["revenue"] = {"2022": 20_000_000_000_000, "2023": 23_800_000_000_000 + (i % 3 - 1) / 100}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            work = works.make(path, self.paths[1], DAY)
            peer = Numpy(work, 1)
            peer.prepare()
            schema = built_in()
            profiles = load_profiles(list(lines(path)), schema, self.fail)
            self.assertGreater(peer.evaluator.largest((("revenue[2023]", 100), ("revenue[2022]", -119)), 0), 2**53)
            verdicts = np.array([[d.verdict(c) + 1 for c in self.clauses]
                                 for d in (Decider(schema, p, days.date(DAY)) for p in profiles)])
            expected = np.array([(verdicts == 2).sum(axis=0), (verdicts >= 1).sum(axis=0)]).T
            self.assertEqual(peer.count().tolist(), expected.tolist())

    def expected(self, n, m):
        verdicts = self.verdicts[:n, :m]
        return np.array([(verdicts == 2).sum(axis=0), (verdicts >= 1).sum(axis=0)]).T

    def test_counts_are_the_oracles(self):
        shares = [(self.verdicts == v).mean() for v in range(3)]
        self.assertGreater(min(shares), 0.03, "a city in which some verdict hardly occurs shows little")
        for n, m in ((333, 96), (128, 96), (333, 17)):
            with self.subTest(profiles=n, clauses=m):
                peer = Numpy(self.work.first(n).clauses(m), 1)
                peer.prepare()
                n = peer.work.n
                for _ in range(2):  # planes are used again
                    counts = peer.count()
                    wrong = [i for i, (a, b) in enumerate(zip(counts, self.expected(n, m))) if list(a) != list(b)]
                    self.assertEqual([self.work.texts[i] for i in wrong], [])

    def test_one_and_draft_are_the_oracles(self):
        peer = Numpy(self.work, 1)
        peer.prepare()
        peer.count()
        for row in range(0, 333, 7):
            self.assertEqual(peer.one(row).tolist(), self.verdicts[row].tolist())
        for clause in range(len(self.clauses)):
            true, possible, rows = peer.draft(clause)
            verdicts = self.verdicts[:, clause]
            self.assertEqual((true, possible), ((verdicts == 2).sum(), (verdicts >= 1).sum()))
            self.assertEqual(rows.tolist(), np.argsort(-verdicts, kind="stable")[:100].tolist())


if __name__ == "__main__":
    unittest.main()
