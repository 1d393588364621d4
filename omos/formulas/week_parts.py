"""What goes into a weekly work plan and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Source(StrEnum):
    """Why a piece of work is in the plan, in the order in which it is placed."""

    CARRIED_OVER = "CARRIED_OVER"
    KEYWORD = "KEYWORD"
    GOAL_GAP = "GOAL_GAP"


class Obstacle(StrEnum):
    """Why a piece of work found no place."""

    NO_CAPACITY = "NO_CAPACITY"
    UNIT_EXCEEDS_DAY = "UNIT_EXCEEDS_DAY"
    PERSON_AWAY = "PERSON_AWAY"
    PERSON_ABSENT = "PERSON_ABSENT"
    NOBODY_FOR_POSITION = "NOBODY_FOR_POSITION"


@dataclass(frozen=True)
class Person:
    """Somebody to plan for: positions filled, and minutes free per day after leave and booked work."""

    id: int
    positions: frozenset[str]
    minutes: Mapping[date, int]


@dataclass(frozen=True)
class Category:
    """Countable work: minutes a unit takes, the position that does it (none: anybody), units the month still lacks.

    ``weights`` prefers people by id within the position; left out is 1, and 0 is never given this work.
    """

    id: int
    minutes_per_unit: int
    position: str | None = None
    goal_gap: int = 0
    weights: Mapping[int, Decimal | int] = field(default_factory=dict)


@dataclass(frozen=True)
class NextMonth:
    """The month that begins within the week: its first day, its workdays, units it asks for by category id."""

    first: date
    workdays_left: int
    goal_gaps: Mapping[int, int]


@dataclass(frozen=True)
class Carried:
    """Work left over from before, which stays with its person."""

    person_id: int
    category_id: int
    quantity: int
    subject_id: int | None = None


@dataclass(frozen=True)
class KeywordItem:
    """A line of the weekly keyword plan, with person and day where these are already chosen."""

    subject_id: int
    category_id: int
    person_id: int | None = None
    day: date | None = None
    quantity: int = 1


@dataclass(frozen=True)
class Reason:
    """How many units of a cell come from one source; for the goal gap also what its month's days share of what lack."""

    source: Source
    quantity: int
    subject_ids: tuple[int, ...] = ()
    week_units: int = 0
    goal_gap: int = 0


@dataclass(frozen=True)
class Cell:
    """Units of one category for one person on one day, with the capacity they were measured against."""

    person_id: int
    day: date
    category_id: int
    quantity: int
    minutes_per_unit: int
    capacity_minutes: int
    capacity_units: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Unplaced:
    """Units that fit nowhere, and what stood in the way."""

    category_id: int
    quantity: int
    source: Source
    obstacle: Obstacle
    person_id: int | None = None
    subject_id: int | None = None


@dataclass(frozen=True)
class Load:
    """Minutes a person has on a day, and minutes the plan takes of them."""

    person_id: int
    day: date
    capacity_minutes: int
    planned_minutes: int


@dataclass(frozen=True)
class WeekPlan:
    """A proposed week."""

    cells: tuple[Cell, ...]
    unplaced: tuple[Unplaced, ...]
    loads: tuple[Load, ...]
