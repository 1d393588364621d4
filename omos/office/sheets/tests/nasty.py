"""Table files as people and attackers make them, written by code: no binary stands in the tree."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter

HEAD = ["姓名", "岗位", "手机"]
ROW = ["赵一鸣", "编辑", "13800138000"]


def book(fill: Callable[[Any], None]) -> bytes:
    """A workbook filled through openpyxl."""
    workbook = openpyxl.Workbook()
    fill(workbook)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def sheet_of(rows: Sequence[Sequence[Any]]) -> bytes:
    def fill(workbook):
        for row in rows:
            workbook.active.append(list(row))

    return book(fill)


def written(fill: Callable[[Any], None], **options: Any) -> bytes:
    """A workbook filled through xlsxwriter."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as workbook:
        fill(workbook)
    return buffer.getvalue()


def archive(members: dict[str, bytes], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", level) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def changed(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its members rewritten."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {member: source.read(member) for member in source.namelist()}
    members[name] = change(members[name])
    return archive(members)


# --- workbooks -------------------------------------------------------------------------------


def plain() -> bytes:
    return sheet_of([HEAD, ROW])


def with_shared_texts() -> bytes:
    return written(lambda workbook: workbook.add_worksheet().write_row(0, 0, HEAD))


def titled() -> bytes:
    """Two title lines, the first merged over all columns, then an empty one."""

    def fill(workbook):
        sheet = workbook.active
        sheet["A1"] = "2026 年人员整理表"
        sheet.merge_cells("A1:C1")
        sheet["A2"] = "整理人：林岚"
        sheet.append([])
        sheet.append(HEAD)
        sheet.append(ROW)

    return book(fill)


def merged_downwards() -> bytes:
    """One position for three people, written once."""

    def fill(workbook):
        sheet = workbook.active
        for row in (HEAD, ["甲", "编辑", "13800138000"], ["乙", None, "13800138001"], ["丙", None, "13800138002"]):
            sheet.append(row)
        sheet.merge_cells("B2:B4")

    return book(fill)


def merged_header() -> bytes:
    """A header of two lines: 姓名 over both, 联系方式 over two columns."""

    def fill(workbook):
        sheet = workbook.active
        sheet.append(["姓名", "联系方式", None])
        sheet.append([None, "岗位", "手机"])
        sheet.append(ROW)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    return book(fill)


def totals() -> bytes:
    return sheet_of([HEAD, ROW, ["小计", 1, None], ["乙", "编辑", ""], HEAD, ["合 计：", 2, None]])


def hidden_first() -> bytes:
    def fill(workbook):
        workbook.active.title = "旧数据"
        workbook.active.append(["不要", "读我"])
        workbook.active.sheet_state = "hidden"
        other = workbook.create_sheet("名单")
        other.append(HEAD)
        other.append(ROW)
        workbook.active = 1

    return book(fill)


def empty_first() -> bytes:
    def fill(workbook):
        other = workbook.create_sheet("名单")
        other.append(HEAD)
        other.append(ROW)

    return book(fill)


def far_from_the_corner() -> bytes:
    def fill(workbook):
        sheet = workbook.active
        for column, (head, cell) in enumerate(zip(HEAD, ROW, strict=True), start=3):
            sheet.cell(5, column, head)
            sheet.cell(6, column, cell)

    return book(fill)


def numbers_and_days() -> bytes:
    """A phone as number, a day as date, a yes as boolean, a moment, a fraction, a long number."""
    cells = ["甲", 13812345678, date(2026, 1, 4), True, datetime(2026, 1, 4, 9, 30), 0.125, 110101199001011234]  # noqa: DTZ001
    return sheet_of([["姓名", "手机", "日期", "在职", "时间", "占比", "证件"], cells])


def days_since_1904() -> bytes:
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "日期"])
        sheet.write(1, 0, "甲")
        sheet.write_datetime(1, 1, datetime(2026, 1, 4), workbook.add_format({"num_format": "yyyy/m/d"}))  # noqa: DTZ001

    return written(fill, date_1904=True)


def formulas_and_errors() -> bytes:
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_formula(1, 0, '="赵"&"一鸣"', None, "赵一鸣")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 2, "=NA()", None, "#N/A")

    return written(fill)


def million_empty_rows() -> bytes:
    """Formats down to the last line, as left behind by somebody who coloured whole columns."""

    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ROW)
        grey = workbook.add_format({"bg_color": "#EEEEEE"})
        for row in range(2, 60_000):
            sheet.write_blank(row, 0, None, grey)

    return written(fill, constant_memory=True)


def spaces_everywhere() -> bytes:
    return sheet_of([[" 姓名　", "岗位 ", "\u200b手机"], ["　赵一鸣 ", "编辑\xa0", " 13800138000\t"], [" ", "　", ""]])


