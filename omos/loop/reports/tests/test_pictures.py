"""Reports as pictures and as text: the figures of the page, under the viewer's scope."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from omos.loop.reports import queries
from omos.loop.reports.composing import sheets, words
from omos.loop.reports.queries import period_of
from omos.loop.reports.tests.factories import make_report, make_work
from omos.loop.reports.views import picturing
from omos.loop.work.tests.factories import TODAY
from omos.people.models import Staff
from omos.people.tests.factories import viewer_of
from omos.ui import fonts
from omos.ui.pictures import NoChineseFont

DAY, DAILY = reverse("reports:day_picture"), reverse("reports:daily_picture")
WORK = reverse("reports:work_picture", args=["operations"])
pytestmark = pytest.mark.skipif(fonts.chinese_font() is None, reason="NO CHINESE FONT: apt install fonts-wqy-microhei")


@pytest.fixture
def team(supervisor, boss, clock_at, noon):
    """A supervisor and a boss who lead and are not planned themselves, at noon."""
    Staff.objects.filter(pk__in=[supervisor.pk, boss.pk]).update(is_planned_by_category=False)
    clock_at(noon)
    return supervisor


def texts(rows) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


class TestDaySheet:
    def test_has_the_figures_of_the_page(self, team, editor, promoter, noon):
        make_work(editor, planned=5, passed=4, failed=1)
        make_work(promoter, planned=15, passed=9, failed=2, unknown=3)
        page = queries.day_page(viewer=viewer_of(team), day=TODAY, now=noon)

        sheet = sheets.day_sheet(page.grid, page.on_time)

        kpis = words.figures(page.grid, page.on_time)
        assert [(one.name, one.value, one.note) for one in sheet.figures] == [
            (kpi.name, kpi.figure, kpi.unit) for kpi in kpis
        ]
        assert [row[:5] for row in texts(sheet.rows)] == [
            [row.person.name, *(str(figure) for figure in figures_of(row.tally))] for row in page.grid.rows
        ]
        assert texts([sheet.totals])[0][1:5] == [str(figure) for figure in figures_of(page.grid.totals)]

    def test_names_who_is_missing(self, team, editor, noon):
        make_work(editor, planned=3, passed=1)
        page = queries.day_page(viewer=viewer_of(team), day=TODAY, now=noon)

        assert "未交：陈思远 2" in sheets.day_sheet(page.grid, page.on_time).lines


def figures_of(tally: queries.Tally) -> tuple[int, ...]:
    return (tally.planned, tally.handed_in, tally.passed, tally.missing)


class TestOtherSheets:
    def test_of_one_person_has_the_two_sentences(self, team, editor, noon):
        make_work(editor, planned=2, passed=2)
        make_report(editor, problem="断网一小时", tomorrow="补两篇")
        report = queries.report_of(viewer=viewer_of(team), staff_id=editor.pk, day=TODAY)

        sheet = sheets.daily_sheet(report, noon)

        assert [line.partition("：")[2] for line in sheet.lines] == ["断网一小时", "补两篇"]
        assert texts([sheet.totals])[0][1:3] == ["2", "2"]

    def test_of_a_centre_adds_up(self, team, editor, promoter, noon):
        make_work(editor, planned=2, passed=2)
        make_work(promoter, planned=3, passed=1)
        period = period_of(kind="week", day=TODAY, today=TODAY)
        report = queries.work_report(viewer=viewer_of(team), centre="operations", period=period)

        sheet = sheets.work_sheet(report, centre_name="运营管理中心", now=noon)

        assert texts([sheet.totals])[0][1:4] == ["5", "3", "3"]

    def test_as_text_leaves_out_what_is_nought(self, team, editor, noon):
        make_work(editor, planned=2, passed=2)
        grid = queries.day_grid(viewer=viewer_of(team), day=TODAY, now=noon)

        text = sheets.sheet_as_text(sheets.reports_sheet(grid))

        assert "陈思远：计划 2，已交 2，通过 2，日报 未写" in text


@pytest.mark.parametrize("address", [DAY, DAILY, WORK])
class TestPictures:
    def test_are_png_as_wide_as_a_phone(self, sign_in, team, editor, address):
        make_work(editor, planned=3, passed=1)

        answer = sign_in(team).get(address)

        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert Image.open(BytesIO(answer.content)).width == 750

    def test_ask_strangers_to_sign_in(self, client, company, address):
        assert client.get(address).status_code == 302

    def test_refuse_the_wrong_method(self, sign_in, team, address):
        assert sign_in(team).post(address).status_code == 405

    def test_forgive_a_day_that_makes_no_sense(self, sign_in, team, address):
        assert sign_in(team).get(address, {"day": "no day"}).status_code == 200

    def test_say_when_the_machine_cannot_write_chinese(self, sign_in, team, address, monkeypatch):
        def cannot(_sheet):
            raise NoChineseFont

        monkeypatch.setattr(picturing, "draw", cannot)

        answer = sign_in(team).get(address)

        assert answer.status_code == 503
        assert "没有中文字体" in answer.content.decode()


class TestScope:
    def test_shows_an_editor_only_the_own_line(self, sign_in, team, editor, other_editor, monkeypatch):
        make_work(editor, planned=3, passed=1)
        make_work(other_editor, planned=3, passed=1)
        drawn = []
        monkeypatch.setattr(picturing, "draw", lambda sheet: drawn.append(sheet) or b"png")

        sign_in(editor).get(DAY)

        assert [row[0] for row in texts(drawn[0].rows)] == ["陈思远"]

    def test_keeps_others_reports_from_an_editor(self, sign_in, team, editor, other_editor):
        assert sign_in(editor).get(DAILY, {"staff": other_editor.pk}).status_code == 404

    def test_shows_one_persons_report_to_who_reads_it(self, sign_in, team, editor):
        make_work(editor, planned=3, passed=1)

        assert sign_in(team).get(DAILY, {"staff": editor.pk}).status_code == 200

    def test_knows_no_other_centres(self, sign_in, team):
        assert sign_in(team).get(reverse("reports:work_picture", args=["kitchen"])).status_code == 404


class TestButtons:
    @pytest.mark.parametrize("route", ["reports:day", "reports:daily"])
    def test_stand_on_the_page_with_their_text(self, sign_in, team, editor, route):
        make_work(editor, planned=3, passed=1)

        page = sign_in(team).get(reverse(route)).content.decode()

        assert "复制为图片" in page
        assert "data-copy-picture" in page
        assert "陈思远" in page.partition('data-copy-text="')[2].partition('"')[0]

    def test_stand_on_the_work_report(self, sign_in, team, editor):
        make_work(editor, planned=3, passed=1)

        page = sign_in(team).get(reverse("reports:work", args=["operations"])).content.decode()

        assert f'href="{WORK}?period=week&amp;day=2026-11-20"' in page
