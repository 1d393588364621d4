"""Days off in China, as announced by the state, or by law alone for years not announced yet. Pure but for the package.

By law (revised November 2024) there are 13 days: New Year 1, Spring Festival 4 from New Year's Eve, Tomb-sweeping 1,
Labour Day 2, Dragon Boat 1, Mid-autumn 1, National Day 3. Which weekends are worked in exchange is announced each
autumn for the next year only: until then a year is provisional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_noop

NEW_YEAR = gettext_noop("New Year's Day")
SPRING = gettext_noop("Spring Festival")
TOMBS = gettext_noop("Tomb-sweeping Day")
LABOUR = gettext_noop("Labour Day")
BOATS = gettext_noop("Dragon Boat Festival")
MOON = gettext_noop("Mid-autumn Festival")
NATION = gettext_noop("National Day")
VICTORY = gettext_noop("Victory Day")
_OTHER_NAMES = {"Anti-Fascist 70th Day": VICTORY}

# Days of the moon calendar: first day of the year, fifth of the fifth month, fifteenth of the eighth.
_MOON_DAYS = {
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
}


@dataclass(frozen=True)
class CalendarDay:
    """One day as known from outside: worked or not, which holiday, announced or only provisional."""

    day: date
    is_workday: bool
    name: str
    is_announced: bool


def days_of_year(year: int) -> Iterator[CalendarDay]:
    """Every day of a year: announced where the state has spoken, else weekends and the days off by law."""
    announced = _announced(year)
    by_law = {} if announced else dict(days_off_by_law(year))
    first = date(year, 1, 1)
    for day in (first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days)):
        if announced:
            yield announced[day]
        else:
            yield CalendarDay(day, day.weekday() < 5 and day not in by_law, by_law.get(day, ""), is_announced=False)


def _announced(year: int) -> dict[date, CalendarDay]:
    """The year as the package knows it; empty while it has not been announced."""
    from chinese_calendar import constants, is_workday

    if year not in {day.year for day in constants.holidays}:
        return {}
    named = {**constants.holidays, **constants.workdays}
    first, days = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return {
        day: CalendarDay(day, is_workday(day), _OTHER_NAMES.get(named.get(day, ""), named.get(day, "")), True)
        for day in (first + timedelta(days=offset) for offset in range(days))
    }


def days_off_by_law(year: int) -> Iterator[tuple[date, str]]:
    """The days off that the law itself names; those of the moon only as far as the table goes."""
    yield date(year, 1, 1), NEW_YEAR
    yield date(year, 4, tomb_sweeping_day(year)), TOMBS
    yield from ((date(year, 5, day), LABOUR) for day in (1, 2))
    yield from ((date(year, 10, day), NATION) for day in (1, 2, 3))
    if year in _MOON_DAYS:
        spring, boats, moon = (date(year, month, day) for month, day in _MOON_DAYS[year])
        yield from ((spring + timedelta(days=offset), SPRING) for offset in (-1, 0, 1, 2))
        yield boats, BOATS
        yield moon, MOON


def tomb_sweeping_day(year: int) -> int:
    """The day in April, by the rule of thumb for the 21st century."""
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4
