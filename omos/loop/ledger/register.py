"""What the ledger offers upwards."""

from __future__ import annotations

from datetime import time, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.loop.ledger import jobs
from omos.loop.ledger.declare import SourcePage
from omos.loop.ledger.measures import HAND
from omos.loop.ledger.tables import FACTS
from omos.office.jobs.declare import Job
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    Verb(
        "ledger.view",
        _("See the ledger's rows"),
        dict.fromkeys(Role, Scope.OWN)
        | {Role.SUPERVISOR: Scope.DEPARTMENT, Role.BOSS: Scope.ALL, Role.ADMIN: Scope.ALL},
    ),
    Verb(
        "ledger.record_by_hand",
        _("Fill in the daily data sheet"),
        {role: Scope.ALL for role in (Role.SUPERVISOR, Role.PROMOTER, Role.SERVICE, Role.ADMIN)},
    ),
    Verb("ledger.post", _("Post facts to the ledger"), {Role.SUPERVISOR: Scope.ALL, Role.ADMIN: Scope.ALL}),
)
JOBS = (
    Job(
        code="ledger.check_sums",
        label=_("Check that every sum is what its facts say"),
        function=jobs.check_sums,
        period=timedelta(days=1),
        at=time(4, 40),
    ),
)
SOURCE_PAGES = (
    SourcePage(
        HAND, _("Typed by hand"), lambda fact: f"{reverse('ledger:sheet')}?day={fact.day}#row-{fact.channel_id}"
    ),
)
LISTS = (FACTS,)
