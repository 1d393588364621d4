"""One's own account: sessions and devices, password, phone, codes."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.people import carrying, clock, devices, proof, queries, second_factor, services, sessions
from omos.people.access import ViewerRequest, needs
from omos.people.addresses import client_address
from omos.people.forms.sign_in import ChangePasswordForm, CodeForm, PhoneForm, ProofForm
from omos.people.models import User
from omos.people.views import answers

OFFERED = "codes_offered"


@require_safe
@needs("people.own_account")
def me(request: ViewerRequest) -> HttpResponse:
    """My account: who I am here, where I am signed in, password, phone, codes."""
    return _page(request)


@sensitive_post_parameters("password")
@require_POST
@needs("people.own_account")
def prove(request: ViewerRequest) -> HttpResponse:
    """The password once more; then what was sent goes on."""
    form, carried = ProofForm(request.POST), str(request.POST.get("carried", ""))
    if not form.is_valid():
        return proof.ask(request, form, carried=carried, status=422)
    try:
        services.prove(
            user=cast(User, request.user),
            password=form.cleaned_data["password"],
            address=client_address(request),
            device=devices.known_people(request),
            now=clock.real_now(),
        )
    except (services.SignInRefused, services.TriedTooOften) as refusal:
        form.add_error("password", str(refusal))
        return proof.ask(request, form, carried=carried, status=422)
    proof.note(request)
    waiting = carrying.unpack(carried)
    return (
        render(request, "people/carry_on.html", {"waiting": waiting})
        if waiting
        else redirect(settings.LOGIN_REDIRECT_URL)
    )


@require_POST
@needs("people.own_account")
@proof.proven
def save_phone(request: ViewerRequest) -> HttpResponse:
    """Sign in by this number too."""
    form = PhoneForm(request.POST)
    if form.is_valid():
        try:
            services.save_phone(phone=form.cleaned_data["phone"], actor=request.viewer, now=clock.now())
        except services.StaffRefused as refusal:
            form.add_error("phone", str(refusal))
        else:
            messages.success(request, _("Phone saved."))
            return redirect("people:me")
    return _page(request, phone_form=form, status=422)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.own_account")
def change_password(request: ViewerRequest) -> HttpResponse:
    """A new password; other sessions end at once, this one goes on."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.change_password(
                old=form.cleaned_data["old"],
                new=form.cleaned_data["password"],
                session_key=request.session.session_key or "",
                actor=request.viewer,
                now=clock.real_now(),
            )
        except services.PasswordRefused as refusal:
            form.add_error("password", refusal.reasons)
        except services.TriedTooOften as refusal:
            form.add_error("old", str(refusal))
        else:
            _go_on(request, user)
            messages.success(request, _("Password changed. All other devices are signed out."))
            return redirect("people:me")
    return render(request, "people/change_password.html", {"form": form}, status=422 if form.is_bound else 200)


def _go_on(request: ViewerRequest, user: User) -> None:
    """Keep this session alive under a new key after the password changed."""
    old_key = request.session.session_key or ""
    update_session_auth_hash(request, user)
    sessions.follow(old_key=old_key, new_key=request.session.session_key or "")


@require_POST
@needs("people.own_account")
def end_session(request: ViewerRequest, sign_in_id: int) -> HttpResponse:
    """Sign one device out."""
    return answers.pressed(
        request,
        lambda: services.end_session(sign_in_id=sign_in_id, actor=request.viewer, now=clock.real_now()),
        _("Signed out there."),
        refusals=services.AccountRefused,
        where=redirect("people:me"),
    )


@require_POST
@needs("people.own_account")
def end_other_sessions(request: ViewerRequest) -> HttpResponse:
    """Sign every other device out."""
    ended = services.end_other_sessions(
        session_key=request.session.session_key or "", actor=request.viewer, now=clock.real_now()
    )
    words = ngettext("%(n)s other device signed out.", "%(n)s other devices signed out.", ended)
    messages.success(request, words % {"n": ended})
    return redirect("people:me")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.own_account")
def turn_on_codes(request: ViewerRequest) -> HttpResponse:
    """Scan the picture, type the code: from now on signing in asks for one."""
    user = User.objects.get(pk=request.viewer.own_user_id)
    if second_factor.is_on(user):
        return redirect("people:me")
    offer = second_factor.offer(user, secret=request.session.get(OFFERED, ""))
    # A code typed for another picture than the one on offer proves nothing: the new picture is shown.
    form = CodeForm((request.POST if OFFERED in request.session else None) or None)
    request.session[OFFERED] = offer.secret

    def save() -> HttpResponse:
        codes = services.turn_on_codes(
            secret=offer.secret,
            code=form.cleaned_data["code"],
            session_key=request.session.session_key or "",
            actor=request.viewer,
            now=clock.real_now(),
        )
        del request.session[OFFERED]
        return render(request, "people/recovery_codes.html", {"codes": codes})

    return answers.form_page(
        request,
        form,
        "people/turn_on_codes.html",
        save,
        refusals=services.AccountRefused,
        field="code",
        context={"offer": offer},
    )


@require_POST
@needs("people.own_account")
def turn_off_codes(request: ViewerRequest) -> HttpResponse:
    """Ask for no codes any more; the code of the moment is needed for it."""
    user, form = User.objects.get(pk=request.viewer.own_user_id), CodeForm(request.POST)
    if form.is_valid():
        try:
            services.check_code(user=user, code=form.cleaned_data["code"], now=clock.real_now())
            services.turn_off_codes(
                user_id=user.pk,
                session_key=request.session.session_key or "",
                actor=request.viewer,
                now=clock.real_now(),
            )
        except (services.SignInRefused, services.TriedTooOften, services.AccountRefused) as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("Signing in asks for no code any more."))
            return redirect("people:me")
    return _page(request, code_form=form, status=422)


@require_POST
@needs("people.own_account")
@proof.proven
def renew_recovery_codes(request: ViewerRequest) -> HttpResponse:
    """New recovery codes, shown this once; the code of the moment is needed for it."""
    user, form = User.objects.get(pk=request.viewer.own_user_id), CodeForm(request.POST)
    if form.is_valid():
        try:
            services.check_code(user=user, code=form.cleaned_data["code"], now=clock.real_now())
        except (services.SignInRefused, services.TriedTooOften) as refusal:
            form.add_error("code", str(refusal))
        else:
            codes = services.renew_recovery_codes(actor=request.viewer, now=clock.now())
            return render(request, "people/recovery_codes.html", {"codes": codes})
    return _page(request, code_form=form, status=422)


def _page(
    request: ViewerRequest, *, phone_form: PhoneForm | None = None, code_form: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    account = queries.own_account(
        viewer=request.viewer, session_key=request.session.session_key or "", now=clock.real_now()
    )
    context = {
        "account": account,
        "phone_form": phone_form or PhoneForm(initial={"phone": account.phone}),
        "code_form": code_form or CodeForm(auto_id="off_%s"),
    }
    return render(request, "people/me.html", context, status=status)
