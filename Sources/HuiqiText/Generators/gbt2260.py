#!/usr/bin/env python3
"""Writes Generated/GBT2260.swift: current and abolished division codes with names and successors.

Takes $HUIQI_DATA/codes/gbt2260; `--check` compares instead of writing.
"""

import csv
import io
import json

from table_file import data_folder, finish, sha256, swift_file

FILES = ["provinces.csv", "cities.csv", "areas.csv", "mumuy_list.json", "mumuy_history.json", "mumuy_diff.json"]

# GB/T 2260 has one code each for these; their districts and the prefix 83 are not in the standard.
SPECIAL = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
# Registration authorities use it since 2017, the old codes' successor table names it, the list lacks it.
ADDED = {"133100": "雄安新区"}


def main():
    folder = data_folder() / "codes" / "gbt2260"
    raw = {name: (folder / name).read_bytes() for name in FILES}
    statistics = {}
    for name, zeros in (("provinces.csv", "0000"), ("cities.csv", "00"), ("areas.csv", "")):
        for row in csv.DictReader(io.StringIO(raw[name].decode("utf-8-sig"))):
            statistics[row["code"] + zeros] = row["name"]
    listed, history, moved = (json.loads(raw[f"mumuy_{n}.json"]) for n in ("list", "history", "diff"))
    listed = {k: v for k, v in listed.items() if k[:2] not in ("71", "81", "82", "83")} | SPECIAL | ADDED
    history = {k: v for k, v in history.items() if k[:2] not in ("71", "81", "82", "83")}

    # The 2026 list decides; a code that only the statistics bureau's 2023 table has (development zones,
    # placeholder cities such as 110100) is current unless the newer source names its successors.
    current = dict(listed)
    for code, name in statistics.items():
        if not moved.get(code):
            current.setdefault(code, name)

    def successors(code, seen):
        result = []
        for next_code in moved.get(code, []):
            if next_code in seen:
                continue
            if next_code in current:
                result.append(next_code)
            else:
                result += successors(next_code, seen | {next_code})
        return sorted(set(result))

    lines = []
    for code in sorted(set(current) | set(history) | set(moved)):
        assert len(code) == 6 and code.isdigit()
        name = current.get(code) or history.get(code) or statistics.get(code) or ""
        assert "|" not in name
        if code in current:
            lines.append(f"{code}|{name}")
        else:
            lines.append(f"{code}|{name}|{' '.join(successors(code, {code}))}".rstrip())
    header = [
        "GB/T 2260, administrative division codes of China down to counties.",
        "Origin: github modood/Administrative-divisions-of-China @57a0aa9 (WTFPL; National Bureau of Statistics",
        "codes as of 2023-06-30) and github mumuy/data_location @a40c560 (its LICENSE; current codes of 2026, all codes",
        "ever used, old code to new codes). Added by hand: 710000, 810000, 820000, 133100.",
        *(f"sha256 {sha256(raw[name])} {name}" for name in FILES),
    ]
    finish("GBT2260.swift", swift_file(
        "gbt2260.py", header, "gbt2260Lines",
        f"{len(lines)} lines, ascending: `code|name` current; `code|name|successors` abolished.", lines))


main()
