"""Runs one engine in a process of its own: python -m peers.one NAME WORK.pickle --out RESULT.json"""

from __future__ import annotations

import argparse
import importlib
import json
import time

from . import work as works
from .peer import measure

PEERS = {"numpy": ("by_numpy", "Numpy"), "polars": ("by_polars", "Polars"), "duckdb": ("by_duckdb", "DuckDB"),
         "blazerules": ("by_blazerules", "BlazeRules"), "openfisca": ("by_openfisca", "OpenFisca"),
         "cel": ("by_cel", "Cel"), "huiqi": ("by_huiqi", "Huiqi")}


def kind_of(name: str) -> type:
    """The class of a peer; the engine itself is imported when it prepares."""
    module, kind = PEERS[name]
    return getattr(importlib.import_module("." + module, __package__), kind)


def main() -> None:
    parser = argparse.ArgumentParser(prog="peers.one")
    parser.add_argument("name", choices=PEERS)
    parser.add_argument("work")
    parser.add_argument("--out", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rows", type=int, default=0, help="profiles at most; 0 is all")
    parser.add_argument("--clauses", type=int, default=0, help="clauses at most; 0 is all")
    parser.add_argument("--profiles", help="for huiqi: the file itself")
    parser.add_argument("--as-of", default="2024-06-30")
    args = parser.parse_args()
    kind = kind_of(args.name)
    started = time.perf_counter()
    work = works.load(args.work)
    work = work.first(args.rows or work.n).clauses(args.clauses or len(work.ids))
    loaded = time.perf_counter() - started
    more = (args.profiles, args.as_of) if args.name == "huiqi" else ()
    result = {**measure(kind(work, args.threads, *more), args.runs), "load_work": loaded}
    with open(args.out, "w", encoding="utf-8") as file:
        json.dump(result, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
