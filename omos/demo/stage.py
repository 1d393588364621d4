"""The stage: which day it is, which days count, and chance that falls the same way every time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zlib import crc32
from zoneinfo import ZoneInfo

import numpy as np

from omos.people import queries as people
from omos.people.viewer import Viewer

TIME_ZONE: Final = "Asia/Shanghai"
SEED: Final = 20_111_101
# Months of daily figures before the present one, and days with work, verdicts and closed days.
MONTHS: Final = 14
DAYS: Final = 120

# How much of an average workday happens on each weekday, Monday first.
_WEEKDAYS: Final = (1.15, 1.08, 1.04, 1.0, 0.95, 0.45, 0.35)
_MADE_UP_WEEKEND: Final = 0.9
_HOLIDAYS: Final = {"Spring Festival": 0.15, "National Day": 0.3}
_OTHER_HOLIDAY: Final = 0.4
_OPENS, _SHUTS = 7.0, 18.3


@dataclass(frozen=True)
class Stage:
    """Everything the scenes are built from."""

    now: datetime
    today: date
    days: int
    months: int
    actor: Viewer
    # Every day of the story: whether it is worked, and why it is special.
    calendar: Mapping[date, tuple[bool, str]]

    @cached_property
    def month_first(self) -> date:
        """First day of the present month."""
        return self.today.replace(day=1)

    @cached_property
    def month_last(self) -> date:
        """Last day of the present month."""
        return month_end(self.today)

    @cached_property
    def monday(self) -> date:
        """Monday of the present week."""
        return self.today - timedelta(days=self.today.weekday())

    @cached_property
    def work_since(self) -> date:
        """Monday of the first week with work."""
        return self.monday - timedelta(weeks=self.days // 7)

    def is_workday(self, day: date) -> bool:
        """Whether the company works on a day."""
        return self.calendar[day][0]

    def workdays(self, first: date, last: date) -> list[date]:
        """Workdays from first to last, both included."""
        return [day for day in days_between(first, last) if self.is_workday(day)]

    def back(self, workdays: int, *, start: date | None = None) -> date:
        """The workday so many workdays before a day (today)."""
        day, left = start or self.today, workdays
        while left:
            day -= timedelta(days=1)
            left -= self.is_workday(day)
        return day

    def weight(self, day: date) -> float:
        """How much of an average workday's traffic comes on this day; of today, what has come by now."""
        is_workday, name = self.calendar[day]
        usual = _WEEKDAYS[day.weekday()]
        if not is_workday and name:
            usual = _HOLIDAYS.get(name, _OTHER_HOLIDAY)
        elif is_workday and day.weekday() >= 5:
            usual = _MADE_UP_WEEKEND
        return usual * self.passed(day)

    def passed(self, day: date) -> float:
        """How much of a day has passed as business counts it: nothing before opening, all after closing."""
        if day != self.today:
            return float(day < self.today)
        local = self.now.astimezone(ZoneInfo(TIME_ZONE))
        hours = local.hour + local.minute / 60
        return min(max((hours - _OPENS) / (_SHUTS - _OPENS), 0.0), 1.0)

    @cached_property
    def progress(self) -> float:
        """Share of the present month's workdays that has passed, today's hours included."""
        days = self.workdays(self.month_first, self.month_last)
        return sum(self.passed(day) for day in days) / len(days)

    def chance(self, *of: object) -> np.random.Generator:
        """A generator of its own for each thing, so that leaving one out changes no other."""
        return np.random.default_rng([SEED, crc32("/".join(map(str, of)).encode())])

    def at(self, day: date, hours: float) -> datetime:
        """A moment of a day on the company's clock; 17.5 is half past five."""
        seconds = round(hours * 3600)
        return datetime.combine(day, time(), ZoneInfo(TIME_ZONE)) + timedelta(seconds=seconds)


def set_stage(*, now: datetime, days: int, months: int, actor: Viewer) -> Stage:
    """The stage for this moment; the calendar must be filled already."""
    today = now.astimezone(ZoneInfo(TIME_ZONE)).date()
    calendar = people.calendar_days(first_day(today), month_end(today) + timedelta(days=62))
    return Stage(
        now=now,
        today=today,
        days=days,
        months=months,
        actor=actor,
        calendar={day: (row.is_workday, row.name) for day, row in calendar.items()},
    )


def first_day(today: date) -> date:
    """The day the figures begin."""
    return months_before(today, MONTHS)


def months_before(day: date, months: int) -> date:
    """First day of the month so many months before."""
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)


def month_end(day: date) -> date:
    """Last day of a day's month."""
    return months_before(day, -1) - timedelta(days=1)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
