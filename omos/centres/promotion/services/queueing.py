"""Large files are booked by the machine: asked for by a person, stopped by a person, begun anew after a fall."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from omos.centres.promotion import queries
from omos.centres.promotion.models import Upload
from omos.centres.promotion.services.booking import book_upload
from omos.centres.promotion.services.uploads import UploadStopped
from omos.office.jobs import services as jobs
from omos.office.sheets import services as sheets
from omos.office.sheets.queries import UnreadableFile
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = Upload.State
# Fewer rows are booked while one waits: about a second.
AT_ONCE = 2_000
JOB = "promotion.book_uploads"


def is_large(upload: Upload) -> bool:
    """Whether a file has so many rows that the machine books it by itself."""
    sheets = upload.sheets
    return upload.sheet < len(sheets) and sheets[upload.sheet]["rows"] > AT_ONCE


@transaction.atomic
def queue_booking(*, upload: Upload, actor: Viewer, now: datetime, true_now: datetime) -> None:
    """Ask the machine to book an upload, at once; jobs go by the true clock.

    :raises UploadStopped: if it is booked already, or on its way
    """
    found = Upload.objects.filter(pk=upload.pk, state=State.OPEN)
    if not found.update(state=State.QUEUED, asked_by_id=actor.user_id, asked_at=now, refusal=""):
        raise UploadStopped(_("This upload is booked already, or was dropped."))
    after = {"asked": upload.file_name}
    record_action("promotion.upload", actor=actor, subject=("promotion.upload", upload.pk), now=now, after=after)
    jobs.run_soon(code=JOB, actor=actor, now=now, true_now=true_now)


@transaction.atomic
def stop_booking(*, upload: Upload, actor: Viewer, now: datetime) -> None:
    """Call off a booking that has not ended; nothing of it stands in the figures.

    :raises UploadStopped: if it has ended already
    """
    found = Upload.objects.filter(pk=upload.pk, state__in=(State.QUEUED, State.BOOKING))
    if not found.update(state=State.OPEN):
        raise UploadStopped(_("It is booked already; you can take it back."))
    before = {"asked": upload.file_name}
    record_action("promotion.upload", actor=actor, subject=("promotion.upload", upload.pk), now=now, before=before)


def progress_name(upload: Upload) -> str:
    """Under which name the progress of an upload is noted."""
    return f"upload-{upload.pk}"


def book_queued(*, now: datetime) -> int:
    """Book what waits, the longest waiting first; returns how many files were dealt with.

    What somebody left who died is begun anew: of a booking broken off nothing stands.
    """
    dealt = 0
    while upload := queries.waiting_uploads().first():
        _book_one(upload, now)
        dealt += 1
    return dealt


def _book_one(upload: Upload, now: datetime) -> None:
    mine = Upload.objects.filter(pk=upload.pk, state__in=(State.QUEUED, State.BOOKING))
    if not mine.update(state=State.BOOKING):
        return
    upload.state = State.BOOKING
    actor = people.viewer_of(upload.asked_by) if upload.asked_by else Viewer.system(JOB)
    report = sheets.progress_reporter(progress_name(upload), upload.sheets[upload.sheet]["rows"])
    try:
        with translation.override(actor.language):
            book_upload(upload=upload, actor=actor, now=now, report=report)
    except (UploadStopped, UnreadableFile, queries.FileGone) as refusal:
        _hand_back(upload, str(refusal))
    except Exception:
        # One file that cannot be booked must not hold up all others; the run says where it failed.
        _hand_back(upload, _("The program failed here; the page of background jobs says where."))
        raise
    finally:
        sheets.clear_progress(progress_name(upload))


def _hand_back(upload: Upload, refusal: str) -> None:
    """Let a person look again; one that was stopped meanwhile is in their hands already."""
    Upload.objects.filter(pk=upload.pk, state=State.BOOKING).update(state=State.OPEN, refusal=refusal[:300])
