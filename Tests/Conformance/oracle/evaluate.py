"""Walks the tree. Every result is a value or a Gap; nothing is raised past `evaluate`."""

from fractions import Fraction

from . import days, functions
from .values import (CelList, CelMap, Duration, EvaluationError, Gap, Record, Timestamp, UInt, Yearly,
                     checked_decimal, checked_int, checked_uint, equal, is_number, plain, united)


class Evaluator:
    """One profile on one day. `facts` maps a known field to its value; `schema` names all fields."""

    def __init__(self, schema, facts, as_of):
        self.schema, self.facts, self.as_of = schema, facts, as_of
        self.do = {name[3:]: getattr(self, name) for name in dir(self) if name.startswith("do_")}

    def evaluate(self, node, scope=None):
        try:
            return self.do[node.kind](node, scope or {})
        except EvaluationError as problem:
            return Gap(errors=[str(problem)])

    # Names, members, elements

    def do_literal(self, node, scope):
        value = node.value
        return checked_decimal(value) if isinstance(value, Fraction) else value

    def do_name(self, node, scope):
        name = node.value
        if name in scope:
            return scope[name]
        name = name.lstrip(".")
        if name == "as_of":
            return self.as_of
        if name == "year":
            return days.getter("getFullYear", self.as_of)
        if name not in self.schema:
            raise EvaluationError(f"no field {name}")
        if name in self.facts:
            return self.facts[name]
        return Yearly(name, {}) if self.schema[name].kind == "yearly" else Gap([name])

    def do_select(self, node, scope):
        target = self.evaluate(node.args[0], scope)
        if isinstance(target, Gap):
            return target
        if isinstance(target, Record):
            return target.get(node.value)
        if isinstance(target, CelMap):
            return self.of_map(target, node.value)
        return functions.mismatch()

    def do_index(self, node, scope):
        target, index = (self.evaluate(a, scope) for a in node.args)
        gaps = [x for x in (target, index) if isinstance(x, Gap)]
        if gaps:
            return united(gaps)
        if isinstance(target, Yearly):
            return target.get(index)
        if isinstance(target, CelMap):
            return self.of_map(target, index)
        if not isinstance(target, CelList) or not is_number(index) or plain(index) != int(plain(index)):
            return functions.mismatch()
        index = int(plain(index))
        # What is not known may stand anywhere, so an open list has no certain positions.
        if 0 <= index < len(target.items) and not target.others:
            return target.items[index]
        if target.others and index >= 0:
            return Gap(target.others)
        raise EvaluationError("index out of range")

    @staticmethod
    def of_map(target, key):
        for k, v in target.pairs:
            if type(k) is type(key) or is_number(k) and is_number(key):
                if equal(k, key):
                    return v
        raise EvaluationError("no such key")

    # Literals of lists and maps

    def do_list(self, node, scope):
        items = [self.evaluate(a, scope) for a in node.args]
        gaps = [x for x in items if isinstance(x, Gap)]
        return united(gaps) if gaps else CelList(items)

    def do_map(self, node, scope):
        parts = [self.evaluate(a, scope) for a in node.args]
        gaps = [x for x in parts if isinstance(x, Gap)]
        if gaps:
            return united(gaps)
        pairs = list(zip(parts[::2], parts[1::2]))
        for i, (key, _) in enumerate(pairs):
            if any(type(k) is type(key) and k == key for k, _ in pairs[:i]):
                raise EvaluationError("map key twice")
        return CelMap(pairs)

    # Logic

    def do_chain(self, node, scope):
        return self.gathered(node.value == "||", [self.evaluate(a, scope) for a in node.args])

    @staticmethod
    def gathered(decisive, results, others=()):
        """Kleene `||` (decisive True) or `&&` (False) of results, and of others that are not known."""
        if any(r is decisive for r in results):
            return decisive
        gaps = [r for r in results if isinstance(r, Gap)] + ([Gap(others)] if others else [])
        return united(gaps) if gaps else not decisive

    def do_choice(self, node, scope):
        which = self.evaluate(node.args[0], scope)
        if isinstance(which, Gap):
            return which
        return self.evaluate(node.args[1 if which else 2], scope)

    def do_unary(self, node, scope):
        x = self.evaluate(node.args[0], scope)
        if isinstance(x, Gap):
            return x
        if node.value == "!":
            return not x if isinstance(x, bool) else functions.mismatch()
        if type(x) is int:
            return checked_int(-x)
        return -x if isinstance(x, Fraction) else functions.mismatch()

    # Macros

    def do_macro(self, node, scope):
        (macro, name), (source, *bodies) = node.value, node.args
        target = self.evaluate(source, scope)
        if isinstance(target, Gap):
            return target
        if isinstance(target, CelMap):
            target = CelList([k for k, _ in target.pairs])
        if not isinstance(target, CelList):
            return functions.mismatch()
        scopes = [{**scope, name: item} for item in target.items]
        firsts = [self.evaluate(bodies[0], s) for s in scopes]
        if macro in ("all", "exists"):
            return self.gathered(macro == "exists", firsts, target.others)
        if macro == "exists_one":
            return self.exists_one(firsts, target.others)
        gaps = [r for r in firsts if isinstance(r, Gap)]
        others = [Gap(target.others)] if target.others else []
        if macro == "filter":
            chosen = [s[name] for s, r in zip(scopes, firsts) if r is True]
            return united(gaps + others) if gaps else CelList(chosen, target.others)
        results = firsts
        if len(bodies) == 2:
            results = [self.evaluate(bodies[1], s) for s, r in zip(scopes, firsts) if r is True]
            gaps += [r for r in results if isinstance(r, Gap)]
        return united(gaps + others) if gaps else CelList(results, target.others)

    @staticmethod
    def exists_one(results, others):
        gaps = [r for r in results if isinstance(r, Gap)] + ([Gap(others)] if others else [])
        trues = sum(r is True for r in results)
        if any(not g.unknown for g in gaps):
            return united(gaps)
        if trues >= 2:
            return False
        return united(gaps) if gaps else trues == 1

    # Operators

    def do_binary(self, node, scope):
        mark = node.value
        a, b = (self.evaluate(x, scope) for x in node.args)
        if mark == "in":
            return self.contained(a, b)
        gaps = self.gaps([a, b], open_lists=mark != "+")
        if gaps:
            return united(gaps)
        if mark in ("==", "!="):
            same = equal(a, b)
            return same if isinstance(same, Gap) else same == (mark == "==")
        if mark in ("<", "<=", ">", ">="):
            return compared(mark, a, b)
        return arithmetic(mark, a, b)

    @staticmethod
    def gaps(args, open_lists=True):
        out = []
        for x in args:
            if isinstance(x, Gap):
                out.append(x)
            elif open_lists and isinstance(x, CelList) and x.others:
                out.append(Gap(x.others))
        return out

    def contained(self, a, b):
        if isinstance(a, Gap) or isinstance(b, Gap):
            return united(self.gaps([a, b]))
        if isinstance(b, CelMap):
            b = CelList([k for k, _ in b.pairs])
        if not isinstance(b, CelList):
            return functions.mismatch()
        return self.gathered(True, [equal(a, item) for item in b.items], b.others)

    # Functions

    def do_call(self, node, scope):
        name, _ = node.value
        if name == "at_least":
            return self.at_least(node, scope)
        if name == "first_reached":
            return self.first_reached(node, scope)
        args = [self.evaluate(a, scope) for a in node.args]
        gaps = self.gaps(args)
        if gaps:
            return united(gaps)
        if any(isinstance(x, (Record, Yearly)) for x in args):
            return functions.mismatch()
        if name == "under":
            return functions.under(*args, [self.name_of(node.args[0], scope)])
        return functions.call(name, args, self.as_of, node)

    def name_of(self, node, scope):
        """How the missing-fact list names what this node reads."""
        if node.kind == "select":
            target = self.evaluate(node.args[0], scope)
            return f"{target.path}.{node.value}"
        if node.kind == "name" and node.value not in scope:
            return node.value.lstrip(".")
        if node.kind == "choice":
            which = self.evaluate(node.args[0], scope)
            return self.name_of(node.args[1 if which else 2], scope)
        return str(node.value)

    def at_least(self, node, scope):
        k = self.evaluate(node.args[0], scope)
        results = [self.evaluate(a, scope) for a in node.args[1].args]
        gaps = [r for r in results if isinstance(r, Gap)]
        trues = sum(r is True for r in results)
        if trues >= k:
            return True
        return united(gaps) if trues + len(gaps) >= k else False

    def first_reached(self, node, scope):
        series, at, bound, start = (self.evaluate(a, scope) for a in node.args)
        gaps = [x for x in (series, at, start) if isinstance(x, Gap)]
        if gaps:
            return united(gaps + [x for x in [bound] if isinstance(x, Gap)])
        if at - start > 100_000:
            raise EvaluationError("too many steps")

        def compare(mark, year):
            pair = [series.get(year), bound]
            gaps = self.gaps(pair)
            return united(gaps) if gaps else compared(mark, *pair)

        return self.gathered(False, [compare(">=", at)] + [compare("<", y) for y in range(start, at)])


