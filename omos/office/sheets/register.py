"""What sheets offers: verbs and one job."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from omos.office.jobs.declare import Job
from omos.office.sheets import jobs
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

_EVERYBODY = dict.fromkeys(Role, Scope.OWN)

VERBS = (
    Verb("sheets.save_view", _("Save views of lists"), _EVERYBODY),
    Verb("sheets.export", _("Export lists that one may see"), _EVERYBODY),
    Verb("sheets.import", _("Import tables where the room allows it"), _EVERYBODY),
)
JOBS = (
    Job(
        code="sheets.forget_old_imports",
        label=_("Delete imports older than 7 days"),
        function=jobs.forget_old_imports,
        period=timedelta(hours=1),
    ),
)
