"""Grave presses ask for the password again when it was last typed long ago."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from omos.people import clock
from omos.people.models import RoleGrant, User
from omos.people.tests.factories import PASSWORD


@pytest.fixture
def later(monkeypatch):
    now = clock.real_now()

    def move(**by):
        monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(**by))

    return move


@pytest.fixture
def admin(sign_in, admin_staff):
    return sign_in(admin_staff)


@pytest.fixture
def asked(admin, editor, later):
    """The page that an hour-old session gets when it gives a role."""
    later(hours=1)
    return admin.post(roles_of(editor), {"roles": ["PROMOTER"]}, secure=True)


def roles_of(staff) -> str:
    return f"/people/{staff.pk}/roles/"


def kept(page) -> str:
    found = re.search(r'name="carried" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def prove(client, page, password=PASSWORD):
    return client.post("/me/prove/", {"password": password, "carried": kept(page)}, secure=True)


def has_role(staff) -> bool:
    return RoleGrant.objects.filter(staff=staff, role="PROMOTER").exists()


class TestFreshSession:
    def test_is_not_asked(self, admin, editor):
        admin.post(roles_of(editor), {"roles": ["PROMOTER"]}, secure=True)

        assert has_role(editor)

    def test_is_not_asked_after_half_an_hour_less_a_minute(self, admin, editor, later):
        later(minutes=29)
        admin.post(roles_of(editor), {"roles": ["PROMOTER"]}, secure=True)

        assert has_role(editor)


class TestOldSession:
    def test_is_asked_and_changes_nothing_yet(self, asked, editor):
        assert asked.status_code == 403
        assert not has_role(editor)

    def test_goes_on_after_the_password_with_what_was_sent(self, admin, asked, editor):
        form = prove(admin, asked).context["waiting"]
        admin.post(form.path, dict(form.fields), secure=True)

        assert has_role(editor)

    def test_keeps_a_bare_press_too(self, admin, editor, later):
        later(hours=1)
        page = admin.post(f"/people/{editor.pk}/lock/", secure=True)
        form = prove(admin, page).context["waiting"]
        admin.post(form.path, dict(form.fields), secure=True)

        assert not User.objects.get(pk=editor.user_id).is_active

    def test_is_not_asked_again_within_half_an_hour(self, admin, asked, editor, later):
        prove(admin, asked)
        later(hours=1, minutes=29)

        assert admin.post(roles_of(editor), {"roles": []}, secure=True).status_code == 302

    def test_stays_closed_at_a_wrong_password_and_keeps_what_was_sent(self, admin, asked):
        page = prove(admin, asked, password="wrong")

        assert page.status_code == 422
        assert kept(page) == kept(asked)

    def test_asks_for_a_password_where_none_was_typed(self, admin, asked):
        assert prove(admin, asked, password="").status_code == 422

    def test_refuses_even_the_right_one_after_many_wrong_ones(self, admin, asked):
        for number in range(12):
            prove(admin, asked, password=f"guess {number}")

        assert prove(admin, asked).status_code == 422

    def test_drops_what_was_tampered_with(self, admin, asked, editor):
        typed = {"password": PASSWORD, "carried": kept(asked)[:-2] + "xx"}

        assert admin.post("/me/prove/", typed, secure=True)["Location"] == "/"
        assert not has_role(editor)


class TestWhatAsks:
    @pytest.mark.parametrize("press", ["invite", "reset", "lock", "unlock", "codes-off", "roles"])
    def test_every_press_on_a_login_asks(self, admin, editor, later, press):
        later(hours=1)

        assert b'action="/me/prove/"' in admin.post(f"/people/{editor.pk}/{press}/", secure=True).content

    def test_ones_own_number_asks(self, admin, later):
        later(hours=1)

        assert admin.post("/me/phone/", {"phone": "13800138000"}, secure=True).status_code == 403

    def test_reading_asks_nothing(self, admin, editor, later):
        later(hours=1)

        assert admin.get(f"/people/{editor.pk}/", secure=True).status_code == 200

    def test_a_stranger_signs_in_first(self, client, company):
        assert client.post("/me/prove/", {"password": "x"}, secure=True).status_code in {302, 401}

    def test_refuses_another_method(self, admin):
        assert admin.get("/me/prove/", secure=True).status_code == 405
