"""每个有效询盘成本: advertising and inquiries put side by side by written rules, so that nothing is lost on the way.

An inquiry goes to the keyword it came with; else to the longest keyword its search word contains; else to a row of its
own. The rows of every split therefore add up to the same totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Final

from omos.formulas.keyword_match import plain_text
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import allot, to_cents

_ZERO: Final = Decimal(0)
LONGEST_SEARCH: Final = 80


class Rule(StrEnum):
    """How an inquiry found its keyword; UNPLACED rows are kept and shown."""

    EXACT = "EXACT"
    CONTAINED = "CONTAINED"
    CAMPAIGN = "CAMPAIGN"
    UNPLACED = "UNPLACED"
    FREE = "FREE"


class Split(StrEnum):
    """By what rows are told apart."""

    KEYWORD = "KEYWORD"
    CAMPAIGN = "CAMPAIGN"
    CHANNEL = "CHANNEL"


@dataclass(frozen=True)
class Ad:
    """What was bought: money in 分, cash being what it cost after the rebate."""

    channel: int
    campaign: str = ""
    keyword: str = ""
    impressions: int = 0
    clicks: int = 0
    spend: int = 0
    cash: Decimal = _ZERO


@dataclass(frozen=True)
class Asked:
    """What came: somebody's conversation or entry, with whatever is known of where it came from."""

    channel: int | None = None
    campaign: str = ""
    keyword: str = ""
    term: str = ""
    conversations: int = 0
    inquiries: int = 0
    valid: int = 0
    unjudged: int = 0
    won: int = 0
    revenue: int = 0


@dataclass(frozen=True)
class Place:
    """Where an inquiry belongs, and by which rule."""

    channel: int | None
    campaign: str
    keyword: str
    rule: Rule


@dataclass
class Cost:
    """One row of the table: money in 分; the cost of what did not come is unknown."""

    channel: int | None
    name: str
    rule: Rule | None = None
    impressions: int = 0
    clicks: int = 0
    spend: int = 0
    cash: int = 0
    conversations: int = 0
    inquiries: int = 0
    valid: int = 0
    unjudged: int = 0
    won: int = 0
    revenue: int = 0
    exact_cash: Decimal = _ZERO
    rules: dict[Rule, int] = field(default_factory=dict)

    def per(self, count: str) -> Decimal | None:
        """Spend per click, conversation, inquiry, valid inquiry or deal, in 分; None where none came or was paid."""
        number: int = getattr(self, count)
        return Decimal(self.spend) / number if number and self.bought else None

    @property
    def bought(self) -> bool:
        """Whether anything was spent or clicked."""
        return bool(self.spend or self.clicks or self.impressions)


COUNTS: Final = ("conversations", "inquiries", "valid", "unjudged", "won", "revenue")
BOUGHT: Final = ("impressions", "clicks", "spend")


