from __future__ import annotations

from decimal import Decimal
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.rounding import quantise
from omos.formulas.variance import Factor, explain_gap

VALUES = st.decimals(0, 10**4, places=3)
FACTORS = st.lists(st.builds(Factor, st.just("factor"), VALUES, VALUES), min_size=1, max_size=6)


def factor(name: str, planned: str, actual: str) -> Factor:
    return Factor(name, Decimal(planned), Decimal(actual))


class TestExplainGap:
    def test_worked_example(self) -> None:
        effects = explain_gap(
            [
                factor("visits", "10000", "11000"),
                factor("inquiry_rate", "0.05", "0.03"),
                factor("close_rate", "0.1", "0.1"),
            ]
        )

        assert [(effect.name, quantise(effect.amount, 4)) for effect in effects] == [
            ("inquiry_rate", Decimal("-21.0000")),
            ("close_rate", Decimal("0.0000")),
            ("visits", Decimal("4.0000")),
        ]

    def test_shares_say_who_is_to_answer(self) -> None:
        only, other = explain_gap([factor("visits", "10", "5"), factor("rate", "1", "1")])

        assert (only.name, only.share, other.share) == ("visits", Decimal(1), Decimal(0))

    def test_without_a_gap_nobody_has_a_share(self) -> None:
        (effect,) = explain_gap([factor("visits", "10", "10")])

        assert (effect.amount, effect.share) == (Decimal(0), None)

    def test_copes_with_a_rate_of_nothing(self) -> None:
        effects = explain_gap([factor("visits", "10", "0"), factor("rate", "0.5", "0")])

        assert sum(effect.amount for effect in effects) == Decimal(-5)

    @pytest.mark.parametrize(("count", "code"), [(0, "empty"), (9, "too_many")])
    def test_refuses_none_and_too_many(self, count: int, code: str) -> None:
        with pytest.raises(FormulaError, match=f"factors: {code}"):
            explain_gap([factor("visits", "1", "1")] * count)

    def test_refuses_a_negative_factor(self) -> None:
        with pytest.raises(FormulaError, match="visits: negative"):
            explain_gap([factor("visits", "-1", "1")])

    @given(FACTORS)
    def test_effects_sum_to_the_gap(self, factors: list[Factor]) -> None:
        gap = prod((one.actual for one in factors), start=Decimal(1)) - prod(
            (one.planned for one in factors), start=Decimal(1)
        )

        effects = explain_gap(factors)

        size = max(Decimal(1), *(abs(effect.amount) for effect in effects))
        assert abs(sum((effect.amount for effect in effects), -gap)) <= size * Decimal("1e-20")

    @given(FACTORS)
    def test_a_factor_that_did_not_move_explains_nothing(self, factors: list[Factor]) -> None:
        still = Factor("still", Decimal(3), Decimal(3))

        effects = explain_gap([*factors, still])

        assert next(effect.amount for effect in effects if effect.name == "still") == 0
