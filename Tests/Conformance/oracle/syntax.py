"""CEL's concrete syntax, read by recursive descent straight from langdef.md."""

import re
from fractions import Fraction

from .values import INT_MAX, INT_MIN, UINT_MAX, LoadError, UInt

RESERVED = set("as break const continue else for function if import let loop package namespace return "
               "var void while".split())
MACROS = {"all", "exists", "exists_one", "map", "filter"}
MAX_CODE_POINTS, MAX_DEPTH, MAX_NODES = 100_000, 250, 100_000

TOKEN = re.compile(
    r"(?P<space>[\t\n\f\r ]+|//[^\n]*)"
    r"|(?P<text>[rR]?[bB]?[rR]?(?:'''|\"\"\"|'|\"))"
    r"|(?P<float>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)"
    r"|(?P<int>0x[0-9a-fA-F]+[uU]?|[0-9]+[uU]?)"
    r"|(?P<name>[_a-zA-Z][_a-zA-Z0-9]*)"
    r"|(?P<mark>&&|\|\||[=!<>]=|[-+*/%!<>?:.,()\[\]{}])")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
           "\\": "\\", "?": "?", '"': '"', "'": "'", "`": "`"}


class Node:
    """kind is literal, name, select, index, call, list, map, unary, binary, chain, choice or macro."""

    __slots__ = ("kind", "at", "value", "args", "type")

    def __init__(self, kind, at, value, args=()):
        self.kind, self.at, self.value, self.args, self.type = kind, at, value, list(args), None


def tokens(source):
    out, at = [], 0
    while at < len(source):
        match = TOKEN.match(source, at)
        if not match:
            raise LoadError(f"unexpected character {source[at]!r}", at)
        sort = match.lastgroup
        if sort == "text":
            value, end = text_literal(source, match.group(), at, match.end())
            out.append(("literal", value, at))
            at = end
            continue
        if sort != "space":
            out.append((sort, match.group(), at))
        at = match.end()
    out.append(("end", "", len(source)))
    return out


def text_literal(source, opening, start, at):
    quote = opening.lstrip("rRbB")
    prefix = opening[: len(opening) - len(quote)].lower()
    raw, octets = "r" in prefix, "b" in prefix
    if len(prefix) > 2 or len(set(prefix)) != len(prefix):
        raise LoadError("bad string prefix", start)
    parts = []  # str, or int for one octet of a bytes literal
    while True:
        if at >= len(source):
            raise LoadError("string is not closed", start)
        if source.startswith(quote, at):
            at += len(quote)
            break
        char = source[at]
        if len(quote) == 1 and char in "\r\n":
            raise LoadError("string is not closed", start)
        if char == "\\" and not raw:
            part, at = escape(source, at, octets)
            parts.append(part)
        else:
            parts.append(char)
            at += 1
    if octets:
        return b"".join(bytes([p]) if isinstance(p, int) else p.encode() for p in parts), at
    return "".join(parts), at


