from __future__ import annotations

import pytest

from omos.office.sheets import services
from omos.office.sheets.models import ImportRun
from omos.office.sheets.tests import nasty
from omos.office.sheets.tests.demo_import import IMPORTER
from omos.people import policy
from omos.people.tests.factories import make_position, make_staff, viewer_of

HEAD = ["姓名", "岗位", "手机", "每天分钟"]


@pytest.fixture
def demo(db, monkeypatch, settings):
    """The demo list is mounted and its verbs and mask stand in the policy."""
    from omos.office.sheets.tests import demo as module

    settings.ROOT_URLCONF = "omos.office.sheets.tests.urls"
    for verb in (module.VIEW, module.CHANGE):
        monkeypatch.setitem(policy._verbs, verb.code, verb)
    monkeypatch.setitem(policy._masks, module.PHONE_MASK.field, module.PHONE_MASK)
    return module.PAGE


@pytest.fixture
def sign_in(client):
    """Sign the client in as somebody, whoever was signed in before."""

    def sign_in_as(staff):
        client.logout()
        client.force_login(staff.user)
        return client

    return sign_in_as


@pytest.fixture
def crowd(supervisor):
    """Forty people beside the supervisor, phones 13800000000 upwards."""
    people = [make_staff(f"员工{number:02}", has_user=False, day_minutes=300 + number * 5) for number in range(40)]
    for number, person in enumerate(people):
        person.phone = f"138000000{number:02}"
        person.initials = f"yg{number:02}"
        person.save(update_fields=["phone", "initials"])
    return people


@pytest.fixture
def start(supervisor, noon):
    """Upload rows below the usual header; gives the run as it is then."""
    make_position("编辑")
    make_position("客服")

    def upload(*rows, head=HEAD, content=None) -> ImportRun:
        return services.start_import(
            importer=IMPORTER,
            file_name="人员.xlsx",
            content=content or nasty.sheet_of([head, *rows]),
            actor=viewer_of(supervisor),
            now=noon,
        )

    return upload


@pytest.fixture
def write(supervisor, noon):
    def write_all(run, decision="SKIP", by_row=None, now=noon, importer=IMPORTER):
        return services.write_import(
            run=run,
            importer=importer,
            duplicates=services.Duplicates(decision, by_row or {}),
            actor=viewer_of(supervisor),
            now=now,
            progress=lambda _done: None,
        )

    return write_all
