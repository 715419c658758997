"""What is in the files? Profiles as columns, clauses as terms."""

from __future__ import annotations

import array
import datetime
import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from oracle import codes, days
from oracle.check import Checker
from oracle.clauses import load_clauses
from oracle.profiles import SHORT, built_in, lines

from .terms import Term, Translator, children, gathered

SCHEMA = built_in()
NUMBERS = {f.name: f.kind for f in SCHEMA.values() if f.kind in ("int", "money", "timestamp")}
YEARLY = [f.name for f in SCHEMA.values() if f.kind == "yearly"]
TEXTS = [f.name for f in SCHEMA.values() if f.kind in ("code", "enumeration", "bool", "string")]
LISTS = {f.name: f.members or {"": "string"} for f in SCHEMA.values() if f.kind in ("strings", "records")}
EPOCH = datetime.date(1970, 1, 1).toordinal()
MISSING = -(2**62)


def day_number(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal() - EPOCH


def fen(amount: float) -> int:
    """Exact below 2^53 fen, where a float's nearest hundredth is the amount as written."""
    value = round(amount * 100)
    if abs(value) >= 2**52 or abs(value - amount * 100) > 1e-3 * max(1.0, abs(amount) * 1e-6):
        raise ValueError(f"no amount in fen: {amount!r}")
    return value


READ = {"int": int, "money": fen, "timestamp": day_number}


@dataclass
class Column:
    """Whole numbers; `known` is False where the fact is missing, and the value is 0 there."""

    values: np.ndarray
    known: np.ndarray


@dataclass
class Words:
    """Texts and booleans by their place in `values`; -1 is missing."""

    codes: np.ndarray
    values: List[Any]


@dataclass
class Elements:
    """The elements of a list field, all rows one after another; `rows` ascends."""

    rows: np.ndarray
    members: Dict[str, Any]  # Column or Words, one entry an element
    known: np.ndarray  # one entry a row: the list is there
    others: np.ndarray  # one entry a row: further elements are not known


@dataclass
class Columns:
    """A population, loaded."""

    n: int
    numbers: Dict[str, Column]
    words: Dict[str, Words]
    lists: Dict[str, Elements]
    reviews: Dict[str, List[Tuple[int, bool]]]

    def rows(self, chosen: slice) -> "Columns":
        """The profiles of a slice with step 1."""
        low, high, _ = chosen.indices(self.n)

        def cut(x: Any) -> Any:
            if isinstance(x, Column):
                return Column(x.values[low:high], x.known[low:high])
            return Words(x.codes[low:high], x.values)

        lists = {}
        for name, e in self.lists.items():
            a, b = np.searchsorted(e.rows, [low, high])
            members = {}
            for m, x in e.members.items():
                members[m] = (Column(x.values[a:b], x.known[a:b]) if isinstance(x, Column)
                              else Words(x.codes[a:b], x.values))
            lists[name] = Elements(e.rows[a:b] - low, members, e.known[low:high], e.others[low:high])
        return Columns(high - low, {k: cut(v) for k, v in self.numbers.items()},
                       {k: cut(v) for k, v in self.words.items()}, lists,
                       {k: [(r - low, y) for r, y in v if low <= r < high] for k, v in self.reviews.items()})


class NumberReader:
    def __init__(self, kind: str) -> None:
        self.read, self.data = READ[kind], array.array("q")

    def add(self, raw: Any) -> None:
        self.data.append(MISSING if raw is None else self.read(raw))

    def skip_to(self, n: int) -> None:
        if len(self.data) < n:
            self.data.extend(array.array("q", [MISSING]) * (n - len(self.data)))

    def done(self) -> Column:
        values = np.frombuffer(self.data, np.int64).copy()
        known = values != MISSING
        values[~known] = 0
        return Column(values, known)


class WordReader:
    def __init__(self) -> None:
        self.places: Dict[Any, int] = {}
        self.data = array.array("i")

    def add(self, raw: Any) -> None:
        self.data.append(-1 if raw is None else self.places.setdefault(raw, len(self.places)))

    def done(self) -> Words:
        return Words(np.frombuffer(self.data, np.int32).copy(), list(self.places))


def load_columns(path: str) -> Columns:
    """Reads what `generate-city` writes; unlike huiqi it does not check for foreign keys or repeated ones."""
    numbers = {name: NumberReader(kind) for name, kind in NUMBERS.items()}
    yearly: Dict[str, Dict[str, NumberReader]] = {name: {} for name in YEARLY}
    words = {name: WordReader() for name in TEXTS}
    readers = {name: {m: NumberReader(k) if k in READ else WordReader() for m, k in members.items()}
               for name, members in LISTS.items()}
    rows_of = {name: array.array("i") for name in LISTS}
    flags = {name: (bytearray(), bytearray()) for name in LISTS}
    reviews: Dict[str, List[Tuple[int, bool]]] = {}
    n = 0
    for _, text in lines(path):
        row = json.loads(text)
        for name, reader in numbers.items():
            reader.add(row.get(name))
        for name, of_year in yearly.items():
            for year, amount in (row.get(name) or {}).items():
                if amount is not None:
                    reader = of_year.get(year)
                    if reader is None:
                        reader = of_year[year] = NumberReader("money")
                    reader.skip_to(n)
                    reader.add(amount)
        for name, reader in words.items():
            value = row.get(name)
            if name == "size":
                value = SHORT.get(value, value)
            elif name == "industry" and value is not None:
                value = codes.industry_fact(value)
            reader.add(value)
        for name, members in readers.items():
            items = row.get(name)
            known, others = flags[name]
            known.append(items is not None)
            others.append(items is not None and None in items)
            for item in items or ():
                if item is not None:
                    rows_of[name].append(n)
                    for m, reader in members.items():
                        reader.add(item.get(m) if m else item)
        for key, value in (row.get("reviews") or {}).items():
            if value is not None:
                reviews.setdefault(key, []).append((n, value))
        n += 1
    columns = {name: reader.done() for name, reader in numbers.items()}
    for name, of_year in yearly.items():
        for year, reader in of_year.items():
            reader.skip_to(n)
            columns[f"{name}[{year}]"] = reader.done()
    lists = {name: Elements(np.frombuffer(rows_of[name], np.int32).copy() if rows_of[name] else np.zeros(0, np.int32),
                            {m: r.done() for m, r in members.items()},
                            np.frombuffer(flags[name][0], np.bool_).copy(),
                            np.frombuffer(flags[name][1], np.bool_).copy())
             for name, members in readers.items()}
    return Columns(n, columns, {name: r.done() for name, r in words.items()}, lists, reviews)


@dataclass
class Catalogue:
    """Clauses as terms; a clause that is not in force is the constant False."""

    ids: List[str]
    roots: List[Term]
    translator: Translator
    refused: List[str] = field(default_factory=list)

    def atoms(self, roots: Optional[List[Term]] = None) -> List[Term]:
        """Distinct atoms in order of first appearance."""
        found: Dict[Term, None] = {}
        seen = set()
        stack = list(reversed(self.roots if roots is None else roots))
        while stack:
            term = stack.pop()
            if term in seen:
                continue
            seen.add(term)
            parts = children(term)
            if not parts and term[0] != "const":
                found[term] = None
            stack += reversed(parts)
        return list(found)


def load_catalogue(path: str, as_of: str, first: Optional[int] = None) -> Catalogue:
    """Reads, checks and translates clauses for a day."""
    day = days.date(as_of)
    if day is None:
        raise ValueError(f"no day: {as_of!r}")
    translator = Translator(SCHEMA, day)
    catalogue = Catalogue([], [], translator)
    for clause in load_clauses(list(lines(path))[:first], Checker(SCHEMA), catalogue.refused.append):
        late = clause.valid_from is not None and day < clause.valid_from
        over = clause.valid_to is not None and clause.valid_to < day
        catalogue.ids.append(clause.id)
        catalogue.roots.append(("const", False) if late or over else clause_term(clause, translator))
    return catalogue


def clause_term(clause: Any, translator: Translator) -> Term:
    parts = []
    for condition in clause.conditions:
        if condition.kind == "review":
            parts.append(("review", f"{clause.id}/{condition.id}"))
        elif condition.kind == "required":
            parts.append(translator.term(condition.root))
    return gathered("and", parts) if parts else ("const", True)
