"""One middleware: who asks, closed by default, headers that every answer carries."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from omos.people import clock, memory, sessions
from omos.people.access import ViewerRequest
from omos.people.addresses import client_address
from omos.people.models import User
from omos.people.queries import viewer_of
from omos.people.trail import address, request_id
from omos.people.viewer import Viewer

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ViewerMiddleware:
    """Attach the viewer, refuse every view that names neither a verb nor `@public`, keep pages uncached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity, origin = request_id.set(secrets.token_hex(8)), address.set(client_address(request))
        try:
            sessions.keep_or_end(request)
            viewer = cast(ViewerRequest, request).viewer = self._viewer(request)
            is_reading = request.method == "GET"
            with clock.in_company_time(viewer.tz), memory.of_one_view(is_reading=is_reading):
                response = self.get_response(request)
            response.headers.setdefault("X-Request-Id", request_id.get())
        finally:
            request_id.reset(identity)
            address.reset(origin)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Deny by default: a view nobody gave a verb stays closed."""
        if not hasattr(view, "omos_verb"):
            raise PermissionDenied("this page names no verb")

    def _viewer(self, request: HttpRequest) -> Viewer:
        user = request.user
        if not isinstance(user, User):
            return Viewer.nobody()
        return viewer_of(user, language=getattr(request, "LANGUAGE_CODE", ""))
