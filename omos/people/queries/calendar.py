"""Which days count, and who is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal

from omos.people.models import Leave, Workday


def is_workday(day: date) -> bool:
    """Whether the company works on that day; Monday to Friday where the calendar says nothing."""
    row = Workday.objects.filter(day=day).first()
    return row.is_workday if row else day.weekday() < 5


def workdays_between(first: date, last: date) -> list[date]:
    """Workdays from first to last, both included, in order."""
    known = dict(Workday.objects.filter(day__range=(first, last)).values_list("day", "is_workday"))
    return [day for day in _days(first, last) if known.get(day, day.weekday() < 5)]


def calendar_days(first: date, last: date) -> dict[date, Workday]:
    """Every day from first to last as a calendar row; days the table lacks come as provisional ones."""
    known = {row.day: row for row in Workday.objects.filter(day__range=(first, last))}
    return {day: known.get(day) or _provisional(day) for day in _days(first, last)}


def leave_days(staff_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], Decimal]:
    """Share of the day each person is away (0–1), by (staff id, day); days without leave are left out."""
    away: dict[tuple[int, date], Decimal] = {}
    for leave in Leave.objects.filter(staff_id__in=staff_ids, first_day__lte=last, last_day__gte=first):
        for day in _days(max(first, leave.first_day), min(last, leave.last_day)):
            key = (leave.staff_id, day)
            away[key] = min(Decimal(1), away.get(key, Decimal(0)) + Decimal(leave.share) / 100)
    return away


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _provisional(day: date) -> Workday:
    return Workday(day=day, is_workday=day.weekday() < 5, origin=Workday.Origin.PROVISIONAL)
