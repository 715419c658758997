"""OpenFisca-Core: a variable for each atom, distinct subterm and clause, and for each of its two planes.

Its numbers have 32 bits, too few for money in fen: the atoms' formulas read int64 arrays beside it. Its booleans have
no unknown: every question is two variables, must it hold and may it hold. Formulas are numpy's; the engine finds what a
clause needs and keeps it.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

import numpy as np

from .peer import Peer, first_rows
from .terms import Term, below, children, facts

PERIOD = "2024-06"


class OpenFisca(Peer):
    """The peer."""

    name = "openfisca"
    distribution = "OpenFisca-Core"
    preparation = "two variables a term defined, int64 arrays of facts, given truths as arrays"
    evaluation = "all: a simulation, every clause's two variables calculated and summed. one: a simulation of one " \
                 "enterprise. draft: a simulation in which one clause is calculated"
    note = "no unknown, 32-bit numbers: two variables a term, money beside it"
    most_rows = 20_000
    budget = 90.0

    def prepare(self) -> None:
        from openfisca_core import entities, periods, taxbenefitsystems, variables

        work = self.work
        firm = entities.build_entity(key="firm", plural="firms", label="enterprise", is_person=True)
        self.system = taxbenefitsystems.TaxBenefitSystem([firm])
        self.period = periods.period(PERIOD)
        self.facts = {f: work.column(f) for atom in work.atoms for f in facts(atom)}
        self.tables = {}
        for atom in work.atoms:
            if atom[0] == "text":
                values = work.words[atom[1]].values
                yes, unknown = work.tables[atom]
                self.tables[atom] = (np.array([v in yes for v in values] + [False]),
                                     np.array([v in yes or v in unknown for v in values] + [True]))
        self.given = {atom: work.truth(atom) for atom in work.atoms if atom in work.prepared}
        self.names: Dict[Term, str] = {}
        self.rows = slice(None)
        for i, term in enumerate(below(work.roots)):
            self.names[term] = f"x{i}"
            for plane in ("t", "p"):
                self.system.add_variable(type(f"{plane}{i}", (variables.Variable,), {
                    "value_type": bool, "entity": firm, "definition_period": periods.DateUnit.MONTH,
                    "label": plane, "formula": self.formula(term, plane == "p")}))
        self.roots = [self.names[root][1:] for root in work.roots]

    def formula(self, term: Term, possible: bool) -> Any:
        own, other = "tp" if not possible else "pt"
        names = [self.names[part][1:] for part in children(term)]
        kind = term[0]

        def chained(person: Any, period: Any) -> Any:
            out = person(own + names[0], period)
            for name in names[1:]:
                value = person(own + name, period)
                out = out & value if kind == "and" else out | value
            return out

        def inverted(person: Any, period: Any) -> Any:
            return ~person(other + names[0], period)

        def counted(person: Any, period: Any) -> Any:
            return sum(person(own + name, period).astype(np.uint8) for name in names) >= term[1]

        def chosen(person: Any, period: Any) -> Any:
            must, may = person("t" + names[0], period), person("p" + names[0], period)
            out = must & person(own + names[1], period) | ~may & person(own + names[2], period)
            return out | may & ~must if possible else out

        def atom(person: Any, period: Any) -> Any:
            return self.atom(term, possible)

        return {"and": chained, "or": chained, "not": inverted, "at_least": counted, "choice": chosen}.get(kind, atom)

    def atom(self, term: Term, possible: bool) -> np.ndarray:
        rows = self.rows
        if term[0] == "text":
            return self.tables[term][possible][self.work.words[term[1]].codes[rows]]
        if term[0] in ("linear", "ratio"):
            known = np.logical_and.reduce([self.facts[f].known[rows] for f in facts(term)])
            top = sum(self.facts[f].values[rows] * c for f, c in term[1])
            bound = term[2]
            if term[0] == "ratio":
                bottom = sum(self.facts[f].values[rows] * c for f, c in term[3]) + term[4]
                known, top, bound = known & (bottom != 0), (top + term[2]) * np.sign(bottom), 0
            holds = {">=": top >= bound, "<=": top <= bound, ">": top > bound, "<": top < bound, "==": top == bound,
                     "!=": top != bound}[term[-1]]
            return holds | ~known if possible else holds & known
        if term[0] == "const":
            n = len(range(*rows.indices(self.work.n)))
            return np.full(n, term[1] is not False if possible else term[1] is True)
        return self.given[term][possible][rows]

    def simulation(self, rows: slice) -> Any:
        from openfisca_core.simulations import SimulationBuilder

        self.rows = rows
        return SimulationBuilder().build_default_simulation(self.system, len(range(*rows.indices(self.work.n))))

    def planes(self, simulation: Any, root: str) -> Tuple[np.ndarray, np.ndarray]:
        return tuple(simulation.calculate(plane + root, self.period) for plane in "tp")

    def count(self) -> np.ndarray:
        simulation = self.simulation(slice(None))
        return np.array([[np.count_nonzero(p) for p in self.planes(simulation, root)] for root in self.roots])

    def one(self, row: int) -> np.ndarray:
        simulation = self.simulation(slice(row, row + 1))
        return np.array([sum(int(p[0]) for p in self.planes(simulation, root)) for root in self.roots], np.uint8)

    def draft(self, clause: int) -> Tuple[int, int, np.ndarray]:
        true, possible = self.planes(self.simulation(slice(None)), self.roots[clause])
        return int(true.sum()), int(possible.sum()), first_rows(true, possible & ~true, possible)
