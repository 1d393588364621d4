"""Minutes of verified work a workday holds for each person (产能)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db.models import F, IntegerField, Max, Q, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from omos.formulas.capacity import Capacity, capacity
from omos.loop.ledger import queries as ledger
from omos.loop.work.models import Assignment
from omos.loop.work.queries.days import COUNTED
from omos.people import queries as people

HISTORY = timedelta(weeks=4)
Value = TypeVar("Value")


@dataclass(frozen=True)
class Presence:
    """Who works on which days of a week and of the four weeks before, and who is away when."""

    own: people.OwnDays
    away: Mapping[tuple[int, date], Decimal]

    def missing(self, staff_id: int) -> dict[date, Decimal]:
        """The part of each workday a person is not there, by leave or by a short shift (0–1)."""
        there = {day: self.own.share(staff_id, day) for day in self.own.of(staff_id)}
        return {day: 1 - share * (1 - self.away.get((staff_id, day), Decimal(0))) for day, share in there.items()}


def presence(*, staff_ids: Collection[int], monday: date) -> Presence:
    """The days that the capacity is learnt from, and those of the week itself; a fixed number of queries."""
    first, last = monday - HISTORY, monday + timedelta(days=6)
    own = people.own_days(staff_ids=staff_ids, first=first, last=last)
    return Presence(own, people.leave_days(staff_ids, first, last))


def capacities(*, day_minutes: dict[int, int], monday: date, known: Presence) -> dict[int, Capacity]:
    """The median of verified minutes per workday over the four weeks before, leave left out, by person.

    `day_minutes` is the fallback by person: what stands for a full day until enough days are known.
    """
    ids: Collection[int] = list(day_minutes)
    first, last = monday - HISTORY, monday - timedelta(days=1)
    verified = ledger.minutes_by_person_and_day(staff_ids=ids, first=first, last=last)
    held = _held(ids, first, last, verified)
    return {
        staff_id: capacity(
            _days_of(staff_id, verified),
            [day for day in known.own.of(staff_id) if day < monday],
            leave=known.missing(staff_id),
            held=_days_of(staff_id, held),
            default_minutes=default,
        )
        for staff_id, default in day_minutes.items()
    }


def _days_of(staff_id: int, table: Mapping[tuple[int, date], Value]) -> dict[date, Value]:
    return {day: value for (person_id, day), value in table.items() if person_id == staff_id}


def _held(
    staff_ids: Collection[int], first: date, last: date, verified: dict[tuple[int, date], int]
) -> dict[tuple[int, date], int]:
    """Minutes that days were planned to hold, by (staff id, day), where all that was planned is verified.

    Without them a week that gave people little to do would teach that little is all they can do.
    """
    minutes = F("quantity") * F("category__minutes")
    rows = (
        Assignment.objects.filter(staff_id__in=staff_ids, due_date__range=(first, last), state__in=COUNTED)
        .values_list("staff_id", "due_date")
        .annotate(
            planned=Sum(minutes),
            # What the day was planned to hold beside work already given.
            room=Max(Cast(KT("reasons__0__capacity_minutes"), IntegerField())),
            booked=Sum(minutes, filter=Q(is_ad_hoc=True)),
        )
    )
    return {
        (staff_id, day): room + (booked or 0)
        for staff_id, day, planned, room, booked in rows
        if room is not None and verified.get((staff_id, day), 0) >= planned
    }
