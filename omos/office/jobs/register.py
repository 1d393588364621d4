"""What the jobs room declares."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from omos.office.jobs import jobs
from omos.office.jobs.declare import Job
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    Verb(code="jobs.view", label=_("See the background jobs"), grants={Role.ADMIN: Scope.ALL}),
    Verb(code="jobs.run", label=_("Start a background job"), grants={Role.ADMIN: Scope.ALL}),
)
JOBS = (
    Job(
        code="jobs.back_up",
        label=_("Daily backup"),
        function=jobs.back_up,
        period=timedelta(days=1),
        at=time(3, 15),
    ),
    Job(
        code="jobs.check_records",
        label=_("Check that the records are whole"),
        function=jobs.check_records,
        period=timedelta(days=1),
        at=time(4, 35),
    ),
    Job(
        code="jobs.clean_up",
        label=_("Forget old runs"),
        function=jobs.clean_up_runs,
        period=timedelta(days=1),
        at=time(3, 40),
    ),
)
