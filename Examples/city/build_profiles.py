#!/usr/bin/env python3
"""Builds profiles.jsonl: listed companies registered in Zhejiang, one profile a line.

Usage:  build_profiles.py            write profiles.jsonl beside this file
        build_profiles.py --check    compare with the committed file; exit 1 where it differs
Reads $HUIQI_DATA (default: ../shared/data from the project's root). Standard library only; same
input, same bytes. What was left out is counted on standard error. See README.md.
"""
import csv
import json
import os
import re
import sys
from decimal import Decimal, InvalidOperation

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.environ.get("HUIQI_DATA") or os.path.join(ROOT, "..", "shared", "data")
OUTPUT = os.path.join(HERE, "profiles.jsonl")
PROVINCE = "33"
LATEST = "2020"  # who filed for this year counts as listed; who did not may have left the exchange

# Abolished names that addresses still carry. One successor: its code. 江干区 was divided between
# 上城区 and 钱塘区 in 2021, so only the city is certain.
ABOLISHED = {
    "下城区": "330105", "江干区": "330100", "临安市": "330112", "富阳市": "330111",
    "上虞市": "330604", "绍兴县": "330603", "奉化市": "330213", "玉环县": "331083",
    "洞头县": "330305",
}

# 申万行业 to a division of GB/T 4754-2017, only where every company of that class falls in it.
INDUSTRY = [
    ("机械设备--通用设备--仪器仪表", "C40"),
    ("电力设备--电网设备--电工仪器仪表", "C40"),
    ("汽车--汽车零部件--车身附件及饰件", "C36"),
    ("汽车--汽车零部件--底盘与发动机系统", "C36"),
    ("医药生物--化学制药--", "C27"),
    ("医药生物--中药Ⅱ--", "C27"),
    ("农林牧渔--饲料--宠物食品", "C13"),
    ("食品饮料--饮料乳品--乳品", "C14"),
    ("食品饮料--非白酒--其他酒类", "C15"),
    ("基础化工--化学制品--氟化工", "C26"),
    ("基础化工--化学制品--有机硅", "C26"),
    ("基础化工--农化制品--农药", "C26"),
    ("电子--半导体--分立器件", "C39"),
    ("电子--元件--印制电路板", "C39"),
    ("电力设备--光伏设备--光伏电池组件", "C38"),
    ("电力设备--光伏设备--逆变器", "C38"),
    ("轻工制造--造纸--大宗用纸", "C22"),
    ("钢铁--普钢--板材", "C31"),
    ("机械设备--专用设备--纺织服装设备", "C35"),
    ("机械设备--工程机械--工程机械整机", "C35"),
    ("建筑装饰--房屋建设Ⅱ--", "E47"),
    ("公用事业--燃气Ⅱ--", "D45"),
    ("计算机--软件开发--", "I65"),
    ("计算机--IT服务Ⅱ--", "I65"),
]

dropped = {}


def note(reason, what):
    dropped.setdefault(reason, []).append(what)


