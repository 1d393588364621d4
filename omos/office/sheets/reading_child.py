"""Reads one table file in a process of its own, so that a hostile file can only hurt itself.

    python reading_child.py [sheet number]   <file   >answer as JSON

Knows nothing of Django and imports nothing of OMOS: it starts in a tenth of a second and has no secrets. The answer is
`{"sheets": […], "sheet": 0, "kind": "xlsx", "lines": [[number, [text, …]], …]}` or `{"fault": code}`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 512 << 20
CPU_SECONDS = 20
MEMBERS = 200
INFLATED = 60 << 20
RATIO = 100
RATIO_FROM = 1 << 20
ROWS = 50_000
# Title lines above the header do not count.
SPARE_ROWS = 100
COLUMNS = 100
CELL_LENGTH = 32_767
SHEETS = 30
SNIFFED_LINES = 20

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How OLE files name their parts: a workbook that was given a password is wrapped in one called so.
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u202a-\u202e\u2060]")
MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml|meta|head|style|script|div)", re.IGNORECASE)


class Fault(Exception):
    """The file cannot be read; its text is the code the parent turns into words."""


def main() -> int:
    """Read standard input, write the answer to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        answer = read(sys.stdin.buffer.read(), wanted)
    except Fault as fault:
        answer = {"fault": str(fault)}
    except MemoryError:
        answer = {"fault": "too_large"}
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"))
    return 0


def read(content: bytes, wanted: int | None) -> dict[str, Any]:
    """The file's sheets, and the lines of the wanted one or else of the first that holds any."""
    if not content.strip(b"\x00\r\n\t ,;\xef\xbb\xbf"):
        raise Fault("empty")
    if content.startswith((ZIP, OLE)):
        return _read_book(content, wanted)
    if MARKUP.match(content[:2000].lstrip(b"\xef\xbb\xbf")):
        raise Fault("markup")
    lines = list(_csv_lines(_decoded(content)))
    return {"kind": "csv", "sheets": [{"name": "", "is_hidden": False, "rows": len(lines)}], "sheet": 0, "lines": lines}


# --- workbooks -------------------------------------------------------------------------------


def _read_book(content: bytes, wanted: int | None) -> dict[str, Any]:
    import python_calamine

    if content.startswith(ZIP):
        _check_archive(content)
    elif ENCRYPTED_PART in content:
        raise Fault("encrypted")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _sheets(book, wanted)
    except python_calamine.PasswordError:
        raise Fault("encrypted") from None
    except (python_calamine.CalamineError, ValueError, OverflowError):
        raise Fault("damaged") from None


def _check_archive(content: bytes) -> None:
    """Refuse by the archive's directory, before anything is inflated."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError):
        raise Fault("damaged") from None
    names = [member.filename for member in members]
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Fault("no_table")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise Fault("damaged")
    if any(member.flag_bits & 1 for member in members):
        raise Fault("encrypted")
    inflated = sum(member.file_size for member in members)
    if len(members) > MEMBERS or inflated > INFLATED or any(_is_bomb(member) for member in members):
        raise Fault("too_large")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > RATIO_FROM and member.file_size > RATIO * max(member.compress_size, 1)


def _sheets(book: Any, wanted: int | None) -> dict[str, Any]:
    import python_calamine

    found: list[dict[str, Any]] = []
    chosen, lines = -1, []
    for index, meta in enumerate(book.sheets_metadata[:SHEETS]):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            found.append({"name": meta.name, "is_hidden": True, "rows": 0})
            continue
        sheet = book.get_sheet_by_index(index)
        is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        found.append({"name": meta.name, "is_hidden": is_hidden, "rows": sheet.height})
        is_wanted = index == wanted if wanted is not None else chosen < 0 and sheet.height > 0 and not is_hidden
        if is_wanted:
            chosen, lines = index, list(_book_lines(sheet))
    if chosen < 0:
        raise Fault("empty")
    return {"kind": "xlsx", "sheets": found, "sheet": chosen, "lines": lines}


def _book_lines(sheet: Any) -> Iterator[list[Any]]:
    """Lines that hold anything, numbered as in the file; a cell merged downwards stands in each of its lines."""
    if sheet.height > 4 * ROWS:
        raise Fault("too_many_rows")
    merged = _merged_downwards(sheet)
    above: list[str] = []
    count = 0
    for index, row in enumerate(sheet.iter_rows()):
        texts = [_text(value) for value in row]
        if index < sheet.start[0]:
            continue
        for column in merged.get(index, ()):
            if 0 <= column < min(len(texts), len(above)) and not texts[column]:
                texts[column] = above[column]
        above = texts
        kept = _trimmed(texts)
        if kept:
            count += 1
            _check_size(count, kept)
            yield [index + 1, kept]


def _merged_downwards(sheet: Any) -> dict[int, list[int]]:
    """Line → columns whose value comes from the line above; rows begin with the first column that holds anything."""
    indent = sheet.start[1] if sheet.start else 0
    found: dict[int, list[int]] = {}
    filled = 0
    for (first_line, column), (last_line, _last_column) in sheet.merged_cell_ranges or ():
        last = min(last_line, (sheet.end or (0, 0))[0])
        filled += max(last - first_line, 0)
        if filled > 4 * ROWS:
            break
        for line in range(first_line + 1, last + 1):
            found.setdefault(line, []).append(column - indent)
    return found


def _text(value: Any) -> str:
    """A cell as a person would read it: no exponent, no .0, days as 2026-01-04."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e20 else repr(value)
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return f"{value:%Y-%m-%d}" if is_day else f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M:%S}".removesuffix(":00")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


