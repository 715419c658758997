"""What does a condition ask? The oracle's tree as terms that engines translate.

A term is a tuple; equal terms are equal tuples, so a table of terms shares what clauses have in common.

("const", True | False | None)        None is unknown
("and", (term, ...)), ("or", (term, ...)), ("not", term), ("at_least", k, (term, ...)), ("choice", c, a, b)
("linear", ((fact, int), ...), int, op)   sum of fact x int, op, int; unknown where a fact is missing
("ratio", terms, int, terms, int, op)     (N / D) op 0; unknown where a fact is missing or D is 0
("text", field, source)               any question about one field of few distinct values
("prepared", fields, source)          anything else: lists, long texts; decided before the engine runs
("review", "CLAUSE/CONDITION")        what a person has judged

Facts of "linear" and "ratio" are whole numbers: money in fen, counts, days since 1970 (`established`), and what is
derived from others by size() and math.greatest. So every comparison is one of whole numbers, exact where an engine's
integers are.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from oracle import days
from oracle.evaluate import Evaluator
from oracle.values import Gap, Timestamp

Term = Tuple[Any, ...]
FEW = ("code", "enumeration", "bool")  # kinds of field with few distinct values
FLIPPED = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}
MARKS = tuple(FLIPPED)


class Unfit(Exception):
    """Not a comparison of whole numbers."""


class Quotient(NamedTuple):
    """N / D; each part maps facts to coefficients, the empty name to the constant. D is ONE where there is none."""

    top: Dict[str, Fraction]
    bottom: Dict[str, Fraction]


ONE = {"": Fraction(1)}


def added(a: Dict[str, Fraction], b: Dict[str, Fraction], factor: Fraction = Fraction(1)) -> Dict[str, Fraction]:
    """a + factor b. A coefficient that comes to 0 stays: its fact must still be known."""
    out = dict(a)
    for name, value in b.items():
        out[name] = out.get(name, Fraction(0)) + factor * value
    return out


def scaled(a: Dict[str, Fraction], factor: Fraction) -> Dict[str, Fraction]:
    return {name: value * factor for name, value in a.items()}


def number_of(a: Dict[str, Fraction]) -> Optional[Fraction]:
    """The value of a part without facts."""
    return a.get("", Fraction(0)) if not any(a.keys() - {""}) else None


class Translator:
    """Makes terms for one day. `nodes` keeps the oracle's tree of every text and prepared term."""

    def __init__(self, schema: Dict[str, Any], as_of: Timestamp) -> None:
        self.schema, self.as_of = schema, as_of
        self.nodes: Dict[Term, Any] = {}
        self.derived: Dict[str, Tuple[str, Tuple[str, ...]]] = {}  # fact -> (size | greatest | least, arguments)
        self.constants = Evaluator(schema, {}, as_of)

    # Logic

    def term(self, node: Any) -> Term:
        """The term of a boolean expression."""
        if node.kind == "literal" and isinstance(node.value, bool):
            return ("const", node.value)
        if node.kind == "chain":
            return gathered("and" if node.value == "&&" else "or", [self.term(a) for a in node.args])
        if node.kind == "unary" and node.value == "!":
            return ("not", self.term(node.args[0]))
        if node.kind == "choice":
            return ("choice", *(self.term(a) for a in node.args))
        if node.kind == "call" and node.value[0] == "at_least":
            k, parts = self.constants.evaluate(node.args[0]), tuple(self.term(a) for a in node.args[1].args)
            if isinstance(k, Gap):
                return ("const", None)
            return ("at_least", k, parts) if 0 < k <= len(parts) else ("const", k <= 0)
        if node.kind == "call" and node.value[0] == "first_reached":
            return self.first_reached(node)
        return self.atom(node)

    def first_reached(self, node: Any) -> Term:
        series, at, bound, start = node.args
        at, start = self.constants.evaluate(at), self.constants.evaluate(start)
        value = self.constants.evaluate(bound)
        if series.kind != "name" or any(isinstance(x, Gap) for x in (at, start, value)):
            return self.other(node)
        money = {"": Fraction(value)}

        def compare(mark: str, year: int) -> Term:
            return linear({f"{series.value}[{year}]": Fraction(1, 100)}, money, mark)

        return gathered("and", [compare(">=", at)] + [compare("<", y) for y in range(start, at)])

    # Atoms

    def atom(self, node: Any) -> Term:
        fields = self.fields(node)
        if not fields:
            value = self.constants.evaluate(node)
            return ("const", None if isinstance(value, Gap) else value)
        try:
            if node.kind == "binary" and node.value in MARKS:
                return self.comparison(node)
        except Unfit:
            pass
        few = len(fields) == 1 and self.schema[next(iter(fields))].kind in FEW
        if few or fields == {"legal_form"}:
            return self.kept(("text", *fields, written(node)), node)
        return self.other(node)

    def other(self, node: Any) -> Term:
        return self.kept(("prepared", tuple(sorted(self.fields(node))), written(node)), node)

    def kept(self, term: Term, node: Any) -> Term:
        self.nodes.setdefault(term, node)
        return term

    def fields(self, node: Any) -> set:
        found, stack = set(), [node]
        while stack:
            part = stack.pop()
            if part.kind == "name" and part.value in self.schema:
                found.add(part.value)
            stack += part.args
        return found

    def comparison(self, node: Any) -> Term:
        left, right = node.args
        special = self.of_day(node.value, left, right) or self.of_day(FLIPPED[node.value], right, left)
        if special:
            return special
        a, b = self.quotient(left), self.quotient(right)
        if number_of(a.bottom) is not None and number_of(b.bottom) is not None:
            return linear(scaled(a.top, 1 / number_of(a.bottom)), scaled(b.top, 1 / number_of(b.bottom)), node.value)
        mark = node.value
        if number_of(a.bottom) is not None:
            a, b, mark = b, a, FLIPPED[mark]
        if number_of(b.bottom) is None or number_of(b.top) is None:
            raise Unfit
        value = number_of(b.top) / number_of(b.bottom)
        top, bottom = whole(added(a.top, a.bottom, -value)), whole(a.bottom)
        return ("ratio", *split(top), *split(bottom), mark)

    def of_day(self, mark: str, left: Any, right: Any) -> Optional[Term]:
        """established against a day; years_since, months_since, getFullYear against a number."""
        if self.fields(right):
            return None
        value = self.constants.evaluate(right)
        if left.kind == "name" and left.value == "established" and isinstance(value, Timestamp):
            return linear({left.value: Fraction(1)}, {"": Fraction(value.ns, days.DAY)}, mark)
        if left.kind != "call" or len(left.args) != 1 or type(value) is not int:
            return None
        if left.args[0].kind != "name" or left.args[0].value != "established":
            return None
        name = left.value[0]
        if name in ("years_since", "months_since"):
            step = 12 if name == "years_since" else 1

            def since(n: int) -> Term:  # months_since(t) >= n
                bound = Fraction(days.months_before(self.as_of, n * step), days.DAY)
                return linear({"established": Fraction(1)}, {"": bound}, "<=")

            at_least = since
        elif name == "getFullYear":
            def at_least(n: int) -> Term:
                return linear({"established": Fraction(1)}, {"": Fraction(days.day_number(n, 1, 1))}, ">=")
        else:
            return None
        return {">=": lambda: at_least(value), ">": lambda: at_least(value + 1),
                "<": lambda: ("not", at_least(value)), "<=": lambda: ("not", at_least(value + 1)),
                "==": lambda: ("and", (at_least(value), ("not", at_least(value + 1)))),
                "!=": lambda: ("not", ("and", (at_least(value), ("not", at_least(value + 1)))))}[mark]()

    # Numbers

    def quotient(self, node: Any) -> Quotient:
        if not self.fields(node):
            value = self.constants.evaluate(node)
            if type(value) not in (int, Fraction):
                raise Unfit
            return Quotient({"": Fraction(value)}, ONE)
        if node.kind == "name":
            kind = self.schema[node.value].kind
            if kind not in ("int", "money"):
                raise Unfit
            return Quotient({node.value: Fraction(1, 100 if kind == "money" else 1)}, ONE)
        if node.kind == "index" and node.args[0].kind == "name" and not self.fields(node.args[1]):
            if self.schema[node.args[0].value].kind != "yearly":
                raise Unfit
            year = self.constants.evaluate(node.args[1])
            return Quotient({f"{node.args[0].value}[{year}]": Fraction(1, 100)}, ONE)
        if node.kind == "unary":
            part = self.quotient(node.args[0])
            return Quotient(scaled(part.top, Fraction(-1)), part.bottom)
        if node.kind == "call":
            return self.of_call(node)
        if node.kind == "binary":
            return self.arithmetic(node.value, *(self.quotient(a) for a in node.args))
        raise Unfit

    def arithmetic(self, mark: str, a: Quotient, b: Quotient) -> Quotient:
        if mark in "+-":
            sign = Fraction(1 if mark == "+" else -1)
            if a.bottom == b.bottom:
                return Quotient(added(a.top, b.top, sign), a.bottom)
            if b.bottom == ONE and number_of(b.top) is not None:
                return Quotient(added(a.top, a.bottom, sign * number_of(b.top)), a.bottom)
            if a.bottom == ONE and number_of(a.top) is not None:
                return Quotient(added(scaled(b.top, sign), b.bottom, number_of(a.top)), b.bottom)
        if mark == "*":
            for x, y in ((a, b), (b, a)):
                if x.bottom == ONE and number_of(x.top) is not None:
                    return Quotient(scaled(y.top, number_of(x.top)), y.bottom)
        if mark == "/" and a.bottom == b.bottom == ONE:
            value = number_of(b.top)
            if value is None:
                return Quotient(a.top, b.top)
            if value != 0:
                return Quotient(scaled(a.top, 1 / value), ONE)
        raise Unfit

    def of_call(self, node: Any) -> Quotient:
        name = node.value[0]
        if name == "double" and len(node.args) == 1:
            return self.quotient(node.args[0])
        if name == "sum" and node.args[0].kind == "list":
            parts = [self.quotient(a) for a in node.args[0].args]
            total = parts[0]
            for part in parts[1:]:
                total = self.arithmetic("+", total, part)
            return total
        names = [a.value for a in node.args if a.kind == "name" and a.value in self.schema]
        kinds = {self.schema[n].kind for n in names}
        if len(names) == len(node.args):
            if name == "size" and kinds <= {"strings", "records"}:
                return self.made("size", names)
            if name in ("math.greatest", "math.least") and kinds == {"int"}:
                return self.made(name[5:], sorted(names))
        raise Unfit

    def made(self, what: str, names: list) -> Quotient:
        fact = f"{what}({','.join(names)})"
        self.derived[fact] = (what, tuple(names))
        return Quotient({fact: Fraction(1)}, ONE)


