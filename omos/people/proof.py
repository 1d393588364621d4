"""Proving again who one is before something grave: roles, log-ins, whole lists of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from omos.people import carrying, clock, sessions
from omos.people.access import ViewerRequest
from omos.people.forms.sign_in import ProofForm

P = ParamSpec("P")
View = Callable[Concatenate[ViewerRequest, P], HttpResponseBase]

FRESH = timedelta(minutes=30)
PROVEN = "proven_at"


def is_fresh(request: HttpRequest) -> bool:
    """Whether the password was typed in this session within the last half hour."""
    last = max(request.session.get(PROVEN, 0), request.session.get(sessions.BEGAN, 0))
    return bool(clock.real_now().timestamp() - last <= FRESH.total_seconds())


def note(request: HttpRequest) -> None:
    """The password was right just now."""
    request.session[PROVEN] = clock.real_now().timestamp()


def ask(request: HttpRequest, form: ProofForm | None = None, *, carried: str = "", status: int = 403) -> HttpResponse:
    """The page that asks for the password; what was sent waits on it."""
    carried = carried or carrying.pack(request, keeps_empty=True)
    return render(request, "people/prove.html", {"form": form or ProofForm(), "carried": carried}, status=status)


def proven(view: View[P]) -> View[P]:
    """Stands below `needs`: a press on a machine that was left open must not be enough."""

    def entered(request: ViewerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_fresh(request) else ask(request)

    update_wrapper(entered, view)
    return entered
