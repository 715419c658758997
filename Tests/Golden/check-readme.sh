#!/usr/bin/env bash
# The README's tours of C and Python compile and run as they stand. Usage: check-readme.sh OUTDIR (from `make lib`)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
out=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
block() { awk -v fence="\`\`\`$1" '$0 == fence { on = 1; next } /^```/ { on = 0 } on' "$root/README.md"; }

if command -v cc >/dev/null 2>&1; then
    block c >"$work/tour.c"
    cc -std=c99 -pedantic -Wall -Wextra -Werror -I "$out" "$work/tour.c" -L "$out" -lhuiqi -Wl,-rpath,"$out" -o "$work/tour"
    "$work/tour" | grep -q '"verdict":"undetermined".*"missing":\["rd_expense\[2023\]"\]'
    passed=$((passed + 1))
else
    echo "skipped the C tour: no cc"
fi
if command -v python3 >/dev/null 2>&1; then
    block python >"$work/tour.py"
    HUIQI_LIB="$out/libhuiqi.so" PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$root/Bindings/Python/src" \
        python3 "$work/tour.py" >"$work/said"
    grep -q '^ELIGIBLE$' "$work/said" && grep -q "revenue\[2022\]" "$work/said" && grep -q '^8 ' "$work/said"
    passed=$((passed + 1))
else
    echo "skipped the Python tour: no python3"
fi
echo "the README's tours: $passed passed, 0 failed"
