"""Access logs sent by a browser: taken piece by piece, read by a job, deleted once read."""

from __future__ import annotations

import os
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from omos.connectors.weblogs.reading import DAMAGED, NotALog, opened
from omos.loop.verification.models import LogUpload
from omos.loop.verification.services.reading_logs import Bad, LogReading, NoSuchWebsite, read_log
from omos.office.jobs import services as jobs
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = LogUpload.State
LARGEST = 200 << 20
# What a packed log may hold; beyond that it is rather a trap than a log.
LARGEST_UNPACKED = 4 << 30
PIECE = 4 << 20
ABANDONED_AFTER = timedelta(days=1)
KEPT = timedelta(days=90)
JOB = "verification.read_logs"
SHOWN_TEXT = 300
_BLOCK = 1 << 20


class LogRefused(Exception):
    """Raised with a message fit for the person who sends the log."""


@transaction.atomic
def start_log_upload(*, website_id: int, name: str, size: int, actor: Viewer, now: datetime) -> LogUpload:
    """Make room for a log of so many bytes.

    :raises LogRefused: if it is empty or larger than 200 MB
    """
    if not size > 0:
        raise LogRefused(_("This file is empty."))
    if size > LARGEST:
        raise LogRefused(_("A log may have 200 MB at most. Pack it (gzip makes a tenth of it), or split it."))
    website = people.websites().filter(pk=website_id).first()
    if website is None or actor.user_id is None:
        raise LogRefused(_("There is no such website."))
    upload = LogUpload.objects.create(
        website=website, owner_id=actor.user_id, name=name[-200:] or "log", size=size, created_at=now
    )
    after = {"name": upload.name, "size": size}
    record_action(
        "verification.import_logs", actor=actor, subject=("verification.logupload", upload.pk), now=now, after=after
    )
    return upload


def add_piece(
    *, upload: LogUpload, start: int, content: bytes, actor: Viewer, now: datetime, true_now: datetime
) -> int:
    """Add a piece that begins at this byte; returns how many bytes are there, so that a broken line goes on from it.

    :raises LogRefused: if more comes than was announced, or it is complete already
    """
    end = start + len(content)
    if end > upload.size:
        raise LogRefused(_("More has come than was announced."))
    mine = LogUpload.objects.filter(pk=upload.pk, state=State.RECEIVING, received=start)
    path = path_of(upload)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(number, "r+b") as file:
        if not mine.exists():
            return _received(upload)
        # Whatever lies behind was not written down as received.
        file.truncate(start)
        file.seek(start)
        file.write(content)
    if mine.update(received=end, state=State.WAITING if end == upload.size else State.RECEIVING) and end == upload.size:
        jobs.run_soon(code=JOB, actor=actor, now=now, true_now=true_now)
    return _received(upload)


def _received(upload: LogUpload) -> int:
    return LogUpload.objects.values_list("received", flat=True).get(pk=upload.pk)


def drop_log_upload(*, upload: LogUpload, actor: Viewer, now: datetime) -> None:
    """Take a log off the list, and its file away; what was read of it stays.

    :raises LogRefused: while it is being read
    """
    if not LogUpload.objects.filter(pk=upload.pk).exclude(state=State.READING).delete()[0]:
        raise LogRefused(_("It is being read just now."))
    shutil.rmtree(path_of(upload).parent, ignore_errors=True)
    before = {"name": upload.name}
    record_action(
        "verification.import_logs", actor=actor, subject=("verification.logupload", upload.pk), now=now, before=before
    )


def path_of(upload: LogUpload) -> Path:
    """Where the file lies: under the upload's number, so that no name can lead elsewhere."""
    name = re.sub(r"[^\w.-]", "_", upload.name).lstrip(".")[-100:] or "access.log"
    return Path(settings.DATA_DIR) / "log-uploads" / str(upload.pk) / name


# --- reading ---------------------------------------------------------------------------------


def read_uploaded_logs(*, now: datetime) -> int:
    """Read what has come, the longest waiting first; a reading broken off goes on where it stopped."""
    dealt = _forget(now)
    while upload := _next():
        _read_one(upload, now)
        dealt += 1
    return dealt


def _next() -> LogUpload | None:
    waiting = LogUpload.objects.filter(state__in=(State.WAITING, State.READING))
    return waiting.select_related("website", "owner").order_by("created_at", "id").first()


def _read_one(upload: LogUpload, now: datetime) -> None:
    mine = LogUpload.objects.filter(pk=upload.pk)
    mine.update(state=State.READING)
    path = path_of(upload)

    def progress(read: int, lines: int) -> None:
        mine.update(read=read, lines=lines)

    try:
        mine.update(unpacked=_unpacked_size(path))
        reading = read_log(
            website=str(upload.website_id),
            path=path,
            actor=people.viewer_of(upload.owner),
            now=now,
            progress=progress,
        )
        mine.update(state=State.DONE, finished_at=now, outcome=_outcome(reading), lines=reading.counts.lines)
    except (NotALog, NoSuchWebsite, LogRefused) as refusal:
        words = str(refusal) if isinstance(refusal, LogRefused) else _("This is no access log of a known format.")
        mine.update(state=State.FAILED, finished_at=now, refusal=words[:300])
    shutil.rmtree(path.parent, ignore_errors=True)


def _unpacked_size(path: Path) -> int:
    """How many bytes the log has unpacked, as far as it can be unpacked.

    :raises LogRefused: if it is far too much, as of a file made to fill a disk
    """
    size = 0
    with opened(path) as file:
        try:
            while block := file.read(_BLOCK):
                size += len(block)
                if size > LARGEST_UNPACKED:
                    raise LogRefused(_("Unpacked, the log has more than 4 GB. Split it."))
        except DAMAGED:
            return size
    return size


def _outcome(reading: LogReading) -> dict[str, Any]:
    counts = reading.counts
    return {
        "format": reading.log_format,
        "lines": counts.lines,
        "parsed": counts.parsed,
        "bad": counts.bad,
        "elsewhere": counts.elsewhere,
        "new_requests": reading.new_requests,
        "crawlers": dict(counts.crawlers.most_common(20)),
        "bad_lines": [_shown(bad) for bad in reading.bad_lines],
        "is_broken_off": bool(reading.broken_off),
    }


def _shown(bad: Bad) -> list[int | str]:
    """Number and text of a bad line; nothing in it acts on whoever looks."""
    line, _why, text = bad
    return [line, "".join(sign if sign.isprintable() else "·" for sign in text[:SHOWN_TEXT])]


def _forget(now: datetime) -> int:
    """Drop what nobody went on sending, and the list's oldest lines."""
    left = LogUpload.objects.filter(state=State.RECEIVING, created_at__lt=now - ABANDONED_AFTER)
    old = LogUpload.objects.filter(state__in=(State.DONE, State.FAILED), created_at__lt=now - KEPT)
    gone = [*left, *old]
    for upload in gone:
        shutil.rmtree(path_of(upload).parent, ignore_errors=True)
    return LogUpload.objects.filter(pk__in=[one.pk for one in gone]).delete()[0]
