"""Uploads of the people of a company, and what their files say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omos.centres.promotion.models import ColumnMemory, Upload
from omos.centres.promotion.words import reason_of
from omos.connectors.adreports.layout import LOOKED_AT, Layout, Line, digest_of, layout_at
from omos.connectors.adreports.platforms import BY_CODE
from omos.connectors.adreports.reading import Reading, read
from omos.connectors.adreports.table import as_json, only_day, understand
from omos.connectors.adreports.table import read_table as read_lines
from omos.office.sheets import queries as sheets
from omos.people.viewer import Viewer

SHOWN_UPLOADS = 30


class NoSuchPlatform(LookupError):
    """Nobody writes tables under this code; the text lists those who do."""


class FileGone(LookupError):
    """The file's time is over; what was booked stands, but the file cannot be read again."""


def uploads(viewer: Viewer) -> QuerySet[Upload]:
    """Uploads, the latest first, without their contents; they are the company's as the figures are."""
    return Upload.objects.defer("content").select_related("channel", "owner").order_by("-created_at", "-id")


def upload_of(*, viewer: Viewer, upload_id: int) -> Upload | None:
    """One upload."""
    return uploads(viewer).filter(pk=upload_id).first()


def waiting_uploads() -> QuerySet[Upload]:
    """Uploads the machine is to book, longest waiting first; one being booked was left so if nobody is at it."""
    states = (Upload.State.QUEUED, Upload.State.BOOKING)
    rows = Upload.objects.defer("content").select_related("asked_by", "channel")
    return rows.filter(state__in=states).order_by("asked_at", "id")


def oldest_waiting(*, now: datetime) -> datetime | None:
    """Since when the longest waiting upload has waited to be booked."""
    return waiting_uploads().values_list("asked_at", flat=True).first()


def memory_among(lines: Sequence[Line]) -> tuple[ColumnMemory, int] | None:
    """How a table with one of these lines as its header was read last time, and which line that is."""
    digests = {digest_of(line.cells): line.number for line in reversed(lines[:LOOKED_AT])}
    memory = ColumnMemory.objects.filter(header_digest__in=digests).order_by("-used_at").first()
    return (memory, digests[memory.header_digest]) if memory else None


def lines_of(upload: Upload) -> list[Line]:
    """The lines of an upload's sheet.

    :raises FileGone: if the file is kept no longer
    :raises UnreadableFile: if that sheet cannot be read
    """
    content = bytes(Upload.objects.values_list("content", flat=True).get(pk=upload.pk))
    if not content:
        raise FileGone(_("The file is kept no longer; upload it again."))
    table = sheets.read_table(content, sheet=upload.sheet)
    return understand([(line.number, line.cells) for line in table.lines])[0]


@dataclass(frozen=True)
class Understood:
    """A sheet of a file with its lines and how these are to be read."""

    table: sheets.Table
    lines: list[Line]
    layout: Layout

    @property
    def is_readable(self) -> bool:
        """Whether nothing essential is missing but a day, which can be typed."""
        return bool(self.layout.head and self.layout.mapping and not self.layout.missing)


def understood(content: bytes, *, file_name: str, sheet: int | None = None) -> Understood:
    """A file's wanted sheet, or the first that explains itself: covers and notes stand before the table at times.

    :raises UnreadableFile: with the reason in words
    """
    first = _understood(content, file_name, sheet)
    if sheet is not None or first.is_readable:
        return first
    others = (_understood(content, file_name, index) for index in _others(first))
    return next((one for one in others if one.is_readable), first)


def further_sheets(content: bytes, *, file_name: str, sheet: int) -> list[int]:
    """Other sheets of a file that are tables of the same kind, such as one for each day."""
    chosen = _understood(content, file_name, sheet)
    found = ((index, _understood(content, file_name, index)) for index in _others(chosen))
    return [
        index for index, one in found if one.is_readable and one.layout.platform == chosen.layout.platform != "other"
    ]


def _understood(content: bytes, file_name: str, sheet: int | None) -> Understood:
    table = sheets.read_table(content, sheet=sheet)
    lines, layout = understand([(line.number, line.cells) for line in table.lines], file_name=file_name)
    return Understood(table, lines, layout)


def _others(one: Understood) -> list[int]:
    return [
        index
        for index, sheet in enumerate(one.table.sheets)
        if index != one.table.sheet and sheet.rows and not sheet.is_hidden
    ]


def layout_of(upload: Upload, lines: list[Line]) -> Layout:
    """How an upload is to be read, by what was chosen."""
    layout = layout_at(lines, upload.head, file_name=upload.file_name) if upload.head else _headless(lines)
    mapping = {name: at for name, at in upload.mapping.items() if at < len(layout.headers)}
    return replace(layout, platform=upload.platform, mapping=mapping, is_sure=upload.is_sure)


def _headless(lines: list[Line]) -> Layout:
    widest = max((len(line.cells) for line in lines), default=0)
    return Layout("other", 0, tuple(str(at + 1) for at in range(widest)), {})


def reading_of(upload: Upload, *, today: date) -> Reading:
    """What an upload's file says, read as was chosen.

    :raises FileGone: if the file is kept no longer
    :raises UnreadableFile: if it cannot be read
    """
    lines = lines_of(upload)
    return read(lines, layout_of(upload, lines), today=today, day=upload.typed_day)


def day_in_title(layout: Layout, file_name: str, today: date) -> date | None:
    """The one day a table's title or file name says it is about."""
    return only_day(layout, file_name=file_name, today=today)


def reading_as_json(content: bytes, *, file_name: str, platform: str, day: date | None, today: date) -> dict[str, Any]:
    """A file as the shell prints it; nothing is kept.

    :raises UnreadableFile: with the reason in words
    :raises NoSuchPlatform: listing the platforms there are
    """
    if platform and platform not in BY_CODE:
        raise NoSuchPlatform(_("There is no platform %(name)s; use one of %(all)s.") % _named(platform))
    table = understood(content, file_name=file_name).table
    lines = [(line.number, line.cells) for line in table.lines]
    reading = read_lines(lines, today=today, file_name=file_name, platform=platform, day=day)
    reasons = {one.reason: reason_of(one.reason) for one in reading.faults}
    return as_json(reading, reasons=reasons)


def _named(platform: str) -> dict[str, str]:
    return {"name": platform, "all": ", ".join(BY_CODE)}
