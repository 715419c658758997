"""count, pairs, sample and eval; see README.md beside this file."""

import argparse
import csv
import datetime
import multiprocessing
import os
import random
import sys
from fractions import Fraction

from . import days, functions
from .check import Checker
from .clauses import load_clauses
from .evaluate import Evaluator
from .profiles import built_in, lines, load_profiles, read_profile, schema_file, strict_json
from .values import CelList, CelMap, Duration, Gap, LoadError, Record, Timestamp, UInt, united
from .split import Splitter
from .verdict import Decider, four_decimals

WORDS = {1: "eligible", 0: "undetermined", -1: "ineligible"}
refused = 0


def complain(message):
    global refused
    refused += 1
    print(message, file=sys.stderr)


def sampled(rows, k, seed):
    rows = list(rows)
    if k is None or k >= len(rows):
        return rows
    chosen = sorted(random.Random(seed).sample(range(len(rows)), k))
    return [rows[i] for i in chosen]


def usage(message):
    print(message, file=sys.stderr)
    sys.exit(64)


def as_of_day(text):
    if text is None:
        zone = datetime.timezone(datetime.timedelta(hours=8))
        text = datetime.datetime.now(zone).strftime("%Y-%m-%d")
        print(f"as of {text}", file=sys.stderr)
    return days.date(text) or usage(f"bad day {text!r}")


def load(args):
    schema = schema_file(args.schema) if args.schema else built_in()
    clause_rows = sampled(lines(args.clauses), args.clauses_sample, args.seed)
    clauses = load_clauses(clause_rows, Checker(schema), complain)
    profile_rows = sampled(lines(args.profiles), args.profiles_sample, args.seed + 1)
    return schema, clauses, load_profiles(profile_rows, schema, complain)


job = {}  # what a worker process shares with its parent by fork


def work(i):
    """Verdicts of every clause for profile i, what stays open, and data problems."""
    schema, clauses, profile, as_of, degrees = *job["base"], job["profiles"][i], job["as_of"], job["degrees"]
    decider = Decider(schema, profile, as_of, job["splitter"])
    verdicts = [decider.verdict(c) for c in clauses]
    extra = [decider.degree(c) for c in clauses] if degrees else None
    return verdicts, extra, len(decider.problems)


def decide(args):
    schema, clauses, profiles = load(args)
    degrees = getattr(args, "degrees", False)
    job["splitter"] = Splitter(schema, as_of_day(args.as_of)) if args.truth == "split" else None
    job.update(base=(schema, clauses), profiles=profiles, as_of=as_of_day(args.as_of), degrees=degrees)
    if args.jobs > 1:
        with multiprocessing.get_context("fork").Pool(args.jobs) as pool:
            results = pool.map(work, range(len(profiles)), chunksize=8)
    else:
        results = [work(i) for i in range(len(profiles))]
    return clauses, profiles, results


def run_count(args):
    clauses, profiles, results = decide(args)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["clause_id", "eligible", "ineligible", "undetermined"])
    totals = {1: 0, -1: 0, 0: 0}
    for j, clause in enumerate(clauses):
        tally = {1: 0, -1: 0, 0: 0}
        for verdicts, _, _ in results:
            tally[verdicts[j]] += 1
        out.writerow([clause.id, tally[1], tally[-1], tally[0]])
        for verdict in tally:
            totals[verdict] += tally[verdict]
    whole = sum(totals.values()) or 1
    shares = ", ".join(f"{WORDS[v]} {100 * totals[v] / whole:.2f} %" for v in (1, -1, 0))
    problems = sum(p for _, _, p in results)
    print(f"{len(clauses)} clauses x {len(profiles)} profiles: {shares}; "
          f"{problems} data problems; {refused} rows refused", file=sys.stderr)


def run_pairs(args):
    clauses, profiles, results = decide(args)
    out = csv.writer(sys.stdout, lineterminator="\n")
    for j, clause in enumerate(clauses):
        for profile, (verdicts, degrees, _) in zip(profiles, results):
            row = [clause.id, profile.key, WORDS[verdicts[j]]]
            if degrees:
                row += [four_decimals(d) for d in degrees[j]]
            out.writerow(row)


