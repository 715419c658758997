#!/usr/bin/env bash
# Installs the peers, generates a city, and prints the table of huiqi beside them.
#
#   peers.sh BIN LIB [HQ]
#
# BIN is the folder with `generate-city`; LIB the library; HQ the command, to compare its counts as well. Environment:
# PROFILES, CLAUSES, SEED, RUNS, THREADS, PEERS (names with commas), CITY (a folder that has a city), PLOT=1,
# WORK (folder of the environment and the city).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
BIN=$1
LIB=$2
HQ=${3:-}
PROFILES=${PROFILES:-20000}
CLAUSES=${CLAUSES:-4314}
SEED=${SEED:-1}
WORK=${WORK:-$root/.build-peers}
mkdir -p "$WORK"
WORK=$(cd "$WORK" && pwd)

if ! cmp -s "$here/peers/requirements.txt" "$WORK/venv/installed.txt"; then
    echo "installing the peers …" >&2
    python3 -m venv "$WORK/venv"
    "$WORK/venv/bin/pip" install --quiet --requirement "$here/peers/requirements.txt"
    cp "$here/peers/requirements.txt" "$WORK/venv/installed.txt"
fi

# Results are written beside copies or links of the city, never into CITY.
city=$WORK/city-$PROFILES-$CLAUSES-$SEED
if [ -n "${CITY:-}" ]; then
    city=$WORK/city
    mkdir -p "$city"
    ln -sf "$(cd "$CITY" && pwd)"/{profiles,clauses}.jsonl "$city/"
elif [ ! -s "$city/clauses.jsonl" ]; then
    "$BIN/generate-city" --profiles "$PROFILES" --clauses "$CLAUSES" --seed "$SEED" --out "$city" >&2
fi

more=(--runs "${RUNS:-5}" --threads "${THREADS:-1}" --lib "$(realpath "$LIB")")
[ -z "$HQ" ] || more+=(--hq "$(realpath "$HQ")")
[ -z "${PEERS+set}" ] || more+=(--peers "$PEERS")
[ -z "${PLOT:-}" ] || more+=(--plot)
export PYTHONDONTWRITEBYTECODE=1
cd "$here"
exec "$WORK/venv/bin/python" -m peers.run --city "$city" "${more[@]}"
