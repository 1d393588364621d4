"""What every installation starts with: company, departments, positions, organisation form, three years of calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from omos.people import clock
from omos.people.default_positions import DEFAULT_POSITIONS, DefaultPosition
from omos.people.models import Company, Department, Headcount, Position
from omos.people.roles import Role
from omos.people.services.calendar import fill_calendar
from omos.people.trail import record_action
from omos.people.viewer import Viewer

# A young installation shows what to do first; after a month everybody has found their way, or never will by this.
FIRST_STEPS_LAST = timedelta(days=30)


@transaction.atomic
def ensure_defaults(*, actor: Viewer, now: datetime) -> None:
    """Create what is missing and leave alone what is there, so that it may run at every start."""
    with translation.override(settings.LANGUAGE_CODE):
        _ensure_company(first_steps_until=clock.local_day(now) + FIRST_STEPS_LAST)
        _ensure_departments()
        created = _ensure_positions()
    year = clock.local_day(now).year
    fill_calendar(years=range(year - 1, year + 2), actor=actor, now=now)
    if created:
        after = {"positions": created}
        record_action("people.manage_organisation", actor=actor, subject=("people.position", ""), now=now, after=after)


def _ensure_company(*, first_steps_until: date) -> None:
    values = {"name": _("Our company"), "short_name": _("Our company"), "time_zone": settings.TIME_ZONE}
    Company.objects.get_or_create(pk=1, defaults=values | {"first_steps_until": first_steps_until})


def _ensure_departments() -> None:
    if not Department.objects.exists():
        root = Department.objects.create(name=_("Head office"))
        Department.objects.create(name=_("Online marketing department"), parent=root)


def _ensure_positions() -> list[str]:
    known_codes = set(Position.objects.values_list("code", flat=True))
    known_names = set(Position.objects.values_list("name", flat=True))
    missing = [
        (place, post)
        for place, post in enumerate(DEFAULT_POSITIONS, start=1)
        if post.code not in known_codes and _(post.name) not in known_names
    ]
    for place, post in missing:
        position = Position.objects.create(**_values(post), sort_order=place * 10)
        if post.wanted:
            Headcount.objects.create(position=position, wanted=post.wanted, kind=post.kind)
    return [post.code for _place, post in missing]


def _values(post: DefaultPosition) -> dict[str, object]:
    return {
        "code": post.code,
        "name": _(post.name),
        "duties": "\n".join(map(_, post.duties)),
        "abilities": "\n".join(map(_, post.abilities)),
        # The empty text is the catalogue's own head.
        "standard": _(post.standard) if post.standard else "",
        "default_role": post.role or "",
        "arrival_offset_days": post.arrival_offset_days,
        "base_pay_share": post.base_pay_share,
    }


def place_for(role: Role) -> tuple[Department, Position]:
    """Where somebody of this role belongs when nobody says: boss and administrator on top, others in the department."""
    with translation.override(settings.LANGUAGE_CODE):
        _ensure_departments()
        if not Position.objects.filter(default_role=role).exists():
            _ensure_positions()
    # An administrator is asked for, not the personnel office that also has the role.
    wanted = Position.objects.filter(default_role=role, is_active=True)
    by_code = wanted.filter(code="ADMINISTRATOR").first() if role == Role.ADMIN else None
    position = by_code or wanted.order_by("sort_order", "id")[0]
    departments = Department.objects.filter(is_active=True).order_by("id")
    below = None if role in {Role.BOSS, Role.ADMIN} else departments.exclude(parent=None).first()
    return below or departments.filter(parent=None)[0], position
