"""T23 and T24: headers on every page, cookies that stay home, tokens on every change, GET that changes nothing."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from omos.people.roles import Role
from omos.people.tests.factories import PASSWORD, make_staff
from tests.security.routes import pages, routes

# Rows that a look may touch: the session itself, when it was seen, how often a stranger knocked.
TOUCHED_BY_LOOKING = {"sessions.Session", "people.SignIn", "people.Allowance"}
PREFERENCES = {settings.LANGUAGE_COOKIE_NAME, "omos_theme"}
DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}


@pytest.fixture
def everything(company, client):
    """A browser of somebody who has every role."""
    staff = make_staff("万能", role=Role.ADMIN)
    _give(staff, Role.SUPERVISOR, Role.BOSS, Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES)
    client.force_login(staff.user)
    return client


def _give(staff, *roles: Role) -> None:
    from omos.people.models import RoleGrant

    RoleGrant.objects.bulk_create(RoleGrant(staff=staff, role=role) for role in roles)


class TestHeaders:
    @pytest.mark.parametrize("route", pages(), ids=lambda route: route.name)
    def test_stand_on_every_page(self, everything, route):
        answer = everything.get(route.path, secure=True)

        policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
        assert {name: policy.get(name) for name in DIRECTIVES} == DIRECTIVES
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert int(re.search(r"max-age=(\d+)", answer["Strict-Transport-Security"])[1]) >= 31536000
        assert "camera=()" in answer["Permissions-Policy"]
        assert "no-store" in answer["Cache-Control"]

    @pytest.mark.parametrize("route", pages(), ids=lambda route: route.name)
    def test_are_not_needed_by_inline_code(self, everything, route):
        answer = everything.get(route.path, secure=True)
        text = answer.content.decode("utf-8", "replace") if "html" in answer.get("Content-Type", "") else ""

        assert not re.search(r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+=|\sstyle=|hx-on", text)

    @pytest.mark.parametrize("path", ["/no-such-page/", "/sign-in/", "/me/"])
    @pytest.mark.django_db
    def test_stand_on_refusals_as_well(self, client, path):
        answer = client.get(path, secure=True)

        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


class TestCookies:
    def cookies(self, client, editor):
        client.post("/language/", {"language": "en"}, secure=True)
        client.get("/sign-in/", secure=True)
        client.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)
        return client.cookies

    def test_that_open_doors_never_leave_this_host(self, client, editor):
        doors = [
            cookie
            for name, cookie in self.cookies(client, editor).items()
            if "theme" not in name and "language" not in name
        ]

        assert len(doors) >= 2
        assert all(cookie.key.startswith("__Host-") for cookie in doors)
        assert all(cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"] for cookie in doors)

    def test_are_all_secure_and_lax(self, client, editor):
        assert all(cookie["secure"] and cookie["samesite"] == "Lax" for cookie in self.cookies(client, editor).values())

    def test_can_work_on_plain_http_only_when_asked_to(self):
        assert settings.SESSION_COOKIE_SECURE
        assert settings.CSRF_COOKIE_SECURE
        assert not settings.IS_INSECURE_HTTP


class TestTokens:
    @pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
    @pytest.mark.django_db
    def test_are_asked_for_at_every_change(self, route):
        browser = Client(enforce_csrf_checks=True)

        statuses = {
            method: getattr(browser, method)(route.path, secure=True).status_code
            for method in ("post", "put", "patch", "delete")
        }

        assert set(statuses.values()) <= {403, 405}

    def test_are_asked_for_from_htmx_as_well(self, editor):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(editor.user)

        answer = browser.post("/me/phone/", {"phone": ""}, secure=True, headers={"HX-Request": "true"})

        assert answer.status_code == 403


class TestLooking:
    @pytest.mark.parametrize("route", pages(), ids=lambda route: route.name)
    def test_changes_nothing(self, everything, route):
        everything.get(route.path, secure=True)
        before = _rows()

        everything.get(route.path, secure=True)
        everything.head(route.path, secure=True)

        assert _rows() == before

    @pytest.mark.parametrize("route", pages(), ids=lambda route: route.name)
    def test_changes_nothing_even_the_first_time(self, everything, route):
        before = _rows()

        everything.get(route.path, secure=True)

        assert _rows() == before


def _rows() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in TOUCHED_BY_LOOKING
    }
