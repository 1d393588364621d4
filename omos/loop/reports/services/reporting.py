"""Writing, submitting, reading the daily report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.loop.reports import queries
from omos.loop.reports.models import DailyReport
from omos.office.notices.services import notify
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.roles import Role
from omos.people.trail import record_action
from omos.people.viewer import Viewer

TEXT_LENGTH = 2000
State = DailyReport.State


class ReportRefused(Exception):
    """Raised with a message fit for the person who writes or reads a report."""


class ReportClosed(ReportRefused):
    """The day is closed, or has not come yet."""


class ReportChanged(ReportRefused):
    """The report was submitted elsewhere after this page was opened."""


@dataclass(frozen=True)
class Sentences:
    """What only the person knows: the day's problem, and tomorrow."""

    problem: str
    tomorrow: str

    def cut(self) -> Sentences:
        """Without blanks around, at most as long as the field says."""
        return Sentences(self.problem.strip()[:TEXT_LENGTH], self.tomorrow.strip()[:TEXT_LENGTH])


@transaction.atomic
def save_draft(*, day: date, sentences: Sentences, actor: Viewer, now: datetime) -> bool:
    """Keep what is typed so far; False where the report was submitted already, which a draft never undoes.

    :raises ReportClosed: when the day is closed or has not come yet
    """
    staff_id, kept = _writer(actor, day, now), sentences.cut()
    _report, is_new = DailyReport.objects.get_or_create(
        day=day, staff_id=staff_id, defaults={"problem": kept.problem, "tomorrow": kept.tomorrow}
    )
    drafts = queries.open_reports(day=day, staff_id=staff_id).filter(state=State.DRAFT)
    return is_new or bool(drafts.update(problem=kept.problem, tomorrow=kept.tomorrow))


@transaction.atomic
def submit_report(*, day: date, sentences: Sentences, row_version: int, actor: Viewer, now: datetime) -> DailyReport:
    """Submit the actor's report with the machine's figures of this moment; again as often as wanted until the close.

    :raises ReportClosed: when the day is closed or has not come yet
    :raises ReportChanged: when it was submitted elsewhere since `row_version`
    """
    staff_id, kept = _writer(actor, day, now), sentences.cut()
    rows = queries.work_rows(staff_ids=[staff_id], first=day, last=day)
    DailyReport.objects.get_or_create(day=day, staff_id=staff_id)
    # Whoever read it before has to read it again: it says something new.
    is_ours = (
        queries.open_reports(day=day, staff_id=staff_id)
        .filter(row_version=row_version)
        .update(
            state=State.SUBMITTED,
            problem=kept.problem,
            tomorrow=kept.tomorrow,
            figures=queries.figures_of(queries.category_lines(rows)),
            submitted_at=now,
            acknowledged_at=None,
            acknowledged_by=None,
            row_version=row_version + 1,
        )
    )
    if not is_ours:
        raise ReportChanged(_("This report was submitted elsewhere meanwhile. Your text is still here."))
    report = DailyReport.objects.get(day=day, staff_id=staff_id)
    record_action(
        "reports.write",
        actor=actor,
        subject=("reports.dailyreport", report.pk),
        now=now,
        after={"day": day, "submission": report.row_version},
    )
    if kept.problem:
        _tell_supervisors(report, actor, now)
    return report


@transaction.atomic
def comment(*, report_id: int, text: str, actor: Viewer, now: datetime) -> None:
    """Write or change the comment under a submitted report, which also marks it read.

    :raises ReportRefused: without text, or when the report is not submitted or out of scope
    """
    text = text.strip()[:TEXT_LENGTH]
    if not text:
        raise ReportRefused(_("Write the comment first."))
    reports = queries.reports_in_scope(viewer=actor, verb="reports.comment")
    report = reports.filter(id=report_id, state=State.SUBMITTED).first()
    if report is None:
        raise ReportRefused(_("This report is not there to be commented on."))
    DailyReport.objects.filter(id=report_id).update(comment=text, commented_by_id=actor.staff_id, commented_at=now)
    DailyReport.objects.filter(id=report_id, acknowledged_at__isnull=True).update(
        acknowledged_at=now, acknowledged_by_id=actor.staff_id
    )
    record_action(
        "reports.comment",
        actor=actor,
        subject=("reports.dailyreport", report_id),
        now=now,
        before={"comment": report.comment},
        after={"comment": text},
    )
    if report.staff_id != actor.staff_id:
        _tell(
            "reports.commented",
            report,
            title=_("%(name)s commented on your report of %(day)s"),
            body=text,
            staff_ids=[report.staff_id],
            actor=actor,
            now=now,
        )


@transaction.atomic
def acknowledge_report(*, report_ids: Collection[int], actor: Viewer, now: datetime) -> int:
    """Mark submitted reports as read; returns how many were not yet."""
    reach = queries.reports_to_read(viewer=actor).filter(id__in=report_ids).values_list("id", flat=True)
    mine = sorted(reach)
    count = DailyReport.objects.filter(id__in=mine, acknowledged_at__isnull=True).update(
        acknowledged_at=now, acknowledged_by_id=actor.staff_id
    )
    if count:
        record_action(
            "reports.comment",
            actor=actor,
            subject=("reports.dailyreport", ",".join(str(pk) for pk in mine)[:60]),
            now=now,
            after={"acknowledged": mine},
        )
    return count


def _writer(actor: Viewer, day: date, now: datetime) -> int:
    """The actor's staff id, if this day's report may be written."""
    if actor.staff_id is None:
        raise ReportRefused(_("Only staff write daily reports."))
    if day > local_day(now):
        raise ReportClosed(_("This day has not come yet."))
    if queries.is_closed(staff_id=actor.staff_id, day=day):
        raise ReportClosed(_("This day is closed. Your supervisor can reopen it."))
    return actor.staff_id


def _tell_supervisors(report: DailyReport, actor: Viewer, now: datetime) -> None:
    cards = people.staff_cards(viewer=Viewer.system("reports"), verb="reports.comment", today=report.day)
    departments = {actor.department_id}
    leading = [
        card.id
        for card in cards
        if card.role == Role.SUPERVISOR
        and card.id != actor.staff_id
        and departments & people.departments_below(card.department_id)
    ]
    _tell(
        "reports.problem",
        report,
        title=_("%(name)s reports a problem (%(day)s)"),
        body=report.problem,
        staff_ids=leading,
        actor=actor,
        now=now,
    )


def _tell(
    kind: str,
    report: DailyReport,
    *,
    title: str,
    body: str,
    staff_ids: Collection[int],
    actor: Viewer,
    now: datetime,
) -> None:
    is_own = list(staff_ids) == [report.staff_id]
    notify(
        kind=kind,
        staff_ids=staff_ids,
        title=title % {"name": actor.name, "day": f"{report.day:%m-%d}"},
        body=body,
        url=f"/daily-report/?day={report.day}" + ("" if is_own else f"&staff={report.staff_id}"),
        action_label=_("Open the report"),
        dedupe_key=f"{kind}:{report.pk}:{now.isoformat()}",
        now=now,
    )
