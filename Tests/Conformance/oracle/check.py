"""What is refused at load: names, types, and constants that cannot be evaluated."""

from fractions import Fraction

from . import functions
from .evaluate import Evaluator
from .syntax import parse
from .values import EvaluationError, Gap, LoadError, Timestamp, UInt

NUMBERS = ("int", "uint", "decimal")
OF_KIND = {"money": "decimal", "enumeration": "string", "strings": ("list", "string"), "yearly": ("yearly",)}
STRING = ("string", "code", "dyn")

# name: (argument types, result); "T" is any type, a set is a choice.
PLAIN = {
    "date": [(("string",), "timestamp")], "money": [(("string",), "decimal")],
    "years_before": [(("int",), "timestamp")], "months_before": [(("int",), "timestamp")],
    "days_before": [(("int",), "timestamp")],
    "years_since": [(("timestamp",), "int")], "months_since": [(("timestamp",), "int")],
    "int": [((t,), "int") for t in ("int", "uint", "decimal", "string", "timestamp")],
    "uint": [((t,), "uint") for t in ("int", "uint", "decimal", "string")],
    "double": [((t,), "decimal") for t in ("int", "uint", "decimal", "string")],
    "bool": [((t,), "bool") for t in ("bool", "string")],
    "string": [((t,), "string") for t in (*NUMBERS, "bool", "string", "bytes", "timestamp", "duration")],
    "bytes": [((t,), "bytes") for t in ("string", "bytes")],
    "timestamp": [((t,), "timestamp") for t in ("string", "timestamp", "int")],
    "duration": [((t,), "duration") for t in ("string", "duration")],
    "matches": [(("string", "string"), "bool")],
}
METHODS = {
    "contains": [(("string", "string"), "bool")], "startsWith": [(("string", "string"), "bool")],
    "endsWith": [(("string", "string"), "bool")], "matches": [(("string", "string"), "bool")],
    "mentions": [(("string", "string"), "bool")],
    "under": [(("code", "string"), "bool"), (("code", ("list", "string")), "bool")],
}
for _name in functions.GETTERS:
    METHODS[_name] = [(("timestamp",), "int"), (("timestamp", "string"), "int")]
for _name in ("getHours", "getMinutes", "getSeconds", "getMilliseconds"):
    METHODS[_name].append((("duration",), "int"))
CHECKED_LITERALS = {"date", "money", "under", "timestamp", "duration", "matches"}


def fits(got, wanted):
    if "dyn" in (got, wanted) or got == wanted:
        return True
    if wanted == "string" and got == "code":
        return True
    return (isinstance(got, tuple) and isinstance(wanted, tuple) and got[0] == wanted[0] == "list"
            and fits(got[1], wanted[1]))


def comparable(a, b):
    if "dyn" in (a, b) or a in NUMBERS and b in NUMBERS or a in STRING and b in STRING:
        return True
    if isinstance(a, tuple) and isinstance(b, tuple) and a[0] == b[0] and len(a) == len(b):
        return all(comparable(x, y) or x == y for x, y in zip(a[1:], b[1:]))
    return a == b


def joined(types):
    types = list(dict.fromkeys(types))
    if not types:
        return "dyn"
    if all(t in STRING[:2] for t in types) and len(types) > 1:
        return "string"
    return types[0] if len(types) == 1 else "dyn"


