"""Sessions: listed, idle, over, and dead at once when something changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from omos.people import clock, services, sessions
from omos.people.models import Position, SignIn
from omos.people.roles import Role
from omos.people.services import PositionDetails, StaffDetails
from omos.people.tests.factories import PASSWORD, make_department, make_position, system_viewer, viewer_of


@pytest.fixture
def real_time(monkeypatch):
    moment = [clock.real_now()]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])

    def forward(**by):
        moment[0] += timedelta(**by)

    return forward


@pytest.fixture
def phone(editor):
    """The editor, signed in on a telephone."""
    browser = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) MicroMessenger/8.0"})
    browser.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/me/", secure=True).status_code == 200


class TestBegin:
    def test_lists_the_device_in_words(self, phone):
        assert SignIn.objects.get().device == "微信 / iPhone"

    def test_lists_sessions_begun_any_way(self, client, editor, sign_in):
        sign_in(editor)

        assert SignIn.objects.get(user=editor.user).ended_at is None


class TestIdle:
    def test_ends_after_eight_hours(self, phone, real_time):
        real_time(hours=8, minutes=1)

        assert not is_in(phone)
        assert SignIn.objects.get().ended_at is not None

    def test_goes_on_while_used(self, phone, real_time):
        for_two_days = []
        real_time(hours=7)
        for_two_days.append(is_in(phone))
        real_time(hours=7)
        for_two_days.append(is_in(phone))

        assert for_two_days == [True, True]

    def test_writes_only_once_a_minute(self, phone, real_time):
        is_in(phone)
        seen = SignIn.objects.get().last_seen_at
        real_time(seconds=30)
        is_in(phone)

        assert SignIn.objects.get().last_seen_at == seen

    def test_ends_after_fourteen_days_however_used(self, phone, real_time):
        session = Session.objects.get()
        store = phone.session
        store[sessions.BEGAN] -= 14 * 24 * 3600 + 1
        store.save()

        assert not is_in(phone)
        assert not Session.objects.filter(pk=session.pk).exists()

    def test_refuses_a_session_without_a_birthday(self, phone):
        store = phone.session
        del store[sessions.BEGAN]
        store.save()

        assert not is_in(phone)


@pytest.fixture
def now():
    return clock.now()


class TestDeadAtOnce:
    """Everything somebody has signed in dies with the event, not some time later."""

    def test_when_locked(self, phone, editor, admin_staff, now):
        services.lock_user(user_id=editor.user_id, actor=viewer_of(admin_staff), now=now)

        assert not is_in(phone)

    def test_when_reset(self, phone, editor, now):
        services.start_reset(user_id=editor.user_id, actor=system_viewer(), now=now)

        assert not is_in(phone)

    def test_when_the_password_changed_elsewhere(self, phone, editor, now):
        services.change_password(
            old=PASSWORD, new="quite another one", session_key="", actor=viewer_of(editor), now=now
        )

        assert not is_in(phone)

    def test_when_a_link_set_the_password(self, phone, editor, now):
        link = services.start_reset(user_id=editor.user_id, actor=system_viewer(), now=now)
        services.use_link(token=link.path.split("/")[2], password="quite another one", now=now)

        assert not is_in(phone)

    def test_when_a_role_was_given(self, phone, editor, now):
        services.grant_roles(staff_id=editor.pk, roles=[Role.SERVICE], actor=system_viewer(), now=now)

        assert not is_in(phone)

    def test_when_a_role_was_taken(self, editor, now):
        services.grant_roles(staff_id=editor.pk, roles=[Role.SERVICE], actor=system_viewer(), now=now)
        browser = Client()
        browser.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)
        services.grant_roles(staff_id=editor.pk, roles=[], actor=system_viewer(), now=now)

        assert not is_in(browser)

    def test_when_the_position_changed(self, phone, editor, now):
        details = StaffDetails(editor.name, editor.department_id, make_position("客服", Role.SERVICE).pk)
        services.save_staff(details=details, staff_id=editor.pk, actor=system_viewer(), now=now)

        assert not is_in(phone)

    def test_when_the_department_changed(self, phone, editor, now):
        details = StaffDetails(editor.name, make_department("二部").pk, editor.position_id)
        services.save_staff(details=details, staff_id=editor.pk, actor=system_viewer(), now=now)

        assert not is_in(phone)

    def test_when_the_role_of_the_position_changed(self, phone, editor, now):
        position = Position.objects.get(pk=editor.position_id)
        details = PositionDetails(code=position.code, name=position.name, default_role=Role.SERVICE)
        services.save_position(details=details, position_id=position.pk, actor=system_viewer(), now=now)

        assert not is_in(phone)

    def test_when_the_person_left(self, phone, editor, now):
        yesterday = clock.local_day(now) - timedelta(days=1)
        services.depart(staff_id=editor.pk, left_on=yesterday, actor=system_viewer(), now=now)

        assert not is_in(phone)

    def test_when_ended_from_another_device(self, phone, editor, now):
        services.end_session(sign_in_id=SignIn.objects.get().pk, actor=viewer_of(editor), now=now)

        assert not is_in(phone)

    def test_when_codes_were_turned_on_elsewhere(self, phone, editor, now, monkeypatch):
        monkeypatch.setattr("omos.people.second_factor.is_right", lambda *_args: True)
        services.turn_on_codes(secret="A" * 32, code="123456", session_key="", actor=viewer_of(editor), now=now)

        assert not is_in(phone)

    def test_but_not_when_nothing_of_it_changed(self, phone, editor, now):
        details = StaffDetails("陈思远远", editor.department_id, editor.position_id)
        services.save_staff(details=details, staff_id=editor.pk, actor=system_viewer(), now=now)

        assert is_in(phone)


class TestOwnSessions:
    def test_shows_each_device_once(self, client, phone, editor, sign_in):
        page = sign_in(editor).get("/me/", secure=True).content.decode()

        assert page.count("o-line__title") == 2
        assert "微信 / iPhone" in page

    def test_ends_one(self, client, phone, editor, sign_in):
        row = SignIn.objects.get(device="微信 / iPhone")

        response = sign_in(editor).post(f"/me/sessions/{row.pk}/end/", secure=True)

        assert response.status_code == 302
        assert not is_in(phone)
        assert is_in(client)

    def test_ends_all_others(self, client, phone, editor, sign_in):
        sign_in(editor).post("/me/sessions/end-others/", secure=True)

        assert (is_in(phone), is_in(client)) == (False, True)

    def test_cannot_end_a_strangers(self, client, phone, other_editor, sign_in):
        row = SignIn.objects.get(device="微信 / iPhone")

        sign_in(other_editor).post(f"/me/sessions/{row.pk}/end/", secure=True)

        assert is_in(phone)

    def test_survives_a_second_press(self, client, phone, editor, sign_in):
        row = SignIn.objects.get(device="微信 / iPhone")
        sign_in(editor).post(f"/me/sessions/{row.pk}/end/", secure=True)

        assert client.post(f"/me/sessions/{row.pk}/end/", secure=True).status_code == 302

    def test_refuses_to_be_a_link(self, client, editor, sign_in):
        assert sign_in(editor).get("/me/sessions/end-others/", secure=True).status_code == 405
