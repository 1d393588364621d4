"""Tells administrators what is not as it must be: from the worker, and from the pages when the worker is silent."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from omos.office.jobs.queries import Ailment, ailments
from omos.office.notices import services
from omos.people import clock
from omos.people import queries as people
from omos.people.policy import may
from omos.people.viewer import Viewer


def tell_ailments(*, now: datetime) -> int:
    """Tell administrators of everything that is not as it must be, of each once a day; how many were told anew."""
    with translation.override(settings.LANGUAGE_CODE):
        found = ailments(now=clock.real_now())
        staff_ids = _administrators() if found else ()
        return sum(_tell(ailment, staff_ids, now) for ailment in found)


def _administrators() -> tuple[int, ...]:
    """Everybody who may see the jobs page; asked person by person, but only when something ails."""
    verb = "jobs.view"
    everybody = people.staff_in_scope(viewer=Viewer.system(verb), verb=verb)
    staff = everybody.filter(user__is_active=True).select_related("position").order_by("id")
    return tuple(person.pk for person in staff if may(people.viewer_of_staff(person), verb))


def _tell(ailment: Ailment, staff_ids: tuple[int, ...], now: datetime) -> int:
    return services.notify(
        kind="jobs.ailing",
        staff_ids=staff_ids,
        title=ailment.title,
        body=ailment.advice,
        url="/health/",
        action_label=_("See the system's health"),
        dedupe_key=f"jobs.ailing:{ailment.code}:{now:%Y-%m-%d}",
        now=now,
    )
