"""Values of the policy environment, and the one way in which a value can be absent.

int is a Python int, decimal a Fraction, bool/string/bytes/null are Python's own; the rest is below.
"""

from dataclasses import dataclass
from fractions import Fraction

INT_MIN, INT_MAX, UINT_MAX = -(2**63), 2**63 - 1, 2**64 - 1
RATIONAL_MAX = 2**127 - 1  # reading of "128-bit": both parts fit a signed 128-bit integer


class LoadError(Exception):
    """Refused at load, with a code-point offset into the expression (None: no place)."""

    def __init__(self, message, offset=None):
        super().__init__(message)
        self.message, self.offset = message, offset


class EvaluationError(Exception):
    """Raised by functions; the evaluator turns it into a Gap."""


class Gap:
    """No value: unknown when facts are missing, otherwise an evaluation error."""

    __slots__ = ("names", "errors")

    def __init__(self, names=(), errors=()):
        self.names, self.errors = tuple(names), tuple(errors)

    @property
    def unknown(self):
        return bool(self.names)

    def __repr__(self):
        return f"Gap({self.names}, {self.errors})"


def united(gaps):
    """All missing facts and all errors, each once, in order of first appearance."""
    names, errors = {}, {}
    for gap in gaps:
        names.update(dict.fromkeys(gap.names))
        errors.update(dict.fromkeys(gap.errors))
    return Gap(names, errors)


@dataclass(frozen=True)
class UInt:
    value: int


@dataclass(frozen=True, order=True)
class Timestamp:
    ns: int  # since 1970-01-01T00:00:00Z


@dataclass(frozen=True, order=True)
class Duration:
    ns: int


class Code(str):
    """A region or industry code: a string that also knows `under`."""

    __slots__ = ()


class CelList:
    """`others` names the part that is not known (`tags[*]`); empty when the list is complete."""

    __slots__ = ("items", "others")

    def __init__(self, items, others=()):
        self.items, self.others = list(items), tuple(others)


class Record:
    """One element of a list of records; a member that is absent is missing as `path.member`."""

    __slots__ = ("path", "members", "known")

    def __init__(self, path, members, known):
        self.path, self.members, self.known = path, members, known

    def get(self, member):
        if member in self.known:
            return self.known[member]
        return Gap([f"{self.path}.{member}"])

    def gap(self):
        return united([Gap([f"{self.path}.{m}"]) for m in self.members if m not in self.known])


class Yearly:
    """A map from year to money; a year it lacks is missing as `name[year]`."""

    __slots__ = ("name", "known")

    def __init__(self, name, known):
        self.name, self.known = name, known

    def get(self, year):
        return self.known[year] if year in self.known else Gap([f"{self.name}[{year}]"])


class CelMap:
    """A map literal; pairs in order of writing."""

    __slots__ = ("pairs",)

    def __init__(self, pairs):
        self.pairs = list(pairs)


def is_number(value):
    return type(value) in (int, Fraction, UInt)


def plain(value):
    """The number on the one number line."""
    return value.value if type(value) is UInt else value


def equal(a, b):
    """True, False, or a Gap where records with missing members are compared."""
    if is_number(a) and is_number(b):
        return plain(a) == plain(b)
    if isinstance(a, str) and isinstance(b, str):
        return str(a) == str(b)
    if isinstance(a, CelList) and isinstance(b, CelList):
        gaps = [Gap(x.others) for x in (a, b) if x.others]
        if not gaps and len(a.items) != len(b.items):
            return False
        results = [equal(x, y) for x, y in zip(a.items, b.items)]
        gaps += [r for r in results if isinstance(r, Gap)]
        return united(gaps) if gaps else all(results)
    if isinstance(a, Record) and isinstance(b, Record):
        gaps = [r.gap() for r in (a, b) if len(r.known) < len(r.members)]
        return united(gaps) if gaps else a.known == b.known
    if isinstance(a, CelMap) and isinstance(b, CelMap):
        if len(a.pairs) != len(b.pairs):
            return False
        for key, value in a.pairs:
            matches = [v for k, v in b.pairs if equal(k, key) is True]
            if not matches or equal(matches[0], value) is not True:
                return False
        return True
    return type(a) is type(b) and a == b  # values of two types are not equal, as in CEL


def checked_int(value):
    if not INT_MIN <= value <= INT_MAX:
        raise EvaluationError("integer overflow")
    return value


def checked_uint(value):
    if not 0 <= value <= UINT_MAX:
        raise EvaluationError("unsigned integer overflow")
    return UInt(value)


def checked_decimal(value):
    value = Fraction(value)
    if abs(value.numerator) > RATIONAL_MAX or value.denominator > RATIONAL_MAX:
        raise EvaluationError("decimal beyond 128 bits")
    return value
