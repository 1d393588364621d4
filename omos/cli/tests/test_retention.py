from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from omos.cli.retention import superseded

NEWEST = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)
DAILY = [NEWEST - timedelta(days=days) for days in range(400)]
MOMENTS = st.sets(st.datetimes(timezones=st.just(UTC)), max_size=60)
KEEP = st.tuples(*[st.integers(0, 20)] * 3).filter(any)


def kept(moments, keep=(7, 4, 12)):
    return sorted(set(moments) - superseded(moments, keep=keep), reverse=True)


class TestSuperseded:
    def test_keeps_a_week_of_days(self):
        assert kept(DAILY, (7, 0, 0)) == DAILY[:7]

    def test_keeps_the_last_of_four_weeks(self):
        assert kept(DAILY, (0, 4, 0)) == [
            NEWEST,
            datetime(2026, 11, 15, 3, 15, tzinfo=UTC),
            datetime(2026, 11, 8, 3, 15, tzinfo=UTC),
            datetime(2026, 11, 1, 3, 15, tzinfo=UTC),
        ]

    def test_keeps_the_last_of_twelve_months(self):
        months = kept(DAILY, (0, 0, 12))

        assert [f"{moment:%m-%d}" for moment in months[:3]] == ["11-20", "10-31", "09-30"]
        assert len(months) == 12

    def test_keeps_about_twenty_of_four_hundred(self):
        assert len(kept(DAILY)) == 20

    def test_keeps_the_last_of_several_on_one_day(self):
        noon = NEWEST.replace(hour=12)

        assert kept([NEWEST, noon], (1, 0, 0)) == [noon]

    def test_keeps_everything_where_nothing_is_said(self):
        assert superseded(DAILY, keep=()) == frozenset()

    def test_knows_nothing_of_today(self):
        old = [moment.replace(year=moment.year - 3) for moment in DAILY[:7]]

        assert kept(old) == old

    @given(moments=MOMENTS, keep=KEEP)
    def test_never_gives_up_the_newest(self, moments, keep):
        assert max(moments, default=None) not in superseded(moments, keep=keep)

    @given(moments=MOMENTS, keep=KEEP)
    def test_gives_up_nothing_more_the_second_time(self, moments, keep):
        assert superseded(kept(moments, keep), keep=keep) == frozenset()

    @given(moments=MOMENTS, keep=KEEP)
    def test_keeps_no_more_than_was_asked_for(self, moments, keep):
        assert len(kept(moments, keep)) <= max(sum(keep), 1)
