"""What the reports room offers upwards."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from omos.loop.reports import jobs, queries
from omos.loop.reports.composing import messages
from omos.office.jobs.declare import Job
from omos.office.notices.declare import NoticeKind
from omos.people import clock
from omos.people.declare import Verb, Waiting, WaitingRows
from omos.people.policy import may
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

# From this hour on the day's report is worth writing.
WRITE_FROM = time(16, 0)
_OWN = dict.fromkeys((Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES), Scope.OWN)
_LEADING = {Role.SUPERVISOR: Scope.DEPARTMENT}


def _waiting(viewer: Viewer) -> tuple[Waiting | WaitingRows, ...]:
    waiting: list[Waiting | WaitingRows] = []
    if may(viewer, "reports.comment"):
        rows = queries.reports_to_read(viewer=viewer)
        waiting.append(WaitingRows(rows, _("Daily reports to read"), reverse("reports:daily"), "clipboard-text"))
    if viewer.staff_id and may(viewer, "reports.write") and not may(viewer, "reports.comment"):
        moment = timezone.localtime(clock.now())
        is_time = moment.time() >= WRITE_FROM and queries.has_report_due(staff_id=viewer.staff_id, day=moment.date())
        url = reverse("reports:daily")
        waiting.append(Waiting(int(is_time), _("Daily report to write"), url, "clipboard-text", "reports:daily"))
    return tuple(waiting)


VERBS = (
    Verb("reports.view", _("See day closings and reports"), {**_OWN, **_LEADING, Role.BOSS: Scope.ALL}),
    Verb("reports.write", _("Write the daily report"), {**_OWN, Role.SUPERVISOR: Scope.OWN}),
    Verb("reports.comment", _("Comment and acknowledge reports"), {**_LEADING, Role.BOSS: Scope.ALL}),
    Verb("reports.remind", _("Remind people of open days"), _LEADING),
    Verb("reports.send_day", _("Send the day to group chats"), _LEADING),
    Verb("reports.reopen", _("Reopen a closed day"), _LEADING),
    # Only the machine closes days.
    Verb("reports.close_day", _("Close the day"), {}),
)
JOBS = (
    Job(
        code="reports.close_day",
        label=_("Close the day"),
        function=jobs.close_days,
        period=timedelta(days=1),
        at=time(0, 5),
    ),
    Job(
        code="reports.mend_days",
        label=_("Look again at days made up later"),
        function=jobs.mend_days,
        period=timedelta(minutes=10),
    ),
    Job(
        code="reports.remind",
        label=_("Remind whose day is open"),
        function=jobs.remind_missing,
        period=timedelta(days=1),
        at=jobs.REMIND_AT,
    ),
    Job(
        code="reports.post_plan",
        label=_("Post the day's plan to groups"),
        function=jobs.post_plan,
        period=timedelta(days=1),
        at=jobs.PLAN_AT,
    ),
    Job(
        code="reports.post_picture",
        label=_("Post the picture report to groups"),
        function=jobs.post_picture,
        period=timedelta(days=1),
        at=jobs.PICTURE_AT,
    ),
    Job(
        code="reports.post_progress",
        label=_("Post to groups who has closed the day"),
        function=jobs.post_progress,
        period=timedelta(minutes=30),
    ),
    Job(
        code="reports.post_lamps",
        label=_("Post red lamps to groups"),
        function=jobs.post_lamps,
        period=timedelta(hours=1),
    ),
)
NOTICE_KINDS = (
    NoticeKind(code="reports.remind", label=_("Reminders of the open day"), icon="bell"),
    NoticeKind(code="reports.commented", label=_("Comments on my daily report"), icon="message"),
    NoticeKind(code="reports.problem", label=_("Problems from daily reports"), icon="alert-triangle"),
    NoticeKind(code="reports.reopened", label=_("Reopened days"), icon="lock-open"),
    NoticeKind(messages.PLAN, _("Today's plan (08:45)"), "calendar", for_groups=True),
    NoticeKind(messages.PICTURE, _("Picture report (18:00)"), "photo", for_groups=True),
    NoticeKind(messages.PROGRESS, _("Who has closed the day (16:30 to 20:30)"), "checks", for_groups=True),
    NoticeKind(messages.LAMPS, _("Red lamps (shows money)"), "alert-triangle", for_groups=True, shows_money=True),
)
WAITING = (_waiting,)
