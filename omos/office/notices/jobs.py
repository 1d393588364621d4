"""The room's own jobs: sending, forgetting, and the dead man's switch of all other jobs."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from omos.connectors.outbound import rules_from
from omos.office.jobs import queries as jobs
from omos.office.jobs.declare import Job
from omos.office.notices import services
from omos.people import clock
from omos.people import queries as people
from omos.people.policy import may
from omos.people.viewer import Viewer


def forget_old(*, now: datetime) -> int:
    """Remove read notices older than half a year, and messages that left three months ago."""
    return services.forget_old(now=now) + services.forget_old_messages(now=now)


def send_messages(*, now: datetime) -> int:
    """Send what waits for groups and mailboxes, as far as pace and hour allow."""
    return services.send_due(services.Sender(now, clock.real_now, rules_from(settings)))


def tell_ailing_jobs(*, now: datetime) -> int:
    """Tell administrators of jobs that are overdue or keep failing, once a day per job."""
    true_now = clock.real_now()
    ailing = {*jobs.overdue_jobs(now=true_now), *jobs.failing_jobs()}
    if not ailing:
        return 0
    staff_ids = _administrators()
    with translation.override(settings.LANGUAGE_CODE):
        return sum(_tell(job, staff_ids, now) for job in sorted(ailing, key=lambda job: job.code))


def _administrators() -> tuple[int, ...]:
    """Everybody who may see the jobs page; asked person by person, but only when something ails."""
    verb = "jobs.view"
    everybody = people.staff_in_scope(viewer=Viewer.system(verb), verb=verb)
    staff = everybody.filter(user__is_active=True).select_related("position").order_by("id")
    return tuple(person.pk for person in staff if may(people.viewer_of_staff(person), verb))


def _tell(job: Job, staff_ids: tuple[int, ...], now: datetime) -> int:
    return services.notify(
        kind="jobs.ailing",
        staff_ids=staff_ids,
        title=_("The background job “%(job)s” does not run as it should") % {"job": job.label},
        body=_("It is overdue or has failed several times in a row. What it does is not up to date."),
        url="/jobs/",
        action_label=_("See the jobs"),
        dedupe_key=f"jobs.ailing:{job.code}:{now:%Y-%m-%d}",
        now=now,
    )
