#!/bin/sh
# Builds the self-contained libhuiqi.so and checks it.
#
#     Bindings/C/build-lib.sh [OUTDIR]          default out/ of the project
#
# HUIQI_SCRATCH  where SwiftPM works, default .build/lib
# HUIQI_JOBS     jobs, default SwiftPM's own
#
# These flags are here and not in Package.swift because unsafeFlags there would keep the package from being a
# versioned dependency; --static-swift-stdlib does nothing for a dynamic product. lld, because gold keeps local
# Swift symbols in the dynamic table.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
case "${1:-}" in
    "") out="$root/out" ;;
    *) mkdir -p "$1" && out=$(cd "$1" && pwd) ;;
esac
scratch="${HUIQI_SCRATCH:-$root/.build/lib}"
mkdir -p "$out"
version=0.1.0
cd "$root"

set -- -c release --product huiqi-c --scratch-path "$scratch"
[ -z "${HUIQI_JOBS:-}" ] || set -- "$@" --jobs "$HUIQI_JOBS"
swift build "$@" \
    -Xswiftc -static-stdlib -Xswiftc -no-toolchain-stdlib-rpath \
    -Xswiftc -use-ld=lld \
    -Xlinker -soname=libhuiqi.so.0 \
    -Xlinker --version-script="$root/Include/huiqi.map" \
    -Xlinker -z -Xlinker defs \
    -Xlinker --gc-sections
built="$(swift build "$@" --show-bin-path)/libhuiqi-c.so"

library="$out/libhuiqi.so.$version"
rm -f "$library" "$out/libhuiqi.so.0" "$out/libhuiqi.so"
cp "$built" "$library.part"
strip --strip-unneeded "$library.part"
mv "$library.part" "$library"
ln -s "libhuiqi.so.$version" "$out/libhuiqi.so.0"
ln -s libhuiqi.so.0 "$out/libhuiqi.so"
cp Include/huiqi.h "$out/huiqi.h"

exec "$root/Bindings/C/check-lib.sh" "$out"
