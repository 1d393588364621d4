"""kill -9 in the middle of a backup or a restore, on the real commands."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing

import pytest

from omos.cli.backup import count_rows
from omos.cli.tests.factories import omos, start

pytestmark = pytest.mark.concurrency


@pytest.fixture(scope="module")
def saved(prepared_once, tmp_path_factory):
    """A backup of another house, with a file and somebody invited."""
    base = tmp_path_factory.mktemp("killed")
    folder = shutil.copytree(prepared_once, base / "data")
    (folder / "files" / "new").write_bytes(b"new" * 100_000)
    omos("user", "invite", "小王", "--role", "ADMIN", folder=folder)
    assert omos("backup", str(base / "b.tar.gz"), folder=folder).returncode == 0
    return base / "b.tar.gz"


def state(folder):
    with closing(sqlite3.connect(folder / "omos.sqlite3")) as records:
        contents = {
            name: sorted(map(repr, records.execute(f'SELECT * FROM "{name}"'))) for name in count_rows(records)[0]
        }
    return contents, {path.name: path.read_bytes() for path in (folder / "files").iterdir()}


def kill_after(seconds, tmp_path, *arguments, folder):
    with (tmp_path / "out").open("w") as out:
        process = start(*arguments, folder=folder, out=out)
        time.sleep(seconds)
        process.kill()
        process.wait()


class TestRestore:
    @pytest.mark.parametrize("moment", [1.0, 2.0, 3.5])
    def test_leaves_one_of_the_two_whole_wherever_it_is_killed(self, folder, saved, tmp_path, moment):
        (folder / "files" / "old").write_bytes(b"old")
        before = state(folder)

        kill_after(moment, tmp_path, "restore", str(saved), "--force", folder=folder)
        done = omos("backup", str(tmp_path / "after.tar.gz"), folder=folder)

        after = state(folder)
        assert done.returncode == 0, done.stderr
        assert after == before or list(after[1]) == ["new"]

    def test_can_be_done_again_at_once(self, folder, saved, tmp_path):
        kill_after(2.5, tmp_path, "restore", str(saved), "--force", folder=folder)

        done = omos("restore", str(saved), "--force", folder=folder)

        assert done.returncode == 0, done.stderr
        assert list(state(folder)[1]) == ["new"]
        assert not list(folder.glob(".restore-*"))


class TestBackup:
    @pytest.mark.parametrize("moment", [0.6, 1.4])
    def test_is_whole_or_not_there_wherever_it_is_killed(self, folder, tmp_path, moment):
        before, target = state(folder), tmp_path / "b.tar.gz"

        kill_after(moment, tmp_path, "backup", str(target), folder=folder)

        assert state(folder) == before
        assert not target.exists() or omos("verify-backup", str(target), folder=folder).returncode == 0

    def test_is_not_in_the_way_of_the_next(self, folder, tmp_path):
        kill_after(1.2, tmp_path, "backup", str(tmp_path / "b.tar.gz"), folder=folder)
        (tmp_path / "b.tar.gz").unlink(missing_ok=True)

        assert omos("backup", str(tmp_path / "b.tar.gz"), folder=folder).returncode == 0
