"""A CEL engine from PyPI (the Rust `cel`), one program call a clause and enterprise.

It has no unknown, so each clause is two programs over facts with a flag beside them: may it hold, must it hold. The
second is asked only where the first says yes.
"""

from __future__ import annotations

from typing import Dict, List, Tuple

import numpy as np

from .peer import Peer
from .terms import Term, children, facts


class Cel(Peer):
    """The peer."""

    name = "cel"
    distribution = "common-expression-language"
    preparation = "two programs a clause compiled; given truths and questions about texts as variables 0, 1, 2"
    evaluation = "all: enterprise by enterprise. one: a context of the row's facts, then every program. " \
                 "draft: not asked"
    note = "no unknown: two programs a clause"
    most_rows = 1_000
    budget = 120.0

    def prepare(self) -> None:
        import cel

        self.cel = cel
        work = self.work
        self.given = {atom: i for i, atom in enumerate(a for a in work.atoms if a in work.prepared)}
        truths = [work.truth(atom) for atom in self.given]
        self.given_names = [f"g{i}" for i in self.given.values()]
        self.truths = np.array([t.astype(np.uint8) + p for t, p in truths]).T.copy() if truths else None
        self.tables = {name: self.table(name) for name in work.words}
        used = {f for atom in work.atoms for f in facts(atom)}
        self.numbers = {plain(f): work.column(f) for f in sorted(used)}
        self.memo: Dict[Tuple[Term, bool], str] = {}
        self.programs = [(None, root[1]) if root[0] == "const" else
                         (cel.compile(self.of(root, True)), cel.compile(self.of(root, False))) for root in work.roots]

    def table(self, field: str) -> Tuple[List[str], List[List[int]]]:
        """Variables for the questions about a text, and their truths by code; the last row is a missing text.

        A literal list in a program is built anew at each call: `in` over an industry's codes took most of the time.
        """
        asked = [a for a in self.work.atoms if a[:2] == ("text", field)]
        names = [f"g{len(self.given) + i}" for i in range(len(asked))]
        self.given.update({a: len(self.given) + i for i, a in enumerate(asked)})
        tables = [self.work.tables[a] for a in asked]
        rows = [[2 if v in yes else int(v in unknown) for yes, unknown in tables]
                for v in self.work.words[field].values]
        return names, rows + [[1] * len(tables)]

    def of(self, term: Term, possible: bool) -> str:
        key = term, possible
        if key not in self.memo:
            self.memo[key] = self.written(term, possible)
        return self.memo[key]

    def written(self, term: Term, possible: bool) -> str:
        kind = term[0]
        if kind == "const":
            return "true" if (term[1] is not False if possible else term[1] is True) else "false"
        if kind == "not":
            return f"!({self.of(term[1], not possible)})"
        if kind == "choice":
            c, a, b = children(term)
            must, may = self.of(c, False), self.of(c, True)
            chosen = f"({must}) && ({self.of(a, possible)}) || !({may}) && ({self.of(b, possible)})"
            return f"({chosen} || ({may}) && !({must}))" if possible else f"({chosen})"
        parts = [self.of(part, possible) for part in children(term)]
        if kind in ("and", "or"):
            return "(" + (" && " if kind == "and" else " || ").join(parts) + ")"
        if kind == "at_least":
            return "(" + " + ".join(f"(({p}) ? 1 : 0)" for p in parts) + f" >= {term[1]})"
        return self.atom(term, possible)

    def atom(self, term: Term, possible: bool) -> str:
        if term[0] not in ("linear", "ratio"):
            return f"g{self.given[term]} {'>= 1' if possible else '== 2'}"
        names = [plain(f) for f in facts(term)]
        if term[0] == "linear":
            known, holds = [f"{n}_known" for n in names], f"{total(term[1], 0)} {term[3]} {term[2]}"
        else:
            top, bottom = total(term[1], term[2]), total(term[3], term[4])
            known = [f"{n}_known" for n in names] + [f"{bottom} != 0"]
            holds = f"({bottom} > 0 ? {top} : -({top})) {term[5]} 0"
        all_known = " && ".join(dict.fromkeys(known))
        return f"(!({all_known}) || {holds})" if possible else f"({all_known} && {holds})"

    def context(self, row: int):
        facts_ = {}
        for name, column in self.numbers.items():
            facts_[name] = int(column.values[row])
            facts_[name + "_known"] = bool(column.known[row])
        for name, words in self.work.words.items():
            variables, rows = self.tables[name]
            facts_.update(zip(variables, rows[words.codes[row]]))
        if self.truths is not None:
            facts_.update(zip(self.given_names, self.truths[row].tolist()))
        return self.cel.Context(facts_)

    def one(self, row: int) -> np.ndarray:
        context = self.context(row)
        out: List[int] = []
        for may, must in self.programs:
            if may is None:
                out.append(1 if must is None else 2 * must)
            else:
                out.append((2 if must.execute(context) else 1) if may.execute(context) else 0)
        return np.array(out, np.uint8)

    def count(self) -> np.ndarray:
        out = np.zeros((len(self.programs), 2), np.int64)
        for row in range(self.work.n):
            truths = self.one(row)
            out[:, 0] += truths == 2
            out[:, 1] += truths >= 1
        return out


def plain(fact: str) -> str:
    """A CEL name: revenue[2023] is revenue_2023."""
    return "".join(c if c.isalnum() else "_" for c in fact)


def total(terms, constant: int) -> str:
    parts = [plain(f) if c == 1 else f"{plain(f)} * ({c})" for f, c in terms]
    return "(" + " + ".join(parts) + (f" + ({constant})" if constant else "") + ")"
