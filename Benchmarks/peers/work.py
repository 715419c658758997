"""What all peers are given: columns, terms, and the truth of what columns cannot be asked. Made once a run."""

from __future__ import annotations

import pickle
import time
from dataclasses import dataclass, field
from typing import Dict, FrozenSet, List, Tuple

import numpy as np

from oracle.profiles import lines

from .city import Column, Words, load_catalogue, load_columns
from .prepared import Preparation, derive
from .terms import Term, children


@dataclass
class Work:
    """A loaded city. Truths of prepared atoms are bits, `np.packbits(..., bitorder="little")`: (true, possible)."""

    n: int
    numbers: Dict[str, Column]
    words: Dict[str, Words]
    ids: List[str]
    roots: List[Term]
    atoms: List[Term]
    tables: Dict[Term, Tuple[FrozenSet, FrozenSet]]  # of text atoms: values that are true, values that are unknown
    prepared: Dict[Term, Tuple[np.ndarray, np.ndarray]]
    by_row: int  # prepared atoms that the oracle decided row by row
    texts: List[str]  # the clauses as written
    seconds: Dict[str, float] = field(default_factory=dict)

    def column(self, fact: str) -> Column:
        """A fact that no profile has is missing everywhere."""
        if fact not in self.numbers:
            self.numbers[fact] = Column(np.zeros(self.n, np.int64), np.zeros(self.n, bool))
        return self.numbers[fact]

    def truth(self, term: Term) -> Tuple[np.ndarray, np.ndarray]:
        """true and possible of a prepared atom, one boolean a row."""
        return tuple(np.unpackbits(x, count=self.n, bitorder="little").view(bool) for x in self.prepared[term])

    def first(self, n: int) -> "Work":
        """The first n profiles, n a multiple of 8 or the whole."""
        if n >= self.n:
            return self
        n -= n % 8
        return Work(n, {k: Column(c.values[:n], c.known[:n]) for k, c in self.numbers.items()},
                    {k: Words(w.codes[:n], w.values) for k, w in self.words.items()}, self.ids, self.roots, self.atoms,
                    self.tables, {k: (t[: n // 8], p[: n // 8]) for k, (t, p) in self.prepared.items()}, self.by_row,
                    self.texts, self.seconds)

    def clauses(self, m: int) -> "Work":
        """The first m clauses."""
        if m >= len(self.ids):
            return self
        wanted = set()
        stack = list(self.roots[:m])
        while stack:
            term = stack.pop()
            wanted.add(term)
            stack += children(term)
        return Work(self.n, self.numbers, self.words, self.ids[:m], self.roots[:m],
                    [a for a in self.atoms if a in wanted], self.tables, self.prepared, self.by_row, self.texts[:m],
                    self.seconds)


def make(profiles: str, clauses: str, as_of: str) -> Work:
    """Reads the files and prepares what every peer is given."""
    started = time.perf_counter()
    columns = load_columns(profiles)
    loaded = time.perf_counter()
    catalogue = load_catalogue(clauses, as_of)
    translated = time.perf_counter()
    if catalogue.refused:
        raise SystemExit(f"the oracle refuses: {catalogue.refused[0]}")
    derive(columns, catalogue.translator)
    preparation = Preparation(columns, catalogue.translator)
    atoms = catalogue.atoms()
    tables = {a: preparation.table(a) for a in atoms if a[0] == "text"}
    prepared = {}
    for atom in atoms:
        if atom[0] in ("prepared", "review"):
            t, p = preparation.truth(atom)
            prepared[atom] = np.packbits(t, bitorder="little"), np.packbits(p, bitorder="little")
    texts = [text.strip() for _, text in lines(clauses)]
    seconds = {"read profiles": loaded - started, "translate clauses": translated - loaded,
               "prepare lists and texts": time.perf_counter() - translated}
    words = {k: w for k, w in columns.words.items() if any(a[1] == k for a in tables)}
    return Work(columns.n, columns.numbers, words, catalogue.ids, catalogue.roots, atoms, tables, prepared,
                len(preparation.by_row), texts, seconds)


def save(work: Work, path: str) -> None:
    with open(path, "wb") as file:
        pickle.dump(work, file, protocol=5)


def load(path: str) -> Work:
    """What `save` wrote in this run; never a file from elsewhere."""
    with open(path, "rb") as file:
        return pickle.load(file)