class Checker:
    def __init__(self, schema):
        self.schema = schema
        self.constants = Evaluator(schema, {}, Timestamp(0))

    def expression(self, source, wanted):
        """The checked tree; refuses anything whose type is not one of `wanted` (None: any)."""
        root = parse(source)
        got = self.check(root, {})
        if wanted and got not in wanted and got != "dyn":
            raise LoadError(f"expected {' or '.join(wanted)}, found {self.shown(got)}", root.at)
        if self.is_yearly(got):
            raise LoadError("index a yearly map, or use first_reached", root.at)
        return root

    @staticmethod
    def shown(t):
        return t if isinstance(t, str) else t[0]

    @staticmethod
    def is_yearly(t):
        return isinstance(t, tuple) and t[0] == "yearly"

    def check(self, node, scope, yearly_allowed=False):
        node.type = getattr(self, "of_" + node.kind)(node, scope)
        if self.is_yearly(node.type) and not yearly_allowed:
            raise LoadError("index a yearly map, or use first_reached", node.at)
        if node.kind not in ("name", "literal") and constant(node):
            result = self.constants.evaluate(node)
            if isinstance(result, Gap):
                raise LoadError("; ".join(result.errors), node.at)
        return node.type

    def of_literal(self, node, scope):
        value = node.value
        return {bool: "bool", int: "int", UInt: "uint", Fraction: "decimal", str: "string", bytes: "bytes",
                type(None): "null"}[type(value)]

    def of_name(self, node, scope):
        if node.value in scope:
            return scope[node.value]
        name = node.value.lstrip(".")
        if name == "as_of":
            return "timestamp"
        if name == "year":
            return "int"
        if name not in self.schema:
            raise LoadError(f"no field {name!r}", node.at)
        field = self.schema[name]
        if field.kind == "records":
            return ("list", ("record", tuple(field.members.items())))
        return OF_KIND.get(field.kind, field.kind)

    def of_select(self, node, scope):
        target = self.check(node.args[0], scope)
        if target == "dyn":
            return "dyn"
        if isinstance(target, tuple) and target[0] == "record":
            for member, kind in target[1]:
                if member == node.value:
                    return OF_KIND.get(kind, kind)
            raise LoadError(f"no member {node.value!r}", node.at)
        if isinstance(target, tuple) and target[0] == "map":
            return target[2]
        raise LoadError(f"{self.shown(target)} has no members", node.at)

    def of_index(self, node, scope):
        target = self.check(node.args[0], scope, yearly_allowed=True)
        index = self.check(node.args[1], scope)
        if self.is_yearly(target):
            if index not in ("int", "dyn"):
                raise LoadError("a year is an int", node.args[1].at)
            return "decimal"
        if target == "dyn":
            return "dyn"
        if isinstance(target, tuple) and target[0] == "list" and index in ("int", "dyn"):
            return target[1]
        if isinstance(target, tuple) and target[0] == "map" and comparable(target[1], index):
            return target[2]
        raise LoadError(f"cannot index {self.shown(target)} by {self.shown(index)}", node.at)

    def of_list(self, node, scope):
        return ("list", joined([self.check(a, scope) for a in node.args]))

    def of_map(self, node, scope):
        types = [self.check(a, scope) for a in node.args]
        for key, part in zip(types[::2], node.args[::2]):
            if key not in ("int", "uint", "bool", "string", "code", "dyn"):
                raise LoadError("bad key type", part.at)
        return ("map", joined(types[::2]), joined(types[1::2]))

    def of_chain(self, node, scope):
        for a in node.args:
            self.boolean(a, scope)
        return "bool"

    def boolean(self, node, scope):
        got = self.check(node, scope)
        if got not in ("bool", "dyn"):
            raise LoadError(f"expected bool, found {self.shown(got)}", node.at)

    def of_choice(self, node, scope):
        self.boolean(node.args[0], scope)
        a, b = (self.check(x, scope) for x in node.args[1:])
        if a in STRING and b in STRING or a == b or "dyn" in (a, b):
            return joined([a, b])
        raise LoadError(f"branches differ: {self.shown(a)} and {self.shown(b)}", node.at)

    def of_unary(self, node, scope):
        got = self.check(node.args[0], scope)
        wanted = ("bool", "dyn") if node.value == "!" else ("int", "decimal", "dyn")
        if got not in wanted:
            raise LoadError(f"{node.value!r} of {self.shown(got)}", node.at)
        return got

    def of_macro(self, node, scope):
        macro, name = node.value
        target = self.check(node.args[0], scope)
        if name in self.schema or name in ("as_of", "year"):
            raise LoadError(f"{name!r} shadows a field", node.at)
        if target == "dyn":
            element = "dyn"
        elif isinstance(target, tuple) and target[0] in ("list", "map"):
            element = target[1]
        else:
            raise LoadError(f"{macro} of {self.shown(target)}", node.at)
        inner, bodies = {**scope, name: element}, node.args[1:]
        if macro == "map":
            if len(bodies) == 2:
                self.boolean(bodies[0], inner)
            return ("list", self.check(bodies[-1], inner))
        self.boolean(bodies[0], inner)
        return ("list", element) if macro == "filter" else "bool"

    def of_binary(self, node, scope):
        mark = node.value
        a, b = (self.check(x, scope) for x in node.args)
        if mark == "in":
            self.no_null(node, a, b)
            if b == "dyn" or isinstance(b, tuple) and b[0] in ("list", "map") and comparable(a, b[1]):
                return "bool"
        elif mark in ("==", "!="):
            self.no_null(node, a, b)
            if comparable(a, b):
                return "bool"
        elif mark in ("<", "<=", ">", ">="):
            if comparable(a, b) and not isinstance(a, tuple) and not isinstance(b, tuple):
                return "bool"
        else:
            result = self.arithmetic(node, mark, a, b)
            if result:
                return result
        raise LoadError(f"no such overload: {self.shown(a)} {mark} {self.shown(b)}", node.at)

    @staticmethod
    def no_null(node, *types):
        if "null" in types or any(isinstance(t, tuple) and t[-1] == "null" for t in types):
            raise LoadError("a verdict must not depend on whether data is missing", node.at)

    def arithmetic(self, node, mark, a, b):
        if mark == "/" and a == b == "int":
            raise LoadError("'/' of two ints: write double(a)/double(b)", node.at)
        if a in NUMBERS and b in NUMBERS:
            if a != b:
                raise LoadError("int and decimal do not mix: write 100.0 or double(x)", node.at)
            return a if mark != "%" or a != "decimal" else None
        if mark == "+":
            if a in STRING and b in STRING:
                return "string"
            if a == b == "bytes":
                return a
            if isinstance(a, tuple) and isinstance(b, tuple) and a[0] == b[0] == "list":
                if "dyn" in (a[1], b[1]):
                    return a if b[1] == "dyn" else b
                return a if comparable(a, b) else None
        times = {("+", "timestamp", "duration"): "timestamp", ("+", "duration", "timestamp"): "timestamp",
                 ("+", "duration", "duration"): "duration", ("-", "timestamp", "duration"): "timestamp",
                 ("-", "timestamp", "timestamp"): "duration", ("-", "duration", "duration"): "duration"}
        return times.get((mark, a, b)) or ("dyn" if "dyn" in (a, b) else None)

    def of_call(self, node, scope):
        name, method = node.value
        if name in ("has", "type", "dyn"):
            raise LoadError(f"{name}: a verdict must not depend on whether data is missing", node.at)
        if name == "at_least" and not method:
            return self.at_least(node, scope)
        if name == "first_reached" and not method:
            return self.first_reached(node, scope)
        types = [self.check(a, scope) for a in node.args]
        if name == "size" and len(types) == 1:
            t = types[0]
            if t in (*STRING, "bytes") or isinstance(t, tuple) and t[0] in ("list", "map"):
                return "int"
        if name == "sum" and not method and len(types) == 1 and types[0][0] == "list":
            if types[0][1] in (*NUMBERS, "dyn"):
                return types[0][1]
        if name in ("math.least", "math.greatest") and types:
            inner = [types[0][1]] if len(types) == 1 and isinstance(types[0], tuple) else types
            if all(t in (*NUMBERS, "dyn") for t in inner):
                return joined(inner)
        for wanted, result in (METHODS if method else PLAIN).get(name, []):
            if len(wanted) == len(types) and all(map(fits, types, wanted)):
                self.literal_arguments(node, name)
                return result
        shown = ", ".join(self.shown(t) for t in types)
        raise LoadError(f"no such function: {name}({shown})", node.at)

    def literal_arguments(self, node, name):
        """A literal pattern or code is checked even where the receiver is a fact."""
        last = node.args[-1]
        if name not in CHECKED_LITERALS or not constant(last):
            return
        value = self.constants.evaluate(last)
        try:
            if name == "matches":
                functions.pattern(value)
            if name == "under":
                functions.under("C", value, ["x"])
        except EvaluationError as problem:
            raise LoadError(str(problem), last.at) from None

    def at_least(self, node, scope):
        if len(node.args) != 2 or node.args[1].kind != "list" or not constant(node.args[0]):
            raise LoadError("at_least(k, [conditions]) needs a constant k and a list literal", node.at)
        if self.check(node.args[0], scope) != "int":
            raise LoadError("k is an int", node.args[0].at)
        for a in node.args[1].args:
            self.boolean(a, scope)
        return "bool"

    def first_reached(self, node, scope):
        if len(node.args) != 4:
            raise LoadError("first_reached(map, year, bound, from)", node.at)
        series, at, bound, start = node.args
        if not self.is_yearly(self.check(series, scope, yearly_allowed=True)):
            raise LoadError("expected a yearly map", series.at)
        for a in (at, start):
            if self.check(a, scope) not in ("int", "dyn"):
                raise LoadError("a year is an int", a.at)
        if self.check(bound, scope) not in (*NUMBERS, "dyn"):
            raise LoadError("a bound is a number", bound.at)
        return "bool"


def constant(node):
    """No fact, no day, no macro variable below this node."""
    if node.kind == "name" or node.kind == "macro":
        return False
    if node.kind == "call" and node.value[0] in ("years_before", "months_before", "days_before", "years_since",
                                                 "months_since"):
        return False
    return all(constant(a) for a in node.args)
