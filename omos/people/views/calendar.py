"""The workday calendar, year by year, and leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, may, needs
from omos.people.forms.calendar import DayForm
from omos.people.forms.staff import LeaveForm
from omos.people.models import Workday
from omos.people.views import answers

FIRST_YEAR, LAST_YEAR = 2004, 2060


@require_safe
@needs("people.view_calendar")
def calendar(request: ViewerRequest, year: int | None = None) -> HttpResponse:
    """A whole year: holidays, make-up days, what is only provisional."""
    return _calendar_page(request, year or clock.today().year, day=_chosen_day(request), form=None)


@require_POST
@needs("people.manage_calendar")
def set_day(request: ViewerRequest, day: str) -> HttpResponse:
    """Say by hand whether a day is worked."""
    chosen = _day(day)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, chosen.year, day=chosen, form=form, status=422)
    try:
        services.set_day(
            day=chosen,
            is_workday=form.cleaned_data["is_workday"],
            reason=form.cleaned_data["reason"],
            actor=request.viewer,
            now=clock.now(),
        )
    except services.CalendarRefused as refusal:
        form.add_error("reason", str(refusal))
        return _calendar_page(request, chosen.year, day=chosen, form=form, status=422)
    messages.success(request, _("%(day)s set by hand.") % {"day": chosen.isoformat()})
    return redirect("people:calendar_year", chosen.year)


@require_POST
@needs("people.manage_calendar")
def reset_day(request: ViewerRequest, day: str) -> HttpResponse:
    """Take a day set by hand back to what was announced."""
    chosen = _day(day)
    return answers.pressed(
        request,
        lambda: services.reset_day(day=chosen, actor=request.viewer, now=clock.now()),
        _("%(day)s is as announced again.") % {"day": chosen.isoformat()},
        refusals=services.CalendarRefused,
        where=redirect("people:calendar_year", chosen.year),
    )


@require_POST
@needs("people.manage_calendar")
def fill_year(request: ViewerRequest, year: int) -> HttpResponse:
    """Fetch a year from the calendar package; days set by hand stay."""
    try:
        filled = services.fill_calendar(years=[year], actor=request.viewer, now=clock.now())
    except services.CalendarRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("people:calendar")
    if filled.provisional_years:
        messages.warning(
            request, _("%(year)s is not announced yet: weekends and the days off by law only.") % {"year": year}
        )
    else:
        words = ngettext("%(n)s day taken over.", "%(n)s days taken over.", filled.days)
        messages.success(request, words % {"n": filled.days})
    return redirect("people:calendar_year", year)


def _calendar_page(
    request: ViewerRequest, year: int, *, day: date | None, form: DayForm | None, status: int = 200
) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    chosen = queries.calendar_days(day, day)[day] if day else None
    context = {
        "calendar": queries.calendar_year(year),
        "today": clock.today(),
        "weekdays": _week_letters(request.viewer.language),
        "day": chosen,
        "form": form or DayForm(initial=_initial(chosen)),
        "is_set_by_hand": chosen is not None and chosen.origin == Workday.Origin.HAND,
        "may_change": may(request.viewer, "people.manage_calendar"),
        "previous": year - 1 if year > FIRST_YEAR else None,
        "next": year + 1 if year < LAST_YEAR else None,
    }
    return render(request, "people/calendar.html", context, status=status)


def _week_letters(language: str) -> tuple[str, ...]:
    """One letter for each day of the week, from Monday."""
    names = get_day_names("narrow", context="stand-alone", locale="zh" if language.startswith("zh") else "en")
    return tuple(names[day] for day in range(7))


def _initial(day: Workday | None) -> dict[str, object]:
    if day is None:
        return {}
    return {"is_workday": "0" if day.is_workday else "1", "reason": day.name if day.origin == "HAND" else ""}


def _chosen_day(request: ViewerRequest) -> date | None:
    text = request.GET.get("day", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as strange:
        raise Http404 from strange


@require_safe
@needs("people.view_leave")
def leave(request: ViewerRequest) -> HttpResponse:
    """Who is away in a month; supervisors find the form to enter leave here."""
    return _leave_page(request, _leave_form(request, initial={"share": 100}))


@require_POST
@needs("people.record_leave")
def record_leave(request: ViewerRequest) -> HttpResponse:
    """Enter a leave for somebody in scope."""
    form = _leave_form(request, data=request.POST)
    if form.is_valid():
        try:
            services.record_leave(
                staff_id=form.cleaned_data["staff"], absence=form.absence(), actor=request.viewer, now=clock.now()
            )
        except services.CalendarRefused as refusal:
            form.add_error("first_day", str(refusal))
        else:
            messages.success(request, _("Leave entered."))
            return redirect(f"{reverse('people:leave')}?month={form.cleaned_data['first_day']:%Y-%m}")
    return _leave_page(request, form, status=422)


def _leave_form(request: ViewerRequest, **given: Any) -> LeaveForm:
    if not may(request.viewer, "people.record_leave"):
        return LeaveForm()
    people = queries.staff_cards(viewer=request.viewer, verb="people.record_leave", today=clock.today())
    return LeaveForm(people=people, **given)


def _leave_page(request: ViewerRequest, form: LeaveForm, *, status: int = 200) -> HttpResponse:
    first = _month(request)
    following = (first + timedelta(days=32)).replace(day=1)
    last = following - timedelta(days=1)
    context = {
        "form": form,
        "may_record": may(request.viewer, "people.record_leave"),
        "first": first,
        "previous": (first - timedelta(days=1)).replace(day=1),
        "following": following,
        "leaves": tuple(queries.leaves(viewer=request.viewer, first=first, last=last)),
        "workdays": len(queries.workdays_between(first, last)),
    }
    return render(request, "people/leave.html", context, status=status)


def _month(request: ViewerRequest) -> date:
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return clock.today().replace(day=1)


@require_POST
@needs("people.record_leave")
def cancel_leave(request: ViewerRequest, leave_id: int) -> HttpResponse:
    """Take a leave back."""
    found = queries.leave_in_scope(viewer=request.viewer, leave_id=leave_id)
    if found is None:
        raise Http404
    return answers.pressed(
        request,
        lambda: services.cancel_leave(leave_id=leave_id, actor=request.viewer, now=clock.now()),
        _("Leave taken back."),
        refusals=services.CalendarRefused,
        where=redirect(f"{reverse('people:leave')}?month={found.first_day:%Y-%m}"),
    )
