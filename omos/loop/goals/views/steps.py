"""The steps of a goal: agree, lock, withdraw, reach, acknowledge. Every one is a POST and leads back to the page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from omos.formulas.periods import read_period
from omos.loop.goals import services
from omos.loop.goals.naming import period_url
from omos.people import clock
from omos.people.access import ViewerRequest, needs

_MOST = 200


@require_POST
@needs("goals.agree")
def agree(request: ViewerRequest) -> HttpResponse:
    """Agree to the goals named."""
    done = _each(request, lambda goal_id: services.agree(goal_id=goal_id, actor=request.viewer, now=clock.now()))
    return _back(request, done, ngettext("Agreed to %(count)s goal.", "Agreed to %(count)s goals.", done))


@require_POST
@needs("goals.lock")
def lock(request: ViewerRequest) -> HttpResponse:
    """Lock the goals named."""
    done = _each(request, lambda goal_id: services.lock(goal_id=goal_id, actor=request.viewer, now=clock.now()))
    return _back(request, done, ngettext("%(count)s goal locked.", "%(count)s goals locked.", done))


@require_POST
@needs("goals.acknowledge")
def acknowledge(request: ViewerRequest) -> HttpResponse:
    """Mark the goals named as read."""
    done = _each(request, lambda goal_id: services.acknowledge(goal_id=goal_id, actor=request.viewer, now=clock.now()))
    return _back(request, done, ngettext("%(count)s goal marked as read.", "%(count)s goals marked as read.", done))


@require_POST
@needs("goals.mark")
def mark(request: ViewerRequest) -> HttpResponse:
    """Mark milestones as reached, or take the mark back."""
    is_reached = request.POST.get("reached", "1") == "1"
    done = _each(
        request,
        lambda goal_id: services.mark_reached(
            goal_id=goal_id, actor=request.viewer, now=clock.now(), is_reached=is_reached
        ),
    )
    return _back(request, done, _("Milestone marked as reached.") if is_reached else _("Mark taken back."))


@require_POST
@needs("goals.withdraw")
def withdraw(request: ViewerRequest) -> HttpResponse:
    """Withdraw the goals named, with a reason."""
    reason = request.POST.get("reason", "")
    done = _each(
        request,
        lambda goal_id: services.withdraw(goal_id=goal_id, reason=reason, actor=request.viewer, now=clock.now()),
    )
    return _back(request, done, ngettext("%(count)s goal withdrawn.", "%(count)s goals withdrawn.", done))


def _each(request: ViewerRequest, step: Callable[[int], None]) -> int:
    """Do the step for every goal named; returns how many it was done for, the first refusal is shown."""
    done, refusals = 0, []
    for text in request.POST.getlist("goal")[:_MOST]:
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            continue
        try:
            step(int(text))
            done += 1
        except services.GoalRefused as refusal:
            refusals.append(str(refusal))
    for words in dict.fromkeys(refusals):
        messages.error(request, words)
    return done


def _back(request: ViewerRequest, done: int, words: str) -> HttpResponse:
    if done:
        messages.success(request, words % {"count": done})
    period = read_period(request.POST.get("period", ""))
    return HttpResponseRedirect(period_url(period) if period else reverse("goals:month"))
