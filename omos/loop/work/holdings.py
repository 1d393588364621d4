"""What a person holds here: assignments that are not done."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from omos.loop.work.models import Assignment, AssignmentKeyword, Evidence
from omos.loop.work.services.codes import next_codes
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.holdings import Held, HeldThing, Holding, Moved, Passing

State = Assignment.State
NOT_DONE = (State.DRAFT, State.OPEN)


def open_assignments(holding: Holding) -> tuple[HeldThing, ...]:
    """Assignments not done: those due on the days named, or all of them, overdue ones included."""
    rows = Assignment.objects.filter(staff_id=holding.staff_id, state__in=NOT_DONE)
    if holding.last is not None:
        rows = rows.filter(due_date__range=(holding.first, holding.last))
    return tuple(
        HeldThing(row.pk, f"{row.code} {row.category.name} {row.missing} {row.category.unit}", row.due_date.isoformat())
        for row in rows.select_related("category").order_by("due_date", "id")
    )


def pass_on(passing: Passing) -> Moved:
    """Give open assignments away; of one that is partly done only the rest goes."""
    rows = _not_done(passing.memos, passing.from_id)
    # Nobody is late with what they got a moment ago: for good, overdue work is due on the next own workday.
    since = passing.first if passing.last is None else date.min
    return {row.pk: _give(row, to_id=passing.to_id, since=since) for row in rows}


def take_back(passing: Passing) -> Moved:
    """Take back what the stand-in has not done; what is overdue by now is due on the next own workday."""
    rows = _not_done(passing.memos, passing.to_id)
    today = local_day(passing.now)
    moved = {row.pk: _give(row, to_id=passing.from_id, since=today) for row in rows}
    for old_id, (new_id, _memo) in moved.items():
        if passing.memos[old_id].get("was_planned"):
            _plan_again(new_id)
    return moved


def _not_done(ids: object, staff_id: int) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(pk__in=list(ids), staff_id=staff_id, state__in=NOT_DONE)  # type: ignore[call-overload]
    return rows.select_for_update().order_by("id")


def _give(row: Assignment, *, to_id: int, since: date) -> tuple[int, dict[str, bool]]:
    """Give one assignment, or its rest, to somebody; the sum of all quantities stays."""
    due = row.due_date
    if due < since:
        due = people.next_own_workday(staff_id=to_id, after=since - timedelta(days=1))
    # The week knows one cell per person, day and category; what would be a second one goes beside the plan.
    becomes_ad_hoc = not row.is_ad_hoc and _is_taken(row, to_id, due)
    values = {"staff_id": to_id, "due_date": due, "is_ad_hoc": row.is_ad_hoc or becomes_ad_hoc}
    memo = {"was_planned": True} if becomes_ad_hoc else {}
    if row.handed_in_count:
        return _part(row, values), memo
    Assignment.objects.filter(pk=row.pk).update(**values)
    return row.pk, memo


def _part(row: Assignment, values: dict[str, object]) -> int:
    """Part an assignment: what was handed in stays done with its person, the rest becomes an assignment of its own."""
    [(code, iso_year)] = next_codes(row.due_date, 1)
    rest = Assignment(
        code=code,
        iso_year=iso_year,
        plan_id=row.plan_id,
        category_id=row.category_id,
        due_time=row.due_time,
        quantity=row.missing,
        state=row.state,
        brief=row.brief,
        reasons=row.reasons,
        created_at=row.created_at,
        **values,
    )
    rest.save()
    served = Evidence.objects.filter(assignment=row, keyword__isnull=False, withdrawn_at=None).values("keyword_id")
    AssignmentKeyword.objects.filter(assignment=row).exclude(keyword_id__in=served).update(assignment=rest)
    last = Evidence.objects.filter(assignment=row, withdrawn_at=None).order_by("-handed_in_at").first()
    Assignment.objects.filter(pk=row.pk).update(
        quantity=row.handed_in_count, state=State.DONE, completed_at=last.handed_in_at if last else row.created_at
    )
    return rest.pk


def _plan_again(assignment_id: int) -> None:
    row = Assignment.objects.get(pk=assignment_id)
    if not _is_taken(row, row.staff_id, row.due_date):
        Assignment.objects.filter(pk=assignment_id).update(is_ad_hoc=False)


def _is_taken(row: Assignment, staff_id: int, due: date) -> bool:
    same = Assignment.objects.filter(
        plan_id=row.plan_id, staff_id=staff_id, category_id=row.category_id, due_date=due, is_ad_hoc=False
    )
    return row.plan_id is not None and same.exclude(pk=row.pk).exclude(state=State.WITHDRAWN).exists()


HELD = (Held("work.assignments", _("Open assignments"), "clipboard-text", open_assignments, pass_on, take_back),)
