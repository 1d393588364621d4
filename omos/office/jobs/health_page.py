"""The health page: what is not as it must be first, then every look with its figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from omos import __version__
from omos.office.jobs import queries
from omos.people.access import ViewerRequest, needs
from omos.ui import formats
from omos.ui.parts import State


@dataclass(frozen=True)
class Look:
    """One thing looked at: how it stands, its figure, and a word more."""

    name: str
    state: State
    figure: str
    note: str = ""


@needs("jobs.view")
@require_safe
def health(request: ViewerRequest) -> HttpResponse:
    """How the installation is doing, for whoever looks after it."""
    now = timezone.now()
    standings = queries.standings(now=now)
    late = [one for one in standings if one.is_overdue or one.failures_in_a_row]
    context = {
        "ailments": queries.ailments(now=now),
        "looks": (_version(), _records(), _worker(now), _jobs(late, len(standings)), _disk(), _backups(now)),
        "late": late,
        "now": now,
    }
    return render(request, "jobs/health.html", context)


def _good(word: str) -> State:
    return State("yes", word)


def _version() -> Look:
    return Look(_("Version"), _good(_("Running")), f"OMOS {__version__}")


def _records() -> Look:
    if connection.vendor != "sqlite":
        return Look(_("Records"), _good(_("Reachable")), "PostgreSQL")
    size = filesizeformat(Path(connection.settings_dict["NAME"]).stat().st_size)
    return Look(_("Records"), _good(_("Reachable")), size, "SQLite")


def _worker(now: datetime) -> Look:
    count = len(queries.alive_since(now=now))
    words = ngettext("%(n)s alive", "%(n)s alive", count) % {"n": count}
    state = _good(_("Running")) if count else State("no", _("Not running"))
    return Look(_("Background workers"), state, words)


def _jobs(late: list[queries.JobStanding], count: int) -> Look:
    state = State("warning", _("Late or failing")) if late else _good(_("On time"))
    return Look(_("Background jobs"), state, _("%(late)s of %(all)s not on time") % {"late": len(late), "all": count})


def _disk() -> Look:
    found = queries.disk()
    words = {"yes": _("Room enough"), "warning": _("Getting full"), "no": _("Nearly full")}
    figure = _("%(size)s free") % {"size": filesizeformat(found.free)}
    return Look(_("Disk"), State(found.tone, words[found.tone]), figure, formats.percent(found.free_share))


def _backups(now: datetime) -> Look:
    found = queries.backups()
    note = ngettext("%(n)s kept", "%(n)s kept", found.count) % {"n": found.count}
    if found.newest_at is None:
        is_real = settings.OMOS_MODE == "production"
        return Look(_("Backups"), State("no" if is_real else "unknown", _("None yet")), formats.NOTHING_KNOWN, note)
    figure = f"{formats.moment(timezone.localtime(found.newest_at))} · {filesizeformat(found.newest_size)}"
    if found.are_old(now=now):
        return Look(_("Backups"), State("no", _("Too old")), figure, note)
    if not found.is_locked:
        return Look(_("Backups"), State("warning", _("Not locked")), figure, note)
    return Look(_("Backups"), _good(_("Fresh and locked")), figure, note)
