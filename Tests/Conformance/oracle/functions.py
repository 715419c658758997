"""Functions of known arguments. Each takes values, returns a value, or raises EvaluationError."""

import functools
import re
import unicodedata
from fractions import Fraction

from . import codes, days
from .amounts import money
from .values import (CelList, CelMap, Duration, EvaluationError, Gap, Timestamp, UInt, checked_decimal,
                     checked_int, checked_uint, is_number, plain)

GETTERS = ("getFullYear getMonth getDate getDayOfMonth getDayOfYear getDayOfWeek getHours getMinutes "
           "getSeconds getMilliseconds").split()


def mismatch(*args):
    raise EvaluationError("no such overload")


@functools.lru_cache(10_000)
def normalised(text):
    """NFKC and case folding; Traditional to Simplified is left out."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded)


@functools.cache
def pattern(text):
    """A simple RE2 pattern for Python's engine: ASCII classes, `$` and `\\z` only at the very end."""
    out, i, in_class = [], 0, False
    while i < len(text):
        char = text[i]
        if char == "\\":
            pair = text[i : i + 2]
            if pair[1:].isdigit() and pair[1:] != "0":
                raise EvaluationError("back-references are not RE2")
            out.append("\\Z" if pair == "\\z" else pair)
            i += 2
            continue
        if char == "[" and not in_class:
            in_class = True
        elif char == "]" and in_class and text[i - 1] != "[" and text[i - 2 : i] != "[^":
            in_class = False
        if not in_class and re.match(r"\(\?(?:[=!]|<[=!])", text[i:]):
            raise EvaluationError("look-around is not RE2")
        out.append("\\Z" if char == "$" and not in_class else char)
        i += 1
    try:
        return re.compile("".join(out), re.ASCII)
    except re.error as problem:
        raise EvaluationError(f"bad pattern: {problem}") from None


def needed(value, what, text):
    if value is None:
        raise EvaluationError(f"bad {what} {text!r}")
    return value


def to_int(x):
    if isinstance(x, Timestamp):
        return x.ns // days.SECOND
    if isinstance(x, str):
        if not re.fullmatch(r"[+-]?[0-9]+", x):
            raise EvaluationError(f"bad int {x!r}")
        return checked_int(int(x))
    return checked_int(int(plain(x))) if is_number(x) else mismatch()


def to_uint(x):
    if isinstance(x, str):
        if not re.fullmatch(r"[0-9]+", x):
            raise EvaluationError(f"bad uint {x!r}")
        return checked_uint(int(x))
    if not is_number(x) or plain(x) < 0:
        raise EvaluationError("unsigned integer overflow")
    return checked_uint(int(plain(x)))


def to_decimal(x):
    if isinstance(x, str):
        if not re.fullmatch(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?", x):
            raise EvaluationError(f"bad decimal {x!r}")
        return checked_decimal(Fraction(x.rstrip(".") if x.endswith(".") else x))
    return checked_decimal(plain(x)) if is_number(x) else mismatch()


def to_bool(x):
    if isinstance(x, bool):
        return x
    if x in ("1", "t", "true", "TRUE", "True"):
        return True
    if x in ("0", "f", "false", "FALSE", "False"):
        return False
    raise EvaluationError(f"bad bool {x!r}")


def to_string(x):
    if isinstance(x, str):
        return str(x)
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, bytes):
        try:
            return x.decode()
        except UnicodeDecodeError:
            raise EvaluationError("bytes are not UTF-8") from None
    if isinstance(x, Fraction):
        return decimal_text(x)
    if isinstance(x, Timestamp):
        return days.rfc3339(x)
    if isinstance(x, Duration):
        return days.seconds_text(x)
    return str(plain(x)) if is_number(x) else mismatch()


def decimal_text(x):
    """4.0, 0.25, -1/3: exact where finite."""
    rest, twos, fives = x.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{x.numerator}/{x.denominator}"
    places = max(twos, fives, 1)
    digits = str(abs(x.numerator) * 10**places // x.denominator).rjust(places + 1, "0")
    return f"{'-' if x < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def to_timestamp(x):
    if isinstance(x, Timestamp):
        return x
    if isinstance(x, str):
        return needed(days.timestamp(x), "timestamp", x)
    return days.stamp(x * days.SECOND) if type(x) is int else mismatch()


def to_duration(x):
    if isinstance(x, Duration):
        return x
    return needed(days.duration(x), "duration", x)


def under(fact, arg, name):
    """`name` is the fact to ask for when it is itself above the argument."""
    ones = arg.items if isinstance(arg, CelList) else [arg]
    for one in ones:
        if codes.argument(one) is None:
            raise EvaluationError(f"bad code {one!r}")
    results = [codes.under(fact, one) for one in ones]
    if True in results:
        return True
    return Gap(name) if None in results else False


def total(items, decimal):
    if any(isinstance(x, Fraction) for x in items) or (decimal and not items):
        result = Fraction(0)
        for x in items:
            result = checked_decimal(result + plain(x))
        return result
    if items and isinstance(items[0], UInt):
        return checked_uint(sum(x.value for x in items))
    result = 0
    for x in items:
        result = checked_int(result + x)
    return result


def extreme(args, better):
    items = args[0].items if len(args) == 1 and isinstance(args[0], CelList) else args
    if not items:
        raise EvaluationError("no elements to compare")
    best = items[0]
    for x in items[1:]:
        if better(plain(x), plain(best)):
            best = x
    return best


def size(x):
    if isinstance(x, CelList):
        return len(x.items)
    if isinstance(x, CelMap):
        return len(x.pairs)
    return len(x) if isinstance(x, (str, bytes)) else mismatch()


def call(name, args, as_of, node):
    """Every ordinary function, by name; a method's receiver is the first argument."""
    if name in GETTERS:
        return days.getter(name, *args)
    match name:
        case "size":
            return size(*args)
        case "contains":
            return args[1] in args[0]
        case "startsWith":
            return args[0].startswith(args[1])
        case "endsWith":
            return args[0].endswith(args[1])
        case "matches":
            return pattern(args[1]).search(args[0]) is not None
        case "mentions":
            return normalised(args[1]) in normalised(args[0])
        case "int":
            return to_int(*args)
        case "uint":
            return to_uint(*args)
        case "double":
            return to_decimal(*args)
        case "bool":
            return to_bool(*args)
        case "string":
            return to_string(*args)
        case "bytes":
            return args[0].encode() if isinstance(args[0], str) else args[0]
        case "timestamp":
            return to_timestamp(*args)
        case "duration":
            return to_duration(*args)
        case "date":
            return needed(days.date(args[0]), "date", args[0])
        case "money":
            return checked_decimal(needed(money(args[0]), "amount", args[0]))
        case "years_before":
            return days.stamp(days.months_before(as_of, bounded(args[0]) * 12))
        case "months_before":
            return days.stamp(days.months_before(as_of, bounded(args[0])))
        case "days_before":
            return days.stamp(as_of.ns - bounded(args[0]) * days.DAY)
        case "years_since":
            return days.months_since(as_of, args[0], 12)
        case "months_since":
            return days.months_since(as_of, args[0], 1)
        case "sum":
            return total(args[0].items, node.type == "decimal")
        case "math.least":
            return extreme(args, lambda a, b: a < b)
        case "math.greatest":
            return extreme(args, lambda a, b: a > b)
    raise EvaluationError(f"no function {name}")


def bounded(n):
    if abs(n) > 10_000_000:
        raise EvaluationError("timestamp out of range")
    return n
