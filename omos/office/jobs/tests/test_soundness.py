"""The night's look at the records themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from omos.office.jobs import jobs, queries

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


class TestCheckRecords:
    def test_finds_whole_records_whole(self):
        assert queries.broken_records() == ()
        assert jobs.check_records(now=NOW) == 0

    def test_fails_where_a_row_names_one_that_is_not_there(self, monkeypatch):
        monkeypatch.setattr(queries, "broken_records", lambda: ("a names b",))

        with pytest.raises(jobs.RecordsBroken):
            jobs.check_records(now=NOW)

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its keys by itself")
    def test_leaves_the_records_as_they_are(self):
        before = connection.cursor().execute("PRAGMA data_version").fetchone()

        jobs.check_records(now=NOW)

        assert connection.cursor().execute("PRAGMA data_version").fetchone() == before
