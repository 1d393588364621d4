"""The day closing: people × planned, handed in, passed, failed, unknown, late, missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import add

from omos.loop.reports.models import ClosedDay, DailyReport, Reminder
from omos.loop.reports.queries.closings import DayKey, StandingDay, closed_days, day_people, standing_days
from omos.loop.reports.queries.months import MonthCalendar, OnTime, calendar_of, month_bounds, on_time_of
from omos.loop.reports.queries.tallies import Tally, work_rows
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.viewer import Viewer

# So long one sender leaves a person alone after reminding.
REMIND_AGAIN_AFTER = timedelta(hours=2)
# Work overdue for longer takes no links any more.
REMIND_DAYS_BACK = timedelta(days=14)
State = ClosedDay.State


@dataclass(frozen=True)
class DayRow:
    """One person's day in the grid."""

    person: people.StaffCard
    standing: StandingDay
    report_state: str
    reminded_at: datetime | None
    may_be_reminded: bool
    # As the pieces stand now, also where the day is closed.
    live: Tally

    @property
    def tally(self) -> Tally:
        """The figures of the day."""
        return self.standing.tally

    @property
    def state(self) -> ClosedDay.State:
        """How the day stands, or stood when it was closed."""
        return self.standing.state

    @property
    def is_cleared(self) -> bool:
        """Whether everything planned was there on the day."""
        return self.state == State.CLEARED

    @property
    def counts(self) -> bool:
        """Whether this day can be cleared at all: leave and days without work count neither way."""
        return self.state not in {State.LEAVE, State.IDLE}

    @property
    def needs_hand_in(self) -> bool:
        """Whether planned pieces are missing."""
        return self.state == State.MISSING and self.tally.missing > 0

    @property
    def needs_mending(self) -> bool:
        """Whether all is handed in, but some of it did not pass."""
        return self.state == State.MISSING and self.tally.missing == 0


@dataclass(frozen=True)
class DayGrid:
    """Everybody's day as the viewer may see it."""

    day: date
    rows: tuple[DayRow, ...]
    is_workday: bool
    is_today: bool
    now: datetime

    @property
    def totals(self) -> Tally:
        """Sum of the rows."""
        return reduce(add, (row.tally for row in self.rows), Tally())

    @property
    def first_pass(self) -> Decimal | None:
        """Pieces that passed without being redone ÷ all handed in; none where nothing was handed in."""
        handed_in = sum(row.live.handed_in for row in self.rows)
        return Decimal(sum(row.live.first_passed for row in self.rows)) / handed_in if handed_in else None

    @property
    def counted(self) -> int:
        """People whose day can be cleared."""
        return sum(row.counts for row in self.rows)

    @property
    def cleared(self) -> int:
        """People whose day is cleared."""
        return sum(row.is_cleared for row in self.rows)

    @property
    def reports_in(self) -> int:
        """Daily reports submitted by people who are here."""
        return sum(row.counts and row.report_state == DailyReport.State.SUBMITTED for row in self.rows)

    @property
    def to_remind(self) -> tuple[DayRow, ...]:
        """Rows whose person misses pieces and was not reminded a moment ago."""
        return tuple(row for row in self.rows if row.needs_hand_in and row.may_be_reminded)

    @property
    def is_closed(self) -> bool:
        """Whether every row is closed."""
        return bool(self.rows) and all(row.standing.is_closed for row in self.rows)

    @property
    def closed_at(self) -> datetime | None:
        """When the last row was closed."""
        return max((row.standing.closed.closed_at for row in self.rows if row.standing.closed), default=None)

    @property
    def done_share(self) -> Decimal | None:
        """Handed in ÷ planned; none where nothing was planned."""
        return self.totals.done_share


@dataclass(frozen=True)
class DayPage:
    """The whole page of a day: grid, calendar of its month, rate of its month against the one before."""

    grid: DayGrid
    calendar: MonthCalendar
    on_time: OnTime
    is_trial: bool


