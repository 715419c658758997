#!/usr/bin/env bash
# The demo prints exactly what the README shows. Usage: check-demo.sh HQ [--update]
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
hq=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
found=$(mktemp)
kept=$(mktemp)
trap 'rm -f "$found" "$kept"' EXIT
"$root/Examples/city/demo.sh" "$hq" >"$found"
if [ "${2:-}" = "--update" ]; then
    awk -v file="$found" '
        /^<!-- demo -->$/ { print; print "```"; while ((getline line < file) > 0) print line; print "```"; skip = 1; next }
        /^<!-- end of demo -->$/ { skip = 0 }
        !skip { print }' "$root/README.md" >"$kept"
    cp "$kept" "$root/README.md"
    exit 0
fi
sed -n '/^<!-- demo -->$/,/^<!-- end of demo -->$/p' "$root/README.md" | sed '1,2d' | sed '$d' | sed '$d' >"$kept"
diff "$kept" "$found" && echo "the demo prints what the README shows: 1 passed, 0 failed"
