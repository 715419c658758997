#!/usr/bin/env bash
# The main job on the sample city: one company against every clause, then one clause against every company.
# Usage: demo.sh HQ [options passed on, such as --lang en]
set -euo pipefail
hq=$1
shift
cd "$(dirname "$0")"
city=(--schema schema.json --clauses clauses.jsonl --profiles profiles.jsonl --as-of 2021-06-30)
# Warnings about odd figures (95 negative profits) go to standard error; the demo leaves them out.
"$hq" match "${city[@]}" 300901 --each 4 --explain "$@" 2>/dev/null
echo
"$hq" find "${city[@]}" ZJ-ZD-1 --each 5 "$@" 2>/dev/null
