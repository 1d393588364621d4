"""原创度: how much of a text stood in an earlier one, and which of very many earlier ones to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from omos.formulas.limits import FormulaError
from omos.formulas.shingles import SHINGLE, joined, normalised, rolled, shingles

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from omos.formulas.shingles import Codes, Places

BINS: Final = 128
SIGNATURE_BYTES: Final = 2 * BINS
BANDS: Final = 32
# Chinese examiners call thirteen characters in a row a copied passage; shorter ones are the language itself.
LEAST_PASSAGE: Final = 13
# So few at a time that the arrays stay in the processor's cache: twice as fast as a thousand.
_BATCH: Final = 32
# Tells bins lent over different distances apart.
_LENT: Final = 0x9E3779B97F4A7C15
_EMPTY: Final = 2**64 - 1


@dataclass(frozen=True)
class Passage:
    """A stretch of the text, from ``start`` up to but without ``end``, that stood in the earlier one."""

    start: int
    end: int


@dataclass(frozen=True)
class Comparison:
    """A text beside an earlier one: the share of its shingles found there, their likeness both ways, the passages."""

    shared_share: float
    jaccard: float
    passages: tuple[Passage, ...]


def compare(text: str, earlier: str) -> Comparison:
    """Compare a text with an earlier one exactly, by runs of five letters or digits.

    White space, punctuation, case and width do not count. An empty text shares nothing.
    """
    import numpy as np

    codes, places = normalised(text)
    hashes, others = shingles(codes), np.unique(shingles(normalised(earlier)[0]))
    if not len(hashes) or not len(others):
        return Comparison(0.0, 0.0, ())
    found = np.isin(hashes, others)
    own = np.unique(hashes)
    shared = int(np.isin(own, others, assume_unique=True).sum())
    return Comparison(
        shared_share=shared / len(own),
        jaccard=shared / (len(own) + len(others) - shared),
        passages=tuple(_passages(found, places)),
    )


def signature(text: str) -> bytes:
    """Return a text's signature for storage: 256 bytes, or none at all for a text without letters."""
    return next(signatures([text]))


def signatures(texts: Sequence[str]) -> Iterator[bytes]:
    """Return the signatures of many texts, one-permutation MinHash of 128 bins of 16 bits each."""
    for start in range(0, len(texts), _BATCH):
        yield from _batch(texts[start : start + _BATCH])


def band_keys(signed: bytes) -> tuple[int, ...]:
    """Return 32 whole numbers below 2³⁷; texts that share one are candidates for a comparison.

    Texts half of whose shingles are shared both ways (likeness ⅓) meet in 98 of 100 cases.

    :raises FormulaError: if this is no signature
    """
    import numpy as np

    _require_signature(signed)
    pairs = np.frombuffer(signed, dtype="<u4", count=BANDS if signed else 0).astype(np.int64)
    return tuple((pairs | np.arange(len(pairs), dtype=np.int64) << 32).tolist())


def likeness(one: bytes, other: bytes) -> float:
    """Estimate the likeness (Jaccard) of two texts from their signatures, 0 to 1, give or take .04.

    :raises FormulaError: if either is no signature
    """
    _require_signature(one)
    _require_signature(other)
    return closest(one, [other], least=0.0)[0][1] if one and other else 0.0


def closest(signed: bytes, stored: Sequence[bytes], *, least: float = 0.2) -> list[tuple[int, float]]:
    """Return which of many stored signatures are at least that alike, as (place, likeness), best first.

    :raises FormulaError: if one of them is no signature, or an empty one among those stored
    """
    import numpy as np

    _require_signature(signed)
    if not signed or not stored:
        return []
    joined = b"".join(stored)
    if len(joined) != SIGNATURE_BYTES * len(stored):
        raise FormulaError("signature", "wrong_length")
    table = np.frombuffer(joined, dtype="<u2").reshape(len(stored), BINS)
    shares = np.count_nonzero(table == np.frombuffer(signed, dtype="<u2"), axis=1) / BINS
    places = np.flatnonzero(shares >= least)
    best = places[np.argsort(-shares[places], kind="stable")]
    return [(int(place), float(shares[place])) for place in best]


def _batch(texts: Sequence[str]) -> Iterator[bytes]:
    import numpy as np

    codes, lengths = joined(texts)
    owner = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
    hashes = rolled(codes)
    whole = owner[: len(hashes)] == owner[SHINGLE - 1 :]
    hashes, owner = hashes[whole], owner[: len(whole)][whole]
    bins = np.full(len(texts) * BINS, _EMPTY, dtype=np.uint64)
    np.minimum.at(bins, (owner * np.uint64(BINS) + hashes % np.uint64(BINS)).astype(np.intp), hashes // np.uint64(BINS))
    table = bins.reshape(len(texts), BINS)
    for place in np.flatnonzero((lengths > 0) & (lengths < SHINGLE)).tolist():
        (short,) = shingles(normalised(texts[place])[0])
        table[place, short % np.uint64(BINS)] = short // np.uint64(BINS)
    rows = _densified(table)
    for row, length in zip(rows, lengths, strict=True):
        yield row.tobytes() if length else b""


def _densified(table: Codes) -> npt.NDArray[np.uint16]:
    """Lend every empty bin the value of the next full one, changed by the distance, and cut to 16 bits."""
    import numpy as np

    numbers = np.arange(BINS)
    full = np.where(table == np.uint64(_EMPTY), 2 * BINS, numbers)
    ahead = np.minimum.accumulate(np.concatenate([full, full + BINS], axis=1)[:, ::-1], axis=1)[:, ::-1][:, :BINS]
    lent = np.take_along_axis(table, ahead % BINS, axis=1)
    changed = lent + (ahead - numbers).astype(np.uint64) * np.uint64(_LENT)
    return (changed & np.uint64(0xFFFF)).astype("<u2")


def _passages(found: npt.NDArray[np.bool_], places: Places) -> Iterator[Passage]:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[0], found.astype(np.int8), [0]])))
    begin = end = -1
    for first, behind in [*edges.reshape(-1, 2).tolist(), (len(places) + SHINGLE, 0)]:
        # Runs of shingles that touch are one passage.
        if begin >= 0 and first <= end:
            end = behind + SHINGLE - 1
            continue
        if begin >= 0 and end - begin >= LEAST_PASSAGE:
            yield Passage(int(places[begin]), int(places[min(end, len(places)) - 1]) + 1)
        begin, end = first, behind + SHINGLE - 1


def _require_signature(signed: bytes) -> None:
    if len(signed) not in {0, SIGNATURE_BYTES}:
        raise FormulaError("signature", "wrong_length")
