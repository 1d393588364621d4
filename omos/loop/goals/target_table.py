"""The month's table of targets: company, departments, people, with a line that says whether the parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.loop.goals import queries
from omos.loop.goals.forms import TargetsForm, target_name
from omos.loop.goals.models import Goal
from omos.loop.goals.queries import Board, Owner
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


def open_cells(board: Board, viewer: Viewer) -> dict[str, Target]:
    """Cells of the table that the viewer may fill: nothing locked, nobody out of reach."""
    found: dict[str, Target] = {}
    for owner in (None, *board.owners):
        level, owner_id = (owner.level, owner.id) if owner else (Goal.Level.COMPANY, None)
        if not queries.covers(
            viewer,
            "goals.set",
            level=level,
            department_id=owner.department_id if owner else None,
            staff_id=owner_id,
            staff_department_id=owner.department_id if owner else None,
        ):
            continue
        for measure, category in board.columns:
            goal = board.of(level, owner_id, (measure, category))
            if goal is None or not goal.is_locked:
                target = Target(level, owner_id, measure, category)
                found[target_name(target)] = target
    return found


def propose(board: Board, form: TargetsForm, *, by_last_month: bool) -> None:
    """Write proposed parts into the open cells; nothing is saved.

    :raises FormulaError: where locked parts leave nothing to split
    """
    departments = [owner for owner in board.owners if owner.level == Goal.Level.DEPARTMENT]
    for column in board.columns:
        whole = _target_now(board, form, None, column)
        if whole is None:
            continue
        _propose_parts(board, form, column, whole, departments, by_last_month=by_last_month)
        for department in departments:
            part = _target_now(board, form, department, column)
            people = _people_of(board, department, column)
            if part and people:
                _propose_parts(board, form, column, part, people, by_last_month=by_last_month)


def _people_of(board: Board, department: Owner, column: tuple[str, str]) -> list[Owner]:
    """Who shares in a measure: those who hold a goal for it, or brought something last month."""
    shares = queries.last_month_shares(
        measure=column[0], category=column[1], first=board.first, level=Goal.Level.PERSON
    )
    return [
        owner
        for owner in board.owners
        if owner.level == Goal.Level.PERSON
        and owner.department_id == department.id
        and (owner.id in shares or board.of(owner.level, owner.id, column))
    ]


def _propose_parts(
    board: Board,
    form: TargetsForm,
    column: tuple[str, str],
    whole: int,
    owners: Sequence[Owner],
    *,
    by_last_month: bool,
) -> None:
    if not owners:
        return
    level, (measure, category) = owners[0].level, column
    locked = {owner.id: board.of(level, owner.id, column) for owner in owners}
    parts = queries.proposed_parts(
        measure=measure,
        total=whole,
        owner_ids=[owner.id for owner in owners],
        weights=queries.last_month_shares(measure=measure, category=category, first=board.first, level=level)
        if by_last_month
        else None,
        fixed={owner_id: goal.target or 0 for owner_id, goal in locked.items() if goal and goal.is_locked},
    )
    scale = ledger.measure(measure).target_scale
    for owner_id, amount in parts.items():
        name = target_name(Target(level, owner_id, measure, category))
        if name in form.allowed:
            form.texts[name] = ledger.typed_text(measure, amount, scale=scale) if amount else ""


def table_rows(board: Board, form: TargetsForm) -> list[DrawnRow]:
    """The company, each department with its check line, the people below it with theirs."""
    rows = [DrawnRow(_("Company"), "", Goal.Level.COMPANY, _cells(board, form, None))]
    departments = [owner for owner in board.owners if owner.level == Goal.Level.DEPARTMENT]
    for department in departments:
        rows.append(DrawnRow(department.name, _("Department"), department.level, _cells(board, form, department)))
        people = [
            owner for owner in board.owners if owner.level == Goal.Level.PERSON and owner.department_id == department.id
        ]
        rows += [DrawnRow(one.name, one.position, one.level, _cells(board, form, one)) for one in people]
        if people:
            name = _("People of %(department)s against it") % {"department": department.name}
            rows.append(DrawnRow(name, "", "CHECK", checks=_checks(board, form, department, people)))
    if departments:
        rows.append(
            DrawnRow(_("Departments against the company"), "", "CHECK", checks=_checks(board, form, None, departments))
        )
    return rows


def _cells(board: Board, form: TargetsForm, owner: Owner | None) -> tuple[DrawnCell, ...]:
    return tuple(_cell(board, form, owner, column) for column in board.columns)


def _cell(board: Board, form: TargetsForm, owner: Owner | None, column: tuple[str, str]) -> DrawnCell:
    level, owner_id = (owner.level, owner.id) if owner else (Goal.Level.COMPANY, None)
    goal, target = board.of(level, owner_id, column), Target(level, owner_id, *column)
    name, measure = target_name(target), ledger.measure(column[0])
    stored = ledger.typed_text(column[0], goal.target, scale=measure.target_scale) if goal else ""
    is_open = name in form.allowed
    return DrawnCell(
        name=name,
        text=form.texts.get(name, stored) if is_open else _written(board, goal),
        label=f"{owner.name if owner else _('Company')} {measure.label}",
        is_open=is_open,
        is_locked=goal is not None and goal.is_locked,
        fault=form.faults.get(name, ""),
        url=reverse("goals:goal", args=[goal.pk]) if goal else "",
    )


def _written(board: Board, goal: Goal | None) -> str:
    return ledger.text_of(goal.measure, board.progress[goal.pk].target) if goal else formats.NOTHING_KNOWN


def _checks(board: Board, form: TargetsForm, parent: Owner | None, parts: Sequence[Owner]) -> tuple[State, ...]:
    return tuple(_check(board, form, parent, parts, column) for column in board.columns)


def _check(
    board: Board, form: TargetsForm, parent: Owner | None, parts: Sequence[Owner], column: tuple[str, str]
) -> State:
    if ledger.measure(column[0]).kind is not ledger.Kind.FLOW:
        return State("plain", _("not a sum"))
    whole = _target_now(board, form, parent, column)
    amounts = [_target_now(board, form, part, column) for part in parts]
    if whole is None or not any(amounts):
        return State("plain", formats.NOTHING_KNOWN)
    gap = sum(amount or 0 for amount in amounts) - whole
    if gap == 0:
        return State("yes", _("adds up"))
    text = ledger.text_of(column[0], abs(gap))
    return State("warning", (_("%(gap)s over") if gap > 0 else _("%(gap)s short")) % {"gap": text})


def _target_now(board: Board, form: TargetsForm, owner: Owner | None, column: tuple[str, str]) -> int | None:
    """What stands in a cell: typed where it can be read, else stored."""
    level, owner_id = (owner.level, owner.id) if owner else (Goal.Level.COMPANY, None)
    target, measure = Target(level, owner_id, *column), ledger.measure(column[0])
    text = form.texts.get(target_name(target))
    if text is not None:
        try:
            return ledger.read_figure(text, measure, scale=measure.target_scale)
        except ledger.UnreadableFigure:
            return None
    goal = board.of(level, owner_id, column)
    return goal.target if goal else None
