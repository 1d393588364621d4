"""Keeping files and forgetting them."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from omos.office.files import queries
from omos.office.files.kinds import SNIFFED, kind_of, shown_name
from omos.office.files.models import StoredFile
from omos.people.trail import record_action
from omos.people.viewer import Viewer

LARGEST = 10 << 20
CHUNK = 1 << 16
# A backup that saved the records a moment ago must still find the content.
ORPHANS_STAY = timedelta(days=1)


class FileRefused(Exception):
    """The file cannot be kept; the message says why."""


@dataclass(frozen=True)
class Limits:
    """What a room accepts: bytes at most, and which kinds (all when None)."""

    largest: int = LARGEST
    kinds: frozenset[str] | None = None


class Readable(Protocol):
    """Anything that hands out bytes piece by piece: an uploaded file, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


DEFAULT_LIMITS = Limits()


def store(
    *,
    name: str,
    content: bytes | Readable,
    verb: str,
    staff_id: int | None,
    actor: Viewer,
    now: datetime,
    limits: Limits = DEFAULT_LIMITS,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep a file under a name of the server's own; `verb` and `staff_id` say who may read it.

    :raises FileRefused: if it is empty, too large, or of a kind that is not accepted
    """
    source = BytesIO(content) if isinstance(content, bytes) else content
    path = f"{now:%Y/%m}/{secrets.token_hex(16)}"
    target = Path(settings.MEDIA_ROOT) / path
    size, digest, kind = _write(source, target, limits)
    with transaction.atomic():
        stored = StoredFile.objects.create(
            name=shown_name(name),
            content_type=kind,
            size=size,
            digest=digest,
            path=path,
            verb=verb,
            staff_id=staff_id,
            uploaded_by_id=actor.user_id,
            uploaded_at=now,
            expires_at=expires_at,
        )
        after = {"size": size, "type": kind, "digest": digest}
        record_action("files.store", actor=actor, subject=("files.storedfile", stored.pk), now=now, after=after)
    return stored


def _write(source: Readable, target: Path, limits: Limits) -> tuple[int, str, str]:
    """Size, digest and kind; nothing is left behind when the file is refused."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size, kind = hashlib.sha256(), 0, ""
    number = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            for chunk in _chunks(source):
                kind = kind or _allowed_kind(chunk, limits)
                size += len(chunk)
                if size > limits.largest:
                    raise FileRefused(_("The file is larger than %(mb)d MB.") % {"mb": limits.largest >> 20})
                digest.update(chunk)
                file.write(chunk)
            if not size:
                raise FileRefused(_("The file is empty."))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return size, digest.hexdigest(), kind


def _chunks(source: Readable) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _allowed_kind(head: bytes, limits: Limits) -> str:
    kind = kind_of(head[:SNIFFED])
    if limits.kinds is not None and kind not in limits.kinds:
        raise FileRefused(_("This kind of file is not accepted here."))
    return kind


def forget(*, file_ids: Collection[int], actor: Viewer, now: datetime) -> int:
    """Take files out of the records; their content follows a day later. Files still referred to stay."""
    forgotten = 0
    for stored in StoredFile.objects.filter(id__in=file_ids):
        forgotten += _forget_one(stored, actor, now)
    return forgotten


def _forget_one(stored: StoredFile, actor: Viewer, now: datetime) -> int:
    file_id, path = stored.pk, queries.path_of(stored)
    try:
        with transaction.atomic():
            stored.delete()
            record_action("files.forget", actor=actor, subject=("files.storedfile", file_id), now=now)
    except ProtectedError:
        return 0
    if path.exists():
        # From now on it is an orphan, and the day of grace counts from now.
        os.utime(path, (now.timestamp(), now.timestamp()))
    return 1


def forget_expired(*, actor: Viewer, now: datetime) -> int:
    """Forget every file whose time is over."""
    return forget(file_ids=list(queries.expired(now=now).values_list("id", flat=True)), actor=actor, now=now)


def sweep_orphans(*, now: datetime) -> int:
    """Remove content that no record names and that has been lying about for a day."""
    root = Path(settings.MEDIA_ROOT)
    limit = (now - ORPHANS_STAY).timestamp()
    old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < limit]
    known = set(StoredFile.objects.values_list("path", flat=True))
    orphans = [path for path in old if path.relative_to(root).as_posix() not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)
