from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.cascade import Branch, Portion, cascade, sum_gaps
from omos.formulas.limits import FormulaError

COMPANY = Branch(
    "company",
    children=(
        Branch("online", Decimal(7), children=(Branch("wang", 2), Branch("li", 2), Branch("zhao", 1))),
        Branch("partners", Decimal(3)),
    ),
)


@st.composite
def trees(draw: st.DrawFn) -> Branch:
    departments = draw(st.integers(1, 5))
    weights = st.integers(0, 100)
    return Branch(
        "company",
        children=tuple(
            Branch(
                f"d{d}",
                draw(weights),
                tuple(Branch(f"d{d}p{p}", draw(weights)) for p in range(draw(st.integers(0, 6)))),
            )
            for d in range(departments)
        ),
    )


class TestCascade:
    def test_worked_example(self) -> None:
        portions = cascade(198, COMPANY)

        assert [(one.key, one.amount) for one in portions] == [
            ("company", 198),
            ("online", 139),
            ("partners", 59),
            ("wang", 56),
            ("li", 55),
            ("zhao", 28),
        ]

    def test_keeps_fixed_amounts_and_shares_the_rest(self) -> None:
        team = Branch("team", children=(Branch("wang", fixed=50), Branch("li", 1), Branch("zhao", 1)))

        assert [one.amount for one in cascade(101, team)] == [101, 50, 26, 25]

    @pytest.mark.parametrize(("fixed", "code"), [(120, "fixed_above_total"), (80, "fixed_differs_from_total")])
    def test_refuses_fixed_amounts_that_cannot_add_up(self, fixed: int, code: str) -> None:
        team = Branch("team", children=(Branch("wang", fixed=fixed),))

        with pytest.raises(FormulaError) as refusal:
            cascade(100, team)

        assert (refusal.value.field, refusal.value.code) == ("team", code)

    def test_refuses_the_same_key_twice(self) -> None:
        with pytest.raises(FormulaError, match="key: not_unique"):
            cascade(10, Branch("a", children=(Branch("a"),)))

    @given(st.integers(-(10**9), 10**12), trees())
    def test_every_level_adds_up(self, total: int, tree: Branch) -> None:
        assert sum_gaps(cascade(total, tree)) == ()


class TestSumGaps:
    def test_names_the_difference(self) -> None:
        portions = [Portion("company", None, 100), Portion("online", "company", 60), Portion("partners", "company", 55)]

        (gap,) = sum_gaps(portions)

        assert (gap.key, gap.amount, gap.children_sum, gap.difference) == ("company", 100, 115, 15)

    def test_a_leaf_has_no_gap(self) -> None:
        assert sum_gaps([Portion("company", None, 100)]) == ()
