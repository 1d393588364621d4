"""How fast, when not, and how long to wait: the rules alone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.office.notices.pace import BACKOFF, FIVE_A_SECOND, TWENTY_A_MINUTE, Pace, is_crowded, is_quiet, next_try

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def taken(pace: Pace, moments: list[float]) -> list[datetime]:
    """When tokens were really taken, by the rule that the bucket keeps in its row."""
    free_at, found = None, []
    for seconds in sorted(moments):
        now = NOW + timedelta(seconds=seconds)
        if pace.room(free_at, now=now):
            found.append(now)
            free_at = max(free_at or now, now) + pace.every
    return found


def most_in(moments: list[datetime], stretch: timedelta) -> int:
    return max((sum(one <= other < one + stretch for other in moments) for one in moments), default=0)


class TestPace:
    def test_gives_the_burst_at_once_and_then_one_by_one(self):
        assert len(taken(TWENTY_A_MINUTE, [0.0] * 30)) == 8
        assert len(taken(TWENTY_A_MINUTE, [0.0] * 30 + [6.0] * 5)) == 9

    def test_is_full_again_after_a_while(self):
        assert TWENTY_A_MINUTE.room(NOW, now=NOW + timedelta(minutes=5)) == 8
        assert TWENTY_A_MINUTE.room(None, now=NOW) == 8

    @given(st.lists(st.floats(min_value=0, max_value=300), max_size=400))
    def test_never_gives_more_than_eighteen_in_any_minute(self, moments):
        assert most_in(taken(TWENTY_A_MINUTE, moments), timedelta(minutes=1)) <= 18

    @given(st.lists(st.floats(min_value=0, max_value=120), max_size=400))
    def test_never_gives_more_than_five_in_any_second_nor_a_hundred_in_any_minute(self, moments):
        found = taken(FIVE_A_SECOND, moments)

        assert most_in(found, SECOND) <= 5
        assert most_in(found, timedelta(minutes=1)) <= 64


class TestQuietHours:
    @pytest.mark.parametrize(
        ("at", "is_silent"),
        [(time(20, 59), False), (time(21, 0), True), (time(3, 0), True), (time(7, 59), True), (time(8, 0), False)],
    )
    def test_run_over_midnight(self, at, is_silent):
        assert is_quiet(at, quiet_from=time(21, 0), quiet_until=time(8, 0)) is is_silent

    @pytest.mark.parametrize(("at", "is_silent"), [(time(11, 59), False), (time(12, 30), True), (time(13, 0), False)])
    def test_lie_within_a_day(self, at, is_silent):
        assert is_quiet(at, quiet_from=time(12, 0), quiet_until=time(13, 0)) is is_silent

    @given(st.times())
    def test_are_none_where_both_ends_are_the_same(self, at):
        assert not is_quiet(at, quiet_from=time(8, 0), quiet_until=time(8, 0))


class TestCrowdedMinutes:
    @pytest.mark.parametrize(
        ("hour", "minute", "is_full"), [(9, 59, False), (10, 0, True), (10, 2, True), (10, 3, False), (17, 31, True)]
    )
    def test_are_kept_free_of_feishu(self, hour, minute, is_full):
        assert is_crowded("FEISHU", NOW.replace(hour=hour, minute=minute)) is is_full

    def test_do_not_exist_elsewhere(self):
        assert not is_crowded("WECOM", NOW.replace(hour=10, minute=0))


class TestNextTry:
    def test_waits_longer_each_time_and_then_gives_up(self):
        waits = [next_try(attempts, now=NOW) for attempts in range(1, len(BACKOFF) + 2)]

        assert waits[0] == NOW + timedelta(minutes=1)
        assert waits[:-1] == sorted(waits[:-1])
        assert waits[-1] is None
