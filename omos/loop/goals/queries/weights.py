"""What each day of a period weighs: workdays 1, days off 0, less a person's leave."""

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
    away: Mapping[tuple[int, date], Decimal]
    people: frozenset[int]

    def of(self, staff_id: int | None) -> Sequence[tuple[date, Decimal]]:
        """The days of one person, or of the company for None."""
        if staff_id not in self.people:
            return self.company
        return [(day, max(weight - self._away(staff_id, day), _NOTHING)) for day, weight in self.company]

    def _away(self, staff_id: int | None, day: date) -> Decimal:
        return self.away.get((staff_id or 0, day), _NOTHING)


def weights_of(staff_ids: Collection[int], *, first: date, last: date) -> Weights:
    """Weights of the period's days; leave is read for these people only."""
    workdays = set(people.workdays_between(first, last))
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    away = people.leave_days(staff_ids, first, last) if staff_ids else {}
    with_leave = frozenset(staff_id for staff_id, _day in away)
    return Weights([(day, _ONE if day in workdays else _NOTHING) for day in days], away, with_leave)
