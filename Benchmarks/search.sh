#!/usr/bin/env bash
# Times the search of many texts like clauses, then tantivy on the same texts and questions.
#
#   search.sh BIN
#
# BIN is the folder with `bench`. Environment: TEXTS, SEED, RUNS, WORK (folder of the environment and the texts).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
BIN=$1
WORK=${WORK:-$(dirname "$here")/.build-peers}
mkdir -p "$WORK"
WORK=$(cd "$WORK" && pwd)
"$BIN/bench" --search --texts "${TEXTS:-100000}" --seed "${SEED:-1}" --runs "${RUNS:-5}" --out "$WORK/texts" 2>/dev/null
if ! "$WORK/venv/bin/python" -c 'import tantivy' 2>/dev/null; then
    echo "installing tantivy …" >&2
    [ -d "$WORK/venv" ] || python3 -m venv "$WORK/venv"
    "$WORK/venv/bin/pip" install --quiet "$(grep '^tantivy==' "$here/peers/requirements.txt")"
fi
cd "$here"
PYTHONDONTWRITEBYTECODE=1 exec "$WORK/venv/bin/python" -m peers.by_tantivy "$WORK/texts" "${RUNS:-5}"
