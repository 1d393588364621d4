"""The wizard as people press it: every step works, refuses the wrong method and person, and survives a second press."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from omos.office.sheets import declare, progress
from omos.office.sheets.models import ImportRow, ImportRun
from omos.office.sheets.tests import nasty
from omos.office.sheets.tests.demo_import import IMPORTER
from omos.people.models import Staff
from omos.people.tests.factories import make_position, make_staff

START = "/imports/demo_staff/"
HEAD = ["姓名", "岗位", "手机", "主页"]
RUN_PAGES = [
    "import_columns",
    "import_check",
    "import_duplicates",
    "import_result",
    "write_progress",
    "download_result",
]
RUN_DEEDS = [
    "choose_sheet",
    "mend_row",
    "replace_text",
    "recheck_import",
    "skip_rows",
    "write_import",
    "undo_import",
    "drop_import",
]


@pytest.fixture
def importing(demo, monkeypatch):
    monkeypatch.setattr(declare, "_importers", {IMPORTER.code: IMPORTER})
    make_position("编辑")
    make_position("网站编辑")


@pytest.fixture
def upload(importing, supervisor, sign_in):
    """Upload rows below the usual header as the supervisor; gives the client and the run."""

    def send(*rows, head=HEAD, content=None, name="人员.xlsx"):
        client = sign_in(supervisor)
        file = SimpleUploadedFile(name, nasty.sheet_of([head, *rows]) if content is None else content)
        answer = client.post(START, {"file": file})
        run = ImportRun.objects.order_by("-id").first()
        return client, run, answer

    return send


def address(name: str, run: ImportRun) -> str:
    return reverse(f"sheets:{name}", args=[run.importer, run.pk])


def tree(answer) -> LexborHTMLParser:
    return LexborHTMLParser(answer.content.decode())


def texts(answer, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree(answer).css(selector)]


class TestUpload:
    def test_leads_to_the_checked_rows(self, upload):
        _client, run, answer = upload(["甲", "编辑", "13800138000", "/a"])

        assert answer["Location"] == address("import_check", run)

    def test_leads_to_the_columns_when_in_doubt(self, upload):
        _client, run, answer = upload(["甲", "编辑"], head=["谁", "干啥"])

        assert answer["Location"] == address("import_columns", run)

    @pytest.mark.parametrize("content", [nasty.encrypted_book(), nasty.half_a_book(), nasty.zip_bomb(), b"\x00", b""])
    def test_says_why_a_file_cannot_be_read(self, upload, content):
        _client, run, answer = upload(content=content)

        assert run is None
        assert answer.status_code == 422
        assert texts(answer, ".o-errors li")

    def test_asks_for_a_file(self, importing, supervisor, sign_in):
        assert sign_in(supervisor).post(START).status_code == 422

    def test_shows_the_fields_and_drafts(self, upload):
        client, run, _answer = upload(["甲", "编辑"])

        page = client.get(START).content.decode()

        assert "姓名" in page
        assert run.file_name in page

    def test_offers_an_empty_table_that_comes_back_clean(self, upload, supervisor, sign_in):
        answer = sign_in(supervisor).get(reverse("sheets:import_template", args=["demo_staff"]))

        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert [cell.value for cell in book.worksheets[0][1]][:2] == ["姓名*", "岗位*"]
        assert len(book.worksheets) == 2

    def test_is_closed_to_people_without_the_importers_verb(self, importing, editor, sign_in):
        assert sign_in(editor).get(START).status_code == 403

    def test_is_closed_to_strangers(self, importing, client):
        assert client.get(START).status_code == 302

    def test_knows_no_other_importer(self, importing, supervisor, sign_in):
        assert sign_in(supervisor).get("/imports/nonsense/").status_code == 404


class TestEveryStep:
    @pytest.mark.parametrize("name", RUN_PAGES + RUN_DEEDS)
    def test_is_absent_for_others(self, upload, admin_staff, sign_in, name):
        _client, run, _answer = upload(["甲", "编辑"])

        assert sign_in(admin_staff).post(address(name, run)).status_code in {404, 405}
        assert sign_in(admin_staff).get(address(name, run)).status_code in {404, 405}

    @pytest.mark.parametrize("name", RUN_DEEDS)
    def test_changes_nothing_by_get(self, upload, name):
        client, run, _answer = upload(["甲", "编辑"])

        assert client.get(address(name, run)).status_code == 405

    @pytest.mark.parametrize("name", ["import_columns", "import_check", "import_duplicates"])
    def test_leads_to_the_result_once_written(self, upload, name):
        client, run, _answer = upload(["甲", "编辑"])
        client.post(address("write_import", run), {"decision": "SKIP"})

        assert client.get(address(name, run))["Location"] == address("import_result", run)

    def test_leads_back_from_the_result_before(self, upload):
        client, run, _answer = upload(["甲", "编辑"])

        assert client.get(address("import_result", run))["Location"] == address("import_check", run)

    @pytest.mark.parametrize("name", RUN_DEEDS)
    def test_survives_nonsense(self, upload, name):
        client, run, _answer = upload(["甲", "木匠"])

        answer = client.post(address(name, run), {"row": "x", "f-name": "\x00", "sheet": "99", "d-x": "SKIP"})

        assert answer.status_code in {302, 422}


class TestColumns:
    def test_show_what_was_found_with_first_values(self, upload):
        client, run, _answer = upload(["甲", "编辑", "x"], head=["姓名", "岗位", "联系手机"])

        answer = client.get(address("import_columns", run))

        assert texts(answer, "option[selected]") == ["姓名", "岗位", "联系手机"]
        assert "甲" in texts(answer, "[data-samples-of='f-name']")

    def test_are_taken_as_chosen(self, upload):
        client, run, _answer = upload(["甲", "编辑"], head=["谁", "干啥"])

        answer = client.post(address("import_columns", run), {"f-name": "0", "f-position": "1", "f-phone": ""})

        assert answer["Location"] == address("import_check", run)
        assert ImportRow.objects.get(run=run).state == "READY"

    def test_keep_the_choice_when_one_is_missing(self, upload):
        client, run, _answer = upload(["甲", "编辑"], head=["谁", "干啥"])

        answer = client.post(address("import_columns", run), {"f-name": "1"})

        assert answer.status_code == 422
        assert "岗位" in texts(answer, ".o-banner")[0]
        assert texts(answer, "#f-name option[selected]") == ["干啥"]

    def test_offer_the_other_sheets(self, upload):
        client, run, _answer = upload(content=nasty.hidden_first())

        answer = client.post(address("choose_sheet", run), {"sheet": "0", "header_line": "1"})

        assert answer["Location"] == address("import_columns", run)
        assert "不要" in client.get(answer["Location"]).content.decode()


class TestCheck:
    def test_groups_problems_and_shows_their_rows(self, upload):
        client, run, _answer = upload(["甲", "木匠", "", "/a"], ["乙", "木匠", "", "b"], ["丙", "编辑", "", "/c"])

        answer = client.get(address("import_check", run))

        assert texts(answer, ".s-group .o-line__title")[0] == "岗位不在名单"
        assert len(tree(answer).css("[data-mend-row]")) == 2
        assert len(tree(answer).css("[data-mend-row] [aria-invalid=true]")) == 3

    def test_shows_the_group_asked_for(self, upload):
        client, run, _answer = upload(["甲", "木匠", "", "/a"], ["乙", "编辑", "", "b"])

        answer = client.get(address("import_check", run) + "?group=page:foreign&page=99")

        assert [node.attributes["value"] for node in tree(answer).css("input[name=f-name]")] == ["乙"]

    def test_keeps_the_next_step_closed_until_all_is_mended(self, upload):
        client, run, _answer = upload(["甲", "木匠"])

        answer = client.get(address("import_check", run))

        assert tree(answer).css_first("#import-foot button[disabled]") is not None
        assert client.get(address("import_duplicates", run))["Location"] == address("import_check", run)

    def test_opens_the_next_step_when_all_is_right(self, upload):
        client, run, _answer = upload(["甲", "编辑", "", "/a"])

        answer = client.get(address("import_check", run))

        assert tree(answer).css_first("#import-foot a.o-button--primary") is not None

    def test_suggests_and_offers_to_replace_what_sounds_alike(self, upload):
        make_position("何嘉")
        client, run, _answer = upload(["甲", "何佳"], ["乙", "何佳"])

        answer = client.get(address("import_check", run))

        assert "何嘉" in texts(answer, ".s-suggestions button")[0]
        hidden = {
            node.attributes["name"]: node.attributes["value"]
            for node in tree(answer).css(".s-replace form")[1].css("input")
        }
        assert (hidden["old"], hidden["new"]) == ("何佳", "何嘉")

    def test_gives_htmx_the_row_and_the_figures(self, upload):
        client, run, _answer = upload(["甲", "木匠", "", "/a"], ["乙", "木匠", "", "/b"])
        row = ImportRow.objects.filter(run=run).order_by("number").first()

        answer = client.post(
            address("mend_row", run), {"row": row.pk, "f-position": "编辑"}, headers={"HX-Request": "true"}
        )

        assert len(tree(answer).css("[data-mend-row]")) == 0 or answer.status_code == 200
        assert f'id="row-{row.pk}"' in answer.content.decode()
        assert answer.content.decode().count("hx-swap-oob") == 5

    def test_takes_the_suggestion_behind_the_typed_text(self, upload):
        client, run, _answer = upload(["甲", "木匠"])
        row = ImportRow.objects.get(run=run)

        client.post(address("mend_row", run), {"row": row.pk, "f-position": ["木匠", "编辑"]})

        row.refresh_from_db()
        assert row.mended == {"position": "编辑"}

    def test_works_without_scripts(self, upload):
        client, run, _answer = upload(["甲", "木匠"])
        row = ImportRow.objects.get(run=run)

        answer = client.post(
            address("mend_row", run) + "?group=position:unknown", {"row": row.pk, "f-position": "编辑"}
        )

        assert answer["Location"] == address("import_check", run) + "?group=position%3Aunknown"

    def test_replaces_everywhere(self, upload):
        client, run, _answer = upload(["甲", "木匠"], ["乙", "木匠"])

        client.post(address("replace_text", run), {"field": "position", "old": "木匠", "new": "编辑"})

        assert ImportRow.objects.filter(run=run, state="READY").count() == 2

    def test_escapes_what_the_file_says(self, upload):
        client, run, _answer = upload(["<script>alert(1)</script>", "<img src=x onerror=alert(2)>"])

        page = client.get(address("import_check", run)).content.decode()

        assert "<script>alert" not in page
        assert "<img src=x" not in page

    @pytest.mark.queries
    def test_costs_the_same_for_more_rows(self, upload, django_assert_max_num_queries):
        client, run, _answer = upload(*([f"人{number}", "木匠"] for number in range(40)))
        client.get(address("import_check", run))

        with django_assert_max_num_queries(20):
            client.get(address("import_check", run))


class TestDuplicatesAndWrite:
    def test_show_what_each_decision_would_do(self, upload):
        make_staff("甲")
        client, run, _answer = upload(["甲", "编辑"], ["乙", "编辑"], ["乙", "编辑"])

        answer = client.get(address("import_duplicates", run))

        assert texts(answer, ".o-kpi__figure")[0].startswith("1")
        assert [node.attributes["data-writes"] for node in tree(answer).css("[data-writes]")] == ["1", "2", "2"]
        assert texts(answer, "tbody th") == ["甲"]

    def test_skipping_leads_there(self, upload):
        client, run, _answer = upload(["甲", "木匠"], ["乙", "编辑"])

        assert client.post(address("skip_rows", run))["Location"] == address("import_duplicates", run)

    def test_write_all_rows(self, upload):
        client, run, _answer = upload(["甲", "编辑"], ["乙", "编辑"])

        answer = client.post(address("write_import", run), {"decision": "SKIP"})

        assert answer["Location"] == address("import_result", run)
        assert Staff.objects.filter(name__in=["甲", "乙"]).count() == 2

    def test_a_second_press_finds_it_written(self, upload):
        client, run, _answer = upload(["甲", "编辑"])
        client.post(address("write_import", run), {"decision": "SKIP"})

        answer = client.post(address("write_import", run), {"decision": "SKIP"})

        assert answer["Location"] == address("import_result", run)
        assert Staff.objects.filter(name="甲").count() == 1

    def test_says_why_the_room_refuses(self, upload):
        client, run, _answer = upload(["爆炸", "编辑"])

        answer = client.post(address("write_import", run), {"decision": "SKIP"})

        assert answer.status_code == 422
        assert "bad luck" in answer.content.decode()

    def test_asks_for_a_decision(self, upload):
        client, run, _answer = upload(["甲", "编辑"])

        assert client.post(address("write_import", run), {"decision": "BURN"}).status_code == 422

    def test_tells_how_far_it_is(self, upload):
        client, run, _answer = upload(["甲", "编辑"])
        progress.reporter(run.pk, 10)(10)

        assert client.get(address("write_progress", run)).json() == {"done": 10, "total": 10}
        progress.clear(run.pk)
        assert client.get(address("write_progress", run)).json() == {"done": 0, "total": 0}


class TestResult:
    def test_counts_and_offers_the_way_back(self, upload, clock_at, noon):
        clock_at(noon)
        client, run, _answer = upload(["甲", "编辑"])
        client.post(address("write_import", run), {"decision": "SKIP"})

        answer = client.get(address("import_result", run))

        assert texts(answer, ".o-kpi__figure")[0].startswith("1")
        assert tree(answer).css_first(f'form[action="{address("undo_import", run)}"]') is not None

    def test_is_taken_back(self, upload, clock_at, noon):
        clock_at(noon)
        client, run, _answer = upload(["甲", "编辑"])
        client.post(address("write_import", run), {"decision": "SKIP"})

        client.post(address("undo_import", run))

        assert not Staff.objects.filter(name="甲").exists()
        assert tree(client.get(address("import_result", run))).css_first("form[action$='undo/']") is None

    def test_sheet_holds_the_original_and_what_is_wrong(self, upload):
        content = "姓名,岗位,手机,主页\n甲,木匠,=1+1,/a\n乙,编辑,,/b\n".encode()
        client, run, _answer = upload(content=content)

        answer = client.get(address("download_result", run) + "?only=problems")

        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert [cell.value for cell in sheet[1]][:4] == HEAD
        assert [cell.value for cell in sheet[2]][:3] == ["甲", "木匠", "=1+1"]
        assert sheet.cell(2, 3).data_type == "s"
        assert "木匠" in sheet.cell(2, 7).value
        assert sheet.max_row == 2

    def test_sheet_can_be_uploaded_again(self, upload):
        client, run, _answer = upload(["甲", "木匠", "", "/a"])
        sheet = b"".join(client.get(address("download_result", run)).streaming_content)

        _client, again, answer = upload(content=sheet)

        assert again.mapping == {"name": 0, "position": 1, "phone": 2, "page": 3}
        assert answer["Location"] == address("import_check", again)

    def test_drafts_are_given_up(self, upload):
        client, run, _answer = upload(["甲", "编辑"])

        assert client.post(address("drop_import", run))["Location"] == START
        assert not ImportRun.objects.exists()

    def test_list_shows_ones_own_imports(self, upload, admin_staff, sign_in):
        client, run, _answer = upload(["甲", "编辑"])

        assert run.file_name in client.get("/imports/").content.decode()
        assert run.file_name not in sign_in(admin_staff).get("/imports/").content.decode()
