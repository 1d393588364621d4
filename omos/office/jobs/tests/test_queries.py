from __future__ import annotations

from datetime import time, timedelta

import pytest

from omos.office.jobs import queries, services
from omos.office.jobs.models import Lease, Run, Worker
from omos.office.jobs.tests.factories import START, declared, make_job, make_lease, make_run


@pytest.fixture
def job(db):
    with declared(make_job()):
        yield


class TestDueCodes:
    def test_gives_what_waits_longest_first(self, db):
        with declared(make_job("a.late"), make_job("b.later")):
            make_lease("a.late", due_at=START)
            make_lease("b.later", due_at=START - timedelta(hours=1))

            assert queries.due_codes(now=START) == ("b.later", "a.late")

    def test_leaves_out_jobs_nobody_declares_any_more(self, job):
        make_lease("gone.job")

        assert queries.due_codes(now=START) == ()

    def test_leaves_out_held_ones(self, job):
        make_lease(holder="h", leased_until=START + timedelta(seconds=1))

        assert queries.due_codes(now=START) == ()


class TestDeadMansSwitch:
    """A job every 20 seconds: its success may be late by five minutes, never less."""

    def test_is_silent_within_the_due_time(self, job):
        make_lease(succeeded_at=START - timedelta(minutes=5, seconds=20))

        assert queries.overdue_jobs(now=START) == ()

    def test_names_what_has_not_succeeded_in_time(self, job):
        make_lease(succeeded_at=START - timedelta(minutes=5, seconds=21))

        assert [one.code for one in queries.overdue_jobs(now=START)] == ["test.job"]

    def test_is_not_soothed_by_runs_that_fail(self, job):
        make_lease(due_at=START + timedelta(seconds=9), succeeded_at=START - timedelta(hours=1), failures_in_a_row=1)

        assert [one.code for one in queries.overdue_jobs(now=START)] == ["test.job"]

    def test_counts_from_the_day_it_was_known_before_the_first_success(self, job):
        make_lease(watched_from=START - timedelta(hours=1))

        assert [one.code for one in queries.overdue_jobs(now=START)] == ["test.job"]

    def test_gives_a_worker_that_has_just_started_its_time(self, job):
        make_lease(succeeded_at=START - timedelta(days=3))
        Worker.objects.create(holder="w", started_at=START - timedelta(minutes=4), seen_at=START)

        assert queries.overdue_jobs(now=START) == ()

    def test_allows_a_daily_job_two_hours(self, db):
        with declared(make_job(period=timedelta(days=1), at=time(3, 15))):
            make_lease(succeeded_at=START - timedelta(hours=26))
            punctual = queries.overdue_jobs(now=START)
            late = queries.overdue_jobs(now=START + timedelta(seconds=1))

        assert (punctual, [one.code for one in late]) == ((), ["test.job"])

    def test_names_what_fails_again_and_again(self, job):
        make_lease(failures_in_a_row=3)

        assert [one.code for one in queries.failing_jobs()] == ["test.job"]


class TestOldestDueAge:
    def test_is_nothing_when_nothing_waits(self, job):
        make_lease(due_at=START + timedelta(seconds=1))

        assert queries.oldest_due_age(now=START) == timedelta(0)

    def test_does_not_count_what_is_being_worked_on(self, job):
        make_lease(due_at=START - timedelta(hours=1), holder="h", leased_until=START)

        assert queries.oldest_due_age(now=START) == timedelta(0)

    def test_counts_what_a_dead_holder_left(self, job):
        make_lease(due_at=START - timedelta(hours=1), holder="h", leased_until=START - timedelta(seconds=1))

        assert queries.oldest_due_age(now=START) == timedelta(hours=1)


class TestEnsureLeases:
    def test_gives_each_job_one(self, job):
        services.ensure_leases(now=START)
        services.ensure_leases(now=START + timedelta(hours=1))

        assert list(Lease.objects.values_list("code", "due_at")) == [("test.job", START)]


class TestWorkers:
    def test_lists_the_living(self, db):
        services.report_alive(holder="a", now=START)
        services.report_alive(holder="b", now=START - timedelta(minutes=2))

        assert [worker.holder for worker in queries.workers(now=START)] == ["a"]

    def test_moves_the_sign_of_life_on(self, db):
        services.report_alive(holder="a", now=START)
        services.report_alive(holder="a", now=START + timedelta(seconds=10))

        worker = Worker.objects.get()
        assert (worker.started_at, worker.seen_at) == (START, START + timedelta(seconds=10))

    def test_forgets_who_stops_cleanly(self, db):
        services.report_alive(holder="a", now=START)

        services.report_gone(holder="a")

        assert queries.worker_seen_at() is None


class TestCleanUpRuns:
    def test_keeps_what_matters(self, db):
        days = timedelta(days=1)
        make_run(token=1, started_at=START - 2 * days, finished_at=START - 2 * days, rows=0)
        make_run(token=2, started_at=START - 2 * days, finished_at=START - 2 * days, rows=5)
        make_run(token=3, started_at=START - 31 * days, finished_at=START - 31 * days, rows=5)
        make_run(token=4, state="RUNNING", started_at=START - 31 * days)

        assert services.clean_up_runs(now=START) == 2

        assert set(Run.objects.values_list("token", flat=True)) == {2, 4}
