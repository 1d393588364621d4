"""What the website room offers upwards."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.centres.website import holdings, queries
from omos.centres.website.services.categories import ensure_categories
from omos.centres.website.services.steps import ASKED_FOR, TO_MAKE
from omos.centres.website.tables import COLUMNS, REQUESTS, VERSIONS
from omos.office.notices.declare import NoticeKind
from omos.people.declare import Verb, WaitingRows
from omos.people.policy import may
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

_EVERYBODY = dict.fromkeys(Role, Scope.ALL)
_STAFF = dict.fromkeys((Role.EDITOR, Role.PROMOTER, Role.SERVICE, Role.SALES), Scope.OWN)
_LEADING = {Role.SUPERVISOR: Scope.DEPARTMENT, Role.BOSS: Scope.ALL, Role.ADMIN: Scope.ALL}
_PLANNING = dict.fromkeys((Role.SUPERVISOR, Role.EDITOR, Role.PROMOTER, Role.BOSS, Role.ADMIN), Scope.ALL)

VERBS = (
    Verb("website.ask", _("Ask designer and programmer for something, and accept what comes"), _EVERYBODY),
    Verb("website.view", _("See website requests"), {**_STAFF, **_LEADING}),
    Verb(
        "website.make",
        _("Take website requests and hand over what was made"),
        dict.fromkeys((Role.EDITOR, Role.PROMOTER, Role.SUPERVISOR), Scope.OWN),
    ),
    Verb("website.lead", _("See how website requests fare, put them back and refuse them"), _LEADING),
    Verb("website.view_site", _("See versions and columns of websites"), _PLANNING),
    Verb("website.plan", _("Write down versions and plan columns of websites"), _PLANNING),
    # Pictures and drafts are for everybody in the house; only the door to them is this one.
    Verb("website.open_files", _("Open pictures and files of website requests"), _EVERYBODY),
)


def _waiting(viewer: Viewer) -> tuple[WaitingRows, ...]:
    if viewer.staff_id is None:
        return ()
    waiting = []
    if may(viewer, "website.make"):
        rows = queries.to_make(viewer)
        waiting.append(WaitingRows(rows, _("Requests to make"), reverse("website:queue"), "photo", "website:queue"))
    if may(viewer, "website.ask"):
        rows = queries.to_accept(viewer)
        url = f"{reverse('website:requests')}?tab=mine&state=HANDED_OVER"
        waiting.append(WaitingRows(rows, _("Finished requests to look at"), url, "checkbox", "website:requests"))
    return tuple(waiting)


LISTS = (REQUESTS, VERSIONS, COLUMNS)
NOTICE_KINDS = (
    NoticeKind(TO_MAKE, _("Website requests to me: asked, accepted, sent back"), "photo"),
    NoticeKind(ASKED_FOR, _("My website requests: taken, handed over, refused"), "send"),
)
WAITING = (_waiting,)
HELD = holdings.HELD
SETUP = (ensure_categories,)
