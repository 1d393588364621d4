"""Red and amber lamps (红灯与黄灯): what went wrong in the figures this month, since when, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.formulas.signals import Dip, ExpectedDay, RatioDay, Shift, find_dip, find_shift
from omos.loop.catalogue import queries as catalogue
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.people import queries as people
from omos.people.roles import Role
from omos.ui import formats

MEASURES = ("spend", "clicks", "visits", "inquiries", "valid_inquiries", "won_deals", "revenue")
# Below this a paid channel is too small to worry about, in 分.
_LEAST_SPEND = 100_000
_USUAL_MONTHS = 3

Cells = Mapping[tuple[int, date], Mapping[str, int]]


@dataclass(frozen=True)
class Lamp:
    """One thing to look at: a sentence, its cause, its cost in 分 of revenue or money, and where to look."""

    is_red: bool
    sentence: str
    detail: str
    cost: int
    action: str
    url: str


@dataclass(frozen=True)
class Month:
    """The month so far, channel by channel and day by day."""

    first: date
    last: date
    today: date
    names: Mapping[int, str]
    paid: frozenset[int]
    cells: Cells
    # What the three months before say: inquiries per visit, valid per inquiry, revenue per valid inquiry.
    inquiry_rate: Decimal | None
    valid_rate: Decimal | None
    valid_worth: Decimal

    def days(self, channel_id: int) -> list[date]:
        """Days of the channel, in order."""
        return sorted(day for channel, day in self.cells if channel == channel_id)

    def sum_of(self, measure: str, channel_id: int | None = None) -> int:
        """Total of the month so far, of one channel or of all."""
        return self._sums[None, None, measure] if channel_id is None else self._sums[channel_id, None, measure]

    def day_sum(self, day: date, measure: str) -> int:
        """Total of one day, all channels together."""
        return self._sums[None, day, measure]

    @cached_property
    def _sums(self) -> Counter[tuple[int | None, date | None, str]]:
        """Totals by channel, by day and of all, added up in one walk."""
        sums: Counter[tuple[int | None, date | None, str]] = Counter()
        for (channel_id, day), cell in self.cells.items():
            for measure, value in cell.items():
                for key in ((channel_id, None), (None, day), (None, None)):
                    sums[*key, measure] += value
        return sums


def lamps(*, today: date, most: int = 5) -> tuple[Lamp, ...]:
    """What needs a look this month, dearest first; a fixed number of queries."""
    month = month_so_far(today)
    finders: tuple[Callable[[Month], list[Lamp]], ...] = (_dear_clicks, _fewer_valid, _no_deals, _missing_inquiries)
    found = [lamp for finder in finders for lamp in finder(month)]
    return tuple(sorted(found, key=lambda lamp: (not lamp.is_red, -lamp.cost))[:most])


def month_so_far(today: date) -> Month:
    """Everything the lamps look at."""
    first, last = goals.month_of(today)
    channels = catalogue.channels_in_use()
    cells: dict[tuple[int, date], dict[str, int]] = {}
    for row in ledger.channel_cells(measures=MEASURES, first=first, last=today):
        cells.setdefault((row.channel_id, row.day), {})[row.measure] = row.value
    past_first = goals.month_of(_months_before(first, _USUAL_MONTHS))[0]
    past = ledger.totals(measures=MEASURES, first=past_first, last=_day_before(first))
    return Month(
        first=first,
        last=last,
        today=today,
        names={channel.pk: channel.name for channel in channels},
        paid=frozenset(channel.pk for channel in channels if channel.is_paid),
        cells=cells,
        inquiry_rate=_ratio(past, "inquiries", "visits"),
        valid_rate=_ratio(past, "valid_inquiries", "inquiries"),
        valid_worth=_ratio(past, "revenue", "valid_inquiries") or Decimal(0),
    )


def _dear_clicks(month: Month) -> list[Lamp]:
    """Paid channels whose click has become dearer since some day of this month."""
    found = []
    for channel_id in month.paid:
        if month.sum_of("spend", channel_id) < _LEAST_SPEND:
            continue
        days = [_click_day(day, month.cells[channel_id, day]) for day in month.days(channel_id)]
        shift = find_shift(days)
        if shift is not None and shift.change > 0:
            found.append(_dearer(month, channel_id, shift, _extra(month, days, shift)))
    return found


def _click_day(day: date, cell: Mapping[str, int]) -> RatioDay:
    return RatioDay(day, Decimal(cell.get("spend", 0)), Decimal(cell.get("clicks", 0)))


def _extra(month: Month, days: Sequence[RatioDay], shift: Shift) -> int:
    """What the dearer clicks cost more by the end of the month, in 分, if it goes on like this."""
    since = [day.denominator for day in days if day.day >= shift.since]
    clicks, ahead = sum(since, Decimal(0)), len(people.workdays_between(month.today, month.last))
    return int((shift.after - shift.before) * (clicks + clicks * Decimal(ahead) / (len(since) or 1)))


def _dearer(month: Month, channel_id: int, shift: Shift, extra: int) -> Lamp:
    return Lamp(
        is_red=shift.change >= Decimal("0.25"),
        sentence=_("%(channel)s clicks %(change)s dearer: %(before)s → %(after)s")
        % {
            "channel": month.names.get(channel_id, ""),
            "change": formats.percent(shift.change, digits=0),
            "before": formats.money(int(shift.before)),
            "after": formats.money(int(shift.after)),
        },
        detail=_("since %(day)s · about %(extra)s more by the end of the month")
        % {"day": formats.short_day(shift.since), "extra": formats.money(extra, digits=0)},
        cost=extra,
        action=_("See the cause"),
        url=ledger.rows_url("spend", month.first, month.today, channel_id=channel_id),
    )


def _fewer_valid(month: Month) -> list[Lamp]:
    """Fewer inquiries are valid than in the three months before."""
    inquiries, valid = month.sum_of("inquiries"), month.sum_of("valid_inquiries")
    if month.valid_rate is None or inquiries < 30:
        return []
    rate = Decimal(valid) / inquiries
    missing = int(month.valid_rate * inquiries) - valid
    if rate > month.valid_rate * Decimal("0.95") or missing < 3:
        return []
    sentence = _("Valid rate %(rate)s, usually %(usual)s: %(missing)s valid inquiries fewer") % {
        "rate": formats.percent(rate),
        "usual": formats.percent(month.valid_rate),
        "missing": missing,
    }
    return [
        Lamp(
            is_red=rate < month.valid_rate * Decimal("0.9"),
            sentence=sentence,
            detail=_worst_days(month),
            cost=int(missing * month.valid_worth),
            action=_("See the days"),
            url=ledger.rows_url("valid_inquiries", month.first, month.today),
        )
    ]


def _worst_days(month: Month) -> str:
    """On which days fewest inquiries were valid, with who was away then."""
    days = sorted({day for _channel, day in month.cells})
    due = [
        ExpectedDay(
            day,
            Decimal(month.day_sum(day, "valid_inquiries")),
            Decimal(month.day_sum(day, "inquiries")) * (month.valid_rate or 0),
        )
        for day in days
    ]
    dip = find_dip(due)
    if dip is None:
        return _("spread over the whole month")
    away = people.names_away(first=dip.first, last=dip.last, role=Role.SERVICE)
    period = _period(dip)
    if away:
        return _("worst on %(days)s, when %(names)s was away") % {
            "days": period,
            "names": formats.listed(away, language=get_language() or "en"),
        }
    return _("worst on %(days)s") % {"days": period}


def _period(dip: Dip) -> str:
    """One day, or from one to another."""
    first, last = formats.short_day(dip.first), formats.short_day(dip.last)
    return first if first == last else f"{first}～{last}"


def _no_deals(month: Month) -> list[Lamp]:
    """Paid channels that cost money and brought no deal."""
    spend, valid = _paid_sum(month, "spend"), _paid_sum(month, "valid_inquiries")
    if not valid:
        return []
    found = []
    for channel_id in month.paid:
        own = month.sum_of("spend", channel_id)
        is_large = own >= _LEAST_SPEND and own * 20 >= spend
        if is_large and not month.sum_of("won_deals", channel_id):
            found += _no_deal(month, channel_id, own, Decimal(spend) / valid)
    return found


def _no_deal(month: Month, channel_id: int, spend: int, usual: Decimal) -> list[Lamp]:
    """The lamp of one channel; none where its valid inquiries cost about the `usual` price in 分."""
    valid = month.sum_of("valid_inquiries", channel_id)
    times = Decimal(spend) / valid / usual if valid else None
    if times is not None and times < Decimal("1.3"):
        return []
    detail = (
        _("and no valid inquiry either")
        if times is None
        else _("one valid inquiry costs %(times)s times the average") % {"times": formats.number(times, digits=1)}
    )
    return [
        Lamp(
            is_red=False,
            sentence=_("%(channel)s: %(spend)s spent, no deal")
            % {"channel": month.names.get(channel_id, ""), "spend": formats.money(spend, digits=0)},
            detail=detail,
            cost=spend,
            action=_("See the rows"),
            url=ledger.rows_url("spend", month.first, month.today, channel_id=channel_id),
        )
    ]


def _missing_inquiries(month: Month) -> list[Lamp]:
    """Days on which visits came as usual but inquiries did not: often a broken form."""
    if month.inquiry_rate is None:
        return []
    days = sorted({day for _channel, day in month.cells if day < month.today})
    dip = find_dip(
        [
            ExpectedDay(
                day, Decimal(month.day_sum(day, "inquiries")), month.day_sum(day, "visits") * month.inquiry_rate
            )
            for day in days
        ]
    )
    if dip is None:
        return []
    missing = int(dip.missing)
    worth = int(missing * (month.valid_rate or 0) * month.valid_worth)
    return [
        Lamp(
            is_red=False,
            sentence=_("%(days)s: %(missing)s inquiries fewer than the visits promised")
            % {"missing": missing, "days": _period(dip)},
            detail=_("visits came as usual: was the form or the chat broken?"),
            cost=worth,
            action=_("Look back"),
            url=ledger.rows_url("inquiries", dip.first, dip.last),
        )
    ]


def _paid_sum(month: Month, measure: str) -> int:
    return sum(month.sum_of(measure, channel_id) for channel_id in month.paid)


def _ratio(figures: Mapping[str, ledger.Figure], numerator: str, denominator: str) -> Decimal | None:
    top, bottom = figures[numerator].value, figures[denominator].value
    return Decimal(top) / Decimal(bottom) if top is not None and bottom else None


def _months_before(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
