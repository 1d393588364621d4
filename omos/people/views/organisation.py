"""Departments, positions, the organisation form."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, may, needs
from omos.people.forms.organisation import DepartmentForm, HeadcountForm, PositionForm


@require_safe
@needs("people.view_organisation")
def departments(request: ViewerRequest) -> HttpResponse:
    """The tree of departments with the people in them."""
    context = {
        "units": queries.department_tree(viewer=request.viewer, today=clock.today()),
        "may_change": may(request.viewer, "people.manage_organisation"),
        "may_add_people": may(request.viewer, "people.manage_staff"),
    }
    return render(request, "people/departments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_organisation")
def department(request: ViewerRequest, department_id: int | None = None) -> HttpResponse:
    """Add a department, or change one."""
    saved = queries.department(department_id) if department_id else None
    if department_id and saved is None:
        raise Http404
    initial = {"name": saved.name, "parent": saved.parent_id, "is_active": saved.is_active} if saved else {}
    form = DepartmentForm(request.POST or None, initial=initial or {"is_active": True})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_department(
                details=form.details(), department_id=department_id, actor=request.viewer, now=clock.now()
            )
        except services.OrganisationRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("%(name)s saved.") % {"name": form.cleaned_data["name"]})
            return redirect("people:departments")
    context = {"form": form, "department": saved}
    return render(request, "people/department.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("people.view_organisation")
def positions(request: ViewerRequest) -> HttpResponse:
    """All positions with duties, standard and role."""
    context = {
        "positions": tuple(queries.positions(today=clock.today())),
        "may_change": may(request.viewer, "people.manage_organisation"),
    }
    return render(request, "people/positions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_organisation")
def position(request: ViewerRequest, position_id: int | None = None) -> HttpResponse:
    """Add a position, or change one; who gets another role by it signs in anew."""
    saved = queries.positions(today=clock.today()).filter(pk=position_id).first() if position_id else None
    if position_id and saved is None:
        raise Http404
    form = PositionForm(request.POST or None, initial=PositionForm.initial_of(saved) if saved else {})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_position(
                details=form.details(), position_id=position_id, actor=request.viewer, now=clock.now()
            )
        except services.OrganisationRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("%(name)s saved.") % {"name": form.cleaned_data["name"]})
            return redirect("people:positions")
    context = {"form": form, "position": saved}
    return render(request, "people/position.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("people.view_organisation")
def organisation(request: ViewerRequest) -> HttpResponse:
    """The organisation form: who is wanted, who is here, by when, for what."""
    context = {
        "organisation": queries.organisation_form(viewer=request.viewer, today=clock.today()),
        "today": clock.today(),
        "may_change": may(request.viewer, "people.manage_headcount"),
        "addable": tuple(queries.positions_without_headcount()),
    }
    return render(request, "people/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_headcount")
def headcount(request: ViewerRequest, position_id: int) -> HttpResponse:
    """One row of the organisation form."""
    found = queries.positions(today=clock.today()).filter(pk=position_id).first()
    if found is None:
        raise Http404
    saved = queries.headcount_row(position_id)
    form = HeadcountForm(request.POST or None, initial=HeadcountForm.initial_of(saved) if saved else {})
    if request.method == "POST" and form.is_valid():
        try:
            services.save_headcount(
                position_id=position_id, details=form.details(), actor=request.viewer, now=clock.now()
            )
        except services.OrganisationRefused as refusal:
            form.add_error("pay_high", str(refusal))
        else:
            messages.success(request, _("%(name)s saved.") % {"name": found.name})
            return redirect("people:organisation")
    context = {"form": form, "position": found, "is_saved": saved is not None}
    return render(request, "people/headcount.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs("people.manage_headcount")
def drop_headcount(request: ViewerRequest, position_id: int) -> HttpResponse:
    """Take a position out of the organisation form."""
    try:
        services.drop_headcount(position_id=position_id, actor=request.viewer, now=clock.now())
    except services.OrganisationRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Taken out of the form."))
    return redirect("people:organisation")
