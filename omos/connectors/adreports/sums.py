"""Lines of a table that are no rows (sums, the header again, notes), and sums of figures. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from omos.connectors.adreports.cells import UnreadableCell, half_width, is_nothing, number
from omos.connectors.adreports.fields import NAMES

# Where a line may say that it is a sum; a keyword called "total" is none.
_SAYING: Final = ("day", "account", "campaign", "channel", "visitor", "number")

_WORDS: Final = (
    "合\\s*计|总\\s*计|小\\s*计|共\\s*计|总\\s*和|汇\\s*总|总\\s*数|grand\\s+totals?|totals?|sub-?totals?|sum"
)
_SUM: Final = re.compile(rf"(?:{_WORDS})(?:\s*[:：(（\-—].*)?|(?:本页|当日|本日|全部|所有)(?:{_WORDS})", re.IGNORECASE)
_PART: Final = re.compile(r"小\s*计|sub-?total|本页|当日|本日", re.IGNORECASE)
# Figures whose sums a table may state.
SUMMED: Final = ("impressions", "clicks", "spend", "conversions")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """Sums over a table; None where no row says anything. Spend and conversions are exact."""

    impressions: int | None = None
    clicks: int | None = None
    spend: Decimal | None = None
    conversions: Decimal | None = None

    def of(self, name: str) -> Decimal | None:
        """One of them by name."""
        value: int | Decimal | None = getattr(self, name)
        return None if value is None else Decimal(value)


def is_sum(cells: Sequence[str], mapping: Mapping[str, int]) -> bool:
    """Whether a line says that it is a sum: in its first text, or where its day or a name should stand."""
    texts = [next((cell for cell in cells if cell), "")]
    texts += [cells[mapping[name]] for name in _SAYING if mapping.get(name, len(cells)) < len(cells)]
    return any(_says_sum(text) for text in texts if text)


@lru_cache(maxsize=65_536)
def _says_sum(text: str) -> bool:
    return _SUM.fullmatch(half_width(text)) is not None


def is_part_sum(cells: Sequence[str]) -> bool:
    """Whether a sum is one of a part only: 小计."""
    return any(_PART.search(cell) for cell in cells)


def is_nameless(cells: Sequence[str], mapping: Mapping[str, int]) -> bool:
    """Whether a line names neither day nor campaign nor anything else, as unlabelled sums do."""
    places = [mapping[name] for name in ("day", *NAMES) if name in mapping]
    texts = [cells[at] for at in places if at < len(cells)]
    return bool(places) and all(is_nothing(text) for text in texts)


def stated(cells: Sequence[str], mapping: Mapping[str, int], scale: Decimal) -> Sums:
    """What a line of sums states; what cannot be read is left out. `scale` turns its amounts into yuan."""
    found: dict[str, Decimal | None] = {}
    for name in SUMMED:
        at = mapping.get(name)
        found[name] = _figure(cells[at]) if at is not None and at < len(cells) else None
    spend = found["spend"]
    return Sums(
        _whole(found["impressions"]),
        _whole(found["clicks"]),
        None if spend is None else spend * scale,
        found["conversions"],
    )


def best_of(sums: Sequence[tuple[bool, Sums]]) -> Sums | None:
    """The sum of everything among the stated ones (is a part's, sum): the largest that is not a part's."""
    whole = [one for is_part, one in sums if not is_part]
    return max(whole, key=lambda one: one.spend or _ZERO) if whole else None


def cents(value: Decimal | None) -> int:
    """An exact amount in whole 分, half up; nothing known counts nought."""
    return int(((value or _ZERO) * 100 + Decimal("0.5")).to_integral_value("ROUND_FLOOR"))


def difference(ours: Sums, theirs: Sums) -> dict[str, Decimal]:
    """By how much the rows' sums miss the stated ones, to the cent; empty where they agree."""
    found: dict[str, Decimal] = {}
    for name in SUMMED:
        stated_value = theirs.of(name)
        if stated_value is not None:
            missed = Decimal(cents(ours.of(name)) - cents(stated_value)) / 100
            if missed:
                found[name] = missed
    return found


def _figure(text: str) -> Decimal | None:
    try:
        return number(text)
    except UnreadableCell:
        return None


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
