"""A write that is killed in the middle leaves nothing; two presses at once write once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from django.db import close_old_connections, connection

from omos.office.sheets import services
from omos.office.sheets.models import ImportRun
from omos.office.sheets.tests import nasty
from omos.office.sheets.tests.demo_import import IMPORTER
from omos.people.models import Staff
from omos.people.tests.factories import make_position, viewer_of

KILLED = 9
WRITER = """
    import os, signal, sys
    import django
    django.setup()
    from datetime import datetime, timezone
    from omos.office.sheets import services
    from omos.office.sheets.models import ImportRun
    from omos.office.sheets.tests.demo_import import IMPORTER
    from omos.people.viewer import Viewer

    def progress(done):
        if done == 15:
            os.kill(os.getpid(), signal.SIGKILL)

    run = ImportRun.objects.get()
    services.write_import(
        run=run, importer=IMPORTER, duplicates=services.Duplicates(), actor=Viewer(run.owner_id, None, "x"),
        now=datetime.now(timezone.utc), progress=progress,
    )
"""


@pytest.fixture
def run(transactional_db, supervisor, noon):
    make_position("编辑")
    rows = [["姓名", "岗位"], *([f"新人{number}", "编辑"] for number in range(30))]
    return services.start_import(
        importer=IMPORTER,
        file_name="x.xlsx",
        content=nasty.sheet_of(rows),
        actor=viewer_of(supervisor),
        now=noon,
    )


def environment() -> dict[str, str]:
    """Ours, with the test database under the name the settings look for."""
    data = Path(os.environ["OMOS_DATA"]) / "killed"
    data.mkdir(exist_ok=True)
    (data / "omos.sqlite3").unlink(missing_ok=True)
    (data / "omos.sqlite3").symlink_to(connection.settings_dict["NAME"])
    return {**os.environ, "OMOS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "omos.settings"}


@pytest.mark.concurrency
class TestWriting:
    @pytest.mark.skipif(connection.vendor != "sqlite", reason="the child opens the same file")
    def test_killed_in_the_middle_leaves_nothing(self, run):
        killed = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(WRITER)], env=environment(), capture_output=True, check=False
        )

        assert killed.returncode == -KILLED, killed.stderr.decode()
        run.refresh_from_db()
        assert run.state == ImportRun.State.CHECKING
        assert not Staff.objects.filter(name__startswith="新人").exists()

    def test_pressed_twice_at_once_writes_once(self, run, supervisor, noon):
        outcomes = []
        actor = viewer_of(supervisor)

        def press() -> None:
            try:
                services.write_import(
                    run=run,
                    importer=IMPORTER,
                    duplicates=services.Duplicates(),
                    actor=actor,
                    now=noon,
                    progress=lambda _done: None,
                )
                outcomes.append("written")
            except services.ImportStopped:
                outcomes.append("stopped")
            finally:
                close_old_connections()
                connection.close()

        threads = [threading.Thread(target=press) for _number in range(2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        assert sorted(outcomes) == ["stopped", "written"]
        assert Staff.objects.filter(name__startswith="新人").count() == 30
