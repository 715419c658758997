"""Atoms to bit planes with numpy.

A fact against thresholds is compared by its rank among them. Sums run on float64 columns of whole numbers with NaN
where the fact is missing, which is exact while every product and sum stays below 2^53; a term that could go beyond runs
on int64, or on Python's integers where even that could overflow.
"""

from __future__ import annotations

import operator
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from .terms import Term, facts
from .work import Work

COMPARE = {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less, "==": np.equal,
           "!=": np.not_equal}
PYTHON = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq,
          "!=": operator.ne}
BLOCK = 16_384  # rows of a sum at a time, so that its parts stay in the second-level cache


class Atoms:
    """Evaluates atoms to planes of shape (2, words), rows beyond the population false.

    Prepared here, before any atom is evaluated: a fact's rank among the thresholds that the catalogue has for it
    (one byte a row), text codes in order of their values, float64 columns of facts that are added or divided.
    """

    def __init__(self, work: Work, fresh: bool = False) -> None:
        """`fresh`: without ranks, as for a clause whose thresholds are new."""
        self.work, self.n = work, work.n
        self.words = (work.n + 63) // 64
        self.hold, self.byte = np.empty(work.n, bool), np.empty(work.n, np.uint8)
        self.total, self.part = np.empty(BLOCK), np.empty(BLOCK)
        self.bits = np.zeros(self.words * 8, np.uint8)
        self.columns: Dict[str, np.ndarray] = {}
        self.missing: Dict[Any, np.ndarray] = {}
        self.limits: Dict[str, int] = {}
        self.codes: Dict[str, np.ndarray] = {}
        self.places: Dict[str, Dict[Any, int]] = {}
        self.ranks: Dict[str, Tuple[np.ndarray, Dict[int, int]]] = {}
        self.quotients: Dict[Any, Tuple[Optional[np.ndarray], np.ndarray]] = {}
        for name, words in work.words.items():
            self.order_codes(name, words)
        self.rank(work.atoms if not fresh else [])
        for atom in work.atoms:
            names = facts(atom)
            if fresh or atom[0] == "ratio" or threshold(atom) is None:
                for fact in names:
                    self.column(fact)

    # Preparation

    def order_codes(self, name: str, words: Any) -> None:
        """Codes from 1 in order of the values, so that `under` is one range; 0 is missing."""
        order = sorted(range(len(words.values)), key=lambda i: words.values[i])
        place = np.zeros(len(order) + 1, np.uint8 if len(order) < 255 else np.uint16)
        place[order] = np.arange(1, len(order) + 1)  # the last, for code -1, stays 0
        self.codes[name] = place[words.codes]
        self.places[name] = {words.values[i]: int(place[i]) for i in order}

    def rank(self, atoms: List[Term]) -> None:
        wanted: Dict[str, set] = {}
        for atom in atoms:
            found = threshold(atom)
            if found:
                wanted.setdefault(found[0], set()).add(found[1])
        for fact, bounds in wanted.items():
            column, ordered = self.work.column(fact), sorted(bounds)
            ranks = np.searchsorted(np.array(ordered, np.int64), column.values, side="right")
            self.ranks[fact] = (ranks.astype(np.uint8 if len(ordered) < 256 else np.uint16),
                                {bound: i + 1 for i, bound in enumerate(ordered)})
            self.missing_bits((fact,))

    def column(self, fact: str) -> np.ndarray:
        if fact not in self.columns:
            column = self.work.column(fact)
            self.limits[fact] = int(np.abs(column.values).max(initial=0))
            values = column.values.astype(np.float64)
            values[~column.known] = np.nan
            self.columns[fact] = values
        return self.columns[fact]

    def packed(self, rows: np.ndarray) -> np.ndarray:
        bits = np.packbits(rows, bitorder="little")
        self.bits[: len(bits)] = bits
        return self.bits.view(np.uint64)

    def missing_bits(self, names: Tuple[str, ...]) -> np.ndarray:
        """Rows in which one of the facts is missing."""
        if names not in self.missing:
            known = np.logical_and.reduce([self.work.column(f).known for f in names])
            self.missing[names] = self.packed(~known).copy()
        return self.missing[names]

    # Evaluation

    def into(self, term: Term, out: np.ndarray) -> None:
        """Fills the two planes of an atom."""
        kind = term[0]
        if kind == "linear":
            self.linear(term, out)
        elif kind == "ratio":
            self.ratio(term, out)
        elif kind == "text":
            self.lookup(term, out)
        else:
            for plane, bits in zip(out, self.work.prepared[term]):
                plane[:] = 0
                plane.view(np.uint8)[: len(bits)] = bits

    def linear(self, term: Term, out: np.ndarray) -> None:
        _, terms, bound, mark = term
        missing = self.missing_bits(tuple(f for f, _ in terms))
        found = threshold(term)
        if found and found[0] in self.ranks:
            ranks, places = self.ranks[found[0]]
            place = ranks.dtype.type(places[found[1]])
            holds = (np.greater_equal if found[2] else np.less)(ranks, place, out=self.hold)
            np.bitwise_and(self.packed(holds), ~missing, out=out[0])
        else:
            out[0] = self.packed(self.compared(terms, -bound, mark))
        np.bitwise_or(out[0], missing, out=out[1])

    def largest(self, terms: Any, constant: int) -> int:
        """The largest size that a sum of these facts can have."""
        for fact, _ in terms:
            self.column(fact)
        return sum(abs(c) * self.limits[f] for f, c in terms) + abs(constant)

    def compared(self, terms: Any, constant: int, mark: str, sign: Optional[np.ndarray] = None) -> np.ndarray:
        """sum + constant op 0, where `sign` turns rows; False where a fact is missing."""
        if self.largest(terms, constant) >= 2**53:
            return self.slowly(terms, constant, mark, sign)
        parts = [(self.column(f), float(factor)) for f, factor in terms]
        compare, bound = COMPARE[mark], 0.0 if sign is not None else float(-constant)
        if len(parts) == 1 and parts[0][1] == 1.0 and sign is None:
            compare(parts[0][0], bound, out=self.hold)
            if mark == "!=":
                self.hold &= ~np.isnan(parts[0][0])
            return self.hold
        for low in range(0, self.n, BLOCK):
            high = min(low + BLOCK, self.n)
            total, part = self.total[: high - low], self.part[: high - low]
            np.multiply(parts[0][0][low:high], parts[0][1], out=total)
            for column, factor in parts[1:]:
                if abs(factor) == 1.0:
                    (np.add if factor > 0 else np.subtract)(total, column[low:high], out=total)
                else:
                    np.multiply(column[low:high], factor, out=part)
                    np.add(total, part, out=total)
            if sign is not None:
                if constant:
                    np.add(total, float(constant), out=total)
                np.multiply(total, sign[low:high], out=total)
            compare(total, bound, out=self.hold[low:high])
            if mark == "!=":
                self.hold[low:high] &= ~np.isnan(total)
        return self.hold

    def slowly(self, terms: Any, constant: int, mark: str, sign: Optional[np.ndarray]) -> np.ndarray:
        """The same with int64, or with Python's integers where that could overflow."""
        columns = [self.work.column(f) for f, _ in terms]
        dtype = np.int64 if self.largest(terms, constant) < 2**63 else object
        total = sum(c.values.astype(dtype) * factor for c, (_, factor) in zip(columns, terms)) + constant
        known = np.logical_and.reduce([c.known for c in columns])
        if sign is not None:
            total = total * sign.astype(np.int64)
        return np.asarray(PYTHON[mark](total, 0), bool) & known

    def ratio(self, term: Term, out: np.ndarray) -> None:
        """N / D op 0 as N x sign(D) op 0, unknown where D is 0."""
        _, top, constant, bottom, other, mark = term
        names = tuple(sorted({f for f, _ in (*top, *bottom)}))
        key = (names, bottom, other)
        if key not in self.quotients:
            below = self.compared(bottom, other, "<").copy()
            zero = self.compared(bottom, other, "==").copy()
            sign = None
            if below.any():
                sign = np.where(below, -1.0, 1.0)
            self.quotients[key] = sign, self.missing_bits(names) | self.packed(zero)
        sign, unknown = self.quotients[key]
        np.bitwise_and(self.packed(self.compared(top, constant, mark, sign)), ~unknown, out=out[0])
        np.bitwise_or(out[0], unknown, out=out[1])

    def lookup(self, term: Term, out: np.ndarray) -> None:
        """One comparison a range of codes; a table where the ranges are many."""
        yes, unknown = self.work.tables[term]
        codes, places = self.codes[term[1]], self.places[term[1]]
        key = (term[1], unknown)
        if key not in self.missing:
            table = np.zeros(len(places) + 1, bool)
            table[[0] + [places[v] for v in unknown]] = True
            self.missing[key] = self.packed(table[codes]).copy()
        found = runs(sorted(places[v] for v in yes))
        if len(found) <= 6 and codes.dtype == np.uint8:
            out[0] = 0
            for low, high in found:
                np.subtract(codes, np.uint8(low), out=self.byte)
                np.less_equal(self.byte, np.uint8(high - low), out=self.hold)
                np.bitwise_or(out[0], self.packed(self.hold), out=out[0])
        else:
            table = np.zeros(len(places) + 1, bool)
            table[[places[v] for v in yes]] = True
            np.take(table, codes, out=self.hold, mode="clip")
            out[0] = self.packed(self.hold)
        np.bitwise_or(out[0], self.missing[key], out=out[1])


def threshold(term: Term) -> Optional[Tuple[str, int, bool]]:
    """(fact, bound, True) where the atom is fact >= bound, (fact, bound, False) where it is fact < bound."""
    if term[0] != "linear" or len(term[1]) != 1 or term[1][0][1] != 1 or term[3] in ("==", "!="):
        return None
    (fact, _), mark = term[1][0], term[3]
    return fact, term[2] + (mark in (">", "<=")), mark in (">=", ">")


def runs(places: List[int]) -> List[Tuple[int, int]]:
    """First and last of each run of consecutive numbers."""
    out: List[Tuple[int, int]] = []
    for place in places:
        if out and out[-1][1] == place - 1:
            out[-1] = (out[-1][0], place)
        else:
            out.append((place, place))
    return out
