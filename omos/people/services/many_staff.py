"""Many staff members at once: taken over from a table, moved, taken out again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from omos.people.models import Department, Staff
from omos.people.services.accounts import end_sessions_of_staff
from omos.people.services.staff import StaffDetails, StaffRefused, save_staff
from omos.people.trail import record_action
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class PersonToTake:
    """A row of a table about a person: `staff_id` where they are known; a merge fills only what is empty so far."""

    staff_id: int | None
    values: Mapping[str, Any]
    is_merge: bool = False


@transaction.atomic
def take_over_staff(*, people: Sequence[PersonToTake], actor: Viewer, now: datetime) -> list[int]:
    """Add and change people in one go; returns the ids of the added ones.

    :raises StaffRefused: if one of them cannot be saved; nothing is kept then
    """
    known = Staff.objects.in_bulk([one.staff_id for one in people if one.staff_id])
    created: list[int] = []
    for one in people:
        old = known.get(one.staff_id) if one.staff_id else None
        saved = save_staff(details=_details(old, one), staff_id=old.pk if old else None, actor=actor, now=now)
        if old is None:
            created.append(saved)
    return created


def _details(old: Staff | None, one: PersonToTake) -> StaffDetails:
    renamed = {"department": "department_id", "position": "position_id"}
    given = {renamed.get(name, name): value for name, value in one.values.items() if value is not None}
    if old is None:
        return StaffDetails(**given)
    present = StaffDetails(**{field.name: getattr(old, field.name) for field in fields(StaffDetails)})
    if one.is_merge:
        given = {name: value for name, value in given.items() if asdict(present)[name] in (None, "")}
    return replace(present, **given)


@transaction.atomic
def move_staff(*, staff_ids: Collection[int], department_id: int, actor: Viewer, now: datetime) -> int:
    """Move people to another department; who moved signs in anew. Returns how many moved.

    :raises StaffRefused: if the department is gone
    """
    department = Department.objects.filter(pk=department_id, is_active=True).first()
    if department is None:
        raise StaffRefused(_("This department is not in use any more."))
    moving = Staff.objects.filter(pk__in=staff_ids).exclude(department_id=department_id)
    ids = list(moving.values_list("id", flat=True))
    Staff.objects.filter(pk__in=ids).update(department_id=department_id, row_version=F("row_version") + 1)
    end_sessions_of_staff(staff_ids=ids, now=now)
    for staff_id in ids:
        after = {"department": department.name}
        record_action("people.manage_staff", actor=actor, subject=("people.staff", staff_id), now=now, after=after)
    return len(ids)


@transaction.atomic
def drop_unused_staff(*, staff_ids: Collection[int], actor: Viewer, now: datetime) -> int:
    """Take people out again who have neither a login nor anything to their name; returns how many went."""
    dropped = 0
    for staff in Staff.objects.filter(pk__in=staff_ids, user=None):
        staff_id, name = staff.pk, staff.name
        try:
            with transaction.atomic():
                staff.delete()
        except ProtectedError:
            continue
        dropped += 1
        before = {"name": name}
        record_action("people.manage_staff", actor=actor, subject=("people.staff", staff_id), now=now, before=before)
    return dropped
