"""Which days are a person's own workdays, and in which shift: pattern, single days, else the company's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Value
from django.db.models.functions import Coalesce
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
    """The workdays of these people; two queries where nobody has a pattern, five at most, for any number of people."""
    wanted = frozenset(staff_ids)
    said = [row for row in _said(first.year, last.year) if row.staff_id in wanted]
    own = _by_pattern([row for row in said if not row.is_single], first, last)
    own |= {(row.staff_id, row.day): row.code for row in said if row.is_single and first <= row.day <= last}
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
    """The day a person's work at this moment belongs to: yesterday, while yesterday's shift runs past midnight.

    One query by day.
    """
    local = timezone.localtime(moment)
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    # By day nobody's night is still going on, and nothing more needs to be asked.
    if not any(shift.runs_past_midnight and local.time() < shift.ends_at for shift in shift_hours().values()):
        return today
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


@dataclass(frozen=True)
class _Said:
    """What is said of one person: a pattern from a day on, or the shift of a single day."""

    staff_id: int
    day: date
    pattern_id: int | None
    cycle_start: date
    code: str
    # 1 or 0, as the query says it.
    is_single: int


@once_a_view
def _said(first_year: int, last_year: int) -> tuple[_Said, ...]:
    """Everything said of anybody, the earliest first: a few rows per person and the single days of the years."""
    following = StaffPattern.objects.values_list(
        "staff_id", "first_day", "pattern_id", "cycle_start", Value(""), Value(0)
    )
    single = RosterDay.objects.filter(day__range=(date(first_year, 1, 1), date(last_year, 12, 31)))
    singles = single.values_list("staff_id", "day", "id", "day", Coalesce("shift__code", Value(OFF)), Value(1))
    rows = (_Said(*row) for row in following.union(singles, all=True))
    return tuple(sorted(rows, key=lambda row: row.day))


@once_a_view
def _patterns() -> Mapping[int, WorkPattern]:
    return WorkPattern.objects.in_bulk()


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


def _by_pattern(said: Sequence[_Said], first: date, last: date) -> dict[DayKey, str]:
    """Days on which a pattern has the say, with the code of the shift; people without one are left out."""
    if not said:
        return {}
    patterns = _patterns()
    kinds = {day: kind for year in range(first.year, last.year + 1) for day, kind in _kinds(year).items()}
    rows: dict[int, list[_Said]] = {}
    for row in said:
        rows.setdefault(row.staff_id, []).append(row)
    return {
        (staff_id, day): _code(said_last, patterns[said_last.pattern_id], day, kinds.get(day, DayKind.PLAIN))
        for staff_id, mine in rows.items()
        for day in _days(first, last)
        if (said_last := _on(mine, day)) and said_last.pattern_id
    }


def _on(rows: Sequence[_Said], day: date) -> _Said | None:
    """What holds on a day: the last that was said to begin on it or before."""
    return next((row for row in reversed(rows) if row.day <= day), None)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _code(row: _Said, pattern: WorkPattern, day: date, kind: DayKind) -> str:
    return shift_on(day, cycle=pattern.cycle, start=row.cycle_start, kind=kind, heeds_holidays=pattern.heeds_holidays)
