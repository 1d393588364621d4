"""What the files room declares."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from omos.office.files import jobs
from omos.office.jobs.declare import Job
from omos.people.declare import Verb
from omos.people.roles import Role, Scope

VERBS = (
    # Which files a person gets is decided by each file's own verb; this one only opens the door.
    Verb(code="files.download", label=_("Download files"), grants=dict.fromkeys(Role, Scope.ALL)),
)
JOBS = (
    Job(
        code="files.forget",
        label=_("Forget files whose time is over"),
        function=jobs.forget_expired,
        period=timedelta(days=1),
        at=time(3, 50),
    ),
    Job(
        code="files.check_content",
        label=_("Check that every file is there"),
        function=jobs.check_content,
        period=timedelta(days=1),
        at=time(4, 45),
    ),
)
