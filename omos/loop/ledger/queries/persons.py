"""Figures of persons: minutes, pieces, and days split by who did it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from omos.loop.ledger.memory import until_posted
from omos.loop.ledger.models import DayTotal


class DayCell(NamedTuple):
    """What one day brought for one measure, person and category; None where a fact names nobody."""

    measure: str
    day: date
    staff_id: int | None
    category: str
    value: int


def minutes_by_person_and_day(*, staff_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], int]:
    """Verified work minutes by (staff id, day); days without any are left out."""
    rows = _rows(["work_minutes"], first, last).filter(staff_id__in=staff_ids)
    sums = rows.values("staff_id", "day").annotate(v=Sum("value"), s=Sum("standing")).filter(s__gt=0)
    return {(row["staff_id"], row["day"]): row["v"] for row in sums}


def units_by_person_category(*, staff_ids: Collection[int], first: date, last: date) -> dict[tuple[int, str], int]:
    """Verified pieces of work by (staff id, category code)."""
    rows = _rows(["evidence_verified"], first, last).filter(staff_id__in=staff_ids)
    sums = rows.values("staff_id", "category").annotate(v=Sum("value"), s=Sum("standing")).filter(s__gt=0)
    return {(row["staff_id"], row["category"]): row["v"] for row in sums}


def day_cells(*, measures: Collection[str], first: date, last: date, by_person: bool = True) -> tuple[DayCell, ...]:
    """Flows by day, category and (unless told not to) person, from one query; what is withdrawn is left out."""
    return _cells(tuple(measures), first, last, by_person) if measures else ()


@until_posted
def _cells(measures: tuple[str, ...], first: date, last: date, by_person: bool) -> tuple[DayCell, ...]:
    keys = ("measure", "day", "category", *(["staff_id"] if by_person else []))
    rows = _rows(measures, first, last).values_list(*keys).annotate(v=Sum("value"), s=Sum("standing")).filter(s__gt=0)
    return tuple(
        DayCell(measure, day, person[0] or None if person else None, category, value)
        for measure, day, category, *person, value, _steps in rows
    )


def _rows(measures: Collection[str], first: date, last: date) -> QuerySet[DayTotal]:
    return DayTotal.objects.filter(measure__in=measures, day__range=(first, last)).order_by()
