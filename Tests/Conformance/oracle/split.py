"""The case split of formats.md section 4, by brute force: every region of a fact is one value put into the profile.

Written from the contract alone; shares nothing with the library. Regions of codes have one more for what lies below
each listed code (see the library's design note on the split): without it `region.under('3303')` beside
`region == '330300'` would be called certain and is not.
"""

from dataclasses import dataclass
from fractions import Fraction

from . import codes, days
from .evaluate import Evaluator
from .values import CelList, Code, Gap, Timestamp, Yearly, is_number, plain

SINCE = {"years_since": 12, "months_since": 1}


@dataclass(frozen=True)
class Use:
    """An atom of a form that the split knows: the fact, and the constants its regions are made of."""

    fact: tuple  # (name,) or (name, year)
    constants: tuple


def atoms(node):
    """The atoms of a boolean tree, as written, without a call for each link of a chain."""
    if node.kind == "chain" or node.kind == "choice" or node.kind == "unary" and node.value == "!":
        return [a for arg in node.args for a in atoms(arg)]
    if is_at_least(node):
        return [a for arg in node.args[1].args for a in atoms(arg)]
    return [node]


def is_at_least(node):
    return node.kind == "call" and node.value == ("at_least", False)


class Splitter:
    """Uses of one schema on one day, remembered by node."""

    def __init__(self, schema, as_of):
        self.schema, self.as_of = schema, as_of
        self.blank = Evaluator(schema, {}, as_of)
        self.known = {}

    def use(self, node):
        key = id(node)
        if key not in self.known:
            self.known[key] = self.find(node), node
        return self.known[key][0]

    def fact(self, node):
        if node.kind == "name":
            name = node.value.lstrip(".")
            scalar = name in self.schema and self.schema[name].kind not in ("yearly", "strings", "records")
            return (name,) if scalar else None
        if node.kind == "index" and node.args[0].kind == "name":
            name = node.args[0].value.lstrip(".")
            if name in self.schema and self.schema[name].kind == "yearly" and not self.reads(node.args[1]):
                year = self.blank.evaluate(node.args[1])
                return None if isinstance(year, Gap) else (name, year)
        return None

    def reads(self, node):
        """Whether a node reads the profile."""
        if node.kind == "name":
            return node.value.lstrip(".") in self.schema
        return any(self.reads(a) for a in node.args)

    def constant(self, node):
        value = Gap(["?"]) if self.reads(node) else self.blank.evaluate(node)
        return None if isinstance(value, Gap) else value

    def find(self, node):
        fact = self.fact(node)
        if fact and self.schema[fact[0]].kind == "bool":
            return Use(fact, ())
        if node.kind == "binary" and node.value in ("==", "!=", "<", "<=", ">", ">="):
            for one, other in (node.args, node.args[::-1]):
                value = self.constant(other)
                if value is None:
                    continue
                if one.kind == "call" and one.value == (one.value[0], False) and one.value[0] in SINCE:
                    fact = self.fact(one.args[0])
                    return Use(fact, self.steps(value, SINCE[one.value[0]])) if fact else None
                fact = self.fact(one)
                return Use(fact, (value,)) if fact else None
        if node.kind == "binary" and node.value == "in" and node.args[1].kind == "list":
            fact, values = self.fact(node.args[0]), self.constant(node.args[1])
            return Use(fact, tuple(values.items)) if fact and isinstance(values, CelList) else None
        if node.kind == "call" and node.value == ("under", True):
            fact, value = self.fact(node.args[0]), self.constant(node.args[1])
            if fact and value is not None:
                return Use(fact, tuple(value.items) if isinstance(value, CelList) else (value,))
        return None

    def steps(self, value, months):
        """The days at which the number of years or months since passes `value` or one beside it."""
        least = int(plain(value) // 1)
        return tuple(Timestamp(days.months_before(self.as_of, n * months)) for n in range(least - 1, least + 3))

    def values(self, fact, constants):
        """One value for every region of the fact."""
        field = self.schema[fact[0]]
        if field.kind == "bool":
            return [False, True]
        if field.kind == "enumeration":
            return list(field.values)
        if field.kind in ("string", "code"):
            return self.texts(field, {str(c) for c in constants})
        points = sorted({plain(c) if is_number(c) else Fraction(c.ns) for c in constants})
        if not points:
            points = [Fraction(0)]
        between = [points[0] - 1] + [Fraction(a + b) / 2 for a, b in zip(points, points[1:])] + [points[-1] + 1]
        if field.kind == "int":
            inside = [a // 1 + 1 for a, b in zip(points, points[1:]) if a // 1 + 1 < b]
            ends = [-(-points[0] // 1) - 1, points[-1] // 1 + 1]
            return [int(p) for p in points + inside + ends if p == int(p)]
        if field.kind == "timestamp":
            # Nanoseconds are whole; constants are days apart or equal.
            return [Timestamp(int(p)) for p in points + between]
        return [Fraction(p) for p in points + between]

    def texts(self, field, constants):
        if field.kind == "string":
            after = [c + "\0" for c in constants if c + "\0" not in constants]
            return sorted(constants) + after + [""] * ("" not in constants)
        section = field.name == "industry" or not any(c[:2].isdigit() for c in constants)
        listed = {codes.with_section(c) if section and c.isdigit() else c for c in constants}
        out = [Code(c) for c in sorted(listed)]
        for c in sorted(listed):
            level = codes.upper_level(c)
            if len(level) < (12 if level.isdigit() else 5):
                out.append(Code(level + "~"))
        return out + [Code("~~")]

    def decide(self, clause, profile, review):
        """(verdict, fact) where some missing fact decides what Kleene left open, else None."""
        roots = [c.root for c in clause.conditions if c.kind == "required"]
        uses = [self.use(a) for root in roots for a in atoms(root)]
        uses = [u for u in uses if u]
        facts = list(dict.fromkeys(u.fact for u in uses))
        for fact in facts:
            mine = [u for u in uses if u.fact == fact]
            if len(mine) < 2 or not self.missing(fact, profile.facts):
                continue
            constants = [c for u in mine for c in u.constants]
            truths = {self.truth(clause, profile, review, fact, value) for value in self.values(fact, constants)}
            if len(truths) == 1 and None not in truths:
                name = fact[0] if len(fact) == 1 else f"{fact[0]}[{fact[1]}]"
                return (1 if truths.pop() else -1), name
        return None

    @staticmethod
    def missing(fact, facts):
        if len(fact) == 1:
            return fact[0] not in facts
        return fact[0] not in facts or fact[1] not in facts[fact[0]].known

    def truth(self, clause, profile, review, fact, value):
        """The clause's truth where the atoms of the split's forms take `value`; others see the fact missing."""
        facts = dict(profile.facts)
        if len(fact) == 1:
            facts[fact[0]] = value
        else:
            known = profile.facts[fact[0]].known if fact[0] in profile.facts else {}
            facts[fact[0]] = Yearly(fact[0], {**known, fact[1]: value})
        filled, bare = Evaluator(self.schema, facts, self.as_of), Evaluator(self.schema, profile.facts, self.as_of)

        def truth(node):
            if node.kind == "chain":
                found = [truth(a) for a in node.args]
                decisive = node.value == "||"
                return decisive if decisive in found else None if None in found else not decisive
            if node.kind == "choice":
                test = truth(node.args[0])
                return None if test is None else truth(node.args[1 if test else 2])
            if node.kind == "unary" and node.value == "!":
                inner = truth(node.args[0])
                return None if inner is None else not inner
            if is_at_least(node):
                k = self.blank.evaluate(node.args[0])
                found = [truth(a) for a in node.args[1].args]
                trues = found.count(True)
                return True if trues >= k else False if trues + found.count(None) < k else None
            use = self.use(node)
            result = (filled if use and use.fact == fact else bare).evaluate(node)
            return None if isinstance(result, Gap) else result

        found = [truth(c.root) if c.kind == "required" else review(c)
                 for c in clause.conditions if c.kind != "preferred"]
        return False if False in found else None if None in found else True
