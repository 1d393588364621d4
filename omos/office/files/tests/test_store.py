from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings

from omos.office.files import queries, services
from omos.office.files.models import StoredFile
from omos.office.files.services import FileRefused, Limits
from omos.office.files.tests.factories import NOW, PNG, make_file
from omos.people.models import Action


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


class TestStore:
    def test_keeps_content_size_digest_and_kind(self, db):
        stored = make_file()

        assert queries.content_of(stored) == PNG
        assert (stored.size, stored.content_type) == (len(PNG), "image/png")
        assert stored.digest == hashlib.sha256(PNG).hexdigest()

    def test_takes_an_open_file_as_well(self, db):
        assert queries.content_of(make_file(content=BytesIO(b"x" * 200_000))) == b"x" * 200_000

    def test_makes_the_path_itself(self, db, folder):
        stored = make_file(name="../../../etc/passwd")

        path = queries.path_of(stored)
        assert path.resolve().is_relative_to(folder.resolve())
        assert (stored.name, path.name.isalnum()) == ("passwd", True)

    def test_keeps_it_private_and_outside_of_what_is_served(self, db):
        path = queries.path_of(make_file())

        assert path.stat().st_mode & 0o777 == 0o600
        assert not path.is_relative_to(Path(settings.STATIC_ROOT))

    def test_tells_the_trail(self, db):
        stored = make_file()

        assert Action.objects.get(verb="files.store").subject_id == str(stored.pk)

    def test_refuses_what_is_too_large_and_leaves_nothing(self, db, folder):
        with pytest.raises(FileRefused, match="2 MB"):
            make_file(content=b"x" * ((2 << 20) + 1), limits=Limits(largest=2 << 20))

        assert [path for path in folder.rglob("*") if path.is_file()] == []
        assert not StoredFile.objects.exists()

    def test_refuses_an_empty_one(self, db, folder):
        with pytest.raises(FileRefused):
            make_file(content=b"")

        assert [path for path in folder.rglob("*") if path.is_file()] == []

    def test_judges_the_kind_by_content_not_by_name(self, db):
        with pytest.raises(FileRefused):
            make_file(name="report.png", content=b"<html>", limits=Limits(kinds=frozenset({"image/png"})))


class TestForget:
    def test_takes_the_record_but_leaves_the_content_for_a_day(self, db):
        stored = make_file()
        path = queries.path_of(stored)

        assert services.forget(file_ids=[stored.pk], actor=_system(), now=NOW) == 1

        assert not StoredFile.objects.exists()
        assert path.exists()

    def test_survives_a_second_press(self, db):
        stored = make_file()
        services.forget(file_ids=[stored.pk], actor=_system(), now=NOW)

        assert services.forget(file_ids=[stored.pk], actor=_system(), now=NOW) == 0

    def test_forgets_what_is_past_its_time_only(self, db):
        make_file(expires_at=NOW - services.ORPHANS_STAY)
        kept = make_file(expires_at=NOW + services.ORPHANS_STAY)
        forever = make_file()

        assert services.forget_expired(actor=_system(), now=NOW) == 1

        assert set(StoredFile.objects.all()) == {kept, forever}


class TestSweepOrphans:
    def test_removes_content_that_nobody_has_named_for_a_day(self, db):
        stored = make_file()
        path = queries.path_of(stored)
        services.forget(file_ids=[stored.pk], actor=_system(), now=NOW)

        assert services.sweep_orphans(now=NOW + services.ORPHANS_STAY * 0.9) == 0
        assert services.sweep_orphans(now=NOW + services.ORPHANS_STAY * 1.1) == 1
        assert not path.exists()

    def test_never_touches_content_that_is_named(self, db):
        stored = make_file()

        assert services.sweep_orphans(now=NOW.replace(year=2030)) == 0

        assert queries.path_of(stored).exists()


def _system():
    from omos.people.viewer import Viewer

    return Viewer.system("test")
