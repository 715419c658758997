#!/usr/bin/env bash
# Compares the library's verdicts with those of the independent oracle, pair by pair and count by count.
#
#   verify.sh [HQ [BIN [CITY]]]
#
# HQ is the command; BIN the folder with `bench` and `generate-city`; CITY a folder with profiles.jsonl and
# clauses.jsonl, generated where it is not given. Environment: CLAUSES and PROFILES (size of the sample, 250 and
# 2000), SEED, AS_OF, JOBS, OUT (work folder, kept). Exit status 1 where anything differs, and where nothing was
# compared.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
HQ=${1:-$root/.build/release/hq}
BIN=${2:-$here/.build/release}
CITY=${3:-}
CLAUSES=${CLAUSES:-250}
PROFILES=${PROFILES:-2000}
SEED=${SEED:-1}
AS_OF=${AS_OF:-2024-06-30}
JOBS=${JOBS:-2}
if [ -z "${OUT:-}" ]; then
    OUT=$(mktemp -d)
    trap 'rm -rf "$OUT"' EXIT
fi
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)

# Refused rows are no failure by themselves (status 2): both sides must refuse the same ones.
run() { local status=0; "$@" || status=$?; [ "$status" -eq 0 ] || [ "$status" -eq 2 ]; }
for program in "$HQ" "$BIN/bench" "$BIN/generate-city"; do
    [ -x "$program" ] || { echo "verify.sh: no program $program" >&2; exit 64; }
done
oracle() { (cd "$root/Tests/Conformance" && run python3 -m oracle "$@"); }

if [ -n "$CITY" ]; then
    city=$(cd "$CITY" && pwd)
else
    city=$OUT/city
    "$BIN/generate-city" --profiles 20000 --clauses 4314 --seed "$SEED" --out "$city"
fi
oracle sample --clauses "$city/clauses.jsonl" --profiles "$city/profiles.jsonl" \
    --clauses-sample "$CLAUSES" --profiles-sample "$PROFILES" --seed "$SEED" --out "$OUT/sample"
sample=(--clauses "$OUT/sample/clauses.jsonl" --profiles "$OUT/sample/profiles.jsonl" --as-of "$AS_OF")

run "$HQ" count "${sample[@]}" --lang en >"$OUT/count.library.csv" 2>"$OUT/count.library.log" ||
    { grep -v '^warning' "$OUT/count.library.log" >&2; exit 1; }
grep '^refused' "$OUT/count.library.log" >&2 || true
run "$BIN/bench" --pairs "${sample[@]}" --by find >"$OUT/pairs.find.csv"
run "$BIN/bench" --pairs "${sample[@]}" --by match >"$OUT/pairs.match.csv"
oracle count "${sample[@]}" --jobs "$JOBS" >"$OUT/count.oracle.csv"
oracle pairs "${sample[@]}" --jobs "$JOBS" >"$OUT/pairs.oracle.csv"

# Lines that the first file has and the second has not, or has otherwise, and the other way round.
differences() {
    python3 - "$1" "$2" <<'PYTHON'
import csv, sys
def rows(path):
    table = {}
    for *name, answer in csv.reader(open(path, encoding="utf-8", newline="")):
        if tuple(name) in table:
            sys.exit(f"{path}: {name} twice")
        table[tuple(name)] = answer
    return table
library, oracle = rows(sys.argv[1]), rows(sys.argv[2])
wrong = [n for n in {**oracle, **library} if library.get(n) != oracle.get(n)]
for name in wrong[:20]:
    print(*name, "library", library.get(name), "oracle", oracle.get(name), file=sys.stderr)
print(len(wrong))
PYTHON
}
found=$(differences "$OUT/pairs.find.csv" "$OUT/pairs.oracle.csv")
matched=$(differences "$OUT/pairs.match.csv" "$OUT/pairs.oracle.csv")
pairs=$(wc -l <"$OUT/pairs.oracle.csv")
shares=$(cut -d, -f3 "$OUT/pairs.oracle.csv" | sort | uniq -c | awk '{printf "%s%s %d", (NR > 1 ? ", " : ""), $2, $1}')

status=0
echo "find:  $pairs pairs compared, $found differences ($shares)"
echo "match: $pairs pairs compared, $matched differences"
[ "$found" -eq 0 ] && [ "$matched" -eq 0 ] && [ "$pairs" -gt 0 ] || status=1
for by in find match; do
    [ "$status" -ne 0 ] || cmp "$OUT/pairs.$by.csv" "$OUT/pairs.oracle.csv" || status=1
done
if cmp "$OUT/count.library.csv" "$OUT/count.oracle.csv"; then
    echo "count: $(($(wc -l <"$OUT/count.oracle.csv") - 1)) clauses compared, equal byte for byte"
else
    echo "count: the CSVs differ"
    diff "$OUT/count.library.csv" "$OUT/count.oracle.csv" | head -20 || true
    status=1
fi
exit $status
