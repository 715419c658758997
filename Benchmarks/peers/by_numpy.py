"""numpy by hand: what a good engineer builds. Bit planes, every distinct atom once, every shared subterm once.

An atom or a subterm is one array of two planes, true and possible, 64 rows a word. `&&` and `||` are one numpy call on
both planes; `!` inverts them and swaps them.
"""

from __future__ import annotations

import time
from typing import Tuple

import numpy as np

from .numpy_atoms import Atoms
from .numpy_plan import Levels, Machine, Plan, at_least, choose
from .peer import Peer, first_rows
from .terms import Term, children


class Numpy(Peer):
    """The peer."""

    name = "numpy"
    distribution = "numpy"
    preparation = "ranks among thresholds, code orders, float columns, the plan of steps; lists and texts as given"
    evaluation = "all: every atom, every clause, both planes counted. one: reads the row's bits from kept atom " \
                 "planes. draft: atoms anew without ranks, first 100 rows by verdict"

    def prepare(self) -> None:
        self.evaluator = Atoms(self.work)
        self.machine = Machine(self.work, Plan(self.work.roots, self.work.atoms))
        self.levels = Levels(self.work.roots, self.work.atoms)
        self.fresh = Atoms(self.work, fresh=True)

    def count(self) -> np.ndarray:
        started = time.perf_counter()
        for atom, planes in zip(self.work.atoms, self.machine.slots):
            self.evaluator.into(atom, planes)
        middle = time.perf_counter()
        counts = self.machine.counts()
        self.part("atoms", middle - started)
        self.part("clauses", time.perf_counter() - middle)
        return counts

    def one(self, row: int) -> np.ndarray:
        atoms = self.machine.planes[: len(self.work.atoms), :, row >> 6] >> np.uint64(row & 63)
        return self.levels.decide((atoms & np.uint64(1)).sum(axis=1, dtype=np.uint8))

    def draft(self, clause: int) -> Tuple[int, int, np.ndarray]:
        n = self.work.n
        true, possible = (np.unpackbits(p.view(np.uint8), count=n, bitorder="little").view(bool)
                          for p in self.planes_of(self.work.roots[clause]))
        open_ = possible & ~true
        return int(np.count_nonzero(true)), int(np.count_nonzero(possible)), first_rows(true, open_, possible)

    def planes_of(self, term: Term) -> np.ndarray:
        out = np.empty((2, self.fresh.words), np.uint64)
        parts = [self.planes_of(part) for part in children(term)]
        if term[0] in ("and", "or"):
            join = np.bitwise_and if term[0] == "and" else np.bitwise_or
            out = join(parts[0], parts[1])
            for part in parts[2:]:
                join(out, part, out=out)
        elif term[0] == "not":
            np.invert(parts[0][::-1], out=out)
        elif term[0] == "at_least":
            at_least(term[1], parts, out)
        elif term[0] == "choice":
            choose(*parts, out)
        elif term[0] == "const":
            out[0] = ~np.uint64(0) if term[1] is True else 0
            out[1] = 0 if term[1] is False else ~np.uint64(0)
        else:
            self.fresh.into(term, out)
        return out
