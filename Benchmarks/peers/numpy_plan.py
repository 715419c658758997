"""Clauses from atoms with numpy: over all rows by planes, over all clauses for one row by truths."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import numpy as np

from .terms import Term, below, children
from .work import Work


class Plan:
    """Steps over numbered slots: first the atoms, then buffers that are used again once nobody needs their content."""

    def __init__(self, roots: List[Term], atoms: List[Term]) -> None:
        self.slots: Dict[Term, int] = {a: i for i, a in enumerate(atoms)}
        self.steps: List[Tuple[Any, ...]] = []
        self.uses: Dict[Term, int] = {}
        self.free: List[int] = []
        self.size = len(atoms)
        stack = list(roots)
        counted = set()
        for root in roots:
            self.uses[root] = self.uses.get(root, 0) + 1
        while stack:
            term = stack.pop()
            if term in counted:
                continue
            counted.add(term)
            for part in children(term):
                self.uses[part] = self.uses.get(part, 0) + 1
                stack.append(part)
        for i, root in enumerate(roots):
            if root[0] == "const":
                self.steps.append(("const", root[1], i))
                self.uses[root] -= 1
                continue
            slot = self.slot(root)
            self.steps.append(("count", slot, i, outside(root)))
            self.done(root)

    def buffer(self) -> int:
        if self.free:
            return self.free.pop()
        self.size += 1
        return self.size - 1

    def done(self, term: Term) -> None:
        self.uses[term] -= 1
        if self.uses[term] == 0 and children(term) and term in self.slots:
            self.free.append(self.slots.pop(term))

    def slot(self, term: Term) -> int:
        if term in self.slots:
            return self.slots[term]
        parts = [self.slot(part) for part in children(term)]
        out = self.buffer()
        if term[0] in ("and", "or"):
            self.steps.append((term[0], parts[0], parts[1], out))
            for part in parts[2:]:
                self.steps.append((term[0], out, part, out))
        elif term[0] == "not":
            self.steps.append(("not", parts[0], out))
        elif term[0] == "at_least":
            self.steps.append(("at_least", term[1], parts, out))
        elif term[0] == "choice":
            self.steps.append(("choice", *parts, out))
        else:
            self.steps.append(("fill", term[1], out))
        for part in children(term):
            self.done(part)
        self.slots[term] = out
        return out


def outside(term: Term) -> Tuple[bool, bool]:
    """true and possible of a row beyond the population, where every atom is false."""
    parts = [outside(part) for part in children(term)]
    if term[0] in ("and", "or"):
        join = all if term[0] == "and" else any
        return join(t for t, _ in parts), join(p for _, p in parts)
    if term[0] == "not":
        return not parts[0][1], not parts[0][0]
    if term[0] == "at_least":
        return sum(t for t, _ in parts) >= term[1], sum(p for _, p in parts) >= term[1]
    if term[0] == "choice":
        return parts[1] if parts[0][0] else parts[2]
    return (term[1] is True, term[1] is not False) if term[0] == "const" else (False, False)


class Machine:
    """Runs a plan over all rows."""

    def __init__(self, work: Work, plan: Plan) -> None:
        self.plan, self.n, self.clauses = plan, work.n, len(work.roots)
        words = (work.n + 63) // 64
        self.planes = np.zeros((plan.size, 2, words), np.uint64)
        self.slots = list(self.planes)
        self.swapped = [p[::-1] for p in self.slots]
        self.spare = np.empty((2, words), np.uint64)
        self.pad = words * 64 - work.n
        self.ones = np.empty((2, words), np.uint8)

    def counts(self) -> np.ndarray:
        """(clauses, 2): how many rows are true, how many possible."""
        out = np.zeros((self.clauses, 2), np.int64)
        slots, swapped = self.slots, self.swapped
        both = {"and": np.bitwise_and, "or": np.bitwise_or}
        for step in self.plan.steps:
            kind = step[0]
            if kind in both:
                both[kind](slots[step[1]], slots[step[2]], out=slots[step[3]])
            elif kind == "count":
                out[step[2]] = self.popcount(slots[step[1]])
                out[step[2]] -= np.multiply(step[3], self.pad)
            elif kind == "not":
                np.invert(swapped[step[1]], out=slots[step[2]])
            elif kind == "at_least":
                at_least(step[1], [slots[i] for i in step[2]], slots[step[3]])
            elif kind == "choice":
                choose(*(slots[i] for i in step[1:]))
            elif kind == "fill":
                slots[step[2]][0] = 0 if step[1] is not True else ~np.uint64(0)
                slots[step[2]][1] = 0 if step[1] is False else ~np.uint64(0)
            else:
                out[step[2]] = (self.n if step[1] is True else 0, 0 if step[1] is False else self.n)
        return out

    def popcount(self, planes: np.ndarray) -> np.ndarray:
        return np.bitwise_count(planes, out=self.ones).sum(axis=1, dtype=np.uint32)


def at_least(k: int, parts: List[np.ndarray], out: np.ndarray) -> None:
    """reached[j]: at least j + 1 of the parts so far."""
    if k <= 0 or k > len(parts):
        out[:] = ~np.uint64(0) if k <= 0 else 0
        return
    reached = [np.zeros_like(out) for _ in range(k)]
    for part in parts:
        for j in range(k - 1, 0, -1):
            reached[j] |= reached[j - 1] & part
        reached[0] |= part
    out[:] = reached[-1]


def choose(c: np.ndarray, a: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    """c ? a : b, unknown where c is."""
    np.bitwise_or(c[0] & a, ~c[1] & b, out=out)
    out[1] |= c[1] & ~c[0]


class Levels:
    """Decides all clauses for one row: truths 0, 1 (unknown), 2; a few numpy calls for each depth, kind and arity."""

    def __init__(self, roots: List[Term], atoms: List[Term]) -> None:
        places: Dict[Term, int] = {a: i for i, a in enumerate(atoms)}
        depths: Dict[Term, int] = {a: 0 for a in atoms}
        groups: Dict[Tuple[int, str, int], List[Term]] = {}
        for term in below(roots):
            if term not in depths:
                parts = children(term)
                depths[term] = 1 + max((depths[part] for part in parts), default=0)
                groups.setdefault((depths[term], term[0], len(parts)), []).append(term)
        self.steps: List[Tuple[Any, ...]] = []
        size = len(atoms)
        for (_, kind, arity), terms in sorted(groups.items(), key=lambda group: group[0]):
            for i, term in enumerate(terms):
                places[term] = size + i
            parts = np.array([[places[children(t)[j]] for t in terms] for j in range(arity)], np.intp)
            more = np.array([t[1] for t in terms], np.uint8) if kind == "at_least" else None
            if kind == "const":
                more = np.array([1 if t[1] is None else 2 * t[1] for t in terms], np.uint8)
            self.steps.append((kind, size, size + len(terms), parts, more))
            size += len(terms)
        self.truths = np.zeros(size, np.uint8)
        self.roots = np.array([places[r] for r in roots], np.intp)
        self.atoms = len(atoms)

    def decide(self, atoms: np.ndarray) -> np.ndarray:
        """Truths of the clauses from truths of the atoms."""
        truths = self.truths
        truths[: self.atoms] = atoms
        for kind, low, high, parts, more in self.steps:
            out = truths[low:high]
            if kind == "and":
                np.minimum.reduce(truths.take(parts), axis=0, out=out)
            elif kind == "or":
                np.maximum.reduce(truths.take(parts), axis=0, out=out)
            elif kind == "not":
                np.subtract(2, truths.take(parts[0]), out=out)
            elif kind == "at_least":
                values = truths.take(parts)
                np.add((values == 2).sum(axis=0, dtype=np.uint8) >= more,
                       (values != 0).sum(axis=0, dtype=np.uint8) >= more, out=out, dtype=np.uint8)
            elif kind == "choice":
                c, a, b = truths.take(parts)
                out[:] = np.where(c == 1, 1, np.where(c == 2, a, b))
            else:
                out[:] = more
        return truths.take(self.roots)
