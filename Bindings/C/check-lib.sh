#!/bin/sh
# Checks a built libhuiqi.so against the header: Bindings/C/check-lib.sh OUTDIR
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
library="$1/libhuiqi.so.0.1.0"
failed=0
fail() { echo "check-lib: $*" >&2; failed=1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Functions of the header: after the preprocessor has taken comments away, every name before a parenthesis.
cc -E -P "$root/Include/huiqi.h" | grep -v '(\*' | grep -oE '\bhq_[a-z0-9_]+\(' | tr -d '(' | sort -u > "$work/declared"
nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u > "$work/exported"
if ! diff "$work/declared" "$work/exported" > "$work/names"; then
    fail "declared (<) and exported (>) names differ:"
    cat "$work/names" >&2
fi
[ -s "$work/declared" ] || fail "no function was found in the header"

readelf -d "$library" > "$work/dynamic"
grep -q 'SONAME.*\[libhuiqi\.so\.0\]' "$work/dynamic" || fail "SONAME is not libhuiqi.so.0"
if grep NEEDED "$work/dynamic" | grep -iE 'swift|foundation|dispatch' >&2; then fail "needs a Swift library"; fi
if grep -E 'RPATH|RUNPATH' "$work/dynamic" | grep -E 'swift|toolchain|/opt|/usr' >&2; then fail "has a toolchain rpath"; fi
if grep -q TEXTREL "$work/dynamic"; then fail "has text relocations"; fi

echo "functions: $(wc -l < "$work/exported")"
echo "needed:    $(sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' "$work/dynamic" | tr '\n' ' ')"
echo "rpath:     $(sed -n 's/.*R\(UN\)\{0,1\}PATH.*\[\(.*\)\]/\2/p' "$work/dynamic" | tr '\n' ' ')"
echo "size:      $(stat -c %s "$library") bytes"
[ "$failed" = 0 ] || exit 1
echo "check-lib: ok"
