"""关键词命中: does a keyword stand in a text, how often, and where."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from omos.formulas.limits import FormulaError

# These end a sentence or carry meaning (C++, C#, R&D, 3.5, 100%), so nothing matches across them.
_KEPT: Final = frozenset("。.!?;#&@%+")
# Spaces, controls and invisible marks, dashes, brackets, quotes and the rest of punctuation.
_DROPPED: Final = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Pd", "Pc", "Ps", "Pe", "Pi", "Pf", "Po"})


@dataclass(frozen=True)
class PlainText:
    """A text made plain for matching, with the place in the original of each character left."""

    characters: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Hits:
    """How often a keyword stands in a text, and from where up to but without where."""

    keyword: str
    spans: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        """Occurrences that do not overlap."""
        return len(self.spans)


@lru_cache(maxsize=16)
def plain_text(text: str) -> PlainText:
    """Make a text plain: half-width, lower case, without white space and light punctuation.

    Simplified and traditional characters stay apart. The last few are kept: a page is searched for several words.
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        characters.append(plain)
        places.extend([place] * len(plain))
    return PlainText("".join(characters), tuple(places))


def find_keyword(text: str, keyword: str) -> Hits:
    """Find one keyword in a text.

    :raises FormulaError: if nothing is left of the keyword when made plain
    """
    return hits_in(plain_text(text), keyword)


def find_keywords(text: str, keywords: Sequence[str]) -> tuple[Hits, ...]:
    """Find many keywords in a text that is made plain once.

    :raises FormulaError: if nothing is left of a keyword when made plain
    """
    plain = plain_text(text)
    return tuple(hits_in(plain, keyword) for keyword in keywords)


def hits_in(plain: PlainText, keyword: str) -> Hits:
    """Find one keyword in a plain text, from left to right and without overlaps.

    :raises FormulaError: if nothing is left of the keyword when made plain
    """
    wanted = plain_text(keyword).characters
    if not wanted:
        raise FormulaError("keyword", "empty")
    spans = []
    start = plain.characters.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        spans.append((plain.places[start], plain.places[end - 1] + 1))
        start = plain.characters.find(wanted, end)
    return Hits(keyword, tuple(spans))


@lru_cache(maxsize=65536)
def _plain(character: str) -> str:
    forms = unicodedata.normalize("NFKC", character).casefold()
    return "".join(form for form in forms if form in _KEPT or unicodedata.category(form) not in _DROPPED)
