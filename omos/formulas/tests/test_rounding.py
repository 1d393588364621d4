from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.rounding import allot, allot_money, allot_within, from_cents, money, quantise, to_cents, whole

WEIGHTS = st.lists(
    st.one_of(st.integers(0, 10**6), st.decimals(0, 10**6, allow_nan=False, places=4)), min_size=1, max_size=30
)


class TestRounding:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [("0.005", "0.01"), ("0.004999", "0.00"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1e20", "1e20")],
    )
    def test_rounds_money_half_up(self, value: str, expected: str) -> None:
        assert money(Decimal(value)) == Decimal(expected)

    def test_quantises_a_number_wider_than_the_default_context(self) -> None:
        assert quantise(Decimal("123456789012345678901234567890.123456789"), 6) == Decimal(
            "123456789012345678901234567890.123457"
        )

    def test_turns_yuan_into_cents(self) -> None:
        assert to_cents(Decimal("1234.505")) == 123451

    def test_rounds_halves_up_to_a_whole(self) -> None:
        assert whole(Decimal("2.5")) == 3

    @given(st.integers(-(10**18), 10**18))
    def test_comes_back_from_cents(self, cents: int) -> None:
        assert to_cents(from_cents(cents)) == cents


class TestAllot:
    def test_worked_example(self) -> None:
        assert allot(100, [Decimal("3"), Decimal("2"), Decimal("1.5")]) == (46, 31, 23)

    def test_gives_ties_to_the_earlier_part(self) -> None:
        assert allot(4, [1, 1, 1]) == (2, 1, 1)

    def test_splits_equally_when_nobody_has_weight(self) -> None:
        assert allot(5, [0, 0]) == (3, 2)

    def test_mirrors_a_negative_total(self) -> None:
        assert allot(-4, [1, 1, 1]) == (-2, -1, -1)

    def test_splits_money_to_the_cent(self) -> None:
        assert allot_money(Decimal("100.00"), [1, 1, 1]) == (Decimal("33.34"), Decimal("33.33"), Decimal("33.33"))

    @pytest.mark.parametrize("weights", [[], [-1, 2], [Decimal("NaN")], [Decimal("Infinity"), Decimal(1)]])
    def test_refuses_senseless_weights(self, weights: list[Decimal | int]) -> None:
        with pytest.raises(FormulaError) as refusal:
            allot(10, weights)

        assert refusal.value.field == "weights"

    @given(st.integers(-(10**15), 10**15), WEIGHTS)
    def test_parts_sum_to_the_whole(self, total: int, weights: list[Decimal | int]) -> None:
        assert sum(allot(total, weights)) == total

    @given(st.integers(0, 10**9), WEIGHTS.filter(any))
    def test_no_part_is_a_unit_away_from_its_share(self, total: int, weights: list[Decimal | int]) -> None:
        weight = sum(Decimal(w) for w in weights)

        parts = allot(total, weights)

        assert all(abs(Decimal(w) * total / weight - p) < 1 for p, w in zip(parts, weights, strict=True))

    @given(st.integers(0, 10**6), st.lists(st.integers(1, 100), min_size=1, max_size=10))
    def test_does_not_care_about_the_scale_of_weights(self, total: int, weights: list[int]) -> None:
        assert allot(total, weights) == allot(total, [Decimal(w) * 7 for w in weights])


class TestAllotWithin:
    def test_hands_on_what_a_full_part_cannot_take(self) -> None:
        assert allot_within(10, [1, 1, 1], [1, 9, 9]) == (1, 5, 4)

    def test_leaves_out_what_fits_nowhere(self) -> None:
        assert allot_within(10, [5, 1], [2, 3]) == (2, 3)

    @given(
        st.integers(0, 500),
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60)), min_size=1, max_size=12),
    )
    def test_fills_all_it_can_and_passes_no_cap(self, total: int, parts: list[tuple[int, int]]) -> None:
        weights, caps = [w for w, _ in parts], [c for _, c in parts]

        shares = allot_within(total, weights, caps)

        assert sum(shares) == min(total, sum(caps))
        assert all(share <= cap for share, cap in zip(shares, caps, strict=True))
