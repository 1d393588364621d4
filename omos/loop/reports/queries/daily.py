"""The daily report: the machine's figures by category, the person's two sentences, what the supervisor said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.reports.queries.closings import StandingDay, closed_days, standing_days
from omos.loop.reports.queries.tallies import Category, Tally, WorkRows, work_rows
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.memory import once_a_view
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class CategoryLine:
    """What a person did in one category on one day."""

    category: Category
    tally: Tally


@dataclass(frozen=True)
class ReportView:
    """One person's daily report as its reader sees it; `id` is None while nothing was written."""

    id: int | None
    person: people.StaffCard
    day: date
    state: str
    problem: str
    tomorrow: str
    lines: tuple[CategoryLine, ...]
    standing: StandingDay
    submitted_at: datetime | None
    comment: str
    commented_by: str
    commented_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    row_version: int
    # Whether the figures moved since the report was submitted.
    is_outdated: bool

    @property
    def totals(self) -> Tally:
        """Sum of the lines."""
        return sum((line.tally for line in self.lines), Tally())

    @property
    def is_submitted(self) -> bool:
        """Whether it was submitted."""
        return self.state == DailyReport.State.SUBMITTED

    @property
    def is_open(self) -> bool:
        """Whether it may still be written."""
        return not self.standing.is_closed


@dataclass(frozen=True)
class Tomorrow:
    """What is planned for the next workday, as the report suggests it."""

    day: date
    lines: tuple[str, ...]


def report_of(*, viewer: Viewer, staff_id: int, day: date) -> ReportView | None:
    """One person's report of a day with its figures as they stand; None where the viewer may not see it."""
    person = people.staff_in_scope(viewer=viewer, verb="reports.view").select_related("position").filter(pk=staff_id)
    staff = person.first()
    if staff is None:
        return None
    rows = work_rows(staff_ids=[staff_id], first=day, last=day)
    closed = closed_days(staff_ids=[staff_id], first=day, last=day)
    own = people.own_days(staff_ids=[staff_id], first=day, last=day)
    standing = standing_days(own=own, staff_ids=[staff_id], first=day, last=day, closed=closed, rows=rows)
    nothing = StandingDay(Tally(), ClosedDay.State.IDLE)
    report = (
        DailyReport.objects.filter(staff_id=staff_id, day=day).select_related("commented_by", "acknowledged_by").first()
    )
    return _view(people.card_of(staff), day, report, category_lines(rows), standing.get((staff_id, day), nothing))


def category_lines(rows: WorkRows) -> tuple[CategoryLine, ...]:
    """Tallies by category, in the order of the categories."""
    tallies = rows.tallied(lambda row: row.category)
    ordered = sorted(tallies, key=lambda category: (category.sort_order, category.code))
    return tuple(CategoryLine(category, tallies[category]) for category in ordered)


def figures_of(lines: tuple[CategoryLine, ...]) -> list[dict[str, Any]]:
    """The lines as they are kept with a report: plain values, whole numbers."""
    return [
        {
            "category": line.category.code,
            "name": line.category.name,
            "unit": line.category.unit,
            "planned": line.tally.planned,
            "handed_in": line.tally.handed_in,
            "passed": line.tally.passed,
            "failed": line.tally.failed,
            "unknown": line.tally.unknown,
        }
        for line in lines
    ]


def tomorrow_of(*, staff_id: int, day: date) -> Tomorrow:
    """The assignments of the person's next workday in words."""
    following = people.next_own_workday(staff_id=staff_id, after=day)
    plans = work.my_day(staff_id=staff_id, day=following).due_today
    return Tomorrow(following, tuple(f"{plan.category} {plan.quantity} {plan.unit}" for plan in plans))


def reports_in_scope(*, viewer: Viewer, verb: str = "reports.view") -> QuerySet[DailyReport]:
    """Daily reports of people whom the viewer may reach by this verb."""
    staff = people.staff_in_scope(viewer=viewer, verb=verb)
    return DailyReport.objects.filter(staff__in=staff)


def reports_of_day(*, viewer: Viewer, day: date) -> Mapping[int, DailyReport]:
    """Submitted reports of the day by staff id; one query."""
    rows = reports_in_scope(viewer=viewer).filter(day=day, state=DailyReport.State.SUBMITTED)
    return {row.staff_id: row for row in rows.select_related("commented_by", "acknowledged_by")}


def reports_to_read(*, viewer: Viewer) -> QuerySet[DailyReport]:
    """Submitted reports of others nobody has acknowledged yet."""
    rows = reports_in_scope(viewer=viewer, verb="reports.comment").exclude(staff_id=viewer.staff_id or 0)
    return rows.filter(state=DailyReport.State.SUBMITTED, acknowledged_at__isnull=True)


@once_a_view
def has_submitted(*, staff_id: int, day: date) -> bool:
    """Whether this person's report of the day is in."""
    return DailyReport.objects.filter(staff_id=staff_id, day=day, state=DailyReport.State.SUBMITTED).exists()


def has_report_due(*, staff_id: int, day: date) -> bool:
    """Whether this person still has to write the day's report; nobody has to on a day off or on leave."""
    if has_submitted(staff_id=staff_id, day=day) or not people.is_own_workday(staff_id=staff_id, day=day):
        return False
    return (staff_id, day) not in people.leave_days([staff_id], day, day)


def _view(
    person: people.StaffCard,
    day: date,
    report: DailyReport | None,
    lines: tuple[CategoryLine, ...],
    standing: StandingDay,
) -> ReportView:
    row = report or DailyReport(day=day, staff_id=person.id, state="", row_version=0)
    is_submitted = row.state == DailyReport.State.SUBMITTED
    return ReportView(
        id=row.pk,
        person=person,
        day=day,
        state=row.state,
        problem=row.problem,
        tomorrow=row.tomorrow,
        lines=lines,
        standing=standing,
        submitted_at=row.submitted_at,
        comment=row.comment,
        commented_by=row.commented_by.name if row.commented_by else "",
        commented_at=row.commented_at,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by.name if row.acknowledged_by else "",
        row_version=row.row_version,
        is_outdated=is_submitted and row.figures != figures_of(lines),
    )