def day_grid(*, viewer: Viewer, day: date, now: datetime) -> DayGrid:
    """Everybody in scope on that day: figures as closed where closed, as they stand now elsewhere."""
    cards = day_people(viewer=viewer, day=day)
    closed = closed_days(staff_ids=_ids(cards), first=day, last=day)
    own = people.own_days(staff_ids=_ids(cards), first=day, last=day)
    return _grid(cards, closed, viewer=viewer, day=day, now=now, own=own)


def day_page(*, viewer: Viewer, day: date, now: datetime) -> DayPage:
    """Grid, month calendar and on-time rate in one go: at most a dozen queries for any number of people."""
    cards = day_people(viewer=viewer, day=day)
    first, last = month_bounds(day)
    before_first = month_bounds(first - timedelta(days=1))[0]
    closed = closed_days(staff_ids=_ids(cards), first=before_first, last=last)
    own = people.own_days(staff_ids=_ids(cards), first=first, last=last)
    grid = _grid(cards, closed, viewer=viewer, day=day, now=now, own=own)
    today = local_day(now)
    live = {row.person.id: row.standing for row in grid.rows} if day == today else {}
    return DayPage(
        grid=grid,
        calendar=calendar_of(cards, closed, own=own, first=first, last=last, today=today, live=live),
        on_time=on_time_of(closed, first=first, last=last, before_first=before_first),
        is_trial=is_trial(today=today),
    )


def is_trial(*, today: date) -> bool:
    """Whether scores touch nothing yet (只看不罚)."""
    company = people.company()
    return company is None or company.scores_count_from is None or company.scores_count_from > today


def report_states(*, staff_ids: Collection[int], day: date) -> dict[int, str]:
    """State of the daily report by staff id; nobody who has not begun one."""
    rows = DailyReport.objects.filter(staff_id__in=staff_ids, day=day)
    return dict(rows.values_list("staff_id", "state"))


def unsubmitted(*, viewer: Viewer, day: date, now: datetime) -> tuple[people.StaffCard, ...]:
    """People in scope who are here that day and have not submitted their daily report."""
    rows = day_grid(viewer=viewer, day=day, now=now).rows
    return tuple(row.person for row in rows if row.counts and row.report_state != DailyReport.State.SUBMITTED)


def _grid(
    cards: tuple[people.StaffCard, ...],
    closed: dict[DayKey, ClosedDay],
    *,
    viewer: Viewer,
    day: date,
    now: datetime,
    own: people.OwnDays,
) -> DayGrid:
    ids = _ids(cards)
    rows = work_rows(staff_ids=ids, first=day, last=day)
    standing = standing_days(own=own, staff_ids=ids, first=day, last=day, closed=closed, rows=rows)
    live = rows.by_person_and_day()
    reports, reminded = report_states(staff_ids=ids, day=day), _reminded(ids, day, viewer)
    today = local_day(now)
    is_recent = today - REMIND_DAYS_BACK <= day <= today
    nothing = StandingDay(Tally(), State.IDLE)
    return DayGrid(
        day=day,
        rows=tuple(
            DayRow(
                person=card,
                standing=standing.get((card.id, day), nothing),
                report_state=reports.get(card.id, ""),
                reminded_at=reminded.get(card.id),
                may_be_reminded=is_recent and _is_due_again(reminded.get(card.id), now),
                live=live.get((card.id, day), Tally()),
            )
            for card in cards
            if own.is_worked(card.id, day) or (card.id, day) in live or (card.id, day) in closed
        ),
        is_workday=day in own.of_any(ids),
        is_today=day == today,
        now=now,
    )


def _reminded(ids: Collection[int], day: date, viewer: Viewer) -> dict[int, datetime]:
    """When this viewer last reminded each person of that day."""
    rows = Reminder.objects.filter(staff_id__in=ids, day=day, sent_by_id=viewer.staff_id)
    return dict(rows.values_list("staff_id", "sent_at"))


def _is_due_again(reminded_at: datetime | None, now: datetime) -> bool:
    return reminded_at is None or reminded_at <= now - REMIND_AGAIN_AFTER


def _ids(cards: Iterable[people.StaffCard]) -> list[int]:
    return [card.id for card in cards]
