"""A sender that is killed anywhere sends nothing twice: what is in doubt is shown, everything else goes once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from omos.connectors.tests.vendors import vendors
from omos.office.notices import services
from omos.office.notices.models import Outgoing, Robot
from omos.office.notices.tests.factories import NOW, make_robot, post, sender

KILLED = 9
State = Outgoing.State
# Dies by its own hand: at a moment counted in calls of every function of the room that sends.
CHILD = """
    import os, signal, sys
    import django
    django.setup()
    from datetime import datetime
    from omos.connectors.outbound import OutboundRules
    from omos.office.notices import services

    left = int(sys.argv[2])

    def count(frame, event, argument):
        global left
        if "/office/notices/" in frame.f_code.co_filename or "/outbound/" in frame.f_code.co_filename:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    now = datetime.fromisoformat(sys.argv[3])
    sys.setprofile(count)
    services.send_due(services.Sender(now, lambda: now, OutboundRules(allow=frozenset({sys.argv[1]}))))
"""
# Calls from the first look to the last word of three messages; the test walks through all of it.
STEPS = range(60, 900, 120)


def environment() -> dict[str, str]:
    """Ours, with the test database under the name the settings look for."""
    data = Path(os.environ["OMOS_DATA"]) / "killed_sender"
    data.mkdir(exist_ok=True)
    (data / "omos.sqlite3").unlink(missing_ok=True)
    (data / "omos.sqlite3").symlink_to(connection.settings_dict["NAME"])
    (data / "secret_key").write_text(connection_key())
    return {**os.environ, "OMOS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "omos.settings"}


def connection_key() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)


def run_and_kill(port: int, after: int, child_environment: dict[str, str]) -> int:
    place = f"127.0.0.1:{port}"
    command = [sys.executable, "-c", textwrap.dedent(CHILD), place, str(after), NOW.isoformat()]
    return subprocess.run(command, env=child_environment, capture_output=True, check=False, timeout=60).returncode


@pytest.mark.concurrency
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the child opens the same file")
class TestKilled:
    @pytest.mark.parametrize("after", STEPS)
    def test_sends_nothing_twice_wherever_it_dies(self, transactional_db, company, after):
        with vendors(clock=NOW.timestamp) as server:
            robot = make_robot(server=server)
            [post(robot, str(number), title=f"第 {number} 条") for number in range(3)]
            run_and_kill(server.port, after, environment())

            Robot.objects.update(free_at=None)
            services.send_due(sender(server, NOW + timedelta(minutes=3)))

        told = Counter(one.body["markdown"]["content"].splitlines()[0] for one in server.asked)
        in_doubt = Outgoing.objects.filter(state=State.UNCERTAIN)
        assert max(told.values()) == 1
        assert in_doubt.count() <= 1
        # Whoever did not arrive is the one in doubt; all others did, and are known to have.
        assert len(told) >= 3 - in_doubt.count()
        assert Outgoing.objects.filter(state=State.SENT).count() == 3 - in_doubt.count()

    def test_really_dies_on_the_way_and_really_arrives(self, transactional_db, company):
        with vendors(clock=NOW.timestamp) as server:
            post(make_robot(server=server))
            child_environment = environment()

            assert run_and_kill(server.port, 30, child_environment) == -KILLED
            assert run_and_kill(server.port, 1_000_000, child_environment) == 0

        assert len(server.asked) <= 1
