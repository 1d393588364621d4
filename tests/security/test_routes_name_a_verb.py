"""T2: every route names a verb that a room declares, or says that it is public; strangers get nowhere else."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from omos.people import policy
from omos.people.middleware import ViewerMiddleware
from tests.security.routes import routes

# Pages that anybody may open, each for a reason. A new one is added here by somebody who can say why.
PUBLIC = {
    "people:sign_in": "where everybody starts",
    "people:sign_in_code": "the second step of it",
    "people:sign_out": "leaving needs no right",
    "people:link": "the page behind an invitation; the token is the key",
    "people:language": "a cookie",
    "people:theme": "a cookie",
    "verification:receive": "where the browser helper sends; its person's key lets in",
    "desk:offline": "an empty page that names nobody, so that a phone may keep it",
    "desk:service_worker": "the script that keeps it",
    "jobs:healthz": "for the machine that watches",
    "jobs:readyz": "for the machine that watches",
    "jobs:metrics": "guarded by address or token",
    "desk:healthz": "for the machine that watches",
    "desk:readyz": "for the machine that watches",
    "desk:metrics": "guarded by address or token",
    "healthz": "for the machine that watches",
    "readyz": "for the machine that watches",
    "metrics": "guarded by address or token",
}


class TestRoutes:
    @pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
    def test_names_a_verb_or_says_that_it_is_public(self, route):
        assert hasattr(route.view, "omos_verb"), f"{route.name} is closed: decorate it with @needs(…) or @public"

    @pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
    def test_names_a_verb_that_somebody_is_granted(self, route):
        granted = {verb.code for verb in policy.verbs() if verb.grants}

        assert route.verb is None or route.verb in granted

    def test_are_public_only_with_a_reason(self):
        public = {route.name for route in routes() if route.verb is None}

        assert public <= set(PUBLIC), f"public without a reason: {sorted(public - set(PUBLIC))}"

    @pytest.mark.parametrize("route", [route for route in routes() if route.verb], ids=lambda route: route.name)
    @pytest.mark.django_db
    def test_lets_no_stranger_in(self, client, route):
        answers = [client.get(route.path, secure=True), client.post(route.path, secure=True)]

        assert all(answer.status_code in {302, 401, 404, 405} for answer in answers)
        assert all(answer["Location"].startswith("/sign-in/") for answer in answers if answer.status_code == 302)


class TestClosedByDefault:
    def test_refuses_a_view_that_says_nothing(self):
        def forgotten(request: HttpRequest) -> HttpResponse:
            return HttpResponse("secret")

        middleware = ViewerMiddleware(lambda _request: HttpResponse())

        with pytest.raises(PermissionDenied):
            middleware.process_view(RequestFactory().get("/"), forgotten, (), {})
