"""A month's flows are read once a page, and say what each figure asked alone would say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.models import DayTotal, Fact
from omos.loop.ledger.queries import series, series_of, totals
from omos.loop.ledger.services import rebuild_day_totals
from omos.loop.ledger.tests.factories import make_fact
from omos.people.memory import of_one_view
from omos.people.tests.factories import system_viewer

pytestmark = pytest.mark.django_db
MONTH = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
LATER = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def facts_there():
    make_fact("visits", 10, day=date(2026, 11, 2), source_id="a")
    make_fact("visits", 30, day=date(2026, 11, 3), source_id="b", channel_id=make_channel("DIRECT").pk)
    make_fact("visits", 5, day=date(2026, 11, 3), source="hand", source_id="c", now=LATER)
    make_fact("revenue", 900, day=date(2026, 11, 30), source_id="d")
    make_fact("visits", 99, day=date(2026, 12, 1), source_id="e")


class TestOneMonth:
    def test_is_read_once_for_all_that_one_view_asks(self, facts_there):
        with of_one_view(is_reading=True), CaptureQueriesContext(connection) as asked:
            totals(measures=["visits", "inquiry_rate"], **MONTH)
            totals(measures=["revenue"], first=date(2026, 11, 1), last=date(2026, 11, 20))
            series(measure="visits", **MONTH)

        # One for how far the ledger has come, one for the month.
        assert len(asked) == 2

    def test_is_not_read_for_a_single_measure(self, facts_there):
        with of_one_view(is_reading=True), CaptureQueriesContext(connection) as asked:
            series(measure="visits", **MONTH)

        assert "'visits'" in asked[-1]["sql"]
        assert "'revenue'" not in asked[-1]["sql"]

    def test_adds_up_the_days_asked_for_only(self, facts_there):
        figure = totals(measures=["visits", "revenue"], first=date(2026, 11, 3), last=date(2026, 11, 20))["visits"]

        assert (figure.value, figure.sources, figure.fresh_at) == (35, ("hand", "test.machine"), LATER)

    def test_puts_sources_of_one_day_together(self, facts_there):
        days = series_of(measures=["visits", "revenue"], **MONTH)["visits"]

        assert days == series(measure="visits", **MONTH) == {date(2026, 11, 2): 10, date(2026, 11, 3): 35}

    def test_says_the_same_as_two_months_asked_together(self, facts_there):
        wide = series_of(measures=["visits", "revenue"], first=date(2026, 10, 1), last=date(2026, 11, 30))

        assert series_of(measures=["visits", "revenue"], **MONTH) == wide

    def test_knows_nothing_of_a_day_withdrawn_whole(self, facts_there):
        make_fact("visits", None, day=date(2026, 11, 2), source_id="a")

        assert series(measure="visits", **MONTH) == {date(2026, 11, 3): 35}
        assert totals(measures=["visits"], first=date(2026, 11, 1), last=date(2026, 11, 2))["visits"].value is None

    def test_is_read_anew_by_the_next_view(self, facts_there):
        with of_one_view(is_reading=True):
            totals(measures=["visits", "revenue"], **MONTH)
        make_fact("visits", 1, day=date(2026, 11, 4), source_id="f")

        with of_one_view(is_reading=True):
            assert totals(measures=["visits", "revenue"], **MONTH)["visits"].value == 46


class TestDayTotals:
    def test_tell_how_many_entries_are_in_them(self, facts_there):
        make_fact("visits", 12, day=date(2026, 11, 2), source_id="a")

        assert DayTotal.objects.get(day=date(2026, 11, 2)).entries == 2

    def test_tell_it_after_a_repair_too(self, facts_there):
        make_fact("visits", None, day=date(2026, 11, 2), source_id="a")
        kept = sorted(DayTotal.objects.values_list("day", "measure", "source", "entries"))

        rebuild_day_totals(actor=system_viewer(), now=LATER)

        assert sorted(DayTotal.objects.values_list("day", "measure", "source", "entries")) == kept
        assert sum(entries for *_key, entries in kept) == Fact.objects.count()
