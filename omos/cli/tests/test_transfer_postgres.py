"""A house that grew on SQLite moves into PostgreSQL; whatever breaks off leaves what was there."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time

import psycopg
import pytest

from omos.cli.tests.factories import ROOT, environment, make_older, omos, start, wait_for
from omos.cli.tests.test_backup_postgres import _contents, databases, pytestmark

__all__ = ["databases", "pytestmark"]

KEY = "five words nobody would guess"


@pytest.fixture(scope="module")
def grown(prepared_once, tmp_path_factory):
    """A house on SQLite with a file and a person invited, and its locked backup."""
    base = tmp_path_factory.mktemp("grown")
    folder = shutil.copytree(prepared_once, base / "data")
    (folder / "files" / "aa01").write_bytes(b"proof" * 1000)
    omos("user", "invite", "小王", "--role", "ADMIN", folder=folder)
    done = omos("backup", str(base / "b.locked"), folder=folder, OMOS_BACKUP_KEY=KEY)
    assert done.returncode == 0, done.stderr
    return folder, base / "b.locked"


def rows(folder, **settings) -> list[str]:
    """Every row of every table as Django reads it, whatever database holds it."""
    dumped = subprocess.run(
        [sys.executable, "manage.py", "dumpdata"],
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(dumped.stdout))


def restore(archive, folder, database, *more):
    return omos("restore", str(archive), *more, folder=folder, OMOS_DATABASE_URL=database, OMOS_BACKUP_KEY=KEY)


class TestFromSqlite:
    def test_brings_every_row_file_and_sequence(self, grown, databases, tmp_path):
        folder, archive = grown
        there = tmp_path / "there"

        done = restore(archive, there, databases[0])

        assert done.returncode == 0, done.stderr
        assert rows(there, OMOS_DATABASE_URL=databases[0]) == rows(folder)
        assert (there / "files" / "aa01").read_bytes() == b"proof" * 1000
        assert (there / "secret_key").read_text() == (folder / "secret_key").read_text()
        assert not (there / "records.sqlite3").exists()
        # The next number must not be one that came along.
        invited = omos("user", "invite", "小李", "--role", "ADMIN", folder=there, OMOS_DATABASE_URL=databases[0])
        assert invited.returncode == 0, invited.stderr

    def test_brings_records_of_an_older_version_up_to_date(self, grown, databases, tmp_path):
        older = shutil.copytree(grown[0], tmp_path / "older")
        make_older(older / "omos.sqlite3")
        omos("backup", str(tmp_path / "b"), folder=older)

        done = restore(tmp_path / "b", tmp_path / "there", databases[0])

        assert done.returncode == 0, done.stderr
        assert "notices_notice" in _contents(databases[0])

    def test_replaces_what_is_there_when_forced_and_keeps_it_aside(self, grown, databases, tmp_path):
        there = tmp_path / "there"
        omos("init", folder=there, OMOS_DATABASE_URL=databases[0])

        refused = restore(grown[1], there, databases[0])
        forced = restore(grown[1], there, databases[0], "--force")

        assert (refused.returncode, forced.returncode) == (2, 0), forced.stderr
        (aside,) = there.glob("before-restore-*")
        assert (aside / "records.tar.gz.locked").is_file()
        assert rows(there, OMOS_DATABASE_URL=databases[0]) == rows(grown[0])

    @pytest.mark.parametrize("moment", [2.0, 4.0])
    def test_leaves_the_old_whole_wherever_it_is_killed(self, grown, databases, tmp_path, moment):
        there, settings = tmp_path / "there", {"OMOS_DATABASE_URL": databases[0], "OMOS_BACKUP_KEY": KEY}
        omos("init", folder=there, **settings)
        (there / "files" / "old").write_bytes(b"old")
        before = _contents(databases[0])
        with (tmp_path / "out").open("w") as out:
            process = start("restore", str(grown[1]), "--force", folder=there, out=out, **settings)
            time.sleep(moment)
            process.kill()
            process.wait()

        done = omos("backup", str(tmp_path / "after"), folder=there, **settings)

        assert done.returncode == 0, done.stderr
        is_old = (there / "files" / "old").exists()
        wait_for(lambda: (_contents(databases[0]) == before) == is_old, seconds=10)


class TestOneMoment:
    def test_counts_what_the_dump_holds_while_others_write(self, databases, tmp_path):
        here = tmp_path / "here"
        omos("init", folder=here, OMOS_DATABASE_URL=databases[0])
        with psycopg.connect(databases[0], autocommit=True) as server:
            server.execute("CREATE TABLE test_pairs (side text)")
        with (tmp_path / "out").open("w") as out:
            process = start("backup", str(tmp_path / "b"), folder=here, out=out, OMOS_DATABASE_URL=databases[0])
            with psycopg.connect(databases[0], autocommit=True) as server:
                wait_for(lambda: server.execute("INSERT INTO test_pairs VALUES ('a'), ('b')") and process.poll() == 0)

        done = omos("restore", str(tmp_path / "b"), folder=tmp_path / "there", OMOS_DATABASE_URL=databases[1])

        assert done.returncode == 0, done.stderr
        assert len(_contents(databases[1])["test_pairs"]) % 2 == 0
        manifest = json.loads(omos("verify-backup", str(tmp_path / "b"), "--json", folder=here).stdout)
        assert manifest["rows"] == sum(map(len, _contents(databases[1]).values()))


class TestUpgrade:
    def test_takes_everything_back_when_a_migration_fails(self, databases, tmp_path):
        here = tmp_path / "here"
        omos("init", folder=here, OMOS_DATABASE_URL=databases[0])
        with psycopg.connect(databases[0], autocommit=True) as server:
            server.execute("DELETE FROM django_migrations WHERE app = 'notices'")
        before = _contents(databases[0])

        done = omos("upgrade", folder=here, OMOS_DATABASE_URL=databases[0])

        assert done.returncode == 2
        assert "nothing was changed" in done.stderr
        assert _contents(databases[0]) == before
        assert len(list((here / "backups").iterdir())) == 1

    def test_says_when_there_is_nothing_to_do(self, databases, tmp_path):
        omos("init", folder=tmp_path, OMOS_DATABASE_URL=databases[0])

        assert "of this version already" in omos("upgrade", folder=tmp_path, OMOS_DATABASE_URL=databases[0]).stdout
