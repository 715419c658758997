"""What no column engine asks well: lists, long texts, reviews. Decided once, as two columns of truth an atom.

Every peer gets the same columns and none is charged for them in its evaluation; the time is stated as preparation.
"""

from __future__ import annotations

import operator
from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple

import numpy as np

from oracle import functions
from oracle.evaluate import Evaluator
from oracle.values import CelList, Code, Gap, Record, Timestamp, Yearly
from oracle import days
from fractions import Fraction

from .city import SCHEMA, Column, Columns, Elements, Words
from .terms import FLIPPED, MARKS, Term, Translator, Unfit

Truth = Tuple[np.ndarray, np.ndarray]  # true, possible: booleans, one a row
COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq,
           "!=": operator.ne}


class Preparation:
    """Decides atoms of kind text, prepared and review for a population. `by_row` lists those decided by the oracle."""

    def __init__(self, columns: Columns, translator: Translator) -> None:
        self.columns, self.translator = columns, translator
        self.evaluator = Evaluator(SCHEMA, {}, translator.as_of)
        self.by_row: List[Term] = []
        self.normal: Dict[str, List[str]] = {}
        self.by_name: Dict[str, Tuple[np.ndarray, np.ndarray]] = {}

    def truth(self, term: Term) -> Truth:
        if term[0] == "review":
            return self.of_review(term[1])
        node = self.translator.nodes[term]
        if term[0] == "text":
            return self.of_words(node, term[1])
        for way in (self.of_search, self.of_tag, self.of_macro):
            try:
                return way(node)
            except Unfit:
                continue
        self.by_row.append(term)
        return self.row_by_row(node, term[1])

    def table(self, term: Term) -> Tuple[frozenset, frozenset]:
        """Of a text term: the values of its field for which it is true, and those for which it is unknown."""
        field = term[1]
        values = self.columns.words[field].values
        answers = [self.ask(self.translator.nodes[term], {field: fact(field, v)}) for v in values]
        return (frozenset(v for v, a in zip(values, answers) if a is True),
                frozenset(v for v, a in zip(values, answers) if a is None))

    def ask(self, node: Any, facts: Dict[str, Any], scope: Optional[Dict[str, Any]] = None) -> Optional[bool]:
        self.evaluator.facts = facts
        result = self.evaluator.evaluate(node, scope)
        return None if isinstance(result, Gap) else result

    def of_review(self, key: str) -> Truth:
        true, possible = np.zeros(self.columns.n, bool), np.ones(self.columns.n, bool)
        for row, answer in self.columns.reviews.get(key, ()):
            true[row] = possible[row] = answer
        return true, possible

    def of_words(self, node: Any, field: str) -> Truth:
        words = self.columns.words[field]
        answers = [self.ask(node, {field: fact(field, v)}) for v in words.values]
        return looked_up(words.codes, answers)

    # Long texts

    def of_search(self, node: Any) -> Truth:
        """field.contains('…'), startsWith, endsWith, mentions, matches; each distinct text once."""
        if node.kind != "call" or not node.value[1] or len(node.args) != 2 or node.args[0].kind != "name":
            raise Unfit
        field, wanted = node.args[0].value, node.args[1].value
        if field not in self.columns.words or node.args[1].kind != "literal":
            raise Unfit
        words, name = self.columns.words[field], node.value[0]
        texts = words.values
        if name == "mentions":
            if field not in self.normal:
                self.normal[field] = [functions.normalised(t) for t in texts]
            texts, wanted = self.normal[field], functions.normalised(wanted)
        if name in ("contains", "mentions"):
            answers = [wanted in t for t in texts]
        elif name in ("startsWith", "endsWith"):
            answers = [getattr(t, name.lower())(wanted) for t in texts]
        elif name == "matches":
            pattern = functions.pattern(wanted)
            answers = [pattern.search(t) is not None for t in texts]
        else:
            raise Unfit
        return looked_up(words.codes, answers)

    # Lists

    def of_tag(self, node: Any) -> Truth:
        """'…' in tags"""
        if node.kind != "binary" or node.value != "in" or node.args[1].kind != "name":
            raise Unfit
        field = node.args[1].value
        if field not in self.columns.lists or node.args[0].kind != "literal":
            raise Unfit
        elements = self.columns.lists[field]
        words = elements.members[""]
        holds = words.codes == (words.values.index(node.args[0].value) if node.args[0].value in words.values else -2)
        return self.some(elements, elements.rows[holds], elements.rows[holds])

    def some(self, elements: Elements, true: np.ndarray, possible: np.ndarray) -> Truth:
        """`exists` from the rows of elements for which the body is true, and those for which it is not false."""
        t, p = np.zeros(self.columns.n, bool), elements.others | ~elements.known
        t[true] = True
        p[possible] = True
        return t, p

    def of_macro(self, node: Any) -> Truth:
        if node.kind != "macro" or node.value[0] not in ("exists", "all") or node.args[0].kind != "name":
            raise Unfit
        if node.args[0].value not in self.columns.lists:
            raise Unfit
        elements, body = self.columns.lists[node.args[0].value], node.args[1]
        if node.value[0] == "exists":
            chosen = self.narrowed(elements, body, node.value[1])
            t, p = self.body(elements, chosen, body, node.value[1])
            return self.some(elements, elements.rows[chosen][t], elements.rows[chosen][p])
        every = np.arange(len(elements.rows))
        t, p = self.body(elements, every, body, node.value[1])
        true, possible = self.some(elements, elements.rows[~p], elements.rows[~t])
        return ~possible, ~true

    def narrowed(self, elements: Elements, body: Any, variable: str) -> np.ndarray:
        """The elements that a conjunct `name == '…'` leaves, where the body is such a chain; else all."""
        parts = body.args if body.kind == "chain" and body.value == "&&" else [body]
        for part in parts:
            if part.kind == "binary" and part.value in ("==", "in") and is_member(part.args[0], variable, "name"):
                if id(elements) not in self.by_name:
                    order = np.argsort(elements.members["name"].codes, kind="stable")
                    self.by_name[id(elements)] = order, elements.members["name"].codes[order]
                order, codes = self.by_name[id(elements)]
                t, p = self.member_truth(elements.members["name"], part, "name", variable)
                keep = [np.searchsorted(codes, [c, c + 1]) for c in np.flatnonzero(p[1:])]
                keep += [np.searchsorted(codes, [-1, 0])]
                return np.sort(np.concatenate([order[a:b] for a, b in keep]))
        return np.arange(len(elements.rows))

    def member_truth(self, words: Words, node: Any, member: str, variable: str) -> Tuple[np.ndarray, np.ndarray]:
        """true and possible of a question about one text member, by code + 1."""
        answers = [self.ask(node, {}, {variable: Record("x", (member,), {member: v}) if member else v})
                   for v in words.values]
        return (np.array([False] + [a is True for a in answers]), np.array([True] + [a is not False for a in answers]))

    def body(self, elements: Elements, chosen: np.ndarray, node: Any, variable: str) -> Truth:
        """true and possible of a macro's body, one entry a chosen element."""
        if node.kind == "chain":
            join = np.logical_and if node.value == "&&" else np.logical_or
            parts = [self.body(elements, chosen, a, variable) for a in node.args]
            return (join.reduce([t for t, _ in parts]), join.reduce([p for _, p in parts]))
        if node.kind == "unary" and node.value == "!":
            t, p = self.body(elements, chosen, node.args[0], variable)
            return ~p, ~t
        asked = set(members(node, variable))
        if len(asked) != 1 or self.translator.fields(node):
            raise Unfit
        member = asked.pop()
        column = elements.members.get(member)
        if isinstance(column, Words):
            t, p = self.member_truth(column, node, member, variable)
            codes = column.codes[chosen] + 1
            return t[codes], p[codes]
        if node.kind != "binary" or node.value not in MARKS or column is None:
            raise Unfit
        mark, left, right = node.value, *node.args
        if not is_member(left, variable, member):
            mark, left, right = FLIPPED[mark], right, left
        if not is_member(left, variable, member) or list(members(right, variable)):
            raise Unfit
        bound = whole_bound(self.translator.constants.evaluate(right))
        if bound is None:
            raise Unfit
        known = column.known[chosen]
        holds = COMPARE[mark](column.values[chosen], bound)
        return holds & known, holds | ~known

    # Anything

    def row_by_row(self, node: Any, fields: Iterable[str]) -> Truth:
        """The oracle, once for each distinct set of the facts that are asked for."""
        fields = tuple(fields)
        memo: Dict[Any, Optional[bool]] = {}
        t, p = np.zeros(self.columns.n, bool), np.zeros(self.columns.n, bool)
        for row in range(self.columns.n):
            raw = tuple(raw_fact(self.columns, f, row) for f in fields)
            if raw not in memo:
                memo[raw] = self.ask(node, {f: fact(f, v) for f, v in zip(fields, raw) if v is not None})
            t[row], p[row] = memo[raw] is True, memo[raw] is not False
        return t, p


