"""Locked backups, trials, retention: the commands as people type them."""

from __future__ import annotations

import json
import shutil

import pytest
from django.utils import timezone

from omos.cli import backup as backing_up
from omos.cli.tests.factories import omos
from omos.environment import SettingRefused

KEY = "five words nobody would guess"


@pytest.fixture(scope="module")
def house(prepared_once, tmp_path_factory):
    """A house with a file, and a locked backup of it, made once."""
    base = tmp_path_factory.mktemp("locked")
    folder = shutil.copytree(prepared_once, base / "data")
    (folder / "files" / "aa01").write_bytes(b"proof" * 1000)
    done = omos("backup", str(base / "b.locked"), folder=folder, OMOS_BACKUP_KEY=KEY)
    assert done.returncode == 0, done.stderr
    assert "not locked" not in done.stdout
    return folder, base / "b.locked"


class TestVerifyBackup:
    def test_reports_what_would_come_back(self, house, tmp_path):
        folder, archive = house

        done = omos(
            "verify-backup", str(archive), "--json", "--into", str(tmp_path), folder=folder, OMOS_BACKUP_KEY=KEY
        )

        answer = json.loads(done.stdout)
        assert (answer["whole"], answer["locked"], answer["records"], answer["files"]) == (True, True, "sqlite", 1)
        assert answer["rows"] > 100
        assert list(tmp_path.iterdir()) == []

    def test_works_where_nothing_is_prepared(self, house, tmp_path):
        done = omos("verify-backup", str(house[1]), folder=tmp_path / "fresh", OMOS_BACKUP_KEY=KEY)

        assert done.returncode == 0, done.stderr
        assert "is whole" in done.stdout
        assert not (tmp_path / "fresh" / "omos.sqlite3").exists()

    def test_asks_for_the_key(self, house):
        done = omos("verify-backup", str(house[1]), folder=house[0])

        assert done.returncode == 2
        assert "is locked; OMOS_BACKUP_KEY" in done.stderr

    def test_refuses_another_key(self, house):
        done = omos("verify-backup", str(house[1]), folder=house[0], OMOS_BACKUP_KEY="another key altogether")

        assert done.returncode == 2
        assert "cannot be opened" in done.stderr
        assert "another key" in done.stderr

    def test_refuses_a_changed_one(self, house, tmp_path):
        content = bytearray(house[1].read_bytes())
        content[len(content) // 2] ^= 4
        (tmp_path / "changed").write_bytes(content)

        done = omos("verify-backup", str(tmp_path / "changed"), folder=house[0], OMOS_BACKUP_KEY=KEY)

        assert done.returncode == 2
        assert "cannot be opened" in done.stderr

    def test_refuses_what_is_not_there(self, house, tmp_path):
        assert omos("verify-backup", str(tmp_path / "x"), folder=house[0]).returncode == 2


class TestRestore:
    def test_brings_a_locked_one_back_by_a_key_from_a_file(self, house, tmp_path):
        (tmp_path / "key").write_text(KEY + "\n")

        done = omos("restore", str(house[1]), folder=tmp_path / "other", OMOS_BACKUP_KEY_FILE=str(tmp_path / "key"))

        assert done.returncode == 0, done.stderr
        assert (tmp_path / "other" / "files" / "aa01").read_bytes() == b"proof" * 1000


class TestSettings:
    def test_refuses_a_key_that_is_easily_guessed(self, house):
        done = omos("backup", folder=house[0], OMOS_BACKUP_KEY="short")

        assert done.returncode == 2
        assert "OMOS_BACKUP_KEY=(hidden) makes no sense" in done.stderr

    @pytest.mark.parametrize("keep", ["7", "7,4", "a,b,c", "0,0,0", "-1,2,3"])
    def test_refuses_a_rule_that_keeps_nothing_sensible(self, monkeypatch, keep):
        monkeypatch.setenv("OMOS_BACKUP_KEEP", keep)

        with pytest.raises(SettingRefused, match="OMOS_BACKUP_KEEP"):
            backing_up.house.readings()


class TestRetention:
    def test_forgets_what_newer_ones_supersede_and_nothing_else(self, house, tmp_path):
        old = [f"omos-202{year}0101-03150{second}.tar.gz" for year in range(3) for second in range(2)]
        others = ["monday.tar.gz", "omos-20200101-031500.tar.gz.part", "omos-2020.tar.gz"]
        [(tmp_path / name).write_bytes(b"x") for name in (*old, *others)]

        done = omos("backup", folder=house[0], OMOS_BACKUP_DIR=str(tmp_path), OMOS_BACKUP_KEEP="2,0,0")

        assert done.returncode == 0, done.stderr
        left = sorted(path.name for path in tmp_path.iterdir())
        assert set(others) <= set(left)
        assert [name for name in old if name in left] == [old[-1]]

    def test_forgets_nothing_beside_a_backup_that_was_named(self, house, tmp_path):
        (tmp_path / "omos-20200101-031500.tar.gz").write_bytes(b"x")

        omos("backup", str(tmp_path / "b.tar.gz"), folder=house[0], OMOS_BACKUP_KEEP="1,0,0")

        assert len(list(tmp_path.iterdir())) == 2

    def test_clears_away_what_killed_backups_left(self, tmp_path, monkeypatch):
        (tmp_path / ".omos-backup-dead").mkdir()
        (tmp_path / ".b.tar.gz.unfinished").write_bytes(b"x")
        monkeypatch.setattr(backing_up, "DEAD_AFTER", -1)

        backing_up._clear_away(tmp_path, timezone.now())

        assert list(tmp_path.iterdir()) == []

    def test_leaves_alone_what_another_backup_is_writing(self, tmp_path):
        (tmp_path / ".b.tar.gz.unfinished").write_bytes(b"x")

        backing_up._clear_away(tmp_path, timezone.now())

        assert len(list(tmp_path.iterdir())) == 1
