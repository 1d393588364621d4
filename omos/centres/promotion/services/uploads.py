"""Uploading a report and choosing how it is read; nothing of it is booked yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from omos.centres.promotion import queries
from omos.centres.promotion.models import ColumnMemory, Replaced, Upload
from omos.centres.promotion.own_channels import OWN_CHANNELS
from omos.connectors.adreports.fields import FIELDS, Kind
from omos.connectors.adreports.layout import Layout, Line, layout_at
from omos.connectors.adreports.platforms import BY_CODE
from omos.connectors.adreports.table import understand
from omos.loop.catalogue import queries as catalogue
from omos.loop.catalogue import services as catalogue_services
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

CONTENT_KEPT = timedelta(days=30)
OPEN_KEPT = timedelta(days=7)


class UploadStopped(Exception):
    """Raised with a message fit for the person who uploads."""


@dataclass(frozen=True)
class Choices:
    """How a person wants an upload to be read; a head of None keeps the header's line."""

    platform: str
    mapping: Mapping[str, int]
    sheet: int = 0
    head: int | None = None
    day: date | None = None
    account: str = ""
    channel_id: int | None = None
    exchange_rate: Decimal | None = None
    is_part: bool = False
    replaces_finer: bool = False


def start_uploads(*, file_name: str, content: bytes, actor: Viewer, now: datetime) -> list[Upload]:
    """Read every sheet of an uploaded file that is a table of the same kind; each is checked and booked by itself.

    :raises UnreadableFile: with the reason in words
    :raises UploadStopped: for a job, which has nobody to ask
    """
    first = start_upload(file_name=file_name, content=content, actor=actor, now=now)
    further = queries.further_sheets(content, file_name=file_name, sheet=first.sheet) if len(first.sheets) > 1 else []
    names = [(f"{file_name} · {first.sheets[sheet]['name']}", sheet) for sheet in further]
    others = [start_upload(file_name=name, content=content, actor=actor, now=now, sheet=at) for name, at in names]
    return [first, *others]


def start_upload(*, file_name: str, content: bytes, actor: Viewer, now: datetime, sheet: int | None = None) -> Upload:
    """Read an uploaded file as far as it explains itself; a known header is read as last time.

    :raises UnreadableFile: with the reason in words
    :raises UploadStopped: for a job, which has nobody to ask
    """
    if actor.user_id is None:
        raise UploadStopped(_("Only somebody signed in can upload."))
    found = queries.understood(content, file_name=file_name, sheet=sheet)
    table, lines, layout = found.table, found.lines, found.layout
    upload = Upload(
        owner_id=actor.user_id,
        file_name=file_name[-200:],
        file_digest=hashlib.sha256(content).hexdigest(),
        content=content,
        sheets=[{"name": one.name, "rows": one.rows} for one in table.sheets],
        sheet=table.sheet,
        created_at=now,
    )
    _take_layout(upload, layout)
    upload.typed_day = queries.day_in_title(layout, file_name, local_day(now))
    with transaction.atomic():
        _take_memory(upload, lines)
        upload.save()
        after = {"file": upload.file_name, "platform": upload.platform}
        record_action("promotion.upload", actor=actor, subject=("promotion.upload", upload.pk), now=now, after=after)
    return upload


def _take_layout(upload: Upload, layout: Layout) -> None:
    upload.platform, upload.is_sure = layout.platform, layout.is_sure
    upload.head, upload.header_digest, upload.mapping = layout.head, layout.digest, dict(layout.mapping)


def _take_memory(upload: Upload, lines: Sequence[Line]) -> None:
    """As last time for the same header; else the channel the platform usually stands for."""
    found = queries.memory_among(lines)
    if found is None:
        code = BY_CODE[upload.platform].channel or OWN_CHANNELS.get(upload.platform, ("", ""))[0]
        upload.channel = catalogue.channels().filter(code=code).first() if code else None
        return
    memory, head = found
    upload.head, upload.header_digest, upload.is_sure = head, memory.header_digest, True
    upload.platform, upload.mapping = memory.platform, memory.mapping
    upload.account, upload.channel_id = memory.account, memory.channel_id
    upload.exchange_rate = memory.exchange_rate


