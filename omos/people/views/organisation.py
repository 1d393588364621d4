"""Departments, positions, the organisation form."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, may, needs
from omos.people.forms.organisation import DepartmentForm, HeadcountForm, PositionForm
from omos.people.models import Position
from omos.people.services import OrganisationRefused
from omos.people.views import answers
from omos.people.views.answers import form_page


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
    found = queries.department(department_id) if department_id else None
    if department_id and found is None:
        raise Http404
    initial = {"name": found.name, "parent": found.parent_id, "is_active": found.is_active} if found else {}
    form = DepartmentForm(request.POST or None, initial=initial or {"is_active": True})

    def save() -> HttpResponse:
        services.save_department(
            details=form.details(), department_id=department_id, actor=request.viewer, now=clock.now()
        )
        return answers.saved(request, _saved_words(form.cleaned_data["name"]), "people:departments")

    context = {"department": found}
    return form_page(
        request, form, "people/department.html", save, refusals=OrganisationRefused, field="name", context=context
    )


def _saved_words(name: str) -> str:
    return _("%(name)s saved.") % {"name": name}


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
    found = _position(position_id) if position_id else None
    form = PositionForm(request.POST or None, initial=PositionForm.initial_of(found) if found else {})

    def save() -> HttpResponse:
        services.save_position(details=form.details(), position_id=position_id, actor=request.viewer, now=clock.now())
        return answers.saved(request, _saved_words(form.cleaned_data["name"]), "people:positions")

    context = {"position": found}
    return form_page(
        request, form, "people/position.html", save, refusals=OrganisationRefused, field="code", context=context
    )


def _position(position_id: int) -> Position:
    found = queries.positions(today=clock.today()).filter(pk=position_id).first()
    if found is None:
        raise Http404
    return found


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
    found, row = _position(position_id), queries.headcount_row(position_id)
    form = HeadcountForm(request.POST or None, initial=HeadcountForm.initial_of(row) if row else {})

    def save() -> HttpResponse:
        services.save_headcount(position_id=position_id, details=form.details(), actor=request.viewer, now=clock.now())
        return answers.saved(request, _saved_words(found.name), "people:organisation")

    context = {"position": found, "is_saved": row is not None}
    return form_page(
        request, form, "people/headcount.html", save, refusals=OrganisationRefused, field="pay_high", context=context
    )


@require_POST
@needs("people.manage_headcount")
def drop_headcount(request: ViewerRequest, position_id: int) -> HttpResponse:
    """Take a position out of the organisation form."""
    return answers.pressed(
        request,
        lambda: services.drop_headcount(position_id=position_id, actor=request.viewer, now=clock.now()),
        _("Taken out of the form."),
        refusals=OrganisationRefused,
        where=redirect("people:organisation"),
    )
