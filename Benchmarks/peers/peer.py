"""What every peer does, and how it is timed: the same for all of them."""

from __future__ import annotations

import importlib.metadata
import os
import time
from typing import Any, Callable, Dict, List, Tuple

import numpy as np

from .work import Work

TOP = 100
DRAFTS = 40
ROWS = 200


class Peer:
    """One engine over one work. Truths are 2 true, 1 unknown, 0 false."""

    name = ""
    distribution = ""  # its name on PyPI
    preparation = ""
    evaluation = ""
    note = ""
    most_rows = 10**9  # more profiles than this are extrapolated
    budget = 60.0  # seconds after which no further run is begun

    def __init__(self, work: Work, threads: int) -> None:
        self.work, self.threads = work, threads
        self.parts: Dict[str, float] = {}

    def part(self, what: str, seconds: float) -> None:
        """Keeps the least time of a part of `count`."""
        self.parts[what] = min(seconds, self.parts.get(what, seconds))

    def version(self) -> str:
        return importlib.metadata.version(self.distribution)

    def prepare(self) -> None:
        """Everything that is done once for a population and a catalogue."""
        raise NotImplementedError

    def count(self) -> np.ndarray:
        """All x all: (clauses, 2), how many rows are true and how many possible."""
        raise NotImplementedError

    def one(self, row: int) -> np.ndarray:
        """One stored enterprise: the truth of every clause."""
        raise NotImplementedError

    def draft(self, clause: int) -> Tuple[int, int, np.ndarray]:
        """A clause as if it were new: rows true, rows possible, the first rows by verdict."""
        raise NotImplementedError


def first_rows(*groups: np.ndarray) -> np.ndarray:
    """The first rows of the first group, then of the next; the last group is what is possible, its rest comes last."""
    true, open_, possible = groups
    out: List[np.ndarray] = []
    left = min(TOP, len(true))
    for rows in (true, open_, ~possible):
        found = np.flatnonzero(rows)[:left]
        out.append(found)
        left -= len(found)
        if left == 0:
            break
    return np.concatenate(out)


def evenly(n: int, k: int) -> List[int]:
    """k of 0..<n at equal distances."""
    return sorted({i * n // k for i in range(min(n, k))})


def timed(job: Callable[[], Any]) -> Tuple[float, Any]:
    started = time.perf_counter()
    result = job()
    return time.perf_counter() - started, result


def quantiles(calls: List[float]) -> Dict[str, float]:
    """Median and 99th per cent."""
    calls = sorted(calls)
    return {"p50": calls[len(calls) // 2], "p99": calls[min(len(calls) - 1, len(calls) * 99 // 100)],
            "calls": len(calls)}


def series(job: Callable[[int], Any], arguments: List[int], budget: float) -> Tuple[Dict[str, float], List[Any]]:
    """Times of single calls, and their answers; ends early when the budget is spent."""
    job(arguments[0])
    calls, answers, spent = [], [], 0.0
    for argument in arguments:
        seconds, answer = timed(lambda: job(argument))
        calls.append(seconds)
        answers.append(answer)
        spent += seconds
        if spent > budget:
            break
    return quantiles(calls), answers


def measure(peer: Peer, runs: int) -> Dict[str, Any]:
    """Prepares the peer and times its three jobs."""
    load = os.getloadavg()[0]
    prepared, _ = timed(peer.prepare)
    times: List[float] = []
    busy: List[float] = []
    counts = None
    while len(times) < runs and (not times or sum(times) + times[-1] < peer.budget):
        before = time.process_time()
        seconds, counts = timed(peer.count)
        times.append(seconds)
        busy.append(time.process_time() - before)
    work = peer.work
    result: Dict[str, Any] = {"name": peer.name, "version": peer.version(), "rows": work.n, "clauses": len(work.roots),
                              "threads": peer.threads, "load": [load, os.getloadavg()[0]], "prepare": prepared,
                              "all": times, "all_cpu": busy, "parts": peer.parts, "note": peer.note,
                              "preparation": peer.preparation, "evaluation": peer.evaluation,
                              "counts": [[int(t), int(p)] for t, p in counts]}
    rows = evenly(work.n, ROWS)
    try:
        result["one"], answers = series(peer.one, rows, peer.budget / 3)
        result["one_totals"] = [[row, int((a == 2).sum()), int((a == 1).sum())] for row, a in zip(rows, answers)]
    except NotImplementedError:
        result["one"] = None
    drafts = [i for i in evenly(len(work.roots), DRAFTS * 2) if work.roots[i][0] != "const"][:DRAFTS]
    try:
        result["draft"], answers = series(peer.draft, drafts, peer.budget / 3)
        result["draft_counts"] = [[c, t, p] for c, (t, p, _) in zip(drafts, answers)]
    except NotImplementedError:
        result["draft"] = None
    return result