def doubled_headers() -> bytes:
    return sheet_of([["姓名", "手机", "手机", None, "岗位"], ["甲", "1", "2", "3", "编辑"]])


def far_corner() -> bytes:
    """Two cells, seventeen thousand million empty ones between them."""

    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 1)

    return written(fill)


def rows_over_the_limit() -> bytes:
    def fill(workbook):
        sheet = workbook.add_worksheet()
        for row in range(50_200):
            sheet.write_number(row, 0, row)

    return written(fill, constant_memory=True)


def columns_over_the_limit() -> bytes:
    return sheet_of([[f"列{number}" for number in range(101)]])


def zip_bomb() -> bytes:
    """70 MB of zeros in 70 kB, called a sheet."""
    return changed(plain(), "xl/worksheets/sheet1.xml", lambda _old: b"0" * (70 << 20))


def steep_member() -> bytes:
    """Within the size, but packed a thousandfold."""
    return changed(plain(), "xl/worksheets/sheet1.xml", lambda _old: b"0" * (8 << 20))


def lying_directory() -> bytes:
    """The directory says 1 kB, the stream unpacks to 30 MB."""
    content = bytearray(changed(plain(), "xl/worksheets/sheet1.xml", lambda _old: b"0" * (30 << 20)))
    size = struct.pack("<I", 30 << 20)
    for _found in range(content.count(size)):
        at = content.find(size)
        content[at : at + 4] = struct.pack("<I", 1000)
    return bytes(content)


def many_members() -> bytes:
    return archive({"xl/workbook.xml": b"<x/>", **{f"xl/media/{number}.png": b"x" for number in range(300)}})


def slipping_member() -> bytes:
    return archive({"xl/workbook.xml": b"<x/>", "../../etc/passwd": b"root"})


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><sst><si><t>&a9;</t></si></sst>'
    return changed(with_shared_texts(), "xl/sharedStrings.xml", lambda _old: evil.encode())


def outside_entity() -> bytes:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst><si><t>&e;</t></si></sst>'
    return changed(with_shared_texts(), "xl/sharedStrings.xml", lambda _old: evil)


def half_a_book() -> bytes:
    return plain()[: len(plain()) // 2]


def broken_sheet() -> bytes:
    return changed(plain(), "xl/worksheets/sheet1.xml", lambda old: old[: len(old) // 2])


def document() -> bytes:
    return archive({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<x/>"})


def encrypted_zip() -> bytes:
    content = bytearray(plain())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(mark)
        while at >= 0:
            content[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


# --- the old binary format -------------------------------------------------------------------

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(stream_name: str, content: bytes) -> bytes:
    """An OLE container with one stream, long enough not to be a small one."""
    content = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\x00")
    sectors = len(content) // _SECTOR
    chain = [*range(1, sectors), _END, _END, _TABLE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    root = _entry("Root Entry", 5, start=_END, size=0, child=1)
    stream = _entry(stream_name, 2, start=0, size=len(content), child=_FREE)
    directory = (root + stream).ljust(_SECTOR, b"\x00")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, sectors, 0, 4096, _END, 0, _END, 0, sectors + 1,
    )  # fmt: skip
    return header.ljust(_SECTOR, b"\xff") + content + directory + table


def _entry(name: str, kind: int, *, start: int, size: int, child: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", encoded, len(encoded), kind, 1, _FREE, _FREE, child, start, size)


def old_book() -> bytes:
    """An .xls as Excel 97 wrote it: one sheet, labels and a number."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, 2, 0, 3, 0))
    for column, text in enumerate(HEAD):
        sheet += _label(0, column, text)
    sheet += _label(1, 0, ROW[0]) + _label(1, 1, ROW[1])
    sheet += _record(0x203, struct.pack("<HHHd", 1, 2, 0, 13812345678.0))
    sheet += _record(0x0A, b"")
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + _record(0x42, struct.pack("<H", 1200))
    name = b"\x06\x00" + b"Sheet1"
    end = _record(0x0A, b"")
    offset = len(start) + 4 + 6 + len(name) + len(end)
    listed = _record(0x85, struct.pack("<IH", offset, 0) + name)
    return compound("Workbook", start + listed + end + sheet)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _label(row: int, column: int, text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + encoded)


def encrypted_book() -> bytes:
    """How Office wraps a workbook that has a password."""
    return compound("EncryptedPackage", b"\x00" * 5000)


# --- comma separated -------------------------------------------------------------------------

CSV = "姓名,岗位,手机\r\n赵一鸣,编辑,13800138000\r\n"


def as_csv(encoding: str, text: str = CSV) -> bytes:
    return text.encode(encoding)


def big_csv() -> bytes:
    return ("姓名,岗位\n" + "甲,编辑\n" * 51_000).encode()
