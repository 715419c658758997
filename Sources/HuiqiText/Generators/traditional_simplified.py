#!/usr/bin/env python3
"""Writes Generated/TraditionalSimplified.swift from ICU's Traditional-Simplified transliterator.

Needs `uconv` (Debian: icu-devtools). `--check` compares instead of writing; another ICU version may
give another table, and the header says which one was used.
"""

import subprocess

from table_file import finish, sha256, swift_file

# Simplified text uses these characters in their own right (GB 2312 lists them): mapping them would
# spoil words such as 著作权, 俱乐部, 乾县, 慰藉. The exceptions below are rare as themselves and
# common as the traditional form of another character, so they are mapped.
MAPPED_THOUGH_IN_GB2312 = set("後徵於菸麽夥苧")
# ICU maps 薴 to 苧 and 苧 on to 苎: leave the first, or the table would not be idempotent.
DROPPED = set("薴")


def in_gb2312(character):
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def icu_pairs():
    characters = [chr(c) for c in range(0x80, 0x110000) if not 0xD800 <= c <= 0xDFFF]
    source = "\n".join(characters).encode()
    output = subprocess.run(
        ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Traditional-Simplified"],
        input=source, stdout=subprocess.PIPE, check=True).stdout
    results = output.decode().split("\n")
    assert len(results) == len(characters)
    return [(a, b) for a, b in zip(characters, results) if a != b], sha256(output)


def main():
    about = subprocess.run(["uconv", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    version = about.split("ICU")[-1].strip()
    pairs, digest = icu_pairs()
    kept = {}
    for a, b in pairs:
        if not (0x3400 <= ord(a) <= 0x9FFF and len(b) == 1 and 0x3400 <= ord(b) <= 0x9FFF):
            continue
        if a in DROPPED or in_gb2312(a) and a not in MAPPED_THOUGH_IN_GB2312:
            continue
        kept[a] = b
    assert not [a for a, b in kept.items() if b in kept], "a second pass would change the result"
    text = "".join(a + b for a, b in sorted(kept.items()))
    header = [
        "Origin: the Traditional-Simplified transliterator of ICU, applied to every character alone",
        f"(uconv, ICU {version}; sha256 of its output {digest}).",
        "Kept: one ideograph of U+3400...9FFF to one other; without those that GB 2312 lists as simplified",
        "characters of their own (but 後徵於菸麽夥苧 are mapped).",
        "Licence of the ICU data: Unicode License v3.",
    ]
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    finish("TraditionalSimplified.swift", swift_file(
        "traditional_simplified.py", header, "traditionalSimplifiedPairs",
        f"{len(kept)} pairs: a traditional character, then its simplified form; ascending.", lines))


main()
