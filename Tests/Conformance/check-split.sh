#!/usr/bin/env bash
# Compares the command's case split with the independent evaluator on small random cities.
#
#   check-split.sh HQ [SEEDS [CLAUSES [PROFILES]]]
#
# Exit status 1 where a count differs, or where the split decided nothing that Kleene's truth leaves open.
set -euo pipefail

hq=$(realpath "$1")
seeds=${2:-2}
clauses=${3:-200}
profiles=${4:-80}
command -v python3 >/dev/null 2>&1 || { echo "check-split: skipped, no python3"; exit 0; }
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1

moved=0
for seed in $(seq 1 "$seeds"); do
    python3 -m oracle.split_world "$seed" "$clauses" "$profiles" "$work"
    city=(--clauses "$work/clauses.jsonl" --profiles "$work/profiles.jsonl" --as-of 2024-06-30)
    for truth in split kleene; do
        "$hq" count "${city[@]}" --truth $truth >"$work/$truth.csv"
        python3 -m oracle count "${city[@]}" --truth $truth >"$work/$truth.oracle.csv" 2>/dev/null
        cmp "$work/$truth.csv" "$work/$truth.oracle.csv" || {
            echo "check-split: seed $seed, --truth $truth:"
            diff "$work/$truth.csv" "$work/$truth.oracle.csv" | head
            exit 1
        }
    done
    moved=$((moved + $(diff "$work/split.csv" "$work/kleene.csv" | grep -c '^>' || true)))
done
[ "$moved" -gt 0 ] || { echo "check-split: the split decided nothing"; exit 1; }
echo "check-split: $((seeds * clauses * profiles)) pairs counted alike by the oracle, split and Kleene; the split moved $moved clauses"
