#!/usr/bin/env python3
"""Writes the first profiles of the sample city as a spreadsheet would: enterprises.csv in UTF-8 with a byte order mark,
enterprises-gb18030.csv, and enterprises.jsonl with the same facts. `--check` compares instead of writing."""

import csv
import decimal
import io
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROWS = 20
# Header, field, year, power of ten of the unit.
COLUMNS = [
    ("编号", "id", None, 0), ("企业名称", "name", None, 0), ("注册地址", "address", None, 0), ("注册地", "region", None, 0),
    ("行业", "industry", None, 0), ("经营范围", "scope", None, 0), ("成立日期", "established", None, 0),
    ("注册资本（万元）", "registered_capital", None, 4), ("从业人员(人)", "employees", None, 0),
    ("研发人员", "rd_staff", None, 0), ("企业规模", "size", None, 0), ("严重失信", "dishonest", None, 0),
    ("营业收入2019(万元)", "revenue", 2019, 4), ("2020年营业收入（万元）", "revenue", 2020, 4),
    ("rd_expense_2019", "rd_expense", 2019, 0), ("研发费用_2020", "rd_expense", 2020, 0),
    ("利润总额2020（亿元）", "profit", 2020, 8), ("资产总额（2020年）（百万元）", "assets", 2020, 6),
    ("资质与标签", "tags", None, 0), ("行政处罚", "penalties", None, 0),
]  # fmt: skip


def cell(value, field, power):
    if value is None:
        return ""
    if field == "penalties":
        parts = ("" if p is None else p for p in value)
        elements = [";".join(str(p.get(m, "")) for m in ("date", "kind", "amount")) if p else "?" for p in parts]
        return "|".join(elements) or "[]"
    if isinstance(value, list):
        return "|".join("?" if tag is None else tag for tag in value) or "[]"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field == "established":
        year, month, day = (int(part) for part in value.split("-"))
        return f"{year}/{month}/{day}"
    if isinstance(value, (int, decimal.Decimal)):
        scaled = decimal.Decimal(value).scaleb(-power)
        return f"{scaled:,f}" if field == "registered_capital" else f"{scaled:f}"
    return value


def main():
    lines = []
    for name in ("example-enterprises.jsonl", "profiles.jsonl"):
        lines += (HERE / name).read_text(encoding="utf-8").splitlines()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header for header, _, _, _ in COLUMNS)
    facts = ""
    for line in lines[:ROWS]:
        profile = json.loads(line, parse_float=decimal.Decimal)
        row, kept = [], {}
        for _, field, year, power in COLUMNS:
            value = profile.get(field)
            if year is not None:
                value = (value or {}).get(str(year))
            row.append(cell(value, field, power))
            if value is None:
                continue
            if year is None:
                kept[field] = value
            else:
                kept.setdefault(field, {})[str(year)] = value
        writer.writerow(row)
        facts += json.dumps(kept, ensure_ascii=False, default=lambda number: float(number)) + "\n"
    files = {
        "enterprises.csv": text.getvalue().encode("utf-8-sig"),
        "enterprises-gb18030.csv": text.getvalue().encode("gb18030"),
        "enterprises.jsonl": facts.encode("utf-8"),
    }
    for name, content in files.items():
        path = HERE / name
        if "--check" in sys.argv:
            if path.read_bytes() != content:
                sys.exit(f"{name} is not what build_tables.py makes")
        else:
            path.write_bytes(content)


if __name__ == "__main__":
    main()
