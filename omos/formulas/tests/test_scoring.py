from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.limits import FormulaError
from omos.formulas.scoring import DayState, DayWork, day_state, done_rate, on_time_rate


def _work(planned: int, passed: int, failed: int, unknown: int, late: int) -> DayWork:
    return DayWork(planned, passed + failed + unknown, passed, failed, min(late, passed + unknown))


PIECES = st.integers(0, 30)
WORK = st.builds(_work, PIECES, PIECES, PIECES, PIECES, PIECES)


class TestDayWork:
    def test_worked_example(self) -> None:
        work = DayWork(planned=5, handed_in=5, passed=3, failed=1, late=1)

        assert (work.unknown, work.counted, work.missing, work.on_time) == (1, 4, 1, 3)
        assert day_state(work) is DayState.PARTLY

    def test_surplus_makes_up_for_a_late_piece(self) -> None:
        assert DayWork(planned=5, handed_in=6, passed=6, late=1).on_time == 5

    @pytest.mark.parametrize(
        ("work", "field", "code"),
        [
            ({"planned": -1}, "planned", "negative"),
            ({"handed_in": 1, "passed": 1, "failed": 1}, "handed_in", "fewer_than_judged"),
            ({"handed_in": 1, "failed": 1, "late": 1}, "late", "more_than_counted"),
        ],
    )
    def test_refuses_impossible_numbers(self, work: dict[str, int], field: str, code: str) -> None:
        with pytest.raises(FormulaError) as refusal:
            DayWork(**work)

        assert (refusal.value.field, refusal.value.code) == (field, code)

    @given(WORK)
    def test_planned_pieces_are_done_or_missing(self, work: DayWork) -> None:
        assert work.missing + min(work.counted, work.planned) == work.planned

    @given(WORK)
    def test_an_unknown_counts_no_less_than_a_pass(self, work: DayWork) -> None:
        passed = DayWork(work.planned, work.handed_in, work.passed + work.unknown, work.failed, work.late)

        assert day_state(work) is day_state(passed)
        assert on_time_rate([work]) == on_time_rate([passed])


class TestDayState:
    @pytest.mark.parametrize(
        ("work", "state"),
        [
            (DayWork(planned=2, handed_in=2, passed=2), DayState.CLOSED),
            (DayWork(planned=2, handed_in=2), DayState.CLOSED),
            (DayWork(planned=2, handed_in=2, passed=2, late=1), DayState.CLOSED_LATE),
            (DayWork(planned=2, handed_in=1, passed=1), DayState.PARTLY),
            (DayWork(planned=2, handed_in=2, failed=2), DayState.MISSING),
            (DayWork(planned=2), DayState.MISSING),
            (DayWork(handed_in=1), DayState.NOTHING_PLANNED),
        ],
    )
    def test_names_the_state(self, work: DayWork, state: DayState) -> None:
        assert day_state(work) is state

    def test_whoever_is_away_is_not_missing(self) -> None:
        assert day_state(DayWork(planned=2), is_away=True) is DayState.AWAY

    def test_work_done_on_leave_still_counts(self) -> None:
        assert day_state(DayWork(planned=1, handed_in=1), is_away=True) is DayState.CLOSED


class TestRatesOfDays:
    def test_counts_pieces_not_days(self) -> None:
        days = [DayWork(planned=9, handed_in=9, passed=9), DayWork(planned=1)]

        assert on_time_rate(days) == Decimal("0.9")

    def test_late_work_is_done_but_not_on_time(self) -> None:
        days = [DayWork(planned=4, handed_in=4, passed=4, late=1)]

        assert (done_rate(days), on_time_rate(days)) == (Decimal(1), Decimal("0.75"))

    def test_has_no_rate_where_nothing_was_planned(self) -> None:
        assert (on_time_rate([DayWork()]), done_rate([])) == (None, None)

    def test_days_add_up(self) -> None:
        assert DayWork(2, 1, 1, 0, 1) + DayWork(3, 3, 2, 1, 0) == DayWork(5, 4, 3, 1, 1)

    @given(st.lists(WORK, max_size=10))
    def test_never_more_on_time_than_done(self, days: list[DayWork]) -> None:
        assert 0 <= (on_time_rate(days) or 0) <= (done_rate(days) or 0) <= 1
