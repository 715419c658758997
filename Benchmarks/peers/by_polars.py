"""Polars: atoms materialised first as boolean columns, then clauses over them. Its `&`, `|` and `~` are Kleene's."""

from __future__ import annotations

import os
from typing import List, Tuple

import numpy as np

from .peer import Peer, first_rows
from .terms import Term, children
from .work import Work

BATCH = 400  # clauses of one select: their columns are held at the same time


class Polars(Peer):
    """The peer."""

    name = "polars"
    distribution = "polars"
    preparation = "a frame of int64 facts, texts as enumerations, given booleans with nulls; expressions built"
    evaluation = "all: a select of every atom, then of clauses, sums and null counts. one: the same on one row. " \
                 "draft: one select over the facts, first 100 rows"

    def __init__(self, work: Work, threads: int) -> None:
        os.environ["POLARS_MAX_THREADS"] = str(threads)
        super().__init__(work, threads)

    def prepare(self) -> None:
        import polars as pl

        self.pl = pl
        work = self.work
        series = []
        for name, column in work.numbers.items():
            series.append(pl.Series(name, column.values).set(pl.Series(~column.known), None))
        for name, words in work.words.items():
            texts = [str(v) for v in words.values]
            codes = np.append(np.array(texts, object), None)[words.codes]
            series.append(pl.Series(name, codes.tolist(), dtype=pl.Enum(texts)))
        self.names = {atom: f"a{i}" for i, atom in enumerate(work.atoms)}
        for atom in work.prepared:
            if atom in self.names:
                true, possible = work.truth(atom)
                series.append(pl.Series("given " + self.names[atom], true).set(pl.Series(possible & ~true), None))
        self.frame = pl.DataFrame(series)
        self.atoms = [self.atom(atom).alias(name) for atom, name in self.names.items()]
        self.clauses = [self.of(root, True).alias(f"c{i}") for i, root in enumerate(work.roots)]

    def of(self, term: Term, stored: bool):
        """The expression of a term; of stored atoms where `stored`, else of the facts."""
        pl = self.pl
        if term in self.names:
            return pl.col(self.names[term]) if stored else self.atom(term)
        parts = [self.of(part, stored) for part in children(term)]
        if term[0] == "const":
            return pl.lit(term[1], dtype=pl.Boolean)
        if term[0] == "and":
            out = parts[0]
            for part in parts[1:]:
                out = out & part
            return out
        if term[0] == "or":
            out = parts[0]
            for part in parts[1:]:
                out = out | part
            return out
        if term[0] == "not":
            return ~parts[0]
        if term[0] == "at_least":
            true = pl.sum_horizontal([p.fill_null(False).cast(pl.UInt8) for p in parts])
            possible = pl.sum_horizontal([p.fill_null(True).cast(pl.UInt8) for p in parts])
            return pl.when(true >= term[1]).then(True).when(possible < term[1]).then(False).otherwise(None)
        c, a, b = parts
        return pl.when(c).then(a).when(~c).then(b).otherwise(None)

    def atom(self, term: Term):
        pl = self.pl
        if term[0] == "linear":
            return compare(self.sum(term[1], 0), term[3], term[2])
        if term[0] == "ratio":
            top, bottom = self.sum(term[1], term[2]), self.sum(term[3], term[4])
            return (pl.when(bottom > 0).then(compare(top, term[5], 0))
                    .when(bottom < 0).then(compare(-top, term[5], 0)).otherwise(None))
        if term[0] == "text":
            yes, unknown = ([str(v) for v in sorted(values)] for values in self.work.tables[term])
            column = pl.col(term[1])
            holds = column.is_in(yes)
            return pl.when(column.is_in(unknown)).then(None).otherwise(holds) if unknown else holds
        return pl.col("given " + self.names[term])

    def sum(self, terms, constant: int):
        pl = self.pl
        for fact, _ in terms:
            if fact not in self.frame.columns:  # a fact that no profile has
                self.frame = self.frame.with_columns(pl.lit(None, dtype=pl.Int64).alias(fact))
        parts = [pl.col(f) if c == 1 else pl.col(f) * c for f, c in terms]
        out = parts[0]
        for part in parts[1:]:
            out = out + part
        return out + constant if constant else out

    def truths(self, frame):
        atoms = frame.select(self.atoms)
        for low in range(0, len(self.clauses), BATCH):
            yield atoms.select(self.clauses[low: low + BATCH])

    def count(self) -> np.ndarray:
        out: List[Tuple[int, int]] = []
        for part in self.truths(self.frame):
            for column in part.get_columns():
                # A clause of constants is one row.
                times = self.work.n // len(column)
                true = int(column.sum() or 0)
                out.append((true * times, (true + column.null_count()) * times))
        return np.array(out)

    def one(self, row: int) -> np.ndarray:
        out: List[int] = []
        for part in self.truths(self.frame.slice(row, 1)):
            out += [1 if v is None else 2 * v for v in part.row(0)]
        return np.array(out, np.uint8)

    def draft(self, clause: int) -> Tuple[int, int, np.ndarray]:
        column = self.frame.select(self.of(self.work.roots[clause], False).alias("v"))["v"]
        true = column.fill_null(False).to_numpy()
        open_ = column.is_null().to_numpy()
        rows = first_rows(true, open_, true | open_)
        return int(true.sum()), int(true.sum() + open_.sum()), rows


def compare(a, mark: str, b):
    return {">=": a.__ge__, "<=": a.__le__, ">": a.__gt__, "<": a.__lt__, "==": a.__eq__, "!=": a.__ne__}[mark](b)
