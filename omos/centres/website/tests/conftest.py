"""People around requests."""

from __future__ import annotations

import pytest
from django.test import Client

from omos.centres.website.tests.factories import NOON, make_asker, make_maker


@pytest.fixture(autouse=True)
def at_noon(company, clock_at):
    clock_at(NOON)


@pytest.fixture
def maker(company):
    return make_maker("叶子墨")


@pytest.fixture
def asker(company):
    return make_asker("何嘉")


@pytest.fixture
def browse():
    """A browser of their own for each person."""

    def signed_in(staff):
        browser = Client()
        browser.force_login(staff.user)
        return browser

    return signed_in
