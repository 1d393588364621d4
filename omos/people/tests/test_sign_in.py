"""Signing in: by name or phone, refused alike for everybody, throttled, safe about where to go next."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from omos.people import clock
from omos.people.models import Action, SignIn
from omos.people.tests.factories import PASSWORD, make_staff

URL = "/sign-in/"


@pytest.fixture
def real_time(monkeypatch):
    """A true clock that the test moves."""
    moment = [clock.real_now()]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])

    def forward(**by):
        moment[0] += timedelta(**by)

    return forward


def try_in(client: Client, name: str, password: str, **extra):
    return client.post(URL, {"name": name, "password": password, **extra}, secure=True)


def fail(client: Client, name: str, times: int, **extra):
    return [
        client.post(URL, {"name": name, "password": "wrong"}, secure=True, **extra).status_code for _ in range(times)
    ]


class TestSignIn:
    def test_opens_the_page_to_everybody(self, client, db):
        assert client.get(URL, secure=True).status_code == 200

    def test_lets_in_by_name(self, client, editor):
        response = try_in(client, editor.user.login, PASSWORD)

        assert (response.status_code, response["Location"]) == (302, "/")

    def test_lets_in_by_phone_however_it_is_written(self, client, editor):
        editor.user.phone = "18600001402"
        editor.user.save()

        assert try_in(client, "+86 186 0000 1402", PASSWORD).status_code == 302

    def test_refuses_a_wrong_password_with_the_name_kept(self, client, editor):
        response = try_in(client, editor.user.login, "wrong")

        assert response.status_code == 422
        assert f'value="{editor.user.login}"' in response.content.decode()

    def test_says_the_same_for_an_unknown_name(self, client, editor):
        wrong_name = try_in(client, "x" * len(editor.user.login), "wrong").content.decode()
        wrong_word = try_in(Client(), editor.user.login, "wrong").content.decode()

        assert ("Name or password is not right" in wrong_name) == ("Name or password is not right" in wrong_word)

    def test_refuses_who_has_no_number_when_the_name_is_empty(self, client, editor):
        assert try_in(client, " ", PASSWORD).status_code == 422

    def test_refuses_the_locked(self, client, editor):
        editor.user.is_active = False
        editor.user.save()

        assert try_in(client, editor.user.login, PASSWORD).status_code == 422

    def test_refuses_those_past_their_last_day(self, client, editor):
        editor.left_on = clock.today() - timedelta(days=1)
        editor.save()

        assert try_in(client, editor.user.login, PASSWORD).status_code == 422

    def test_lets_people_in_on_their_last_day(self, client, editor):
        editor.left_on = clock.today()
        editor.save()

        assert try_in(client, editor.user.login, PASSWORD).status_code == 302

    def test_gives_a_new_session_key(self, client, editor):
        client.get("/me/", secure=True)
        session = client.session
        session["before"] = True
        session.save()
        client.cookies["__Host-omos_session"] = old = session.session_key

        try_in(client, editor.user.login, PASSWORD)

        assert client.cookies["__Host-omos_session"].value != old

    def test_is_written_on_the_trail(self, client, editor):
        try_in(client, editor.user.login, "wrong")
        try_in(client, editor.user.login, PASSWORD)

        assert list(Action.objects.order_by("id").values_list("verb", "address")) == [
            ("people.refuse_sign_in", "127.0.0.1"),
            ("people.sign_in", "127.0.0.1"),
        ]

    def test_answers_a_huge_password_without_work(self, client, editor):
        assert try_in(client, editor.user.login, "x" * 100_000).status_code == 422

    @pytest.mark.slow
    def test_takes_the_same_time_for_names_nobody_has(self, db, monkeypatch):
        monkeypatch.setattr("omos.people.throttle.take", lambda *_args, **_kwargs: True)
        staff = make_staff("林岚")
        staff.user.password = make_password(PASSWORD)
        staff.user.save()

        def seconds(name: str) -> float:
            started = time.perf_counter()
            try_in(Client(), name, "wrong")
            return time.perf_counter() - started

        pairs = [(seconds("林岚"), seconds("林峰")) for _ in range(60)]

        known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
        assert abs(known - unknown) < 0.2 * known


class TestNext:
    @pytest.mark.parametrize(
        "target",
        ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example", ""],
    )
    def test_leads_home_instead_of_away(self, client, editor, target):
        assert try_in(client, editor.user.login, PASSWORD, next=target)["Location"] == "/"

    def test_leads_to_the_page_that_was_asked_for(self, client, editor):
        assert try_in(client, editor.user.login, PASSWORD, next="/me/?a=1")["Location"] == "/me/?a=1"

    def test_asks_strangers_to_sign_in_and_remembers_the_page(self, client, db):
        assert client.get("/me/?tab=2", secure=True)["Location"] == "/sign-in/?next=/me/%3Ftab%3D2"

    def test_tells_fragments_apart_by_401(self, client, db):
        assert client.get("/me/", secure=True, headers={"HX-Request": "true"}).status_code == 401

    def test_sends_the_signed_in_on(self, client, editor, sign_in):
        assert sign_in(editor).get(URL + "?next=/me/", secure=True)["Location"] == "/me/"


class TestThrottle:
    def test_stops_one_account_after_ten_in_an_hour(self, client, editor):
        assert fail(client, editor.user.login, 11) == [422] * 10 + [429]

    def test_stops_unknown_names_alike(self, client, db):
        assert fail(client, "nobody", 11) == [422] * 10 + [429]

    def test_counts_name_and_phone_as_one_account(self, client, editor):
        editor.user.phone = "18600001402"
        editor.user.save()

        fail(client, "18600001402", 5)

        assert fail(client, editor.user.login, 6) == [422] * 5 + [429]

    def test_stops_one_account_tried_from_many_addresses(self, client, editor):
        statuses = [fail(client, editor.user.login, 1, REMOTE_ADDR=f"198.51.100.{n}")[0] for n in range(12)]

        assert statuses == [422] * 10 + [429] * 2

    def test_stops_one_account_after_twenty_in_a_day(self, client, editor, real_time):
        fail(client, editor.user.login, 10)
        real_time(hours=2)

        assert fail(client, editor.user.login, 11, REMOTE_ADDR="198.51.100.9").count(422) == 10
        real_time(hours=2)
        assert fail(client, editor.user.login, 10, REMOTE_ADDR="198.51.100.8").count(422) < 5

    def test_stops_one_address_after_twenty_in_an_hour(self, client, db):
        statuses = [fail(client, f"name{n}", 1)[0] for n in range(21)]

        assert statuses == [422] * 20 + [429]

    def test_does_not_count_those_who_come_in(self, client, editor):
        assert [try_in(Client(), editor.user.login, PASSWORD).status_code for _ in range(12)] == [302] * 12

    def test_refuses_even_the_right_password_while_stopped(self, client, editor):
        fail(client, editor.user.login, 10)

        assert try_in(client, editor.user.login, PASSWORD).status_code == 429

    def test_never_locks_the_owner_out_of_a_known_device(self, client, boss):
        own = Client()
        try_in(own, boss.user.login, PASSWORD)
        own.post("/sign-out/", secure=True)
        fail(client, boss.user.login, 30)

        assert try_in(own, boss.user.login, PASSWORD).status_code == 302

    def test_stops_a_known_device_as_well(self, client, boss):
        try_in(client, boss.user.login, PASSWORD)
        client.post("/sign-out/", secure=True)

        assert fail(client, boss.user.login, 11) == [422] * 10 + [429]

    def test_does_not_take_a_forged_device_cookie(self, client, boss):
        fail(client, boss.user.login, 10)
        client.cookies["__Host-omos_device"] = f'{{"{boss.user_id}": "forged"}}'

        assert try_in(client, boss.user.login, PASSWORD).status_code == 429

    def test_lets_try_again_after_a_while(self, client, editor, real_time):
        fail(client, editor.user.login, 11)
        real_time(minutes=7)

        assert try_in(client, editor.user.login, PASSWORD).status_code == 302

    def test_does_not_believe_a_stranger_about_the_address(self, client, db):
        statuses = [fail(client, f"name{n}", 1, headers={"X-Forwarded-For": f"203.0.113.{n}"})[0] for n in range(21)]

        assert statuses[-1] == 429

    def test_believes_its_own_proxy_about_the_address(self, client, db, settings):
        settings.TRUSTED_PROXIES = 1
        statuses = [fail(client, f"name{n}", 1, headers={"X-Forwarded-For": f"203.0.113.{n}"})[0] for n in range(21)]

        assert statuses == [422] * 21

    def test_believes_only_what_its_own_proxy_added(self, client, db, settings):
        settings.TRUSTED_PROXIES = 1
        statuses = [
            fail(client, f"name{n}", 1, headers={"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.7"})[0]
            for n in range(21)
        ]

        assert statuses[-1] == 429


class TestSignOut:
    def test_ends_the_session(self, client, editor, sign_in):
        sign_in(editor).post("/sign-out/", secure=True)

        assert client.get("/me/", secure=True).status_code == 302
        assert not SignIn.objects.filter(ended_at=None).exists()

    def test_refuses_to_be_a_link(self, client, editor, sign_in):
        assert sign_in(editor).get("/sign-out/", secure=True).status_code == 405

    def test_survives_a_second_press(self, client, editor, sign_in):
        sign_in(editor).post("/sign-out/", secure=True)

        assert client.post("/sign-out/", secure=True)["Location"] == "/sign-in/"


class TestPageToken:
    def test_still_fits_when_the_same_person_signs_in_again_in_another_tab(self, editor):
        browser = Client(enforce_csrf_checks=True)
        _sign_in_with_token(browser, editor)
        waiting_form = browser.get("/me/", secure=True).context["csrf_token"]
        browser.cookies.pop("__Host-omos_session")
        _sign_in_with_token(browser, editor)

        response = browser.post(
            "/me/phone/", {"phone": "", "csrfmiddlewaretoken": str(waiting_form)}, secure=True, headers=FROM_HERE
        )

        assert response.status_code == 302

    def test_is_a_new_one_for_somebody_else(self, editor, other_editor):
        browser = Client(enforce_csrf_checks=True)
        _sign_in_with_token(browser, editor)
        old_form = browser.get("/me/", secure=True).context["csrf_token"]
        browser.cookies.pop("__Host-omos_session")
        _sign_in_with_token(browser, other_editor)

        response = browser.post(
            "/me/phone/", {"phone": "", "csrfmiddlewaretoken": str(old_form)}, secure=True, headers=FROM_HERE
        )

        assert response.status_code == 403


FROM_HERE = {"Origin": "https://testserver", "Referer": "https://testserver/"}


def _sign_in_with_token(browser: Client, staff) -> None:
    token = browser.get(URL, secure=True).context["csrf_token"]
    typed = {"name": staff.user.login, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert browser.post(URL, typed, secure=True, headers=FROM_HERE).status_code == 302
