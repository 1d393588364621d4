"""The weekly plan as a calculator of the shell."""

from __future__ import annotations

from datetime import date
from typing import Final

from omos.formulas.calc_fields import CalcError, Fields, read_day, read_number
from omos.formulas.weekplan import Carried, Category, Cell, KeywordItem, NextMonth, Person, WeekPlan, plan_week

_PERSON: Final = ("id", "positions", "minutes")
_CATEGORY: Final = ("id", "minutes_per_unit", "position", "goal_gap", "weights")
_CARRIED: Final = ("person_id", "category_id", "quantity", "subject_id")
_KEYWORD: Final = ("subject_id", "category_id", "person_id", "day", "quantity")
_NEXT_MONTH: Final = ("first", "workdays_left", "goal_gaps")
_FIELDS: Final = ("people", "categories", "days", "workdays_left", "carried", "keyword_items", "next_month")


def week(data: object) -> dict[str, object]:
    """Propose a week; ``minutes`` of a person is one number for every day or an object of days."""
    fields = Fields(data, _FIELDS)
    days = [read_day(f"days[{place}]", day) for place, day in enumerate(fields.items("days"))]
    if not days:
        raise CalcError("days", "required")
    plan = plan_week(
        people=[_person(row, days) for row in fields.rows("people", _PERSON)],
        categories=[_category(row) for row in fields.rows("categories", _CATEGORY)],
        days=days,
        workdays_left=fields.whole("workdays_left", len(days)),
        carried=[_carried(row) for row in fields.rows("carried", _CARRIED)],
        keyword_items=[_keyword_item(row) for row in fields.rows("keyword_items", _KEYWORD)],
        next_month=_next_month(fields.child("next_month", _NEXT_MONTH)) if fields.has("next_month") else None,
    )
    return _answer(plan)


def _person(row: Fields, days: list[date]) -> Person:
    positions = row.items("positions")
    if not all(isinstance(position, str) for position in positions):
        raise CalcError(row.path("positions"), "not_a_text")
    return Person(row.whole("id"), frozenset(map(str, positions)), _minutes(row, days))


def _minutes(row: Fields, days: list[date]) -> dict[date, int]:
    if row.is_object("minutes"):
        field = row.path("minutes")
        return {
            read_day(f"{field}.{day}", day): int(read_number(f"{field}.{day}", value))
            for day, value in row.mapping("minutes").items()
        }
    return dict.fromkeys(days, row.whole("minutes"))


def _carried(row: Fields) -> Carried:
    return Carried(
        row.whole("person_id"), row.whole("category_id"), row.whole("quantity"), row.optional_whole("subject_id")
    )


def _keyword_item(row: Fields) -> KeywordItem:
    return KeywordItem(
        row.whole("subject_id"),
        row.whole("category_id"),
        row.optional_whole("person_id"),
        row.optional_day("day"),
        row.whole("quantity", 1),
    )


def _next_month(month: Fields) -> NextMonth:
    field, given = month.path("goal_gaps"), month.mapping("goal_gaps")
    units = Fields(given, given, field)
    gaps = {int(read_number(field, category_id)): units.whole(category_id, 0) for category_id in given}
    return NextMonth(month.day("first"), month.whole("workdays_left"), gaps)


def _category(row: Fields) -> Category:
    return Category(
        row.whole("id"),
        row.whole("minutes_per_unit"),
        row.text("position") if row.has("position") else None,
        row.whole("goal_gap", 0),
        {
            int(read_number(row.path("weights"), person_id)): read_number(f"{row.path('weights')}.{person_id}", weight)
            for person_id, weight in row.mapping("weights").items()
        },
    )


def _answer(plan: WeekPlan) -> dict[str, object]:
    return {
        "cells": [_cell(cell) for cell in plan.cells],
        "unplaced": [
            {
                "category_id": left.category_id,
                "quantity": left.quantity,
                "source": left.source.value,
                "obstacle": left.obstacle.value,
                "person_id": left.person_id,
                "subject_id": left.subject_id,
            }
            for left in plan.unplaced
        ],
        "loads": [
            {
                "person_id": load.person_id,
                "day": load.day.isoformat(),
                "capacity_minutes": load.capacity_minutes,
                "planned_minutes": load.planned_minutes,
            }
            for load in plan.loads
        ],
    }


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "person_id": cell.person_id,
        "day": cell.day.isoformat(),
        "category_id": cell.category_id,
        "quantity": cell.quantity,
        "minutes_per_unit": cell.minutes_per_unit,
        "capacity_units": cell.capacity_units,
        "reasons": [
            {"source": reason.source.value, "quantity": reason.quantity, "subject_ids": list(reason.subject_ids)}
            for reason in cell.reasons
        ],
    }
