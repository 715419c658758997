#!/usr/bin/env python3
"""Compares the plain environment with another CEL engine over random expressions.

    python3 -m venv peer && peer/bin/pip install cel-expr-python
    peer/bin/python Tests/Conformance/differential.py .build/debug/hq [COUNT] [SEED]

The peer is cel-expr-python, Google's C++ engine from PyPI. Each expression must be refused, fail, or have the same value
in both. The same seed gives the same expressions. Exit status 1 where they differ.
"""
import datetime
import math
import random
import re
import subprocess
import sys

from cel_expr_python import cel
from cel_expr_python.ext import ext_math, ext_strings

INTS = ["0", "1", "-1", "2", "7", "-3", "9223372036854775807", "-9223372036854775808", "1000000007"]
UINTS = ["0u", "1u", "3u", "18446744073709551615u"]
DOUBLES = ["0.0", "-0.0", "1.5", "-2.25", "1e3", "0.1", "1e308", "-1e-7", "3.0"]
TEXTS = ["''", "'a'", "'abc'", "'惠企政策'", "'A-b-C'", "'12'", "'-5'", "'x.y'", "'aaa'", "'🙂é'"]
OCTETS = ["b''", "b'abc'", "b'\\xff\\x00'", "b'é'"]
TIMES = ["timestamp('2024-02-29T12:34:56.789Z')", "timestamp('1970-01-01T00:00:00Z')", "timestamp(0)",
         "timestamp('9999-12-31T23:59:59Z')", "timestamp('0001-01-01T00:00:00Z')", "timestamp('1988-07-01T08:00:00+08:00')"]
SPANS = ["duration('1h30m')", "duration('-1.5s')", "duration('0')", "duration('1000000h')", "duration('250ms')"]
ZONES = ["'UTC'", "'Asia/Shanghai'", "'America/New_York'", "'+08:00'", "'-02:30'", "'Europe/Paris'"]
PARTS = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes",
         "getSeconds", "getMilliseconds"]


