"""Reading stored files: only by those whom the file's own verb lets in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet, Sum

from omos.office.files.models import StoredFile
from omos.people import queries as people
from omos.people.access import may
from omos.people.viewer import Viewer


class FileUnknown(LookupError):
    """No such file, or none for this viewer: both look the same from outside."""


def open_file(viewer: Viewer, file_id: int) -> StoredFile:
    """The file, if its verb lets the viewer see what belongs to its owner.

    :raises FileUnknown: if there is none or the viewer may not see it
    """
    stored = StoredFile.objects.filter(id=file_id).first()
    if stored is None or not may(viewer, stored.verb):
        raise FileUnknown(file_id)
    if (
        stored.staff_id
        and not people.staff_in_scope(viewer=viewer, verb=stored.verb).filter(id=stored.staff_id).exists()
    ):
        raise FileUnknown(file_id)
    if not path_of(stored).is_file():
        raise FileUnknown(file_id)
    return stored


def path_of(stored: StoredFile) -> Path:
    """Where the content lies."""
    return Path(settings.MEDIA_ROOT) / stored.path


def content_of(stored: StoredFile) -> bytes:
    """The whole content."""
    return path_of(stored).read_bytes()


def expired(*, now: datetime) -> QuerySet[StoredFile]:
    """Files whose time is over."""
    return StoredFile.objects.filter(expires_at__lt=now).order_by("expires_at", "id")


def bytes_stored() -> int:
    """Sum of all sizes, in bytes."""
    return int(StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0)


def missing_content() -> list[StoredFile]:
    """Files in the records whose content is not there, or not of the size it had."""
    return [stored for stored in StoredFile.objects.order_by("id").iterator() if not _is_there(stored)]


def _is_there(stored: StoredFile) -> bool:
    path = path_of(stored)
    return path.is_file() and path.stat().st_size == stored.size
