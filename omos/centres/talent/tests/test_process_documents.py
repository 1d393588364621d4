"""Files handed over with a position."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omos.centres.talent import services
from omos.centres.talent.models import ProcessDocument
from omos.centres.talent.services import DocumentRefused
from omos.centres.talent.tests.factories import NOW
from omos.office.files.models import StoredFile
from omos.people.models import Action
from omos.people.tests.factories import make_position, viewer_of

SHEET = "平台,账号\n百度,yf".encode()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def position(company):
    return make_position("网站编辑")


@pytest.fixture
def document(position, supervisor):
    return add(position, supervisor)


def add(position, staff, *, title="账号清单", content=SHEET):
    return services.add_document(
        position_id=position.pk, title=title, name="账号.csv", content=content, actor=viewer_of(staff), now=NOW
    )


def sent(content=b"a,b\n1,2", **changes):
    return {"file": SimpleUploadedFile("账号.csv", content), "title": ""} | changes


class TestAdding:
    def test_keeps_the_file_with_the_position(self, position, document):
        kept = ProcessDocument.objects.get(pk=document)

        assert (kept.position_id, kept.title, kept.added_by_name) == (position.pk, "账号清单", "林岚")

    def test_takes_the_files_name_where_nothing_else_is_said(self, position, supervisor):
        kept = ProcessDocument.objects.get(pk=add(position, supervisor, title=""))

        assert kept.title == "账号.csv"

    def test_stands_on_the_trail(self, document):
        assert Action.objects.get(verb="talent.write_process").after["title"] == "账号清单"

    def test_refuses_an_empty_file(self, position, supervisor):
        with pytest.raises(DocumentRefused):
            add(position, supervisor, content=b"")

    def test_refuses_more_than_a_position_keeps(self, position, supervisor, monkeypatch):
        monkeypatch.setattr("omos.centres.talent.services.documents.MOST_DOCUMENTS", 1)
        add(position, supervisor)

        with pytest.raises(DocumentRefused, match="最多放 1 个"):
            add(position, supervisor)


class TestDropping:
    def test_forgets_the_file(self, document, supervisor):
        services.drop_document(document_id=document, actor=viewer_of(supervisor), now=NOW)

        assert not ProcessDocument.objects.exists()
        assert not StoredFile.objects.exists()

    def test_refuses_a_second_time(self, document, supervisor):
        services.drop_document(document_id=document, actor=viewer_of(supervisor), now=NOW)

        with pytest.raises(DocumentRefused, match="不在了"):
            services.drop_document(document_id=document, actor=viewer_of(supervisor), now=NOW)


class TestPages:
    def test_hands_the_file_to_everybody_who_reads_processes(self, sign_in, promoter, document):
        file_id = ProcessDocument.objects.get(pk=document).file_id

        answer = sign_in(promoter).get(reverse("files:download", args=[file_id]))

        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        answer.close()

    def test_adds_what_was_sent(self, sign_in, supervisor, position):
        answer = sign_in(supervisor).post(reverse("talent:add_document", args=[position.pk]), sent(title="清单"))

        assert answer.url == reverse("talent:process", args=[position.pk])
        assert ProcessDocument.objects.get().title == "清单"

    def test_says_what_is_wrong_with_an_empty_file(self, sign_in, supervisor, position):
        answer = sign_in(supervisor).post(reverse("talent:add_document", args=[position.pk]), sent(content=b""))

        assert answer.status_code == 422
        assert not ProcessDocument.objects.exists()

    def test_says_that_a_file_is_missing(self, sign_in, supervisor, position):
        answer = sign_in(supervisor).post(reverse("talent:add_document", args=[position.pk]), {"title": "清单"})

        assert answer.status_code == 422

    def test_drops_what_is_named(self, sign_in, supervisor, position, document):
        answer = sign_in(supervisor).post(reverse("talent:drop_document", args=[document]))

        assert answer.url == reverse("talent:process", args=[position.pk])

    def test_says_so_when_it_is_gone_already(self, sign_in, supervisor, document):
        client = sign_in(supervisor)
        client.post(reverse("talent:drop_document", args=[document]))

        answer = client.post(reverse("talent:drop_document", args=[document]), follow=True)

        assert "已经不在了" in answer.content.decode()

    def test_is_closed_to_an_editor(self, sign_in, editor, position, document):
        client = sign_in(editor)

        assert client.post(reverse("talent:add_document", args=[position.pk]), sent()).status_code == 403
        assert client.post(reverse("talent:drop_document", args=[document])).status_code == 403

    def test_takes_no_look(self, sign_in, supervisor, position):
        assert sign_in(supervisor).get(reverse("talent:add_document", args=[position.pk])).status_code == 405
