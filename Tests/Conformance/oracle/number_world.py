"""A small random city for exact numbers: growth, shares and sums that lie on their bounds as often as beside them.

    python3 -m oracle.number_world SEED CLAUSES PROFILES FOLDER    writes clauses.jsonl and profiles.jsonl
"""

import json
import os
import random
import sys
from decimal import Decimal

RATIOS = ["0.19", "0.05", "0.03", "0.333", "1.5", "0.125", "0.0001", "2.0", "0.7", "1e-3", "0.1234567890123"]
FIELDS = ["revenue", "tax", "rd_expense", "profit"]
MARKS = ["==", "!=", "<", "<=", ">", ">="]


class World:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def amount(self):
        dice = self.dice
        return Decimal(dice.choice([0, 1, 100, 833, 70000, 12345678, 99999999999])) / dice.choice([1, 1, 1, 10, 100])

    def fact(self):
        return f"{self.dice.choice(FIELDS)}[{self.dice.choice(['2021', '2022', '2023', 'year-1'])}]"

    def ratio(self):
        return self.dice.choice(RATIOS) if self.dice.random() < 0.7 else f"{self.dice.randint(0, 10**6)}.{self.dice.randint(0, 99)}"

    def term(self, depth):
        dice = self.dice
        if depth == 0:
            return dice.choice([self.fact, self.ratio, lambda: f"double({dice.choice(['employees', 'insured'])})",
                                lambda: f"money('{dice.randint(1, 9999)}万元')"])()
        kind = dice.randrange(8)
        one, other = self.term(depth - 1), self.term(depth - 1)
        if kind < 4:
            return f"({one} {'+-*/'[kind]} {other})"
        if kind == 4:
            return f"math.{dice.choice(['least', 'greatest'])}({one}, {other})"
        if kind == 5:
            return f"sum([{one}, {other}, {self.fact()}])"
        if kind == 6:
            return f"(-{one})"
        return f"({self.fact()} > {self.ratio()} ? {one} : {other})"

    def condition(self):
        dice = self.dice
        mark, a, b = dice.choice(MARKS), self.fact(), self.fact()
        kind = dice.randrange(6)
        if kind == 0:
            return f"({a} - {b}) / {b} {mark} {self.ratio()}"
        if kind == 1:
            return f"{a} {mark} {self.ratio()} * {b}"
        if kind == 2:
            return f"{a} / {b} - 1.0 {mark} {self.ratio()}"
        if kind == 3:
            return f"double(insured) / double(employees) {mark} {self.ratio()}"
        if kind == 4:
            return f"({a} + {b} + {self.fact()}) / 3.0 {mark} {self.term(1)}"
        return f"{self.term(2)} {mark} {self.term(1)}"

    def clause(self, number):
        conditions = [{"expr": self.condition()} for _ in range(self.dice.randint(1, 2))]
        return json.dumps({"id": f"N{number}", "title": "t", "conditions": conditions}, ensure_ascii=False)

    def profile(self, number):
        """Amounts of later years are often an exact ratio of earlier ones, so that bounds are met exactly."""
        dice = self.dice
        parts = [f'"id":"n{number}"']
        for field in FIELDS:
            if dice.random() < 0.15:
                continue
            years, last = {}, self.amount()
            for year in ("2021", "2022", "2023"):
                years[year] = last
                grown = last * (1 + Decimal(dice.choice(RATIOS)))
                last = grown if grown == round(grown, 2) and dice.random() < 0.8 else self.amount()
            kept = [f'"{y}":{round(v, 2):f}' for y, v in years.items() if dice.random() < 0.85]
            parts.append(f'"{field}":{{{",".join(kept)}}}')
        for field in ("employees", "insured"):
            if dice.random() < 0.8:
                parts.append(f'"{field}":{dice.choice([0, 1, 2, 3, 100, 1000])}')
        return "{" + ",".join(parts) + "}"


def main(seed, clauses, profiles, folder):
    world = World(int(seed))
    os.makedirs(folder, exist_ok=True)
    for name, count, line in (("clauses", clauses, world.clause), ("profiles", profiles, world.profile)):
        with open(os.path.join(folder, name + ".jsonl"), "w", encoding="utf-8") as file:
            file.writelines(line(i) + "\n" for i in range(int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
