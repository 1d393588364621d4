"""The page behind an invitation or reset link: choose a password, come in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from omos.people import clock, second_factor, services, throttle
from omos.people.access import public
from omos.people.addresses import client_address
from omos.people.forms.sign_in import NewPasswordForm
from omos.people.views.answers import form_page
from omos.people.views.sign_in import TOO_MANY, enter

GONE = 410


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@public
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by a one-time link. Looking at the page does not use the link up."""
    if throttle.wait(throttle.PER_LINK_ADDRESS, client_address(request), now=clock.real_now()):
        return _gone(request, _("Too many tries. Come back later."), TOO_MANY)
    try:
        opened = services.open_link(token=token, now=clock.now())
    except services.LinkRefused as refusal:
        throttle.take(throttle.PER_LINK_ADDRESS, client_address(request), now=clock.real_now())
        return _gone(request, str(refusal), GONE)
    form = NewPasswordForm(request.POST or None)

    def save() -> HttpResponse:
        user = services.use_link(token=token, password=form.cleaned_data["password"], now=clock.now())
        return redirect("people:sign_in") if second_factor.is_on(user) else enter(request, user, "/")

    context = {"login": opened.user.login, "is_invitation": opened.purpose == "INVITE"}
    return form_page(
        request, form, "people/link.html", save, refusals=services.PasswordRefused, field="password", context=context
    )


def _gone(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "people/link_gone.html", {"reason": reason}, status=status)
