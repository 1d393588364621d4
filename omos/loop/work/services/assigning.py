"""Assigning work by hand: one cell of the week, ad-hoc work, taking work back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from omos.loop.work.models import Assignment, AssignmentKeyword, WorkPlan
from omos.loop.work.services.codes import next_codes
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = Assignment.State
MOST_PER_CELL = 999


class AssignmentRefused(Exception):
    """The assignment makes no sense; the message says what would."""


class AssignmentClosed(Exception):
    """The assignment changed meanwhile; the message is fit for the person who pressed."""


@dataclass(frozen=True)
class Cell:
    """One person, day and category of the weekly matrix."""

    department_id: int
    staff_id: int
    category_id: int
    day: date


@transaction.atomic
def set_cell(*, cell: Cell, quantity: int, actor: Viewer, now: datetime) -> Assignment | None:
    """Put this quantity into the cell; 0 takes the work out. In a published week the person sees it at once.

    :raises AssignmentRefused: when the quantity is senseless or less than what was handed in already
    """
    if not 0 <= quantity <= MOST_PER_CELL:
        raise AssignmentRefused(_("Choose a quantity from 0 to %(most)s.") % {"most": MOST_PER_CELL})
    plan = WorkPlan.objects.get_or_create(
        monday=cell.day - timedelta(days=cell.day.weekday()), department_id=cell.department_id
    )[0]
    rows = Assignment.objects.filter(
        plan=plan, staff_id=cell.staff_id, category_id=cell.category_id, due_date=cell.day, is_ad_hoc=False
    ).exclude(state=State.WITHDRAWN)
    before = rows.values_list("quantity", flat=True).first() or 0
    if quantity == 0:
        _take_out(rows)
    elif not rows.filter(handed_in_count__lte=quantity).update(quantity=quantity):
        _refuse_fewer_than_handed_in(rows)
        _add(plan, cell, quantity, now)
    _settle(rows, now)
    record_action(
        "work.plan",
        actor=actor,
        subject=("work.workplan", plan.pk),
        now=now,
        before={"staff": cell.staff_id, "day": cell.day, "category": cell.category_id, "quantity": before},
        after={"quantity": quantity},
    )
    return rows.first()


@dataclass(frozen=True)
class AdHoc:
    """Work given outside the weekly plan: to whom, what, how many, until when."""

    staff_id: int
    category_id: int
    quantity: int
    due_date: date
    due_time: time | None = None
    brief: str = ""
    keyword_ids: Sequence[int] = ()


@transaction.atomic
def assign_ad_hoc(*, work: AdHoc, actor: Viewer, now: datetime) -> Assignment:
    """Give somebody work outside the weekly plan (临时交办).

    :raises AssignmentRefused: when the quantity is senseless
    """
    if not 1 <= work.quantity <= MOST_PER_CELL:
        raise AssignmentRefused(_("Choose a quantity from 1 to %(most)s.") % {"most": MOST_PER_CELL})
    [(code, iso_year)] = next_codes(work.due_date, 1)
    assignment = Assignment.objects.create(
        code=code,
        iso_year=iso_year,
        staff_id=work.staff_id,
        category_id=work.category_id,
        quantity=work.quantity,
        due_date=work.due_date,
        due_time=work.due_time,
        brief=work.brief.strip(),
        is_ad_hoc=True,
        state=State.OPEN,
        created_at=now,
    )
    AssignmentKeyword.objects.bulk_create(
        AssignmentKeyword(assignment=assignment, keyword_id=keyword_id, order=order)
        for order, keyword_id in enumerate(dict.fromkeys(work.keyword_ids))
    )
    record_action(
        "work.assign_ad_hoc",
        actor=actor,
        subject=("work.assignment", assignment.pk),
        now=now,
        after={"staff": work.staff_id, "category": work.category_id, "quantity": work.quantity, "due": work.due_date},
    )
    return assignment


@transaction.atomic
def withdraw_assignment(*, assignment_id: int, actor: Viewer, now: datetime) -> None:
    """Take an assignment back while nothing was handed in for it.

    :raises AssignmentClosed: when something was handed in or it is gone
    """
    rows = Assignment.objects.filter(id=assignment_id, state__in=(State.DRAFT, State.OPEN), handed_in_count=0)
    if not rows.update(state=State.WITHDRAWN):
        raise AssignmentClosed(_("Something was handed in for it already, so it stays."))
    record_action(
        "work.plan", actor=actor, subject=("work.assignment", assignment_id), now=now, after={"state": "WITHDRAWN"}
    )


def _take_out(rows: QuerySet[Assignment]) -> None:
    rows.filter(state=State.DRAFT, handed_in_count=0).delete()
    rows.filter(state=State.OPEN, handed_in_count=0).update(state=State.WITHDRAWN)
    _refuse_fewer_than_handed_in(rows)


def _refuse_fewer_than_handed_in(rows: QuerySet[Assignment]) -> None:
    handed_in = rows.values_list("handed_in_count", flat=True).first()
    if handed_in:
        raise AssignmentRefused(_("%(count)s were handed in already; plan at least that many.") % {"count": handed_in})


def _add(plan: WorkPlan, cell: Cell, quantity: int, now: datetime) -> None:
    [(code, iso_year)] = next_codes(cell.day, 1)
    Assignment.objects.create(
        code=code,
        iso_year=iso_year,
        plan=plan,
        staff_id=cell.staff_id,
        category_id=cell.category_id,
        due_date=cell.day,
        quantity=quantity,
        state=State.OPEN if plan.state == WorkPlan.State.PUBLISHED else State.DRAFT,
        reasons=[{"code": "by_hand", "quantity": quantity}],
        created_at=now,
    )


def _settle(rows: QuerySet[Assignment], now: datetime) -> None:
    """Open or complete the assignment as its quantity now says."""
    rows.filter(state=State.DONE, handed_in_count__lt=F("quantity")).update(state=State.OPEN, completed_at=None)
    rows.filter(Q(state=State.OPEN), handed_in_count__gte=F("quantity")).update(state=State.DONE, completed_at=now)
