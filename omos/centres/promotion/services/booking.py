"""Booking an upload: everything or nothing, idempotent; and taking it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.centres.promotion import queries
from omos.centres.promotion.models import Upload
from omos.centres.promotion.services.ad_lines import book_ads, withdraw_ads
from omos.centres.promotion.services.own_sheet import book_own
from omos.centres.promotion.services.progress import POSTED, READ, Report, Way, silent
from omos.centres.promotion.services.talks import book_customers, book_talks, withdraw_talks
from omos.centres.promotion.services.uploads import UploadStopped, ensure_channel, is_of, remember
from omos.connectors.adreports.fields import Kind
from omos.connectors.adreports.platforms import BY_CODE
from omos.connectors.adreports.reading import Reading
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

Outcomes = Mapping[int, str]
Book = Callable[..., Outcomes]
_BOOKS: dict[Kind, Book] = {Kind.AD: book_ads, Kind.OWN: book_own, Kind.TALK: book_talks, Kind.CUSTOMER: book_customers}


def book_upload(*, upload: Upload, actor: Viewer, now: datetime, report: Report = silent) -> dict[str, int]:
    """Book what an upload says; returns how many of its lines ended as what. The same file again changes nothing.

    :raises UploadStopped: if something is still to be chosen, or it is booked already
    """
    reading = queries.reading_of(upload, today=local_day(now))
    refuse_unready(upload, reading)
    way = Way(reading.lines, report)
    way.reached(READ)
    with transaction.atomic():
        _claim(upload, now)
        if is_of(upload, Kind.AD):
            ensure_channel(upload, actor=actor, now=now)
        book = _BOOKS[BY_CODE[upload.platform].kind]
        outcomes = book(upload=upload, reading=reading, actor=actor, now=now, way=way)
        counts = counted(reading, outcomes)
        upload.outcome |= {"counts": counts} | _kept(outcomes)
        upload.save(update_fields=["outcome", "channel"])
        remember(upload, now=now)
        subject = ("promotion.upload", upload.pk)
        record_action("promotion.upload", actor=actor, subject=subject, now=now, after={"booked": counts})
    way.reached(POSTED)
    return counts


def refuse_unready(upload: Upload, reading: Reading) -> None:
    """Say what is still to be chosen.

    :raises UploadStopped: naming the first of it
    """
    missing = queries.missing_of(upload, reading)
    if missing:
        raise UploadStopped(missing[0])


def counted(reading: Reading, outcomes: Outcomes) -> dict[str, int]:
    """How many lines ended as what; together they are all lines below the header."""
    # Channels side by side make several rows of one line, so rows are counted, not their numbers.
    by_word = Counter(outcomes[row.number] for row in reading.rows)
    added, updated = by_word.pop("added", 0), by_word.pop("updated", 0)
    unchanged, faulty = by_word.pop("unchanged", 0), by_word.pop("no_channel", 0)
    return {
        "lines": reading.lines,
        "added": added,
        "updated": updated,
        "unchanged": unchanged,
        "skipped": len(reading.skipped) + sum(by_word.values()),
        "errors": len(reading.faults) + faulty,
    }


def _kept(outcomes: Outcomes) -> dict[str, object]:
    """Outcomes by line, short: most lines end alike, so only the others are named."""
    usual = max(Counter(outcomes.values()).items(), key=lambda pair: pair[1], default=("", 0))[0]
    return {"usual": usual, "rows": {str(number): word for number, word in outcomes.items() if word != usual}}


def _claim(upload: Upload, now: datetime) -> None:
    """Book it alone: as it was found, to be booked by a person or by the machine, and not stopped meanwhile."""
    bookable = {Upload.State.OPEN, Upload.State.BOOKING} & {upload.state}
    found = Upload.objects.filter(pk=upload.pk, state__in=bookable)
    if not found.update(state=Upload.State.BOOKED, booked_at=now, refusal=""):
        raise UploadStopped(_("This upload is booked already, or was dropped."))
    upload.state, upload.booked_at = Upload.State.BOOKED, now


@transaction.atomic
def take_back(*, upload: Upload, actor: Viewer, now: datetime) -> int:
    """Withdraw what still stands of an upload; what it replaced, of files or typed, comes back. Returns the lines.

    :raises UploadStopped: if it is not booked, or is the own daily sheet, which is corrected in the sheet itself
    """
    if is_of(upload, Kind.OWN):
        raise UploadStopped(_("These figures stand in the daily data sheet; correct them there."))
    booked = Upload.objects.filter(pk=upload.pk, state=Upload.State.BOOKED)
    if not booked.update(state=Upload.State.TAKEN_BACK):
        raise UploadStopped(_("This upload is not booked, or taken back already."))
    # Another file may have handed on what it had taken the place of.
    upload.refresh_from_db(fields=["outcome"])
    withdraw = withdraw_ads if is_of(upload, Kind.AD) else withdraw_talks
    lines = withdraw(upload=upload, actor=actor, now=now)
    subject = ("promotion.upload", upload.pk)
    record_action("promotion.upload", actor=actor, subject=subject, now=now, before={"taken_back": lines})
    return lines
