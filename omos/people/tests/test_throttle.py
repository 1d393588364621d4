"""Throttles: at most so many in so long, shared by all who press."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from omos.people import throttle
from omos.people.models import Allowance
from omos.people.throttle import Limit

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
THREE_A_MINUTE = Limit("test", 3, timedelta(minutes=1))


def take_many(times: int, *, at: datetime = NOW, key: str = "key") -> list[bool]:
    return [throttle.take(THREE_A_MINUTE, key, now=at) for _ in range(times)]


@pytest.mark.django_db
class TestTake:
    def test_gives_as_many_as_allowed(self):
        assert take_many(4) == [True, True, True, False]

    def test_refills_evenly(self):
        take_many(3)

        assert take_many(2, at=NOW + timedelta(seconds=20)) == [True, False]

    def test_is_full_again_after_the_period(self):
        take_many(3)

        assert take_many(4, at=NOW + timedelta(minutes=1)) == [True, True, True, False]

    def test_counts_each_key_by_itself(self):
        take_many(3)

        assert take_many(1, key="other") == [True]

    def test_names_nobody_in_the_table(self):
        take_many(1, key="18600001402")

        assert "1402" not in Allowance.objects.get().digest

    def test_does_not_run_further_ahead_while_refused(self):
        take_many(100)

        assert take_many(1, at=NOW + timedelta(seconds=20)) == [True]


@pytest.mark.django_db
class TestWait:
    def test_is_nothing_while_some_are_left(self):
        take_many(2)

        assert throttle.wait(THREE_A_MINUTE, "key", now=NOW) == timedelta(0)

    def test_says_when_the_next_is_free(self):
        take_many(3)

        assert throttle.wait(THREE_A_MINUTE, "key", now=NOW) == timedelta(seconds=20)


@pytest.mark.django_db
class TestGiveBack:
    def test_returns_one(self):
        take_many(3)
        throttle.give_back(THREE_A_MINUTE, "key", now=NOW)

        assert take_many(2) == [True, False]

    def test_never_gives_more_than_the_limit(self):
        throttle.give_back(THREE_A_MINUTE, "key", now=NOW)

        assert take_many(4) == [True, True, True, False]


@pytest.mark.django_db
class TestForgetOld:
    def test_drops_only_what_has_long_refilled(self):
        take_many(1, key="old", at=NOW - timedelta(days=5))
        take_many(1, key="new")

        assert throttle.forget_old(now=NOW) == 1
        assert Allowance.objects.count() == 1


class TestPace(TestCase):
    @given(st.lists(st.integers(min_value=0, max_value=120), max_size=25).map(sorted))
    def test_never_lets_more_through_than_limit_and_refill(self, seconds):
        Allowance.objects.all().delete()

        passed = sum(throttle.take(THREE_A_MINUTE, "key", now=NOW + timedelta(seconds=at)) for at in seconds)

        assert passed <= 3 + (seconds[-1] if seconds else 0) // 20


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestTwoWhoPress:
    def test_never_share_the_last_one(self):
        limit = Limit("crowd", 5, timedelta(hours=1))

        def press(_number: int) -> bool:
            try:
                return throttle.take(limit, "key", now=NOW)
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            passed = list(pool.map(press, range(40)))

        assert sum(passed) <= 5
