from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing

import pytest

from omos.cli.backup import count_rows
from omos.cli.tests.factories import make_older, omos, start, wait_for


@pytest.fixture(scope="module")
def older_once(prepared_once, tmp_path_factory):
    folder = shutil.copytree(prepared_once, tmp_path_factory.mktemp("older") / "data")
    make_older(folder / "omos.sqlite3")
    return folder


@pytest.fixture
def older(older_once, tmp_path):
    return shutil.copytree(older_once, tmp_path / "data")


def contents(folder):
    with closing(sqlite3.connect(folder / "omos.sqlite3")) as records:
        return {name: sorted(map(repr, records.execute(f'SELECT * FROM "{name}"'))) for name in count_rows(records)[0]}


def left_over(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".") or path.name.endswith(("-wal", "-shm"))]


class TestUpgrade:
    def test_saves_migrates_and_checks(self, older):
        before = contents(older)

        done = omos("upgrade", folder=older)

        after = contents(older)
        assert done.returncode == 0, done.stderr
        assert "notices_notice" in after
        assert {name: after[name] for name in before if name.startswith("people_")} == {
            name: rows for name, rows in before.items() if name.startswith("people_")
        }
        assert len(list((older / "backups").iterdir())) == 1
        assert left_over(older) == []

    def test_does_nothing_when_there_is_nothing_to_do(self, folder):
        done = omos("upgrade", folder=folder)

        assert "of this version already" in done.stdout
        assert not list((folder / "backups").iterdir())

    def test_changes_nothing_when_a_migration_fails(self, older):
        with closing(sqlite3.connect(older / "omos.sqlite3")) as records, records:
            records.execute("CREATE TABLE notices_notice (stands_in_the_way TEXT)")
        before = contents(older)

        done = omos("upgrade", folder=older)

        assert done.returncode == 2
        assert "nothing was changed" in done.stderr
        assert "The backup lies in" in done.stderr
        assert contents(older) == before
        assert left_over(older) == []

    def test_refuses_records_of_a_later_version(self, folder):
        with closing(sqlite3.connect(folder / "omos.sqlite3")) as records, records:
            records.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('work', '0999_x', '2030-01-01')"
            )

        done = omos("upgrade", folder=folder)

        assert done.returncode == 2
        assert "later version of OMOS" in done.stderr

    @pytest.mark.concurrency
    @pytest.mark.parametrize("moment", [1.5, 3.0])
    def test_leaves_the_records_whole_wherever_it_is_killed(self, older, tmp_path, moment):
        before = contents(older)
        with (tmp_path / "out").open("w") as out:
            process = start("upgrade", folder=older, out=out)
            time.sleep(moment)
            process.kill()
            process.wait()

        after = contents(older)

        assert after == before or "notices_notice" in after
        assert {name: rows for name, rows in after.items() if name.startswith("people_")} == {
            name: rows for name, rows in before.items() if name.startswith("people_")
        }

    def test_goes_on_after_one_that_was_killed(self, older, tmp_path):
        with (tmp_path / "out").open("w") as out:
            process = start("upgrade", folder=older, out=out)
            wait_for(lambda: list(older.glob(".upgrade-*/*")) or process.poll() is not None)
            process.kill()
            process.wait()

        done = omos("upgrade", folder=older)

        assert done.returncode == 0, done.stderr
        assert "notices_notice" in contents(older)
        assert left_over(older) == []
