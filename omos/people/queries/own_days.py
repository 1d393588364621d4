"""Which days are a person's own workdays, and in which shift: pattern, single days, else the company's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from omos.formulas.rota import OFF, DayKind, shift_on
from omos.people.memory import once_a_view
from omos.people.models import RosterDay, Shift, StaffPattern, Workday, WorkPattern
from omos.people.queries.calendar import leave_days, workdays_between

_WHOLE, _NOTHING = Decimal(1), Decimal(0)
DayKey = tuple[int, date]


@dataclass(frozen=True)
class ShiftHours:
    """A shift as pages and other rooms use it; `share` is the part of a full day it holds, above 0 up to 1."""

    code: str
    name: str
    letter: str
    starts_at: time
    ends_at: time
    share: Decimal
    runs_past_midnight: bool


@dataclass(frozen=True)
class OwnDays:
    """The workdays of some people from `first` to `last`, each by their own pattern."""

    first: date
    last: date
    company: frozenset[date]
    # Code of the shift by person and day, empty when off; only people and days that have a say of their own.
    own: Mapping[DayKey, str]
    shifts: Mapping[str, ShiftHours]

    def is_worked(self, staff_id: int, day: date) -> bool:
        """Whether the person works on that day, leave left aside."""
        code = self.own.get((staff_id, day))
        return day in self.company if code is None else bool(code)

    def is_rest(self, staff_id: int, day: date) -> bool:
        """Whether the person's own pattern or roster, and not the company's calendar, gives the day off."""
        return self.own.get((staff_id, day)) == OFF

    def share(self, staff_id: int, day: date) -> Decimal:
        """How much of a full day the person works (0–1), leave left aside."""
        if not self.is_worked(staff_id, day):
            return _NOTHING
        shift = self.shift(staff_id, day)
        return shift.share if shift else _WHOLE

    def shift(self, staff_id: int, day: date) -> ShiftHours | None:
        """The person's shift on that day; None when off, or at work without named hours."""
        return self.shifts.get(self.own.get((staff_id, day), OFF))

    def of(self, staff_id: int) -> list[date]:
        """The person's workdays in order."""
        return [day for day in _days(self.first, self.last) if self.is_worked(staff_id, day)]

    def of_any(self, staff_ids: Iterable[int]) -> list[date]:
        """Days on which the company or any of these people works, in order."""
        ids = set(staff_ids)
        posts = {day for (staff_id, day), code in self.own.items() if code and staff_id in ids}
        return [day for day in _days(self.first, self.last) if day in self.company or day in posts]


def own_days(*, staff_ids: Collection[int], first: date, last: date) -> OwnDays:
    """The workdays of these people; at most five queries a year for any number of people, three without patterns."""
    wanted, years = frozenset(staff_ids), range(first.year, last.year + 1)
    patterns = {staff_id: rows for staff_id, rows in _patterns().items() if staff_id in wanted}
    kinds = {day: kind for year in years for day, kind in _kinds(year).items()} if patterns else {}
    days = _days(first, last)
    own = {
        (staff_id, day): code for staff_id, rows in patterns.items() for day, code in _pattern_days(rows, days, kinds)
    }
    singles = {key: code for year in years for key, code in _single_days(year).items()}
    own |= {key: code for key, code in singles.items() if key[0] in wanted and first <= key[1] <= last}
    return OwnDays(
        first=first,
        last=last,
        company=frozenset(workdays_between(first, last)),
        own=own,
        shifts=shift_hours() if own else {},
    )


def is_own_workday(*, staff_id: int, day: date) -> bool:
    """Whether one person works on a day, leave left aside."""
    return own_days(staff_ids=[staff_id], first=day, last=day).is_worked(staff_id, day)


def next_own_workday(*, staff_id: int, after: date) -> date:
    """The first day after this one that the person works and is not wholly on leave; the very next where none is."""
    first, last = after + timedelta(days=1), after + timedelta(days=31)
    away = leave_days([staff_id], first, last)
    days = own_days(staff_ids=[staff_id], first=first, last=last).of(staff_id)
    return next((day for day in days if away.get((staff_id, day), _NOTHING) < _WHOLE), first)


def working_day(*, staff_id: int, moment: datetime) -> date:
    """The day a person's work at this moment belongs to: yesterday, while yesterday's shift runs past midnight."""
    local = timezone.localtime(moment)
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    shift = own_days(staff_ids=[staff_id], first=yesterday, last=today).shift(staff_id, yesterday)
    still_on = shift is not None and shift.runs_past_midnight and local.time() < shift.ends_at
    return yesterday if still_on else today


@once_a_view
def shift_hours() -> Mapping[str, ShiftHours]:
    """Every shift by its code, those no longer given included."""
    return {row.code: _hours(row) for row in Shift.objects.order_by("starts_at", "id")}


def _hours(row: Shift) -> ShiftHours:
    share = Decimal(row.share) / 100
    return ShiftHours(row.code, row.name, row.letter, row.starts_at, row.ends_at, share, row.runs_past_midnight)


@once_a_view
def _patterns() -> Mapping[int, tuple[StaffPattern, ...]]:
    """Who works by which pattern from when, by staff id, the earliest first; a few rows per person."""
    found: dict[int, list[StaffPattern]] = {}
    for row in StaffPattern.objects.select_related("pattern").order_by("first_day"):
        found.setdefault(row.staff_id, []).append(row)
    return {staff_id: tuple(rows) for staff_id, rows in found.items()}


@once_a_view
def _single_days(year: int) -> Mapping[DayKey, str]:
    rows = RosterDay.objects.filter(day__year=year).values_list("staff_id", "day", "shift__code")
    return {(staff_id, day): code or OFF for staff_id, day, code in rows}


@once_a_view
def _kinds(year: int) -> Mapping[date, DayKind]:
    """Days of the year that the calendar takes out of the ordinary: holidays, make-up days, days set by hand."""
    found = {}
    for row in Workday.objects.filter(day__year=year):
        if row.is_make_up:
            found[row.day] = DayKind.MAKE_UP
        elif not row.is_workday and (row.name or row.is_holiday):
            found[row.day] = DayKind.HOLIDAY
    return found


def _pattern_days(
    rows: Sequence[StaffPattern], days: Iterable[date], kinds: Mapping[date, DayKind]
) -> Iterable[tuple[date, str]]:
    """The days of one person on which a pattern has the say, with the code of the shift."""
    for day in days:
        row = next((row for row in reversed(rows) if row.first_day <= day), None)
        if row is not None and row.pattern is not None:
            yield day, _code(row, row.pattern, day, kinds.get(day, DayKind.PLAIN))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _code(row: StaffPattern, pattern: WorkPattern, day: date, kind: DayKind) -> str:
    return shift_on(day, cycle=pattern.cycle, start=row.cycle_start, kind=kind, heeds_holidays=pattern.heeds_holidays)
