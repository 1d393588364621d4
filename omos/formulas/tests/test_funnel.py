from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.funnel import STAGES, Counts, Funnel, backward, counts_from, counts_onward, forward
from omos.formulas.limits import FormulaError
from omos.formulas.rounding import money

RATE = st.decimals("0.01", 1, places=4)
FUNNELS = st.builds(
    Funnel,
    deal_value=st.decimals(1, 10**6, places=2),
    arrival_rate=RATE,
    inquiry_rate=RATE,
    valid_rate=RATE,
    close_rate=RATE,
)
AMOUNTS = st.decimals("0.01", 10**6, places=2)
FILTERS = Funnel(
    deal_value=Decimal(3900),
    arrival_rate=Decimal("0.9"),
    inquiry_rate=Decimal("0.05"),
    valid_rate=Decimal("0.4"),
    close_rate=Decimal("0.25"),
)


class TestForward:
    def test_worked_example(self) -> None:
        counts = forward(Decimal(10000), FILTERS)

        assert counts == Counts(
            clicks=Decimal(10000),
            visits=Decimal(9000),
            inquiries=Decimal(450),
            valid_inquiries=Decimal(180),
            won_deals=Decimal(45),
            revenue=Decimal(175500),
        )

    @given(FUNNELS, AMOUNTS)
    def test_grows_with_the_clicks(self, funnel: Funnel, clicks: Decimal) -> None:
        assert forward(clicks + 1, funnel).revenue > forward(clicks, funnel).revenue

    @given(FUNNELS, AMOUNTS)
    def test_never_widens_on_the_way(self, funnel: Funnel, clicks: Decimal) -> None:
        counts = forward(clicks, funnel)

        assert counts.clicks >= counts.visits >= counts.inquiries >= counts.valid_inquiries >= counts.won_deals


class TestBackward:
    def test_worked_example(self) -> None:
        assert backward(Decimal(175500), FILTERS) == forward(Decimal(10000), FILTERS)

    @given(FUNNELS, AMOUNTS)
    def test_there_and_back_closes_to_the_cent(self, funnel: Funnel, revenue: Decimal) -> None:
        clicks = backward(revenue, funnel).clicks

        assert money(forward(clicks, funnel).revenue) == revenue


class TestCountsFrom:
    @given(FUNNELS, AMOUNTS, st.sampled_from(STAGES), st.sampled_from(STAGES))
    def test_tells_the_same_story_from_every_stage(self, funnel: Funnel, n: Decimal, one: str, other: str) -> None:
        counts = counts_from(one, n, funnel)

        again = counts_from(other, min(getattr(counts, other), Decimal(10) ** 15), funnel)

        assert money(getattr(again, one)) <= n

    def test_refuses_a_stage_nobody_knows(self) -> None:
        with pytest.raises(FormulaError, match="stage: unknown"):
            counts_from("likes", Decimal(1), FILTERS)

    def test_refuses_a_negative_quantity(self) -> None:
        with pytest.raises(FormulaError, match="visits: negative"):
            counts_from("visits", Decimal(-1), FILTERS)

    def test_onward_claims_nothing_before_the_known_stage(self) -> None:
        assert counts_onward("valid_inquiries", Decimal(20), FILTERS) == Counts(
            valid_inquiries=Decimal(20), won_deals=Decimal(5), revenue=Decimal(19500)
        )

    def test_splits_into_days(self) -> None:
        assert forward(Decimal(10000), FILTERS).per(30).inquiries == Decimal(15)


class TestFunnel:
    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("inquiry_rate", "0", "zero"),
            ("inquiry_rate", "-0.1", "negative"),
            ("valid_rate", "1.01", "above_one"),
            ("close_rate", "NaN", "not_a_number"),
            ("arrival_rate", "1e-12", "too_small"),
            ("deal_value", "0", "zero"),
            ("deal_value", "Infinity", "not_a_number"),
            ("deal_value", "1e16", "too_large"),
        ],
    )
    def test_refuses_a_senseless_term(self, field: str, value: str, code: str) -> None:
        terms = {"deal_value": Decimal(1), field: Decimal(value)}

        with pytest.raises(FormulaError) as refusal:
            Funnel(**terms)

        assert (refusal.value.field, refusal.value.code) == (field, code)
