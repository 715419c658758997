"""Clauses: formats.md section 2, one JSON object a line."""

from dataclasses import dataclass
from fractions import Fraction

from . import days
from .profiles import strict_json
from .values import EvaluationError, LoadError

KEYS = {"id": str, "policy": dict, "title": str, "text": str, "tags": list, "valid_from": str, "valid_to": str,
        "apply_from": str, "apply_to": str, "delivery": str, "channel": str, "materials": list,
        "conditions": list, "benefit": dict}
POLICY = {"id": str, "title": str, "number": str, "issuer": str}
CONDITION = {"id": str, "label": str, "expr": str, "kind": str, "source": str, "weight": "number"}
BENEFIT = {"amount": str, "rounding": str, "exclusive": list, "budget": "number", "quota": int}


@dataclass
class Condition:
    id: str
    kind: str
    expr: str | None
    root: object
    weight: Fraction


@dataclass
class Clause:
    id: str
    valid_from: object
    valid_to: object
    conditions: list


def members(row, allowed, where):
    if not isinstance(row, dict):
        raise LoadError(f"{where}: not an object")
    for key, value in row.items():
        if key not in allowed:
            raise LoadError(f"{where}{key}: unknown key")
        wanted = (int, Fraction) if allowed[key] == "number" else allowed[key]
        bad = isinstance(value, bool) or not isinstance(value, wanted)
        if value is not None and bad:
            raise LoadError(f"{where}{key}: wrong type")
        if isinstance(value, list) and key != "conditions" and not all(isinstance(x, str) for x in value):
            raise LoadError(f"{where}{key}: wrong type")
    return {k: v for k, v in row.items() if v is not None}


def day(row, key):
    if key not in row:
        return None
    value = days.date(row[key])
    if value is None:
        raise LoadError(f"{key}: not a date")
    return value


def read_clause(row, checker):
    row = members(row, KEYS, "")
    for key in ("id", "title", "conditions"):
        if key not in row:
            raise LoadError(f"{key}: required")
    members(row.get("policy", {}), POLICY, "policy.")
    if row.get("delivery") not in (None, "instant", "verify", "review"):
        raise LoadError("delivery: not one of the values")
    benefit = members(row.get("benefit", {}), BENEFIT, "benefit.")
    conditions = [read_condition(c, i, checker) for i, c in enumerate(row["conditions"], 1)]
    if len({c.id for c in conditions}) < len(conditions):
        raise LoadError("condition id twice")
    if "amount" in benefit:
        checked(checker, benefit["amount"], ("int", "uint", "decimal"), "benefit.amount")
    for key in ("apply_from", "apply_to"):
        day(row, key)
    return Clause(row["id"], day(row, "valid_from"), day(row, "valid_to"), conditions)


def read_condition(row, position, checker):
    row = members(row, CONDITION, f"conditions[{position - 1}].")
    name = row.get("id", f"c{position}")
    kind = row.get("kind", "required")
    if kind not in ("required", "preferred", "review"):
        raise LoadError(f"{name}: bad kind")
    if ("expr" in row) == (kind == "review"):
        raise LoadError(f"{name}: {'a review condition has no expr' if kind == 'review' else 'expr is missing'}")
    weight = Fraction(row.get("weight", 1))
    if weight <= 0:
        raise LoadError(f"{name}: weight is not above 0")
    root = checked(checker, row["expr"], ("bool",), name) if "expr" in row else None
    return Condition(name, kind, row.get("expr"), root, weight)


def checked(checker, source, wanted, where):
    try:
        return checker.expression(source, wanted)
    except LoadError as problem:
        offset = len(source[: problem.offset or 0].encode())
        raise LoadError(f"{where}:{offset}: {problem.message}") from None
    except EvaluationError as problem:
        raise LoadError(f"{where}:0: {problem}") from None


def load_clauses(rows, checker, complain):
    clauses, seen = [], set()
    for n, text in rows:
        name = "?"
        try:
            if text is None:
                raise LoadError("not UTF-8")
            row = strict_json(text)
            name = row.get("id") if isinstance(row, dict) else "?"
            clause = read_clause(row, checker)
            if clause.id in seen:
                raise LoadError("clause id twice")
        except LoadError as problem:
            complain(f"clauses:{n}: {name}: {problem.message}")
            continue
        seen.add(clause.id)
        clauses.append(clause)
    return clauses
