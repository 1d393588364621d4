"""Lines out of a log file of any size, packed or not, in constant memory; and requests out of the lines."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from omos.connectors.weblogs.formats import Format, format_named, recognised
from omos.connectors.weblogs.request import TOO_LONG, Request
from omos.connectors.weblogs.w3c import W3C

LONGEST_LINE = 64 << 10
_BLOCK = 1 << 20
_SAMPLE = 256 << 10
_SAMPLE_LINES = 200
_PACKED = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"))
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOISE = "\r\n\0\ufeff"
DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError)


class NotALog(Exception):
    """The file is no access log that can be read; the message says why in one line."""


class Row(NamedTuple):
    """One line that tells of a request or should: its number, what it says or why it is bad, and where it ends.

    ``end`` counts the bytes of the unpacked log up to and with this line; ``is_open`` marks a last line that has no
    end yet, because the server may still be writing it.
    """

    number: int
    said: Request | str
    text: str
    end: int
    is_open: bool


class Line(NamedTuple):
    """A line as it stands; ``text`` is cut when it is too long."""

    text: str
    end: int
    is_too_long: bool
    is_open: bool


def opened(path: Path) -> IO[bytes]:
    """The unpacked log.

    :raises NotALog: if it cannot be opened
    """
    try:
        if not path.is_file():
            raise NotALog(f"{path} is not a file.")
        with path.open("rb") as file:
            start = file.read(8)
        kind = next((name for mark, name in _PACKED if start.startswith(mark)), "")
        return _unpacked(path, kind)
    except OSError as error:
        raise NotALog(f"{path} cannot be read: {error.strerror}.") from error


def _unpacked(path: Path, kind: str) -> IO[bytes]:
    if kind == "gzip":
        return io.BufferedReader(gzip.open(path, "rb"))
    if kind == "bzip2":
        return io.BufferedReader(bz2.open(path, "rb"))
    if kind == "xz":
        return io.BufferedReader(lzma.open(path, "rb"))
    return path.open("rb")


def start_of(path: Path) -> bytes:
    """The first bytes of the unpacked log.

    :raises NotALog: if the file cannot be read or is damaged
    """
    try:
        with opened(path) as file:
            start = file.read(_SAMPLE)
            # Logs that were cut while a server wrote them begin with zeros, as many as were cut.
            while start and not start.strip(b"\0"):
                start = file.read(_SAMPLE)
            return start.lstrip(b"\0")
    except DAMAGED as error:
        raise NotALog(f"{path} is a damaged archive.") from error


def sample_of(start: bytes, place: str) -> list[str]:
    """The first lines of the log, to recognise its format by.

    :raises NotALog: if it is written in UTF-16
    """
    if start.startswith(_WIDE):
        raise NotALog(f"{place} is written in UTF-16; save it as UTF-8 first.")
    lines = start.decode("latin-1").split("\n")
    whole = lines[:-1] or lines
    return [clean(line)[:LONGEST_LINE] for line in whole[:_SAMPLE_LINES]]


def format_of(lines: list[str], place: str, *, forced: str = "", fields: tuple[str, ...] = ()) -> Format:
    """The format of the log, as forced or as recognised.

    :raises NotALog: if none is
    """
    if forced:
        found = format_named(forced, fields=fields)
    else:
        found = format_named("w3c", fields=fields) if fields else recognised(lines)
    if found is None:
        first = next((line for line in lines if line.strip()), "")
        shown = "".join(letter if letter.isprintable() else "·" for letter in first[:80])
        raise NotALog(f"{place} is no access log of a known format; it begins: {shown}")
    return found


def lines_of(file: IO[bytes], start: int = 0) -> Iterator[Line]:
    """The lines from where the file stands; ``start`` is how many bytes of the log lie before.

    :raises NotALog: if the archive ends too early or is damaged
    """
    end, rest, lost = start, b"", 0
    while True:
        try:
            block = file.read(_BLOCK)
        except DAMAGED as error:
            raise NotALog("the archive is damaged from here on.") from error
        if not block:
            break
        chunk = rest + block
        filled = chunk.lstrip(b"\0")
        end += len(chunk) - len(filled)
        *whole, rest = filled.split(b"\n")
        for line in whole:
            end += len(line) + 1 + lost
            yield _line(line, end, is_cut=bool(lost))
            lost = 0
        if len(rest) > LONGEST_LINE:
            # Never hold more of a monstrous line than is worth showing.
            lost += len(rest) - LONGEST_LINE
            rest = rest[:LONGEST_LINE]
    if rest:
        yield _line(rest, end + len(rest) + lost, is_cut=bool(lost), is_open=True)


def _line(line: bytes, end: int, *, is_cut: bool, is_open: bool = False) -> Line:
    is_too_long = is_cut or len(line) > LONGEST_LINE
    return Line(clean(line[:LONGEST_LINE].decode("latin-1")), end, is_too_long, is_open)


def clean(line: str) -> str:
    """The line without carriage returns, byte order marks, and the zeros that truncated logs begin with."""
    return line.strip(_NOISE).removeprefix("\xef\xbb\xbf")


def rows_of(lines: Iterator[Line], log_format: Format, *, before: int = 0) -> Iterator[Row]:
    """The requests and bad lines; blank lines and headers tell of none. ``before`` lines were read earlier."""
    is_header = log_format.is_header if isinstance(log_format, W3C) else _is_comment
    parse = log_format.parse
    for number, line in enumerate(lines, before + 1):
        text = line.text
        if line.is_too_long:
            yield Row(number, TOO_LONG, text, line.end, line.is_open)
        elif text and not text.isspace() and not is_header(text):
            yield Row(number, parse(text), text, line.end, line.is_open)


def _is_comment(line: str) -> bool:
    return line[0] == "#"
