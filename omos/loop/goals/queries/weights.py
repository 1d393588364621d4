"""What each day of a period weighs: workdays 1, days off 0; a person's by their own shifts, less leave."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from omos.people import queries as people

_ONE, _NOTHING = Decimal(1), Decimal(0)


@dataclass(frozen=True)
class Weights:
    """Day weights of the company and of each person asked for."""

    company: Sequence[tuple[date, Decimal]]
    # Days of people whose calendar differs from the company's, by shift or leave.
    people: Mapping[int, Sequence[tuple[date, Decimal]]]

    def of(self, staff_id: int | None) -> Sequence[tuple[date, Decimal]]:
        """The days of one person, or of the company for None."""
        return self.company if staff_id is None else self.people.get(staff_id, self.company)


def weights_of(staff_ids: Collection[int], *, first: date, last: date) -> Weights:
    """Weights of the period's days; shifts and leave are read for these people only."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    if not staff_ids:
        return Weights(_whole_days(days, people.workdays_between(first, last)), {})
    own = people.own_days(staff_ids=staff_ids, first=first, last=last)
    away = people.leave_days(staff_ids, first, last)
    special = {staff_id for staff_id, _day in (*own.own, *away)}
    return Weights(
        _whole_days(days, own.company),
        {staff_id: _days_of(staff_id, days, own, away) for staff_id in special},
    )


def _whole_days(days: Sequence[date], workdays: Collection[date]) -> Sequence[tuple[date, Decimal]]:
    worked = frozenset(workdays)
    return [(day, _ONE if day in worked else _NOTHING) for day in days]


def _days_of(
    staff_id: int, days: Sequence[date], own: people.OwnDays, away: Mapping[tuple[int, date], Decimal]
) -> Sequence[tuple[date, Decimal]]:
    return [(day, own.share(staff_id, day) * (_ONE - away.get((staff_id, day), _NOTHING))) for day in days]
