"""A small random city for the case split: clauses whose conditions ask the same few facts again and again.

    python3 -m oracle.split_world SEED CLAUSES PROFILES FOLDER    writes clauses.jsonl and profiles.jsonl
"""

import json
import os
import random
import sys

ATOMS = {
    "revenue": [
        "revenue[2023] <= money('5000万元')", "revenue[year-1] > money('5000万元')", "revenue[2023] <= 200000000.0",
        "money('2亿元') < revenue[2023]", "revenue[2023] in [50000000.0, 0.0]", "revenue[2023] < 0.0",
        "revenue[2023] != 200000000.0", "tax[2023] >= 0.05 * revenue[2023]", "revenue[2022] < revenue[2023]"],
    "employees": [
        "employees < 20", "employees >= 20", "employees <= 20", "employees > 19", "employees < 300",
        "employees >= 300", "employees in [20, 21]", "employees == 21", "employees >= 20.5", "employees < 22u"],
    "region": [
        "region.under('3303')", "region.under('330302')", "!region.under('330302')", "region == '330300'",
        "region.under(['3301', '3302'])", "region in ['330302', '330303']", "region != '330301'",
        "region.under('33')"],
    "industry": [
        "industry.under('C')", "industry.under('C38')", "industry.under('38')", "industry.under('I65')",
        "industry == 'C3829'", "!industry.under(['C', 'I'])", "industry in ['C3829', 'I6550']"],
    "size": [
        "size == '大型'", "size in ['中型', '小型']", "size != '微型'", "size in ['大型', '中型', '小型', '微型']",
        "size == '微型'"],
    "dishonest": [
        "dishonest", "!dishonest", "dishonest == false", "dishonest != false", "dishonest in [true]"],
    "established": [
        "years_since(established) >= 3", "years_since(established) < 3", "established > date('2021-06-30')",
        "established <= years_before(3)", "months_since(established) < 36", "years_since(established) == 2",
        "2.5 < years_since(established)", "established <= date('2020-01-01')", "established != years_before(3)",
        "days_before(1000) < established"],
    "legal_form": ["legal_form == '甲'", "legal_form != '甲'", "legal_form in ['甲', '乙']"],
}
OTHERS = [
    "abnormal", "tax[2023] >= 100.0", "'高新技术企业' in tags", "rd_expense[2023] >= 0.03 * revenue[2023]",
    "insured >= 10", "true", "false", "first_reached(revenue, 2023, money('5000万元'), 2022)",
    "penalties.exists(p, p.amount > 5.0)"]
VALUES = {
    "revenue": ['{"2023":%s}' % v for v in ("49999999.99", "50000000", "200000000", "0")],
    "employees": ["19", "20", "21", "300"], "region": ['"330300"', '"330302"', '"330303"', '"110101"'],
    "industry": ['"C3829"', '"C3811"', '"I6550"'], "size": ['"大型"', '"微型"'], "dishonest": ["true", "false"],
    "established": ['"2021-06-30"', '"2021-07-01"', '"2020-01-02"'], "legal_form": ['"甲"', '"丙"'],
    "abnormal": ["true", "false"], "tax": ['{"2023":99}', '{"2023":100}'],
    "tags": ["[]", '["高新技术企业"]', "[null]"], "insured": ["9", "10"],
    "rd_expense": ['{"2023":5000000}', '{"2022":1}'], "penalties": ["[]", '[{"amount":6}]', "[{}]"],
}


class World:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def expression(self, facts, depth):
        dice = self.dice
        if depth == 0 or dice.random() < 0.2:
            return dice.choice(OTHERS if dice.random() < 0.25 else ATOMS[dice.choice(facts)])

        def part():
            return "(" + self.expression(facts, depth - 1) + ")"

        kind = dice.randrange(6)
        if kind == 0:
            return f"{part()} && {part()}"
        if kind == 1:
            return f"{part()} || {part()}"
        if kind == 2:
            return f"{part()} ? {part()} : {part()}"
        if kind == 3:
            return f"!{part()}"
        if kind == 4:
            return f"at_least({dice.randint(1, 2)}, [{part()}, {part()}, {part()}])"
        return f"{part()} || {part()} || {part()}"

    def clause(self, number):
        dice = self.dice
        facts = dice.sample(list(ATOMS), 2)[: 1 if dice.random() < 0.7 else 2]
        conditions = []
        for _ in range(dice.randint(1, 3)):
            condition = {"expr": self.expression(facts, 2), "weight": dice.randint(1, 3)}
            if dice.random() < 0.15:
                condition["kind"] = "preferred"
            conditions.append(condition)
        if dice.random() < 0.1:
            conditions.append({"kind": "review"})
        clause = {"id": f"C{number}", "title": "t", "conditions": conditions}
        if dice.random() < 0.05:
            clause["valid_to"] = "2020-01-01"
        return json.dumps(clause, ensure_ascii=False)

    def profile(self, number):
        dice = self.dice
        parts = [f'"id":"k{number}"']
        parts += [f'"{k}":{dice.choice(v)}' for k, v in VALUES.items() if dice.random() < 0.4]
        if dice.random() < 0.3:
            parts.append('"reviews":{"C%d/c2":%s}' % (dice.randrange(50), dice.choice(["true", "false"])))
        return "{" + ",".join(parts) + "}"


def main(seed, clauses, profiles, folder):
    world = World(int(seed))
    os.makedirs(folder, exist_ok=True)
    for name, count, line in (("clauses", clauses, world.clause), ("profiles", profiles, world.profile)):
        with open(os.path.join(folder, name + ".jsonl"), "w", encoding="utf-8") as file:
            file.writelines(line(i) + "\n" for i in range(int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
