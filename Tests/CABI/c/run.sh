#!/bin/sh
# Compiles and runs C and C++ programs against a built libhuiqi.so: Tests/CABI/c/run.sh OUTDIR
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
if [ $# -ne 1 ] || [ ! -e "$1/libhuiqi.so" ]; then
    echo "usage: run.sh OUTDIR, where Bindings/C/build-lib.sh put libhuiqi.so" >&2
    exit 64
fi
out=$(cd "$1" && pwd)
if ! command -v cc > /dev/null; then
    echo "CABI/c: skipped, there is no cc"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
warnings="-pedantic -Wall -Wextra -Werror"
c="cc -std=c99 $warnings"
cpp="c++ -std=c++17 -x c++ $warnings"
command -v c++ > /dev/null || { cpp=""; echo "CABI/c: no c++, C++17 is left out"; }
passed=0
failed=0

check() { # name, command...
    name=$1
    shift
    if "$@" > "$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $name"
        sed 's/^/    /' "$work/said"
    fi
}
build() { # compiler, source, program
    $1 -I "$root/Include" "$2" -L "$out" -lhuiqi -lpthread -Wl,-rpath,"$out" -o "$work/$3"
}
example() { # program
    "$work/$1" "$root/Examples/city/clauses.jsonl" "$root/Examples/city/profiles.jsonl" 300901 2021-06-30 \
        "$root/Examples/city/schema.json" > "$work/answer" && cat "$work/answer" &&
        grep -q '^eligible 3, undetermined [0-9]*, ineligible [0-9]*$' "$work/answer" &&
        grep -q 'eligible .*LC3-4-08-2' "$work/answer"
}

for language in c cpp; do
    compiler=$(eval "echo \"\$$language\"")
    [ -n "$compiler" ] || continue
    check "$language builds header" build "$compiler" "$here/header.c" "header-$language"
    check "$language header" "$work/header-$language"
    check "$language builds match_one" build "$compiler" "$root/Bindings/C/examples/match_one.c" "match-$language"
    check "$language match_one" example "match-$language"
done
for program in small_stack threads allocations; do
    check "builds $program" build "$c -D_DEFAULT_SOURCE -Wno-format-truncation" "$here/$program.c" "$program"
    check "$program" "$work/$program"
done
echo "CABI/c: $passed passed, $failed failed"
[ "$failed" = 0 ]
