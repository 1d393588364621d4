"""Reports that waited on a device without a network: taken once, and never over what was submitted meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.loop.reports.models import DailyReport, KeptReport
from omos.loop.reports.services.reporting import ReportChanged, ReportRefused, Sentences, submit_report
from omos.people.viewer import Viewer

# Longer than any phone stays without a network between writing and sending.
REMEMBERED = timedelta(days=90)


@transaction.atomic
def take_kept_report(
    *, client_id: UUID, day: date, sentences: Sentences, row_version: int | None, actor: Viewer, now: datetime
) -> bool:
    """Submit a report that waited on a device; False where this very one came in before, so that it may come twice.

    `row_version` is what the page said when it was written on; None for a page written on without ever being loaded,
    which only fills a day that has no submitted report yet.

    :raises ReportRefused: if the day is closed, or somebody submitted the report elsewhere meanwhile
    """
    if actor.staff_id is None:
        raise ReportRefused(_("Only staff write daily reports."))
    if not _is_first(client_id, actor.staff_id, day, now):
        return False
    version = _version(actor.staff_id, day) if row_version is None else row_version
    submit_report(day=day, sentences=sentences, row_version=version, actor=actor, now=now)
    KeptReport.objects.filter(received_at__lt=now - REMEMBERED).delete()
    return True


def _is_first(client_id: UUID, staff_id: int, day: date, now: datetime) -> bool:
    """The table decides: of two that come at once, one is first."""
    try:
        with transaction.atomic():
            KeptReport.objects.create(client_id=client_id, staff_id=staff_id, day=day, received_at=now)
    except IntegrityError:
        return False
    return True


def _version(staff_id: int, day: date) -> int:
    report = DailyReport.objects.filter(staff_id=staff_id, day=day).first()
    if report is not None and report.state == DailyReport.State.SUBMITTED:
        raise ReportChanged(_("This report was submitted elsewhere meanwhile. Your text is still here."))
    return report.row_version if report else 0
