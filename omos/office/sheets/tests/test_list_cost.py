"""What a list page asks of the database: the same few questions, however many rows there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omos.people.tests.factories import make_staff

ADDRESS = "/demo-staff/"

pytestmark = pytest.mark.queries


def asked(client, address: str = ADDRESS) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in caught]


def counts(queries: list[str]) -> list[str]:
    halves = [sql.partition(" FROM ") for sql in queries]
    return [start for start, _from, rest in halves if "COUNT(" in start and rest.startswith('"people_staff"')]


def test_more_rows_cost_no_more_questions(demo, supervisor, sign_in):
    client = sign_in(supervisor)
    few = len(asked(client))

    for number in range(40):
        make_staff(f"员工{number}")

    assert len(asked(client)) == few


def test_rows_are_counted_once(demo, crowd, supervisor, sign_in):
    assert len(counts(asked(sign_in(supervisor)))) == 1


def test_a_tab_is_counted_with_the_others(demo, crowd, supervisor, sign_in):
    assert len(counts(asked(sign_in(supervisor), f"{ADDRESS}?tab=short"))) == 1


def test_filtered_rows_are_counted_once_beside_the_tabs(demo, crowd, supervisor, sign_in):
    assert len(counts(asked(sign_in(supervisor), f"{ADDRESS}?q=a"))) == 2


def test_choices_of_a_filter_are_asked_for_once(demo, crowd, supervisor, sign_in):
    positions = [sql for sql in asked(sign_in(supervisor)) if 'FROM "people_position"' in sql]

    assert len(positions) == 1
    assert "COUNT" not in positions[0]


def test_the_figures_of_a_tab_are_right_without_their_own_count(demo, crowd, supervisor, sign_in):
    whole, short = sign_in(supervisor).get(ADDRESS), sign_in(supervisor).get(f"{ADDRESS}?tab=short")

    assert whole.context["count"] == whole.context["tabs"][0].count > short.context["count"]
    assert short.context["count"] == short.context["tabs"][1].count
