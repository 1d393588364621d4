"""The page of a period: figures, the goals in groups, milestones, the course of one goal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from omos.formulas.periods import Grain, Period, period_of
from omos.loop.goals import queries
from omos.loop.goals.drawing import drawn_group, page_context
from omos.loop.goals.forms import read_asked
from omos.loop.goals.naming import grain_words, period_url, period_words
from omos.people import clock
from omos.people import queries as people
from omos.people.access import ViewerRequest, may, needs


@require_safe
@needs("goals.view")
def month(request: ViewerRequest) -> HttpResponse:
    """The goals of a month, or of the week, quarter or year asked for; one group of them where a fold asks."""
    today = clock.today()
    period = read_asked(request.GET.get("period", ""), today=today)
    opened = request.GET.getlist("open")
    board = queries.board(
        viewer=request.viewer,
        period=period,
        today=today,
        chosen_id=_number(request.GET.get("goal", "")),
        opened=opened,
    )
    folded = next((group for group in board.groups if group.key in opened), None)
    if request.htmx and folded:
        group = drawn_group(board, folded, viewer=request.viewer)
        return render(request, "goals/_group.html", {"group": group, "period": period.key})
    context = page_context(board, viewer=request.viewer) | _head(period, board)
    context["may_propose"] = may(request.viewer, "goals.set")
    context["may_tell"] = may(request.viewer, "ledger.record_by_hand")
    return render(request, "goals/month.html", context)


def _head(period: Period, board: queries.Board) -> dict[str, Any]:
    workdays = people.workdays_between(period.first, period.last)
    passed = sum(1 for day in workdays if day <= board.today)
    return {
        "board": board,
        "period": period.key,
        "is_parted": period.finer is not None,
        "period_words": period_words(period),
        "previous": period.previous.key,
        "following": period.following.key,
        "grains": [_grain(period, grain, board) for grain in Grain],
        "workdays": len(workdays),
        "workday": passed,
        "pace": passed / len(workdays) if workdays else None,
        "now": clock.now(),
        "fresh_at": max((one.fresh_at for one in board.progress.values() if one.fresh_at), default=None),
    }


def _grain(period: Period, grain: Grain, board: queries.Board) -> dict[str, Any]:
    """The switch to another length: today's where today lies in this period, else its first part."""
    day = board.today if period.first <= board.today <= period.last else period.middle
    return {
        "words": grain_words(grain),
        "url": period_url(period_of(day, grain)),
        "is_current": grain is period.grain,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