def table(*path):
    with open(os.path.join(DATA, *path), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Gazetteer:
    """Finds the GB/T 2260 code that an address of the province names."""

    def __init__(self):
        areas = table("codes", "gbt2260", "areas.csv")
        self.unique = {}
        for row in areas:
            self.unique.setdefault(row["name"], set()).add(row["code"])
        self.cities = {row["name"]: row["code"] for row in table("codes", "gbt2260", "cities.csv")
                       if row["provinceCode"] == PROVINCE}
        self.areas = {row["name"]: row["code"] for row in areas if row["provinceCode"] == PROVINCE}
        self.areas.update(ABOLISHED)
        self.streets = {}
        for row in table("codes", "gbt2260", "streets.csv"):
            if row["provinceCode"] == PROVINCE:
                stem = re.sub(r"(街道|镇|乡)$", "", row["name"])
                if len(stem) >= 2:
                    self.streets.setdefault(row["areaCode"], []).append(stem)

    def find(self, address):
        """The code, or None where the address is not certainly in the province."""
        text = re.sub(r"\s", "", address)
        text = re.sub(r"^(\d\.)?(公司)?(注册地址)?[:：]?(中国)?", "", text)
        province = re.match("浙江(省)?", text)
        if province:
            text = text[province.end():]
        text = re.sub("^杭州湾(?=上虞)", "", text)
        city = None
        for name, code in self.cities.items():
            stem = name[:-1]
            if text.startswith(stem) and not text.startswith("杭州湾"):
                full = text.startswith(name)
                # 永康 of 金华市 and the like are named in full; a bare stem is the prefecture.
                city, text = code, text[len(name if full else stem):]
                break
        area = self.area(text, province is not None, city)
        if area:
            return area
        if city:
            return city + "00"
        return PROVINCE + "0000" if province else None

    def area(self, text, in_province, city):
        placed = in_province or city is not None
        for name, code in self.areas.items():
            if city and not code.startswith(city):
                continue
            if text.startswith(name):
                # Without province or prefecture, only a name that is unique in the country counts.
                if placed or len(self.unique.get(name, ())) == 1:
                    return code
            stem = name[:-1]
            if len(stem) < 2 or not text.startswith(stem):
                continue
            rest = text[len(stem):]
            zone = re.match("(杭州)?(省级|经济|工业|高新|临江)", rest)
            town = any(rest.startswith(street) for street in self.streets.get(code, ()))
            county = in_province and city is None and name[-1] in "县市"
            if (placed and (zone or town)) or county or (zone and name[-1] in "县市"):
                return code
        return None


def money(row, column, label):
    """Exact yuan with at most two decimals, or None where the source has none."""
    text = (row[column] or "").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        note("not a number", label)
        return None
    rounded = value.quantize(Decimal("0.01"))
    if rounded != value:
        note("more than two decimals", label)
        return None
    return rounded


def count(rows, column):
    """The latest count above zero; in the source 0 stands for not found."""
    for row in reversed(rows):
        text = (row[column] or "").strip()
        if text and Decimal(text) > 0 and Decimal(text) == Decimal(text).to_integral_value():
            return int(Decimal(text))
    return None


def number(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def yearly(pairs):
    return "{" + ",".join('"%s":%s' % (year, number(v)) for year, v in pairs if v is not None) + "}"


def profile(code, rows, region):
    latest = rows[-1]
    address = next(r["注册地址"] for r in reversed(rows) if r["注册地址"].strip())
    series = {"revenue": [], "rd_expense": [], "profit": [], "assets": []}
    for row in rows:
        year, label = row["报告年份"], "%s %s" % (code, row["报告年份"])
        revenue = money(row, "营业收入", label + " revenue")
        research = money(row, "研发费用", label + " rd_expense")
        gain = money(row, "利润总额", label + " profit")
        if revenue is not None and revenue <= 0:
            note("revenue not above zero", label)
            revenue = None
        if research is not None and research < 0:
            note("negative R&D expense", label)
            research = None
        if research is not None and revenue is not None and research > revenue:
            note("R&D expense above revenue", label)
            research = None
        current = money(row, "流动资产合计", label + " current assets")
        fixed = money(row, "非流动资产合计", label + " non-current assets")
        total = current + fixed if current is not None and fixed is not None else None
        for field, value in (("revenue", revenue), ("rd_expense", research), ("profit", gain),
                             ("assets", total)):
            series[field].append((year, value))
    staff, researchers = count(rows, "职工人数"), count(rows, "研发人员")
    if staff is not None and researchers is not None and researchers > staff:
        note("R&D staff above staff", code)
        researchers = None
    shenwan = next((r["申万行业"] for r in reversed(rows) if r["申万行业"].strip()), "")
    industry = next((c for prefix, c in INDUSTRY if shenwan.startswith(prefix)), None)

    def text(value):
        return json.dumps(value, ensure_ascii=False)

    members = [("id", text(code)), ("name", text(latest["公司全称"].strip())),
               ("address", text(re.sub(r"\s", "", address))), ("region", text(region))]
    if industry:
        members.append(("industry", text(industry)))
    if staff is not None:
        members.append(("employees", str(staff)))
    if researchers is not None:
        members.append(("rd_staff", str(researchers)))
    for field, pairs in series.items():
        if any(value is not None for _, value in pairs):
            members.append((field, yearly(pairs)))
    if latest["报告年份"] == LATEST:
        members.append(("tags", '["上市公司",null]'))
    return "{" + ",".join('"%s":%s' % member for member in members) + "}\n"


def build():
    gazetteer = Gazetteer()
    companies = {}
    for row in table("enterprises", "listed_2019_2020", "company_years.csv"):
        companies.setdefault(row["股票代码"], []).append(row)
    lines = []
    for code in sorted(companies):
        rows = sorted(companies[code], key=lambda r: r["报告年份"])
        address = next((r["注册地址"] for r in reversed(rows) if r["注册地址"].strip()), "")
        region = gazetteer.find(address)
        if region is not None:
            lines.append(profile(code, rows, region))
    return "".join(lines)


def main():
    if not os.path.isdir(DATA):
        sys.exit("build_profiles.py: no data at %s; set HUIQI_DATA" % DATA)
    text = build()
    for reason in sorted(dropped):
        sys.stderr.write("left out, %s: %s\n" % (reason, ", ".join(dropped[reason])))
    sys.stderr.write("%d profiles\n" % text.count("\n"))
    if "--check" in sys.argv[1:]:
        try:
            with open(OUTPUT, encoding="utf-8", newline="") as file:
                committed = file.read()
        except FileNotFoundError:
            sys.exit("build_profiles.py: profiles.jsonl is absent")
        if committed != text:
            sys.exit("build_profiles.py: profiles.jsonl differs from what the data gives")
    else:
        with open(OUTPUT, "w", encoding="utf-8", newline="") as file:
            file.write(text)


if __name__ == "__main__":
    main()
