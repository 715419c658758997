"""The table that `make bench-peers` prints."""

from __future__ import annotations

import argparse
import os
import platform
from typing import Any, Dict, List, Optional

from .work import Work

HEAD = ("engine", "profiles", "prepare", "all x all", "ratio", "cpu", "ratio", "one x all p50", "ratio",
        "draft x all p50", "ratio", "runs", "load", "counts")


def shown(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}" if seconds < 1000 * size else f"{seconds / size:,.0f} {unit}"
    return f"{seconds / 1e-6:.3g} µs"


def times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def all_of(result: Dict[str, Any], whole: int) -> float:
    """The least time of all x all, for the whole population where a part was run."""
    return min(result["all"]) * whole / result["rows"]


def line(result: Dict[str, Any], base: Dict[str, Any]) -> List[str]:
    whole = base["rows"]
    if "failed" in result:
        return [result["name"], "", "", "failed: " + result["failed"]]
    part = result["rows"] < whole
    name = f"{result['name']} {result['version']}"
    cells = [name, f"{result['rows']:,}", shown(result["prepare"]),
             shown(all_of(result, whole)) + ("*" if part else ""), times(all_of(result, whole) / min(base["all"]))]
    busy = min(result["all_cpu"]) * whole / result["rows"]
    cells += [shown(busy) + ("*" if part else ""), times(busy / min(base["all_cpu"]))]
    for key in ("one", "draft"):
        if result.get(key):
            # Deciding one enterprise does not depend on how many there are; a draft does.
            scale = whole / result["rows"] if key == "draft" else 1.0
            seconds = result[key]["p50"] * scale
            cells += [shown(seconds) + ("*" if part and key == "draft" else ""), times(seconds / base[key]["p50"])]
        else:
            cells += ["-", "-"]
    wrong = result.get("differ", 0), result.get("one_totals_differ", 0), result.get("draft_counts_differ", 0)
    counts = "equal" if not any(wrong) else "DIFFERENT: " + ", ".join(
        f"{n} {what}" for n, what in zip(wrong, ("clauses", "enterprises", "drafts")) if n)
    cells += [str(len(result["all"])), f"{result['load'][1]:.1f}", counts]
    return cells


def aligned(rows: List[List[str]]) -> List[str]:
    widths = [max(len(r[i]) for r in rows if i < len(r) and (len(r) == len(HEAD))) for i in range(len(HEAD))]
    return ["  ".join(c.ljust(widths[i]) if i in (0, len(HEAD) - 1) else c.rjust(widths[i])
                      for i, c in enumerate(row)).rstrip() for row in rows]


def written(work: Work, huiqi: Dict[str, Any], results: List[Dict[str, Any]], args: argparse.Namespace,
            command: Optional[int]) -> str:
    """Heading, table and what each time is of."""
    kinds: Dict[str, int] = {}
    for atom in work.atoms:
        kinds[atom[0]] = kinds.get(atom[0], 0) + 1
    given = sum(n for kind, n in kinds.items() if kind in ("prepared", "review"))
    out = [f"{work.n:,} profiles x {len(work.ids):,} clauses, as of {args.as_of}; {len(work.atoms):,} distinct atoms, "
           f"{given:,} of them given to every peer as columns of truth ({work.by_row} decided row by row by the "
           f"oracle); Kleene truth; {args.threads} thread{'s' if args.threads > 1 else ''}",
           f"Python {platform.python_version()}, {os.cpu_count()} cores; load average {os.getloadavg()[0]:.1f} at the "
           "end; minimum over runs; cpu is all threads' time; ratios against huiqi in this run",
           "given to every peer, not in its times: " + ", ".join(f"{k} {shown(v)}" for k, v in work.seconds.items()),
           ""]
    out += aligned([list(HEAD)] + [line(r, huiqi) for r in [huiqi] + results])
    out += ["", "* extrapolated linearly from the profiles stated"]
    if command is not None:
        out.append("counts of huiqi's library and of `hq count --truth kleene`: "
                   + ("equal" if not command else f"DIFFERENT in {command} clauses"))
    for result in [huiqi] + results:
        if "failed" not in result:
            parts = ", ".join(f"{k} {shown(v)}" for k, v in result["parts"].items())
            out.append(f"{result['name']}: preparation: {result['preparation']}; evaluation: {result['evaluation']}"
                       + (f"; {result['note']}" if result["note"] else "") + (f" ({parts})" if parts else ""))
    return "\n".join(out)
