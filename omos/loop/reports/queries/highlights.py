"""What goes better than a month ago, and who brings results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.loop.catalogue import queries as catalogue
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.people import queries as people
from omos.people.viewer import Viewer
from omos.ui import formats

# Below this a gain is not worth a sentence, in 分.
_LEAST_GAIN = 500_000
_EARNERS = 5
_GAINS = ("revenue", "repeat_revenue")

Split = Mapping[int | str | None, Mapping[str, int]]


@dataclass(frozen=True)
class Highlight:
    """Something good in a sentence, and its gain in 分 of revenue."""

    sentence: str
    detail: str
    gain: int


@dataclass(frozen=True)
class Earner:
    """A person with deals and revenue of the period; `share` is of the best one."""

    person: people.StaffCard
    deals: int
    revenue: int
    share: Decimal


def highlights(*, today: date, most: int = 3) -> tuple[Highlight, ...]:
    """What stands above the same stretch of last month, greatest first."""
    now, then = _stretches(today)
    here = ledger.breakdown(measures=_GAINS, first=now[0], last=now[1], by="channel_id")
    past = ledger.breakdown(measures=_GAINS, first=then[0], last=then[1], by="channel_id")
    found = [*_channels(here, past), *_repeat(here, past), *_first_page(today)]
    return tuple(sorted(found, key=lambda one: -one.gain)[:most])


def earners(*, viewer: Viewer, first: date, last: date) -> tuple[Earner, ...]:
    """People the viewer sees, by revenue booked to them."""
    cards = {card.id: card for card in people.staff_cards(viewer=viewer, verb="people.view_staff")}
    rows = ledger.breakdown(
        measures=("revenue", "won_deals"), first=first, last=last, by="staff_id", staff_ids=list(cards)
    )
    known = [(cards[key], row) for key, row in rows.items() if isinstance(key, int) and key in cards]
    ranked = sorted(known, key=lambda pair: -pair[1].get("revenue", 0))[:_EARNERS]
    best = max((row.get("revenue", 0) for _card, row in ranked), default=0)
    return tuple(
        Earner(card, row.get("won_deals", 0), row.get("revenue", 0), Decimal(row.get("revenue", 0)) / best)
        for card, row in ranked
        if best
    )


def _stretches(today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """This month so far, and the same number of workdays of the month before."""
    first, _last = goals.month_of(today)
    worked = len(people.workdays_between(first, today))
    past_first, past_last = goals.month_of(first - timedelta(days=1))
    past = people.workdays_between(past_first, past_last)
    return (first, today), (past_first, past[min(worked, len(past)) - 1] if past and worked else past_first)


def _channels(here: Split, past: Split) -> list[Highlight]:
    names = {channel.pk: channel.name for channel in catalogue.channels_in_use()}
    found = []
    for key, row in here.items():
        gain = row.get("revenue", 0) - past.get(key, {}).get("revenue", 0)
        if gain >= _LEAST_GAIN and key in names and key in past:
            found.append(
                Highlight(
                    _("%(channel)s brought %(gain)s more than last month")
                    % {"channel": names[int(str(key))], "gain": _money(gain)},
                    _("%(now)s so far, compared by workdays") % {"now": _money(row["revenue"])},
                    gain,
                )
            )
    return found


def _repeat(here: Split, past: Split) -> list[Highlight]:
    now, then = (sum(row.get("repeat_revenue", 0) for row in split.values()) for split in (here, past))
    if not then or now - then < _LEAST_GAIN:
        return []
    sentence = _("Repeat sales %(gain)s above last month") % {"gain": _money(now - then)}
    return [Highlight(sentence, _("%(now)s so far, compared by workdays") % {"now": _money(now)}, now - then)]


def _first_page(today: date) -> list[Highlight]:
    """More keywords on the first page than when the month began."""
    first, _last = goals.month_of(today)
    seen = ledger.series(measure="keywords_top10", first=first - timedelta(days=31), last=today)
    now = next((seen[day] for day in sorted(seen, reverse=True) if day >= first), None)
    before = next((seen[day] for day in sorted(seen, reverse=True) if day < first), None)
    if now is None or before is None or now <= before:
        return []
    sentence = _("%(now)s keywords on the first page, %(more)s more than a month ago") % {
        "now": formats.number(now),
        "more": formats.number(now - before),
    }
    return [Highlight(sentence, _("seen by checks of the search engines"), 0)]


def _money(cents: int) -> str:
    return formats.short_money(cents, language=get_language() or "en")
