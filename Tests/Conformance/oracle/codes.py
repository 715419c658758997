"""Region codes (GB/T 2260) and industry codes (GB/T 4754): shape, section letter, and `under`."""

import re

DIVISIONS = {"A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52),
             "G": (53, 60), "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72),
             "M": (73, 75), "N": (76, 79), "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90),
             "S": (91, 96), "T": (97, 97)}
INDUSTRY = re.compile(r"[A-T](?:[0-9]{2,4})?")
BARE_INDUSTRY = re.compile(r"[0-9]{2,4}")
REGION_FACT = re.compile(r"[0-9]{6}(?:[0-9]{3}(?:[0-9]{3})?)?")
REGION_ARGUMENT = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2}(?:[0-9]{3}(?:[0-9]{3})?)?)?)?")


def with_section(code):
    """3829 becomes C3829; a division the table lacks is kept as written."""
    for letter, (first, last) in DIVISIONS.items():
        if first <= int(code[:2]) <= last:
            return letter + code
    return code


def industry_fact(text):
    if INDUSTRY.fullmatch(text):
        return text
    return with_section(text) if BARE_INDUSTRY.fullmatch(text) else None


def region_fact(text):
    return text if REGION_FACT.fullmatch(text) else None


def any_fact(text):
    """A code field of a schema file: its shape tells which standard."""
    return region_fact(text) or industry_fact(text)


def argument(text):
    """The code that an argument of `under` stands for, or None when it is no code at all."""
    if REGION_ARGUMENT.fullmatch(text) and len(text) != 3:
        return text
    return text if INDUSTRY.fullmatch(text) else None


def upper_level(code):
    """A 6-digit region without its trailing 00 pairs."""
    if len(code) == 6 and code.isdigit():
        for _ in range(2):
            if code.endswith("00"):
                code = code[:-2]
    return code


def under(fact, one):
    """True, False, or None where the fact is itself above the argument."""
    if fact[:1].isalpha() and one.isdigit():
        one = with_section(one)
    fact, one = upper_level(fact), upper_level(one)
    if fact.startswith(one):
        return True
    return None if one.startswith(fact) else False
