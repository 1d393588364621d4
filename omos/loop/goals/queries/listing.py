"""Which goals there are, and who has read them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from omos.loop.goals.models import Acknowledgement, Goal
from omos.loop.goals.queries.reach import sees
from omos.people import queries as people
from omos.people.memory import once_a_view
from omos.people.policy import scope_of
from omos.people.roles import Scope
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class Reading:
    """How many people have read a goal, how many of them agree, and what the viewer did."""

    read: int
    agreed: int
    is_read_by_me: bool = False
    is_agreed_by_me: bool = False


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month a day lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def goals_for(*, viewer: Viewer, first: date, last: date) -> QuerySet[Goal]:
    """Standing goals of exactly this period that the viewer sees: the company's, the own department's, and people's
    within reach."""
    goals = (
        Goal.objects.filter(first_day=first, last_day=last)
        .exclude(state=Goal.State.WITHDRAWN)
        .select_related("department", "staff__position")
        .order_by("id")
    )
    if scope_of(viewer, "goals.view") == Scope.ALL:
        return goals
    departments = {*viewer.department_ids, viewer.department_id}
    return goals.filter(
        Q(level=Goal.Level.COMPANY)
        | Q(level=Goal.Level.DEPARTMENT, department_id__in=departments)
        | Q(staff__in=people.staff_in_scope(viewer=viewer, verb="goals.view"))
    )


@once_a_view
def company_goals(first: date, last: date) -> tuple[Goal, ...]:
    """The company's standing goals of exactly this period, which everybody sees."""
    goals = Goal.objects.filter(level=Goal.Level.COMPANY, first_day=first, last_day=last)
    return tuple(goals.exclude(state=Goal.State.WITHDRAWN).order_by("id"))


def goal_seen(*, viewer: Viewer, goal_id: int) -> Goal | None:
    """One standing goal, if the viewer sees it."""
    goals = Goal.objects.select_related("staff", "department").exclude(state=Goal.State.WITHDRAWN)
    goal = goals.filter(pk=goal_id).first()
    return goal if goal is not None and sees(viewer, goal) else None


def company_targets(first: date, last: date) -> dict[str, int]:
    """The company's targets of exactly this period by measure, in the measure's smallest unit."""
    return {
        goal.measure: goal.target
        for goal in company_goals(first, last)
        if not goal.category and goal.target is not None
    }


def readings(goal_ids: Collection[int], *, viewer: Viewer | None = None) -> dict[int, Reading]:
    """By goal, how many have read it and how many agree; goals nobody has read are left out."""
    is_mine = Q(staff_id=(viewer.staff_id if viewer else None) or 0)
    rows = (
        Acknowledgement.objects.filter(goal_id__in=goal_ids)
        .values("goal_id")
        .annotate(
            read=Count("id"),
            said_yes=Count("id", filter=Q(agreed=True)),
            mine=Count("id", filter=is_mine),
            my_yes=Count("id", filter=is_mine & Q(agreed=True)),
        )
    )
    return {
        row["goal_id"]: Reading(row["read"], row["said_yes"], bool(row["mine"]), bool(row["my_yes"])) for row in rows
    }


@dataclass(frozen=True)
class Reader:
    """Somebody who has read a goal."""

    name: str
    is_agreed: bool
    at: datetime


def readers(*, goal_id: int) -> tuple[Reader, ...]:
    """Who has read a goal, those who agreed first."""
    rows = Acknowledgement.objects.filter(goal_id=goal_id).order_by("-agreed", "at", "id")
    return tuple(Reader(*row) for row in rows.values_list("staff__name", "agreed", "at"))


def my_acknowledgements(*, viewer: Viewer, goal_ids: Collection[int]) -> dict[int, bool]:
    """Goals the viewer has read, and whether with agreement."""
    rows = Acknowledgement.objects.filter(staff_id=viewer.staff_id or 0, goal_id__in=goal_ids)
    return dict(rows.values_list("goal_id", "agreed"))


def departments_of_staff() -> dict[int, int]:
    """The department of every staff member, whoever looks."""
    everybody = people.staff_in_scope(viewer=Viewer.system("goals"), verb="goals.view")
    return dict(everybody.values_list("pk", "department_id"))
