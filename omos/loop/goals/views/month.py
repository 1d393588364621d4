"""The month's page: figures, table of targets, list, milestones, the course of one goal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omos.formulas.limits import FormulaError
from omos.loop.goals import queries, services
from omos.loop.goals.drawing import month_context
from omos.loop.goals.forms import TargetsForm, read_month
from omos.loop.goals.target_table import open_cells, propose
from omos.people import clock
from omos.people import queries as people
from omos.people.access import ViewerRequest, may, needs


@require_safe
@needs("goals.view")
def month(request: ViewerRequest) -> HttpResponse:
    """The month's goals: figures, table of targets, list, milestones, the course of one of them."""
    board = _board(request)
    form = TargetsForm(open_cells(board, request.viewer))
    method = request.GET.get("propose", "")
    if method in {"even", "last_month"}:
        try:
            propose(board, form, by_last_month=method == "last_month")
            form.general.append(_("These are proposals; save them, or change them first."))
        except FormulaError:
            form.general.append(_("The locked parts leave nothing to share out."))
    return _month_page(request, board, form)


@require_POST
@needs("goals.set")
def save_targets(request: ViewerRequest) -> HttpResponse:
    """Save the whole table of targets, or say what is wrong with it and keep what was typed."""
    board = _board(request)
    form = TargetsForm.typed(open_cells(board, request.viewer), request.POST)
    targets = form.targets()
    if form.faults:
        return _month_page(request, board, form, status=422)
    try:
        done = services.cascade_month(
            first=board.first,
            last=board.last,
            targets=targets,
            actor=request.viewer,
            now=clock.now(),
            accept_difference=request.POST.get("accept_difference") == "1",
        )
    except services.GoalRefused as refusal:
        form.general.append(str(refusal))
        return _month_page(request, board, form, status=422)
    changed = done.new + done.changed
    words = ngettext("%(count)s target saved.", "%(count)s targets saved.", changed)
    messages.success(request, words % {"count": changed} if changed else _("Nothing was different, nothing changed."))
    return HttpResponseRedirect(f"{reverse('goals:month')}?month={board.first:%Y-%m}")


def _board(request: ViewerRequest) -> queries.Board:
    today = clock.today()
    first, last = read_month(request.GET.get("month", ""), today=today)
    chosen = request.GET.get("goal", "")
    chosen_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    return queries.board(viewer=request.viewer, first=first, last=last, today=today, chosen_id=chosen_id)


def _month_page(request: ViewerRequest, board: queries.Board, form: TargetsForm, *, status: int = 200) -> HttpResponse:
    workdays = people.workdays_between(board.first, board.last)
    passed = sum(1 for day in workdays if day <= board.today)
    context: dict[str, Any] = month_context(board, form, viewer=request.viewer) | {
        "board": board,
        "month": f"{board.first:%Y-%m}",
        "previous": f"{board.first - timedelta(days=1):%Y-%m}",
        "following": f"{board.last + timedelta(days=1):%Y-%m}",
        "workdays": len(workdays),
        "workday": passed,
        "pace": passed / len(workdays) if workdays else None,
        "now": clock.now(),
        "may_propose": may(request.viewer, "goals.set"),
        "fresh_at": max((one.fresh_at for one in board.progress.values() if one.fresh_at), default=None),
    }
    return render(request, "goals/month.html", context, status=status)
