"""Timestamps and durations on the proleptic Gregorian calendar, in whole nanoseconds."""

import datetime
import functools
import re
from fractions import Fraction
from zoneinfo import ZoneInfo

from .values import INT_MAX, INT_MIN, Duration, EvaluationError, Timestamp

SECOND = 10**9
DAY = 86_400 * SECOND
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
STAMP = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
                   r"(?:([Zz])|([+-])([0-9]{2}):([0-9]{2}))")
UNITS = {"h": 3600 * SECOND, "m": 60 * SECOND, "s": SECOND, "ms": 10**6, "us": 10**3, "µs": 10**3, "ns": 1}


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year, month):
    return 29 if month == 2 and leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def day_number(year, month, day):
    """Days since 1970-01-01, for any year."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    days += sum(month_length(year, m) for m in range(1, month)) + day - 1
    return days - 719_162


@functools.cache
def civil(days):
    year = 1970 + days // 366
    while day_number(year + 1, 1, 1) <= days:
        year += 1
    while day_number(year, 1, 1) > days:
        year -= 1
    rest, month = days - day_number(year, 1, 1), 1
    while rest >= month_length(year, month):
        rest -= month_length(year, month)
        month += 1
    return year, month, rest + 1


MIN_NS, MAX_NS = day_number(1, 1, 1) * DAY, day_number(10_000, 1, 1) * DAY - 1


def stamp(ns):
    if not MIN_NS <= ns <= MAX_NS:
        raise EvaluationError("timestamp out of range")
    return Timestamp(ns)


def span(ns):
    if not INT_MIN <= ns <= INT_MAX:
        raise EvaluationError("duration out of range")
    return Duration(ns)


@functools.cache
def date(text):
    """Midnight UTC of YYYY-MM-DD, or None."""
    match = DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = map(int, match.groups())
    if year < 1 or not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):
        return None
    return Timestamp(day_number(year, month, day) * DAY)


def timestamp(text):
    match = STAMP.fullmatch(text)
    day = date(match.group(1)) if match else None
    if day is None:
        return None
    hour, minute, second = (int(match.group(i)) for i in (2, 3, 4))
    if hour > 23 or minute > 59 or second > 59:
        return None
    ns = day.ns + (hour * 3600 + minute * 60 + second) * SECOND + int((match.group(5) or "0").ljust(9, "0"))
    if match.group(7):
        h, m = int(match.group(8)), int(match.group(9))
        if h > 23 or m > 59:
            return None
        ns -= (1 if match.group(7) == "+" else -1) * (h * 60 + m) * 60 * SECOND
    return Timestamp(ns) if MIN_NS <= ns <= MAX_NS else None


def duration(text):
    sign, body = (-1, text[1:]) if text[:1] == "-" else (1, text[1:] if text[:1] == "+" else text)
    if body == "0":
        return Duration(0)
    part = r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(h|ms|us|µs|ns|m|s)"
    if not re.fullmatch(f"(?:{part})+", body):
        return None
    ns = sign * sum(int(Fraction(n.rstrip(".")) * UNITS[u]) for n, u in re.findall(part, body))
    return Duration(ns) if INT_MIN <= ns <= INT_MAX else None


@functools.cache
def months_before(base, n):
    """base minus n months, clamped to the month's last day; any year."""
    days, rest = divmod(base.ns, DAY)
    year, month, day = civil(days)
    months = year * 12 + month - 1 - n
    year, month = months // 12, months % 12 + 1
    return day_number(year, month, min(day, month_length(year, month))) * DAY + rest


def months_since(base, t, step):
    """The largest n with t <= base minus n steps of `step` months."""
    year, month, _ = civil(base.ns // DAY)
    then, its_month, _ = civil(t.ns // DAY)
    n = ((year - then) * 12 + month - its_month) // step + 2
    while t.ns > months_before(base, n * step):
        n -= 1
    return n


def local(t, zone):
    """(days, ns of the day) on the clock of a time zone."""
    if zone is None or zone == "UTC":
        return divmod(t.ns, DAY)
    match = re.fullmatch(r"([+-]?)([0-9]{2}):([0-9]{2})", zone)
    if match:
        minutes = int(match.group(2)) * 60 + int(match.group(3))
        shift = -minutes if match.group(1) == "-" else minutes
    else:
        try:
            moment = datetime.datetime.fromtimestamp(t.ns // SECOND, ZoneInfo(zone))
        except Exception:
            raise EvaluationError(f"unknown time zone {zone!r}") from None
        return divmod(t.ns + int(moment.utcoffset().total_seconds()) * SECOND, DAY)
    return divmod(t.ns + shift * 60 * SECOND, DAY)


def getter(name, t, zone=None):
    if isinstance(t, Duration):
        whole = abs(t.ns) // {"getHours": 3600 * SECOND, "getMinutes": 60 * SECOND, "getSeconds": SECOND,
                              "getMilliseconds": 10**6}[name]
        whole = whole if t.ns >= 0 else -whole
        if name == "getMilliseconds":
            whole = abs(whole) % 1000 * (1 if whole >= 0 else -1)
        return whole
    days, ns = local(t, zone)
    year, month, day = civil(days)
    return {"getFullYear": year, "getMonth": month - 1, "getDate": day, "getDayOfMonth": day - 1,
            "getDayOfYear": days - day_number(year, 1, 1), "getDayOfWeek": (days + 4) % 7,
            "getHours": ns // (3600 * SECOND), "getMinutes": ns // (60 * SECOND) % 60,
            "getSeconds": ns // SECOND % 60, "getMilliseconds": ns // 10**6 % 1000}[name]


def rfc3339(t):
    days, ns = divmod(t.ns, DAY)
    seconds, ns = divmod(ns, SECOND)
    fraction = f".{ns:09d}".rstrip("0") if ns else ""
    return ("%04d-%02d-%02dT" % civil(days)
            + f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}Z")


def seconds_text(d):
    whole, ns = divmod(abs(d.ns), SECOND)
    fraction = f".{ns:09d}".rstrip("0") if ns else ""
    return f"{'-' if d.ns < 0 else ''}{whole}{fraction}s"
