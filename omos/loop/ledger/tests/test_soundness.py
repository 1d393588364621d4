"""The sums kept beside the facts are checked every night, and mended by one command."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import jobs, queries, services
from omos.loop.ledger.models import DayTotal
from omos.people.tests.factories import system_viewer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = date(2026, 11, 18)


def post(value, *, source_id="1", measure="spend", keyword=""):
    line = services.Line(
        DAY, measure, value, "ads.test", source_id, channel_id=make_channel("BAIDU_SEARCH").pk, keyword=keyword
    )
    services.post(lines=[line], actor=system_viewer(), now=NOW)


class TestDrift:
    def test_is_none_after_any_posting(self):
        post(100)
        post(90)
        post(5, source_id="2", keyword="除尘器")
        post(None)

        assert queries.drifted_sums() == ()
        assert jobs.check_sums(now=NOW) == 0

    def test_of_a_sum_is_found_and_named(self):
        post(100)
        DayTotal.objects.update(value=F("value") + 1)

        found = queries.drifted_sums()

        assert [(one.measure, one.day, one.source) for one in found] == [("spend", DAY, "ads.test")]
        assert (found[0].kept[0], found[0].true[0]) == (101, 100)

    def test_of_a_missing_sum_is_found(self):
        post(100)
        DayTotal.objects.all().delete()

        assert queries.drifted_sums()[0].kept == (0, 0, 0)

    def test_of_a_sum_without_facts_is_found(self):
        DayTotal.objects.create(measure="clicks", day=DAY, source="x", value=1, standing=1, entries=1, posted_at=NOW)

        assert queries.drifted_sums()[0].true == (0, 0, 0)

    def test_fails_the_nights_job(self):
        post(100)
        DayTotal.objects.update(entries=7)

        with pytest.raises(jobs.SumsDiffer):
            jobs.check_sums(now=NOW)

    def test_is_gone_once_the_sums_are_built_anew(self):
        post(100)
        DayTotal.objects.update(value=3)

        services.rebuild_day_totals(actor=system_viewer(), now=NOW)

        assert queries.drifted_sums() == ()


STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(-50, 10**6))), max_size=12)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_no_course_of_postings_makes_sums_drift(steps):
    [post(value, source_id=source_id) for source_id, value in steps]

    assert queries.drifted_sums() == ()
