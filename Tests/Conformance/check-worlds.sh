#!/usr/bin/env bash
# Compares the command with the independent evaluator (exact fractions) on small random cities: one for the case
# split, one for exact numbers.
#
#   check-worlds.sh HQ [SEEDS [CLAUSES [PROFILES]]]
#
# Exit status 1 where a count differs, or where the split decided nothing that Kleene's truth leaves open.
set -euo pipefail

hq=$(realpath "$1")
seeds=${2:-2}
clauses=${3:-200}
profiles=${4:-80}
command -v python3 >/dev/null 2>&1 || { echo "check-worlds: skipped, no python3"; exit 0; }
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1

# Counts of one city by both; a clause that one side refuses and the other not would show as a difference.
compare() {
    local status=0
    "$hq" count "${city[@]}" --truth "$1" --lang en >"$work/$1.csv" 2>"$work/log" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || { cat "$work/log"; exit 1; }
    python3 -m oracle count "${city[@]}" --truth "$1" >"$work/oracle.csv" 2>/dev/null || [ $? -eq 2 ]
    cmp "$work/$1.csv" "$work/oracle.csv" || {
        echo "check-worlds: $world, seed $seed, --truth $1:"
        diff "$work/$1.csv" "$work/oracle.csv" | head
        exit 1
    }
}

moved=0
pairs=0
for world in split number; do
    for seed in $(seq 1 "$seeds"); do
        python3 -m "oracle.${world}_world" "$seed" "$clauses" "$profiles" "$work"
        city=(--clauses "$work/clauses.jsonl" --profiles "$work/profiles.jsonl" --as-of 2024-06-30)
        compare kleene
        pairs=$((pairs + ($(wc -l <"$work/kleene.csv") - 1) * profiles))
        [ "$world" = split ] || continue
        compare split
        moved=$((moved + $(diff "$work/split.csv" "$work/kleene.csv" | grep -c '^>' || true)))
    done
done
[ "$moved" -gt 0 ] || { echo "check-worlds: the split decided nothing"; exit 1; }
echo "check-worlds: $pairs pairs counted alike by the oracle; the case split moved $moved clauses"
