from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from omos.office.jobs import services
from omos.office.jobs.declare import UnknownJob
from omos.office.jobs.models import Lease, Run
from omos.office.jobs.tests.factories import LASTS, START, declared, make_job, make_lease, make_run, run


@pytest.fixture
def job(db):
    with declared(make_job()):
        yield


class TestRunJob:
    def test_writes_down_how_it_ended(self, job):
        make_lease()

        ended = run()

        assert (ended.state, ended.rows, ended.error) == ("DONE", 3, "")

    def test_gives_the_lease_back_until_the_next_period(self, job):
        make_lease()

        run()

        lease = Lease.objects.get()
        assert (lease.holder, lease.leased_until, lease.due_at) == ("", None, START + timedelta(seconds=20))

    def test_remembers_when_it_succeeded(self, job):
        make_lease()

        run()

        assert Lease.objects.get().succeeded_at == START

    def test_does_nothing_before_it_is_due(self, job):
        make_lease(due_at=START + timedelta(seconds=1))

        assert run() is None

        assert not Run.objects.exists()

    def test_does_nothing_while_somebody_holds_the_lease(self, job):
        make_lease(holder="other", token=4, leased_until=START + timedelta(seconds=5))

        assert run() is None

        assert Lease.objects.get().holder == "other"

    def test_runs_once_when_pressed_twice(self, job):
        make_lease()

        first, second = run(), run()

        assert (first is not None, second) == (True, None)

    def test_refuses_a_job_nobody_declares(self, db):
        with pytest.raises(UnknownJob):
            run("test.unknown")

    def test_hands_the_business_moment_over(self, db):
        seen = []
        with declared(make_job(function=lambda *, now: seen.append(now) or 0)):
            make_lease()
            services.run_job(
                code="test.job", now=START + timedelta(days=9), holder="here", true_clock=lambda: START, lasts=LASTS
            )

        assert seen == [START + timedelta(days=9)]


class TestFailure:
    @pytest.fixture
    def broken(self, db):
        def fail(*, now):
            raise ValueError("张三 13800138000")

        with declared(make_job(function=fail, period=timedelta(days=1))):
            yield

    def test_keeps_the_kind_and_the_place_but_not_the_words(self, broken):
        make_lease()

        ended = run()

        assert ended.state == "FAILED"
        assert ended.error.startswith("ValueError office/jobs/tests/test_run_job.py:")
        assert "张三" not in ended.error

    def test_leaves_the_last_success_as_it_was(self, broken):
        make_lease(succeeded_at=START - timedelta(days=1))

        run()

        assert Lease.objects.get().succeeded_at == START - timedelta(days=1)

    def test_counts_when_the_worker_went_down_with_it(self, job):
        make_lease(failures_in_a_row=1, token=4)
        make_run(token=4, state="RUNNING")

        services.take_lease(code="test.job", holder="next", now=START, lasts=LASTS)

        assert Lease.objects.get().failures_in_a_row == 2

    def test_is_tried_again_soon(self, broken):
        make_lease()

        run()

        lease = Lease.objects.get()
        assert (lease.due_at, lease.failures_in_a_row) == (START + timedelta(minutes=5), 1)

    def test_is_forgiven_by_a_success(self, db):
        make_lease(failures_in_a_row=7)
        with declared(make_job()):
            run()

        assert Lease.objects.get().failures_in_a_row == 0


class TestTakingOver:
    def test_marks_what_a_dead_holder_left_as_broken_off(self, job):
        make_lease(holder="dead", token=4, leased_until=START - timedelta(seconds=1))
        left = make_run(token=4, state="RUNNING", started_at=START - timedelta(minutes=1))

        ended = run()

        left.refresh_from_db()
        assert (left.state, left.rows) == ("ABANDONED", None)
        assert (ended.token, ended.state) == (5, "DONE")

    def test_closes_the_left_run_even_when_the_clock_was_set_back(self, job):
        make_lease(holder="dead", token=4, leased_until=START - timedelta(seconds=1))
        left = make_run(token=4, state="RUNNING", started_at=START + timedelta(hours=1))

        run()

        left.refresh_from_db()
        assert (left.state, left.finished_at) == ("ABANDONED", left.started_at)

    def test_lets_a_holder_that_comes_back_late_write_nothing(self, job):
        make_lease()
        late = services.take_lease(code="test.job", holder="slow", now=START, lasts=LASTS)
        run(at=START + timedelta(minutes=1), holder="quick")

        with pytest.raises(services.LeaseLost):
            services.finish_run(held=late, rows=99, error="", now=START + timedelta(minutes=2))

        assert list(Run.objects.order_by("token").values_list("state", "rows")) == [("ABANDONED", None), ("DONE", 3)]

    def test_does_not_prolong_a_lost_lease(self, job):
        make_lease()
        late = services.take_lease(code="test.job", holder="slow", now=START, lasts=LASTS)
        run(at=START + timedelta(minutes=1), holder="quick")

        assert services.prolong_lease(held=late, now=START, lasts=LASTS) is False

    def test_prolongs_its_own_lease(self, job):
        make_lease()
        held = services.take_lease(code="test.job", holder="here", now=START, lasts=LASTS)
        later = START + timedelta(seconds=20)

        assert services.prolong_lease(held=held, now=later, lasts=LASTS)

        assert Lease.objects.get().leased_until == later + LASTS

    def test_says_nothing_of_a_run_whose_lease_was_lost_meanwhile(self, db):
        def lose_it(*, now):
            Lease.objects.update(holder="thief", token=77)
            return 1

        with declared(make_job(function=lose_it)):
            make_lease()
            assert run() is None

        assert Run.objects.get().state == "RUNNING"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestManyWorkers:
    def test_run_a_due_job_exactly_once(self):
        runs = []
        with declared(make_job(function=lambda *, now: runs.append(1) or 1)):
            make_lease()
            _press_at_once(8, lambda number: run(holder=f"worker {number}"))

        assert (len(runs), Run.objects.count(), Lease.objects.get().token) == (1, 1, 1)

    def test_beat_the_heart_while_the_job_works(self):
        worked = threading.Event()

        def wait_for_a_beat(*, now):
            worked.wait(0.5)
            return 1

        moments = iter(START + timedelta(seconds=number) for number in range(100))
        with declared(make_job(function=wait_for_a_beat)):
            make_lease()
            services.run_job(
                code="test.job",
                now=START,
                holder="here",
                true_clock=lambda: next(moments),
                lasts=timedelta(seconds=0.3),
            )

        assert Lease.objects.get().heartbeat_at > START + timedelta(seconds=2)


def _press_at_once(number, press):
    together = threading.Barrier(number)

    def pressed(index):
        together.wait()
        try:
            press(index)
        finally:
            connection.close()

    threads = [threading.Thread(target=pressed, args=(index,)) for index in range(number)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
