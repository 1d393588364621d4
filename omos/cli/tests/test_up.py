from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from omos.cli.speech import REFUSED
from omos.cli.supervisor import CONFIGURATION_IS_WRONG, Child, Supervisor
from omos.cli.tests.factories import free_port, omos, start, wait_for


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def house(folder, port):
    """OMOS, served; ended after the test whatever happens."""
    with (folder.parent / "out").open("w") as out:
        process = start("up", folder=folder, out=out, OMOS_BIND=f"127.0.0.1:{port}")
        wait_for(lambda: _status(port, "/readyz") == 200)
        yield process
        process.kill()
        process.wait()


class TestUp:
    def test_serves_pages_collector_and_jobs_on_one_port(self, house, port):
        answers = [_status(port, path) for path in ("/sign-in/", "/collect/x", "/static/ui/tokens.css", "/metrics")]

        assert answers == [200, 404, 200, 200]
        assert _status(port, "/collect/x", method="POST") == 204

    def test_says_the_address_once(self, house, port, folder):
        out = folder.parent / "out"
        wait_for(lambda: "is running" in out.read_text())

        assert out.read_text().count(f"OMOS is running at http://127.0.0.1:{port} ") == 1

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_stops_cleanly_within_five_seconds(self, house, port, number):
        children = _children(house.pid)
        asked_at = time.monotonic()

        house.send_signal(number)

        assert house.wait(10) == 0
        assert time.monotonic() - asked_at < 5
        assert [pid for pid in children if _is_alive(pid)] == []

    def test_starts_dead_parts_again(self, house, port):
        before = _children(house.pid)
        [os.kill(pid, signal.SIGKILL) for pid in before]

        # How soon they answer is for the benchmark; that they are started again is a matter of the first pause.
        wait_for(lambda: len(set(_children(house.pid)) - set(before)) == len(before), seconds=5)
        wait_for(lambda: _status(port, "/readyz") == 200)

        assert not set(before) & set(_children(house.pid))

    def test_leaves_nobody_behind_when_it_is_killed_itself(self, house, port):
        children = _children(house.pid)

        house.kill()
        house.wait()

        wait_for(lambda: not [pid for pid in children if _is_alive(pid)], seconds=6)
        assert _status(port, "/healthz") == 0

    @pytest.mark.parametrize("moment", [0.3, 0.9, 1.3, 1.7, 2.1, 2.6])
    def test_leaves_nobody_behind_whenever_it_is_killed(self, folder, port, moment):
        with (folder.parent / "out").open("w") as out:
            process = start("up", folder=folder, out=out, OMOS_BIND=f"127.0.0.1:{port}")
        time.sleep(moment)
        children = _children(process.pid)

        process.kill()
        process.wait()

        wait_for(lambda: not [pid for pid in children if _is_alive(pid)], seconds=10)

    def test_refuses_an_address_that_is_taken(self, folder):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            done = omos("up", folder=folder, OMOS_BIND=f"127.0.0.1:{other.getsockname()[1]}")

        assert done.returncode == 2
        assert "cannot be used (Address already in use)" in done.stderr

    def test_refuses_records_of_an_older_shape(self, folder, port):
        with closing(sqlite3.connect(folder / "omos.sqlite3")) as records, records:
            records.execute("DELETE FROM django_migrations WHERE app = 'notices'")

        done = omos("up", folder=folder, OMOS_BIND=f"127.0.0.1:{port}")

        assert done.returncode == 2
        assert "migrations behind this version. Run `omos upgrade`" in done.stderr

    def test_gives_the_collector_an_address_of_its_own(self, folder, port):
        own = free_port()
        with (folder.parent / "out").open("w") as out:
            process = start(
                "up", folder=folder, out=out, OMOS_BIND=f"127.0.0.1:{port}", OMOS_COLLECTOR_BIND=f"127.0.0.1:{own}"
            )
            try:
                wait_for(lambda: _status(own, "/collect/x", method="POST") == 204)
                assert [_status(own, "/healthz"), _status(own, "/sign-in/")] == [200, 404]
            finally:
                process.terminate()
                process.wait()


@pytest.fixture(scope="module")
def shared_port(prepared_once, tmp_path_factory):
    """OMOS served once, for tests that only ask."""
    base = tmp_path_factory.mktemp("served")
    folder, port = shutil.copytree(prepared_once, base / "data"), free_port()
    with (base / "out").open("w") as out:
        process = start("up", folder=folder, out=out, OMOS_BIND=f"127.0.0.1:{port}")
        wait_for(lambda: _status(port, "/healthz") == 200)
        yield port
        process.terminate()
        process.wait()


class TestHostileRequests:
    @pytest.mark.parametrize(
        ("request_line", "headers", "status"),
        [
            (b"GET /healthz?a=\xe4\xbd\xa0 HTTP/1.1", b"", 200),
            (b"GET /%ffx HTTP/1.1", b"", 404),
            (b"GET /%ff%00x HTTP/1.1", b"", 400),
            (b"GET /jobs/?job=%00 HTTP/1.1", b"", 400),
            (b"GET /metrics HTTP/1.1", b"X-Forwarded-For: 10.0.0.1\r\n", 403),
            (b"GET /metrics HTTP/1.1", b"X_Forwarded_For: 10.0.0.1\r\n", 200),
            (b"POST /sign-in/ HTTP/1.1", b"Content-Length: 99999999999\r\n", 413),
        ],
    )
    def test_get_a_plain_answer(self, shared_port, request_line, headers, status):
        with socket.create_connection(("127.0.0.1", shared_port), timeout=5) as line:
            line.sendall(request_line + b"\r\nHost: localhost\r\nConnection: close\r\n" + headers + b"\r\n")

            assert line.recv(64).split()[1] == str(status).encode()

    def test_slow_senders_do_not_hold_the_threads(self, shared_port):
        slow = [socket.create_connection(("127.0.0.1", shared_port)) for _ in range(12)]
        for line in slow:
            line.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx")

        assert _status(shared_port, "/sign-in/") == 200

        for line in slow:
            line.close()


class TestSupervisor:
    def test_does_not_start_again_what_refuses_its_configuration(self):
        child = Child("wrong", [sys.executable, "-c", f"raise SystemExit({CONFIGURATION_IS_WRONG})"])

        assert Supervisor([child]).run() == REFUSED

        assert child.starts == 1

    def test_waits_longer_each_time(self):
        child = Child("weak", [sys.executable, "-c", "raise SystemExit(1)"])
        supervisor = Supervisor([child])
        supervisor.on_tick = lambda: setattr(supervisor, "is_stopping", child.starts >= 3)

        supervisor.run()

        assert child.pause >= 0.8

    def test_ends_what_does_not_want_to_end(self, monkeypatch):
        monkeypatch.setattr("omos.cli.supervisor.STOP_WITHIN", 0.5)
        stubborn = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
        )
        child = Child("stubborn", [sys.executable, "-c", stubborn])
        supervisor = Supervisor([child])
        began = time.monotonic()
        supervisor.on_tick = lambda: setattr(supervisor, "is_stopping", time.monotonic() - began > 0.5)

        supervisor.run()

        assert not child.is_alive
        assert time.monotonic() - began < 4


@pytest.fixture(autouse=True)
def keep_signals():
    """The supervisor takes signals over; give them back to the test run."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def _status(port: int, path: str, method: str = "GET") -> int:
    """The status of an answer, 0 when nobody answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request(method, path, headers={"Connection": "close"})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
