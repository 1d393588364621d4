"""No address, however odd, breaks a list, reaches the database as anything but a value, or shows a foreign row."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.office.sheets.tests.test_list_page import ADDRESS, names
from omos.people.tests.factories import make_department, make_staff

NAMES = ("q", "tab", "view", "sort", "page", "size", "columns", "density", "position", "kind", "phone")
RANGES = (
    "minutes_min",
    "minutes_max",
    "arrived_after",
    "arrived_before",
    "nonsense",
    "name__startswith",
    "user__password",
)
HOSTILE = (
    *(
        "'",
        '"',
        "')--",
        "1) OR (1=1",
        "; ATTACH DATABASE 'x' AS y",
        "pg_sleep(9)",
        "%",
        "_",
        "\\",
        "\u202e",
        "-password",
    ),
    *("user__password", "-user__session_epoch", "name,-name,name", "9" * 40, "-1", "1e9", "NaN", "2026-13-45", "<b>"),
)
values = st.one_of(st.sampled_from((*HOSTILE, "\x00")), st.text(max_size=20), st.integers().map(str))


@pytest.fixture
def client_of(demo, crowd, supervisor, sign_in):
    make_staff("外人", department=make_department("销售部"))
    return sign_in(supervisor)


class TestAnyAddress:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(asked=st.dictionaries(st.sampled_from(NAMES + RANGES), values, max_size=5))
    def test_gets_a_page(self, client_of, asked):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer = client_of.get(ADDRESS, asked)

        assert answer.status_code in {200, 422}
        assert "外人" not in names(answer)
        assert not any("ATTACH DATABASE" in query["sql"].split("LIKE")[0] for query in caught)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_finds_the_text_itself_and_nothing_else(self, client_of, text):
        answer = client_of.get(ADDRESS, {"q": f"员工{text}07"})

        assert names(answer) == []

    @pytest.mark.parametrize("name", ["user__password", "name__startswith", "id__in", "pk", "department__parent"])
    def test_knows_only_the_filters_that_are_declared(self, client_of, name):
        assert names(client_of.get(ADDRESS, {name: "x"})) == names(client_of.get(ADDRESS))

    @pytest.mark.parametrize("name", ["user__password", "-user__password", "department__name", "pk", "?", "notes"])
    def test_sorts_only_by_its_columns(self, client_of, name):
        assert names(client_of.get(ADDRESS, {"sort": name})) == names(client_of.get(ADDRESS))
