"""blazerules: one rule a plane and clause over an Arrow batch, match counts only.

Its rules are true or false, and a comparison with null is false, under `not` too: unknown is lost. So each clause is
two rules, may it hold and must it hold, with null tested at every comparison and `not` written out. Sums of several
facts are columns made before.
"""

from __future__ import annotations

import itertools
import json
from typing import Any, Dict, List, Tuple

import numpy as np

from .peer import Peer, first_rows
from .terms import Term, children, facts

OPERATORS = {">=": "gte", "<=": "lte", ">": "gt", "<": "lt", "==": "eq", "!=": "neq"}
CONTRARY = {">=": "<", "<=": ">", ">": "<=", "<": ">=", "==": "!=", "!=": "=="}


class BlazeRules(Peer):
    """The peer."""

    name = "blazerules"
    distribution = "blazerules"
    preparation = "an Arrow batch with a column for every sum of facts, given truths as 0, 1, 2; two rules a clause " \
                  "loaded"
    evaluation = "all: one batch, counts of matches. one: a batch of one row. draft: two rules loaded, one batch"
    note = "no unknown: two rules a clause; sums made before; its " \
           "selection vectors, on by default, miscount and are off"
    most_rows = 50_000

    def prepare(self) -> None:
        import blazerules
        import pyarrow as pa

        self.engine_of = blazerules
        work = self.work
        columns: Dict[str, Any] = {}
        self.fields: Dict[str, Dict[str, Any]] = {}
        self.places = {atom: i for i, atom in enumerate(work.atoms)}
        for atom, i in self.places.items():
            if atom[0] in ("linear", "ratio"):
                self.add_sum(atom, columns)
            elif atom[0] != "text":
                true, possible = work.truth(atom)
                columns[f"given{i}"] = pa.array(true.astype(np.int32) + possible)
                self.fields[f"given{i}"] = {"type": "int32", "nullable": False}
        for name, words in work.words.items():
            texts = pa.array([str(v) for v in words.values])
            columns[name] = texts.take(pa.array(words.codes, mask=words.codes < 0))
            self.fields[name] = {"type": "categorical", "nullable": True}
        self.batch = pa.record_batch(columns)
        self.rules = [(i, self.of(root, False), self.of(root, True)) for i, root in enumerate(work.roots)
                      if root[0] != "const"]
        self.counting = self.engine(self.rules, "COUNTS")
        self.counting.evaluate_batch(self.batch.slice(0, 64), validate=False)

    def add_sum(self, atom: Term, columns: Dict[str, Any]) -> None:
        """A column for the left side of a comparison; of a quotient the sum turned by the sign of what divides."""
        import pyarrow as pa

        name = sum_name(atom)
        if name in columns:
            return
        known = np.logical_and.reduce([self.work.column(f).known for f in facts(atom)])
        values = total(self.work, atom[1], atom[2] if atom[0] == "ratio" else 0)
        if atom[0] == "ratio":
            bottom = total(self.work, atom[3], atom[4])
            known = known & (bottom != 0)
            values = values * np.sign(bottom)
        columns[name] = pa.array(values, mask=~known)
        self.fields[name] = {"type": "int64", "nullable": True}

    def engine(self, rules: List[Tuple[int, Any, Any]], detail: str) -> Any:
        config = self.engine_of.EngineConfig()
        config.output_detail = getattr(self.engine_of.OutputDetail, detail)
        config.eval_thread_count = self.threads
        config.enable_selection_vectors = False  # with them, 0.5.4 miscounts nested rules
        engine = self.engine_of.RuleEngine(config)
        written = [{"id": f"{plane}{i}", "action": "flag", "conditions": rule}
                   for i, *both in rules for plane, rule in zip("tp", both)]
        used: set = set()
        for rule in written:
            collect(rule["conditions"], used)
        engine.load_rules_from_string(json.dumps(
            {"schema_version": "2.1", "fields": {k: v for k, v in self.fields.items() if k in used},
             "ruleset": {"name": "city", "version": "1", "rules": written}}), self.engine_of.RuleFileFormat.JSON)
        return engine

    def of(self, term: Term, possible: bool, negated: bool = False) -> Any:
        """May the term (or its contrary) hold, or must it? `not` goes down to the comparisons, where null is known."""
        kind = term[0]
        parts = children(term)
        if kind == "not":
            return self.of(term[1], possible, not negated)
        if kind in ("and", "or"):
            join = kind if not negated else {"and": "or", "or": "and"}[kind]
            return {join: [self.of(part, possible, negated) for part in parts]}
        if kind == "at_least":
            wanted = term[1] if not negated else len(parts) - term[1] + 1
            chosen = [self.of(part, possible, negated) for part in parts]
            return {"or": [{"and": list(c)} for c in itertools.combinations(chosen, wanted)]}
        if kind == "choice":
            c, a, b = parts
            either = [{"and": [self.of(c, False), self.of(a, possible, negated)]},
                      {"and": [self.of(c, False, True), self.of(b, possible, negated)]}]
            open_ = {"and": [self.of(c, True), self.of(c, True, True)]}
            return {"or": either + ([open_] if possible else [])}
        if kind == "const":
            raise ValueError("a constant is no rule")
        return self.atom(term, possible, negated)

    def atom(self, term: Term, possible: bool, negated: bool) -> Any:
        if term[0] == "text":
            yes, unknown = self.work.tables[term]
            values = sorted(str(v) for v in (yes | unknown if possible != negated else yes))
            return nulls(term[1], {"field": term[1], "op": "not_in" if negated else "in",
                                   "values": values or ["none"]}, possible)
        if term[0] in ("linear", "ratio"):
            name = sum_name(term)
            mark = CONTRARY[term[-1]] if negated else term[-1]
            return nulls(name, {"field": name, "op": OPERATORS[mark],
                                "value": term[2] if term[0] == "linear" else 0}, possible)
        field = f"given{self.places[term]}"
        if negated:
            return {"field": field, "op": "lte", "value": 1 if possible else 0}
        return {"field": field, "op": "gte", "value": 1 if possible else 2}

    def count(self) -> np.ndarray:
        found = self.counting.evaluate_batch(self.batch, validate=False).match_counts
        out = np.zeros((len(self.work.roots), 2), np.int64)
        for i, root in enumerate(self.work.roots):
            out[i] = (found.get(f"t{i}", 0), found.get(f"p{i}", 0)) if root[0] != "const" else \
                (self.work.n * (root[1] is True), self.work.n * (root[1] is not False))
        return out

    def one(self, row: int) -> np.ndarray:
        found = self.counting.evaluate_batch(self.batch.slice(row, 1), validate=False).match_counts
        out = np.zeros(len(self.work.roots), np.uint8)
        for i, root in enumerate(self.work.roots):
            out[i] = found.get(f"t{i}", 0) + found.get(f"p{i}", 0) if root[0] != "const" else \
                1 if root[1] is None else 2 * root[1]
        return out

    def draft(self, clause: int) -> Tuple[int, int, np.ndarray]:
        root = self.work.roots[clause]
        engine = self.engine([(0, self.of(root, False), self.of(root, True))], "BITMASKS")
        result = engine.evaluate_batch(self.batch, validate=False)
        true, possible = np.asarray(result["t0"], bool), np.asarray(result["p0"], bool)
        rows = first_rows(true, possible & ~true, possible)
        return int(true.sum()), int(possible.sum()), rows


def total(work: Any, terms: Any, constant: int) -> np.ndarray:
    """In int64; the largest sum is checked in Python's integers."""
    columns = [(work.column(f).values, factor) for f, factor in terms]
    if sum(abs(factor) * int(np.abs(v).max(initial=0)) for v, factor in columns) + abs(constant) >= 2**63:
        raise OverflowError("a sum beyond int64")
    return sum(v * factor for v, factor in columns) + constant


def nulls(name: str, test: Any, possible: bool) -> Any:
    """A test that is plainly true or false where the field is null."""
    if possible:
        return {"or": [{"field": name, "op": "is_null"}, test]}
    return {"and": [{"field": name, "op": "is_not_null"}, test]}


def sum_name(term: Term) -> str:
    """One name for one left side."""
    text = repr(term[1] if term[0] == "linear" else term[1:5])
    return term[0] + "".join(c if c.isalnum() else "m" if c == "-" else "_" for c in text)


def collect(rule: Any, used: set) -> None:
    """The fields that a rule reads."""
    if isinstance(rule, list):
        for part in rule:
            collect(part, used)
    elif "field" in rule:
        used.add(rule["field"])
    else:
        for part in rule.values():
            collect(part, used)
