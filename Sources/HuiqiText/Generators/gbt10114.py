#!/usr/bin/env python3
"""Writes Generated/GBT10114.swift: the streets and towns below the counties of GB/T 2260.

Takes $HUIQI_DATA/codes/gbt2260/streets.csv; `--check` compares instead of writing.
"""

import csv
import io

from table_file import data_folder, finish, sha256, swift_file


def main():
    raw = (data_folder() / "codes" / "gbt2260" / "streets.csv").read_bytes()
    counties = {}
    for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))):
        code, name = row["code"], row["name"].strip()
        assert len(code) == 9 and code.isdigit() and code[:6] == row["areaCode"], code
        assert name and not any(c in "| \t\n\\\"" or c.isascii() and c.isdigit() for c in name), name
        counties.setdefault(code[:6], []).append((int(code[6:]), name))
    lines = []
    for county, streets in sorted(counties.items()):
        items, last = [], 0
        for number, name in sorted(streets):
            assert number > last or not items
            items.append(name if number == last + 1 else f"{number:03}{name}")
            last = number
        lines.append(f"{county}|{' '.join(items)}")
    count = sum(map(len, counties.values()))
    header = [
        "GB/T 10114, codes of townships: streets (sub-districts), towns and townships of mainland China.",
        "Origin: github modood/Administrative-divisions-of-China @57a0aa9 (WTFPL), streets.csv (National Bureau of",
        "Statistics codes as of 2023-06-30; no Hong Kong, Macao, Taiwan). The county codes are those of that day.",
        f"sha256 {sha256(raw)} streets.csv",
    ]
    finish("GBT10114.swift", swift_file(
        "gbt10114.py", header, "gbt10114Lines",
        f"{count} streets in {len(lines)} lines `county|street street ...`, ascending; three digits stand before a street\n"
        "/// whose number is not one more than that of the one before (of the first: not 001).", lines))


main()
