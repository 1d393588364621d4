"""Minutes of verified work a workday holds for each person (产能)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from omos.formulas.capacity import Capacity, capacity
from omos.loop.ledger import queries as ledger
from omos.people import queries as people

HISTORY = timedelta(weeks=4)


def capacities(*, day_minutes: dict[int, int], monday: date) -> dict[int, Capacity]:
    """The median of verified minutes per workday over the four weeks before, leave left out, by person.

    `day_minutes` is the fallback by person: what stands for a full day until enough days are known.
    """
    ids: Collection[int] = list(day_minutes)
    first, last = monday - HISTORY, monday - timedelta(days=1)
    history = people.workdays_between(first, last)
    verified = ledger.minutes_by_person_and_day(staff_ids=ids, first=first, last=last)
    away = people.leave_days(ids, first, last)
    return {
        staff_id: capacity(
            {day: verified[staff_id, day] for day in history if (staff_id, day) in verified},
            history,
            leave={day: away[staff_id, day] for day in history if (staff_id, day) in away},
            default_minutes=default,
        )
        for staff_id, default in day_minutes.items()
    }