def run_sample(args):
    os.makedirs(args.out, exist_ok=True)
    for name, k, seed in (("clauses", args.clauses_sample, args.seed),
                          ("profiles", args.profiles_sample, args.seed + 1)):
        with open(os.path.join(args.out, name + ".jsonl"), "w", encoding="utf-8") as file:
            for _, text in sampled(lines(getattr(args, name)), k, seed):
                file.write(text.rstrip("\r\n") + "\n")


def shown(value, top=False):
    """As `hq eval` prints a value."""
    if isinstance(value, str):
        return str(value) if top else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, UInt):
        return f"{value.value}u"
    if isinstance(value, CelList):
        return "[" + ", ".join(shown(x) for x in value.items) + "]"
    if isinstance(value, CelMap):
        return "{" + ", ".join(f"{shown(k)}: {shown(v)}" for k, v in value.pairs) + "}"
    if isinstance(value, Record):
        return "{" + ", ".join(f"{k}: {shown(v)}" for k, v in value.known.items()) + "}"
    if value is None:
        return "null"
    if isinstance(value, bytes):
        return "b" + shown("".join(chr(b) if 32 <= b < 127 else f"\\x{b:02x}" for b in value))
    if isinstance(value, (bool, Fraction, Timestamp, Duration)):
        return functions.to_string(value)
    return str(value)


def incomplete(value):
    """A value that is known only in part is unknown as a whole."""
    if isinstance(value, CelList):
        return united([Gap(value.others)] + [incomplete(x) for x in value.items])
    return value.gap() if isinstance(value, Record) else Gap()


def run_eval(args):
    schema = schema_file(args.schema) if args.schema else built_in()
    facts = {}
    if args.profile:
        facts = read_profile(strict_json(open(args.profile, encoding="utf-8-sig").read()), schema).facts
    as_of = as_of_day(args.as_of)
    try:
        root = Checker(schema).expression(args.expr, None)
    except LoadError as problem:
        offset = len(args.expr[: problem.offset or 0].encode())
        print(f"{offset}: {problem.message}", file=sys.stderr)
        return 1
    result = Evaluator(schema, facts, as_of).evaluate(root)
    gap = result if isinstance(result, Gap) else incomplete(result)
    if gap.unknown:
        print("unknown: " + ", ".join(gap.names))
        return 0
    if gap.errors:
        print("0: " + "; ".join(gap.errors), file=sys.stderr)
        return 1
    print(shown(result, top=True))
    return 0


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        usage(f"{self.prog}: {message}")


def main():
    sys.setrecursionlimit(20_000)
    parser = Arguments(prog="oracle")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, run in (("count", run_count), ("pairs", run_pairs), ("sample", run_sample)):
        p = verbs.add_parser(verb)
        p.set_defaults(run=run)
        p.add_argument("--clauses", required=True)
        p.add_argument("--profiles", required=True)
        p.add_argument("--clauses-sample", type=int)
        p.add_argument("--profiles-sample", type=int)
        p.add_argument("--seed", type=int, default=1)
        if verb == "sample":
            p.add_argument("--out", required=True)
        else:
            p.add_argument("--as-of", required=True)
            p.add_argument("--schema")
            p.add_argument("--jobs", type=int, default=1)
            p.add_argument("--truth", choices=("split", "kleene"), default="split")
        if verb == "pairs":
            p.add_argument("--degrees", action="store_true")
    p = verbs.add_parser("eval")
    p.set_defaults(run=run_eval)
    p.add_argument("--profile")
    p.add_argument("--as-of")
    p.add_argument("--schema")
    p.add_argument("expr")
    args = parser.parse_args()
    try:
        status = args.run(args)
    except (OSError, LoadError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return status or (2 if refused else 0)


if __name__ == "__main__":
    sys.exit(main())
