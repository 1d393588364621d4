"""The week as a matrix of people and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from omos.loop.work.models import Assignment, WorkCategory, WorkPlan
from omos.loop.work.queries.capacities import Presence, capacities, presence
from omos.loop.work.queries.days import COUNTED
from omos.people import queries as people
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class Chip:
    """One category and quantity in a cell, with why it is this many."""

    assignment_id: int
    code: str
    category_id: int
    category: str
    duty: str
    icon: str
    unit: str
    quantity: int
    # Pieces that this assignment still asks for.
    missing: int
    minutes: int
    is_carried: bool
    is_ad_hoc: bool
    state: str
    reasons: tuple[dict[str, Any], ...]


_ASKING = (Assignment.State.DRAFT, Assignment.State.OPEN)
_CHIP = (
    "id", "staff_id", "due_date", "code", "quantity", "handed_in_count", "carried_from_id", "is_ad_hoc", "state",
    "reasons", "category_id", "category__name", "category__duty", "category__icon", "category__unit",
    "category__minutes",
)  # fmt: skip
# What everybody has to do, by (staff id, day).
Chips = dict[tuple[int, date], list[Chip]]


@dataclass(frozen=True)
class MatrixCell:
    """One person's day: work, planned minutes against the minutes the day holds."""

    day: date
    is_workday: bool
    leave: Decimal
    chips: tuple[Chip, ...]
    minutes: int
    capacity: int

    @property
    def load(self) -> int | None:
        """Planned minutes as a percentage of what the day holds; None where it holds none."""
        return round(100 * self.minutes / self.capacity) if self.capacity else None

    @property
    def is_over(self) -> bool:
        """Whether more is planned than the day holds."""
        return self.minutes > self.capacity


@dataclass(frozen=True)
class MatrixRow:
    """One person's week."""

    person: people.StaffCard
    cells: tuple[MatrixCell, ...]

    @property
    def minutes(self) -> int:
        """Planned minutes of the week."""
        return sum(cell.minutes for cell in self.cells)

    @property
    def capacity(self) -> int:
        """Minutes the week holds."""
        return sum(cell.capacity for cell in self.cells)

    @property
    def load(self) -> int | None:
        """Planned minutes as a percentage of what the week holds."""
        return round(100 * self.minutes / self.capacity) if self.capacity else None


@dataclass(frozen=True)
class WeekMatrix:
    """People × days of one week, and how far the plan is."""

    monday: date
    days: tuple[date, ...]
    rows: tuple[MatrixRow, ...]
    state: str
    generated_at: datetime | None
    published_at: datetime | None
    unplaced: tuple[dict[str, Any], ...]

    @property
    def is_published(self) -> bool:
        """Whether everybody has their week."""
        return self.state == WorkPlan.State.PUBLISHED

    @property
    def people_with_work(self) -> int:
        """How many people the week gives work to."""
        return sum(1 for row in self.rows if row.minutes)


def categories() -> tuple[WorkCategory, ...]:
    """Active categories by duty and order."""
    return tuple(WorkCategory.objects.filter(is_active=True).order_by("sort_order", "id"))


def category_called(code: str) -> WorkCategory | None:
    """The category with this code, used or not; None where there is none."""
    return WorkCategory.objects.filter(code=code).first()


def category_names() -> dict[str, str]:
    """Names of all categories by code, those no longer used included."""
    return dict(WorkCategory.objects.values_list("code", "name"))


def week_matrix(*, viewer: Viewer, monday: date) -> WeekMatrix:
    """The week of everybody the viewer may see, each day against the minutes it holds."""
    cards = _planned_people(viewer, monday)
    ids = [card.id for card in cards]
    known = presence(staff_ids=ids, monday=monday)
    chips = _chips(ids, monday)
    full_days = capacities(day_minutes={card.id: card.day_minutes for card in cards}, monday=monday, known=known)
    days = _days(monday, ids, known, chips)
    plan = WorkPlan.objects.filter(monday=monday, department_id__in=viewer.department_ids).order_by("id").first()
    return WeekMatrix(
        monday=monday,
        days=days,
        rows=tuple(_row(card, days, known, chips, full_days[card.id].minutes_per_day) for card in cards),
        state=plan.state if plan else "",
        generated_at=plan.generated_at if plan else None,
        published_at=plan.published_at if plan else None,
        unplaced=tuple(plan.unplaced) if plan else (),
    )


def _days(monday: date, ids: list[int], known: Presence, chips: Chips) -> tuple[date, ...]:
    """Workdays, and other days that have work all the same."""
    busy = {day for _staff_id, day in chips} | set(known.own.of_any(ids))
    return tuple(day for day in (monday + timedelta(days=place) for place in range(7)) if day in busy)


def _row(card: people.StaffCard, days: tuple[date, ...], known: Presence, chips: Chips, full_day: int) -> MatrixRow:
    return MatrixRow(
        card,
        tuple(
            _cell(
                day,
                is_workday=known.own.is_worked(card.id, day),
                leave=known.away.get((card.id, day), Decimal(0)),
                chips=tuple(chips.get((card.id, day), ())),
                full_day=int(full_day * known.own.share(card.id, day)),
            )
            for day in days
        ),
    )


def _planned_people(viewer: Viewer, monday: date) -> tuple[people.StaffCard, ...]:
    cards = people.staff_cards(viewer=viewer, verb="work.view", today=monday)
    return tuple(card for card in cards if card.is_planned)


def _chips(staff_ids: list[int], monday: date) -> Chips:
    rows = (
        Assignment.objects.filter(staff_id__in=staff_ids, due_date__range=(monday, monday + timedelta(days=6)))
        .exclude(state=Assignment.State.WITHDRAWN)
        .order_by("category__sort_order", "id")
    )
    chips: Chips = {}
    # Plain rows: a week of many people is a page of its own, and models cost more than all the rest of it.
    for row in rows.values_list(*_CHIP, named=True):
        chip = Chip(
            assignment_id=row.id,
            code=row.code,
            category_id=row.category_id,
            category=row.category__name,
            duty=row.category__duty,
            icon=row.category__icon,
            unit=row.category__unit,
            quantity=row.quantity,
            missing=max(0, row.quantity - row.handed_in_count) if row.state in _ASKING else 0,
            minutes=row.quantity * row.category__minutes,
            is_carried=row.carried_from_id is not None,
            is_ad_hoc=row.is_ad_hoc,
            state=row.state,
            reasons=tuple(row.reasons),
        )
        chips.setdefault((row.staff_id, row.due_date), []).append(chip)
    return chips


def _cell(day: date, *, is_workday: bool, leave: Decimal, chips: tuple[Chip, ...], full_day: int) -> MatrixCell:
    capacity = int(full_day * (1 - leave)) if is_workday else 0
    return MatrixCell(day, is_workday, leave, chips, sum(chip.minutes for chip in chips), capacity)


def planned_pieces(*, first: date, last: date) -> int:
    """Pieces that published plans ask for in the period, over everybody; what is asked for in between is no plan."""
    rows = Assignment.objects.filter(due_date__range=(first, last), state__in=COUNTED, is_ad_hoc=False)
    return rows.aggregate(pieces=Sum("quantity"))["pieces"] or 0
