"""Pages of the keywords room: one word, and the week's plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from omos.loop.keywords import queries, services
from omos.loop.keywords.forms import KeywordForm, PlannedForm, WeekChoiceForm
from omos.loop.keywords.models import Keyword, PlannedKeyword
from omos.people.access import ViewerRequest, may, needs
from omos.people.clock import now, today
from omos.ui import parts


@needs("keywords.manage")
def keyword(request: ViewerRequest, keyword_id: int | None = None) -> HttpResponse:
    """Add a word or change one."""
    word = get_object_or_404(Keyword, pk=keyword_id) if keyword_id else None
    if request.method != "POST":
        return render(request, "keywords/keyword.html", {"form": KeywordForm(initial=_initial(word)), "word": word})
    form = KeywordForm(request.POST)
    if form.is_valid():
        try:
            saved = services.save_keyword(
                draft=form.draft(),
                keyword_id=keyword_id,
                row_version=form.cleaned_data["row_version"],
                actor=request.viewer,
                now=now(),
            )
        except services.KeywordRefused as refusal:
            form.add_error(refusal.field, refusal.reason)
        else:
            messages.success(request, _("「%(word)s」 saved.") % {"word": saved.text})
            return redirect("keywords:library")
    return render(request, "keywords/keyword.html", {"form": form, "word": word}, status=422)


@require_GET
@needs("keywords.view")
def week(request: ViewerRequest) -> HttpResponse:
    """The words of one week, day by day."""
    return render(request, "keywords/week.html", _page(request, _asked_monday(request)))


@require_POST
@needs("keywords.plan_week")
def propose(request: ViewerRequest) -> HttpResponse:
    """Fill the week with words worth planning."""
    monday = _posted_monday(request)
    try:
        count = services.propose_week(monday=monday, actor=request.viewer, now=now())
    except services.WeekPublished as refusal:
        messages.warning(request, str(refusal))
    else:
        words = ngettext("%(n)s keyword added.", "%(n)s keywords added.", count) % {"n": count}
        messages.success(request, words if count else _("No further word is worth planning this week."))
    return redirect(_address(monday))


@require_POST
@needs("keywords.plan_week")
def publish(request: ViewerRequest) -> HttpResponse:
    """Show the week's words to everybody."""
    monday = _posted_monday(request)
    try:
        count = services.publish_week(monday=monday, actor=request.viewer, now=now())
    except (services.WeekPublished, services.WeekEmpty) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(
            request, ngettext("%(n)s keyword published.", "%(n)s keywords published.", count) % {"n": count}
        )
    return redirect(_address(monday))


@needs("keywords.plan_week")
def planned(request: ViewerRequest, planned_id: int) -> HttpResponse:
    """Change one word of the week."""
    row = get_object_or_404(PlannedKeyword.objects.select_related("keyword", "plan"), pk=planned_id)
    monday = row.plan.monday
    initial = {"day": row.day, "staff": row.staff_id, "landing_page": row.landing_page, "target_rank": row.target_rank}
    form = PlannedForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(
            request, "keywords/planned.html", {"form": form, "row": row, "back": _address(monday)}, status=status
        )
    data = form.cleaned_data
    try:
        services.change_planned(
            planned_id=planned_id,
            day=data["day"],
            staff_id=data["staff"],
            landing_page=data["landing_page"],
            target_rank=data["target_rank"],
            actor=request.viewer,
            now=now(),
        )
    except services.WeekPublished as refusal:
        messages.warning(request, str(refusal))
    return redirect(_address(monday))


@require_POST
@needs("keywords.plan_week")
def drop(request: ViewerRequest, planned_id: int) -> HttpResponse:
    """Take a word out of the week."""
    monday = PlannedKeyword.objects.filter(pk=planned_id).values_list("plan__monday", flat=True).first()
    try:
        services.drop_word(planned_id=planned_id, actor=request.viewer, now=now())
    except services.WeekPublished as refusal:
        messages.warning(request, str(refusal))
    return redirect(_address(monday or queries.monday_of(today())))


def _page(request: ViewerRequest, monday: date) -> dict[str, Any]:
    this_monday = queries.monday_of(today())
    next_monday = this_monday + timedelta(days=7)
    return {
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "week_number": monday.isocalendar().week,
        "words": queries.week_words(monday=monday),
        "summary": queries.week_summary(monday),
        "may_plan": may(request.viewer, "keywords.plan_week"),
        "places": (
            parts.Place(_("This week"), _address(this_monday), monday == this_monday),
            parts.Place(_("Next week"), _address(next_monday), monday == next_monday),
        ),
    }


def _initial(word: Keyword | None) -> dict[str, Any]:
    if word is None:
        return {}
    return {
        "text": word.text,
        "intent": word.intent,
        "group": word.group.name if word.group else "",
        "landing_page": word.landing_page,
        "owner": word.owner_id,
        "priority": word.priority,
        "target_rank": word.target_rank,
        "month_searches": word.month_searches,
        "row_version": word.row_version,
    }


def _asked_monday(request: ViewerRequest) -> date:
    form = WeekChoiceForm(request.GET)
    if form.is_valid():
        return form.week()
    this_monday = queries.monday_of(today())
    return this_monday + timedelta(days=7) if today().weekday() >= 4 else this_monday


def _posted_monday(request: ViewerRequest) -> date:
    form = WeekChoiceForm(request.POST)
    if not form.is_valid():
        raise Http404
    return form.week()


def _address(monday: date) -> str:
    return f"{reverse('keywords:week')}?monday={monday.isoformat()}"
