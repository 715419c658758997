"""Time over profiles and over clauses, huiqi's and numpy's, as SVG."""

from __future__ import annotations

import argparse
import csv
import pathlib
from typing import Any, Callable, Dict, List, Tuple

from .work import Work

Run = Callable[[str, int, int], Dict[str, Any]]
ENGINES = ("huiqi", "numpy")
JOBS = (("all", "every clause, every enterprise"), ("one", "one enterprise, every clause (p50)"),
        ("draft", "a draft clause, every enterprise (p50)"))
Point = Tuple[str, int, int, float, float, float]  # engine, profiles, clauses, seconds of each job


def steps(whole: int, least: int) -> List[int]:
    """whole, its half, its quarter … down to `least`, ascending; multiples of 8 but for the whole."""
    out = [whole]
    while out[-1] // 2 >= least and len(out) < 5:
        out.append(out[-1] // 2 - out[-1] // 2 % 8)
    return out[::-1]


def points(work: Work, run: Run) -> Tuple[List[Point], List[Point]]:
    """Over profiles with every clause, over clauses with every profile."""
    by_profiles: List[Point] = []
    by_clauses: List[Point] = []
    for name in ENGINES:
        for rows, clauses, out in [(n, len(work.ids), by_profiles) for n in steps(work.n, 500)] + \
                [(work.n, m, by_clauses) for m in steps(len(work.ids), 200)]:
            result = run(name, rows, clauses)
            if "failed" in result:
                raise SystemExit(f"{name}: {result['failed']}")
            out.append((name, rows, clauses, min(result["all"]), result["one"]["p50"], result["draft"]["p50"]))
    return by_profiles, by_clauses


def draw(work: Work, args: argparse.Namespace, folder: pathlib.Path, run: Run) -> None:
    """Writes plot.svg and plot.csv beside the city."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "huiqi"
    from matplotlib import pyplot

    both = points(work, run)
    with open(folder / "plot.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["over", "engine", "profiles", "clauses", "all_s", "one_s", "draft_s"])
        for over, series in zip(("profiles", "clauses"), both):
            out.writerows([over, *point] for point in series)
    figure, axes = pyplot.subplots(2, 3, figsize=(13, 7.5), sharey="col")
    for row, (over, series) in enumerate(zip(("profiles", "clauses"), both)):
        for column, (_, title) in enumerate(JOBS):
            axis = axes[row][column]
            for name in ENGINES:
                chosen = [p for p in series if p[0] == name]
                axis.plot([p[1 + row] for p in chosen], [p[3 + column] for p in chosen], marker="o", label=name)
            axis.set_xscale("log")
            axis.set_yscale("log")
            sizes = sorted({p[1 + row] for p in series})
            axis.set_xticks(sizes, [f"{n:,}" for n in sizes])
            axis.set_xticks([], minor=True)
            axis.set_xlabel(over)
            axis.set_ylabel("seconds")
            axis.set_title(title if row == 0 else "")
            axis.grid(True, which="both", alpha=0.25)
    axes[0][0].legend()
    figure.suptitle(f"{work.n:,} profiles, {len(work.ids):,} clauses, {args.threads} thread(s), least of runs")
    figure.tight_layout()
    figure.savefig(folder / "plot.svg", metadata={"Date": None})
    print(f"drawn: {folder / 'plot.svg'}")
