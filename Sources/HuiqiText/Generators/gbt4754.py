#!/usr/bin/env python3
"""Writes Generated/GBT4754.swift: the industry classification with section letters.

Takes $HUIQI_DATA/codes/gbt4754; `--check` compares instead of writing.
"""

import csv
import io

from table_file import data_folder, finish, sha256, swift_file


def main():
    raw = (data_folder() / "codes" / "gbt4754" / "gbt4754_2017.csv").read_bytes()
    lines = []
    for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))):
        code = row["code"] if row["level"] == "门类" else row["section"] + row["code"]
        assert code.isascii() and len(code) <= 5 and "|" not in row["name"] and row["name"]
        lines.append(f"{code}|{row['name']}")
    lines.sort(key=lambda line: line.split("|")[0])
    assert len({line.split("|")[0] for line in lines}) == len(lines)
    header = [
        "GB/T 4754-2017, industrial classification for national economic activities.",
        "Origin: github zmshe/capital @1655f7ce709a, src/utils/trade.js (a transcription of the standard: 20",
        "sections, 97 divisions, 473 groups, 1,381 classes; the standard has 1,380 classes, its amendment 1 of",
        "2019 has 1,382). Codes and names are facts of a public standard.",
        f"sha256 {sha256(raw)} gbt4754_2017.csv",
    ]
    finish("GBT4754.swift", swift_file(
        "gbt4754.py", header, "gbt4754Lines", f"{len(lines)} lines `code|name`, ascending by code.", lines))


main()
