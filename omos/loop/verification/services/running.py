"""The queue at work: claim a due look, fetch outside any transaction, write the result by the token in force."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connections
from django.db.models import F

from omos.connectors.outbound import OutboundRules, is_reserved
from omos.loop.verification import queries
from omos.loop.verification.checks import host_of
from omos.loop.verification.looks import Look, look_at
from omos.loop.verification.models import Check
from omos.loop.verification.services.pacing import GAP, take_turn
from omos.loop.verification.services.recording import Claim, close_check, read_and_record
from omos.loop.work import queries as work

logger = logging.getLogger("omos.verification")

LEASE_LASTS = timedelta(minutes=2)
THREADS = 4
# A run ends after so long, so that fresh hand-ins do not wait behind one slow host.
RUN_LASTS = timedelta(seconds=40)
# Later looks have time: two seconds apart, some eight hundred of one host an hour.
LATER_RUN_LASTS = timedelta(minutes=28)
# A page that ended its worker so often is not opened any more.
MOST_CLAIMS = 8
# Every second look comes as an ordinary browser: some pages show checkers something else.
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"

TrueClock = Callable[[], datetime]


@dataclass(frozen=True)
class Runner:
    """How looks are run: the guard's rules, the machine's own clock, and how politely."""

    rules: OutboundRules
    true_clock: TrueClock
    gap: timedelta = GAP
    # Places that an administrator exempted from the guard are the company's own test sites.
    exempt_gap: timedelta = timedelta(0)
    threads: int = THREADS
    lasts: timedelta = RUN_LASTS
    sleep: Callable[[float], None] = time.sleep


def claim(*, check_id: int, now: datetime, moment: datetime, lasts: timedelta = LEASE_LASTS) -> Claim | None:
    """Take a due look, or one whose holder fell silent; None when somebody else was first."""
    row = Check.objects.filter(pk=check_id).first()
    if row is None:
        return None
    mine = queries.claimable(Check.objects.filter(pk=check_id, lease=row.lease), now=now, moment=moment)
    taken = mine.update(
        state=Check.State.RUNNING, lease=row.lease + 1, leased_until=moment + lasts, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    return Claim(row.pk, row.lease + 1, row.evidence_id, row.age_days, row.attempts + 1)


def run_check(*, check_id: int, now: datetime, runner: Runner) -> bool:
    """Look at one piece and write down what was found; False when nothing was written."""
    held = claim(check_id=check_id, now=now, moment=runner.true_clock())
    if held is None:
        return False
    piece = work.evidence_for_check(evidence_id=held.evidence_id)
    if piece is None:
        return close_check(held)
    return read_and_record(held=held, piece=piece, look=_look(held, piece.url, runner), now=now)


def run_due(*, now: datetime, runner: Runner, is_later: bool | None = None, limit: int = 500) -> int:
    """Run what is due, several hosts at a time, each host at its pace; returns how many results were written."""
    due = queries.due_checks(now=now, moment=runner.true_clock(), is_later=is_later, limit=limit)
    if not due:
        return 0
    until = runner.true_clock() + runner.lasts
    by_host: dict[str, list[int]] = defaultdict(list)
    for check_id, host in due:
        by_host[host].append(check_id)
    groups = list(by_host.items())
    if runner.threads < 2 or len(groups) == 1:
        return sum(_run_host(host, ids, now, runner, until) for host, ids in groups)
    with ThreadPoolExecutor(min(runner.threads, len(groups)), thread_name_prefix="looks") as pool:
        done = pool.map(lambda group: _in_thread(group, now, runner, until), groups)
        return sum(done)


def _in_thread(group: tuple[str, Sequence[int]], now: datetime, runner: Runner, until: datetime) -> int:
    try:
        return _run_host(*group, now, runner, until)
    finally:
        # The thread ends with the run, and its connection with it.
        connections.close_all()


def _run_host(host: str, ids: Sequence[int], now: datetime, runner: Runner, until: datetime) -> int:
    return sum(run_check(check_id=check_id, now=now, runner=runner) for check_id in _paced(host, ids, runner, until))


def _paced(host: str, ids: Sequence[int], runner: Runner, until: datetime) -> Iterator[int]:
    for check_id in ids:
        if runner.true_clock() >= until or not wait_turn(host=host, runner=runner):
            return
        yield check_id


def wait_turn(*, host: str, runner: Runner) -> bool:
    """Wait until a host (with its port) may be asked again; False when its turn is too far off to wait for."""
    gap = _gap(host, runner)
    if not gap:
        return True
    moment = runner.true_clock()
    turn = take_turn(host=host, gap=gap, moment=moment)
    if turn is None:
        return False
    runner.sleep(max(0.0, (turn - moment).total_seconds()))
    return True


def _gap(host: str, runner: Runner) -> timedelta:
    if host in runner.rules.allow:
        return runner.exempt_gap
    # Nobody is asked where a name leads nowhere, so nobody needs to be spared.
    return timedelta(0) if is_reserved(host_of(host)) else runner.gap


def _look(held: Claim, url: str, runner: Runner) -> Look:
    if held.attempts > MOST_CLAIMS:
        return Look(url, None, trouble="the page did not answer in time")
    try:
        return look_at(url, rules=runner.rules, user_agent=BROWSER if held.age_days in {1, 30} else "")
    except Exception:
        # A page that finds a hole in the reader must not stop the pages behind it.
        logger.exception("a page could not be read", extra={"check": held.check_id})
        return Look(url, None, trouble="the answer is not valid HTTP", is_passing=True)
