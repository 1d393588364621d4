"""People around requests."""

from __future__ import annotations

import pytest

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