def children(term: Term) -> Tuple[Term, ...]:
    """The terms that a term is made of; of an atom none."""
    if term[0] in ("and", "or"):
        return term[1]
    if term[0] == "at_least":
        return term[2]
    if term[0] in ("not", "choice"):
        return term[1:]
    return ()


def below(roots: List[Term]) -> List[Term]:
    """Every distinct term, parts before wholes."""
    out: Dict[Term, None] = {}
    stack = [(root, False) for root in reversed(roots)]
    while stack:
        term, ready = stack.pop()
        if term in out:
            continue
        if ready:
            out[term] = None
        else:
            stack.append((term, True))
            stack += [(part, False) for part in children(term)]
    return list(out)


def facts(term: Term) -> List[str]:
    """The facts that a comparison reads; of other terms none."""
    if term[0] == "linear":
        return [f for f, _ in term[1]]
    return [f for f, _ in (*term[1], *term[3])] if term[0] == "ratio" else []


def gathered(kind: str, parts: list) -> Term:
    """One chain where chains of the same kind are nested."""
    flat: list = []
    for part in parts:
        flat += part[1] if part[0] == kind else (part,)
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else (kind, tuple(flat))


def whole(a: Dict[str, Fraction]) -> Dict[str, int]:
    """The same sign everywhere, with coprime whole coefficients."""
    scale = math.lcm(*(v.denominator for v in a.values()))
    numbers = {name: int(v * scale) for name, v in a.items()}
    common = math.gcd(*numbers.values()) or 1
    return {name: v // common for name, v in numbers.items()}


def split(a: Dict[str, int]) -> Tuple[Tuple[Tuple[str, int], ...], int]:
    return tuple(sorted((n, v) for n, v in a.items() if n)), a.get("", 0)


def linear(a: Dict[str, Fraction], b: Dict[str, Fraction], mark: str) -> Term:
    """a mark b as one sum against a whole number, the first coefficient above 0."""
    facts, constant = split(whole(added(a, b, Fraction(-1))))
    first = next((v for _, v in facts if v), 1)
    if first < 0:
        facts, constant, mark = tuple((n, -v) for n, v in facts), -constant, FLIPPED[mark]
    return ("linear", facts, -constant, mark)


def written(node: Any) -> str:
    """One text for equal trees."""
    if node.kind == "literal":
        return repr(node.value)
    return f"{node.kind}:{node.value}({','.join(written(a) for a in node.args)})"
