"""Signing in again loses nothing that was sent."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from omos.people import carrying
from omos.people.models import Company, Workday
from omos.people.tests.factories import PASSWORD

DAY = "/calendar/days/2026-11-28/"
TYPED = {"is_workday": "1", "reason": "大小周"}


def kept(response) -> str:
    found = re.search(r'name="carried" value="([^"]+)"', response.content.decode())
    return found[1] if found else ""


@pytest.fixture
def waiting(client, company):
    return client.post(DAY, TYPED, secure=True)


class TestExpiredForm:
    def test_is_answered_by_the_sign_in_page_that_keeps_it(self, waiting):
        assert waiting.status_code == 401
        assert kept(waiting)

    def test_waits_after_the_sign_in_and_is_sent_by_one_press(self, client, waiting, supervisor):
        typed = {"name": supervisor.user.login, "password": PASSWORD, "carried": kept(waiting)}
        page = client.post("/sign-in/", typed, secure=True)
        form = page.context["waiting"]

        client.post(form.path, dict(form.fields), secure=True)

        assert Workday.objects.get(day=date(2026, 11, 28)).name == "大小周"

    def test_is_kept_through_a_wrong_password(self, client, waiting, supervisor):
        typed = {"name": supervisor.user.login, "password": "wrong", "carried": kept(waiting)}

        assert kept(client.post("/sign-in/", typed, secure=True)) == kept(waiting)

    def test_is_dropped_when_tampered_with(self, client, waiting, supervisor):
        typed = {"name": supervisor.user.login, "password": PASSWORD, "carried": kept(waiting)[:-2] + "xx"}

        assert client.post("/sign-in/", typed, secure=True)["Location"] == "/"

    def test_changes_nothing_by_itself(self, waiting):
        assert not Workday.objects.exists()
        assert Company.objects.count() == 1


class TestPack:
    def test_leaves_secrets_out(self):
        request = RequestFactory().post("/me/password/", {"old": "a", "password": "b", "again": "b", "note": "c"})

        found = carrying.unpack(carrying.pack(request))

        assert found is not None
        assert found.fields == (("note", "c"),)

    def test_keeps_no_files(self):
        request = RequestFactory().post("/x/", {"note": "c", "file": SimpleUploadedFile("a.csv", b"1")})

        assert carrying.pack(request) == ""

    def test_keeps_nothing_huge(self):
        noise = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(200_000))

        assert carrying.pack(RequestFactory().post("/x/", {"note": noise})) == ""
