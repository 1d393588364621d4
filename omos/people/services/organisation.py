"""Departments, positions and the rows of the organisation form."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from omos.people import queries
from omos.people.models import Department, Headcount, Position, Staff
from omos.people.services.accounts import end_sessions_of_staff
from omos.people.trail import changes, record_action
from omos.people.viewer import Viewer


class OrganisationRefused(Exception):
    """The department, position or row cannot be saved so; the message says why."""


@dataclass(frozen=True)
class DepartmentDetails:
    """A unit of the company and the one above it."""

    name: str
    parent_id: int | None = None
    is_active: bool = True


@dataclass(frozen=True)
class PositionDetails:
    """A kind of post: duties, abilities and standard as lines of text, and the role it gives."""

    code: str
    name: str
    duties: str = ""
    abilities: str = ""
    standard: str = ""
    default_role: str = ""
    arrival_offset_days: int = 0
    base_pay_share: int = 60
    sort_order: int = 0
    is_active: bool = True


@dataclass(frozen=True)
class HeadcountDetails:
    """How many of a position are wanted, from when, for what monthly pay (分)."""

    wanted: int = 1
    due_on: date | None = None
    kind: str = Headcount.Kind.EMPLOYED
    pay_low: int | None = None
    pay_high: int | None = None
    note: str = ""


@transaction.atomic
def save_department(
    *, details: DepartmentDetails, department_id: int | None = None, actor: Viewer, now: datetime
) -> int:
    """Add a department or change one; returns its id.

    :raises OrganisationRefused: if the name stands there already, or it would stand below itself
    """
    if department_id and details.parent_id in queries.departments_below(department_id):
        raise OrganisationRefused(_("A department cannot stand below itself."))
    # The constraint alone does not hold among roots: databases take two empty parents for different.
    same = Department.objects.filter(name=details.name, parent_id=details.parent_id)
    if department_id:
        same = same.exclude(pk=department_id)
    if same.exists():
        raise OrganisationRefused(_("There is a department %(name)s in this place already.") % {"name": details.name})
    return _save(Department, department_id, asdict(details), actor, now)


@transaction.atomic
def save_position(*, details: PositionDetails, position_id: int | None = None, actor: Viewer, now: datetime) -> int:
    """Add a position or change one; returns its id. Who gets another role by it signs in anew.

    :raises OrganisationRefused: if code or name is taken
    """
    old = Position.objects.filter(pk=position_id).first() if position_id else None
    saved = _save(Position, position_id, asdict(details), actor, now)
    if old is not None and old.default_role != details.default_role:
        staff_ids = list(Staff.objects.filter(position_id=saved).values_list("id", flat=True))
        end_sessions_of_staff(staff_ids=staff_ids, now=now)
    return saved


@transaction.atomic
def write_duties(*, position_id: int, duties: str, standard: str, actor: Viewer, now: datetime) -> None:
    """Set what a position does and when it is well filled, and nothing else of it; writing the same changes nothing.

    :raises OrganisationRefused: if the position is not there any more
    """
    values = {"duties": duties, "standard": standard}
    old = Position.objects.filter(pk=position_id).values(*values).first()
    if old is None:
        raise OrganisationRefused(_("This entry is not there any more."))
    before, after = changes(old, values)
    if after:
        Position.objects.filter(pk=position_id).update(**after)
        subject = ("people.position", position_id)
        record_action("people.manage_organisation", actor=actor, subject=subject, now=now, before=before, after=after)


@transaction.atomic
def save_headcount(*, position_id: int, details: HeadcountDetails, actor: Viewer, now: datetime) -> int:
    """Set the row of a position in the organisation form; returns its id.

    :raises OrganisationRefused: if the pay range is upside down
    """
    if details.pay_low is not None and details.pay_high is not None and details.pay_low > details.pay_high:
        raise OrganisationRefused(_("The pay range starts above its end."))
    row = Headcount.objects.filter(position_id=position_id).first()
    return _save(Headcount, row.pk if row else None, {"position_id": position_id, **asdict(details)}, actor, now)


@transaction.atomic
def drop_headcount(*, position_id: int, actor: Viewer, now: datetime) -> None:
    """Take a position out of the organisation form.

    :raises OrganisationRefused: if it stands there no more
    """
    if not Headcount.objects.filter(position_id=position_id).delete()[0]:
        raise OrganisationRefused(_("This row is gone already."))
    record_action("people.manage_headcount", actor=actor, subject=("people.headcount", position_id), now=now)


def _save(
    table: type[Department | Position | Headcount],
    row_id: int | None,
    values: dict[str, Any],
    actor: Viewer,
    now: datetime,
) -> int:
    old = table.objects.filter(pk=row_id).first() if row_id else None
    if row_id and old is None:
        raise OrganisationRefused(_("This entry is not there any more."))
    row = table(pk=row_id, **values)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise OrganisationRefused(_("This code or name is taken already.")) from taken
    before, after = changes({name: getattr(old, name, None) for name in values}, values)
    subject = (f"people.{table.__name__.lower()}", row.pk)
    verb = "people.manage_headcount" if table is Headcount else "people.manage_organisation"
    record_action(verb, actor=actor, subject=subject, now=now, before=before, after=after)
    return row.pk
