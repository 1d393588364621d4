"""The table of one owner's goals over a period and its parts, with a line that says whether the parts add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from omos.formulas.periods import Period
from omos.loop.goals import queries
from omos.loop.goals.forms import TargetsForm, target_name
from omos.loop.goals.models import Goal
from omos.loop.goals.naming import period_words
from omos.loop.goals.queries import Column, PeriodParts
from omos.loop.goals.services import Target
from omos.loop.goals.target_table import DrawnRow, check, drawn_cell, target_now
from omos.loop.ledger import queries as ledger
from omos.ui.parts import State

# How deep a row stands, said in the classes of the other table.
_DEPTHS = ("COMPANY", "DEPARTMENT", "PERSON")


def open_part_cells(sheet: PeriodParts) -> dict[str, Target]:
    """Cells that may be filled: all but the locked ones."""
    locked = {(goal.first_day, goal.last_day, goal.measure, goal.category) for goal in sheet.goals if goal.is_locked}
    targets = [
        _target(sheet, period, column)
        for period in sheet.periods
        for column in sheet.columns
        if (period.first, period.last, *column) not in locked
    ]
    return {target_name(target): target for target in targets}


def propose_part_targets(sheet: PeriodParts, form: TargetsForm, *, by_last_year: bool) -> None:
    """Write proposed parts into the open cells, from the longest period down; nothing is saved.

    :raises FormulaError: where locked parts leave nothing to split
    """
    for column in sheet.columns:
        for whole in sheet.periods:
            parts = {part: sheet.of(part, column) for part in whole.parts() if part in sheet.periods}
            total = _now(sheet, form, whole, column)
            if parts and total:
                weights = queries.period_weights(whole, column[0], by_last_year=by_last_year)
                amounts = _amounts(column, total, parts, weights)
                _write(form, {_target(sheet, part, column): amount for part, amount in amounts.items()})


def _amounts(
    column: Column, total: int, parts: Mapping[Period, Goal | None], weights: Mapping[Period, int]
) -> dict[Period, int]:
    amounts = queries.proposed_parts(
        measure=column[0],
        total=total,
        owner_ids=range(len(parts)),
        weights={place: weights[part] for place, part in enumerate(parts)},
        fixed=_locked(list(parts.values())),
    )
    return {part: amounts[place] for place, part in enumerate(parts)}


def _write(form: TargetsForm, amounts: Mapping[Target, int]) -> None:
    for target, amount in amounts.items():
        name, measure = target_name(target), ledger.measure(target.measure)
        if name in form.allowed:
            form.texts[name] = ledger.typed_text(measure.code, amount or None, scale=measure.target_scale)


def _locked(held: Sequence[Goal | None]) -> Mapping[int, int]:
    """Parts that stay as they are, by their place."""
    return {place: goal.target or 0 for place, goal in enumerate(held) if goal is not None and goal.is_locked}


def part_rows(sheet: PeriodParts, form: TargetsForm, whose: str) -> list[DrawnRow]:
    """Each period with its cells; below its parts the line that compares them with it."""
    return list(_rows(sheet, form, sheet.whole, whose))


def _rows(sheet: PeriodParts, form: TargetsForm, period: Period, whose: str) -> Iterator[DrawnRow]:
    yield _row(sheet, form, period, whose)
    parts = [part for part in period.parts() if part in sheet.periods]
    for part in parts:
        yield from _rows(sheet, form, part, whose)
    if parts:
        name = _("Parts of %(period)s against it") % {"period": period_words(period)}
        yield DrawnRow(name, "", "CHECK", checks=tuple(_checks(sheet, form, period, parts)))


def _row(sheet: PeriodParts, form: TargetsForm, period: Period, whose: str) -> DrawnRow:
    words = period_words(period)
    cells = (
        drawn_cell(form, _target(sheet, period, column), sheet.of(period, column), f"{whose} {words}")
        for column in sheet.columns
    )
    return DrawnRow(words, "", _depth(sheet, period), cells=tuple(cells))


def _depth(sheet: PeriodParts, period: Period) -> str:
    if period == sheet.whole:
        return _DEPTHS[0]
    return _DEPTHS[1] if period.grain is sheet.whole.finer else _DEPTHS[2]


def _checks(sheet: PeriodParts, form: TargetsForm, whole: Period, parts: Sequence[Period]) -> Iterator[State]:
    for column in sheet.columns:
        own, *others = (_now(sheet, form, period, column) for period in (whole, *parts))
        yield check(column[0], own, others)


def _now(sheet: PeriodParts, form: TargetsForm, period: Period, column: Column) -> int | None:
    return target_now(form, _target(sheet, period, column), sheet.of(period, column))


def _target(sheet: PeriodParts, period: Period, column: Column) -> Target:
    return Target(sheet.level, sheet.owner_id, *column, period=period.key)
