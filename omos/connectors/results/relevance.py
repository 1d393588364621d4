"""Whether results have anything to do with what was asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from omos.connectors.results.page import Result

_FEW = 5
_OPERATOR = re.compile(r"\b(?:site|inurl|intitle|url|link|info|domain|filetype|ip):\S*|[-+|()\"“”]", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W\d_][\w.]{2,}|\d{3,}")


def is_beside_the_query(results: Sequence[Result], query: str) -> bool:
    """True when not one of at least five results has a piece of the query in title or address.

    Queries by operator only, or so short that nothing can be told, are never beside.
    """
    pieces = _pieces(query)
    if len(results) < _FEW or not pieces:
        return False
    told = _folded(" ".join(f"{one.title} {one.url} {one.shown}" for one in results))
    return not any(piece in told for piece in pieces)


def _pieces(query: str) -> set[str]:
    """Words, and each two Chinese characters in a row."""
    asked = _folded(_OPERATOR.sub(" ", query))
    pairs = {run[place : place + 2] for run in _HAN.findall(asked) for place in range(len(run) - 1)}
    return pairs | set(_WORD.findall(_HAN.sub(" ", asked)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
