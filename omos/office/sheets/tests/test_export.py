from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from omos.office.sheets import export

HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    '=IMPORTXML("http://evil.example","//a")',
    "+8613800138000",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋86",
    "－1",
    "＠x",
    "'=1+1",
    "''+1",
    "'普通",
    "https://a.example/?q=1",
    "中文",
]


def read_csv(file) -> list[list[str]]:
    with file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


def read_xlsx(file):
    with file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    return book.active


class TestCsv:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_holds_nothing_that_runs(self, text):
        cell = read_csv(export.write_csv(heads=["x"], rows=[[text]]))[1][0]

        assert not cell.startswith(tuple(export.TRIGGERS))

    @pytest.mark.parametrize("text", HOSTILE)
    def test_gives_the_same_text_back(self, text):
        cell = read_csv(export.write_csv(heads=["x"], rows=[[text]]))[1][0]

        assert export.original_text(cell) == text

    def test_disarms_heads_too(self):
        assert read_csv(export.write_csv(heads=["=1+1"], rows=[]))[0] == ["'=1+1"]

    def test_leaves_negative_numbers_numbers(self):
        row = [-5, -1.5, Decimal("-12.50"), Decimal("1E+3")]

        assert read_csv(export.write_csv(heads=list("abcd"), rows=[row]))[1] == ["-5", "-1.5", "-12.50", "1000"]

    def test_begins_with_a_byte_order_mark(self):
        with export.write_csv(heads=["关键词"], rows=[]) as file:
            assert file.read().startswith(b"\xef\xbb\xbf")

    def test_writes_days_and_moments(self):
        row = [date(2026, 11, 20), datetime(2026, 11, 20, 17, 30), None]  # noqa: DTZ001  # as plain_value gives it

        assert read_csv(export.write_csv(heads=list("abc"), rows=[row]))[1] == ["2026-11-20", "2026-11-20 17:30", ""]


class TestXlsx:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_holds_text_only(self, text):
        cell = read_xlsx(export.write_xlsx(title="x", heads=["x"], rows=[[text]])).cell(2, 1)

        assert cell.data_type == "s"
        assert cell.value.replace("_x000D_", "\r") == text

    def test_holds_no_formula_in_the_head_or_name(self):
        sheet = read_xlsx(export.write_xlsx(title="=1+1/[x]", heads=["=1+1"], rows=[[1]]))

        assert sheet.cell(1, 1).data_type == "s"
        assert sheet.title == "=1+1 x"

    def test_keeps_numbers_days_and_long_numbers(self):
        row = [-5, Decimal("12.5"), date(2026, 11, 20), 123456789012345678, None]

        cells = read_xlsx(export.write_xlsx(title="x", heads=list("abcde"), rows=[row]))[2]

        assert [cell.value for cell in cells[:4]] == [-5, 12.5, datetime(2026, 11, 20), "123456789012345678"]  # noqa: DTZ001

    def test_streams_many_rows(self):
        sheet = read_xlsx(export.write_xlsx(title="x", heads=["n"], rows=([n] for n in range(6000))))

        assert sheet.max_row == 6001

    def test_writes_nothing_but_heads_for_no_rows(self):
        assert read_xlsx(export.write_xlsx(title="x", heads=["n"], rows=[])).max_row == 1


class TestPlainValue:
    def test_strips_markup(self):
        assert export.plain_value(mark_safe("<b>3 &lt; 4</b>\n <i>x</i>")) == "3 < 4 x"

    def test_keeps_what_looks_like_markup_in_texts(self):
        assert export.plain_value("<b>") == "<b>"

    def test_turns_moments_to_the_companys_zone(self):
        moment = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

        assert export.plain_value(moment) == datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
    def test_has_no_cell_for_what_is_no_number(self, value):
        assert export.plain_value(value) is None


def test_file_names_hold_no_paths():
    assert export.file_name("a/b\\..:c", date(2026, 11, 20), "csv") == "a b .. c_2026-11-20.csv"


@given(st.text())
def test_apostrophe_is_reversible(text):
    assert export.original_text(export.safe_text(text)) == text


@given(st.text())
def test_safe_text_never_begins_with_a_trigger(text):
    assert not export.safe_text(text).startswith(tuple(export.TRIGGERS))
