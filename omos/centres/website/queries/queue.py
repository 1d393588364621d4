"""The makers' queue: what waits by due day, how full their days are, when something new would be ready."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from omos.centres.website.models import SiteRequest
from omos.centres.website.queries.requests import BEING_MADE, MAKERS, State, requests, to_make
from omos.formulas.backlog import load_share, ready_day
from omos.people import queries as people
from omos.people.viewer import Viewer

# How far the days are looked at, and the workdays the bar stands for.
AHEAD = timedelta(days=45)
DAYS_SHOWN = 5
Days = Sequence[tuple[date, int]]


@dataclass(frozen=True)
class QueueRow:
    """One request of the queue; `ready_on` is the day promised, or proposed where nobody has taken it."""

    request: SiteRequest
    ready_on: date | None
    may_take: bool
    is_late: bool


@dataclass(frozen=True)
class Load:
    """One maker's queue against their own workdays."""

    person: people.StaffCard
    open_count: int
    minutes: int
    held_minutes: int
    # Waiting minutes ÷ what the next five own workdays can be counted on for; None where they hold none.
    share: float | None
    free_on: date | None


@dataclass(frozen=True)
class Queue:
    """What one person has to make, the earliest needed first."""

    rows: tuple[QueueRow, ...]
    minutes: int


def queue(*, viewer: Viewer, today: date) -> Queue:
    """The viewer's own queue with a proposed day for each request not yet taken; five queries at most."""
    rows = list(
        to_make(viewer)
        .select_related("asked_by", "maker", "work__staff", "position", "website", "attachment")
        .order_by("needed_by", "-is_urgent", "id")
    )
    days = free_days(viewer=viewer, today=today) if rows else ()
    waiting = sum(row.minutes for row in rows if row.state in BEING_MADE)
    return Queue(
        tuple(_row(row, days, waiting, today) for row in rows),
        sum(row.minutes for row in rows),
    )


def free_days(*, viewer: Viewer, today: date) -> Days:
    """The viewer's own days to come, each with the minutes it holds; four queries."""
    cards = people.staff_cards(viewer=viewer, verb="website.make", today=today)
    mine = [card for card in cards if card.id == viewer.staff_id]
    return _days_of(mine, today).get(viewer.own_staff_id, ())


def proposed_day(*, viewer: Viewer, request: SiteRequest, today: date) -> date | None:
    """When a request would be ready if the viewer took it now; five queries."""
    waiting = sum(to_make(viewer).filter(state__in=BEING_MADE).values_list("minutes", flat=True))
    return ready_day(free_days(viewer=viewer, today=today), waiting=waiting, minutes=request.minutes)


def loads(*, viewer: Viewer, today: date) -> tuple[Load, ...]:
    """Every maker in scope with what they have taken against their own days; six queries for any number."""
    codes = people.positions_by_code()
    positions = {codes[code] for code in MAKERS if code in codes}
    rows = requests(viewer).filter(Q(state__in=BEING_MADE) | Q(state=State.ASKED, maker__isnull=False))
    taken: dict[int, list[int]] = {}
    for work_staff, maker, minutes in rows.values_list("work__staff_id", "maker_id", "minutes"):
        taken.setdefault(work_staff or maker, []).append(minutes)
    cards = people.staff_cards(viewer=viewer, verb="website.view", today=today)
    makers = [card for card in cards if card.position_id in positions or card.id in taken]
    days = _days_of(makers, today)
    return tuple(_load(card, taken.get(card.id, []), days[card.id]) for card in makers)


def _row(row: SiteRequest, days: Days, waiting: int, today: date) -> QueueRow:
    may_take = row.state == State.ASKED
    ready_on = ready_day(days, waiting=waiting, minutes=row.minutes) if may_take else row.ready_on
    return QueueRow(row, ready_on, may_take, row.is_late(today=today))


def _load(card: people.StaffCard, minutes: Sequence[int], days: Days) -> Load:
    shown = [(day, held) for day, held in days if held][:DAYS_SHOWN]
    return Load(
        person=card,
        open_count=len(minutes),
        minutes=sum(minutes),
        held_minutes=sum(held for _day, held in shown),
        share=load_share(shown, waiting=sum(minutes)),
        free_on=ready_day(days, waiting=sum(minutes), minutes=0),
    )


def _days_of(cards: Collection[people.StaffCard], today: date) -> Mapping[int, Days]:
    """Minutes of each own workday to come, leave and short shifts taken off."""
    ids = [card.id for card in cards]
    last = today + AHEAD
    own = people.own_days(staff_ids=ids, first=today, last=last)
    away = people.leave_days(ids, today, last)
    return {
        card.id: tuple(
            (day, int(card.day_minutes * own.share(card.id, day) * (1 - away.get((card.id, day), Decimal(0)))))
            for day in own.of(card.id)
        )
        for card in cards
    }
