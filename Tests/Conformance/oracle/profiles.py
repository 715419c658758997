"""Profiles: formats.md section 1, one JSON object a line."""

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from . import codes, days
from .values import INT_MAX, INT_MIN, RATIONAL_MAX, CelList, Code, LoadError, Record, Timestamp, Yearly

SIZES = ("大型", "中型", "小型", "微型")
SHORT = {"大": "大型", "中": "中型", "小": "小型", "微": "微型"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str  # string code timestamp money int enumeration bool yearly strings records
    values: tuple = ()
    members: dict = field(default_factory=dict)


def built_in():
    fields = [Field("size", "enumeration", SIZES), Field("credit_grade", "enumeration", tuple("ABCD")),
              Field("tags", "strings"), Field("registered_capital", "money"),
              Field("established", "timestamp")]
    for kind, names in (("string", "id uscc name address scope legal_form"),
                        ("code", "region tax_region stat_region industry"), ("bool", "dishonest abnormal"),
                        ("int", "employees insured invention_patents utility_models software_copyrights"),
                        ("yearly", "revenue tax rd_expense export profit output assets")):
        fields += [Field(name, kind) for name in names.split()]
    for name, members in (
            ("certificates", {"name": "string", "level": "string", "from": "timestamp", "to": "timestamp"}),
            ("penalties", {"date": "timestamp", "kind": "string", "amount": "money"}),
            ("materials", {"name": "string", "to": "timestamp"})):
        fields.append(Field(name, "records", members=members))
    return {f.name: f for f in fields}


def schema_file(path):
    """Adds the fields of a `--schema` file; members are written `name: type`, string by default."""
    schema = built_in()
    for row in strict_json(open(path, encoding="utf-8").read())["fields"]:
        name, kind = row["name"], row["type"].replace(" ", "")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in schema or name in ("year", "as_of", "math"):
            raise LoadError(f"bad field name {name!r}")
        members = {}
        match = re.fullmatch(r"list\(\{(.*)\}\)", kind)
        if match:
            for part in match.group(1).split(","):
                member, _, its_kind = part.partition(":")
                members[member] = its_kind or "string"
            kind = "records"
        kind = {"list(string)": "strings", "map(int,money)": "yearly", "map(intyear,money)": "yearly"}.get(kind, kind)
        schema[name] = Field(name, kind, tuple(row.get("values") or ()), members)
    return schema


def strict_json(text):
    def pairs(items):
        result = dict(items)
        if len(result) != len(items):
            raise LoadError("duplicate key")
        return result

    def refuse(word):
        raise LoadError(f"{word} is not JSON")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=refuse,
                          parse_float=lambda t: Fraction(Decimal(t)))
    except json.JSONDecodeError as problem:
        raise LoadError(f"not JSON: {problem}") from None


class Profile:
    def __init__(self, key, facts, reviews):
        self.key, self.facts, self.reviews = key, facts, reviews


def read_profile(row, schema):
    """The profile, or LoadError with field and reason."""
    if not isinstance(row, dict):
        raise LoadError("not an object")
    facts, reviews = {}, {}
    for name, raw in row.items():
        if raw is None and (name in schema or name == "reviews"):
            continue
        if name == "reviews":
            reviews = read_reviews(raw)
        elif name not in schema:
            raise LoadError(f"{name}: unknown key")
        else:
            facts[name] = read_value(schema[name], raw)
    key = facts.get("id", facts.get("uscc"))
    if not key:
        raise LoadError("id: neither id nor uscc")
    return Profile(key, facts, reviews)


def read_reviews(raw):
    if not isinstance(raw, dict) or not all(v is None or isinstance(v, bool) for v in raw.values()):
        raise LoadError("reviews: wrong type")
    return {k: v for k, v in raw.items() if v is not None}


def read_value(f, raw):
    if f.kind == "yearly":
        if not isinstance(raw, dict):
            raise LoadError(f"{f.name}: wrong type")
        years = {}
        for year, amount in raw.items():
            if not re.fullmatch(r"(?:19|2[0-9])[0-9]{2}", year):
                raise LoadError(f"{f.name}[{year}]: bad year")
            if amount is not None:
                years[int(year)] = scalar("money", f"{f.name}[{year}]", amount)
        return Yearly(f.name, years)
    if f.kind in ("strings", "records"):
        if not isinstance(raw, list):
            raise LoadError(f"{f.name}: wrong type")
        known = [x for x in raw if x is not None]
        others = [f"{f.name}[*]"] if len(known) < len(raw) else []
        if f.kind == "strings":
            return CelList([scalar("string", f.name, x) for x in known], others)
        return CelList([read_record(f, i, x) for i, x in enumerate(known)], others)
    return scalar(f.kind, f.name, raw, f.values)


def read_record(f, i, raw):
    path = f"{f.name}[{i}]"
    if not isinstance(raw, dict):
        raise LoadError(f"{path}: wrong type")
    for member in raw:
        if member not in f.members:
            raise LoadError(f"{path}.{member}: unknown key")
    known = {m: scalar(f.members[m], f"{path}.{m}", x) for m, x in raw.items() if x is not None}
    return Record(path, tuple(f.members), known)


def scalar(kind, place, raw, values=()):
    if kind == "bool" and isinstance(raw, bool):
        return raw
    if kind in ("int", "money") and type(raw) in (int, Fraction):
        return number(kind, place, raw)
    if isinstance(raw, str):
        if re.search("[\ud800-\udfff]", raw):
            raise LoadError(f"{place}: lone surrogate")
        if kind == "string":
            return raw
        if kind == "timestamp":
            return known(days.date(raw), place, "a date")
        if kind == "enumeration":
            full = SHORT.get(raw, raw) if place == "size" else raw
            return known(full if full in values else None, place, "one of the values")
        if kind == "code":
            read = (codes.industry_fact if place == "industry" else
                    codes.region_fact if place.endswith("region") else codes.any_fact)
            return Code(known(read(raw), place, "a code"))
    raise LoadError(f"{place}: wrong type")


def known(value, place, what):
    if value is None:
        raise LoadError(f"{place}: not {what}")
    return value


def number(kind, place, raw):
    value = Fraction(raw)
    if kind == "int":
        if value.denominator != 1 or not INT_MIN <= value <= INT_MAX:
            raise LoadError(f"{place}: not an int")
        return int(value)
    if (value * 100).denominator != 1:
        raise LoadError(f"{place}: more than two decimals")
    if abs(value.numerator) > RATIONAL_MAX:
        raise LoadError(f"{place}: out of range")
    return value


def lines(path):
    """(number, text or None) of every line that is not blank; None where it is not UTF-8."""
    with open(path, "rb") as file:
        for n, line in enumerate(file, 1):
            if n == 1 and line.startswith(b"\xef\xbb\xbf"):
                line = line[3:]
            if not line.strip():
                continue
            try:
                yield n, line.decode()
            except UnicodeDecodeError:
                yield n, None


def load_profiles(rows, schema, complain):
    profiles, keys = [], set()
    for n, text in rows:
        try:
            if text is None:
                raise LoadError("not UTF-8")
            profile = read_profile(strict_json(text), schema)
            if profile.key in keys:
                raise LoadError(f"key {profile.key} twice")
        except LoadError as problem:
            complain(f"profiles:{n}: {problem.message}")
            continue
        keys.add(profile.key)
        profiles.append(profile)
    return profiles
