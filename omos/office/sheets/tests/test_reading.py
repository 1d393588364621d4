"""What the reader makes of more than sixty files: right rows, or a refusal in words; never a trace, never a hang."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.office.sheets import reading_child
from omos.office.sheets.reading import LARGEST_FILE, UnreadableFile, read_table
from omos.office.sheets.tests import nasty

HEAD, ROW = tuple(nasty.HEAD), tuple(nasty.ROW)


def cells(content: bytes, **options) -> list[tuple[str, ...]]:
    return [line.cells for line in read_table(content, **options).lines]


def fault(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as refused:
        read_table(content)
    assert str(refused.value)
    return refused.value.code


READABLE = {
    "plain": nasty.plain(),
    "old xls": nasty.old_book(),
    "hidden sheet first": nasty.hidden_first(),
    "empty sheet first": nasty.empty_first(),
    "spaces everywhere": nasty.spaces_everywhere(),
    "a million empty rows": nasty.million_empty_rows(),
    "utf-8": nasty.as_csv("utf-8"),
    "utf-8 with mark": nasty.as_csv("utf-8-sig"),
    "gbk": nasty.as_csv("gbk"),
    "gb18030": nasty.as_csv("gb18030"),
    "utf-16 with mark": nasty.as_csv("utf-16"),
    "utf-16 big": b"\xfe\xff" + nasty.as_csv("utf-16-be"),
    "line feeds": nasty.as_csv("utf-8", nasty.CSV.replace("\r\n", "\n")),
    "carriage returns": nasty.as_csv("utf-8", nasty.CSV.replace("\r\n", "\r")),
    "mixed line ends": nasty.as_csv("utf-8", "姓名,岗位,手机\r赵一鸣,编辑,13800138000\n"),
    "semicolons": nasty.as_csv("gbk", nasty.CSV.replace(",", ";")),
    "tabs": nasty.as_csv("gbk", nasty.CSV.replace(",", "\t")),
    "bars": nasty.as_csv("utf-8", nasty.CSV.replace(",", "|")),
    "declared separator": nasty.as_csv("utf-8", "sep=;\r\n" + nasty.CSV.replace(",", ";")),
    "quoted cells": nasty.as_csv("utf-8", '"姓名","岗位","手机"\n"赵一鸣","编辑","13800138000"\n'),
    "empty lines between": nasty.as_csv("utf-8", "\n\n姓名,岗位,手机\n,,\n赵一鸣,编辑,13800138000\n,,,,\n"),
    "no line end": nasty.as_csv("utf-8", nasty.CSV.rstrip()),
    "NUL inside": nasty.as_csv("utf-8", nasty.CSV.replace("赵一鸣", "赵\x00一鸣")),
    "zero width signs": nasty.as_csv("utf-8", nasty.CSV.replace("赵", "\u200b赵\ufeff")),
    "right-to-left override": nasty.as_csv("utf-8", nasty.CSV.replace("赵", "\u202e赵")),
    "disarmed phone": nasty.as_csv("utf-8", nasty.CSV.replace("赵一鸣", "赵一鸣").replace("编辑", "编辑")),
}

REFUSED = {
    "nothing": (b"", "empty"),
    "blanks": (b"\r\n\t ,,;\x00", "empty"),
    "book without cells": (nasty.sheet_of([]), "empty"),
    "more than ten megabytes": (b"a," * (LARGEST_FILE // 2 + 1), "file_too_large"),
    "zip bomb": (nasty.zip_bomb(), "too_large"),
    "steep member": (nasty.steep_member(), "too_large"),
    "many members": (nasty.many_members(), "too_large"),
    "far corner": (nasty.far_corner(), "too_large"),
    "rows over the limit": (nasty.rows_over_the_limit(), "too_many_rows"),
    "csv rows over the limit": (nasty.big_csv(), "too_many_rows"),
    "columns over the limit": (nasty.columns_over_the_limit(), "too_many_columns"),
    "zip slip": (nasty.slipping_member(), "damaged"),
    "half a book": (nasty.half_a_book(), "damaged"),
    "noise after PK": (b"PK\x03\x04" + b"noise" * 50, "damaged"),
    "noise after OLE": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
    "password": (nasty.encrypted_book(), "encrypted"),
    "zip password": (nasty.encrypted_zip(), "encrypted"),
    "word document": (nasty.document(), "no_table"),
    "zip of anything": (nasty.archive({"a.txt": b"x"}), "no_table"),
    "web page called xls": (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table>", "markup"),
    "xml spreadsheet": (b'<?xml version="1.0"?><Workbook/>', "markup"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "no_table"),
    "program": (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 40 + bytes(range(200)) * 10, "encoding"),
    "lost quotation mark": (('"姓名,岗位\n' + "甲,编辑\n" * 20_000).encode(), "quotes"),
}


class TestReads:
    @pytest.mark.parametrize("content", READABLE.values(), ids=READABLE)
    def test_head_and_row(self, content):
        head, row = cells(content)

        assert head == HEAD
        assert row[:2] == ROW[:2]
        assert row[2] in {"13800138000", "13812345678"}

    def test_title_lines_as_lines_of_their_own(self):
        table = read_table(nasty.titled())

        assert [line.number for line in table.lines] == [1, 2, 4, 5]
        assert table.lines[2].cells == HEAD

    def test_cells_merged_downwards_in_every_line(self):
        assert [row[1] for row in cells(nasty.merged_downwards())] == ["岗位", "编辑", "编辑", "编辑"]

    def test_header_of_two_lines(self):
        assert cells(nasty.merged_header())[1] == HEAD

    def test_numbers_and_days_as_people_read_them(self):
        row = cells(nasty.numbers_and_days())[1]

        assert row[:6] == ("甲", "13812345678", "2026-01-04", "TRUE", "2026-01-04 09:30", "0.125")

    def test_days_since_1904(self):
        assert cells(nasty.days_since_1904())[1] == ("甲", "2026-01-04")

    def test_results_of_formulas_and_nothing_for_errors(self):
        assert cells(nasty.formulas_and_errors())[1] == ("赵一鸣",)

    def test_a_table_that_does_not_start_in_the_corner(self):
        table = read_table(nasty.far_from_the_corner())

        assert [line.number for line in table.lines] == [5, 6]
        assert table.lines[0].cells == HEAD

    def test_the_sheet_that_is_asked_for(self):
        assert cells(nasty.hidden_first(), sheet=0) == [("不要", "读我")]

    def test_names_of_all_sheets(self):
        sheets = read_table(nasty.hidden_first()).sheets

        assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [("旧数据", True), ("名单", False)]

    def test_texts_disarmed_by_our_own_export(self):
        assert cells("电话,公式\n'+8613800138000,'=1+1\n".encode())[1] == ("+8613800138000", "=1+1")

    def test_apostrophes_of_workbooks_as_they_are(self):
        assert cells(nasty.sheet_of([["甲"], ["'+86"]]))[1] == ("'+86",)

    def test_line_breaks_in_quoted_cells(self):
        table = read_table('姓名,说明\n甲,"一\n二"\n乙,三\n'.encode())

        assert [line.number for line in table.lines] == [1, 2, 4]


class TestRefuses:
    @pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED)
    def test_in_words_and_in_time(self, content, code):
        started = time.monotonic()

        assert fault(content) == code
        assert time.monotonic() - started < 20

    @pytest.mark.parametrize(
        "make", [nasty.billion_laughs, nasty.outside_entity, nasty.lying_directory, nasty.broken_sheet]
    )
    def test_hostile_insides_or_reads_them_harmlessly(self, make):
        started = time.monotonic()

        try:
            lines = cells(make())
        except UnreadableFile as refused:
            assert refused.code in {"damaged", "too_large", "too_slow", "empty"}  # noqa: PT017
        else:
            text = "".join(text for line in lines for text in line)
            assert len(text) < 100_000
            assert "root:" not in text
        assert time.monotonic() - started < 20

    def test_a_sheet_that_is_not_there(self):
        with pytest.raises(UnreadableFile):
            read_table(nasty.plain(), sheet=7)


class TestChild:
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=400))
    def test_answers_or_refuses_whatever_it_gets(self, content):
        try:
            answer = reading_child.read(content, None)
        except reading_child.Fault as refused:
            assert str(refused)  # noqa: PT017
        else:
            assert set(answer) == {"kind", "sheets", "sheet", "lines"}

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=8))
    def test_never_gives_control_signs(self, rows):
        text = "\n".join(",".join(row) for row in rows)

        try:
            lines = list(reading_child._csv_lines(text))
        except reading_child.Fault:
            lines = []

        assert not any(sign in cell for _number, cells in lines for cell in cells for sign in "\x00\x1b\u202e")
