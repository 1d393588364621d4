"""The weekly work plan: generated from capacity, leftovers, the keyword plan and the goal gap; then published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from omos.formulas.weekplan import Cell, Source, Unplaced, plan_week
from omos.loop.work.models import Assignment, AssignmentKeyword, WorkPlan
from omos.loop.work.services.codes import next_codes
from omos.loop.work.services.week_inputs import WeekInputs, week_inputs
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = Assignment.State


class PlanPublished(Exception):
    """The week is out already; the message is fit for the person who pressed."""


class WeekEmpty(Exception):
    """There is nothing to publish; the message says what to do first."""


@transaction.atomic
def generate_week(*, monday: date, department_id: int, actor: Viewer, now: datetime) -> int:
    """Propose the week anew; returns how many cells were filled. What was typed into a draft by hand gives way.

    :raises PlanPublished: if the week is out already
    """
    plan = WorkPlan.objects.get_or_create(monday=monday, department_id=department_id)[0]
    if not WorkPlan.objects.filter(pk=plan.pk, state=WorkPlan.State.DRAFT).update(generated_at=now):
        raise PlanPublished(_("The week is published already; change single cells instead."))
    Assignment.objects.filter(plan=plan, state=State.DRAFT).delete()
    inputs = week_inputs(plan)
    proposal = plan_week(
        people=inputs.people,
        categories=inputs.categories,
        days=inputs.days,
        workdays_left=inputs.workdays_left,
        next_month=inputs.next_month,
        carried=inputs.carried,
        keyword_items=inputs.keyword_items,
    )
    _store(plan, proposal.cells, inputs, now)
    WorkPlan.objects.filter(pk=plan.pk).update(unplaced=[_unplaced(item) for item in proposal.unplaced])
    record_action(
        "work.plan", actor=actor, subject=("work.workplan", plan.pk), now=now, after={"generated": len(proposal.cells)}
    )
    return len(proposal.cells)


@transaction.atomic
def publish_week(*, monday: date, department_id: int, actor: Viewer, now: datetime) -> int:
    """Give everybody their week; returns how many people have work. What was carried over is closed where it was.

    :raises WeekEmpty: if nothing is planned
    :raises PlanPublished: if somebody published it before
    """
    drafts = Assignment.objects.filter(plan__monday=monday, plan__department_id=department_id, state=State.DRAFT)
    if (
        not drafts.exists()
        and not WorkPlan.objects.filter(
            monday=monday, department_id=department_id, state=WorkPlan.State.PUBLISHED
        ).exists()
    ):
        raise WeekEmpty(_("The week is empty. Generate it or fill a cell first."))
    plans = WorkPlan.objects.filter(monday=monday, department_id=department_id, state=WorkPlan.State.DRAFT)
    if not plans.update(state=WorkPlan.State.PUBLISHED, published_at=now):
        raise PlanPublished(_("The week is published already."))
    people_count = drafts.values("staff_id").distinct().count()
    carried = list(drafts.filter(carried_from__isnull=False).values_list("carried_from_id", flat=True))
    drafts.update(state=State.OPEN)
    Assignment.objects.filter(id__in=carried, state=State.OPEN).update(state=State.CARRIED)
    record_action(
        "work.publish_week", actor=actor, subject=("work.workplan", monday), now=now, after={"people": people_count}
    )
    return people_count


def _store(plan: WorkPlan, cells: Sequence[Cell], inputs: WeekInputs, now: datetime) -> None:
    codes = next_codes(plan.monday, len(cells))
    assignments = [
        Assignment(
            code=code,
            iso_year=iso_year,
            plan=plan,
            staff_id=cell.person_id,
            category_id=cell.category_id,
            due_date=cell.day,
            quantity=cell.quantity,
            reasons=_reasons(cell, inputs),
            carried_from_id=next(iter(_subjects(cell, Source.CARRIED_OVER)), None),
            created_at=now,
        )
        for cell, (code, iso_year) in zip(cells, codes, strict=True)
    ]
    Assignment.objects.bulk_create(assignments)
    AssignmentKeyword.objects.bulk_create(
        AssignmentKeyword(assignment=assignment, keyword_id=keyword_id, order=order)
        for assignment, cell in zip(assignments, cells, strict=True)
        for order, keyword_id in enumerate(dict.fromkeys(_subjects(cell, Source.KEYWORD)))
    )


def _subjects(cell: Cell, source: Source) -> tuple[int, ...]:
    return tuple(subject for reason in cell.reasons if reason.source is source for subject in reason.subject_ids)


def _reasons(cell: Cell, inputs: WeekInputs) -> list[dict[str, Any]]:
    """Why this many, as the page explains it: what the day holds, then each source with its part."""
    parts: list[dict[str, Any]] = [
        {
            "code": "capacity",
            "minutes_per_unit": cell.minutes_per_unit,
            "capacity_minutes": cell.capacity_minutes,
            "capacity_units": cell.capacity_units,
            "known_days": inputs.known_days.get(cell.person_id, 0),
        }
    ]
    for reason in cell.reasons:
        is_usual = reason.source is Source.GOAL_GAP and inputs.is_usual(cell.category_id, cell.day)
        parts.append(
            {
                "code": "usual" if is_usual else str(reason.source).lower(),
                "quantity": reason.quantity,
                "week_units": reason.week_units,
                "goal_gap": reason.goal_gap,
            }
        )
    return parts


def _unplaced(item: Unplaced) -> dict[str, Any]:
    return {
        "category_id": item.category_id,
        "quantity": item.quantity,
        "source": str(item.source).lower(),
        "obstacle": str(item.obstacle).lower(),
        "person_id": item.person_id,
    }
