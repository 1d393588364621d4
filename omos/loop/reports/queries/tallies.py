"""Pieces of work of persons and days, counted: what was planned, handed in, and how it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from decimal import Decimal
from operator import add
from typing import NamedTuple, TypeVar

from django.utils import timezone

from omos.formulas.scoring import DayState, DayWork, day_state
from omos.loop.reports.models import ClosedDay
from omos.loop.verification import queries as verification
from omos.loop.work import queries as work

PASSED = frozenset({"PASSED"})
FAILED = frozenset({"FAILED", "RETURNED"})

Key = TypeVar("Key", bound=Hashable)
State = ClosedDay.State

_STATES = {
    DayState.CLOSED: State.CLEARED,
    DayState.CLOSED_LATE: State.LATE,
    DayState.PARTLY: State.MISSING,
    DayState.MISSING: State.MISSING,
    DayState.NOTHING_PLANNED: State.IDLE,
    DayState.AWAY: State.LEAVE,
}


@dataclass(frozen=True)
class Category:
    """A work category as reports show it; its code alone says which one it is."""

    code: str
    name: str = field(compare=False)
    duty: str = field(compare=False)
    icon: str = field(compare=False)
    unit: str = field(compare=False)
    sort_order: int = field(compare=False)


@dataclass(frozen=True)
class Plan:
    """An assignment: how many of what, and how many of them are still missing."""

    staff_id: int
    day: date
    category: Category
    quantity: int
    missing: int


@dataclass(frozen=True)
class Piece:
    """Evidence that stands: for which due day, when it came, how it stands."""

    id: int
    staff_id: int
    day: date
    category: Category
    quantity: int
    handed_in_at: datetime
    outcome: str
    # After the due day; what replaces a returned piece in time does not count late.
    is_late: bool
    # On the due day, but after the hour that was named.
    is_past_hour: bool
    is_second_try: bool


@dataclass(frozen=True)
class Tally:
    """Pieces counted; those neither passed nor failed are unknown and count as passed for the time being."""

    planned: int = 0
    handed_in: int = 0
    passed: int = 0
    failed: int = 0
    late: int = 0
    missing: int = 0
    # Of the late ones: those that came after the day, not only after the hour.
    after_day: int = 0
    first_passed: int = 0
    last_at: datetime | None = field(default=None, kw_only=True)

    def __add__(self, other: Tally) -> Tally:
        numbers = (getattr(self, one.name) + getattr(other, one.name) for one in fields(self)[:-1])
        moments = [at for at in (self.last_at, other.last_at) if at is not None]
        return Tally(*numbers, last_at=max(moments, default=None))

    @property
    def unknown(self) -> int:
        """Handed in without a verdict of yes or no."""
        return self.handed_in - self.passed - self.failed

    @property
    def done_share(self) -> Decimal | None:
        """Planned pieces handed in ÷ planned; none where nothing was planned."""
        return Decimal(self.planned - self.missing) / self.planned if self.planned else None

    @property
    def to_mend(self) -> int:
        """Planned pieces that were handed in but did not pass, with nothing in their place."""
        return min(self.failed, max(0, self.planned - self.missing - self.passed - self.unknown))

    @property
    def work(self) -> DayWork:
        """The pieces as the formulas take them, every late one counted late."""
        return self._work(self.late)

    def state(self, *, is_away: bool = False) -> ClosedDay.State:
        """How the day stands; leave and unknown never lower it, surplus of one kind does not fill another."""
        state = _STATES[day_state(self._work(self.after_day), is_away=is_away)]
        if self.missing and state in {State.CLEARED, State.LATE}:
            state = State.MISSING
        return State.LEAVE if is_away and state is not State.CLEARED else state

    def _work(self, late: int) -> DayWork:
        counted = self.handed_in - self.failed
        return DayWork(self.planned, self.handed_in, self.passed, self.failed, min(late, counted))


@dataclass(frozen=True)
class WorkRows:
    """Assignments and pieces of some people due in a period."""

    plans: tuple[Plan, ...]
    pieces: tuple[Piece, ...]

    def tallied(self, key: Callable[[Plan | Piece], Key]) -> dict[Key, Tally]:
        """Tallies by whatever `key` says of a row."""
        sums: dict[Key, list[int]] = {}
        latest: dict[Key, datetime] = {}
        rows: tuple[Plan | Piece, ...] = (*self.plans, *self.pieces)
        for row in rows:
            place = key(row)
            counts = _counts(row)
            sums[place] = list(map(add, sums[place], counts)) if place in sums else list(counts)
            if isinstance(row, Piece):
                latest[place] = max(latest.get(place, row.handed_in_at), row.handed_in_at)
        return {place: Tally(*counts, last_at=latest.get(place)) for place, counts in sums.items()}

    def by_person_and_day(self) -> dict[tuple[int, date], Tally]:
        """Tallies by (staff id, due day)."""
        return self.tallied(lambda row: (row.staff_id, row.day))


def tally_of(row: Plan | Piece) -> Tally:
    """One assignment or piece as a tally."""
    return Tally(*_counts(row), last_at=row.handed_in_at if isinstance(row, Piece) else None)


def _counts(row: Plan | Piece) -> tuple[int, ...]:
    """What one row adds to each number of a tally, in their order."""
    if isinstance(row, Plan):
        return (row.quantity, 0, 0, 0, 0, row.missing, 0, 0)
    quantity = row.quantity
    passed = quantity if row.outcome in PASSED else 0
    failed = quantity if row.outcome in FAILED else 0
    late = quantity if row.is_late or row.is_past_hour else 0
    after_day = quantity if row.is_late else 0
    return (0, quantity, passed, failed, late, 0, after_day, 0 if row.is_second_try else passed)


_CATEGORY = ("code", "name", "duty", "icon", "unit", "sort_order")


def work_rows(*, staff_ids: Collection[int], first: date, last: date) -> WorkRows:
    """Assignments and standing pieces of these people due in the period; three or four queries."""
    return WorkRows(_plans(staff_ids, first, last), _pieces(staff_ids, first, last))


def _plans(staff_ids: Collection[int], first: date, last: date) -> tuple[Plan, ...]:
    rows = work.assignments_between(staff_ids=staff_ids, first=first, last=last).values_list(
        "staff_id", "due_date", "quantity", "handed_in_count", *(f"category__{name}" for name in _CATEGORY)
    )
    return tuple(
        Plan(staff_id, day, Category(*category), quantity, max(0, quantity - handed_in))
        for staff_id, day, quantity, handed_in, *category in rows
    )


class _Found(NamedTuple):
    """A piece of evidence as it was read, before its verdict."""

    id: int
    staff_id: int
    day: date
    quantity: int
    at: datetime
    is_late: bool
    replaces_id: int | None
    due_time: time | None
    category: Category


def _pieces(staff_ids: Collection[int], first: date, last: date) -> tuple[Piece, ...]:
    rows = work.evidence_between(staff_ids=staff_ids, first=first, last=last).values_list(
        "id",
        "staff_id",
        "assignment__due_date",
        "quantity",
        "handed_in_at",
        "is_late",
        "replaces_id",
        "assignment__due_time",
        *(f"assignment__category__{name}" for name in _CATEGORY),
    )
    found = [_Found._make((*row[:8], Category(*row[8:]))) for row in rows]
    # Neither asks anything where there is nothing to ask about.
    outcomes = verification.outcomes_of(evidence_ids=[one.id for one in found])
    redone_late = [one.id for one in found if one.is_late and one.replaces_id]
    excused = verification.excused_late_ids(evidence_ids=redone_late)
    return tuple(_piece(one, outcomes.get(one.id, "PENDING"), is_excused=one.id in excused) for one in found)


def _piece(one: _Found, outcome: str, *, is_excused: bool) -> Piece:
    return Piece(
        id=one.id,
        staff_id=one.staff_id,
        day=one.day,
        category=one.category,
        quantity=one.quantity,
        handed_in_at=one.at,
        outcome=outcome,
        is_late=one.is_late and not is_excused,
        is_past_hour=not one.is_late and _is_past(one.at, one.due_time),
        is_second_try=one.replaces_id is not None,
    )


def _is_past(at: datetime, due_time: time | None) -> bool:
    return due_time is not None and timezone.localtime(at).time() > due_time
