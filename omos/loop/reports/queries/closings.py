"""Closed days as they stand, and whose days are to be closed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.reports.queries.tallies import Tally, WorkRows, work_rows
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.viewer import Viewer

# Before the first day was ever closed, only so much of the past is closed belatedly.
FIRST_CATCH_UP = timedelta(days=31)
DayKey = tuple[int, date]


@dataclass(frozen=True)
class StandingDay:
    """A person's day: as it was closed, or as it stands while it is open."""

    tally: Tally
    state: ClosedDay.State
    closed: ClosedDay | None = None
    is_reopened: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing moves any more."""
        return self.closed is not None


def closed_days(*, staff_ids: Collection[int], first: date, last: date) -> dict[DayKey, ClosedDay]:
    """The last closing of each (staff id, day), reopened ones included; one query."""
    rows = ClosedDay.objects.filter(staff_id__in=staff_ids, day__range=(first, last)).order_by("revision")
    return {(row.staff_id, row.day): row for row in rows}


def standing_days(
    *,
    own: people.OwnDays,
    staff_ids: Collection[int],
    first: date,
    last: date,
    closed: dict[DayKey, ClosedDay],
    rows: WorkRows,
) -> dict[DayKey, StandingDay]:
    """Days of these people from their closings where closed, from their work, leave and rest elsewhere; one query."""
    away = people.leave_days(staff_ids, first, last)
    tallies = rows.by_person_and_day()
    keys = {*tallies, *away, *(key for key in closed if first <= key[1] <= last)}
    free = {key for key in keys if away.get(key, 0) >= 1 or own.is_rest(*key)}
    return {key: _standing(tallies.get(key, Tally()), key in free, closed.get(key)) for key in keys}


def open_day(*, staff_ids: Collection[int], day: date) -> dict[int, StandingDay]:
    """How a day stands by staff id as if it were closed this moment, whatever was closed before."""
    rows = work_rows(staff_ids=staff_ids, first=day, last=day)
    own = people.own_days(staff_ids=staff_ids, first=day, last=day)
    standing = standing_days(own=own, staff_ids=staff_ids, first=day, last=day, closed={}, rows=rows)
    nothing = StandingDay(Tally(), ClosedDay.State.IDLE)
    return {staff_id: standing.get((staff_id, day), nothing) for staff_id in staff_ids}


def closed_tally(row: ClosedDay) -> Tally:
    """The figures of a closing; it keeps no hour of the last hand-in."""
    return Tally(
        planned=row.planned,
        handed_in=row.handed_in,
        passed=row.passed,
        failed=row.failed,
        late=row.late,
        missing=row.missing,
        after_day=row.late,
    )


def day_people(*, viewer: Viewer, day: date) -> tuple[people.StaffCard, ...]:
    """Whose day is closed among those in scope: everybody planned by category who is here; one query."""
    return people_between(viewer=viewer, first=day, last=day)


def people_between(
    *, viewer: Viewer, first: date, last: date, is_planned_only: bool = True
) -> tuple[people.StaffCard, ...]:
    """Everybody in scope, or who is planned by category among them, here on any day of the period; one query."""
    rows = people.staff_in_scope(viewer=viewer, verb="reports.view")
    if is_planned_only:
        rows = rows.filter(is_planned_by_category=True)
    here = rows.filter(
        Q(arrived_on__isnull=True) | Q(arrived_on__lte=last), Q(left_on__isnull=True) | Q(left_on__gte=first)
    )
    ordered = here.exclude(kind="PLANNED").select_related("position").order_by("position__sort_order", "id")
    return tuple(people.card_of(person) for person in ordered)


def is_closed(*, staff_id: int, day: date) -> bool:
    """Whether this person's day is closed and not reopened."""
    return _last_closings().filter(staff_id=staff_id, day=day, reopened_at__isnull=True).exists()


def open_reports(*, staff_id: int, day: date) -> QuerySet[DailyReport]:
    """This person's report of the day as long as the day is open, so that the write itself meets the closing."""
    closing = _last_closings().filter(staff=OuterRef("staff"), day=OuterRef("day"), reopened_at__isnull=True)
    return DailyReport.objects.filter(~Exists(closing), staff_id=staff_id, day=day)


def days_to_close(*, now: datetime) -> tuple[date, ...]:
    """Days that are over and not closed, in order: all since the last closing, and those reopened before today."""
    today = local_day(now)
    yesterday = today - timedelta(days=1)
    last: date | None = ClosedDay.objects.aggregate(last=Max("day"))["last"]
    first = last + timedelta(days=1) if last else _first_due(today)
    fresh = {first + timedelta(days=offset) for offset in range((yesterday - first).days + 1)} if first else set()
    return tuple(sorted(fresh | _reopened(today)))


def days_to_mend(*, today: date, within: timedelta) -> dict[DayKey, ClosedDay]:
    """Closed days of late that did not end well and may look better by now."""
    since = today - within
    rows = ClosedDay.objects.filter(day__gte=since, day__lt=today).order_by("revision")
    standing = {(row.staff_id, row.day): row for row in rows}
    wanting = {ClosedDay.State.MISSING, ClosedDay.State.LATE}
    return {key: row for key, row in standing.items() if row.reopened_at is None and row.state in wanting}


def _standing(live: Tally, is_away: bool, closed: ClosedDay | None) -> StandingDay:
    if closed is None or closed.reopened_at is not None:
        return StandingDay(live, live.state(is_away=is_away), is_reopened=closed is not None)
    return StandingDay(closed_tally(closed), ClosedDay.State(closed.state), closed)


def _first_due(today: date) -> date | None:
    everybody = people.staff_in_scope(viewer=Viewer.system("reports.close_day"), verb="reports.view")
    rows = work.assignments_between(
        staff_ids=list(everybody.values_list("id", flat=True)),
        first=today - FIRST_CATCH_UP,
        last=today - timedelta(days=1),
    )
    return rows.values_list("due_date", flat=True).first()


def _reopened(today: date) -> set[date]:
    """Days whose last closing was undone before today."""
    rows = _last_closings().filter(reopened_at__isnull=False)
    return {day for day, at in rows.values_list("day", "reopened_at") if at is not None and local_day(at) < today}


def _last_closings() -> QuerySet[ClosedDay]:
    """The last revision of every closing."""
    later = ClosedDay.objects.filter(day=OuterRef("day"), staff=OuterRef("staff"), revision__gt=OuterRef("revision"))
    return ClosedDay.objects.filter(~Exists(later))
