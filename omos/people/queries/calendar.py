"""Which days count, and who is away."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from omos.people.memory import once_a_view
from omos.people.models import Leave, Workday


def is_workday(day: date) -> bool:
    """Whether the company works on that day; Monday to Friday where the calendar says nothing."""
    row = Workday.objects.filter(day=day).first()
    return row.is_workday if row else day.weekday() < 5


def workdays_between(first: date, last: date) -> list[date]:
    """Workdays from first to last, both included, in order."""
    known = {day: row for year in range(first.year, last.year + 1) for day, row in _year(year).items()}
    return [day for day in _days(first, last) if known.get(day, day.weekday() < 5)]


@once_a_view
def _year(year: int) -> Mapping[date, bool]:
    """What the calendar says of the days of a year; a page asks for its months in several places."""
    return dict(Workday.objects.filter(day__year=year).values_list("day", "is_workday"))


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


def names_away(*, first: date, last: date, role: str) -> tuple[str, ...]:
    """Names of the people of one role who are on leave in the period."""
    rows = Leave.objects.filter(first_day__lte=last, last_day__gte=first, staff__position__default_role=role)
    return tuple(rows.order_by("staff_id").values_list("staff__name", flat=True).distinct())


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _provisional(day: date) -> Workday:
    return Workday(day=day, is_workday=day.weekday() < 5, origin=Workday.Origin.PROVISIONAL)


@dataclass(frozen=True)
class CalendarMonth:
    """One month of the year view: weeks from Monday, days of neighbouring months as None."""

    first: date
    weeks: tuple[tuple[Workday | None, ...], ...]
    workdays: int


@dataclass(frozen=True)
class CalendarYear:
    """A year of the workday calendar, and whether it is announced, provisional or not filled at all."""

    year: int
    months: tuple[CalendarMonth, ...]
    workdays: int
    is_provisional: bool
    is_filled: bool


def calendar_year(year: int) -> CalendarYear:
    """The whole year, month by month."""
    days = calendar_days(date(year, 1, 1), date(year, 12, 31))
    months = tuple(_month(year, month, days) for month in range(1, 13))
    saved = Workday.objects.filter(day__year=year).count()
    return CalendarYear(
        year=year,
        months=months,
        workdays=sum(month.workdays for month in months),
        is_provisional=any(row.origin == Workday.Origin.PROVISIONAL for row in days.values()),
        is_filled=saved >= len(days),
    )


def _month(year: int, month: int, days: dict[date, Workday]) -> CalendarMonth:
    weeks = tuple(
        tuple(days[day] if day.month == month else None for day in week)
        for week in calendar.Calendar(firstweekday=0).monthdatescalendar(year, month)
    )
    worked = sum(row.is_workday for day, row in days.items() if day.month == month)
    return CalendarMonth(date(year, month, 1), weeks, worked)
