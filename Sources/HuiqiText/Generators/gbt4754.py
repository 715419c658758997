#!/usr/bin/env python3
"""Writes Generated/GBT4754.swift: the industry classification with section letters.

Takes $HUIQI_DATA/codes/gbt4754; `--check` compares instead of writing.
"""

import csv
import io
import re

from table_file import data_folder, finish, sha256, swift_file

# Names that the source cuts short, or runs into the note beside them, as the standard has them.
CORRECTIONS = {
    "306": "玻璃纤维和玻璃纤维增强塑料制品制造",
    "3531": "食品、酒、饮料及茶生产专用设备制造",
    "354": "印刷、制药、日化及日用品生产专用设备制造",
    "3546": "玻璃、陶瓷和搪瓷制品生产专用设备制造",
    "3552": "皮革、毛皮及其制品加工专用设备制造",
    "3583": "医疗实验室及医用消毒设备和器具制造",
    "359": "环保、邮政、社会公共服务及其他专用设备制造",
    "37": "铁路、船舶、航空航天和其他运输设备制造业",
    "3939": "应用电视设备及其他广播电视设备制造",
    "4023": "导航、测绘、气象及海洋专用仪器制造",
}
# How no name ends: in the middle of 制造, or in a thing where manufacturing (C) names what is done with it.
UNFINISHED = re.compile(r"([品备器具]制|专用|专用设|[、和及与或])$")
UNFINISHED_MAKING = re.compile(r"(设备|器具|仪器|机械|制品)$")


def corrected(code, name):
    """The name of a code as the standard has it, which the source's must be the beginning of."""
    right = CORRECTIONS.get(code)
    if right is None:
        return name
    # A transcription that has been mended needs no correction any more.
    assert name != right and right.startswith(name.split(" ")[0]), (code, name)
    return right


def check(line):
    code, name = line.split("|")
    assert name == name.strip() and not re.search(r"\s", name), line
    assert not UNFINISHED.search(name), line
    assert not (code.startswith("C") and UNFINISHED_MAKING.search(name)), line


def main():
    raw = (data_folder() / "codes" / "gbt4754" / "gbt4754_2017.csv").read_bytes()
    lines = []
    for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))):
        code = row["code"] if row["level"] == "门类" else row["section"] + row["code"]
        assert code.isascii() and len(code) <= 5 and "|" not in row["name"] and row["name"]
        lines.append(f"{code}|{corrected(row['code'], row['name'])}")
        check(lines[-1])
    lines.sort(key=lambda line: line.split("|")[0])
    assert len({line.split("|")[0] for line in lines}) == len(lines)
    header = [
        "GB/T 4754-2017, industrial classification for national economic activities.",
        "Origin: github zmshe/capital @1655f7ce709a, src/utils/trade.js (a transcription of the standard: 20",
        "sections, 97 divisions, 473 groups, 1,381 classes; the standard has 1,380 classes, its amendment 1 of",
        "2019 has 1,382). Codes and names are facts of a public standard.",
        f"{len(CORRECTIONS)} names that the source has cut short are corrected by hand (CORRECTIONS of the generator).",
        f"sha256 {sha256(raw)} gbt4754_2017.csv",
    ]
    finish("GBT4754.swift", swift_file(
        "gbt4754.py", header, "gbt4754Lines", f"{len(lines)} lines `code|name`, ascending by code.", lines))


main()