class Keywords:
    """The advertised keywords, ready to be found in search words."""

    def __init__(self, ads: Iterable[Ad]) -> None:
        clicks: dict[tuple[int, str], dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
        self.campaigns: set[tuple[int, str]] = set()
        for one in ads:
            self.campaigns.add((one.channel, one.campaign))
            if one.keyword:
                clicks[one.channel, plain_text(one.keyword).characters][one.campaign, one.keyword] += one.clicks
        # The same keyword in two campaigns: the one with more clicks likelier brought the visitor.
        self._best = {key: max(found, key=lambda pair: (found[pair], pair)) for key, found in clicks.items()}
        self._channels: dict[str, set[int]] = defaultdict(set)
        for channel, plain in self._best:
            self._channels[plain].add(channel)

    def find(self, channel: int | None, text: str) -> tuple[int, str, str] | None:
        """Channel, campaign and keyword of this very text; without a channel only where one alone buys it."""
        plain = plain_text(text).characters
        if channel is None:
            places = self._channels.get(plain, set())
            channel = next(iter(places)) if len(places) == 1 else None
        found = self._best.get((channel, plain)) if channel is not None and plain else None
        return (channel, *found) if found and channel is not None else None

    def find_within(self, channel: int | None, text: str) -> tuple[int, str, str] | None:
        """The longest keyword the text contains, the first of several."""
        plain = plain_text(text).characters[:LONGEST_SEARCH]
        for length in range(len(plain), 1, -1):
            for start in range(len(plain) - length + 1):
                part = plain[start : start + length]
                found = self.find(channel, part) if part in self._channels else None
                if found:
                    return found
        return None


def place(asked: Asked, keywords: Keywords, paid: frozenset[int]) -> Place:
    """Where an inquiry belongs: its keyword, else a keyword within its search word, else nowhere in particular."""
    if asked.channel is not None and asked.channel not in paid:
        return Place(asked.channel, "", "", Rule.FREE)
    tries = (
        (Rule.EXACT, keywords.find, asked.keyword),
        (Rule.EXACT, keywords.find, asked.term),
        (Rule.CONTAINED, keywords.find_within, asked.term),
        (Rule.CONTAINED, keywords.find_within, asked.keyword),
    )
    for rule, find, text in tries:
        found = find(asked.channel, text)
        if found:
            channel, campaign, keyword = found
            return Place(channel, _campaign(asked, keywords, channel) or campaign, keyword, rule)
    named = _campaign(asked, keywords, asked.channel)
    return Place(asked.channel, named, "", Rule.CAMPAIGN if named else Rule.UNPLACED)


def _campaign(asked: Asked, keywords: Keywords, channel: int | None) -> str:
    """The campaign an inquiry names itself, if it is advertised there."""
    is_known = channel is not None and (channel, asked.campaign) in keywords.campaigns
    return asked.campaign if is_known else ""


def costs(ads: Sequence[Ad], asked: Iterable[Asked], *, split: Split, paid: frozenset[int]) -> tuple[Cost, ...]:
    """The table: one row per keyword, campaign or channel, dearest first, what has no place last."""
    keywords = Keywords(ads)
    rows: dict[tuple[int | None, str, bool], Cost] = {}
    for ad in ads:
        row = _row(rows, ad.channel, _name(split, ad.campaign, ad.keyword), None)
        row.exact_cash += ad.cash
        for name in BOUGHT:
            setattr(row, name, getattr(row, name) + getattr(ad, name))
    for one in asked:
        found = place(one, keywords, paid)
        row = _row(rows, found.channel, _name(split, found.campaign, found.keyword), found.rule)
        row.rules[found.rule] = row.rules.get(found.rule, 0) + 1
        for name in COUNTS:
            setattr(row, name, getattr(row, name) + getattr(one, name))
    _share_cash(list(rows.values()))
    return tuple(sorted(rows.values(), key=_order))


def total(rows: Iterable[Cost]) -> Cost:
    """The sum of rows."""
    found = Cost(None, "")
    for row in rows:
        for name in (*BOUGHT, *COUNTS, "cash", "exact_cash"):
            setattr(found, name, getattr(found, name) + getattr(row, name))
        for rule, number in row.rules.items():
            found.rules[rule] = found.rules.get(rule, 0) + number
    return found


def cash_of(spend: int, basis_points: int) -> Decimal:
    """What spend of account money cost in cash, in 分: spend ÷ (1 + rebate).

    :raises FormulaError: for a rebate below nought
    """
    if basis_points < 0:
        raise FormulaError("rebate", "negative")
    return Decimal(spend) * 10_000 / (10_000 + basis_points)


def _row(rows: dict[tuple[int | None, str, bool], Cost], channel: int | None, name: str, rule: Rule | None) -> Cost:
    is_free = rule is Rule.FREE
    return rows.setdefault((channel, name, is_free), Cost(channel, name, rule))


def _name(split: Split, campaign: str, keyword: str) -> str:
    names: Mapping[Split, str] = {Split.KEYWORD: keyword, Split.CAMPAIGN: campaign, Split.CHANNEL: ""}
    return names[split]


def _share_cash(rows: Sequence[Cost]) -> None:
    """Cash in whole 分 that adds up to the exact sum."""
    if any(row.exact_cash < 0 for row in rows) or not rows:
        parts: Sequence[int] = [to_cents(row.exact_cash / 100) for row in rows]
    else:
        whole = to_cents(sum((row.exact_cash for row in rows), _ZERO) / 100)
        parts = allot(whole, [row.exact_cash for row in rows])
    for row, part in zip(rows, parts, strict=True):
        row.cash = part


def _order(row: Cost) -> tuple[bool, bool, int, int, int, str]:
    return (row.channel is None, not row.name, -row.spend, -row.inquiries, row.channel or 0, row.name)


# Every figure of a row is summed, so that a new one cannot be forgotten.
assert {one.name for one in fields(Cost)} == {
    *BOUGHT,
    *COUNTS,
    *("channel", "name", "rule", "cash", "exact_cash", "rules"),
}