# --- comma separated -------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded_as(content, encoding) or _no_encoding()
    zeros = content[:2000].count(b"\x00")
    if zeros > len(content[:2000]) // 5:
        # Latin text in UTF-16 has a zero in every second byte: before the letter or behind it.
        is_little = content[1:2000:2].count(b"\x00") > content[0:2000:2].count(b"\x00")
        return _decoded_as(content, "utf-16-le" if is_little else "utf-16-be") or _no_encoding()
    tried = (_decoded_as(content, encoding) for encoding in ("utf-8", "gb18030"))
    return next((text for text in tried if text), None) or _no_encoding()


def _decoded_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        # A download cut off in the middle of a sign still has all its lines but the last.
        try:
            return content[: content.rindex(b"\n")].decode(encoding) if encoding.startswith("utf-8") else None
        except (UnicodeDecodeError, ValueError):
            return None


def _no_encoding() -> str:
    raise Fault("encoding")


def _csv_lines(text: str) -> Iterator[list[Any]]:
    csv.field_size_limit(CELL_LENGTH)
    if "\x00\x00" in text or sum(text[:2000].count(sign) for sign in "\x01\x02\x03\x04\x05\x06") > 5:
        raise Fault("no_table")
    declared = re.match(r"sep=(.)\r?\n", text)
    body = text[declared.end() :] if declared else text
    separator = declared[1] if declared else _separator(body)
    reader = csv.reader(io.StringIO(body.replace("\x00", ""), newline=""), delimiter=separator)
    skipped = 1 if declared else 0
    count, start = 0, skipped + 1
    try:
        for row in reader:
            kept = _trimmed([_clean(cell) for cell in row])
            if kept:
                count += 1
                _check_size(count, kept)
                yield [start, kept]
            start = skipped + reader.line_num + 1
    except csv.Error:
        raise Fault("quotes") from None


def _separator(text: str) -> str:
    """The sign that parts the first lines most evenly."""
    lines = [line for line in text.splitlines()[:SNIFFED_LINES] if line.strip()]
    best, best_score = ",", 0.0
    for sign in ",\t;|":
        counts = [_outside_quotes(line).count(sign) for line in lines]
        used = [count for count in counts if count]
        score = len(used) / (1 + max(used) - min(used)) + len(used) * 0.01 if used else 0.0
        if score > best_score:
            best, best_score = sign, score
    return best


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


# --- both ------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return CONTROL_SIGNS.sub("", text).strip()[: CELL_LENGTH + 1]


def _trimmed(texts: list[str]) -> list[str]:
    """Without empty cells at the end; empty for an empty line."""
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]


def _check_size(count: int, texts: list[str]) -> None:
    if count > ROWS + SPARE_ROWS:
        raise Fault("too_many_rows")
    if len(texts) > COLUMNS:
        raise Fault("too_many_columns")
    if any(len(text) > CELL_LENGTH for text in texts):
        raise Fault("cell_too_long")


if __name__ == "__main__":
    sys.exit(main())
