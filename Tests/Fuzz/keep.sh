#!/usr/bin/env bash
# Keeps what long runs found: the fewest short inputs with all coverage, one a line in base64, in corpus/TARGET.kept.
#
#   keep.sh TARGET FOLDER [FUZZ]     FOLDER is libFuzzer's corpus; FUZZ the program that run.sh builds
set -euo pipefail
target=$1
folder=$(realpath "$2")
fuzz=$(realpath "${3:-$(dirname "$0")/../../.build-fuzz/release/fuzz}")
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# libFuzzer starts itself again by its first word, which is our target's name.
printf '#!/bin/sh\nexec %s %s "$@"\n' "$fuzz" "$target" >"$work/$target"
chmod +x "$work/$target"
mkdir "$work/least"
PATH=$work:$PATH SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
    "$fuzz" "$target" -merge=1 -max_len=512 "$work/least" "$folder" >"$work/log" 2>&1 || { tail "$work/log"; exit 1; }
for file in "$work/least"/*; do base64 -w 0 "$file"; echo; done | LC_ALL=C sort >"corpus/$target.kept"
echo "$(wc -l <"corpus/$target.kept") inputs kept of $target"
