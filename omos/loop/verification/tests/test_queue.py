"""The queue holds when several press at once, when a worker dies, and when a host is slow."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections

from omos.connectors.tests import server
from omos.connectors.tests.server import page, serve
from omos.loop.ledger.models import Fact
from omos.loop.verification import services
from omos.loop.verification.models import Check, HostPace, Proof, Standing
from omos.loop.verification.services.pacing import take_turn
from omos.loop.verification.services.recording import read_and_record
from omos.loop.verification.tests.factories import NOW, a_look, a_runner, make_piece
from omos.loop.work import queries as work
from omos.people.tests.factories import make_website

ARTICLE = "<title>滤袋</title><h1>滤袋</h1>" + "<p>粉尘浓度高的工况，滤袋寿命短，要看压差与排放口颜色。</p>" * 20
CHILD = """
import sys
from datetime import UTC, datetime
import django
django.setup()
from omos.connectors.outbound import OutboundRules
from omos.loop.verification import services
now = datetime.fromisoformat(sys.argv[1])
rules = OutboundRules(allow=frozenset({sys.argv[2]}))
services.run_due(now=now, runner=services.Runner(rules=rules, true_clock=lambda: datetime.now(UTC), threads=1))
"""


def unlike_others(number: int) -> str:
    """An article that shares nothing with another number's: a shared text asks for one look more at the later one."""
    text = "".join(chr(0x4E00 + 800 * number + place) for place in range(800))
    return f"<title>滤袋</title><h1>滤袋</h1><p>{text}</p>"


def together(count, act):
    """Run the act in so many threads at once, each with its own connection."""
    gate = threading.Barrier(count)

    def in_thread(number):
        gate.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(in_thread, range(count)))


