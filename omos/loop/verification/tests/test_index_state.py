"""What stands of a page at an engine: whatever order looks come in, and whatever a failed look says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.loop.verification.indexing import NOT_LOOKED, AtEngine, Seen, at_engine

START = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)


def seen(verdict: str, day: int, *, reason: str = "", rank: int | None = None) -> Seen:
    return Seen(verdict, reason or verdict, START + timedelta(days=day), "HELPER", rank)


LOOKS = st.lists(
    st.builds(seen, st.sampled_from(["yes", "no", "unknown"]), st.integers(0, 60)),
    max_size=12,
    unique_by=lambda look: look.at,
)


def test_nobody_looked_is_unknown_with_its_own_reason():
    assert at_engine([]) == AtEngine()
    assert at_engine([]).reason == NOT_LOOKED


def test_a_yes_is_seen_first_and_last_on_its_day():
    stands = at_engine([seen("yes", 0, rank=3)])

    assert (stands.verdict, stands.rank) == ("yes", 3)
    assert stands.first_seen_on == stands.last_seen_on == date(2026, 11, 1)
    assert stands.lost_on is None


def test_a_failed_look_changes_no_verdict_and_no_day():
    before = at_engine([seen("yes", 0)])

    after = at_engine([seen("yes", 0), seen("unknown", 5, reason="the engine asked for a verification")])

    assert (after.verdict, after.reason, after.last_seen_on) == (before.verdict, before.reason, before.last_seen_on)
    assert (after.tried_at, after.tried_reason) == (START + timedelta(days=5), "the engine asked for a verification")


def test_a_failed_look_gives_its_reason_where_nothing_is_known():
    stands = at_engine([seen("unknown", 0, reason="cut"), seen("unknown", 1, reason="blocked")])

    assert (stands.verdict, stands.reason, stands.decided_at) == ("unknown", "blocked", None)


def test_a_page_that_was_never_seen_is_not_lost():
    stands = at_engine([seen("no", 0), seen("no", 3)])

    assert (stands.verdict, stands.lost_on, stands.first_seen_on) == ("no", None, None)


def test_a_page_is_lost_on_the_first_day_it_was_gone():
    stands = at_engine([seen("yes", 0), seen("yes", 2), seen("no", 5), seen("unknown", 6), seen("no", 9)])

    assert (stands.verdict, stands.lost_on) == ("no", date(2026, 11, 6))
    assert (stands.first_seen_on, stands.last_seen_on) == (date(2026, 11, 1), date(2026, 11, 3))


def test_a_page_that_comes_back_is_not_lost_any_more():
    stands = at_engine([seen("yes", 0), seen("no", 5), seen("yes", 9)])

    assert (stands.verdict, stands.lost_on, stands.first_seen_on) == ("yes", None, date(2026, 11, 1))


def test_of_two_looks_at_one_moment_the_one_that_saw_the_page_wins():
    looks = [seen("yes", 1), seen("no", 1)]

    assert at_engine(looks).verdict == at_engine(looks[::-1]).verdict == "yes"


@given(LOOKS, st.randoms())
def test_the_order_in_which_looks_come_in_makes_no_difference(looks, chance):
    mixed = list(looks)
    chance.shuffle(mixed)

    assert at_engine(mixed) == at_engine(looks)


@given(LOOKS)
def test_unknown_looks_never_decide(looks):
    known = [look for look in looks if look.verdict != "unknown"]

    assert at_engine(looks).verdict == at_engine(known).verdict
    assert at_engine(looks).lost_on == at_engine(known).lost_on


@given(LOOKS)
def test_a_standing_page_was_seen_and_is_not_lost(looks):
    stands = at_engine(looks)

    assert (stands.verdict == "yes") <= (stands.last_seen_on is not None and stands.lost_on is None)
    assert (stands.lost_on is not None) <= (stands.verdict == "no")


@given(LOOKS)
def test_days_stand_in_their_order(looks):
    stands = at_engine(looks)
    days = [day for day in (stands.first_seen_on, stands.last_seen_on, stands.lost_on) if day is not None]

    assert days == sorted(days)


@pytest.mark.parametrize("verdict", ["yes", "no", "unknown"])
def test_the_same_look_twice_says_what_it_says_once(verdict):
    assert at_engine([seen(verdict, 1)] * 2) == at_engine([seen(verdict, 1)])
