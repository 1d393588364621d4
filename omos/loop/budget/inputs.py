"""What goes into the formula for one month: an amount, rates with their origin, and what comes unpaid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from omos.formulas.budget import ON_SITE_SHARE
from omos.formulas.sensitivity import TERMS

# cpc, arrival_rate, inquiry_rate, valid_rate, close_rate, deal_value: the order of the chain.
RATES: Final = TERMS
PRICES: Final = frozenset({"cpc", "deal_value"})
# Rates free visits may have of their own.
FREE_RATES: Final = ("inquiry_rate", "valid_rate", "close_rate")
_ZERO: Final = Decimal(0)
_NUMBERS: Final = frozenset(
    {
        "amount",
        "repeat_orders",
        "repeat_value",
        "rebate_rate",
        "gross_margin",
        "wages",
        "on_site_share",
    }
)


class Direction(StrEnum):
    """Which number is known: the planned revenue (倒推) or the money to spend (正推)."""

    REVENUE = "REVENUE"
    BUDGET = "BUDGET"

    @property
    def other(self) -> Direction:
        """The way back."""
        return Direction.BUDGET if self is Direction.REVENUE else Direction.REVENUE


class RateSource(StrEnum):
    """Where a rate comes from: typed by a person, estimated for the trade, learnt from the ledger."""

    TYPED = "TYPED"
    PRESET = "PRESET"
    LEARNT = "LEARNT"


@dataclass(frozen=True)
class Rate:
    """One rate or price with its origin and 80 % band; prices in yuan, rates as shares.

    `sample` counts what was tried; `origin` names who typed it, or the industry of a preset.
    """

    value: Decimal
    source: RateSource
    low: Decimal | None = None
    high: Decimal | None = None
    variance: Decimal | None = None
    sample: int | None = None
    since: date | None = None
    until: date | None = None
    origin: str = ""

    @property
    def half_band(self) -> Decimal | None:
        """Half the width of the band."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2


@dataclass(frozen=True)
class FreeTraffic:
    """Visits that cost nothing; a rate left out is that of the paid visits."""

    visits: Decimal = _ZERO
    inquiry_rate: Decimal | None = None
    valid_rate: Decimal | None = None
    close_rate: Decimal | None = None


@dataclass(frozen=True)
class Inputs:
    """Everything the paid-budget formula takes for one month; amounts in yuan, None where nobody said."""

    month: date
    direction: Direction
    amount: Decimal | None
    cpc: Rate
    arrival_rate: Rate
    inquiry_rate: Rate
    valid_rate: Rate
    close_rate: Rate
    deal_value: Rate
    days: int
    workdays: int
    free: FreeTraffic = FreeTraffic()
    repeat_orders: Decimal = _ZERO
    repeat_value: Decimal = _ZERO
    rebate_rate: Decimal = _ZERO
    gross_margin: Decimal | None = None
    wages: Decimal | None = None
    on_site_share: Decimal = ON_SITE_SHARE
    spends_on_rest_days: bool = False
    industry: str = ""

    def rate(self, name: str) -> Rate:
        """One of the six rates by its name."""
        found: Rate = getattr(self, name)
        return found

    def rates(self) -> Iterator[tuple[str, Rate]]:
        """The six rates in the order of the chain."""
        return ((name, self.rate(name)) for name in RATES)

    def with_rates(self, rates: Mapping[str, Rate]) -> Inputs:
        """The same with some rates replaced."""
        # By name: mypy cannot follow keywords whose names are values.
        changes: dict[str, Any] = dict(rates)
        return replace(self, **changes)

    @property
    def repeat_revenue(self) -> Decimal:
        """What former buyers bring, in yuan."""
        return self.repeat_orders * self.repeat_value


def to_json(inputs: Inputs) -> dict[str, Any]:
    """Inputs as a JSON object; numbers as text, so that no digit is lost."""
    return {name: _plain(value) for name, value in asdict(inputs).items()}


def from_json(data: Mapping[str, Any]) -> Inputs:
    """Inputs as `to_json` wrote them; fields a later version added keep their default."""
    known = {field.name for field in fields(Inputs)} & set(data)
    values: dict[str, Any] = {name: _read(name, data[name]) for name in known}
    return Inputs(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if name in RATES:
        return _rate(value)
    if name == "free":
        return FreeTraffic(Decimal(value["visits"]), *(_number(value.get(rate)) for rate in FREE_RATES))
    if name == "month":
        return date.fromisoformat(value)
    if name == "direction":
        return Direction(value)
    return Decimal(value) if name in _NUMBERS and value is not None else value


def _rate(data: Mapping[str, Any]) -> Rate:
    return Rate(
        value=Decimal(data["value"]),
        source=RateSource(data["source"]),
        low=_number(data.get("low")),
        high=_number(data.get("high")),
        variance=_number(data.get("variance")),
        sample=data.get("sample"),
        since=_day(data.get("since")),
        until=_day(data.get("until")),
        origin=data.get("origin", ""),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
