"""Device words, addresses, masks, language and theme."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from omos.people import masking
from omos.people.access import own_page
from omos.people.addresses import client_address
from omos.people.devices import device_words
from omos.people.hashers import LeanArgon2PasswordHasher
from omos.people.models import User
from omos.people.queries import plain_phone
from omos.people.tests.factories import PASSWORD, make_user

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


class TestDeviceWords:
    @pytest.mark.parametrize(
        ("agent", "words"),
        [
            (WINDOWS, "Chrome / Windows"),
            (WINDOWS + " Edg/142.0", "Edge / Windows"),
            ("Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0", "微信 / Android"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) wxwork/4.1 MicroMessenger/7", "企业微信 / iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/18 Safari/605", "Safari / macOS"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko Firefox/144.0", "Firefox / Linux"),
            ("curl/8.0", ""),
            ("", ""),
        ],
    )
    def test_name_browser_and_system(self, agent, words):
        assert device_words(agent) == words

    @given(st.text(max_size=300))
    def test_never_fail(self, agent):
        assert len(device_words(agent)) < 60


class TestClientAddress:
    def address(self, forwarded="", peer="198.51.100.7"):
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))

    def test_is_the_peer(self):
        assert self.address("203.0.113.1") == "198.51.100.7"

    def test_is_what_the_own_proxy_saw(self, settings):
        settings.TRUSTED_PROXIES = 1

        assert self.address("1.1.1.1, 203.0.113.1") == "203.0.113.1"

    def test_counts_the_proxies_from_the_right(self, settings):
        settings.TRUSTED_PROXIES = 2

        assert self.address("1.1.1.1, 203.0.113.1, 10.0.0.2") == "203.0.113.1"

    def test_is_the_peer_when_the_proxy_said_nothing(self, settings):
        settings.TRUSTED_PROXIES = 1

        assert self.address() == "198.51.100.7"

    def test_takes_an_ipv6_network_as_one(self):
        assert self.address(peer="2001:db8:1:2:3:4:5:6") == self.address(peer="2001:db8:1:2::9")

    def test_knows_ipv4_written_as_ipv6(self):
        assert self.address(peer="::ffff:198.51.100.7") == "198.51.100.7"

    @pytest.mark.parametrize("peer", ["", "unix:", "not an address"])
    def test_is_empty_for_nonsense(self, peer):
        assert self.address(peer=peer) == ""


class TestMasking:
    @pytest.mark.parametrize(
        ("number", "shown"),
        [("18600001402", "186 **** 1402"), ("", ""), ("1402", "***"), ("+8618600001402", "+86 **** 1402")],
    )
    def test_shows_first_three_and_last_four_of_a_phone(self, number, shown):
        assert masking.phone(number) == shown

    @pytest.mark.parametrize(
        ("address", "shown"), [("linlan@a.example", "lin***@a.example"), ("ab@c.d", "a***@c.d"), ("x", "***"), ("", "")]
    )
    def test_shows_a_little_of_an_address(self, address, shown):
        assert masking.email(address) == shown

    @given(
        st.text(alphabet="0123456789", min_size=11, max_size=11), st.text(alphabet="0123456789", min_size=4, max_size=4)
    )
    def test_tells_nothing_about_the_middle(self, number, middle):
        other = number[:3] + middle + number[7:]

        assert masking.phone(number) == masking.phone(other)

    @given(st.integers())
    def test_tells_nothing_about_an_amount(self, amount):
        assert masking.masked("people.Headcount.pay_low", amount) == "***"


class TestPlainPhone:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [("186 0000 1402", "18600001402"), ("+86 186-0000-1402", "18600001402"), ("(0512) 6688 1234", "051266881234")],
    )
    def test_keeps_the_digits(self, typed, number):
        assert plain_phone(typed) == number

    @given(st.text(max_size=40))
    def test_gives_digits_or_nothing(self, typed):
        assert plain_phone(typed) == "" or plain_phone(typed).isdigit()


class TestLanguage:
    def test_is_kept_in_a_cookie(self, client, db):
        client.post("/language/", {"language": "en"}, secure=True)

        assert "Sign in" in client.get("/sign-in/", secure=True, headers={"Accept-Language": "zh-CN"}).content.decode()

    def test_follows_the_person_to_another_machine(self, client, editor, sign_in):
        sign_in(editor).post("/language/", {"language": "en"}, secure=True)
        client.cookies.clear()
        client.post("/sign-in/", {"name": editor.user.login, "password": PASSWORD}, secure=True)

        assert client.cookies["omos_language"].value == "en"
        assert User.objects.get(pk=editor.user_id).language == "en"

    def test_leads_back_to_the_page(self, client, db):
        assert client.post("/language/", {"language": "en", "next": "/me/"}, secure=True)["Location"] == "/me/"

    def test_never_leads_away(self, client, db):
        response = client.post("/language/", {"language": "en", "next": "//evil.example"}, secure=True)

        assert response["Location"] == "/"

    def test_must_be_one_we_speak(self, client, db):
        assert client.post("/language/", {"language": "xx"}, secure=True).status_code == 400


class TestTheme:
    def test_is_kept_in_a_cookie(self, client, db):
        client.post("/theme/", {"theme": "dark"}, secure=True)

        assert client.cookies["omos_theme"].value == "dark"

    def test_must_be_one_of_three(self, client, db):
        assert client.post("/theme/", {"theme": "pink"}, secure=True).status_code == 400


class TestHasher:
    def test_is_argon2id_within_the_advice_of_the_trade(self):
        costs = LeanArgon2PasswordHasher

        assert (costs.algorithm, costs.parallelism) == ("argon2", 1)

    def test_takes_over_hashes_of_other_costs(self, db):
        user = make_user("old")
        user.password = Argon2PasswordHasher().encode("an old password", "somesaltsomesalt")

        assert user.check_password("an old password")
        assert "m=102400" not in user.password


class TestOwnPage:
    @pytest.mark.parametrize("asked", ["/found/", "/facts/?measure=visits#rows"])
    def test_is_gone_back_to(self, asked):
        assert own_page(asked) == asked

    @pytest.mark.parametrize(
        "asked", ["", "found/", "https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_is_nothing_that_leads_elsewhere(self, asked):
        assert own_page(asked) == ""
