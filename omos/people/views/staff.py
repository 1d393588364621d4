"""One staff member: the person, their login, their roles, their last day."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.people import clock, queries, services
from omos.people.access import ViewerRequest, may, needs
from omos.people.forms.staff import DepartForm, InviteForm, RolesForm, StaffForm
from omos.people.proof import proven
from omos.people.views import answers

Refusal = (services.AccountRefused, services.InvitationRefused, services.StaffRefused)


@require_safe
@needs("people.view_staff")
def person(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """A staff member, their login and roles."""
    return _page(request, _found(request, staff_id))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.manage_staff")
def edit_person(request: ViewerRequest, staff_id: int | None = None) -> HttpResponse:
    """Add a staff member, or change one."""
    found = _found(request, staff_id, verb="people.manage_staff") if staff_id else None
    form = StaffForm(request.POST or None, initial=StaffForm.initial_of(found.staff) if found else {})

    def save() -> HttpResponse:
        saved_id = services.save_staff(
            details=form.details(),
            staff_id=staff_id,
            row_version=form.cleaned_data["row_version"],
            actor=request.viewer,
            now=clock.now(),
        )
        words = _("%(name)s saved.") % {"name": form.cleaned_data["name"]}
        return answers.saved(request, words, "people:person", saved_id)

    context = {"person": found}
    return answers.form_page(
        request, form, "people/edit_person.html", save, refusals=services.StaffRefused, context=context
    )


@require_POST
@needs("people.manage_users")
@proven
def invite(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Make an invitation link to hand over; it is shown this once."""
    found, form = _found(request, staff_id), InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, invite_form=form, status=422)
    try:
        invitation = services.invite(
            login=form.cleaned_data["login"],
            staff_id=staff_id,
            role=None,
            phone=form.cleaned_data["phone"],
            actor=request.viewer,
            now=clock.now(),
        )
    except services.InvitationRefused as refusal:
        form.add_error("login", str(refusal))
        return _page(request, found, invite_form=form, status=422)
    return _hand_over(request, found, invitation)


@require_POST
@needs("people.manage_users")
@proven
def reset(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Make a link for a new password; everything signed in ends."""
    found = _found(request, staff_id)
    try:
        invitation = services.start_reset(user_id=_login(found).user_id, actor=request.viewer, now=clock.now())
    except services.InvitationRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("people:person", staff_id)
    return _hand_over(request, found, invitation)


def _hand_over(request: ViewerRequest, found: queries.PersonView, invitation: services.Invitation) -> HttpResponse:
    context = {
        "person": found,
        "address": request.build_absolute_uri(invitation.path),
        "expires_at": invitation.expires_at,
    }
    return render(request, "people/hand_over.html", context)


@require_POST
@needs("people.manage_users")
@proven
def lock(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Keep somebody out from this moment on."""
    user_id = _login(_found(request, staff_id)).user_id
    return _do(
        request,
        staff_id,
        lambda: services.lock_user(user_id=user_id, actor=request.viewer, now=clock.now()),
        _("Locked: every device is signed out."),
    )


@require_POST
@needs("people.manage_users")
@proven
def unlock(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Let somebody in again."""
    user_id = _login(_found(request, staff_id)).user_id
    return _do(
        request,
        staff_id,
        lambda: services.unlock_user(user_id=user_id, actor=request.viewer, now=clock.now()),
        _("Unlocked."),
    )


@require_POST
@needs("people.manage_users")
@proven
def drop_codes(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Sign-in asks for no code any more, because the phone is gone."""
    user_id = _login(_found(request, staff_id)).user_id
    return _do(
        request,
        staff_id,
        lambda: services.turn_off_codes(user_id=user_id, actor=request.viewer, now=clock.now()),
        _("Signing in asks for no code any more."),
    )


@require_POST
@needs("people.manage_users")
@proven
def set_roles(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Give or take further roles; the person signs in anew."""
    found, form = _found(request, staff_id), RolesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, roles_form=form, status=422)
    return _do(
        request,
        staff_id,
        lambda: services.grant_roles(staff_id=staff_id, roles=form.chosen(), actor=request.viewer, now=clock.now()),
        _("Roles saved."),
    )


@require_POST
@needs("people.manage_staff")
def depart(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Note somebody's last day."""
    found, form = _found(request, staff_id, verb="people.manage_staff"), DepartForm(request.POST)
    if not form.is_valid():
        return _page(request, found, depart_form=form, status=422)
    return _do(
        request,
        staff_id,
        lambda: services.depart(
            staff_id=staff_id, left_on=form.cleaned_data["left_on"], actor=request.viewer, now=clock.now()
        ),
        _("Last day noted."),
    )


@require_POST
@needs("people.manage_staff")
def come_back(request: ViewerRequest, staff_id: int) -> HttpResponse:
    """Take a noted last day back."""
    _found(request, staff_id, verb="people.manage_staff")
    return _do(
        request,
        staff_id,
        lambda: services.come_back(staff_id=staff_id, actor=request.viewer, now=clock.now()),
        _("The last day is taken back."),
    )


def _do(request: ViewerRequest, staff_id: int, act: Callable[[], None], words: str) -> HttpResponse:
    return answers.pressed(request, act, words, refusals=Refusal, where=redirect("people:person", staff_id))


def _found(request: ViewerRequest, staff_id: int, verb: str = "people.view_staff") -> queries.PersonView:
    found = queries.person(viewer=request.viewer, staff_id=staff_id)
    if found is None or not queries.is_in_scope(viewer=request.viewer, verb=verb, staff_id=staff_id):
        raise Http404
    return found


def _login(found: queries.PersonView) -> queries.Login:
    if found.login is None:
        raise Http404
    return found.login


def _page(
    request: ViewerRequest,
    found: queries.PersonView,
    *,
    invite_form: forms.Form | None = None,
    roles_form: forms.Form | None = None,
    depart_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    staff = found.staff
    context = {
        "person": found,
        "today": clock.today(),
        "may_manage": may(request.viewer, "people.manage_staff"),
        "may_manage_users": may(request.viewer, "people.manage_users"),
        "is_myself": staff.pk == request.viewer.staff_id,
        "invite_form": invite_form or InviteForm(initial={"login": staff.name, "phone": staff.phone}),
        "roles_form": roles_form or RolesForm(initial={"roles": found.extra_roles}),
        "depart_form": depart_form or DepartForm(initial={"left_on": clock.today()}),
    }
    return render(request, "people/person.html", context, status=status)
