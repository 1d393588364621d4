"""Every night it is looked whether the files are still there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from omos.office.files import jobs, queries, services
from omos.people.tests.factories import system_viewer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def stored():
    return services.store(
        name="图.txt", content=b"12345", verb="files.download", staff_id=None, actor=system_viewer(), now=NOW
    )


class TestCheckContent:
    def test_finds_files_that_are_there(self, stored):
        assert jobs.check_content(now=NOW) == 0

    def test_names_a_file_that_is_gone(self, stored):
        queries.path_of(stored).unlink()

        assert queries.missing_content() == [stored]

    def test_names_a_file_that_was_cut_off(self, stored):
        queries.path_of(stored).write_bytes(b"123")

        with pytest.raises(jobs.ContentMissing):
            jobs.check_content(now=NOW)
