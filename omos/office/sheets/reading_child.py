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
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import islice
from typing import Any, TypeAlias

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
# What people drop by mistake: PDF, pictures, packed files.
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
# How OLE files name their parts: a workbook that was given a password is wrapped in one called so.
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DECLARED_SEPARATOR = re.compile(r"sep=(.)\r?\n|")
CONTROL_SIGNS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u202a-\u202e\u2060]")
MARKUP = re.compile(rb"\s*<(!doctype|html|table|\?xml|meta|head|style|script|div)", re.IGNORECASE)

# The number of a line in its file, and its cells.
Line: TypeAlias = tuple[int, list[str]]


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
    if content.startswith(OTHERS):
        raise Fault("no_table")
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
    if not any(map(_is_table, members)):
        raise Fault("no_table")
    if any(map(_leads_outside, members)):
        raise Fault("damaged")
    if any(map(_is_encrypted, members)):
        raise Fault("encrypted")
    if _is_too_large(members):
        raise Fault("too_large")


def _is_table(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith("xl/") or member.filename == "content.xml"


def _leads_outside(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", member.filename)


def _is_encrypted(member: zipfile.ZipInfo) -> bool:
    return bool(member.flag_bits & 1)


def _is_too_large(members: list[zipfile.ZipInfo]) -> bool:
    inflated = sum(member.file_size for member in members)
    return len(members) > MEMBERS or inflated > INFLATED or any(map(_is_bomb, members))


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
    """Lines numbered as in the file; a cell merged downwards stands in each of its lines."""
    if sheet.height > 4 * ROWS:
        raise Fault("too_many_rows")
    first = sheet.start[0] if sheet.start else 0
    numbered = islice(enumerate(sheet.iter_rows(), start=1), first, None)
    texts = ((number, [_text(value) for value in row]) for number, row in numbered)
    yield from _kept(_filled_downwards(texts, _merged_downwards(sheet)))


def _filled_downwards(lines: Iterable[Line], merged: dict[int, list[int]]) -> Iterator[Line]:
    """The lines with what is merged into a cell from above."""
    above: list[str] = []
    for number, texts in lines:
        for column in merged.get(number, ()):
            if 0 <= column < min(len(texts), len(above)) and not texts[column]:
                texts[column] = above[column]
        above = texts
        yield number, texts


def _merged_downwards(sheet: Any) -> dict[int, list[int]]:
    """Number of a line → columns whose value comes from above; rows begin with the first column that holds anything."""
    indent = sheet.start[1] if sheet.start else 0
    found: dict[int, list[int]] = {}
    filled = 0
    for (first_line, column), (last_line, _last_column) in sheet.merged_cell_ranges or ():
        last = min(last_line, (sheet.end or (0, 0))[0])
        filled += max(last - first_line, 0)
        if filled > 4 * ROWS:
            break
        for line in range(first_line + 1, last + 1):
            found.setdefault(line + 1, []).append(column - indent)
    return found


def _text(value: Any) -> str:
    """A cell as a person would read it: no exponent, no .0, days as 2026-01-04, no seconds where there are none."""
    match value:
        case str():
            return _clean(value)
        case bool():
            return str(value).upper()
        case float():
            return _number(value)
        case datetime() if value.time() == time(0):
            return f"{value:%Y-%m-%d}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        case time():
            return f"{value:%H:%M:%S}".removesuffix(":00")
    return str(value)


def _number(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e20 else repr(value)


# --- comma separated -------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    text = next(filter(None, (_decoded_as(content, encoding) for encoding in _encodings(content))), None)
    if text is None:
        raise Fault("encoding")
    return text


def _encodings(content: bytes) -> tuple[str, ...]:
    """Which encodings to try, the likeliest first."""
    marked = tuple(encoding for mark, encoding in MARKS if content.startswith(mark))
    if marked:
        return marked
    first = content[:2000]
    if first.count(b"\x00") > len(first) // 5:
        # Latin text in UTF-16 has a zero in every second byte: before the letter or behind it.
        is_little = first[1::2].count(b"\x00") > first[0::2].count(b"\x00")
        return ("utf-16-le" if is_little else "utf-16-be",)
    return ("utf-8", "gb18030")


def _decoded_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        # A download cut off in the middle of a sign still has all its lines but the last.
        try:
            return content[: content.rindex(b"\n")].decode(encoding) if encoding.startswith("utf-8") else None
        except (UnicodeDecodeError, ValueError):
            return None


def _csv_lines(text: str) -> Iterator[list[Any]]:
    if "\x00\x00" in text or len(re.findall(r"[\x01-\x06]", text[:2000])) > 5:
        raise Fault("no_table")
    csv.field_size_limit(CELL_LENGTH)
    # At the start: there it may be empty, so there is always one.
    declared = next(DECLARED_SEPARATOR.finditer(text))
    body = text[declared.end() :].replace("\x00", "")
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=declared[1] or _separator(body))
    try:
        yield from _kept(_numbered(reader, skipped=text.count("\n", 0, declared.end())))
    except csv.Error:
        raise Fault("quotes") from None


def _numbered(reader: Any, *, skipped: int) -> Iterator[Line]:
    """Each row with the number of the line it starts on: quoted cells may go on over several."""
    start = skipped + 1
    for row in reader:
        yield start, [_clean(_unwrapped(cell)) for cell in row]
        start = skipped + reader.line_num + 1


def _unwrapped(cell: str) -> str:
    """Some exports keep Excel from turning texts into figures: ="13800000000"."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


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


def _kept(lines: Iterable[Line]) -> Iterator[list[Any]]:
    """The lines that hold anything, as long as they are neither too many nor too large."""
    count = 0
    for number, texts in lines:
        kept = _trimmed(texts)
        if kept:
            count += 1
            _check_size(count, kept)
            yield [number, kept]


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
