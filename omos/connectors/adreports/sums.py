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
# "2026-11-18 合计": the sum of one day, where its day should stand.
_OF_A_DAY: Final = re.compile(rf"\d{{2,4}}\s*[-/.年月].*(?:{_WORDS})", re.IGNORECASE)
# A day column that says so holds the sum over all days.
_ALL_DAYS: Final = re.compile("全部|所有|整体|全部日期|不限|all", re.IGNORECASE)
_MEAN: Final = re.compile("(?:日|月|周)?(?:平\\s*均|均\\s*值)(?:值|数)?|average|avg\\.?|mean", re.IGNORECASE)
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
    return any(_says_sum(text) for text in _telling(cells, mapping)) or _says_all_days(cells, mapping)


def is_mean(cells: Sequence[str], mapping: Mapping[str, int]) -> bool:
    """Whether a line says that it is an average."""
    return any(_says_mean(text) for text in _telling(cells, mapping))


def _telling(cells: Sequence[str], mapping: Mapping[str, int]) -> list[str]:
    """The texts by which a line may say what it is: its first, and those where its day or a name should stand."""
    texts = [next((cell for cell in cells if cell), "")]
    texts += [cells[mapping[name]] for name in _SAYING if mapping.get(name, len(cells)) < len(cells)]
    return [text for text in texts if text]


def _says_all_days(cells: Sequence[str], mapping: Mapping[str, int]) -> bool:
    at = mapping.get("day", len(cells))
    return at < len(cells) and _ALL_DAYS.fullmatch(half_width(cells[at])) is not None


@lru_cache(maxsize=65_536)
def _says_sum(text: str) -> bool:
    plain = half_width(text)
    return _SUM.fullmatch(plain) is not None or _OF_A_DAY.fullmatch(plain) is not None


@lru_cache(maxsize=65_536)
def _says_mean(text: str) -> bool:
    return _MEAN.fullmatch(half_width(text)) is not None


def is_part_sum(cells: Sequence[str]) -> bool:
    """Whether a sum is one of a part only: 小计, or of one day."""
    return any(_PART.search(cell) or _OF_A_DAY.fullmatch(half_width(cell)) for cell in cells)


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


@dataclass(frozen=True)
class Stated:
    """Sums as one line of the file states them."""

    number: int
    is_part: bool
    sums: Sums


def best_of(stated: Sequence[Stated], ours: Sums) -> Sums | None:
    """The sum of everything among the stated ones: one that agrees with the rows, else the largest not of a part only.

    Platforms state several, of which one may count what the report leaves out.
    """
    whole = _together([one for one in stated if not one.is_part])
    agreeing = [one for one in whole if one != Sums() and not difference(ours, one)]
    return next(iter(agreeing), None) or max(whole, key=lambda one: one.spend or _ZERO, default=None)


def _together(stated: Sequence[Stated]) -> list[Sums]:
    """A line of channels side by side states one sum for each; together they are the sum of everything."""
    by_line: dict[int, list[Sums]] = {}
    for one in stated:
        by_line.setdefault(one.number, []).append(one.sums)
    return [_plus(sums) for sums in by_line.values()]


def _plus(sums: Sequence[Sums]) -> Sums:
    added = {name: _added([one.of(name) for one in sums]) for name in SUMMED}
    return Sums(_whole(added["impressions"]), _whole(added["clicks"]), added["spend"], added["conversions"])


def _added(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, _ZERO) if known else None


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
