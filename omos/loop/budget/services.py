"""Changing budgets: saving a scenario of a month, adopting one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.formulas.limits import FormulaError
from omos.formulas.rounding import to_cents
from omos.loop.budget import calculation
from omos.loop.budget.inputs import Inputs, from_json, to_json
from omos.loop.budget.models import Budget
from omos.loop.budget.queries import next_version
from omos.loop.goals import queries as goals
from omos.loop.goals.services import GoalRefused, adopt_targets
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

_ATTEMPTS = 5


class BudgetRefused(Exception):
    """Raised with a message fit for the person who pressed."""


class SenselessBudget(BudgetRefused):
    """The formula refuses a number; `field` names it, `code` says why."""

    def __init__(self, message: str, field: str, code: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code


class AlreadyAdopted(BudgetRefused):
    """This version is the month's budget already; nothing was changed."""


class AdoptedMeanwhile(BudgetRefused):
    """Somebody else adopted another version since the person looked."""


class MonthOver(BudgetRefused):
    """The month has ended; a budget for it would plan the past."""


class NoSuchBudget(BudgetRefused):
    """The version does not exist."""


class GoalsRefused(BudgetRefused):
    """The month goals could not follow; the budget was not adopted either."""


@dataclass(frozen=True)
class AdoptedNow:
    """What adopting changed: which version, instead of which one, and how many month goals."""

    version: int
    replaced_version: int | None
    goals_set: int


def save_scenario(*, inputs: Inputs, actor: Viewer, now: datetime, name: str = "", note: str = "") -> int:
    """Keep the inputs with what comes out of them as the month's next version; returns its id.

    The same figures under the same name are kept once: pressing twice gives the same version.

    :raises SenselessBudget: naming the number the formula refuses
    """
    try:
        worksheet = calculation.work_out(inputs)
    except FormulaError as refusal:
        message = _("The formula cannot work with these numbers.")
        raise SenselessBudget(message, refusal.field, refusal.code) from refusal
    for _attempt in range(_ATTEMPTS - 1):
        try:
            return _keep(worksheet, name, note, actor, now)
        except IntegrityError:
            # Somebody else took the same version number first.
            continue
    return _keep(worksheet, name, note, actor, now)


@transaction.atomic
def adopt(
    *,
    budget_id: int,
    actor: Viewer,
    now: datetime,
    instead_of: int | None = None,
    also_goals: bool = False,
) -> AdoptedNow:
    """Make a version the month's budget; what was adopted before is replaced, and month goals follow if asked.

    :param instead_of: id of the version the person saw as adopted; None where there was none
    :param also_goals: set the company's goals of the month for revenue, inquiries, visits, spend and deals
    :raises NoSuchBudget, MonthOver, AlreadyAdopted, AdoptedMeanwhile, GoalsRefused: nothing is changed then
    """
    budget = Budget.objects.filter(pk=budget_id).first()
    if budget is None:
        raise NoSuchBudget(_("This version does not exist."))
    _require_open_month(budget.month, now)
    before = _replace(budget, instead_of)
    _adopt(budget, actor, now)
    record_action(
        "budget.adopt",
        actor=actor,
        subject=("budget.budget", budget.pk),
        now=now,
        before=_shown(before) if before else None,
        after=_shown(budget),
    )
    changed = _set_goals(budget, actor, now) if also_goals else 0
    return AdoptedNow(budget.version, before.version if before else None, changed)


@transaction.atomic
def adopt_plan(
    *, inputs: Inputs, actor: Viewer, now: datetime, instead_of: int | None = None, also_goals: bool = False
) -> AdoptedNow:
    """Keep the inputs as a version and adopt it in one step; nothing is kept where it is refused.

    :raises SenselessBudget, MonthOver, AlreadyAdopted, AdoptedMeanwhile, GoalsRefused: as the two steps do
    """
    budget_id = save_scenario(inputs=inputs, actor=actor, now=now)
    return adopt(budget_id=budget_id, actor=actor, now=now, instead_of=instead_of, also_goals=also_goals)


@transaction.atomic
def _keep(worksheet: calculation.Worksheet, name: str, note: str, actor: Viewer, now: datetime) -> int:
    inputs = worksheet.inputs
    for row in Budget.objects.filter(month=inputs.month).order_by("-version"):
        if from_json(row.inputs) == inputs and row.name == (name or row.name):
            return row.pk
    budget = Budget.objects.create(
        month=inputs.month,
        version=next_version(month=inputs.month),
        name=name,
        note=note,
        inputs=to_json(inputs),
        answers=calculation.answers(worksheet),
        spend=to_cents(worksheet.plan.spend),
        revenue=to_cents(worksheet.plan.revenue),
        made_by_id=actor.staff_id,
        made_at=now,
    )
    record_action("budget.plan", actor=actor, subject=("budget.budget", budget.pk), now=now, after=_shown(budget))
    return budget.pk


def _require_open_month(month: date, now: datetime) -> None:
    if goals.month_of(month)[1] < local_day(now):
        raise MonthOver(_("This month has ended; its budget stays as it was."))


def _replace(budget: Budget, instead_of: int | None) -> Budget | None:
    """Take the adopted version back, if it is the one the person saw."""
    if budget.is_adopted:
        raise AlreadyAdopted(
            _("Version %(version)s is the budget of this month already.") % {"version": budget.version}
        )
    standing = Budget.objects.filter(month=budget.month, state=Budget.State.ADOPTED)
    before = standing.first()
    taken_back = standing.filter(pk=instead_of or 0).update(state=Budget.State.REPLACED)
    if before is not None and not taken_back:
        message = _("%(name)s adopted version %(version)s meanwhile. Look again, then adopt.")
        name = before.adopted_by.name if before.adopted_by else _("Somebody")
        raise AdoptedMeanwhile(message % {"name": name, "version": before.version})
    return before


def _adopt(budget: Budget, actor: Viewer, now: datetime) -> None:
    open_row = Budget.objects.filter(pk=budget.pk).exclude(state=Budget.State.ADOPTED)
    try:
        # A block of its own: the constraint speaks where two adopt at the same moment.
        with transaction.atomic():
            adopted = open_row.update(state=Budget.State.ADOPTED, adopted_at=now, adopted_by_id=actor.staff_id)
    except IntegrityError as fault:
        raise AdoptedMeanwhile(_("Somebody adopted another version meanwhile. Look again, then adopt.")) from fault
    if not adopted:
        raise AlreadyAdopted(
            _("Version %(version)s is the budget of this month already.") % {"version": budget.version}
        )


def _set_goals(budget: Budget, actor: Viewer, now: datetime) -> int:
    targets = calculation.targets(calculation.work_out(from_json(budget.inputs)))
    try:
        changed = adopt_targets(month_first=budget.month, targets=targets, actor=actor, now=now)
    except GoalRefused as refusal:
        raise GoalsRefused(str(refusal)) from refusal
    return changed.new + changed.changed


def _shown(budget: Budget) -> dict[str, object]:
    return {"version": budget.version, "name": budget.name, "spend": budget.spend, "revenue": budget.revenue}
