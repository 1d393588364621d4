"""The table of targets of a period: company, departments, people, with a line that says whether the parts add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.loop.goals import queries
from omos.loop.goals.forms import TargetsForm, target_name
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import Column, Owner, Shares
from omos.loop.goals.services import Target
from omos.loop.ledger import queries as ledger
from omos.people.viewer import Viewer
from omos.ui import formats
from omos.ui.parts import State


@dataclass(frozen=True)
class DrawnCell:
    """One target of the table: an input, a locked figure, or nothing."""

    name: str
    text: str
    label: str
    is_open: bool
    is_locked: bool
    fault: str
    url: str


@dataclass(frozen=True)
class DrawnRow:
    """One owner of the table; a check row says whether the parts add up."""

    name: str
    note: str
    level: str
    cells: tuple[DrawnCell, ...] = ()
    checks: tuple[State, ...] = ()


def open_cells(shares: Shares, viewer: Viewer) -> dict[str, Target]:
    """Cells of the table that the viewer may fill: nothing locked, nobody out of reach."""
    found: dict[str, Target] = {}
    for owner in (None, *shares.owners):
        if _covers(viewer, owner):
            for column in shares.columns:
                goal, target = _goal_of(shares, owner, column), _target(owner, column)
                if goal is None or not goal.is_locked:
                    found[target_name(target)] = target
    return found


def column_heads(columns: Sequence[Column]) -> list[dict[str, str]]:
    """Name and unit of each column."""
    measures = [(ledger.measure(code), category) for code, category in columns]
    return [
        {"label": ledger.category_name(category) or str(one.label), "note": str(one.unit_label)}
        for one, category in measures
    ]


def _covers(viewer: Viewer, owner: Owner | None) -> bool:
    if owner is None:
        return queries.covers(viewer, "goals.set", level=Goal.Level.COMPANY)
    return queries.covers_owner(viewer, owner)


def _place(owner: Owner | None) -> tuple[str, int | None]:
    return (owner.level, owner.id) if owner else (Goal.Level.COMPANY, None)


def _target(owner: Owner | None, column: Column) -> Target:
    return Target(*_place(owner), *column)


def _goal_of(shares: Shares, owner: Owner | None, column: Column) -> Goal | None:
    return shares.of(*_place(owner), column)


def propose(shares: Shares, form: TargetsForm, *, by_last_month: bool) -> None:
    """Write proposed parts into the open cells; nothing is saved.

    :raises FormulaError: where locked parts leave nothing to split
    """
    departments = _departments(shares)
    for column in shares.columns:
        whole = _target_now(shares, form, None, column)
        if whole is None:
            continue
        _propose_parts(shares, form, column, whole, departments, by_last_month=by_last_month)
        for department in departments:
            part = _target_now(shares, form, department, column)
            people = _sharers(shares, department, column)
            if part and people:
                _propose_parts(shares, form, column, part, people, by_last_month=by_last_month)


def _sharers(shares: Shares, department: Owner, column: Column) -> list[Owner]:
    """Who shares in a measure: those who hold a goal for it, or brought something last month."""
    brought = _last_month(shares, column, Goal.Level.PERSON)
    people = _people(shares, department)
    return [one for one in people if one.id in brought or _goal_of(shares, one, column)]


def _last_month(shares: Shares, column: Column, level: str) -> Mapping[int, int]:
    measure, category = column
    return queries.last_month_shares(measure=measure, category=category, first=shares.period.first, level=level)


def _propose_parts(
    shares: Shares,
    form: TargetsForm,
    column: Column,
    whole: int,
    owners: Sequence[Owner],
    *,
    by_last_month: bool,
) -> None:
    if not owners:
        return
    measure = ledger.measure(column[0])
    held = {owner.id: _goal_of(shares, owner, column) for owner in owners}
    parts = queries.proposed_parts(
        measure=measure.code,
        total=whole,
        owner_ids=list(held),
        weights=_last_month(shares, column, owners[0].level) if by_last_month else {},
        fixed=_locked(held),
    )
    for owner in owners:
        name, amount = target_name(_target(owner, column)), parts[owner.id]
        if name in form.allowed:
            form.texts[name] = ledger.typed_text(measure.code, amount or None, scale=measure.target_scale)


def _locked(held: Mapping[int, Goal | None]) -> dict[int, int]:
    """Parts that stay as they are."""
    return {owner_id: goal.target or 0 for owner_id, goal in held.items() if goal is not None and goal.is_locked}


def table_rows(shares: Shares, form: TargetsForm) -> list[DrawnRow]:
    """The company, each department with its check line, the people below it with theirs."""
    rows = [DrawnRow(_("Company"), "", Goal.Level.COMPANY, _cells(shares, form, None))]
    departments = _departments(shares)
    for department in departments:
        rows.append(DrawnRow(department.name, _("Department"), department.level, _cells(shares, form, department)))
        people = _people(shares, department)
        rows += [DrawnRow(one.name, one.position, one.level, _cells(shares, form, one)) for one in people]
        if people:
            name = _("People of %(department)s against it") % {"department": department.name}
            rows.append(DrawnRow(name, "", "CHECK", checks=_checks(shares, form, department, people)))
    if departments:
        rows.append(
            DrawnRow(_("Departments against the company"), "", "CHECK", checks=_checks(shares, form, None, departments))
        )
    return rows


def _departments(shares: Shares) -> list[Owner]:
    return [owner for owner in shares.owners if owner.level == Goal.Level.DEPARTMENT]


def _people(shares: Shares, department: Owner) -> list[Owner]:
    people = (owner for owner in shares.owners if owner.level == Goal.Level.PERSON)
    return [owner for owner in people if owner.department_id == department.id]


def _cells(shares: Shares, form: TargetsForm, owner: Owner | None) -> tuple[DrawnCell, ...]:
    name = owner.name if owner else _("Company")
    return tuple(drawn_cell(form, _target(owner, one), _goal_of(shares, owner, one), name) for one in shares.columns)


def drawn_cell(form: TargetsForm, target: Target, goal: Goal | None, whose: str) -> DrawnCell:
    """One cell of a table of targets: typed text where it is open, else what stands."""
    name, measure = target_name(target), ledger.measure(target.measure)
    is_open = name in form.allowed
    return DrawnCell(
        name=name,
        text=form.texts.get(name, _typed(goal)) if is_open else _written(goal),
        label=f"{whose} {measure.label}",
        is_open=is_open,
        is_locked=goal is not None and goal.is_locked,
        fault=form.faults.get(name, ""),
        url=reverse("goals:goal", args=[goal.pk]) if goal else "",
    )


def _typed(goal: Goal | None) -> str:
    return ledger.typed_text(goal.measure, goal.target, scale=ledger.measure(goal.measure).target_scale) if goal else ""


def _written(goal: Goal | None) -> str:
    return ledger.text_of(goal.measure, queries.target_value(goal)) if goal else formats.NOTHING_KNOWN


def _checks(shares: Shares, form: TargetsForm, parent: Owner | None, parts: Sequence[Owner]) -> tuple[State, ...]:
    return tuple(
        check(
            column[0],
            _target_now(shares, form, parent, column),
            [_target_now(shares, form, part, column) for part in parts],
        )
        for column in shares.columns
    )


def check(measure: str, whole: int | None, parts: Sequence[int | None]) -> State:
    """Whether the parts add up to the whole, in words; ratios and levels are no sums."""
    if ledger.measure(measure).kind is not ledger.Kind.FLOW:
        return State("plain", _("not a sum"))
    if whole is None or not any(parts):
        return State("plain", formats.NOTHING_KNOWN)
    gap = sum(filter(None, parts)) - whole
    if gap == 0:
        return State("yes", _("adds up"))
    words = _("%(gap)s over") if gap > 0 else _("%(gap)s short")
    return State("warning", words % {"gap": ledger.text_of(measure, abs(gap))})


def _target_now(shares: Shares, form: TargetsForm, owner: Owner | None, column: Column) -> int | None:
    return target_now(form, _target(owner, column), _goal_of(shares, owner, column))


def target_now(form: TargetsForm, target: Target, goal: Goal | None) -> int | None:
    """What stands in a cell: typed where it can be read, else stored."""
    text, measure = form.texts.get(target_name(target)), ledger.measure(target.measure)
    if text is None:
        return goal.target if goal else None
    try:
        return ledger.read_figure(text, measure, scale=measure.target_scale)
    except ledger.UnreadableFigure:
        return None
