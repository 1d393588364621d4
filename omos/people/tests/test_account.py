"""One's own account: password, phone, codes."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from omos.people import second_factor
from omos.people.models import Action, SignIn, User
from omos.people.tests.factories import PASSWORD

NEW = "quite another one"


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app on the phone would show now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture
def own(client, editor, sign_in):
    return sign_in(editor)


@pytest.fixture
def coded(own):
    """The editor's browser after codes were turned on; `secret` and `recovery` hang on it."""
    offer = own.get("/me/codes/", secure=True).context["offer"]
    page = own.post("/me/codes/", {"code": code_of(offer.secret)}, secure=True)
    own.secret, own.recovery = offer.secret, page.context["codes"]
    return own


def with_password(editor) -> Client:
    browser = Client()
    response = browser.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)
    assert response["Location"] == "/sign-in/code/"
    return browser


class TestPassword:
    def change(self, browser, old=PASSWORD, new=NEW, again=NEW):
        return browser.post("/me/password/", {"old": old, "password": new, "again": again}, secure=True)

    def test_is_changed_and_this_session_goes_on(self, own, editor):
        assert self.change(own).status_code == 302
        assert own.get("/me/", secure=True).status_code == 200
        assert User.objects.get(pk=editor.user_id).check_password(NEW)

    def test_lists_this_session_under_its_new_key(self, own, editor):
        self.change(own)

        assert SignIn.objects.get(ended_at=None).session_key == own.session.session_key

    def test_needs_the_present_one(self, own):
        assert self.change(own, old="wrong").status_code == 422

    def test_may_not_be_easy(self, own):
        assert self.change(own, new="12345678", again="12345678").status_code == 422

    def test_is_asked_for_ten_times_an_hour_at_most(self, own):
        pages = [self.change(own, old="wrong").content.decode() for _ in range(11)]

        assert ("minute" in pages[-1]) or ("分钟" in pages[-1])

    def test_is_on_the_trail_without_the_word(self, own):
        self.change(own)

        line = Action.objects.get(verb="people.set_password")
        assert (line.before, line.after) == (None, None)

    def test_page_opens(self, own):
        assert own.get("/me/password/", secure=True).status_code == 200

    def test_page_wants_a_sign_in(self, client, db):
        assert client.get("/me/password/", secure=True).status_code == 302


class TestPhone:
    def test_is_saved_without_spaces(self, own, editor):
        own.post("/me/phone/", {"phone": "+86 186-0000-1402"}, secure=True)

        assert User.objects.get(pk=editor.user_id).phone == "18600001402"

    def test_is_taken_away_when_empty(self, own, editor):
        own.post("/me/phone/", {"phone": "18600001402"}, secure=True)
        own.post("/me/phone/", {"phone": ""}, secure=True)

        assert User.objects.get(pk=editor.user_id).phone is None

    @pytest.mark.parametrize("typed", ["abc", "1", "１８６０００", "0" * 30])
    def test_must_be_a_number(self, own, typed):
        assert own.post("/me/phone/", {"phone": typed}, secure=True).status_code == 422

    def test_may_not_be_somebody_elses(self, own, other_editor):
        User.objects.filter(pk=other_editor.user_id).update(phone="18600001402")

        assert own.post("/me/phone/", {"phone": "18600001402"}, secure=True).status_code == 422

    def test_stands_masked_on_the_trail(self, own):
        own.post("/me/phone/", {"phone": "18600001402"}, secure=True)

        assert Action.objects.get(verb="people.own_account").after == {"phone": "186 **** 1402"}


class TestCodesOn:
    def test_shows_a_picture_and_its_letters(self, own):
        page = own.get("/me/codes/", secure=True)

        assert page.context["offer"].picture.startswith("data:image/svg+xml")
        assert page.context["offer"].spaced_secret in page.content.decode()

    def test_needs_a_code_that_fits(self, own):
        own.get("/me/codes/", secure=True)

        assert own.post("/me/codes/", {"code": "000000"}, secure=True).status_code == 422

    def test_offers_the_same_secret_until_it_is_used(self, own):
        first = own.get("/me/codes/", secure=True).context["offer"].secret

        assert own.get("/me/codes/", secure=True).context["offer"].secret == first

    def test_gives_ten_recovery_codes(self, coded):
        assert len(set(coded.recovery)) == 10

    def test_keeps_the_secret_encrypted(self, coded):
        stored = str(list(Authenticator.objects.values_list("data", flat=True)))

        assert coded.secret not in stored

    def test_asks_for_the_code_after_the_password(self, coded, editor):
        browser = with_password(editor)

        assert browser.get("/me/", secure=True).status_code == 302

    def test_lets_in_with_the_code(self, coded, editor):
        browser = with_password(editor)

        response = browser.post("/sign-in/code/", {"code": code_of(coded.secret)}, secure=True)

        assert response["Location"] == "/"
        assert browser.get("/me/", secure=True).status_code == 200

    def test_takes_each_code_once(self, coded, editor):
        code = code_of(coded.secret)
        with_password(editor).post("/sign-in/code/", {"code": code}, secure=True)

        assert with_password(editor).post("/sign-in/code/", {"code": code}, secure=True).status_code == 422

    def test_takes_each_recovery_code_once(self, coded, editor, monkeypatch):
        monkeypatch.setattr("omos.people.throttle.take", lambda *_args, **_kwargs: True)
        code = coded.recovery[3]

        assert with_password(editor).post("/sign-in/code/", {"code": code}, secure=True).status_code == 302
        assert with_password(editor).post("/sign-in/code/", {"code": code}, secure=True).status_code == 422

    def test_takes_no_old_code(self, coded, editor):
        response = with_password(editor).post("/sign-in/code/", {"code": code_of(coded.secret, steps=-3)}, secure=True)

        assert response.status_code == 422

    def test_stops_after_96_codes_a_day(self, coded, editor):
        browser = with_password(editor)
        answers = [browser.post("/sign-in/code/", {"code": f"{n:06}"}, secure=True).status_code for n in range(97)]

        assert answers[-1] == 429

    def test_forgets_a_password_given_before_it_changed(self, coded, editor):
        browser = with_password(editor)
        User.objects.filter(pk=editor.user_id).update(session_epoch=99)

        response = browser.post("/sign-in/code/", {"code": code_of(coded.secret)}, secure=True)

        assert response["Location"] == "/sign-in/"

    def test_second_step_leads_back_without_the_first(self, client, db):
        assert client.get("/sign-in/code/", secure=True)["Location"] == "/sign-in/"


class TestCodesOff:
    def test_needs_the_code_of_the_moment(self, coded):
        assert coded.post("/me/codes/off/", {"code": "000000"}, secure=True).status_code == 422

    def test_signs_in_without_a_code_afterwards(self, coded, editor):
        coded.post("/me/codes/off/", {"code": code_of(coded.secret)}, secure=True)

        response = Client().post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)

        assert response["Location"] == "/"
        assert coded.get("/me/", secure=True).status_code == 200


class TestRecoveryCodes:
    def test_are_made_anew(self, coded, editor):
        page = coded.post("/me/codes/recovery/", {"code": code_of(coded.secret)}, secure=True)

        assert not set(page.context["codes"]) & set(coded.recovery)
        assert second_factor.recovery_codes_left(editor.user) == 10

    def test_need_the_code_of_the_moment(self, coded):
        assert coded.post("/me/codes/recovery/", {"code": "12"}, secure=True).status_code == 422
