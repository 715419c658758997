#!/usr/bin/env bash
# Counts the instructions of two small fixed questions by callgrind and compares them with `instructions` of
# thresholds.json: no more than those. Counts do not depend on what else the machine does; they do on the compiler.
#
#     Benchmarks/instructions.sh DIRECTORY_OF_BENCH [--print]
set -euo pipefail
cd "$(dirname "$0")"
bench="$1/bench"
if ! command -v valgrind >/dev/null 2>&1; then
    echo "skipped: no valgrind"
    exit 0
fi

count() { # question, times
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bench" --repeat "$1" --times "$2" 2>&1 >/dev/null |
        sed -nE 's/.*Collected : ([0-9]+).*/\1/p'
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
