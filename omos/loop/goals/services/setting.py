"""Setting goals: a number or a milestone, whole enough to be checked, below a superior's goal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from omos.loop.goals.models import Goal
from omos.loop.goals.services.reach import goal_for, require_reach
from omos.loop.goals.services.refusals import (
    DuplicateGoal,
    GoalIncomplete,
    GoalLocked,
    GoalMoved,
    SenselessGoal,
    SuperiorGoalMissing,
)
from omos.loop.ledger import queries as ledger
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

LARGEST = 10**13
LONGEST_PERIOD_DAYS = 366


@dataclass(frozen=True)
class GoalDraft:
    """A goal as somebody wants it: quantity (measure and target, or a milestone), quality and deadline (S17)."""

    level: str
    first_day: date
    last_day: date
    measure: str = ""
    target: int | None = None
    deadline: date | None = None
    category: str = ""
    milestone: str = ""
    quality: str = ""
    department_id: int | None = None
    staff_id: int | None = None


def set_goal(
    *, draft: GoalDraft, actor: Viewer, now: datetime, goal_id: int | None = None, row_version: int | None = None
) -> int:
    """Propose a new goal, or change one that is not locked yet; returns its id. A change asks for agreement anew.

    :raises GoalIncomplete: naming what is missing of measure, number, unit and deadline
    :raises SenselessGoal: for a number, period or deadline that cannot be meant
    :raises SuperiorGoalMissing: where the level above has no goal for the period
    :raises DuplicateGoal: where the owner has this goal already
    :raises GoalLocked, GoalMoved, NotYours: where the goal cannot be changed, by this person or any more
    """
    require_whole(draft)
    require_reach(
        actor=actor, verb="goals.set", level=draft.level, department_id=draft.department_id, staff_id=draft.staff_id
    )
    try:
        with transaction.atomic():
            parent = superior_of(draft)
            if goal_id is None:
                return _create(draft, parent, actor, now)
            return _change(goal_id, draft, parent, row_version=row_version, actor=actor, now=now)
    except IntegrityError as fault:
        refusal = _("This goal is set for this period already; change that one instead.")
        raise DuplicateGoal(refusal, "measure") from fault


def require_whole(draft: GoalDraft) -> None:
    """The check of S16, and that the figures can be meant.

    :raises GoalIncomplete, SenselessGoal: naming the input at fault
    """
    missing = _missing(draft)
    if missing:
        raise GoalIncomplete(missing)
    if draft.milestone and (draft.measure or draft.target is not None):
        raise SenselessGoal(_("A goal is either a number or a milestone, not both."), "milestone")
    if draft.target is not None and not 0 < draft.target <= LARGEST:
        raise SenselessGoal(_("The number must be above nought and believable."), "target")
    _require_days(draft)


def _require_days(draft: GoalDraft) -> None:
    if not 0 <= (draft.last_day - draft.first_day).days <= LONGEST_PERIOD_DAYS:
        raise SenselessGoal(_("The period must end after it starts and last a year at most."), "last_day")
    if draft.deadline is None or not draft.first_day <= draft.deadline <= draft.last_day:
        raise SenselessGoal(_("The deadline must lie within the period of the goal."), "deadline")


def _missing(draft: GoalDraft) -> list[str]:
    missing = []
    if not draft.milestone:
        missing += _missing_of_number(draft)
    if draft.deadline is None:
        missing.append("deadline")
    return missing


def _missing_of_number(draft: GoalDraft) -> list[str]:
    missing = [] if draft.measure else ["measure"]
    if draft.target is None:
        missing.append("target")
    known = {one.code: one for one in ledger.measures()}.get(draft.measure)
    if draft.measure and (known is None or not str(known.unit_label)):
        missing.append("unit")
    return missing


def superior_of(draft: GoalDraft) -> Goal | None:
    """The goal above this one for the same measure and period, if there is one.

    :raises SuperiorGoalMissing: where no level above has a goal over the period
    """
    if draft.level == Goal.Level.COMPANY:
        return None
    own_department = draft.department_id or _department_of(draft.staff_id)
    above = [
        goal
        for goal in _over(draft)
        if goal.level == Goal.Level.COMPANY or _is_department_above(goal, draft, own_department)
    ]
    if not above:
        raise SuperiorGoalMissing(_("The goal of the level above comes first; set that one before this."), "level")
    same = [goal for goal in above if draft.measure and _key(goal) == _key(draft)]
    # A person's goal hangs below the department's where there is one.
    return max(same, key=lambda goal: goal.level == Goal.Level.DEPARTMENT, default=None)


def _over(draft: GoalDraft) -> list[Goal]:
    """Goals of this period or a longer one; a week belongs to the month that holds its Thursday."""
    length = draft.last_day - draft.first_day
    middle = draft.first_day + length // 2
    goals = standing_goals().filter(first_day__lte=middle, last_day__gte=middle)
    return [goal for goal in goals if goal.last_day - goal.first_day >= length]


def standing_goals() -> QuerySet[Goal]:
    """Goals that were not withdrawn."""
    return Goal.objects.exclude(state=Goal.State.WITHDRAWN)


def _is_department_above(goal: Goal, draft: GoalDraft, own_department: int | None) -> bool:
    is_department = goal.level == Goal.Level.DEPARTMENT and draft.level == Goal.Level.PERSON
    return is_department and goal.department_id == own_department


def _key(goal: Goal | GoalDraft) -> tuple[object, ...]:
    return (goal.measure, goal.category, goal.first_day, goal.last_day)


def _department_of(staff_id: int | None) -> int | None:
    everybody = people.staff_in_scope(viewer=Viewer.system("goals.set"), verb="goals.set")
    return everybody.filter(pk=staff_id or 0).values_list("department_id", flat=True).first()


def _create(draft: GoalDraft, parent: Goal | None, actor: Viewer, now: datetime) -> int:
    goal = Goal.objects.create(**asdict(draft), parent=parent)
    if draft.measure and draft.level != Goal.Level.PERSON:
        _take_in_orphans(goal)
    record_action("goals.set", actor=actor, subject=("goals.goal", goal.pk), now=now, after=asdict(draft))
    return goal.pk


def _take_in_orphans(goal: Goal) -> None:
    """Goals whose superior goal was withdrawn hang below the one set in its place."""
    orphans = standing_goals().filter(
        parent=None,
        measure=goal.measure,
        category=goal.category,
        first_day=goal.first_day,
        last_day=goal.last_day,
    )
    if goal.level == Goal.Level.COMPANY:
        orphans.exclude(level=Goal.Level.COMPANY).update(parent=goal)
    else:
        orphans.filter(staff__department=goal.department).update(parent=goal)


def _change(
    goal_id: int, draft: GoalDraft, parent: Goal | None, *, row_version: int | None, actor: Viewer, now: datetime
) -> int:
    known = goal_for(actor=actor, verb="goals.set", goal_id=goal_id)
    if known.state == Goal.State.LOCKED:
        raise GoalLocked(_("This goal is locked. To correct it, withdraw it with a reason and set a new one."))
    version = row_version or known.row_version
    rows = Goal.objects.filter(pk=goal_id, row_version=version, state__in=[Goal.State.PROPOSED, Goal.State.AGREED])
    if not rows.update(**asdict(draft), parent=parent, state=Goal.State.PROPOSED, row_version=F("row_version") + 1):
        raise GoalMoved(_("Somebody changed this goal meanwhile. Look again, then change it."))
    before = {name: getattr(known, name) for name in asdict(draft)}
    record_action(
        "goals.set", actor=actor, subject=("goals.goal", goal_id), now=now, before=before, after=asdict(draft)
    )
    return goal_id