def looked_up(codes: np.ndarray, answers: List[Optional[bool]]) -> Truth:
    t = np.array([a is True for a in answers] + [False])  # -1, missing, is the last
    p = np.array([a is not False for a in answers] + [True])
    return t[codes], p[codes]


def members(node: Any, variable: str) -> Iterable[str]:
    """The members of a macro's variable that are read; "" is the element itself."""
    if node.kind == "select" and node.args[0].kind == "name" and node.args[0].value == variable:
        yield node.value
    elif node.kind == "name" and node.value == variable:
        yield ""
    else:
        for part in node.args:
            yield from members(part, variable)


def is_member(node: Any, variable: str, member: str) -> bool:
    return list(members(node, variable)) == [member] and node.kind in ("select", "name")


def whole_bound(value: Any) -> Optional[Fraction]:
    """A day or an amount in the units of its column."""
    if isinstance(value, Timestamp):
        bound = Fraction(value.ns, days.DAY)
    elif type(value) in (int, Fraction):
        bound = Fraction(value) * 100
    else:
        return None
    return int(bound) if bound.denominator == 1 else None


def raw_fact(columns: Columns, field: str, row: int) -> Any:
    """A hashable form of one fact; None is missing."""
    if field in columns.numbers:
        column = columns.numbers[field]
        return int(column.values[row]) if column.known[row] else None
    if field in columns.words:
        words = columns.words[field]
        return words.values[words.codes[row]] if words.codes[row] >= 0 else None
    if field in columns.lists:
        elements = columns.lists[field]
        if not elements.known[row]:
            return None
        a, b = np.searchsorted(elements.rows, [row, row + 1])
        items = []
        for i in range(a, b):
            item = []
            for m, x in elements.members.items():
                if isinstance(x, Column):
                    item.append((m, int(x.values[i]) if x.known[i] else None))
                else:
                    item.append((m, x.values[x.codes[i]] if x.codes[i] >= 0 else None))
            items.append(tuple(item))
        return tuple(items), bool(elements.others[row])
    return tuple((name, int(c.values[row])) for name, c in columns.numbers.items()
                 if name.startswith(field + "[") and c.known[row])