def compared(mark, a, b):
    if is_number(a) and is_number(b):
        a, b = plain(a), plain(b)
    elif isinstance(a, str) and isinstance(b, str):
        a, b = str(a), str(b)  # Python orders text by code points, as CEL does
    elif type(a) is not type(b) or not isinstance(a, (bool, bytes, Timestamp, Duration)):
        return functions.mismatch()
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[mark]


def arithmetic(mark, a, b):
    types = {type(a), type(b)}
    if types == {Fraction}:
        if mark == "/" and b == 0:
            raise EvaluationError("division by zero")
        return checked_decimal({"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b,
                                "/": lambda: a / b, "%": functions.mismatch}[mark]())
    if types == {int} or types == {UInt}:
        x, y = plain(a), plain(b)
        check = checked_int if types == {int} else checked_uint
        if mark in "/%" and y == 0:
            raise EvaluationError("division by zero")
        if mark in "/%":
            quotient = abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1)
            return check(quotient if mark == "/" else x - quotient * y)
        return check({"+": x + y, "-": x - y, "*": x * y}[mark])
    if mark == "+" and isinstance(a, str) and isinstance(b, str):
        return str(a) + str(b)
    if mark == "+" and types == {bytes}:
        return a + b
    if mark == "+" and types == {CelList}:
        return CelList(a.items + b.items, dict.fromkeys(a.others + b.others))
    return of_time(mark, a, b)


def of_time(mark, a, b):
    match mark, a, b:
        case "+", Timestamp(), Duration():
            return days.stamp(a.ns + b.ns)
        case "+", Duration(), Timestamp():
            return days.stamp(a.ns + b.ns)
        case "+", Duration(), Duration():
            return days.span(a.ns + b.ns)
        case "-", Timestamp(), Duration():
            return days.stamp(a.ns - b.ns)
        case "-", Timestamp(), Timestamp():
            return days.span(a.ns - b.ns)
        case "-", Duration(), Duration():
            return days.span(a.ns - b.ns)
    return functions.mismatch()
