"""What one inquiry, one valid inquiry and one deal cost: per keyword, campaign and channel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Sum

from omos.centres.promotion.models import AdLine, Rebate, Talk, Upload
from omos.centres.promotion.queries.cases import cases
from omos.formulas.keyword_costs import Ad, Asked, Cost, Split, cash_of, costs, total
from omos.formulas.rounding import to_cents
from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import queries as ledger


@dataclass(frozen=True)
class CostTable:
    """The table of a period with its totals and where its figures come from."""

    first: date
    last: date
    split: Split
    rows: tuple[Cost, ...]
    total: Cost
    channel_names: Mapping[int, str]
    # Whether any rebate lowered what was paid.
    has_rebate: bool
    talks: int
    fresh_at: datetime | None
    platforms: tuple[str, ...]


@dataclass(frozen=True)
class RebatePeriod:
    """One rebate in force, in basis points."""

    first_day: date
    last_day: date | None
    basis_points: int


def cost_table(*, first: date, last: date, split: Split) -> CostTable:
    """Everything bought and everybody who asked in a period, by written rules; the rows add up to the totals."""
    channels = list(catalogue.all_channels())
    bought, platforms = _bought(first, last, Rebates({one.pk: one.rebate_basis_points for one in channels}))
    came = [
        Asked(
            channel=one.channel_id,
            campaign=one.campaign,
            keyword=one.keyword,
            term=one.term,
            conversations=int(one.is_conversation),
            inquiries=int(one.is_inquiry),
            valid=int(one.is_inquiry and bool(one.is_valid)),
            unjudged=int(one.is_inquiry and one.is_valid is None),
            won=int(one.is_won),
            revenue=one.revenue,
        )
        for one in cases(first=first, last=last)
    ]
    rows = costs(bought, came, split=split, paid=frozenset(one.pk for one in channels if one.is_paid))
    whole = total(rows)
    return CostTable(
        first=first,
        last=last,
        split=split,
        rows=rows,
        total=whole,
        channel_names={one.pk: one.name for one in channels},
        has_rebate=whole.cash != whole.spend,
        talks=len(came),
        fresh_at=fresh_at(),
        platforms=platforms,
    )


def latest_days() -> tuple[date, date] | None:
    """The days of the reports booked last: what somebody who has just uploaded wants to see."""
    last = AdLine.objects.aggregate(last=Max("day"))["last"] or Talk.objects.aggregate(last=Max("day"))["last"]
    if last is None:
        return None
    return last.replace(day=1), last


def fresh_at() -> datetime | None:
    """When the last upload was booked."""
    booked = Upload.objects.filter(state=Upload.State.BOOKED)
    found: datetime | None = booked.aggregate(last=Max("booked_at"))["last"]
    return found


class Rebates:
    """Which rebate a channel gave on a day: of the period it lies in, else the channel's own."""

    def __init__(self, standing: Mapping[int, int]) -> None:
        self._standing = standing
        self._periods: dict[int, list[RebatePeriod]] = defaultdict(list)
        for one in Rebate.objects.order_by("first_day"):
            self._periods[one.channel_id].append(RebatePeriod(one.first_day, one.last_day, one.basis_points))

    def on(self, channel_id: int, day: date) -> int:
        """The rebate in basis points."""
        for one in self._periods.get(channel_id, ()):
            if one.first_day <= day and (one.last_day is None or day <= one.last_day):
                return one.basis_points
        return self._standing.get(channel_id, 0)


def cash_to_post(*, first: date, last: date) -> dict[tuple[date, int], int | None]:
    """Days and channels whose cash spend in the ledger is not what spend and rebates say, with what it is to be, in 分.

    None where nothing is known to have been spent any more. It does not matter who told the spend.
    """
    cells = ledger.channel_cells(measures=("spend", "cash_spend"), first=first, last=last)
    known = {(one.day, one.channel_id): one.value for one in cells if one.measure == "cash_spend"}
    rebates = Rebates({one.pk: one.rebate_basis_points for one in catalogue.all_channels()})
    wanted = {
        (one.day, one.channel_id): to_cents(cash_of(one.value, rebates.on(one.channel_id, one.day)) / 100)
        for one in cells
        if one.measure == "spend"
    }
    keys = sorted({*known, *wanted})
    return {key: wanted.get(key) for key in keys if known.get(key) != wanted.get(key)}


def _bought(first: date, last: date, rebates: Rebates) -> tuple[list[Ad], tuple[str, ...]]:
    rows = (
        AdLine.objects.filter(day__range=(first, last))
        .order_by()
        .values_list("channel_id", "day", "campaign", "keyword", "platform")
        .annotate(i=Sum("impressions"), c=Sum("clicks"), s=Sum("spend"))
    )
    found, platforms = [], set()
    for channel, day, campaign, keyword, platform, impressions, clicks, spend in rows:
        platforms.add(platform)
        cash = cash_of(spend or 0, rebates.on(channel, day))
        found.append(Ad(channel, campaign, keyword, impressions or 0, clicks or 0, spend or 0, cash))
    return _together(found), tuple(sorted(platforms))


def _together(ads: Iterable[Ad]) -> list[Ad]:
    """Days go together; rates differ by day, so cash is summed after it was worked out."""
    sums: dict[tuple[int, str, str], Ad] = {}
    for one in ads:
        key = (one.channel, one.campaign, one.keyword)
        known = sums.get(key)
        sums[key] = one if known is None else _plus(known, one)
    return list(sums.values())


def _plus(one: Ad, other: Ad) -> Ad:
    return Ad(
        one.channel,
        one.campaign,
        one.keyword,
        one.impressions + other.impressions,
        one.clicks + other.clicks,
        one.spend + other.spend,
        one.cash + other.cash,
    )
