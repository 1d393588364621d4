"""How many results an engine says it has: 72,900,000 · 106.000.000 · 1亿2345万."""

from __future__ import annotations

import re

# What may stand between the words around a count; ``count_of`` reads it.
COUNT = r"(\d[\d,，.'’\s\u00a0\u202f亿万千]{0,40})"
# Twenty digits are more pages than there are; longer runs are no count.
_PLAIN = re.compile(r"(?<!\d)(?:\d{1,3}(?:[,.\u00a0\u202f\u2009'’ ，]\d{3}){1,6}|\d{1,20})(?!\d)")
_UNITS = (("亿", 100_000_000), ("万", 10_000), ("千", 1_000))
_REST = re.compile(r"[亿万千]\s*(\d{1,8})(?!\d|\s*[.亿万千])")
_GROUPING = re.compile(r"(?<=\d)[,，\s](?=\d{3})")
_BRACKETS = re.compile(r"[(（][^()（）]{0,80}[)）]")


def count_of(text: str) -> int | None:
    """The number written in the text, in Chinese or with any separators; None when there is none."""
    if any(unit in text for unit, _ in _UNITS):
        return _chinese(text)
    found = _PLAIN.search(text)
    return _digits(found[0]) if found else None


def largest_count(text: str) -> int | None:
    """The largest number of a line about results, time in brackets left out: "2 of about 1,230 results (0.4 s)"."""
    line = _BRACKETS.sub(" ", text[:400])
    if any(unit in line for unit, _ in _UNITS):
        return _chinese(line)
    return max((_digits(found) for found in _PLAIN.findall(line)), default=None)


def _chinese(text: str) -> int | None:
    line = _GROUPING.sub("", text)
    found = [
        round(float(part[1]) * size)
        for unit, size in _UNITS
        if (part := re.search(rf"(\d{{1,9}}(?:\.\d{{1,4}})?)\s*{unit}", line))
    ]
    rest = _REST.search(line)
    return sum(found) + (int(rest[1]) if rest else 0) if found else None


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))
