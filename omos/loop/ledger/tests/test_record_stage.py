"""What has come so far, told in stages where no machine counts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger.models import Fact
from omos.loop.ledger.queries import series, totals
from omos.loop.ledger.services import SheetRefused, record_by_hand, record_stage
from omos.loop.ledger.tests.factories import make_fact
from omos.people.models import Action
from omos.people.tests.factories import system_viewer, viewer_of

pytestmark = pytest.mark.django_db
FIRST, TENTH, TWENTIETH = date(2026, 11, 1), date(2026, 11, 10), date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@pytest.fixture
def channel():
    return make_channel("DIRECT")


@pytest.fixture
def tell(channel, supervisor):
    def record(day, channel_id=channel.pk, **sums):
        return record_stage(day=day, totals=sums, channel_id=channel_id, actor=viewer_of(supervisor), now=NOW)

    return record


def so_far(measure, last=TWENTIETH):
    return totals(measures=[measure], first=FIRST, last=last)[measure].value


class TestTelling:
    def test_books_what_is_new_since_the_stage_before(self, tell):
        tell(TENTH, revenue=25_000_000)
        tell(TWENTIETH, revenue=60_000_000)

        assert series(measure="revenue", first=FIRST, last=TWENTIETH) == {TENTH: 25_000_000, TWENTIETH: 35_000_000}
        assert so_far("revenue") == 60_000_000

    def test_takes_off_what_is_known_already(self, tell):
        make_fact("revenue", 10_000_000, day=date(2026, 11, 3))

        tell(TENTH, revenue=25_000_000)

        assert Fact.objects.get(source="hand").value == 15_000_000

    def test_replaces_what_was_told_for_the_same_day(self, tell):
        tell(TENTH, revenue=25_000_000)
        tell(TENTH, revenue=24_000_000)

        assert so_far("revenue") == 24_000_000

    def test_changes_nothing_the_second_time(self, tell):
        tell(TENTH, revenue=25_000_000)

        assert tell(TENTH, revenue=25_000_000).unchanged == 1

    def test_begins_anew_each_month(self, tell):
        make_fact("revenue", 99_000_000, day=date(2026, 10, 31))

        tell(TENTH, revenue=25_000_000)

        assert Fact.objects.get(source="hand").value == 25_000_000

    def test_knows_nought_from_nothing(self, tell):
        tell(TENTH, registrations=0)

        assert so_far("registrations") == 0

    def test_leaves_a_trail(self, tell):
        tell(TENTH, revenue=25_000_000)

        assert Action.objects.filter(verb="ledger.record_by_hand").count() == 1


class TestWhatHasNoChannel:
    def test_is_told_without_one(self, tell):
        tell(TENTH, channel_id=None, registrations=120, ratings=40, good_ratings=37)

        assert so_far("registrations") == 120
        assert Fact.objects.get(measure="registrations").channel_id is None

    def test_gives_rates(self, tell):
        tell(TENTH, ratings=40, good_ratings=37, revenue=25_000_000, market_volume=1_000_000_000)

        assert so_far("satisfaction") == Decimal("0.925")
        assert so_far("market_share") == Decimal("0.025")

    def test_gives_way_to_a_machine(self, tell, channel):
        tell(TENTH, registrations=120)

        make_fact("registrations", 90, day=TENTH, channel_id=channel.pk)

        assert so_far("registrations") == 90

    def test_is_not_told_over_a_machine(self, tell):
        make_fact("registrations", 90, day=TENTH)

        with pytest.raises(SheetRefused) as refusal:
            tell(TENTH, registrations=120)

        assert list(refusal.value.faults) == [(0, "registrations")]

    def test_stands_in_no_cell_of_a_channel(self, channel):
        with pytest.raises(SheetRefused):
            record_by_hand(day=TENTH, cells={(channel.pk, "registrations"): 5}, actor=system_viewer(), now=NOW)


class TestRefusing:
    def test_a_sum_below_what_is_known(self, tell):
        make_fact("revenue", 10_000_000, day=date(2026, 11, 3))

        with pytest.raises(SheetRefused) as refusal:
            tell(TENTH, revenue=9_000_000)

        assert "¥100,000.00" in next(iter(refusal.value.faults.values()))
        assert Fact.objects.count() == 1

    def test_a_measure_with_channels_where_none_is_named(self, tell):
        with pytest.raises(SheetRefused):
            tell(TENTH, channel_id=None, revenue=25_000_000)

    @pytest.mark.parametrize("measure", ["work_minutes", "valid_rate", "pages_indexed"])
    def test_what_machines_count(self, tell, measure):
        with pytest.raises(SheetRefused):
            tell(TENTH, **{measure: 5})

    def test_days_to_come(self, tell):
        with pytest.raises(SheetRefused):
            tell(date(2026, 11, 21), revenue=5)

    def test_all_where_one_is_wrong(self, tell):
        make_fact("revenue", 10, day=date(2026, 11, 3))

        with pytest.raises(SheetRefused):
            tell(TENTH, revenue=5, registrations=7)

        assert so_far("registrations") is None


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(early=st.integers(0, 10**9), more=st.integers(0, 10**9))
def test_the_last_stage_is_always_the_sum(tell, early, more):
    tell(TENTH, channel_id=None, registrations=0)
    tell(TWENTIETH, channel_id=None, registrations=0)

    tell(TENTH, channel_id=None, registrations=early)
    tell(TWENTIETH, channel_id=None, registrations=early + more)

    assert (so_far("registrations", TENTH), so_far("registrations")) == (early, early + more)
    tell(TWENTIETH, channel_id=None, registrations=early)
    tell(TENTH, channel_id=None, registrations=0)
