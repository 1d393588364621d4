from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from omos.office.jobs.schedule import first_due, next_due, retry_due
from omos.office.jobs.tests.factories import START, make_job

SHANGHAI = "Asia/Shanghai"
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # zone added


def at(text: str, tz: str = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))


class TestByPeriod:
    def test_starts_at_once(self):
        assert first_due(make_job(), now=START, tz=SHANGHAI) == START

    def test_keeps_its_rhythm_although_the_run_took_time(self):
        due = next_due(make_job(), due=START, now=START + timedelta(seconds=7), tz=SHANGHAI)

        assert due == START + timedelta(seconds=20)

    def test_runs_once_after_a_long_stop(self):
        due = next_due(make_job(), due=START, now=START + timedelta(seconds=3601), tz=SHANGHAI)

        assert due == START + timedelta(seconds=3620)

    def test_retries_within_its_own_period(self):
        assert retry_due(make_job(), due=START, now=START, tz=SHANGHAI) == START + timedelta(seconds=20)


class TestAtATimeOfDay:
    midnight = make_job(period=timedelta(days=1), at=time(0, 0))
    weekly = make_job(period=timedelta(days=7), at=time(9, 0))

    def test_waits_for_the_first_time(self):
        assert first_due(self.midnight, now=at("2026-11-20 12:00"), tz=SHANGHAI) == at("2026-11-21 00:00")

    def test_follows_the_company_day_not_utc(self):
        due = next_due(self.midnight, due=at("2026-11-20 00:00"), now=at("2026-11-20 00:01"), tz=SHANGHAI)

        assert due.astimezone(UTC) == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

    def test_catches_up_once_after_days_of_stop(self):
        due = next_due(self.midnight, due=at("2026-11-10 00:00"), now=at("2026-11-20 12:00"), tz=SHANGHAI)

        assert due == at("2026-11-21 00:00")

    def test_returns_to_its_time_after_a_retry(self):
        due = next_due(self.midnight, due=at("2026-11-20 00:05"), now=at("2026-11-20 00:06"), tz=SHANGHAI)

        assert due == at("2026-11-21 00:00")

    def test_does_not_skip_a_day_when_the_retry_passed_midnight(self):
        evening = make_job(period=timedelta(days=1), at=time(23, 58))

        due = next_due(evening, due=at("2026-11-21 00:03"), now=at("2026-11-21 00:03"), tz=SHANGHAI)

        assert due == at("2026-11-21 23:58")

    def test_still_comes_today_after_an_early_press(self):
        due = next_due(
            make_job(period=timedelta(days=1), at=time(18, 0)),
            due=at("2026-11-20 10:00"),
            now=at("2026-11-20 10:00"),
            tz=SHANGHAI,
        )

        assert due == at("2026-11-20 18:00")

    def test_keeps_the_weekday_of_a_weekly_job(self):
        due = next_due(self.weekly, due=at("2026-11-16 09:00"), now=at("2026-11-25 08:00"), tz=SHANGHAI)

        assert due == at("2026-11-30 09:00")

    def test_stands_at_the_same_hour_when_the_clocks_change(self):
        new_york = "America/New_York"
        job = make_job(period=timedelta(days=1), at=time(9, 0))

        due = next_due(job, due=at("2026-10-31 09:00", new_york), now=at("2026-10-31 09:01", new_york), tz=new_york)

        assert due == at("2026-11-01 09:00", new_york)
        assert due.astimezone(UTC).hour == 14

    @given(due=moments, passed=st.timedeltas(timedelta(0), timedelta(days=40)))
    def test_always_lies_ahead_and_never_more_than_a_day(self, due, passed):
        now = due + passed

        ahead = next_due(self.midnight, due=due, now=now, tz=SHANGHAI) - now

        assert timedelta(0) < ahead <= timedelta(days=1)


@given(due=moments, passed=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_period_always_lies_ahead_and_never_further_than_itself(due, passed):
    now = due + passed

    ahead = next_due(make_job(), due=due, now=now, tz=SHANGHAI) - now

    assert timedelta(0) < ahead <= timedelta(seconds=20)
