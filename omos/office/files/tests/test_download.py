from __future__ import annotations

import pytest

from omos.office.files import queries
from omos.office.files.tests.factories import PNG, make_file


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


class TestDownload:
    def test_hands_the_content_out_as_an_attachment(self, sign_in, editor):
        stored = make_file(staff_id=editor.pk)

        answer = sign_in(editor).get(f"/files/{stored.pk}/")

        assert b"".join(answer.streaming_content) == PNG
        assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%88%AA")

    def test_lets_nothing_in_it_run(self, sign_in, editor):
        answer = sign_in(editor).get(f"/files/{make_file(staff_id=editor.pk).pk}/")
        answer.close()

        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_refuses_what_belongs_to_somebody_else(self, sign_in, editor, other_editor):
        stored = make_file(staff_id=other_editor.pk)

        assert sign_in(editor).get(f"/files/{stored.pk}/").status_code == 404

    def test_refuses_those_without_the_verb_of_the_file(self, sign_in, editor):
        stored = make_file(verb="jobs.view")

        assert sign_in(editor).get(f"/files/{stored.pk}/").status_code == 404

    def test_knows_no_file_by_that_number(self, sign_in, editor):
        assert sign_in(editor).get("/files/999999/").status_code == 404

    def test_survives_content_that_went_missing(self, sign_in, editor):
        stored = make_file(staff_id=editor.pk)
        queries.path_of(stored).unlink()

        assert sign_in(editor).get(f"/files/{stored.pk}/").status_code == 404

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get(f"/files/{make_file().pk}/").status_code == 302

    def test_refuses_the_wrong_method(self, sign_in, editor):
        assert sign_in(editor).post(f"/files/{make_file(staff_id=editor.pk).pk}/").status_code == 405
