"""Who is here today: at work and in which shift, away, off, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

from omos.people.queries.calendar import leave_days
from omos.people.queries.handovers import StandIn, stand_ins
from omos.people.queries.own_days import OwnDays, ShiftHours, own_days
from omos.people.queries.scope import StaffCard, staff_cards
from omos.people.viewer import Viewer

_WHOLE, _NOTHING = Decimal(1), Decimal(0)


class Presence(StrEnum):
    """How somebody stands at a moment."""

    HERE = "HERE"
    LATER = "LATER"
    OVER = "OVER"
    PARTLY = "PARTLY"
    AWAY = "AWAY"
    OFF = "OFF"


# Can be given something right now.
AT_WORK = frozenset({Presence.HERE, Presence.PARTLY})


@dataclass(frozen=True)
class PersonHere:
    """One person's day as colleagues may see it; why somebody is away is not told."""

    person: StaffCard
    state: Presence
    shift: ShiftHours | None
    # Part of the day on leave, 0–1.
    away: Decimal
    stand_ins: tuple[StandIn, ...]


@dataclass(frozen=True)
class WhoIsHere:
    """Everybody in scope on one day, those at work first."""

    day: date
    rows: tuple[PersonHere, ...]

    def count(self, *states: Presence) -> int:
        """How many people stand so."""
        return sum(row.state in states for row in self.rows)

    @property
    def here(self) -> int:
        """How many people are at work right now."""
        return self.count(*AT_WORK)


def who_is_here(*, viewer: Viewer, now: datetime) -> WhoIsHere:
    """Everybody in scope at this moment; seven queries at most for any number of people."""
    local = timezone.localtime(now)
    today = local.date()
    cards = staff_cards(viewer=viewer, verb="people.view_presence", today=today)
    ids = [card.id for card in cards]
    days = own_days(staff_ids=ids, first=today, last=today)
    away = leave_days(ids, today, today)
    standing_in = stand_ins(staff_ids=ids, day=today)
    rows = [
        PersonHere(
            person=card,
            state=_state(card.id, days, local, away.get((card.id, today), _NOTHING)),
            shift=days.shift(card.id, today),
            away=away.get((card.id, today), _NOTHING),
            stand_ins=standing_in.get(card.id, ()),
        )
        for card in cards
    ]
    order = list(Presence)
    return WhoIsHere(today, tuple(sorted(rows, key=lambda row: order.index(row.state))))


@dataclass(frozen=True)
class HereCard:
    """Who is here in a few words, for the home of who leads people: how many, and who is not there and why not."""

    day: date
    here: int
    everybody: int
    away: tuple[PersonHere, ...]
    later: tuple[PersonHere, ...]
    off: int


def here_card(*, viewer: Viewer, now: datetime) -> HereCard:
    """Who is here, summed up; as many queries as `who_is_here`."""
    found = who_is_here(viewer=viewer, now=now)
    return HereCard(
        day=found.day,
        here=found.here,
        everybody=len(found.rows),
        away=tuple(row for row in found.rows if row.state in {Presence.AWAY, Presence.PARTLY}),
        later=tuple(row for row in found.rows if row.state is Presence.LATER),
        off=found.count(Presence.OFF, Presence.OVER),
    )


def at_work(*, staff_ids: tuple[int, ...], now: datetime) -> frozenset[int]:
    """Which of these people can be given something right now: on shift, not on leave; constant queries."""
    local = timezone.localtime(now)
    days = own_days(staff_ids=staff_ids, first=local.date(), last=local.date())
    away = leave_days(staff_ids, local.date(), local.date())
    states = {pk: _state(pk, days, local, away.get((pk, local.date()), _NOTHING)) for pk in staff_ids}
    return frozenset(pk for pk, state in states.items() if state in AT_WORK)


def _state(staff_id: int, days: OwnDays, local: datetime, away: Decimal) -> Presence:
    if away >= _WHOLE:
        return Presence.AWAY
    if not days.is_worked(staff_id, local.date()):
        return Presence.OFF
    shift = days.shift(staff_id, local.date())
    return _hour(shift, local) or (Presence.PARTLY if away else Presence.HERE)


def _hour(shift: ShiftHours | None, local: datetime) -> Presence | None:
    """Before or after the hours of the shift; None within them, and where no hours are named."""
    if shift is None:
        return None
    if local.time() < shift.starts_at:
        return Presence.LATER
    return Presence.OVER if not shift.runs_past_midnight and local.time() >= shift.ends_at else None
