from __future__ import annotations

import os
import secrets
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from omos.cli.tests.factories import omos

URL = os.environ.get("OMOS_DATABASE_URL", "")

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not URL.startswith("postgres"), reason="OMOS_DATABASE_URL names no PostgreSQL"),
]


@pytest.fixture
def databases():
    """Two empty databases of this test's own, gone afterwards."""
    names = [f"omos_backup_{secrets.token_hex(4)}" for _ in range(2)]
    with psycopg.connect(URL, autocommit=True) as server:
        for name in names:
            server.execute(f'CREATE DATABASE "{name}"')
        yield [_named(name) for name in names]
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class TestPostgres:
    def test_brings_everything_back_equal(self, databases, tmp_path):
        first, second = databases
        here, there, archive = tmp_path / "here", tmp_path / "there", str(tmp_path / "b.tar.gz")
        omos("init", folder=here, OMOS_DATABASE_URL=first)
        (here / "files" / "a1").write_bytes(b"proof")

        saved = omos("backup", archive, folder=here, OMOS_DATABASE_URL=first)
        restored = omos("restore", archive, folder=there, OMOS_DATABASE_URL=second)

        assert [saved.returncode, restored.returncode] == [0, 0], saved.stderr + restored.stderr
        assert _contents(second) == _contents(first)
        assert (there / "files" / "a1").read_bytes() == b"proof"
        assert not (there / "records.pgdump").exists()

    def test_refuses_a_database_that_holds_something_unless_forced(self, databases, tmp_path):
        first, second = databases
        here, there, archive = tmp_path / "here", tmp_path / "there", str(tmp_path / "b.tar.gz")
        omos("init", folder=here, OMOS_DATABASE_URL=first)
        omos("init", folder=there, OMOS_DATABASE_URL=second)
        omos("backup", archive, folder=here, OMOS_DATABASE_URL=first)

        refused = omos("restore", archive, folder=tmp_path / "third", OMOS_DATABASE_URL=second)
        forced = omos("restore", archive, "--force", folder=there, OMOS_DATABASE_URL=second)

        assert (refused.returncode, forced.returncode) == (2, 0), forced.stderr
        (aside,) = there.glob("before-restore-*")
        assert (aside / "records.tar.gz").is_file()

    def test_says_when_the_server_does_not_answer(self, tmp_path):
        done = omos("init", folder=tmp_path / "x", OMOS_DATABASE_URL="postgresql://nobody:hunter2@127.0.0.1:1/none")

        assert done.returncode == 2
        assert done.stderr.startswith("omos: the records cannot be prepared: ")
        assert "hunter2" not in done.stderr


def _named(name: str) -> str:
    return urlunsplit(urlsplit(URL)._replace(path=f"/{name}"))


def _contents(url: str) -> dict[str, list[str]]:
    with psycopg.connect(url) as server:
        tables = server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: sorted(map(repr, server.execute(f'SELECT * FROM "{name}"').fetchall())) for (name,) in tables}