@transaction.atomic
def choose_reading(*, upload: Upload, choices: Choices, actor: Viewer, now: datetime) -> None:
    """Read an upload another way: platform, columns, sheet, header, and what the file does not say itself.

    :raises UploadStopped: if it is booked already, or a choice makes no sense
    :raises UnreadableFile: if another sheet cannot be read
    """
    _claim(upload)
    if choices.platform not in BY_CODE:
        raise UploadStopped(_("There is no such platform."))
    if not 0 <= choices.sheet < len(upload.sheets):
        raise UploadStopped(_("There is no such sheet."))
    is_other_table = choices.sheet != upload.sheet or choices.head not in {None, upload.head}
    kind_before = BY_CODE[upload.platform].kind
    upload.sheet, upload.platform = choices.sheet, choices.platform
    if is_other_table:
        _take_other_table(upload, choices)
    elif BY_CODE[choices.platform].kind is not kind_before:
        upload.mapping = dict(_layout_now(upload).as_platform(choices.platform).mapping)
    else:
        upload.mapping = _sound_mapping(upload, choices.mapping)
    _take_additions(upload, choices, local_day(now))
    upload.is_sure = True
    upload.save()


def _take_additions(upload: Upload, choices: Choices, today: date) -> None:
    if choices.day is not None and choices.day > today:
        raise UploadStopped(_("This day is still to come."))
    if choices.exchange_rate is not None and choices.exchange_rate <= 0:
        raise UploadStopped(_("An exchange rate lies above nought."))
    upload.typed_day, upload.account = choices.day, choices.account.strip()[:80]
    upload.channel = catalogue.all_channels().filter(pk=choices.channel_id or 0).first()
    upload.exchange_rate = choices.exchange_rate
    upload.is_part, upload.replaces_finer = choices.is_part, choices.replaces_finer


def _take_other_table(upload: Upload, choices: Choices) -> None:
    lines = queries.lines_of(upload)
    if choices.head and not any(line.number == choices.head for line in lines):
        raise UploadStopped(_("There is no such line."))
    layout = layout_at(lines, choices.head) if choices.head else understand(lines, file_name=upload.file_name)[1]
    _take_layout(upload, layout)


def _layout_now(upload: Upload) -> Layout:
    lines = queries.lines_of(upload)
    return layout_at(lines, upload.head, file_name=upload.file_name)


def _sound_mapping(upload: Upload, mapping: Mapping[str, int]) -> dict[str, int]:
    known = {one.name for one in FIELDS[BY_CODE[upload.platform].kind]}
    found = {name: at for name, at in mapping.items() if name in known and 0 <= at < 1000}
    if len(set(found.values())) < len(found):
        raise UploadStopped(_("One column cannot stand for two fields."))
    return found


def _claim(upload: Upload) -> None:
    """Hold the upload while it changes; once booked it stays as it is."""
    if not Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN).update(state=Upload.State.OPEN):
        raise UploadStopped(_("This upload is booked already, or was dropped."))


@transaction.atomic
def drop_upload(*, upload: Upload, actor: Viewer, now: datetime) -> None:
    """Forget an upload that was not booked.

    :raises UploadStopped: if it is booked already
    """
    _claim(upload)
    before = {"file": upload.file_name}
    record_action("promotion.upload", actor=actor, subject=("promotion.upload", upload.pk), now=now, before=before)
    Upload.objects.filter(pk=upload.pk).delete()


def forget_files(*, now: datetime) -> int:
    """Drop uploads nobody booked, the contents of old files and what these took the place of; returns how many."""
    dropped, _rows = Upload.objects.filter(state=Upload.State.OPEN, created_at__lt=now - OPEN_KEPT).delete()
    old = Upload.objects.filter(created_at__lt=now - CONTENT_KEPT).exclude(content=b"")
    # After that a file can still be taken back, but what stood before it is not known any more.
    replaced, _kinds = Replaced.objects.filter(by__booked_at__lt=now - CONTENT_KEPT).delete()
    return dropped + old.update(content=b"") + replaced


def remember(upload: Upload, *, now: datetime) -> None:
    """Read the same header the same way next time."""
    if not upload.head:
        return
    values = {
        "platform": upload.platform,
        "mapping": upload.mapping,
        "account": upload.account,
        "channel_id": upload.channel_id,
        "exchange_rate": upload.exchange_rate,
        "used_at": now,
    }
    ColumnMemory.objects.update_or_create(header_digest=upload.header_digest, defaults=values)


def ensure_channel(upload: Upload, *, actor: Viewer, now: datetime) -> None:
    """Give an upload of a platform new to the company a channel of its own.

    :raises UploadStopped: if it has none and its platform stands for none
    """
    if upload.channel_id is not None:
        return
    if upload.platform not in OWN_CHANNELS:
        raise UploadStopped(_("Choose the channel these figures belong to."))
    code, name = OWN_CHANNELS[upload.platform]
    known = catalogue.channel_by_code().get(code)
    if known is not None:
        upload.channel_id = known.pk
        return
    draft = catalogue_services.ChannelDraft(code, name, "PAID")
    upload.channel_id = catalogue_services.save_channel(draft=draft, actor=actor, now=now)


def is_of(upload: Upload, kind: Kind) -> bool:
    """Whether an upload is about this kind of thing."""
    return BY_CODE[upload.platform].kind is kind
