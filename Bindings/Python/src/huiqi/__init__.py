"""Decides Chinese policy clauses for enterprises (惠企政策匹配).

    with huiqi.open() as engine:
        engine.put_clauses(clauses)
        engine.put_profiles(profiles)
        with engine.snapshot("2025-06-30") as snapshot:
            for match in snapshot.match({"region": "330302"}, top=10):
                print(match.rank, match.verdict.name, match.title)

An :class:`Engine` takes writes; a :class:`Snapshot` is immutable and may be used from many threads at once: calls
release the GIL. Nothing here reads the clock: the as-of day is always given.
"""

from ._answers import (
    ClauseCount, ClauseHit, Evaluation, Finding, Match, Matches, Passage, ProfileHit, Report, Totals, Verdict,
)  # fmt: skip
from ._engine import Engine, Matrix, Reader, Snapshot, open
from ._errors import Code, HuiqiError
from ._library import formats_version, version
from ._xlsx import put_profiles_xlsx

__all__ = [
    "ClauseCount", "ClauseHit", "Code", "Engine", "Evaluation", "Finding", "HuiqiError", "Match", "Matches",
    "Matrix", "Passage", "ProfileHit", "Reader", "Report", "Snapshot", "Totals", "Verdict", "formats_version", "open",
    "put_profiles_xlsx", "version",
]  # fmt: skip
