"""Shifts and working patterns to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, needs
from omos.people.forms.working import PatternForm, ShiftForm
from omos.people.models import Shift, WorkPattern

MANAGE = "people.manage_shifts"
Row = TypeVar("Row", Shift, WorkPattern)


@require_safe
@needs(MANAGE)
def shifts(request: ViewerRequest) -> HttpResponse:
    """Every shift and pattern, with a form to add one or change the chosen one."""
    return _page(request)


@require_POST
@needs(MANAGE)
def save_shift(request: ViewerRequest) -> HttpResponse:
    """Add a shift or change one."""
    form = ShiftForm(request.POST)
    if form.is_valid():
        taken = set(queries.shifts().values_list("code", flat=True))
        try:
            services.save_shift(
                details=form.details(taken=taken),
                shift_id=form.cleaned_data["shift_id"],
                actor=request.viewer,
                now=clock.now(),
            )
        except services.RosterRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s saved.") % {"name": form.cleaned_data["name"]})
            return redirect("people:shifts")
    return _page(request, shift_form=form, status=422)


@require_POST
@needs(MANAGE)
def save_pattern(request: ViewerRequest) -> HttpResponse:
    """Add a pattern or change one."""
    form = PatternForm(request.POST, shifts=queries.shifts())
    if form.is_valid():
        taken = set(queries.patterns().values_list("code", flat=True))
        try:
            services.save_pattern(
                details=form.details(taken=taken),
                pattern_id=form.cleaned_data["pattern_id"],
                actor=request.viewer,
                now=clock.now(),
            )
        except services.RosterRefused as refusal:
            form.add_error("cycle", str(refusal))
        else:
            messages.success(request, _("%(name)s saved.") % {"name": form.cleaned_data["name"]})
            return redirect("people:shifts")
    return _page(request, pattern_form=form, status=422)


def _page(
    request: ViewerRequest,
    *,
    shift_form: ShiftForm | None = None,
    pattern_form: PatternForm | None = None,
    status: int = 200,
) -> HttpResponse:
    every, known = list(queries.shifts()), list(queries.patterns())
    letters = {shift.code: shift.letter for shift in every}
    shift, pattern = _chosen(request, "shift", every), _chosen(request, "pattern", known)
    context = {
        "shifts": every,
        "patterns": [(one, tuple(letters.get(code, "") for code in one.cycle)) for one in known],
        "shift": shift,
        "pattern": pattern,
        "shift_form": shift_form or _shift_form(shift),
        "pattern_form": pattern_form or _pattern_form(pattern, every, letters),
    }
    return render(request, "people/shifts.html", context, status=status)


def _chosen(request: ViewerRequest, name: str, rows: Iterable[Row]) -> Row | None:
    """The row the address names, if there is one."""
    return next((row for row in rows if str(row.pk) == request.GET.get(name)), None)


def _shift_form(shift: Shift | None) -> ShiftForm:
    return ShiftForm(initial=ShiftForm.initial_of(shift) if shift else {})


def _pattern_form(pattern: WorkPattern | None, shifts: Iterable[Shift], letters: dict[str, str]) -> PatternForm:
    initial = PatternForm.initial_of(pattern, letters=letters) if pattern else {}
    return PatternForm(initial=initial, shifts=shifts)
