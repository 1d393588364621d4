"""When a job is due next. Pure: every moment comes in as an argument."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from omos.office.jobs.declare import Job

RETRY_AFTER = timedelta(minutes=5)
DAY = timedelta(days=1)
# How long a success may be late before somebody is told: a period, but never in minutes, and hours once a day.
LEAST_PATIENCE = timedelta(minutes=5)
PATIENCE_BY_DAY = timedelta(hours=2)


def first_due(job: Job, *, now: datetime, tz: str) -> datetime:
    """A new job by period runs at once; a new daily one waits for its time of day."""
    if job.at is None:
        return now
    return _moment(_day_of_last(job.at, by=now, tz=tz) + DAY, job.at, tz)


def next_due(job: Job, *, due: datetime, now: datetime, tz: str) -> datetime:
    """The first moment of the job's rhythm that lies ahead; what a stop has missed is run once, not many times."""
    if job.at is None:
        missed = max((now - due) // job.period, 0)
        return due + job.period * (missed + 1)
    # Counted from the time of day that was due, not from a retry some minutes later.
    day, step = _day_of_last(job.at, by=due, tz=tz), max(job.period.days, 1)
    missed = max((_day_of_last(job.at, by=now, tz=tz) - day).days // step, 0)
    return _moment(day + DAY * step * (missed + 1), job.at, tz)


def retry_due(job: Job, *, due: datetime, now: datetime, tz: str) -> datetime:
    """After a failure: soon again, but never later than the next regular run."""
    return min(now + min(job.period, RETRY_AFTER), next_due(job, due=due, now=now, tz=tz))


def expected_by(job: Job, *, since: datetime, working_since: datetime | None) -> datetime:
    """When a job must have succeeded again: a period after its last success, and some patience.

    `working_since`: a worker that has only just started gets its patience first.
    """
    patience = PATIENCE_BY_DAY if job.at is not None else max(job.period, LEAST_PATIENCE)
    return max(since + job.period, working_since or since) + patience


def _day_of_last(at: time, *, by: datetime, tz: str) -> date:
    """The day on which this time of day last came, at or before a moment."""
    day = by.astimezone(ZoneInfo(tz)).date()
    return day if _moment(day, at, tz) <= by else day - DAY


def _moment(day: date, at: time, tz: str) -> datetime:
    return datetime.combine(day, at, tzinfo=ZoneInfo(tz))
