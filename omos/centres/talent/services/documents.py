"""Files that are handed over with a position."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.centres.talent.models import ProcessDocument
from omos.office.files import services as files
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

MOST_DOCUMENTS = 50


class DocumentRefused(Exception):
    """The file cannot be kept, or is gone; the message says why."""


def add_document(
    *, position_id: int, title: str, name: str, content: bytes | files.Readable, actor: Viewer, now: datetime
) -> int:
    """Keep a file with a position, for everybody who may read processes; returns its id.

    :raises DocumentRefused: if the file is empty or too large, the position is gone, or it has its fill of files
    """
    if people.position(position_id) is None:
        raise DocumentRefused(_("This position is not there any more."))
    if ProcessDocument.objects.filter(position_id=position_id).count() >= MOST_DOCUMENTS:
        raise DocumentRefused(_("A position keeps at most %(most)s files.") % {"most": MOST_DOCUMENTS})
    try:
        stored = files.store(
            name=name, content=content, verb="talent.view_process", staff_id=None, actor=actor, now=now
        )
    except files.FileRefused as refusal:
        raise DocumentRefused(str(refusal)) from refusal
    with transaction.atomic():
        document = ProcessDocument.objects.create(
            position_id=position_id,
            file=stored,
            title=title or stored.name,
            added_at=now,
            added_by_id=actor.user_id,
            added_by_name=actor.name,
        )
        after = {"position": position_id, "title": document.title}
        record_action("talent.write_process", actor=actor, subject=_subject(document.pk), now=now, after=after)
    return document.pk


@transaction.atomic
def drop_document(*, document_id: int, actor: Viewer, now: datetime) -> int:
    """Take a file out; returns the position it belonged to.

    :raises DocumentRefused: if it is gone already
    """
    document = ProcessDocument.objects.filter(pk=document_id).first()
    if document is None or not ProcessDocument.objects.filter(pk=document_id).delete()[0]:
        raise DocumentRefused(_("This file is gone already."))
    before = {"position": document.position_id, "title": document.title}
    record_action("talent.write_process", actor=actor, subject=_subject(document_id), now=now, before=before)
    files.forget(file_ids=[document.file_id], actor=actor, now=now)
    return document.position_id


def _subject(document_id: int) -> tuple[str, int]:
    return ("talent.processdocument", document_id)
