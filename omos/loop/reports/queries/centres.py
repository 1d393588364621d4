"""The work report of a centre (工作报表): who did how much of what in a week or a month, and how well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from omos.loop.ledger import queries as ledger
from omos.loop.reports.queries.closings import people_between
from omos.loop.reports.queries.months import month_bounds
from omos.loop.reports.queries.tallies import Category, Tally, WorkRows, work_rows
from omos.people import queries as people
from omos.people.viewer import Viewer

# The duties each centre answers for; the operations centre sees them all.
DUTIES: Mapping[str, frozenset[str]] = {
    "operations": frozenset({"CONTENT", "SEO", "PAID", "CUSTOMERS", "WEBSITE"}),
    "content": frozenset({"CONTENT"}),
    "promotion": frozenset({"SEO", "PAID", "WEBSITE"}),
    "customers": frozenset({"CUSTOMERS"}),
}
PeriodKind = Literal["week", "month"]


@dataclass(frozen=True)
class Period:
    """A week or a month, and how much of it has passed."""

    kind: PeriodKind
    first: date
    last: date
    today: date

    @property
    def until(self) -> date:
        """Its last day, or today while it runs."""
        return min(self.last, self.today)

    @property
    def before(self) -> date:
        """A day of the period before."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        """The first day of the period after."""
        return self.last + timedelta(days=1)

    @property
    def is_running(self) -> bool:
        """Whether today lies in it."""
        return self.first <= self.today <= self.last


@dataclass(frozen=True)
class WorkLine:
    """One person's work of one category; minutes as the ledger verified them, None where it knows none."""

    category: Category
    tally: Tally
    minutes: int | None


@dataclass(frozen=True)
class WorkRow:
    """One person's work, category by category."""

    person: people.StaffCard
    lines: tuple[WorkLine, ...]

    @property
    def tally(self) -> Tally:
        """Sum of the lines."""
        return sum((line.tally for line in self.lines), Tally())

    @property
    def minutes(self) -> int | None:
        """Verified minutes of all lines."""
        return _known_sum(line.minutes for line in self.lines)


@dataclass(frozen=True)
class WorkReport:
    """The work of a centre over a period."""

    centre: str
    period: Period
    rows: tuple[WorkRow, ...]
    by_day: Mapping[date, Tally]
    workdays: tuple[date, ...]

    @property
    def totals(self) -> Tally:
        """Sum of the rows."""
        return sum((row.tally for row in self.rows), Tally())

    @property
    def minutes(self) -> int | None:
        """Verified minutes of everybody."""
        return _known_sum(row.minutes for row in self.rows)


def period_of(*, kind: PeriodKind, day: date, today: date) -> Period:
    """The week (from Monday) or the month that holds the day."""
    if kind == "month":
        return Period(kind, *month_bounds(day), today)
    monday = day - timedelta(days=day.weekday())
    return Period(kind, monday, monday + timedelta(days=6), today)


def work_report(*, viewer: Viewer, centre: str, period: Period) -> WorkReport:
    """Who did how much of what in the centre's duties until today; seven queries for any number of people."""
    # Who gets work outside the weekly plan only, such as a designer, has output all the same.
    cards = people_between(viewer=viewer, first=period.first, last=period.until, is_planned_only=False)
    rows = _of_duties(work_rows(staff_ids=[card.id for card in cards], first=period.first, last=period.until), centre)
    tallies = rows.tallied(lambda row: (row.staff_id, row.category))
    minutes = _minutes(period)
    lines: dict[int, list[WorkLine]] = {}
    for (staff_id, category), tally in sorted(tallies.items(), key=lambda item: _order(item[0][1])):
        line = WorkLine(category, tally, minutes.get((staff_id, category.code)))
        lines.setdefault(staff_id, []).append(line)
    return WorkReport(
        centre=centre,
        period=period,
        rows=tuple(WorkRow(card, tuple(lines[card.id])) for card in cards if card.id in lines),
        by_day=rows.tallied(lambda row: row.day),
        workdays=tuple(people.workdays_between(period.first, period.until)),
    )


def first_pass_rate(tally: Tally) -> Decimal | None:
    """Pieces that passed without being redone ÷ pieces judged; none where all is unknown, which costs nothing."""
    judged = tally.handed_in - tally.unknown
    return Decimal(tally.first_passed) / judged if judged else None


def _of_duties(rows: WorkRows, centre: str) -> WorkRows:
    duties = DUTIES[centre]
    return WorkRows(
        tuple(plan for plan in rows.plans if plan.category.duty in duties),
        tuple(piece for piece in rows.pieces if piece.category.duty in duties),
    )


def _minutes(period: Period) -> dict[tuple[int, str], int]:
    """Verified minutes by (staff id, category code), booked on the day of hand-in."""
    minutes: dict[tuple[int, str], int] = {}
    for cell in ledger.day_cells(measures=("work_minutes",), first=period.first, last=period.until):
        if cell.staff_id is not None:
            key = (cell.staff_id, cell.category)
            minutes[key] = minutes.get(key, 0) + cell.value
    return minutes


def _known_sum(minutes: Iterable[int | None]) -> int | None:
    known = [one for one in minutes if one is not None]
    return sum(known) if known else None


def _order(category: Category) -> tuple[int, str]:
    return category.sort_order, category.code
