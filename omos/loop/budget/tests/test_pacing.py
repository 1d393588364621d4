"""How the month's money runs against the adopted budget."""

from __future__ import annotations

from datetime import date

import pytest

from omos.loop.budget.queries import PacingState, adopted, pacing
from omos.loop.budget.tests.factories import MONTH, TODAY, make_adopted, make_november
from omos.loop.ledger.tests.factories import make_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def spent():
    """Spend the same on every day up to today."""
    make_november()

    def spend(cents_a_day: int) -> None:
        for day in range(1, 21):
            make_fact("spend", cents_a_day, day=date(2026, 11, day))

    return spend


def look():
    return pacing(month=MONTH, today=TODAY)


class TestPacing:
    def test_has_nothing_to_say_without_budget_and_figures(self):
        found = look()

        assert found.state is PacingState.NO_BUDGET
        assert found.budget is found.day_budget is found.spent_month is found.left is found.forecast is None

    def test_does_not_take_unknown_for_nought(self):
        make_adopted()

        found = look()

        assert found.state is PacingState.UNKNOWN
        assert found.spent_today is found.spent_month is found.left is None

    def test_gives_today_its_share_of_the_workdays(self):
        make_november()
        make_adopted()

        found = look()

        assert found.day_budget == pytest.approx(adopted(month=MONTH).spend / 22, abs=1)
        assert pacing(month=MONTH, today=date(2026, 11, 21)).day_budget == 0
        assert pacing(month=MONTH, today=date(2026, 11, 28)).day_budget > 0

    def test_gives_every_day_its_share_where_money_is_spent_on_rest_days(self):
        make_november()
        make_adopted(spends_on_rest_days=True)

        found = pacing(month=MONTH, today=date(2026, 11, 21))

        assert found.day_budget == pytest.approx(adopted(month=MONTH).spend / 30, abs=1)

    def test_counts_what_is_spent_and_left(self, spent):
        make_adopted()
        spent(200_000)

        found = look()

        assert found.spent_today == 200_000
        assert found.spent_month == 4_000_000
        assert found.left == found.budget - 4_000_000
        assert found.per_day_left == pytest.approx(found.left / 7, abs=1)
        assert found.state is PacingState.ON_PACE

    @pytest.mark.parametrize(
        ("cents_a_day", "state"), [(260_000, PacingState.OVERSPENT), (120_000, PacingState.UNDERSPENT)]
    )
    def test_says_when_money_runs_too_fast_or_too_slowly(self, spent, cents_a_day, state):
        make_adopted()
        spent(cents_a_day)

        assert look().state is state

    def test_looks_ahead_to_the_end_of_the_month(self, spent):
        make_adopted()
        spent(200_000)

        found = look()

        # ¥40,000 in 15 workdays, 7 to come.
        assert found.forecast == pytest.approx(4_000_000 * 22 / 15, abs=1)
        assert found.forecast_low <= found.forecast <= found.forecast_high

    def test_plans_a_month_that_has_not_begun(self):
        make_adopted(month=date(2026, 12, 1))

        found = pacing(month=date(2026, 12, 1), today=TODAY)

        assert found.day_budget is None
        assert found.spent_month is None
        assert found.state is PacingState.UNKNOWN

    def test_asks_a_constant_number_of_times(self, spent, django_assert_max_num_queries):
        make_adopted()
        spent(200_000)

        with django_assert_max_num_queries(4):
            look()
