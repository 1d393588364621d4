"""What the ledger teaches, and what it is too young or too thin to teach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from omos.loop.budget.inputs import RateSource
from omos.loop.budget.queries import learnt, remembered, start
from omos.loop.budget.tests.factories import (
    MONTH,
    TODAY,
    make_adopted,
    make_history,
    make_inputs,
    make_month,
    make_scenario,
)
from omos.loop.catalogue.models import Channel
from omos.loop.goals.tests.factories import make_goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def known():
    make_history()
    return learnt(today=TODAY)


class TestLearnt:
    def test_is_empty_without_history(self):
        found = learnt(today=TODAY)

        assert found.is_empty
        assert found.free.visits == 0
        assert found.repeat_orders is None
        assert found.rebate_rate is None

    def test_takes_paid_channels_only(self, known):
        assert round(known.rates["inquiry_rate"].value, 4) == Decimal("0.0310")
        assert known.rates["valid_rate"].value == Decimal("0.5")
        assert round(known.rates["cpc"].value, 4) == Decimal("4.6154")

    def test_leaves_months_out_that_are_too_young(self, known):
        close = known.rates["close_rate"]

        assert (close.since, close.until) == (date(2026, 5, 1), date(2026, 9, 30))
        assert close.sample == 5 * 155
        assert known.rates["inquiry_rate"].until == date(2026, 10, 31)

    def test_gives_each_rate_its_band_and_sample(self, known):
        rate = known.rates["close_rate"]

        assert rate.source is RateSource.LEARNT
        assert rate.low < rate.value < rate.high
        assert rate.variance > 0

    def test_values_a_new_deal_without_repeat_orders(self, known):
        # (324,000 + 467,400 − 179,400) ÷ (9 + 54 − 46) yuan.
        assert known.rates["deal_value"].value == Decimal(612_000) / 17
        assert known.rates["deal_value"].sample == 17 * 6

    def test_keeps_free_visits_apart(self, known):
        assert known.free.visits == 13_000
        assert known.free.inquiry_rate == Decimal(184) / 13_000
        assert known.free.close_rate == Decimal(8) / 113

    def test_keeps_repeat_orders_apart(self, known):
        assert known.repeat_orders == 46
        assert known.repeat_value == 3_900

    def test_says_nothing_from_too_little(self):
        make_month(date(2026, 9, 1), clicks=50, spend=20_000, visits=20, inquiries=2)

        assert learnt(today=TODAY).is_empty

    def test_never_learns_from_the_running_month(self):
        make_month(MONTH, clicks=5_000, spend=2_000_000, visits=4_000, inquiries=120)

        found = learnt(today=TODAY)

        assert found.is_empty
        assert found.this_month["cpc"].value == 4
        assert found.this_month["inquiry_rate"].value == Decimal("0.03")
        assert "close_rate" not in found.this_month

    def test_weighs_rebates_by_what_was_spent(self, known, noon):
        assert known.rebate_rate == 0
        Channel.objects.filter(code="BAIDU_SEARCH").update(rebate_basis_points=2_000)
        make_month(date(2026, 10, 1), code="SO360_SEARCH", spend=2_000_000, clicks=10, now=noon)

        assert learnt(today=TODAY).rebate_rate == Decimal("0.1800")

    def test_is_remembered_until_the_ledger_hears_something(self, known, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert learnt(today=TODAY) == known
        with django_assert_num_queries(0):
            assert remembered(today=TODAY) == known

    def test_asks_a_constant_number_of_times(self, django_assert_max_num_queries):
        make_history()

        with django_assert_max_num_queries(5):
            learnt(today=TODAY)


class TestStart:
    def test_begins_with_presets_where_nothing_is_known(self):
        begun = start(month=MONTH, learnt=learnt(today=TODAY))

        assert begun.is_newcomer
        assert begun.inputs.amount is None
        assert {rate.source for _name, rate in begun.inputs.rates()} == {RateSource.PRESET}

    def test_begins_with_what_was_learnt(self, known):
        begun = start(month=MONTH, learnt=known)

        assert not begun.is_newcomer
        assert begun.inputs.close_rate == known.rates["close_rate"]
        assert begun.inputs.free == known.free
        assert (begun.inputs.days, begun.inputs.workdays) == (30, 21)

    def test_plans_the_goal_of_the_month(self):
        make_goal("revenue", 80_000_000)

        assert start(month=MONTH, learnt=learnt(today=TODAY)).inputs.amount == 800_000

    def test_carries_costs_over_from_the_month_before(self):
        make_adopted(month=date(2026, 10, 1))

        begun = start(month=MONTH, learnt=learnt(today=TODAY)).inputs

        assert begun.gross_margin == Decimal("0.38")
        assert begun.wages == 128_000
        assert begun.amount == 800_000

    def test_opens_a_saved_version_as_it_was(self):
        from omos.loop.budget.queries import scenario

        saved = scenario(budget_id=make_scenario())

        begun = start(month=MONTH, learnt=learnt(today=TODAY), saved=saved)

        assert begun.inputs == make_inputs(workdays=21)
        assert begun.scenario_id == saved.id

    def test_offers_every_known_value_of_a_rate(self, known, noon):
        make_month(MONTH, clicks=5_000, spend=2_500_000, now=noon)
        begun = start(month=MONTH, learnt=learnt(today=TODAY))

        offers = begun.offers("cpc", "MACHINERY")

        assert [round(offer.value, 2) for offer in offers] == [
            Decimal("4.62"),
            Decimal("4.62"),
            Decimal("5.00"),
            Decimal("4.50"),
        ]
