#!/usr/bin/env python3
"""Writes Generated/PinyinSyllables.swift from ICU's Han-Latin transliterator.

Needs `uconv` (Debian: icu-devtools). `--check` compares instead of writing; another ICU version may
give another table, and the header says which one was used.
"""

import re
import subprocess
import unicodedata

from table_file import GENERATED, finish, sha256, swift_file


def simplified_pairs():
    """The characters of the generated table of traditional and simplified characters, both sides."""
    text = (GENERATED / "TraditionalSimplified.swift").read_text(encoding="utf-8").split('"""')[1]
    return re.sub(r"\s", "", text)


def gb2312():
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def plain(syllable):
    """Without its tone, and v for u with dots: `lǜ` is `lv`."""
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in letters if c.isascii())


def readings(characters):
    source = "\n".join(characters).encode()
    output = subprocess.run(
        ["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin"],
        input=source, stdout=subprocess.PIPE, check=True).stdout
    lines = output.decode().split("\n")
    assert len(lines) == len(characters)
    return {c: plain(line) for c, line in zip(characters, lines)}, sha256(output)


def main():
    about = subprocess.run(["uconv", "--version"], stdout=subprocess.PIPE, check=True).stdout.decode()
    version = about.split("ICU")[-1].strip()
    pairs = set(simplified_pairs())
    read, digest = readings(sorted(pairs | set(gb2312())))
    groups = {}
    for character, syllable in read.items():
        if not re.fullmatch("[a-z]{1,6}", syllable):
            continue
        group = groups.setdefault(syllable, [])
        if character in pairs:
            group.append(character)
    lines = [syllable + "".join(sorted(group)) for syllable, group in sorted(groups.items())]
    header = [
        "Origin: the Han-Latin transliterator of ICU, applied to every character alone",
        f"(uconv, ICU {version}; sha256 of its output {digest}).",
        "Kept: the syllables of all characters of GB 2312 and of the table of traditional and simplified",
        "characters, without tone, v for u with dots; behind each the characters of that table it reads.",
        "Licence of the ICU data: Unicode License v3.",
    ]
    finish("PinyinSyllables.swift", swift_file(
        "pinyin_syllables.py", header, "pinyinSyllableLines",
        f"{len(groups)} syllables, ascending, each with the characters it is ICU's reading of.", lines))


main()
