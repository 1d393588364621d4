from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection

from omos.office.jobs import worker
from omos.office.jobs.models import Run, Worker
from omos.office.jobs.tests.factories import declared, make_job
from omos.people import clock
from omos.people.models import Company

# A worker of its own process with one job, which writes a line when it starts, waits, and writes another at its end.
PROGRAM = """
import os, sys, threading, time
import django
django.setup()
from datetime import timedelta
from pathlib import Path
from omos.office.jobs import declare, worker
from omos.office.jobs.declare import Job

def slow(*, now):
    with open(sys.argv[1], "a") as file:
        file.write(f"start {os.getpid()}\\n")
    time.sleep(float(sys.argv[2]))
    with open(sys.argv[1], "a") as file:
        file.write(f"end {os.getpid()}\\n")
    return 7

declare.install([Job("test.slow", "slow", slow, timedelta(hours=1))])
worker.LOOK_EVERY = timedelta(seconds=0.2)
worker.ALIVE_EVERY = timedelta(seconds=0.2)
worker.work(threading.Event())
"""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A data folder with empty records, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=_environment(folder), check=True, capture_output=True)
    return folder


@pytest.fixture
def folder(migrated, tmp_path):
    return shutil.copytree(migrated, tmp_path / "data")


@pytest.mark.concurrency
class TestKill:
    def test_lets_the_next_worker_take_over_and_write_once(self, folder):
        log = folder / "log"
        first = _start(folder, log, seconds=60)
        _wait_for(lambda: "start" in _read(log))
        first.send_signal(signal.SIGKILL)
        first.wait()

        second = _start(folder, log, seconds=0.1)
        _wait_for(lambda: "end" in _read(log))
        _wait_for(lambda: ("DONE", 7) in _runs(folder))
        second.kill()
        second.wait()

        assert _runs(folder) == [("ABANDONED", None), ("DONE", 7)]
        assert _read(log).splitlines() == [f"start {first.pid}", f"start {second.pid}", f"end {second.pid}"]

    def test_is_one_run_for_two_workers_at_once(self, folder):
        log = folder / "log"
        both = [_start(folder, log, seconds=1), _start(folder, log, seconds=1)]

        _wait_for(lambda: ("DONE", 7) in _runs(folder))
        time.sleep(1)
        [process.kill() for process in both]
        [process.wait() for process in both]

        assert _runs(folder) == [("DONE", 7)]
        assert _read(log).count("start") == 1


@pytest.mark.django_db(transaction=True)
class TestWork:
    def test_runs_what_is_due_and_stops_within_seconds(self, monkeypatch):
        ran, stop = Event(), Event()
        monkeypatch.setattr(worker, "STOP_WITHIN", 1.0)
        with declared(make_job(function=lambda *, now: ran.set() or 1)):
            thread = Thread(target=_working, args=(stop,))
            thread.start()
            assert ran.wait(60)
            stop.set()
            thread.join(30)

        assert not thread.is_alive()
        assert Run.objects.filter(state="DONE").exists()
        assert not Worker.objects.exists()

    def test_works_in_the_time_zone_of_the_company(self):
        zones, stop = [], Event()
        Company.objects.create(id=1, name="n", short_name="n", time_zone="Asia/Urumqi")
        with declared(make_job(function=lambda *, now: zones.append(clock.company_time_zone()) or 1)):
            thread = Thread(target=_working, args=(stop,))
            thread.start()
            _wait_for(lambda: zones)
            stop.set()
            thread.join(30)

        assert zones == ["Asia/Urumqi"]

    def test_goes_on_after_a_job_that_fails(self, monkeypatch):
        ran, stop = Event(), Event()

        def fail(*, now):
            raise RuntimeError

        with declared(make_job("a.fails", fail), make_job("b.runs", lambda *, now: ran.set() or 1)):
            thread = Thread(target=_working, args=(stop,))
            thread.start()
            assert ran.wait(60)
            _wait_for(lambda: Run.objects.filter(code="a.fails", state="FAILED").exists())
            stop.set()
            thread.join(30)

        assert not thread.is_alive()


def _working(stop):
    try:
        worker.work(stop)
    finally:
        connection.close()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMOS_")}
    own = {"OMOS_DATA": str(folder), "OMOS_MODE": "test", "DJANGO_SETTINGS_MODULE": "omos.settings"}
    return {**kept, **own, "PYTHONPATH": str(Path(__file__).resolve().parents[4])}


def _start(folder: Path, log: Path, seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, str(log), str(seconds)]
    return subprocess.Popen(command, env=_environment(folder), stderr=subprocess.DEVNULL)


def _read(log: Path) -> str:
    return log.read_text() if log.exists() else ""


def _runs(folder: Path) -> list[tuple[str, int | None]]:
    with closing(sqlite3.connect(folder / "omos.sqlite3", timeout=10)) as records:
        return records.execute("SELECT state, rows FROM jobs_run ORDER BY token").fetchall()


def _wait_for(is_so, seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
