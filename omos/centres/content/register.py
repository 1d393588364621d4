"""What the content room offers upwards."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.centres.content import jobs, queries
from omos.centres.content.services import FOUND_NOTICE
from omos.centres.content.tables import FOUND
from omos.office.jobs.declare import Job
from omos.office.notices.declare import NoticeKind
from omos.people import clock
from omos.people.declare import Verb, WaitingRows
from omos.people.policy import may
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

_WRITERS = dict.fromkeys((Role.EDITOR, Role.PROMOTER), Scope.OWN)
_LEADERS = {Role.SUPERVISOR: Scope.DEPARTMENT}

VERBS = (
    Verb(
        "content.view",
        _("See articles that the machine found"),
        {**_WRITERS, **_LEADERS, Role.BOSS: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb("content.claim", _("Say which found articles are one's own"), {**_WRITERS, Role.SUPERVISOR: Scope.OWN}),
    Verb("content.assign", _("Give found articles to people"), _LEADERS),
    Verb(
        "content.manage_sources",
        _("Choose which lists, sitemaps and feeds are watched"),
        {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
)
JOBS = (
    Job(
        code="content.look_at_sources",
        label=_("Look for new articles on our websites"),
        function=jobs.look_at_sources,
        period=timedelta(minutes=1),
    ),
    Job(
        code="content.read_found_pages",
        label=_("Read new articles and count them"),
        function=jobs.read_found_pages,
        period=timedelta(minutes=1),
        oldest_due=queries.oldest_due,
    ),
    Job(
        code="content.match_again",
        label=_("Ask again whose unsettled articles are"),
        function=jobs.match_again,
        period=timedelta(hours=1),
    ),
    Job(
        code="content.tell_found",
        label=_("Tell in the morning which articles were found"),
        function=jobs.tell_found,
        period=timedelta(days=1),
        at=time(8, 20),
    ),
)
NOTICE_KINDS = (NoticeKind(code=FOUND_NOTICE, label=_("Articles the machine found"), icon="article"),)
LISTS = (FOUND,)


def _waiting(viewer: Viewer) -> tuple[WaitingRows, ...]:
    if not (may(viewer, "content.claim") or may(viewer, "content.assign")):
        return ()
    rows = queries.claimable(viewer=viewer, today=clock.today())
    address = f"{reverse('content:found')}?tab=open"
    return (WaitingRows(rows, _("Found articles: whose are they?"), address, "article", "content:found"),)


WAITING = (_waiting,)
