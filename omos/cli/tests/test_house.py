"""What every command asks of the installation before it begins."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from omos.cli import house
from omos.cli.speech import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder() -> MigrationRecorder:
    return MigrationRecorder(connection)


def test_migrations_known_by_their_files_are_those_that_load() -> None:
    assert house.known_migrations() == set(MigrationLoader(None).disk_migrations or {})


def test_records_of_this_version_lack_none() -> None:
    assert house.pending_migrations() == 0


def test_records_of_an_earlier_version_lack_what_came_since(recorder: MigrationRecorder) -> None:
    recorder.record_unapplied("people", "0001_initial")

    assert house.pending_migrations() == 1


def test_records_of_an_earlier_version_are_refused_with_the_way_out(recorder: MigrationRecorder) -> None:
    recorder.record_unapplied("people", "0001_initial")

    with pytest.raises(Refused, match="omos upgrade"):
        house.refuse_pending_migrations()


def test_records_of_a_later_version_are_refused(recorder: MigrationRecorder) -> None:
    recorder.record_applied("people", "9999_of_tomorrow")

    with pytest.raises(Refused, match="later version"):
        house.pending_migrations()


def test_migrations_of_rooms_this_version_does_not_have_are_let_be(recorder: MigrationRecorder) -> None:
    recorder.record_applied("somewhere_else", "0001_initial")

    assert house.pending_migrations() == 0
