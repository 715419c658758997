"""money('…'): an Arabic or Chinese numeral and its unit, as exact yuan."""

import functools
import re
from fractions import Fraction

UNITS = {"元": 1, "千元": 10**3, "万": 10**4, "万元": 10**4, "百万元": 10**6, "千万元": 10**7,
         "亿": 10**8, "亿元": 10**8}
ARABIC = re.compile(r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?(元|千元|万元?|百万元|千万元|亿元?)")
DIGITS = dict(zip("零一二三四五六七八九", range(10))) | {"〇": 0, "两": 2}
DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10)))
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}


@functools.cache
def money(text):
    """The amount, or None where the text is none."""
    match = ARABIC.fullmatch(text)
    if match:
        number = Fraction(match.group(1).replace(",", "") + (match.group(2) or ""))
        return number * UNITS[match.group(3)]
    if "点" in text:
        return chinese_decimal(text)
    if text.endswith("元"):
        text = text[:-1]
    elif not text.endswith(("万", "亿")):
        return None
    return chinese_whole(text)


def chinese_decimal(text):
    match = re.fullmatch("(.+)点(.+?)(元|千元|万元?|百万元|千万元|亿元?)", text)
    if not match or any(c not in DIGITS for c in match.group(2)):
        return None
    whole = chinese_whole(match.group(1))
    if whole is None:
        return None
    fraction = Fraction("0." + "".join(str(DIGITS[c]) for c in match.group(2)))
    return (whole + fraction) * UNITS[match.group(3)]


def chinese_whole(text):
    """Like 二十, 一亿二千万, 三百零五: each part below the one before it."""
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in text:
            high, _, rest = text.rpartition(mark)
            high = chinese_whole(high)
            low = chinese_whole(rest) if rest else Fraction(0)
            skips = low is not None and 0 < low < size // 10 and rest[0] not in "零〇"
            if not high or low is None or low >= size or skips:
                return None  # 一万五: 10005 or 15000?
            return high * size + low
    return chinese_small(text)


def chinese_small(text):
    if not text:
        return None
    total, digit, last = 0, None, 10**4
    for i, char in enumerate(text):
        if char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
        elif char in TENS:
            unit = TENS[char]
            if digit in (None, 0) and not (unit == 10 and i == 0):
                return None
            if unit >= last:
                return None
            total, digit, last = total + (digit or 1) * unit, None, unit
        else:
            return None
    if digit and total and last > 10 and "零" not in text and "〇" not in text:
        return None  # 一百二: 102 or 120?
    return Fraction(total + (digit or 0))
