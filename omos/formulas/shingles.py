"""Texts as runs of five letters: what counts of a text, where it stands, and a hash of every run."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Codes = npt.NDArray[np.uint64]
    Places = npt.NDArray[np.intp]

SHINGLE: Final = 5
_PLANES: Final = 0x10000
# Odd constants without a pattern; they are part of stored signatures and must never change.
_MULTIPLIERS: Final = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0xD6E8FEB86659FD93,
    0xA0761D6478BD642F,
)
_MIX_ONE: Final = 0xBF58476D1CE4E5B9
_MIX_TWO: Final = 0x94D049BB133111EB


def shingles(codes: Codes) -> Codes:
    """Return the hashes of a text's shingles; a text shorter than one is filled up to one."""
    import numpy as np

    if 0 < len(codes) < SHINGLE:
        codes = np.concatenate([codes, np.zeros(SHINGLE - len(codes), dtype=np.uint64)])
    return rolled(codes)


def rolled(codes: Codes) -> Codes:
    """Return a 64-bit hash of every run of five codes."""
    import numpy as np

    count = max(len(codes) - SHINGLE + 1, 0)
    mixed = np.zeros(count, dtype=np.uint64)
    for place, multiplier in enumerate(_MULTIPLIERS):
        mixed += codes[place : place + count] * np.uint64(multiplier)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(_MIX_ONE)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(_MIX_TWO)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def normalised(text: str) -> tuple[Codes, Places]:
    """Return what counts of a text as codes, and where in the text each of them stands."""
    import numpy as np

    codes = _mapped(text)
    places = np.flatnonzero(codes)
    return codes[places], places


def joined(texts: Sequence[str]) -> tuple[Codes, Places]:
    """Return what counts of many texts in one row, and how many codes belong to each."""
    import numpy as np

    codes = _mapped("".join(texts))
    counts = np.concatenate([[0], np.cumsum(codes != 0)])
    ends = np.cumsum([len(text) for text in texts], dtype=np.intp)
    return codes[codes != 0], np.diff(counts[ends], prepend=0)


def _mapped(text: str) -> Codes:
    import numpy as np

    raw = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    return _table()[np.minimum(raw, _PLANES)] if not (raw >= _PLANES).any() else _mapped_beyond(raw)


def _mapped_beyond(raw: npt.NDArray[np.uint32]) -> Codes:
    import numpy as np

    # Of the higher planes only rare Chinese characters are writing; emoji say nothing about originality.
    rare = np.where((raw >= 0x20000) & (raw < 0x40000), raw, 0)
    return np.where(raw < _PLANES, _table()[np.minimum(raw, _PLANES)], rare).astype(np.uint64)


@cache
def _table() -> Codes:
    """Return for every character of the basic plane its code in plain form, or 0 where it does not count."""
    import numpy as np

    plain = [_plain(chr(code)) for code in range(_PLANES)]
    return np.array([*plain, 0], dtype=np.uint64)


def _plain(character: str) -> int:
    form = unicodedata.normalize("NFKC", character).lower()[:1]
    return ord(form) if form.isalnum() else 0
