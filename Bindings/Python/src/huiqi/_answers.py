"""What the library answers, as plain values."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
from typing import Any, Iterable, List, Mapping, Optional, Tuple


class Verdict(enum.IntEnum):
    """What a clause comes to for an enterprise. Missing data is never guessed: it is undetermined."""

    ELIGIBLE = 1
    UNDETERMINED = 0
    INELIGIBLE = -1


@dataclasses.dataclass(frozen=True)
class Finding:
    """Something about one place of the input."""

    #: "warning" (kept) or "refusal" (not taken).
    severity: str
    message_zh: str
    message_en: str
    line: Optional[int] = None
    offset: Optional[int] = None
    subject: str = ""
    field: str = ""
    condition: str = ""


@dataclasses.dataclass(frozen=True)
class Report:
    """What a batch came to."""

    taken: int
    refused: int
    #: In order of line.
    findings: Tuple[Finding, ...]


@dataclasses.dataclass(frozen=True)
class Match:
    """A clause and an enterprise with verdict, degree and rank."""

    clause_id: str
    title: str
    #: Key of the profile; empty for one given without.
    key: str
    verdict: Verdict
    #: "not_in_force", "split" or None: the conditions alone.
    decided_by: Optional[str]
    #: Share of weight known to hold, and that holds or may; 0 to 1.
    degree_low: decimal.Decimal
    degree_high: decimal.Decimal
    #: Yuan; None where there is no benefit or no bound.
    amount_low: Optional[decimal.Decimal]
    amount_high: Optional[decimal.Decimal]
    #: The last day to act.
    deadline: Optional[datetime.date]
    #: "instant", "verify", "review" or "none".
    route: str
    relevance: decimal.Decimal
    rank: int
    #: id, title, number, issuer.
    policy: Optional[Mapping[str, Any]] = None
    #: One a condition, with truth, facts, threshold, gap, missing, mend (the way to a yes, of one that does not hold)
    #: and settle (of an open one); None unless asked for.
    conditions: Optional[Tuple[Mapping[str, Any], ...]] = None
    #: The missing fact that does not matter, as rules name it, where the verdict was decided by case split.
    decided_fact: Optional[str] = None
    #: What it would take, where conditions do not hold: conditions, reviews, verify, steps, possible.
    mend: Optional[Mapping[str, Any]] = None
    #: What would settle it, where it is undetermined: facts, reviews, alone.
    settle: Optional[Mapping[str, Any]] = None


@dataclasses.dataclass(frozen=True)
class Totals:
    """How many matches there are of each verdict, whatever part was asked for."""

    eligible: int
    undetermined: int
    ineligible: int


class Matches(List[Match]):
    """Matches in rank order, with what goes for all of them."""

    def __init__(self, matches: Iterable[Match], text: str, totals: Totals, warnings: Tuple[Finding, ...]) -> None:
        super().__init__(matches)
        #: The answer as the library wrote it.
        self.json = text
        self.totals = totals
        #: What looked odd in a profile given as JSON.
        self.warnings = warnings


@dataclasses.dataclass(frozen=True)
class ClauseCount:
    """How many enterprises of each verdict a clause has."""

    clause_id: str
    eligible: int
    ineligible: int
    undetermined: int


@dataclasses.dataclass(frozen=True)
class Passage:
    """A part of a clause's text that shows why it was found."""

    text: str
    #: Where it starts in the clause's text, in UTF-8; None where it is a condition's label.
    start: Optional[int]
    #: Where it has what was asked for: (start, end) in characters of :attr:`text`.
    marks: Tuple[Tuple[int, int], ...]


@dataclasses.dataclass(frozen=True)
class ClauseHit:
    """A clause found by words."""

    clause_id: str
    title: str
    #: How well it fits, above 0; to be compared within one answer.
    score: int
    #: Where the title has what was asked for: (start, end) in characters.
    title_marks: Tuple[Tuple[int, int], ...]
    passage: Optional[Passage]
    #: id, title, number, issuer.
    policy: Optional[Mapping[str, Any]]
    #: "instant", "verify", "review" or None.
    delivery: Optional[str]
    valid_from: Optional[datetime.date]
    valid_to: Optional[datetime.date]


@dataclasses.dataclass(frozen=True)
class ProfileHit:
    """An enterprise found by name."""

    key: str
    name: str
    #: 1 to 1,000; 1,000 is the very name.
    score: int


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """What an expression comes to."""

    #: The value as `hq eval` prints it; None where facts are missing.
    value: Optional[str]
    #: The missing facts, named as in rules.
    missing: Tuple[str, ...] = ()

    @property
    def is_unknown(self) -> bool:
        return self.value is None


def read_clause_hits(text: str) -> List[ClauseHit]:
    """The hits of one of the library's JSON answers."""
    return [_clause_hit(each) for each in json.loads(text)["hits"]]


def _clause_hit(each: Mapping[str, Any]) -> ClauseHit:
    def day(name: str) -> Optional[datetime.date]:
        return None if each[name] is None else datetime.date.fromisoformat(each[name])

    found = each["passage"]
    passage = None
    if found is not None:
        passage = Passage(found["text"], found["start"], _characters(found["text"], found["marks"]))
    return ClauseHit(
        each["clause_id"], each["title"], each["score"], _characters(each["title"], each["title_marks"]), passage,
        each["policy"], each["delivery"], day("valid_from"), day("valid_to"),
    )  # fmt: skip


def _characters(text: str, marks: Iterable[Iterable[int]]) -> Tuple[Tuple[int, int], ...]:
    """Places in UTF-8 as places in characters."""
    content = text.encode()
    out, byte, character = [], 0, 0
    for start, end in marks:
        first = character + len(content[byte:start].decode())
        byte, character = end, first + len(content[start:end].decode())
        out.append((first, character))
    return tuple(out)


def read_profile_hits(text: str) -> List[ProfileHit]:
    """The hits of one of the library's JSON answers."""
    return [ProfileHit(each["id"], each["name"], each["score"]) for each in json.loads(text)["hits"]]


def read_matches(text: str) -> List[Match]:
    """The matches of one of the library's JSON answers."""
    answer = json.loads(text, parse_float=decimal.Decimal)
    key = answer.get("profile") or ""
    return [_match(each, key) for each in answer["matches"]]


def _match(each: Mapping[str, Any], key: str) -> Match:
    def amount(name: str) -> Optional[decimal.Decimal]:
        return None if each[name] is None else decimal.Decimal(each[name])

    conditions = each.get("conditions")
    return Match(
        clause_id=each["clause_id"],
        title=each["title"],
        key=each.get("id", key),
        verdict=Verdict[each["verdict"].upper()],
        decided_by=each["decided_by"],
        decided_fact=each.get("decided_fact"),
        mend=each.get("mend"),
        settle=each.get("settle"),
        degree_low=decimal.Decimal(each["degree_low"]),
        degree_high=decimal.Decimal(each["degree_high"]),
        amount_low=amount("amount_low"),
        amount_high=amount("amount_high"),
        deadline=None if each["deadline"] is None else datetime.date.fromisoformat(each["deadline"]),
        route=each["route"],
        relevance=decimal.Decimal(each["relevance"]),
        rank=each["rank"],
        policy=each["policy"],
        conditions=None if conditions is None else tuple(conditions),
    )
