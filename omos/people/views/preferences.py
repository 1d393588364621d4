"""Language and theme: choices that live in a cookie."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from omos.people import services
from omos.people.access import public
from omos.people.views.sign_in import safe_target, set_preference

THEMES = ("auto", "light", "dark")


@require_POST
@public
def language(request: HttpRequest) -> HttpResponse:
    """Speak this language from now on, here and after the next sign-in elsewhere."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest()
    viewer = getattr(request, "viewer", None)
    if viewer is not None and viewer.is_signed_in:
        services.choose_language(language=chosen, actor=viewer)
    response = redirect(safe_target(request, request.POST.get("next", "")))
    set_preference(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
@public
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the machine has it."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest()
    response = redirect(safe_target(request, request.POST.get("next", "")))
    set_preference(response, "omos_theme", chosen)
    return response
