"""Small steps of one goal: add, split by itself, mark, drop. Every one is a POST and leads back to the goal."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from omos.loop.goals import queries, services
from omos.loop.goals.forms import StepForm
from omos.loop.goals.views.goal import goal_page
from omos.people import clock
from omos.people.access import ViewerRequest, needs


@require_POST
@needs("goals.set")
def add(request: ViewerRequest, goal_id: int) -> HttpResponse:
    """Add a step, or show the goal again with what is wrong and what was typed."""
    known = queries.goal_seen(viewer=request.viewer, goal_id=goal_id)
    if known is None:
        raise Http404
    form = StepForm(request.POST, goal=known)
    if not form.is_valid():
        return goal_page(request, known, step_form=form, status=422)
    try:
        services.add_step(goal_id=goal_id, actor=request.viewer, now=clock.now(), **form.step())
    except services.GoalRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return goal_page(request, known, step_form=form, status=422)
    messages.success(request, _("Step added."))
    return _to(goal_id)


@require_POST
@needs("goals.set")
def split(request: ViewerRequest, goal_id: int) -> HttpResponse:
    """Part the goal into stages by itself."""
    if queries.goal_seen(viewer=request.viewer, goal_id=goal_id) is None:
        raise Http404
    try:
        added = services.split_into_steps(goal_id=goal_id, actor=request.viewer, now=clock.now())
    except services.GoalRefused as refusal:
        messages.error(request, str(refusal))
        return _to(goal_id)
    words = ngettext("%(count)s step added.", "%(count)s steps added.", added) % {"count": added}
    messages.success(request, words if added else _("These stages are there already."))
    return _to(goal_id)


@require_POST
@needs("goals.mark")
def mark(request: ViewerRequest) -> HttpResponse:
    """Mark a step of a milestone as done, or take the mark back."""
    is_done = request.POST.get("done", "1") == "1"
    try:
        goal_id = services.mark_step(step_id=_asked(request), actor=request.viewer, now=clock.now(), is_done=is_done)
    except services.GoalRefused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Step done.") if is_done else _("Mark taken back."))
    return _to(goal_id)


@require_POST
@needs("goals.set")
def drop(request: ViewerRequest) -> HttpResponse:
    """Take a step out of its goal."""
    try:
        goal_id = services.drop_step(step_id=_asked(request), actor=request.viewer, now=clock.now())
    except services.GoalRefused as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Step dropped."))
    return _to(goal_id)


def _asked(request: ViewerRequest) -> int:
    text = request.POST.get("step", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _refused(request: ViewerRequest, refusal: services.GoalRefused) -> HttpResponse:
    messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("goals:month"))


def _to(goal_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("goals:goal", args=[goal_id]))