def verified(piece) -> list[int]:
    return list(
        Fact.objects.filter(source_id=str(piece.pk), measure="evidence_verified").values_list("value", flat=True)
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
class TestAtOnce:
    def test_one_of_eight_takes_a_look(self, editor):
        make_piece(editor)
        services.enqueue_checks(now=NOW)
        check_id = Check.objects.get().pk

        claims = together(8, lambda _number: services.claim(check_id=check_id, now=NOW, moment=datetime.now(UTC)))

        assert sum(held is not None for held in claims) == 1
        assert Check.objects.get().attempts == 1

    def test_four_workers_look_once_at_each_of_six_pieces(self, editor):
        make_website("127.0.0.1")
        pages = {f"/{number}": page(unlike_others(number)) for number in range(6)}
        with serve(pages) as site:
            pieces = [make_piece(editor, url=site.url(f"/{number}")) for number in range(6)]

            def work_through(_number):
                services.enqueue_checks(now=NOW)
                return services.run_due(now=NOW, runner=a_runner(site.rules))

            done = together(4, work_through)

        assert sum(done) == 6
        assert len(site.hits) == 6
        assert [len(verified(piece)) for piece in pieces] == [1] * 6

    def test_turns_at_a_host_never_meet(self):
        moment = datetime.now(UTC)
        turns = together(8, lambda _number: take_turn(host="a.example", gap=timedelta(seconds=2), moment=moment))

        assert sorted(turns) == [moment + timedelta(seconds=2 * number) for number in range(8)]


@pytest.mark.django_db
class TestLease:
    @pytest.fixture
    def held(self, editor):
        make_piece(editor)
        services.enqueue_checks(now=NOW)
        return services.claim(check_id=Check.objects.get().pk, now=NOW, moment=NOW)

    def test_is_not_given_twice(self, held):
        assert services.claim(check_id=held.check_id, now=NOW, moment=NOW + timedelta(seconds=60)) is None

    def test_runs_out(self, held):
        again = services.claim(check_id=held.check_id, now=NOW, moment=NOW + timedelta(minutes=3))

        assert (again.token, again.attempts) == (held.token + 1, 2)

    def test_of_a_retry_is_not_given_before_its_time(self, held):
        # Another worker's list of due looks may be older than the result that asked for the retry.
        later = NOW + timedelta(minutes=10)
        Check.objects.update(state=Check.State.DUE, due_at=later, leased_until=None)

        assert services.claim(check_id=held.check_id, now=NOW, moment=NOW) is None
        assert services.claim(check_id=held.check_id, now=later, moment=later) is not None

    def test_that_was_lost_writes_nothing(self, held):
        services.claim(check_id=held.check_id, now=NOW, moment=NOW + timedelta(minutes=3))
        piece = work.evidence_for_check(evidence_id=held.evidence_id)

        assert read_and_record(held=held, piece=piece, look=a_look(), now=NOW) is False
        assert Standing.objects.get().outcome == "PENDING"
        assert not Fact.objects.exists()
        assert not Proof.objects.exists()

    def test_of_a_page_that_keeps_ending_its_worker_is_given_up(self, held):
        Check.objects.update(attempts=9, leased_until=NOW)

        services.run_check(check_id=held.check_id, now=NOW, runner=a_runner())

        assert Standing.objects.get().outcome == "PROVISIONAL"
        assert Check.objects.get(age_days=0).state == "DONE"


@pytest.mark.django_db
class TestPace:
    def test_waits_between_two_pages_of_a_host(self, editor):
        naps: list[float] = []
        with serve({"/*": page(ARTICLE)}) as site:
            [make_piece(editor, url=site.url(f"/{number}")) for number in range(3)]
            services.enqueue_checks(now=NOW)
            start = datetime.now(UTC)
            runner = a_runner(
                site.rules,
                true_clock=lambda: start,
                exempt_gap=timedelta(seconds=2),
                sleep=naps.append,
            )
            services.run_due(now=NOW, runner=runner)

        assert naps == [0.0, 2.0, 4.0]

    def test_does_not_wait_for_a_host_that_is_taken_for_long(self):
        HostPace.objects.create(host="a.example", next_at=NOW + timedelta(minutes=5))

        assert take_turn(host="a.example", gap=timedelta(seconds=2), moment=NOW) is None

    def test_a_run_ends_in_time_and_leaves_the_rest(self, editor):
        with serve({"/*": page(ARTICLE)}) as site:
            [make_piece(editor, url=site.url(f"/{number}")) for number in range(3)]
            services.enqueue_checks(now=NOW)

            assert services.run_due(now=NOW, runner=a_runner(site.rules, lasts=timedelta(0))) == 0

        assert Check.objects.filter(state="DUE").count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_a_worker_killed_in_the_middle_leaves_no_trace_and_the_next_finishes(editor):
    make_website("127.0.0.1")
    reached, go_on = threading.Event(), threading.Event()

    def slow(handler):
        reached.set()
        go_on.wait(20)
        server._write(handler, page(ARTICLE))

    with serve({"/a": slow}) as site:
        piece = make_piece(editor, url=site.url("/a"))
        services.enqueue_checks(now=NOW)
        child = subprocess.Popen([sys.executable, "-c", CHILD, NOW.isoformat(), site.place], env=_child_environment())
        assert reached.wait(30)
        child.send_signal(signal.SIGKILL)
        child.wait()
        go_on.set()

        at_once = services.run_due(now=NOW, runner=a_runner(site.rules))
        after_the_lease = services.run_due(
            now=NOW, runner=a_runner(site.rules, true_clock=lambda: datetime.now(UTC) + timedelta(minutes=3))
        )

    assert (at_once, after_the_lease) == (0, 1)
    assert Check.objects.get(age_days=0).attempts == 2
    assert verified(piece) == [1]


def _child_environment() -> dict[str, str]:
    told = connection.settings_dict
    url = f"sqlite://{told['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
    kept = {name: value for name, value in os.environ.items() if name != "OMOS_DATABASE_URL"}
    return kept | {"OMOS_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "omos.settings"}
