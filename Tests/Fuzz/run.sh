#!/usr/bin/env bash
# Every entrance under libFuzzer with AddressSanitizer. Usage: run.sh SECONDS_EACH [TARGET ...]
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(
    json expression plain profiles clauses schema rule text mapped quantities address scope table search
)
build=../../.build-fuzz
swift build -c release --scratch-path $build -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
failed=0
for target in "${targets[@]}"; do
    mkdir -p "$build/corpus/$target" "corpus/$target"
    # What long runs kept: one input a line, in base64.
    if [ -f "corpus/$target.kept" ] && [ ! -d "$build/kept/$target" ]; then
        mkdir -p "$build/kept/$target"
        number=0
        while read -r line; do
            number=$((number + 1))
            base64 -d <<<"$line" >"$build/kept/$target/$number"
        done <"corpus/$target.kept"
    fi
    mkdir -p "$build/kept/$target"
    echo "== $target, $seconds s"
    if $build/release/fuzz "$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
        -artifact_prefix="$build/" "$build/corpus/$target" "corpus/$target" "$build/kept/$target" >"$build/$target.log" 2>&1; then
        grep -E 'number_of_executed_units|peak_rss' "$build/$target.log"
    else
        failed=$((failed + 1))
        tail -n 40 "$build/$target.log"
    fi
done
echo "fuzz: $((${#targets[@]} - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
