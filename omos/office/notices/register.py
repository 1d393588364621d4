"""What the notices room declares."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.office.jobs.declare import Job
from omos.office.notices import ailing, holdings, jobs, queries
from omos.office.notices.declare import NoticeKind
from omos.office.notices.tables import OUTBOX, ROBOTS
from omos.people.declare import Verb, WaitingRows
from omos.people.policy import may
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

_LEADING = {Role.SUPERVISOR: Scope.DEPARTMENT, Role.ADMIN: Scope.ALL}
VERBS = (
    Verb(code="notices.view", label=_("Read one's notices"), grants=dict.fromkeys(Role, Scope.OWN)),
    Verb(code="notices.choose", label=_("Choose which notices one gets"), grants=dict.fromkeys(Role, Scope.OWN)),
    Verb("notices.manage_robots", _("Connect group robots"), _LEADING),
    Verb("notices.view_outbox", _("See what was sent to groups and mailboxes"), _LEADING),
    Verb("notices.send_again", _("Send messages again"), _LEADING),
    Verb("notices.manage_mail", _("Set up the mail server"), {Role.ADMIN: Scope.ALL}),
)
NOTICE_KINDS = (
    NoticeKind(code="jobs.ailing", label=_("Background jobs that do not run"), icon="alert-triangle", is_needed=True),
)
LISTS = (ROBOTS, OUTBOX)
JOBS = (
    Job(
        code="notices.send_messages",
        label=_("Send messages to groups and mailboxes"),
        function=jobs.send_messages,
        period=timedelta(seconds=10),
    ),
    Job(
        code="notices.tell_ailing_jobs",
        label=_("Report jobs that do not run"),
        function=ailing.tell_ailments,
        period=timedelta(minutes=5),
    ),
    Job(
        code="notices.forget_old",
        label=_("Forget old notices"),
        function=jobs.forget_old,
        period=timedelta(days=1),
        at=time(4, 0),
    ),
)


def _waiting(viewer: Viewer) -> tuple[WaitingRows, ...]:
    """What may have arrived is nobody's but a person's to decide: seen in the group, or sent once more."""
    if not may(viewer, "notices.send_again"):
        return ()
    place = f"{reverse('notices:outbox')}?tab=uncertain"
    return (WaitingRows(queries.uncertain(viewer), _("Messages that may not have arrived"), place, "send"),)


WAITING = (_waiting,)
HELD = holdings.HELD
