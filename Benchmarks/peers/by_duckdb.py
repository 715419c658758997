"""DuckDB: one table of facts, one of atoms, clauses counted over it. SQL's AND, OR and NOT are Kleene's."""

from __future__ import annotations

from typing import Dict, List, Tuple

import numpy as np

from .peer import TOP, Peer
from .terms import Term, children, facts

BATCH = 100  # clauses of one query
ATOMS = 250  # atoms of one query: planning takes the square of it


class DuckDB(Peer):
    """The peer."""

    name = "duckdb"
    distribution = "duckdb"
    preparation = "a table of bigint facts, texts, given booleans with nulls; SQL written"
    evaluation = "all: a table of every atom, then queries of 100 clauses each. one: the same of one row. " \
                 "draft: counts over the facts, and the first 100 rows in order of verdict"
    most_rows = 20_000

    def prepare(self) -> None:
        import duckdb
        import pyarrow as pa

        work = self.work
        columns: Dict[str, pa.Array] = {"row": pa.array(np.arange(work.n))}
        for name, column in work.numbers.items():
            columns[name] = pa.array(column.values, mask=~column.known)
        for name, words in work.words.items():
            texts = pa.array([str(v) for v in words.values])
            columns[name] = texts.take(pa.array(words.codes, mask=words.codes < 0))
        self.names = {atom: f"a{i}" for i, atom in enumerate(work.atoms)}
        for atom in work.prepared:
            if atom in self.names:
                true, possible = work.truth(atom)
                columns["given " + self.names[atom]] = pa.array(true, mask=possible & ~true)
        for fact in {f for atom in work.atoms for f in facts(atom)} - columns.keys():
            columns[fact] = pa.nulls(work.n, pa.int64())
        self.base = duckdb.connect(config={"threads": self.threads})
        # Searching thousands of expressions for common ones costs more than any of them.
        self.base.execute("SET disabled_optimizers = 'common_subexpressions,statistics_propagation'")
        facts_table = pa.table(columns)  # noqa: F841 read by name in the next line
        self.base.execute("CREATE TABLE facts AS SELECT * FROM facts_table")
        self.atoms = [f"{self.atom(atom)} AS {name}" for atom, name in self.names.items()]
        self.clauses = [self.of(root, True) for root in work.roots]

    def of(self, term: Term, stored: bool) -> str:
        """The SQL of a term; of stored atoms where `stored`, else of the facts."""
        if term in self.names:
            return self.names[term] if stored else self.atom(term)
        parts = [self.of(part, stored) for part in children(term)]
        if term[0] == "const":
            return {True: "TRUE", False: "FALSE", None: "NULL::BOOLEAN"}[term[1]]
        if term[0] in ("and", "or"):
            return "(" + f" {term[0].upper()} ".join(parts) + ")"
        if term[0] == "not":
            return f"(NOT {parts[0]})"
        if term[0] == "at_least":
            true = " + ".join(f"coalesce({p}, FALSE)::INT" for p in parts)
            possible = " + ".join(f"coalesce({p}, TRUE)::INT" for p in parts)
            return f"(CASE WHEN {true} >= {term[1]} THEN TRUE WHEN {possible} < {term[1]} THEN FALSE END)"
        c, a, b = parts
        return f"(CASE WHEN {c} THEN {a} WHEN NOT {c} THEN {b} END)"

    def atom(self, term: Term) -> str:
        if term[0] == "linear":
            return f"({total(term[1], 0)} {sql(term[3])} {term[2]})"
        if term[0] == "ratio":
            top, bottom = total(term[1], term[2]), total(term[3], term[4])
            return (f"(CASE WHEN {bottom} > 0 THEN {top} {sql(term[5])} 0 "
                    f"WHEN {bottom} < 0 THEN -({top}) {sql(term[5])} 0 END)")
        if term[0] == "text":
            yes, unknown = self.work.tables[term]
            column = quoted(term[1])
            holds = f"{column} IN ({listed(yes)})" if yes else f"({column} IS NULL AND NULL)"
            if unknown:
                return f"(CASE WHEN {column} IN ({listed(unknown)}) THEN NULL ELSE {holds} END)"
            return f"({holds})"
        return quoted("given " + self.names[term])

    def make_atoms(self, table: str, source: str) -> None:
        """A table of every atom: tables of some atoms each, put side by side."""
        names = []
        for low in range(0, len(self.atoms), ATOMS):
            names.append(f"{table}{low}")
            chosen = ", ".join(self.atoms[low: low + ATOMS])
            self.base.execute(f"CREATE OR REPLACE TEMP TABLE {names[-1]} AS SELECT {chosen} FROM {source}")
        self.base.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM " + " POSITIONAL JOIN ".join(names))

    def counts(self, source: str, clauses: List[str]) -> List[Tuple[int, int, int]]:
        """(rows true, rows known, rows) of each clause."""
        out: List[Tuple[int, int, int]] = []
        for low in range(0, len(clauses), BATCH):
            part = clauses[low: low + BATCH]
            inner = ", ".join(f"{c} AS v{i}" for i, c in enumerate(part))
            outer = ", ".join(f"count_if(v{i}), count(v{i})" for i in range(len(part)))
            row = self.base.execute(f"SELECT count(*), {outer} FROM (SELECT {inner} FROM {source})").fetchone()
            out += [(int(t), int(k), int(row[0])) for t, k in zip(row[1::2], row[2::2])]
        return out

    def count(self) -> np.ndarray:
        self.make_atoms("atoms", "facts")
        return np.array([(t, t + n - known) for t, known, n in self.counts("atoms", self.clauses)])

    def one(self, row: int) -> np.ndarray:
        self.make_atoms("single", f"(FROM facts WHERE row = {row})")
        out: List[int] = []
        for low in range(0, len(self.clauses), BATCH):
            part = ", ".join(self.clauses[low: low + BATCH])
            values = self.base.execute(f"SELECT {part} FROM single").fetchone()
            out += [1 if v is None else 2 * v for v in values]
        return np.array(out, np.uint8)

    def draft(self, clause: int) -> Tuple[int, int, np.ndarray]:
        rows = self.base.execute(
            f"WITH v AS MATERIALIZED (SELECT row, {self.of(self.work.roots[clause], False)} AS v FROM facts) "
            f"(SELECT count_if(v) AS a, count(*) - count(v) AS b, 0 AS o FROM v) UNION ALL "
            f"(SELECT row, 0, CASE WHEN v THEN 1 WHEN v IS NULL THEN 2 ELSE 3 END AS o FROM v ORDER BY o, row "
            f"LIMIT {TOP})").fetchall()
        true, open_, _ = next(r for r in rows if r[2] == 0)
        top = np.array([r[0] for r in sorted((r for r in rows if r[2]), key=lambda r: (r[2], r[0]))])
        return int(true), int(true + open_), top


def quoted(name: str) -> str:
    return '"' + name + '"'


def listed(values) -> str:
    return ", ".join("'" + str(v) + "'" for v in sorted(values, key=str))


def total(terms, constant: int) -> str:
    """A sum in bigint; DuckDB refuses a query that overflows."""
    parts = [quoted(f) if c == 1 else f"({quoted(f)} * {c})" for f, c in terms]
    return "(" + " + ".join(parts) + (f" + ({constant})" if constant else "") + ")"


def sql(mark: str) -> str:
    return {"==": "=", "!=": "<>"}.get(mark, mark)
