"""Makes days of work for tests of any room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from omos.loop.reports.models import ClosedDay, DailyReport
from omos.loop.verification.tests.factories import make_standing
from omos.loop.work.models import Assignment, WorkCategory
from omos.loop.work.tests.factories import TODAY, make_assignment, make_evidence
from omos.people.models import Staff

MIDDAY = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
NEXT_DAY = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def make_work(
    staff: Staff,
    *,
    planned: int = 3,
    passed: int = 0,
    failed: int = 0,
    unknown: int = 0,
    pending: int = 0,
    late: int = 0,
    day: date = TODAY,
    category: WorkCategory | None = None,
) -> Assignment:
    """An assignment with its pieces; late ones passed, a day after."""
    assignment = make_assignment(staff, due_date=day, quantity=planned, category=category)
    at = datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)
    for outcome in ["PASSED"] * passed + ["FAILED"] * failed + ["PROVISIONAL"] * unknown:
        make_standing(make_evidence(assignment, handed_in_at=at), outcome=outcome)
    for _number in range(pending):
        make_evidence(assignment, handed_in_at=at)
    for _number in range(late):
        make_standing(make_evidence(assignment, handed_in_at=NEXT_DAY, is_late=True), outcome="PASSED")
    return assignment


def make_closed_day(staff: Staff, day: date = TODAY, *, state: str = "CLEARED", planned: int = 3, **figures: int):
    figures = {"handed_in": planned, "passed": planned, **figures}
    return ClosedDay.objects.create(day=day, staff=staff, state=state, planned=planned, closed_at=NEXT_DAY, **figures)


def make_report(staff: Staff, day: date = TODAY, *, state: str = DailyReport.State.SUBMITTED, **fields):
    submitted_at = MIDDAY if state == DailyReport.State.SUBMITTED else None
    return DailyReport.objects.create(day=day, staff=staff, state=state, submitted_at=submitted_at, **fields)
