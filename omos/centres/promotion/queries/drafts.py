"""Rows of a report as the lines that are to stand: summed up by key, in whole 分, largest remainders first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from omos.centres.promotion.models import AdLine, Upload
from omos.connectors.adreports.reading import Reading, Row, conversions
from omos.formulas.rounding import allot, to_cents, whole

Level = AdLine.Level
# A finer report wins over a coarser one of the same day; search terms never add up to everything.
RANK = {Level.TERM: 0, Level.ACCOUNT: 1, Level.CAMPAIGN: 2, Level.GROUP: 3, Level.KEYWORD: 4}
FIGURES = ("impressions", "clicks", "spend", "conversions")
# Names a line carries, coarse to fine.
NAMES = ("account", "campaign", "ad_group", "keyword", "term")
_HUNDRED = Decimal(100)


@dataclass
class Draft:
    """One line of advertising on its way; `numbers` are the rows of the file that make it up."""

    key: str
    level: str
    day: date
    names: dict[str, str]
    numbers: list[int] = field(default_factory=list)
    impressions: int | None = None
    clicks: int | None = None
    exact_spend: Decimal | None = None
    exact_conversions: Decimal | None = None
    spend: int | None = None
    conversions: int | None = None

    @property
    def keyword(self) -> str:
        """The keyword, if the file goes as far."""
        return self.names["keyword"]

    def add(self, row: Row, rate: Decimal) -> None:
        """Add a row of the file."""
        self.numbers.append(row.number)
        self.impressions = _plus(self.impressions, row.values.get("impressions"))
        self.clicks = _plus(self.clicks, row.values.get("clicks"))
        spend, converted = row.values.get("spend"), conversions(row)
        self.exact_spend = _exactly(self.exact_spend, None if spend is None else spend * rate)
        self.exact_conversions = _exactly(self.exact_conversions, converted)


def drafts_of(reading: Reading, upload: Upload) -> list[Draft]:
    """The lines an upload's rows make up; rows without a day are left out."""
    level = level_of(reading)
    rate = upload.exchange_rate or Decimal(1)
    found: dict[str, Draft] = {}
    for row in reading.rows:
        day = row.values.get("day")
        if day is None:
            continue
        names = _names(row, upload.account)
        key = _digest(upload.platform, level, day.isoformat(), *names.values())
        draft = found.setdefault(key, Draft(key, level, day, names))
        draft.add(row, rate)
    _round(list(found.values()))
    return list(found.values())


def level_of(reading: Reading) -> str:
    """How fine a report is: by the finest name any of its rows carries."""
    named = (("term", Level.TERM), ("keyword", Level.KEYWORD), ("ad_group", Level.GROUP), ("campaign", Level.CAMPAIGN))
    for name, level in named:
        if any(row.text(name) for row in reading.rows):
            return level
    return Level.ACCOUNT


def _names(row: Row, account: str) -> dict[str, str]:
    names = {name: row.text(name) for name in NAMES}
    names["account"] = names["account"] or account
    return names


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _round(drafts: Sequence[Draft]) -> None:
    """Exact figures into whole ones so that the file's sum and each campaign's keep."""
    by_campaign: dict[str, list[Draft]] = {}
    for one in drafts:
        if one.exact_spend is not None:
            by_campaign.setdefault(one.names["campaign"], []).append(one)
    exact = [_total(one.exact_spend for one in own) for own in by_campaign.values()]
    for own, cents in zip(by_campaign.values(), _allotted(exact), strict=True):
        _share_spend(own, cents)
    _round_conversions([one for one in drafts if one.exact_conversions is not None])


def _share_spend(drafts: Sequence[Draft], cents: int) -> None:
    parts = _shared(cents, [one.exact_spend or Decimal(0) for one in drafts])
    for one, part in zip(drafts, parts, strict=True):
        one.spend = part


def _round_conversions(drafts: Sequence[Draft]) -> None:
    exact = [one.exact_conversions or Decimal(0) for one in drafts]
    for one, part in zip(drafts, _whole_parts(exact), strict=True):
        one.conversions = part


def _whole_parts(exact: Sequence[Decimal]) -> Sequence[int]:
    if not exact or min(exact) < 0:
        return [whole(value) for value in exact]
    return allot(whole(_total(exact)), exact)


def _allotted(amounts: Sequence[Decimal]) -> Sequence[int]:
    return _shared(to_cents(_total(amounts)), amounts) if amounts else ()


def _shared(cents: int, amounts: Sequence[Decimal]) -> Sequence[int]:
    """Whole 分 for amounts; those that are whole 分 already stay, and refunds are rounded by themselves."""
    if sum(amounts) * _HUNDRED == cents and all((amount * _HUNDRED) % 1 == 0 for amount in amounts):
        return [int(amount * _HUNDRED) for amount in amounts]
    refunds = [to_cents(min(amount, Decimal(0))) for amount in amounts]
    rest = allot(cents - sum(refunds), [max(amount, Decimal(0)) for amount in amounts])
    return [refund + part for refund, part in zip(refunds, rest, strict=True)]


def _total(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal(0))


def _plus(one: int | None, other: int | None) -> int | None:
    return one if other is None else (one or 0) + other


def _exactly(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else (one or Decimal(0)) + other
