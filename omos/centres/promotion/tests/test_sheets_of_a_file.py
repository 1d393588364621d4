"""Workbooks of several sheets, texts wrapped for Excel, and what is no table at all."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from omos.centres.promotion import queries, services
from omos.centres.promotion.tests.factories import HEAD, NOON, keyword_row, promoter, upload
from omos.loop.catalogue.tests.factories import make_channel
from omos.office.sheets.queries import UnreadableFile

pytestmark = pytest.mark.django_db


class TestWorkbooksOfSeveralSheets:
    def test_a_cover_before_the_table_is_passed_over(self):
        cover = [["本报告由系统导出"], ["账户", "bd1"], ["说明", "仅供内部使用"]]

        one = upload(book_of(("说明", cover), ("数据", [HEAD, keyword_row()])), name="报告.xlsx")

        assert (one.platform, one.sheet) == ("baidu_search", 1)

    def test_every_day_of_its_own_sheet_becomes_a_table(self):
        days = book_of(("18日", [HEAD, keyword_row()]), ("19日", [HEAD, keyword_row(day="2026-11-19")]))
        make_channel("BAIDU_SEARCH", name="百度搜索")

        found = services.start_uploads(file_name="报告.xlsx", content=days, actor=promoter(), now=NOON)

        assert [(one.sheet, one.file_name) for one in found] == [(0, "报告.xlsx"), (1, "报告.xlsx · 19日")]

    def test_a_sheet_of_something_else_is_left_alone(self):
        notes = [["姓名", "部门"], ["王工", "推广"]]
        make_channel("BAIDU_SEARCH", name="百度搜索")

        found = services.start_uploads(
            file_name="报告.xlsx",
            content=book_of(("数据", [HEAD, keyword_row()]), ("人员", notes)),
            actor=promoter(),
            now=NOON,
        )

        assert len(found) == 1

    def test_a_hidden_sheet_is_not_read(self):
        one = upload(
            book_of(("旧", [HEAD, keyword_row()]), ("数据", [HEAD, keyword_row()]), hidden="旧"), name="a.xlsx"
        )

        assert one.sheet == 1


class TestWhatIsNoTable:
    @pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"Rar!\x1a\x07"])
    def test_is_refused_in_words(self, content):
        with pytest.raises(UnreadableFile, match="Excel"):
            upload(content)

    def test_of_no_bytes_is_refused(self):
        with pytest.raises(UnreadableFile):
            upload(b"")

    def test_texts_wrapped_for_excel_are_read(self):
        lines = [",".join(HEAD), ",".join(f'="{cell}"' for cell in keyword_row())]

        one = upload("\r\n".join(lines).encode("gb18030"))
        reading = queries.reading_of(one, today=date(2026, 11, 20))

        assert (len(reading.rows), reading.faults) == (1, ())


def book_of(*sheets, hidden=""):
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            [sheet.write_row(place, 0, row) for place, row in enumerate(rows)]
            if name == hidden:
                sheet.hide()
            else:
                sheet.activate()
    return file.getvalue()