def fact(field: str, raw: Any) -> Any:
    """The oracle's value of a raw fact."""
    kind = SCHEMA[field].kind
    if kind == "yearly":
        return Yearly(field, {int(name[len(field) + 1: -1]): Fraction(v, 100) for name, v in raw})
    if kind == "strings":
        return CelList([dict(item)[""] for item in raw[0]], [f"{field}[*]"] if raw[1] else [])
    if kind == "records":
        kinds = SCHEMA[field].members
        items = [Record(f"{field}[{i}]", tuple(kinds), {m: value(kinds[m], v) for m, v in item if v is not None})
                 for i, item in enumerate(raw[0])]
        return CelList(items, [f"{field}[*]"] if raw[1] else [])
    return value(kind, raw)


def value(kind: str, raw: Any) -> Any:
    if kind == "money":
        return Fraction(raw, 100)
    if kind == "timestamp":
        return Timestamp(raw * days.DAY)
    return Code(raw) if kind == "code" else raw


def derive(columns: Columns, translator: Translator) -> None:
    """Adds the facts that are made of others: sizes of lists, greatest and least."""
    for name, (what, arguments) in translator.derived.items():
        if what == "size":
            elements = columns.lists[arguments[0]]
            counts = np.bincount(elements.rows, minlength=columns.n)
            known = elements.known & ~elements.others
            columns.numbers[name] = Column(np.where(known, counts, 0), known)
        else:
            pick: Callable = np.maximum if what == "greatest" else np.minimum
            parts = [columns.numbers[a] for a in arguments]
            known = np.logical_and.reduce([c.known for c in parts])
            columns.numbers[name] = Column(np.where(known, pick.reduce([c.values for c in parts]), 0), known)
