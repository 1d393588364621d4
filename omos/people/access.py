"""How a view says who may enter: `@needs("room.verb")` or `@public`; a view that says neither is closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from omos.people import carrying
from omos.people.forms.sign_in import SignInForm
from omos.people.policy import may
from omos.people.viewer import Viewer

__all__ = ["ViewerRequest", "may", "needs", "own_page", "public"]

P = ParamSpec("P")


class ViewerRequest(HttpRequest):
    """A request whose viewer is known."""

    viewer: Viewer
    htmx: Any


View = Callable[Concatenate[ViewerRequest, P], HttpResponseBase]
RawView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def needs(verb: str) -> Callable[[View[P]], RawView[P]]:
    """Let in only signed-in people whom the policy grants the verb; others sign in or get the 403 page."""

    def decorate(view: View[P]) -> RawView[P]:
        def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            viewer_request = cast(ViewerRequest, request)
            if not viewer_request.viewer.is_signed_in:
                return _ask_to_sign_in(viewer_request)
            if not may(viewer_request.viewer, verb):
                raise PermissionDenied(verb)
            return view(viewer_request, *args, **kwargs)

        update_wrapper(entered, view)
        entered.omos_verb = verb  # type: ignore[attr-defined]  # read by the closed-by-default middleware and the route test
        return entered

    return decorate


def public(view: RawView[P]) -> RawView[P]:
    """Let everybody in: sign-in pages, health, public forms."""

    def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    update_wrapper(entered, view)
    entered.omos_verb = None  # type: ignore[attr-defined]  # says "asked for nothing", unlike a view without the mark
    return entered


def _ask_to_sign_in(request: ViewerRequest) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    if request.method == "POST" and (carried := carrying.pack(request)):
        # Nothing typed may be lost: the form waits on the sign-in page and goes on from there.
        context = {"form": SignInForm(), "next": "/", "carried": carried}
        return render(request, "people/sign_in.html", context, status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def own_page(asked: str) -> str:
    """An address typed into a form, if it is a page of ours to go back to; empty where it leads anywhere else."""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith("/") else ""
