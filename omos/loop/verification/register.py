"""What the verification room offers upwards."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.loop.ledger.declare import SourcePage
from omos.loop.verification import holdings, imports, jobs, queries
from omos.loop.verification.crawler_list import CRAWLER_PAGE
from omos.loop.verification.services.deciding import RETURNED_NOTICE
from omos.loop.verification.services.facts import SOURCE
from omos.loop.verification.services.helper_keys import end_key_of
from omos.loop.verification.services.index_looks import INDEX_SOURCE
from omos.loop.verification.services.standings import FAILED_NOTICE
from omos.loop.verification.tables import INDEX_PAGE
from omos.office.jobs.declare import Job
from omos.office.notices.declare import NoticeKind
from omos.people.declare import Verb, WaitingRows
from omos.people.policy import may
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.loop.ledger.models import Fact

_OWN = dict.fromkeys((Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES), Scope.OWN)

# Who looks after the websites looks after all their pages.
_INDEX = _OWN | {Role.PROMOTER: Scope.DEPARTMENT, Role.SUPERVISOR: Scope.DEPARTMENT, Role.ADMIN: Scope.ALL}


def _waiting(viewer: Viewer) -> tuple[WaitingRows, ...]:
    waiting = []
    if may(viewer, "verification.decide"):
        rows = queries.needs_eyes(viewer=viewer)
        waiting.append(
            WaitingRows(rows, _("Pieces of work to look at"), reverse("verification:desk"), "eye", "verification:desk")
        )
    if viewer.staff_id and may(viewer, "verification.ask"):
        back = queries.returned(staff_id=viewer.staff_id)
        waiting.append(
            WaitingRows(back, _("Pieces that came back to you"), reverse("verification:mine"), "corner-up-left")
        )
    return tuple(waiting)


def _engine_list(fact: Fact) -> str:
    """The list of pages the engine held when the figure was posted."""
    return f"{reverse('verification:index')}?engine={fact.source_id.rpartition('/')[2]}&verdict=yes"


VERBS = (
    Verb(
        "verification.view",
        _("See how work was verified"),
        {**_OWN, Role.SUPERVISOR: Scope.DEPARTMENT, Role.BOSS: Scope.ALL},
    ),
    Verb(
        "verification.ask",
        _("Have own work looked at again"),
        {**_OWN, Role.SUPERVISOR: Scope.OWN},
    ),
    Verb("verification.view_index", _("See which engines have indexed which pages"), _INDEX | {Role.BOSS: Scope.ALL}),
    Verb("verification.send_index", _("Send looks at search engines"), _INDEX),
    Verb(
        "verification.import_index",
        _("Import the engines' exports"),
        {Role.SUPERVISOR: Scope.DEPARTMENT, Role.PROMOTER: Scope.DEPARTMENT, Role.ADMIN: Scope.ALL},
    ),
    Verb(
        "verification.import_logs",
        _("Import access logs"),
        {Role.SUPERVISOR: Scope.DEPARTMENT, Role.PROMOTER: Scope.DEPARTMENT, Role.ADMIN: Scope.ALL},
    ),
    Verb("verification.decide", _("Decide over verified work"), {Role.SUPERVISOR: Scope.DEPARTMENT}),
)
JOBS = (
    Job(
        code="verification.verify_new_evidence",
        label=_("Verify handed-in work"),
        function=jobs.verify_new_evidence,
        period=timedelta(seconds=20),
        oldest_due=queries.oldest_due,
    ),
    Job(
        code="verification.look_again",
        label=_("Look again at verified work on days 1, 7 and 30"),
        function=jobs.look_again,
        period=timedelta(hours=1),
    ),
    Job(
        code="verification.watch_pages",
        label=_("Ask the search engines after pages that passed"),
        function=jobs.watch_pages,
        period=timedelta(minutes=5),
    ),
    Job(
        code="verification.read_logs",
        label=_("Read access logs that were sent"),
        function=jobs.read_logs,
        period=timedelta(minutes=1),
    ),
    Job(
        code="verification.drop_old_proofs",
        label=_("Forget old proofs"),
        function=jobs.drop_old_proofs,
        period=timedelta(days=1),
        at=time(4, 20),
    ),
)
NOTICE_KINDS = (
    NoticeKind(code=RETURNED_NOTICE, label=_("Work that came back"), icon="corner-up-left", is_needed=True),
    NoticeKind(code=FAILED_NOTICE, label=_("Work that the machine did not pass"), icon="alert-triangle"),
)
SOURCE_PAGES = (
    SourcePage(SOURCE, _("Verified work"), lambda fact: reverse("verification:evidence", args=[fact.source_id])),
    SourcePage(INDEX_SOURCE, _("Looks at the search engines"), _engine_list),
)
WAITING = (_waiting,)
HELD = holdings.HELD
DOORS = (end_key_of,)
LISTS = (INDEX_PAGE, CRAWLER_PAGE)
IMPORTERS = imports.IMPORTERS
