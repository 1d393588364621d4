"""The roster: people × days with their shifts; shifts and patterns to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from omos.people.models import RosterDay, Shift, StaffPattern, WorkPattern
from omos.people.queries.calendar import leave_days
from omos.people.queries.own_days import OwnDays, ShiftHours, own_days
from omos.people.queries.scope import StaffCard, staff_cards
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class RosterCell:
    """One day of one person: the shift, at work without named hours, off, or away."""

    day: date
    is_worked: bool
    shift: ShiftHours | None
    is_away: bool
    # Set for this day alone.
    is_single: bool


@dataclass(frozen=True)
class RosterRow:
    """One person's days, and what they work by."""

    person: StaffCard
    pattern: str
    cells: tuple[RosterCell, ...]


def shifts() -> QuerySet[Shift]:
    """Every shift, those in use first, by the hour they start."""
    return Shift.objects.order_by("-is_active", "starts_at", "id")


def patterns() -> QuerySet[WorkPattern]:
    """Every pattern, those in use first."""
    return WorkPattern.objects.order_by("-is_active", "id")


def roster(*, viewer: Viewer, first: date, days: int) -> tuple[RosterRow, ...]:
    """The roster of people in scope from a day on; eight queries at most for any number of people."""
    last = first + timedelta(days=days - 1)
    cards = staff_cards(viewer=viewer, verb="people.view_presence", today=first)
    ids = [card.id for card in cards]
    own = own_days(staff_ids=ids, first=first, last=last)
    away = leave_days(ids, first, last)
    singles = set(RosterDay.objects.filter(day__range=(first, last)).values_list("staff_id", "day"))
    followed = _followed(first)
    return tuple(
        RosterRow(
            card,
            followed.get(card.id, ""),
            tuple(_cell(card.id, first + timedelta(days=offset), own, away, singles) for offset in range(days)),
        )
        for card in cards
    )


def _cell(
    staff_id: int,
    day: date,
    own: OwnDays,
    away: dict[tuple[int, date], Decimal],
    singles: set[tuple[int, date]],
) -> RosterCell:
    return RosterCell(
        day=day,
        is_worked=own.is_worked(staff_id, day),
        shift=own.shift(staff_id, day),
        is_away=away.get((staff_id, day), Decimal(0)) >= 1,
        is_single=(staff_id, day) in singles,
    )


def _followed(day: date) -> dict[int, str]:
    """Name of the pattern each person follows on that day."""
    rows = StaffPattern.objects.filter(first_day__lte=day).order_by("first_day")
    return {staff_id: name or "" for staff_id, name in rows.values_list("staff_id", "pattern__name")}
