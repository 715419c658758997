"""Every peer and huiqi on the same files, in one run: python -m peers.run --city DIR --lib libhuiqi.so

Each engine runs in a process of its own, one after the other. Counts of every clause must be huiqi's, which must be
those of `hq count --truth kleene` where `--hq` is given. Exit status 1 where anything differs.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
from typing import Any, Dict, List, Optional

from . import table, work as works
from .one import PEERS, kind_of


def said(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run_one(name: str, args: argparse.Namespace, folder: pathlib.Path, rows: int = 0, clauses: int = 0,
            runs: Optional[int] = None, tag: str = "") -> Dict[str, Any]:
    """The result of one engine, or {"name", "failed"}."""
    out = folder / f"{name}{tag}.json"
    out.unlink(missing_ok=True)
    command = [sys.executable, "-m", "peers.one", name, str(folder / "city.pickle"), "--out", str(out), "--runs",
               str(runs or args.runs), "--threads", str(args.threads), "--rows", str(rows), "--clauses", str(clauses),
               "--profiles", str(folder / "profiles.jsonl"), "--as-of", args.as_of]
    environment = {**os.environ, "HUIQI_LIB": str(args.lib), "PYTHONDONTWRITEBYTECODE": "1",
                   "OMP_NUM_THREADS": str(args.threads), "POLARS_MAX_THREADS": str(args.threads)}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=args.timeout,
                              cwd=pathlib.Path(__file__).resolve().parents[1])
    except subprocess.TimeoutExpired:
        return {"name": name, "failed": f"not done after {args.timeout} s"}
    if done.returncode != 0:
        return {"name": name, "failed": (done.stderr.strip().splitlines() or ["no message"])[-1]}
    return json.loads(out.read_text(encoding="utf-8"))


def command_counts(hq: str, folder: pathlib.Path, as_of: str) -> Dict[str, List[int]]:
    """What the command says."""
    done = subprocess.run([hq, "count", "--clauses", str(folder / "clauses.jsonl"), "--profiles",
                           str(folder / "profiles.jsonl"), "--as-of", as_of, "--truth", "kleene"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode not in (0, 2):
        raise SystemExit("hq count failed")
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    return {row[0]: [int(x) for x in row[1:]] for row in rows}


def three(n: int, counts: List[List[int]]) -> List[List[int]]:
    """eligible, ineligible, undetermined from rows true and rows possible."""
    return [[t, n - p, p - t] for t, p in counts]


def check(result: Dict[str, Any], reference: Dict[str, Any]) -> None:
    """Notes in the result how many clauses' counts are not huiqi's on the same rows."""
    if "failed" in result:
        return
    pairs = zip(three(result["rows"], result["counts"]), three(reference["rows"], reference["counts"]))
    result["differ"] = sum(a != b for a, b in pairs) + abs(len(result["counts"]) - len(reference["counts"]))
    for key in ("one_totals", "draft_counts"):
        mine, its = ({tuple(r[:1]): r[1:] for r in x.get(key) or []} for x in (result, reference))
        shared = mine.keys() & its.keys()
        result[key + "_differ"] = sum(mine[k] != its[k] for k in shared)
        result[key + "_compared"] = len(shared)


def main() -> int:
    parser = argparse.ArgumentParser(prog="peers.run")
    parser.add_argument("--city", required=True, help="folder with profiles.jsonl and clauses.jsonl; results go there")
    parser.add_argument("--lib", required=True, type=lambda p: pathlib.Path(p).resolve())
    parser.add_argument("--hq", help="the command, to compare counts with")
    parser.add_argument("--as-of", default="2024-06-30")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for one engine")
    parser.add_argument("--peers", default=",".join(p for p in PEERS if p != "huiqi"))
    parser.add_argument("--plot", action="store_true", help="times over profiles and clauses, as SVG")
    args = parser.parse_args()
    folder = pathlib.Path(args.city)
    chosen = args.peers.split(",") if args.peers else []

    said("reading and preparing what every peer is given …")
    city = works.make(str(folder / "profiles.jsonl"), str(folder / "clauses.jsonl"), args.as_of)
    works.save(city, str(folder / "city.pickle"))
    whole = city.n

    said("huiqi …")
    huiqi = {whole: run_one("huiqi", args, folder)}
    if "failed" in huiqi[whole]:
        raise SystemExit("huiqi: " + huiqi[whole]["failed"])
    status = 0
    command = None
    if args.hq:
        expected = command_counts(args.hq, folder, args.as_of)
        found = dict(zip(city.ids, three(whole, huiqi[whole]["counts"])))
        command = sum(found.get(k) != v for k, v in expected.items()) + abs(len(found) - len(expected))
        status |= command > 0

    results = []
    for name in chosen:
        kind = kind_of(name)
        rows = min(whole, kind.most_rows)
        rows -= rows % 8 if rows < whole else 0
        said(f"{name}, {rows} profiles …")
        results.append(run_one(name, args, folder, 0 if rows == whole else rows))
        if rows not in huiqi:
            huiqi[rows] = run_one("huiqi", args, folder, rows, runs=1, tag=f"-{rows}")
        check(results[-1], huiqi[rows])
        status |= bool(results[-1].get("differ") or results[-1].get("failed"))

    text = table.written(city, huiqi[whole], results, args, command)
    print(text)
    (folder / "peers.txt").write_text(text + "\n", encoding="utf-8")
    if args.plot:
        from . import plot

        plot.draw(city, args, folder, lambda name, rows, clauses: run_one(
            name, args, folder, rows, clauses, runs=min(3, args.runs), tag="-plot"))
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
