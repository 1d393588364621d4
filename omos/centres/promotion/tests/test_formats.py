"""The same report in every wrapping a platform or Excel puts it into."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter

from omos.centres.promotion import queries
from omos.connectors.adreports.tests.exports import EXPORTS, as_csv

TODAY = date(2026, 11, 22)
KEYWORDS, GOOGLE = EXPORTS[-1], next(one for one in EXPORTS if one.platform == "google")


def read(content, name="报告"):
    return queries.reading_as_json(content, file_name=name, platform="", day=None, today=TODAY)


def workbook(*, is_merged=False, title=()):
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("关键词")
        for place, cells in enumerate((*title, *KEYWORDS.lines)):
            sheet.write_row(place, 0, cells)
        if is_merged:
            sheet.merge_range(1, 0, 2, 0, "2026-11-18")
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_in_any_encoding_is_the_same_report(encoding, separator):
    found = read(as_csv(KEYWORDS.lines, separator=separator).encode(encoding))

    assert (found["platform"], found["imported"], found["errors"]) == ("baidu_search", 3, [])
    assert found["totals"]["spend"] == 2401.0


def test_googles_own_wrapping_is_understood():
    found = read(as_csv(GOOGLE.lines, separator="\t").encode("utf-16"))

    assert (found["platform"], found["imported"], found["skipped"]) == ("google", 3, 1)
    assert found["difference"] == {}


def test_a_workbook_is_the_same_report():
    found = read(workbook())

    assert (found["platform"], found["totals"]["clicks"]) == ("baidu_search", 366)


def test_a_day_merged_over_its_rows_counts_for_each():
    found = read(workbook(is_merged=True))

    assert (found["imported"], found["days"]) == (3, ["2026-11-18", "2026-11-19"])


def test_title_lines_above_do_not_matter():
    found = read(workbook(title=(["关键词报告"], ["时间范围：2026-11-18 至 2026-11-19"], [""])))

    assert (found["header_line"], found["imported"]) == (4, 3)


def test_figures_of_a_workbook_are_exact():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["日期", "推广计划", "账户", "展现", "点击", "消费"])
        sheet.write_row(1, 0, ["2026-11-18", "甲", "户", 10, 1, 0.1])
        sheet.write_row(2, 0, ["2026-11-18", "乙", "户", 10, 1, 0.2])

    assert Decimal(str(read(file.getvalue())["totals"]["spend"])) == Decimal("0.3")