class Writer:
    """Writes random expressions, most of them well typed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = []

    def any(self, depth):
        kind = self.random.choice([self.int, self.int, self.uint, self.double, self.text, self.bool, self.bool, self.list,
                                   self.map, self.octets, self.time, self.span])
        return kind(depth)

    def pick(self, *options):
        return self.random.choice(options)

    def local(self, otherwise):
        return self.random.choice(self.names) if self.names and self.random.random() < 0.5 else otherwise

    def int(self, depth):
        if depth <= 0:
            return self.local(self.pick(*INTS))
        d = depth - 1
        form = self.random.randrange(16)
        if form < 4:
            return f"({self.int(d)} {self.pick('+', '-', '*', '/', '%')} {self.int(d)})"
        if form == 4:
            return f"size({self.pick(self.text, self.list, self.map, self.octets)(d)})"
        if form == 5:
            return f"int({self.pick(self.uint, self.double, self.text, self.time)(d)})"
        if form == 6:
            return f"({self.bool(d)} ? {self.int(d)} : {self.int(d)})"
        if form == 7:
            return f"{self.list(d)}[{self.int(0)}]"
        if form == 8:
            zone = self.pick(*ZONES) if self.random.random() < 0.5 else ""
            return f"{self.time(d)}.{self.pick(*PARTS)}({zone})"
        if form == 9:
            return f"{self.span(d)}.{self.pick('getHours', 'getMinutes', 'getSeconds', 'getMilliseconds')}()"
        if form == 10:
            return f"math.{self.pick('greatest', 'least', 'bitAnd', 'bitOr', 'bitXor')}({self.int(d)}, {self.int(d)})"
        if form == 11:
            return f"math.{self.pick('abs', 'sign', 'bitNot')}({self.int(d)})"
        if form == 12:
            return f"{self.text(d)}.{self.pick('indexOf', 'lastIndexOf')}({self.text(d)})"
        if form == 13:
            return f"-({self.int(d)})"
        if form == 14:
            return f"math.{self.pick('bitShiftLeft', 'bitShiftRight')}({self.int(d)}, {self.pick('0', '1', '63', '64', '-1')})"
        return f"{self.map(d)}[{self.text(0)}]"

    def uint(self, depth):
        if depth <= 0:
            return self.pick(*UINTS)
        d = depth - 1
        return self.pick(f"({self.uint(d)} {self.pick('+', '-', '*', '/', '%')} {self.uint(d)})",
                         f"uint({self.pick(self.int, self.double, self.text)(d)})")

    def double(self, depth):
        if depth <= 0:
            return self.pick(*DOUBLES)
        d = depth - 1
        return self.pick(f"({self.double(d)} {self.pick('+', '-', '*', '/')} {self.double(d)})",
                         f"double({self.pick(self.int, self.uint, self.text)(d)})", f"-({self.double(d)})",
                         f"math.{self.pick('ceil', 'floor', 'round', 'trunc', 'abs', 'sign')}({self.double(d)})")

    def text(self, depth):
        if depth <= 0:
            return self.pick(*TEXTS)
        d = depth - 1
        form = self.random.randrange(10)
        if form < 2:
            return f"({self.text(d)} + {self.text(d)})"
        if form == 2:
            return f"string({self.pick(self.int, self.uint, self.bool, self.time, self.span, self.octets)(d)})"
        if form == 3:
            return f"{self.text(d)}.substring({self.int(0)})"
        if form == 4:
            return f"{self.text(d)}.charAt({self.int(0)})"
        if form == 5:
            return f"{self.text(d)}.replace({self.text(0)}, {self.text(0)})"
        if form == 6:
            return f"{self.text(d)}.{self.pick('lowerAscii', 'upperAscii', 'trim')}()"
        if form == 7:
            return f"{self.text(d)}.split({self.text(0)}).join('|')"
        if form == 8:
            return f"strings.quote({self.text(d)})"
        return f"'%d:%s:%x:%.3f'.format([{self.int(d)}, {self.text(d)}, {self.int(0)}, {self.double(0)}])"

    def bool(self, depth):
        if depth <= 0:
            return self.pick("true", "false")
        d = depth - 1
        form = self.random.randrange(15)
        if form < 3:
            return f"({self.bool(d)} {self.pick('&&', '||')} {self.bool(d)})"
        if form == 3:
            return f"!({self.bool(d)})"
        if form < 8:
            kind = self.pick(self.int, self.uint, self.double, self.text, self.octets, self.time, self.span, self.bool)
            return f"({kind(d)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {kind(d)})"
        if form == 8:
            return f"(dyn({self.any(d)}) {self.pick('==', '!=')} dyn({self.any(d)}))"
        if form == 9:
            left, right = (self.pick(self.int, self.uint, self.double)(d) for _ in range(2))
            return f"(dyn({left}) {self.pick('<', '<=', '>', '>=', '==')} dyn({right}))"
        if form == 10:
            return f"({self.int(d)} in {self.list(d)})"
        if form == 11:
            return f"{self.text(d)}.{self.pick('contains', 'startsWith', 'endsWith')}({self.text(d)})"
        if form == 12:
            return f"{self.text(d)}.matches({self.pick(chr(39) + 'a+' + chr(39), chr(39) + '^[a-z]*$' + chr(39))})"
        if form == 13:
            return f"bool({self.text(d)})"
        return self.loop(d, self.pick("all", "exists", "exists_one"), self.bool)

    def loop(self, depth, macro, body):
        name = f"v{len(self.names)}"
        source = self.list(depth)
        self.names.append(name)
        text = f"{source}.{macro}({name}, {body(depth)})"
        self.names.pop()
        return text

    def list(self, depth):
        if depth <= 0:
            return self.pick("[1, 2, 3]", "[0]", "[5, -5, 0, 5]")
        d = depth - 1
        return self.pick(f"[{self.int(d)}, {self.int(d)}]", f"({self.list(d)} + {self.list(d)})", self.loop(d, "map", self.int),
                         self.loop(d, "filter", self.bool))

    def map(self, depth):
        return "{" + ", ".join(f"{key}: {self.int(depth - 1)}" for key in self.random.sample(TEXTS, 2)) + "}"

    def octets(self, depth):
        if depth <= 0:
            return self.pick(*OCTETS)
        return self.pick(f"({self.octets(depth - 1)} + {self.octets(depth - 1)})", f"bytes({self.text(depth - 1)})")

    def time(self, depth):
        if depth <= 0:
            return self.pick(*TIMES)
        return f"({self.time(depth - 1)} {self.pick('+', '-')} {self.span(depth - 1)})"

    def span(self, depth):
        if depth <= 0:
            return self.pick(*SPANS)
        d = depth - 1
        return self.pick(f"({self.span(d)} {self.pick('+', '-')} {self.span(d)})", f"({self.time(d)} - {self.time(d)})")


class Peer:
    def __init__(self):
        self.env = cel.NewEnv(extensions=[ext_math.ExtMath(), ext_strings.ExtStrings()])

    def answer(self, source):
        """The value, or what went wrong."""
        try:
            expression = self.env.compile(source)
        except Exception as error:
            return "refused", str(error)
        value = expression.eval()
        kind = value.type().name()
        if value.type() == cel.Type.ERROR:
            return "error", str(value.value())
        return "value", written(value, kind)


ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}


def quoted(text):
    return '"' + "".join("\\" + ESCAPES[ord(c)] if ord(c) in ESCAPES else c for c in text) + '"'


def seconds(nanoseconds):
    whole, rest = divmod(abs(nanoseconds), 10**9)
    tail = f".{rest:09}".rstrip("0") if rest else ""
    return ("-" if nanoseconds < 0 else "") + f"{whole}{tail}s"


def number(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return f"double {value!r}"


def written(value, kind, is_inner=False):
    """As `hq eval --plain` writes it, but doubles as Python does, which are compared as numbers."""
    plain = value.plain_value()
    if plain is None:
        return "null"
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, float):
        return number(plain)
    if isinstance(plain, int):
        return f"{plain}u" if kind.lower() == "uint" else str(plain)
    if isinstance(plain, str):
        return quoted(plain) if is_inner else plain
    if isinstance(plain, (bytes, bytearray)):
        body = "".join("\\" + ESCAPES[b] if b in ESCAPES else chr(b) if 32 <= b < 127 else f"\\x{b:02x}" for b in plain)
        return f'b"{body}"'
    if isinstance(plain, datetime.datetime):
        text = plain.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
        return text + (f".{plain.microsecond:06}".rstrip("0") if plain.microsecond else "") + "Z"
    if isinstance(plain, datetime.timedelta):
        return seconds((plain.days * 86400 + plain.seconds) * 10**9 + plain.microseconds * 1000)
    if isinstance(plain, list):
        return "[" + ", ".join(written(v, v.type().name(), True) for v in value.value()) + "]"
    if isinstance(plain, dict):
        return "{" + ", ".join(sorted(f"{quoted(k)}: {v}" for k, v in plain.items())) + "}"
    return str(plain)


def ours(command, source):
    run = subprocess.run([command, "eval", "--lang", "en", "--plain", source], capture_output=True, text=True)
    if run.returncode == 0:
        return "value", run.stdout.removesuffix("\n")
    return "error" if run.returncode == 1 else f"exit {run.returncode}", run.stderr.strip()


def needed(text):
    return re.sub(r"(\.\d*?)0+(?=[sZ])", r"\1", text)


def same(left, right):
    if left[0] != "value" or right[0] != "value":
        return left[0] != "value" and right[0] in ("error", "refused") and left[0] == "error"
    if right[1].startswith("double "):
        return number(float(left[1])) == right[1]
    if right[1].startswith("{"):
        return sorted(left[1][1:-1].split(", ")) == sorted(right[1][1:-1].split(", "))
    # The peer writes fractions of seconds with three, six or nine digits, we with as many as they need.
    return needed(left[1]) == needed(right[1])


def main():
    command = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    writer = Writer(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    peer = Peer()
    tally = {"value": 0, "error": 0, "refused": 0}
    differences = 0
    for _ in range(count):
        source = writer.any(writer.random.randrange(5))
        right = peer.answer(source)
        left = ours(command, source)
        tally[right[0]] += 1
        if not same(left, right):
            differences += 1
            print(f"{source}\n  ours: {left[0]} {left[1][:200]}\n  peer: {right[0]} {right[1][:200]}")
    print(f"{count} expressions, of which the peer gave {tally['value']} values, {tally['error']} errors and refused "
          f"{tally['refused']}: {differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
