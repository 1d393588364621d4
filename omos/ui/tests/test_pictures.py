"""Reports as pictures: as wide as a phone, whole, small, and readable."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from omos.ui import fonts, pictures
from omos.ui.pictures import Cell, Figure, NoChineseFont, Sheet

pytestmark = pytest.mark.skipif(fonts.chinese_font() is None, reason="NO CHINESE FONT: apt install fonts-wqy-microhei")
ROW = (Cell("陈思远"), Cell("5"), Cell("4"), Cell("4"), Cell("1", "warning"), Cell("缺 1 件", "warning", is_state=True))
SHEET = Sheet(
    title="云帆净化 日清日结",
    note="2026-11-20 周五 · 数据截至 18:00",
    figures=(Figure("今日已交", "67", "/ 71 件，94%"), Figure("核验通过", "58", "一次通过率 82%", "yes")),
    heads=("人员", "计划", "已交", "通过", "缺", "状态"),
    rows=(ROW, ROW),
    lines=("还差：陈思远 1、苏晴 3",),
    foot="OMOS",
)


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many points of a part differ from its ground."""
    part = image.convert("L").crop(box)
    ground = part.getpixel((0, 0))
    return sum(count for count, shade in part.getcolors(256) or [] if shade != ground)


class TestDraw:
    def test_is_a_picture_as_wide_as_a_phone_twice(self):
        image = opened(pictures.draw(SHEET))

        assert (image.format, image.width) == ("PNG", 750)
        assert 400 < image.height < 900

    def test_writes_the_title(self):
        assert inked(opened(pictures.draw(SHEET)), (32, 32, 400, 76)) > 500

    def test_writes_chinese_and_not_boxes(self):
        one, other = (pictures.draw(Sheet(title=title)) for title in ("日清日结", "核验通过"))

        assert one != other

    def test_is_the_same_for_the_same(self):
        assert pictures.draw(SHEET) == pictures.draw(SHEET)

    def test_grows_with_its_rows(self):
        longer = Sheet(title="一", heads=SHEET.heads, rows=(ROW,) * 40)

        assert opened(pictures.draw(longer)).height > 40 * 58

    def test_of_fifty_people_is_small_enough_for_every_robot(self):
        many = Sheet(
            title="日清日结", figures=SHEET.figures * 3, heads=SHEET.heads, rows=(ROW,) * 50, lines=SHEET.lines
        )

        assert len(pictures.draw(many)) < 400_000

    def test_stops_at_a_hundred_and_twenty_rows(self):
        endless = Sheet(title="一", heads=SHEET.heads, rows=(ROW,) * 5000)

        assert opened(pictures.draw(endless)).height < 8000

    def test_says_when_there_is_no_font(self, monkeypatch):
        monkeypatch.setattr(pictures, "chinese_font", lambda: None)
        pictures._font.cache_clear()

        with pytest.raises(NoChineseFont):
            pictures.draw(SHEET)

    @settings(max_examples=25, deadline=None)
    @given(st.text(max_size=300), st.text(max_size=60))
    def test_takes_whatever_people_typed(self, text, name):
        sheet = Sheet(title=text, note=text, heads=("a", "b"), rows=((Cell(name), Cell(text)),), lines=(text,))

        assert opened(pictures.draw(sheet)).width == 750


class TestShortened:
    def test_leaves_what_fits_alone(self):
        assert pictures.shortened("日清", size=26, width=200) == "日清"

    def test_cuts_what_does_not(self):
        assert pictures.shortened("很长" * 40, size=26, width=200).endswith("…")

    def test_brings_line_breaks_into_one_line(self):
        assert pictures.shortened("一\n二\t三", size=26, width=400) == "一 二 三"


class TestFonts:
    def test_prefers_a_whole_character_set(self, tmp_path):
        for name in ("wqy-microhei.ttc", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "DejaVuSans.ttf"):
            (tmp_path / name).touch()

        assert fonts.best_of([tmp_path]).name == "NotoSansCJK-Regular.ttc"

    def test_finds_none_where_there_is_none(self, tmp_path):
        (tmp_path / "DejaVuSans.ttf").touch()

        assert fonts.best_of([tmp_path, tmp_path / "absent"]) is None


class TestLines:
    def test_break_chinese_anywhere(self):
        lines = pictures._wrapped("苏州云帆净化设备 工作报表 资讯编辑中心与宣传推广中心", size=38)

        assert "".join(lines).replace(" ", "") == "苏州云帆净化设备工作报表资讯编辑中心与宣传推广中心"
        assert len(lines) == 2

    def test_leave_a_latin_word_whole(self):
        lines = pictures._wrapped("Suzhou Yunfan Purification Equipment Work report Information centre", size=38)

        assert " ".join(lines) == "Suzhou Yunfan Purification Equipment Work report Information centre"

    def test_break_a_word_that_fills_a_line_of_its_own(self):
        lines = pictures._wrapped("w" * 200, size=38)

        assert "".join(lines) == "w" * 200
        assert len(lines) > 3

    def test_of_a_long_title_take_room_of_their_own(self):
        short, long = (opened(pictures.draw(Sheet(title="云帆净化 日报" * times))) for times in (1, 6))

        assert long.height > short.height


class TestColumns:
    HEADS = ("Person", "Planned", "Handed in", "Passed", "Missing", "State")

    def test_are_as_wide_as_their_longest_cell(self):
        sheet = Sheet(title="Day closing", heads=self.HEADS)

        _size, edges = pictures._columns(
            sheet, ((Cell("Lin"), Cell("5"), Cell("4"), Cell("4"), Cell("1"), Cell("ok")),)
        )

        assert edges[3] - edges[2] >= pictures._needed(Cell("Handed in"), 22)

    def test_leave_the_rest_to_the_names(self):
        _size, edges = pictures._columns(
            Sheet(title="日清日结", heads=("人员", "计划")), ((Cell("陈思远"), Cell("5")),)
        )

        assert edges[1] - edges[0] > pictures.INNER // 2

    def test_are_written_smaller_before_a_word_is_cut(self):
        row = (Cell("Total, 8 people"), *[Cell("101")] * 4, Cell("Cleared on the day", "yes", is_state=True))

        size, edges = pictures._columns(Sheet(title="Day closing", heads=self.HEADS), (row,))

        assert size < 26
        assert edges[6] - edges[5] >= pictures._needed(row[5], size)

    def test_stay_on_the_picture_when_a_cell_is_long(self):
        _size, edges = pictures._columns(Sheet(title="一", heads=("a", "b")), ((Cell("名" * 90), Cell("x" * 300)),))

        assert edges[0] == pictures.MARGIN
        assert edges[1] < edges[2] == pictures.WIDTH - pictures.MARGIN

    def test_of_a_figure_keep_a_short_note_large(self):
        assert pictures._fitting("94%", 200) == 22

    def test_of_a_figure_write_a_long_note_smaller(self):
        assert pictures._fitting("/ 8 people, 7 pieces still missing", 200) == 17


class TestFigures:
    def test_the_last_of_an_odd_number_has_its_row_to_itself(self):
        note = "last month 96%, down 1 point, and this is said over the whole row"
        alone = opened(pictures.draw(Sheet(title="OMOS", figures=(Figure("On time", "95%", note),))))
        beside = opened(
            pictures.draw(Sheet(title="OMOS", figures=(Figure("On time", "95%", note), Figure("Passed", "1"))))
        )
        right = (pictures.WIDTH // 2 + 140, 180, pictures.WIDTH - pictures.MARGIN - 8, 215)

        assert inked(alone, right) > inked(beside, right)
