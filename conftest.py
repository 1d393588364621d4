"""What every test may lean on: a company of one supervisor and some staff, a fixed noon, a signed-in client."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

os.environ.setdefault("OMOS_MODE", "test")
os.environ.setdefault("OMOS_DATA", tempfile.mkdtemp(prefix="omos-test-"))
os.environ.setdefault("OMOS_LOG_LEVEL", "ERROR")

import pytest
from django.apps import apps

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture(autouse=True)
def fresh_memory():
    """No answer out of another test's records: what a test wrote is taken back, and its numbers come again."""
    yield
    if apps.ready:
        from omos.loop.ledger.memory import forget
        from omos.people.memory import forget_moment

        forget()
        forget_moment()


@pytest.fixture
def company(db):
    from omos.people.tests.factories import make_company

    return make_company()


@pytest.fixture
def supervisor(company):
    return _staff("林岚", "SUPERVISOR")


@pytest.fixture
def editor(company):
    return _staff("陈思远", "EDITOR")


@pytest.fixture
def other_editor(company):
    return _staff("苏晴", "EDITOR")


@pytest.fixture
def promoter(company):
    return _staff("赵一鸣", "PROMOTER")


@pytest.fixture
def boss(company):
    return _staff("顾云帆", "BOSS")


@pytest.fixture
def admin_staff(company):
    return _staff("管理员", "ADMIN")


@pytest.fixture
def sign_in(client) -> Callable:
    """Sign the client in as a staff member; gives the client back."""

    def sign_in_as(staff):
        client.force_login(staff.user)
        return client

    return sign_in_as


@pytest.fixture
def clock_at(settings) -> Callable:
    """Fix the clock of views and jobs."""

    def set_clock(moment: datetime) -> None:
        settings.OMOS_NOW = moment

    return set_clock


def _staff(name: str, role: str):
    from omos.people.tests.factories import make_staff

    return make_staff(name, role=role)
