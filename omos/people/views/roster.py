"""The roster: who works on which day in which shift, changed day by day or by pattern."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, may, needs
from omos.people.forms.working import FollowForm, RosterDayForm

DAYS = 14
MANAGE = "people.manage_shifts"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@require_safe
@needs("people.view_presence")
def roster(request: ViewerRequest) -> HttpResponse:
    """Two weeks of everybody in scope; a chosen cell opens its form."""
    return _page(request, _day_of(request.GET.get("from", "")))


@require_POST
@needs(MANAGE)
def set_roster_day(request: ViewerRequest, staff_id: int, day: str) -> HttpResponse:
    """Say for one day which shift somebody works, or that they are off."""
    _refuse_out_of_scope(request, staff_id)
    chosen = _strict_day(day)
    form = RosterDayForm(request.POST, shifts=queries.shifts().filter(is_active=True))
    if not form.is_valid():
        return _page(request, chosen, cell=(staff_id, chosen), day_form=form, status=422)
    services.set_roster_day(
        staff_id=staff_id,
        day=chosen,
        shift_id=form.cleaned_data["shift"],
        note=form.cleaned_data["note"],
        actor=request.viewer,
        now=clock.now(),
    )
    messages.success(request, _("%(day)s set by hand.") % {"day": chosen.isoformat()})
    return _back(chosen)


@require_POST
@needs(MANAGE)
def clear_roster_day(request: ViewerRequest, staff_id: int, day: str) -> HttpResponse:
    """Take a single day back to the pattern."""
    _refuse_out_of_scope(request, staff_id)
    chosen = _strict_day(day)
    if services.clear_roster_day(staff_id=staff_id, day=chosen, actor=request.viewer, now=clock.now()):
        messages.success(request, _("This day follows the pattern again."))
    else:
        messages.warning(request, _("This day follows the pattern already."))
    return _back(chosen)


@require_POST
@needs(MANAGE)
def follow_pattern(request: ViewerRequest) -> HttpResponse:
    """Let people work by a pattern from a day on."""
    form = _follow_form(request, data=request.POST)
    if form.is_valid():
        try:
            count = services.follow_pattern(
                staff_ids=form.cleaned_data["staff"],
                pattern_id=form.cleaned_data["pattern"],
                first_day=form.cleaned_data["first_day"],
                cycle_start=form.cleaned_data["cycle_start"],
                actor=request.viewer,
                now=clock.now(),
            )
        except services.RosterRefused as refusal:
            form.add_error("pattern", str(refusal))
        else:
            words = ngettext("Pattern set for %(n)s person.", "Pattern set for %(n)s people.", count)
            messages.success(request, words % {"n": count})
            return _back(form.cleaned_data["first_day"])
    return _page(request, clock.today(), follow_form=form, status=422)


def _page(
    request: ViewerRequest,
    day: date,
    *,
    cell: tuple[int, date] | None = None,
    day_form: RosterDayForm | None = None,
    follow_form: FollowForm | None = None,
    status: int = 200,
) -> HttpResponse:
    first = day - timedelta(days=day.weekday())
    may_change = may(request.viewer, MANAGE)
    rows = queries.roster(viewer=request.viewer, first=first, days=DAYS)
    chosen = _chosen(rows, cell or _cell_of(request)) if may_change else None
    context = {
        "rows": rows,
        "first": first,
        "previous": first - timedelta(days=DAYS),
        "following": first + timedelta(days=DAYS),
        "today": clock.today(),
        "may_change": may_change,
        "chosen": chosen,
    }
    if chosen is not None:
        context["day_form"] = day_form or RosterDayForm(shifts=queries.shifts().filter(is_active=True))
    elif may_change:
        context["follow_form"] = follow_form or _follow_form(request, initial={"first_day": clock.today()})
    return render(request, "people/roster.html", context, status=status)


def _chosen(
    rows: tuple[queries.RosterRow, ...], cell: tuple[int, date] | None
) -> tuple[queries.StaffCard, queries.RosterCell] | None:
    found = ((row.person, one) for row in rows for one in row.cells if (row.person.id, one.day) == cell)
    return next(found, None)


def _follow_form(request: ViewerRequest, **given: Any) -> FollowForm:
    people = queries.staff_cards(viewer=request.viewer, verb=MANAGE, today=clock.today())
    return FollowForm(people=people, patterns=queries.patterns(), **given)


def _cell_of(request: ViewerRequest) -> tuple[int, date] | None:
    """The cell the address names, if it makes sense."""
    staff, day = request.GET.get("staff", ""), request.GET.get("day", "")
    try:
        return (int(staff), date.fromisoformat(day)) if staff.isascii() and staff.isdigit() else None
    except ValueError:
        return None


def _day_of(text: str) -> date:
    """The day the address names, today where it names none that makes sense."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return day if EARLIEST <= day <= LATEST else clock.today()


def _strict_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as strange:
        raise Http404 from strange
    if not EARLIEST <= day <= LATEST:
        raise Http404
    return day


def _refuse_out_of_scope(request: ViewerRequest, staff_id: int) -> None:
    if not queries.is_in_scope(viewer=request.viewer, verb=MANAGE, staff_id=staff_id):
        raise Http404


def _back(day: date) -> HttpResponse:
    return redirect(f"{reverse('people:roster')}?{urlencode({'from': day.isoformat()})}")
