"""One goal: propose it, look at it, change it while it is not locked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.formulas.periods import Grain, Period, period_of, whole_period
from omos.loop.goals import queries, services
from omos.loop.goals.drawing import course_chart, drawn_goal, drawn_step
from omos.loop.goals.forms import COMPANY, GoalForm, StepForm, read_asked, values_of
from omos.loop.goals.naming import period_url, period_words
from omos.loop.ledger import queries as ledger
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("goals.set")
def new_goal(request: ViewerRequest) -> HttpResponseBase:
    """Propose a goal."""
    period = read_asked(request.GET.get("period", ""), today=clock.today())
    form = _goal_form(request, initial={"deadline": period.last, "owner": COMPANY})
    if request.method != "POST":
        return _goal_page(request, form, None, period)
    return _save_goal(request, form, None, period)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("goals.view")
def goal(request: ViewerRequest, goal_id: int) -> HttpResponseBase:
    """One goal: look at it, change it while it is not locked."""
    known = queries.goal_seen(viewer=request.viewer, goal_id=goal_id)
    if known is None:
        raise Http404
    period, form = _period_of(known), _goal_form(request, initial=values_of(known))
    if request.method != "POST":
        return _goal_page(request, form, known, period)
    return _save_goal(request, form, known, period)


def _period_of(goal: queries.Goal) -> Period:
    """The period of a goal; one with bounds of its own is shown with the month it ends in."""
    return whole_period(goal.first_day, goal.last_day) or period_of(goal.last_day, Grain.MONTH)


def _save_goal(request: ViewerRequest, form: GoalForm, known: queries.Goal | None, period: Period) -> HttpResponse:
    if not form.is_valid():
        return _goal_page(request, form, known, period, status=422)
    first, last = (known.first_day, known.last_day) if known else (period.first, period.last)
    try:
        services.set_goal(
            draft=form.draft(first=first, last=last),
            actor=request.viewer,
            now=clock.now(),
            goal_id=known.pk if known else None,
            row_version=_version(request),
        )
    except services.GoalRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _goal_page(request, form, known, period, status=422)
    messages.success(request, _("Goal proposed; it waits for agreement."))
    return HttpResponseRedirect(period_url(period))


def _goal_form(request: ViewerRequest, *, initial: dict[str, Any], is_typed: bool = True) -> GoalForm:
    everybody = queries.owners(viewer=request.viewer, today=clock.today())
    owners = [owner for owner in everybody if queries.covers_owner(request.viewer, owner)]
    return GoalForm(
        request.POST if is_typed and request.method == "POST" else None,
        owners=owners,
        may_company=queries.covers(request.viewer, "goals.set", level=COMPANY),
        initial=initial,
    )


def goal_page(request: ViewerRequest, known: queries.Goal, *, step_form: StepForm, status: int) -> HttpResponse:
    """The page of a goal with a step that could not be added."""
    form = _goal_form(request, initial=values_of(known), is_typed=False)
    return _goal_page(request, form, known, _period_of(known), status=status, step_form=step_form)


def _goal_page(
    request: ViewerRequest,
    form: GoalForm,
    known: queries.Goal | None,
    period: Period,
    *,
    status: int = 200,
    step_form: StepForm | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "goal": known,
        "period": period.key,
        "period_words": period_words(period),
        "back_url": period_url(period),
        "may_change": known is None
        or (not known.is_locked and queries.covers_goal(request.viewer, "goals.set", known)),
        "may_withdraw": known is not None and _may_withdraw(request, known),
    }
    if known is not None:
        context |= _state_of(request, known) | {"step_form": step_form or StepForm(goal=known)}
    return render(request, "goals/goal.html", context, status=status)


def _state_of(request: ViewerRequest, known: queries.Goal) -> dict[str, Any]:
    today, readers, course = clock.today(), queries.readers(goal_id=known.pk), None
    found: dict[str, Any] = {
        "readers": readers,
        "may_set_steps": queries.covers_goal(request.viewer, "goals.set", known),
        "may_mark": queries.covers_goal(request.viewer, "goals.mark", known),
        "now": clock.now(),
    }
    if known.measure:
        state, course = queries.standing_of(goal=known, today=today)
        reading = queries.Reading(len(readers), sum(reader.is_agreed for reader in readers))
        found |= {"chart": course_chart(known, course), "line": drawn_goal(known, state, reading)}
    steps = queries.steps_of(goal=known, today=today, course=course)
    return found | {"steps": [drawn_step(known, step) for step in steps], "may_split": _may_split(known)}


def _may_split(goal: queries.Goal) -> bool:
    return bool(goal.measure) and ledger.measure(goal.measure).kind is ledger.Kind.FLOW


def _may_withdraw(request: ViewerRequest, known: queries.Goal) -> bool:
    verb = "goals.lock" if known.is_locked else "goals.withdraw"
    return queries.covers_goal(request.viewer, verb, known)


def _version(request: ViewerRequest) -> int | None:
    text = request.POST.get("row_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
