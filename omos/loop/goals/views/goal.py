"""One goal: propose it, look at it, change it while it is not locked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omos.loop.goals import queries, services
from omos.loop.goals.drawing import month_context
from omos.loop.goals.forms import COMPANY, GoalForm, TargetsForm, read_month, values_of
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("goals.set")
def new_goal(request: ViewerRequest) -> HttpResponseBase:
    """Propose a goal."""
    first, last = read_month(request.GET.get("month", ""), today=clock.today())
    form = _goal_form(request, first, last, initial={"deadline": last, "owner": COMPANY})
    if request.method != "POST":
        return _goal_page(request, form, None, first)
    return _save_goal(request, form, None, (first, last))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("goals.view")
def goal(request: ViewerRequest, goal_id: int) -> HttpResponseBase:
    """One goal: look at it, change it while it is not locked."""
    known = queries.goal_seen(viewer=request.viewer, goal_id=goal_id)
    if known is None:
        raise Http404
    form = _goal_form(request, known.first_day, known.last_day, initial=values_of(known))
    if request.method != "POST":
        return _goal_page(request, form, known, known.first_day)
    return _save_goal(request, form, known, (known.first_day, known.last_day))


def _save_goal(
    request: ViewerRequest, form: GoalForm, known: queries.Goal | None, period: tuple[date, date]
) -> HttpResponse:
    first, last = period
    if not form.is_valid():
        return _goal_page(request, form, known, first, status=422)
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
        return _goal_page(request, form, known, first, status=422)
    messages.success(request, _("Goal proposed; it waits for agreement."))
    return _to_month(first)


def _goal_form(request: ViewerRequest, first: date, last: date, *, initial: dict[str, Any]) -> GoalForm:
    owners = [
        owner
        for owner in queries.owners(viewer=request.viewer, today=clock.today())
        if queries.covers(
            request.viewer,
            "goals.set",
            level=owner.level,
            department_id=owner.department_id,
            staff_id=owner.id,
            staff_department_id=owner.department_id,
        )
    ]
    return GoalForm(
        request.POST if request.method == "POST" else None,
        owners=owners,
        may_company=queries.covers(request.viewer, "goals.set", level=COMPANY),
        initial=initial,
    )


def _goal_page(
    request: ViewerRequest, form: GoalForm, known: queries.Goal | None, first: date, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "goal": known,
        "month": f"{first:%Y-%m}",
        "back_url": f"{reverse('goals:month')}?month={first:%Y-%m}",
        "may_change": known is None
        or (not known.is_locked and queries.covers_goal(request.viewer, "goals.set", known)),
        "may_withdraw": known is not None and _may_withdraw(request, known),
    }
    if known is not None and known.measure:
        context |= _state_of(request, known)
    return render(request, "goals/goal.html", context, status=status)


def _state_of(request: ViewerRequest, known: queries.Goal) -> dict[str, Any]:
    board = queries.board(
        viewer=request.viewer,
        first=known.first_day,
        last=known.last_day,
        today=clock.today(),
        chosen_id=known.pk,
    )
    context = month_context(board, TargetsForm({}), viewer=request.viewer)
    return {
        "chart": context["chart"],
        "line": next((line for line in context["goals"] if line.id == known.pk), None),
        "now": clock.now(),
    }


def _may_withdraw(request: ViewerRequest, known: queries.Goal) -> bool:
    verb = "goals.lock" if known.is_locked else "goals.withdraw"
    return queries.covers_goal(request.viewer, verb, known)


def _version(request: ViewerRequest) -> int | None:
    text = request.POST.get("row_version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _to_month(first: date) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('goals:month')}?month={first:%Y-%m}")
