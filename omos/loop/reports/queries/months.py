"""The month of the day closing: people × days with their marks, and the share of work that came on time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from omos.formulas.scoring import on_time_rate
from omos.loop.reports.models import ClosedDay
from omos.loop.reports.queries.closings import (
    DayKey,
    StandingDay,
    closed_days,
    closed_tally,
    day_people,
    standing_days,
)
from omos.loop.reports.queries.tallies import work_rows
from omos.people import queries as people
from omos.people.viewer import Viewer

Mark = Literal["yes", "late", "missing", "away", "today", "coming", "off"]
State = ClosedDay.State
_MARKS: dict[str, Mark] = {
    State.CLEARED: "yes",
    State.LATE: "late",
    State.MISSING: "missing",
    State.LEAVE: "away",
    State.IDLE: "off",
}


@dataclass(frozen=True)
class CalendarCell:
    """One person on one day; today carries the share handed in so far."""

    day: date
    mark: Mark
    share: Decimal | None = None


@dataclass(frozen=True)
class CalendarRow:
    """One person's month; leave and days without work count neither way."""

    person: people.StaffCard
    cells: tuple[CalendarCell, ...]

    @property
    def cleared(self) -> int:
        """Days cleared on the day."""
        return sum(cell.mark == "yes" for cell in self.cells)

    @property
    def counted(self) -> int:
        """Closed days that had work."""
        return sum(cell.mark in {"yes", "late", "missing"} for cell in self.cells)


@dataclass(frozen=True)
class MonthCalendar:
    """The month of everybody in scope."""

    first: date
    last: date
    days: tuple[date, ...]
    workdays: frozenset[date]
    today: date
    rows: tuple[CalendarRow, ...]
    # Until when days are closed; None where none of this month is.
    closed_until: date | None

    @property
    def cleared(self) -> int:
        """Person-days cleared on the day."""
        return sum(row.cleared for row in self.rows)

    @property
    def counted(self) -> int:
        """Closed person-days that had work."""
        return sum(row.counted for row in self.rows)

    @property
    def share(self) -> Decimal | None:
        """Cleared ÷ closed person-days; none before any is closed."""
        return Decimal(self.cleared) / self.counted if self.counted else None


@dataclass(frozen=True)
class OnTime:
    """Share of planned pieces that came in time over the closed days of a month, and of the month before."""

    share: Decimal | None
    before: Decimal | None

    @property
    def gap(self) -> Decimal | None:
        """This month less the month before."""
        return None if self.share is None or self.before is None else self.share - self.before


def month_bounds(day: date) -> tuple[date, date]:
    """First and last day of the calendar month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_calendar(*, viewer: Viewer, month: date, today: date) -> MonthCalendar:
    """The month that holds `month`, with today as it stands now."""
    first, last = month_bounds(month)
    cards = day_people(viewer=viewer, day=min(max(today, first), last))
    ids = [card.id for card in cards]
    closed = closed_days(staff_ids=ids, first=first, last=last)
    own = people.own_days(staff_ids=ids, first=first, last=last)
    live: dict[int, StandingDay] = {}
    if first <= today <= last:
        rows = work_rows(staff_ids=ids, first=today, last=today)
        standing = standing_days(own=own, staff_ids=ids, first=today, last=today, closed=closed, rows=rows)
        live = {staff_id: one for (staff_id, _day), one in standing.items()}
    return calendar_of(cards, closed, own=own, first=first, last=last, today=today, live=live)


def month_on_time(*, viewer: Viewer, month: date) -> OnTime:
    """The on-time rate of the month that holds `month` over its closed days, beside that of the month before."""
    first, last = month_bounds(month)
    before_first = month_bounds(first - timedelta(days=1))[0]
    ids = [card.id for card in day_people(viewer=viewer, day=month)]
    closed = closed_days(staff_ids=ids, first=before_first, last=last)
    return on_time_of(closed, first=first, last=last, before_first=before_first)


def on_time_of(closed: Mapping[DayKey, ClosedDay], *, first: date, last: date, before_first: date) -> OnTime:
    """Both rates from days closed already; leave days count neither way."""
    counting = [row for row in closed.values() if row.reopened_at is None and row.state != State.LEAVE]
    return OnTime(
        share=_rate(row for row in counting if first <= row.day <= last),
        before=_rate(row for row in counting if before_first <= row.day < first),
    )


def calendar_of(
    cards: Iterable[people.StaffCard],
    closed: Mapping[DayKey, ClosedDay],
    *,
    own: people.OwnDays,
    first: date,
    last: date,
    today: date,
    live: Mapping[int, StandingDay],
) -> MonthCalendar:
    """The calendar from closings that were read already; `live` holds today by staff id."""
    days = tuple(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))

    def cell(staff_id: int, day: date) -> CalendarCell:
        row = closed.get((staff_id, day))
        if row is not None and row.reopened_at is None:
            return CalendarCell(day, _MARKS[row.state])
        if not own.is_worked(staff_id, day):
            return CalendarCell(day, "off")
        return _today(day, live.get(staff_id)) if day == today else CalendarCell(day, "coming")

    rows = tuple(CalendarRow(card, tuple(cell(card.id, day) for day in days)) for card in cards)
    workdays = frozenset(own.of_any(row.person.id for row in rows))
    return MonthCalendar(first, last, days, workdays, today, rows, _closed_until(closed, first, last))


def _closed_until(closed: Mapping[DayKey, ClosedDay], first: date, last: date) -> date | None:
    """The last day of the period that is closed for anybody."""
    return max((day for _staff_id, day in closed if first <= day <= last), default=None)


def _today(day: date, standing: StandingDay | None) -> CalendarCell:
    """Today with the share handed in; without it on the page of another day, or where nothing is planned."""
    if standing is None:
        return CalendarCell(day, "today")
    if standing.state == State.LEAVE:
        return CalendarCell(day, "away")
    return CalendarCell(day, "today", standing.tally.done_share)


def _rate(rows: Iterable[ClosedDay]) -> Decimal | None:
    return on_time_rate(closed_tally(row).work for row in rows)
