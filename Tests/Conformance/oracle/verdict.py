"""Verdict and degree of a clause for a profile (formats.md section 4)."""

from fractions import Fraction

from .evaluate import Evaluator
from .split import Splitter
from .values import Gap


class Decider:
    """One profile on one day; a condition that many clauses share is evaluated once."""

    def __init__(self, schema, profile, as_of, splitter=None):
        """`splitter`, where given, decides by case split what Kleene's truth leaves open."""
        self.splitter = splitter
        self.evaluator = Evaluator(schema, profile.facts, as_of)
        self.profile, self.as_of, self.memo, self.problems = profile, as_of, {}, {}

    def truth(self, clause, condition):
        """True, False or None (unknown, also after an evaluation error)."""
        if condition.kind == "review":
            return self.profile.reviews.get(f"{clause.id}/{condition.id}")
        source = condition.expr
        if source not in self.memo:
            result = self.evaluator.evaluate(condition.root)
            if isinstance(result, Gap) and result.errors:
                self.problems[source] = result.errors
            self.memo[source] = None if isinstance(result, Gap) else result
        return self.memo[source]

    def in_force(self, clause):
        return ((clause.valid_from is None or clause.valid_from <= self.as_of)
                and (clause.valid_to is None or self.as_of <= clause.valid_to))

    def truths(self, clause):
        return [(c, self.truth(clause, c)) for c in clause.conditions if c.kind != "preferred"]

    def split(self, clause):
        """(verdict, fact) by case split, or None."""
        if not self.splitter or not self.in_force(clause):
            return None
        truths = [t for _, t in self.truths(clause)]
        if False in truths or None not in truths:
            return None
        return self.splitter.decide(clause, self.profile, lambda c: self.truth(clause, c))

    def verdict(self, clause):
        """1 eligible, 0 undetermined, -1 ineligible."""
        split = self.split(clause)
        if split:
            return split[0]
        if not self.in_force(clause):
            return -1
        truths = [t for _, t in self.truths(clause)]
        if False in truths:
            return -1
        return 0 if None in truths else 1

    def degree(self, clause):
        """degree_low and degree_high as exact fractions."""
        split = self.split(clause)
        if split and split[0] == 1:
            return Fraction(1), Fraction(1)
        truths = self.truths(clause)
        whole = sum(c.weight for c, _ in truths)
        if not whole:
            return Fraction(1), Fraction(1)
        held = sum((c.weight for c, t in truths if t is True), Fraction(0))
        open_ = sum((c.weight for c, t in truths if t is None), Fraction(0))
        return held / whole, (held + open_) / whole


def four_decimals(value):
    """Rounded half up, as text."""
    whole = (value * 20_000 + 1) // 2
    return f"{whole // 10_000}.{whole % 10_000:04d}"
