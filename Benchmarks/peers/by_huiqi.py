"""huiqi itself, through its C library by ctypes. The one place that says how huiqi is asked and timed."""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Callable, List, Tuple

import numpy as np

from . import ROOT
from .peer import TOP, Peer, timed
from .work import Work

sys.path.insert(0, str(ROOT / "Bindings" / "Python" / "src"))


class Huiqi(Peer):
    """Decides with `--truth kleene`, as the peers do. Reads the files itself."""

    name = "huiqi"
    preparation = "JSON lines to columns, clauses to a catalogue, the day's snapshot"
    evaluation = "all: counts. one: reads a profile's JSON, decides and ranks every clause, ten matches. " \
                 "draft: reads and compiles a clause's JSON, decides and ranks every enterprise, 100 matches"

    def __init__(self, work: Work, threads: int, profiles: str, as_of: str) -> None:
        super().__init__(work, threads)
        self.profiles, self.as_of = profiles, as_of

    def version(self) -> str:
        from huiqi import _library

        return _library.version()

    def prepare(self) -> None:
        import huiqi
        from huiqi import _library

        with open(self.profiles, "rb") as file:
            lines = file.readlines()[: self.work.n]
        self.lines = lines
        self.engine = huiqi.open(truth="kleene")
        self.timed_part("read profiles", lambda: self.engine.put_profiles(b"".join(lines), threads=self.threads))
        self.timed_part("compile clauses", lambda: self.engine.put_clauses("\n".join(self.work.texts)))
        self.snapshot = self.timed_part("snapshot", lambda: self.engine.snapshot(self.as_of))
        self.c, self.library = _library, self.snapshot._library

    def timed_part(self, what: str, job: Callable[[], Any]) -> Any:
        seconds, answer = timed(job)
        self.part(what, seconds)
        return answer

    def count(self) -> np.ndarray:
        rows = self.snapshot.count(threads=self.threads)
        return np.array([(r.eligible, r.eligible + r.undetermined) for r in rows])

    def totals(self, function: Any, *arguments: Any) -> Tuple[int, int, int]:
        handle, error = ctypes.c_void_p(), self.c.Error()
        if function(self.snapshot._handle, *arguments, ctypes.byref(handle), ctypes.byref(error)) != 0:
            raise error.exception()
        numbers = [ctypes.c_int64() for _ in range(3)]
        self.library.hq_matches_totals(handle, *(ctypes.byref(n) for n in numbers))
        self.library.hq_matches_free(handle)
        return tuple(n.value for n in numbers)

    def one(self, row: int) -> np.ndarray:
        line = self.lines[row]
        subject = self.c.Subject(2, 0, line, len(line))
        query = self.c.Query(10, 0, 1)
        eligible, undetermined, ineligible = self.totals(
            self.library.hq_snapshot_match, ctypes.byref(subject), ctypes.byref(query))
        return np.repeat(np.array([2, 0, 1], np.uint8), [eligible, ineligible, undetermined])

    def draft(self, clause: int) -> Tuple[int, int, List[int]]:
        text = self.work.texts[clause].encode()
        query = self.c.Query(TOP, 0, self.threads)
        eligible, undetermined, _ = self.totals(
            self.library.hq_snapshot_find_draft, text, len(text), ctypes.byref(query))
        return eligible, eligible + undetermined, []