def escape(source, at, octets):
    char = source[at + 1 : at + 2]
    if char and char in ESCAPES:
        return ESCAPES[char], at + 2
    for pattern, base in ((r"[xX]([0-9a-fA-F]{2})", 16), (r"([0-3][0-7]{2})", 8)):
        match = re.compile(pattern).match(source, at + 1)
        if match:
            number = int(match.group(1), base)
            return (number if octets else chr(number)), match.end()
    match = re.compile(r"u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})").match(source, at + 1)
    if not match or octets:
        raise LoadError("bad escape", at)
    number = int(match.group(1) or match.group(2), 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise LoadError("escape is no code point", at)
    return chr(number), match.end()


def parse(source):
    if len(source) > MAX_CODE_POINTS:
        raise LoadError("expression is too long", 0)
    parser = Parser(tokens(source))
    try:
        node = parser.expression()
    except RecursionError:
        raise LoadError("expression is nested too deeply", 0) from None
    if parser.sort != "end":
        raise LoadError(f"unexpected {parser.text!r}", parser.at)
    measure(node)
    return node


def measure(root):
    count, stack = 0, [(root, 1)]
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH:
            raise LoadError("expression is nested too deeply", node.at)
        if count > MAX_NODES:
            raise LoadError("expression has too many nodes", node.at)
        stack += [(child, depth + 1) for child in node.args]


class Parser:
    def __init__(self, stream):
        self.stream, self.i = stream, 0

    sort = property(lambda self: self.stream[self.i][0])
    text = property(lambda self: self.stream[self.i][1])
    at = property(lambda self: self.stream[self.i][2])

    def sees(self, *marks):
        return self.sort == "mark" and self.text in marks

    def take(self, mark):
        if not self.sees(mark):
            raise LoadError(f"expected {mark!r}", self.at)
        self.i += 1

    def accept(self, mark):
        if self.sees(mark):
            self.i += 1
            return True
        return False

    def expression(self):
        node, at = self.chain("||"), self.at
        if not self.accept("?"):
            return node
        yes = self.chain("||")
        self.take(":")
        return Node("choice", at, None, [node, yes, self.expression()])

    def chain(self, mark):
        lower = (lambda: self.chain("&&")) if mark == "||" else self.relation
        node, at = lower(), self.at
        if not self.sees(mark):
            return node
        operands = [node]
        while self.accept(mark):
            operands.append(lower())
        return Node("chain", at, mark, operands)

    def binary(self, lower, marks):
        node = lower()
        while self.sees(*marks) or (self.sort == "name" and self.text in marks):
            mark, at = self.text, self.at
            self.i += 1
            node = Node("binary", at, mark, [node, lower()])
        return node

    def relation(self):
        return self.binary(self.addition, ("<", "<=", ">=", ">", "==", "!=", "in"))

    def addition(self):
        return self.binary(self.multiplication, ("+", "-"))

    def multiplication(self):
        return self.binary(self.unary, ("*", "/", "%"))

    def unary(self):
        at = self.at
        if self.accept("!"):
            operand = self.unary()
            if operand.kind == "unary" and operand.value == "-":
                raise LoadError("'!' before '-'", at)
            return Node("unary", at, "!", [operand])
        if self.sees("-"):
            self.i += 1
            if self.sort in ("int", "float"):
                return self.members(self.number("-"))
            operand = self.unary()
            if operand.kind == "unary" and operand.value == "!":
                raise LoadError("'-' before '!'", at)
            return Node("unary", at, "-", [operand])
        return self.members(self.primary())

    def members(self, node):
        while True:
            at = self.at
            if self.accept("["):
                index = self.expression()
                self.take("]")
                node = Node("index", at, None, [node, index])
            elif self.accept("."):
                if self.sort != "name" or self.text in ("true", "false", "null", "in"):
                    raise LoadError("expected a member name", self.at)
                name, at = self.text, self.at
                self.i += 1
                if self.accept("("):
                    node = self.method(at, name, node, self.arguments(")"))
                else:
                    node = Node("select", at, name, [node])
            else:
                return node

    def method(self, at, name, target, args):
        if name in MACROS and len(args) in ((2, 3) if name == "map" else (2,)):
            if args[0].kind != "name" or args[0].value.startswith("."):
                raise LoadError("a macro needs a simple variable name", args[0].at)
            return Node("macro", at, (name, args[0].value), [target] + args[1:])
        if target.kind == "name" and target.value == "math":
            return Node("call", at, ("math." + name, False), args)
        return Node("call", at, (name, True), [target] + args)

    def arguments(self, closing):
        args = []
        while not self.sees(closing):
            args.append(self.expression())
            if not self.accept(","):
                break
            if closing == ")" and self.sees(")"):
                raise LoadError("unexpected ')'", self.at)
        self.take(closing)
        return args

    def number(self, sign):
        sort, text, at = self.stream[self.i]
        self.i += 1
        if sort == "float":
            if len(text) > 200 or re.search(r"[eE][+-]?0*[0-9]{4}", text):
                raise LoadError("decimal beyond 128 bits", at)
            return Node("literal", at, Fraction(sign + text))
        unsigned = text[-1] in "uU"
        digits = text.rstrip("uU")
        value = int(sign + digits, 16 if digits.startswith("0x") else 10)
        low, high = (0, UINT_MAX) if unsigned else (INT_MIN, INT_MAX)
        if not low <= value <= high:
            raise LoadError("integer literal out of range", at)
        return Node("literal", at, UInt(value) if unsigned else value)

    def primary(self):
        sort, text, at = self.stream[self.i]
        if sort in ("int", "float"):
            return self.number("")
        self.i += 1
        if sort == "literal":
            return Node("literal", at, text)
        if sort == "mark" and text == "(":
            node = self.expression()
            self.take(")")
            return node
        if sort == "mark" and text == "[":
            return Node("list", at, None, self.arguments("]"))
        if sort == "mark" and text == "{":
            return self.map_literal(at)
        rooted = sort == "mark" and text == "."
        if rooted:
            sort, text, at = self.stream[self.i]
            self.i += 1
        if sort != "name":
            raise LoadError(f"unexpected {text!r}" if sort != "end" else "unexpected end", at)
        if text in ("true", "false", "null") and not rooted:
            return Node("literal", at, {"true": True, "false": False, "null": None}[text])
        if text in RESERVED or text in ("in", "true", "false", "null"):
            raise LoadError(f"{text!r} is reserved", at)
        if self.accept("("):
            args = self.arguments(")")
            return Node("call", at, (text, False), args)
        if self.sees("{"):
            raise LoadError("messages are not part of the language here", self.at)
        return Node("name", at, "." + text if rooted else text)

    def map_literal(self, at):
        parts = []
        while not self.sees("}"):
            parts.append(self.expression())
            self.take(":")
            parts.append(self.expression())
            if not self.accept(","):
                break
        self.take("}")
        return Node("map", at, None, parts)
