"""`omos check-data` says what is not whole, and mends the sums."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from omos.cli.tests.factories import omos


def write(folder, statement):
    with closing(sqlite3.connect(folder / "omos.sqlite3")) as records, records:
        records.execute("PRAGMA foreign_keys=OFF")
        records.execute(statement)


DRIFTED = (
    "INSERT INTO ledger_daytotal (measure, day, source, website_id, department_id, staff_id, channel_id, product_id,"
    " campaign_id, category, value, standing, entries, posted_at) VALUES"
    " ('spend', '2026-11-18', 'x', 0, 0, 0, 1, 0, 0, '', 5, 1, 1, '2026-11-18 00:00:00')"
)
LOST_FILE = (
    "INSERT INTO files_storedfile (name, content_type, size, digest, path, verb, uploaded_at)"
    " VALUES ('a.png', 'image/png', 5, 'd', '2026/11/gone', 'x', '2026-11-18 00:00:00')"
)
ORPHAN = (
    "INSERT INTO notices_delivery (notice_id, channel, state, attempts, is_visible)"
    " VALUES (99, 'BELL', 'WAITING', 0, 1)"
)


class TestCheckData:
    def test_finds_a_fresh_house_whole(self, folder):
        done = omos("check-data", folder=folder)

        assert done.returncode == 0, done.stderr
        assert done.stdout.split("\n")[:3] == ["records: whole", "files: whole", "sums: whole"]

    @pytest.mark.parametrize(
        ("statement", "word"), [(DRIFTED, "spend of x"), (LOST_FILE, "a.png"), (ORPHAN, "notices_notice")]
    )
    def test_names_what_is_not(self, folder, statement, word):
        write(folder, statement)

        done = omos("check-data", folder=folder)

        assert done.returncode == 1
        assert word in done.stderr

    def test_mends_the_sums(self, folder):
        write(folder, DRIFTED)

        mended = omos("check-data", "--repair", folder=folder)

        assert mended.returncode == 0, mended.stderr
        assert omos("check-data", folder=folder).returncode == 0
