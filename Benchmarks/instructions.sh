#!/usr/bin/env bash
# Counts the instructions of two small fixed questions by callgrind and compares them with `instructions` of
# thresholds.json: no more than those. Counts do not depend on what else the machine does; they do on the compiler.
#
#     Benchmarks/instructions.sh DIRECTORY_OF_BENCH [--print]
set -euo pipefail
cd "$(dirname "$0")"
if ! command -v valgrind >/dev/null 2>&1; then
    echo "skipped: no valgrind"
    exit 0
fi

# Without debugging information, which some versions of valgrind give up on.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bench="$work/bench"
strip -o "$bench" "$1/bench"

count() { # question, times
    local log="$work/log"
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" --repeat "$1" --times "$2" >/dev/null 2>"$log" ||
        { cat "$log" >&2; exit 1; }
    sed -nE 's/.*Collected : ([0-9]+).*/\1/p' "$log"
}

failed=0
for question in count match; do
    few=$(count "$question" 1)
    many=$(count "$question" 3)
    each=$(((many - few) / 2))
    most=$(sed -nE "s/.*\"$question\": ([0-9]+).*/\1/p" thresholds.json)
    echo "$question: $each instructions, at most ${most:-none}"
    if [ "${2:-}" != "--print" ] && [ "$each" -gt "${most:-0}" ]; then failed=1; fi
done
exit $failed
