"""Staff members: added, changed, gone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from omos.people import clock, queries
from omos.people.models import Staff, User
from omos.people.services.accounts import end_sessions_of_staff
from omos.people.trail import changes, record_action
from omos.people.viewer import Viewer

NAMED = ("department", "position")


class StaffRefused(Exception):
    """The person cannot be saved so; the message says why."""


@dataclass(frozen=True)
class StaffDetails:
    """A person as entered; `day_minutes` is the work of a full day until verified minutes are known."""

    name: str
    department_id: int
    position_id: int
    staff_number: str | None = None
    kind: str = Staff.Kind.EMPLOYED
    phone: str = ""
    email: str = ""
    arrived_on: date | None = None
    day_minutes: int = 450
    is_planned_by_category: bool = True


@transaction.atomic
def save_staff(
    *,
    details: StaffDetails,
    staff_id: int | None = None,
    row_version: int | None = None,
    actor: Viewer,
    now: datetime,
) -> int:
    """Add a staff member or change one; returns the id. Who gets another role or department signs in anew.

    :raises StaffRefused: if the staff number is taken, or somebody else saved the person meanwhile
    """
    values = asdict(details) | {"initials": initials(details.name), "staff_number": details.staff_number or None}
    old = Staff.objects.filter(pk=staff_id).select_related(*NAMED).first() if staff_id else None
    try:
        with transaction.atomic():
            saved_id = _write(old, staff_id, row_version, values)
    except IntegrityError as taken:
        raise StaffRefused(_("This staff number is taken, or the last day lies before the first.")) from taken
    if old is not None and (old.position_id, old.department_id) != (details.position_id, details.department_id):
        end_sessions_of_staff(staff_ids=[saved_id], now=now)
    before, after = changes(_as_read(old), _as_read(Staff.objects.select_related(*NAMED).get(pk=saved_id)))
    record_action(
        "people.manage_staff", actor=actor, subject=("people.staff", saved_id), now=now, before=before, after=after
    )
    return saved_id


def _as_read(staff: Staff | None) -> dict[str, Any]:
    """The person as a line of the trail shows them: department and position by name."""
    if staff is None:
        return {}
    names = [field.name for field in fields(StaffDetails) if not field.name.endswith("_id")]
    values = {name: getattr(staff, name) for name in names}
    return values | {"department": staff.department.name, "position": staff.position.name}


def _write(old: Staff | None, staff_id: int | None, row_version: int | None, values: dict[str, object]) -> int:
    if staff_id is None:
        return Staff.objects.create(**values).pk
    if old is None:
        raise StaffRefused(_("This person is not on the staff list any more."))
    version = row_version if row_version is not None else old.row_version
    if not Staff.objects.filter(pk=staff_id, row_version=version).update(**values, row_version=F("row_version") + 1):
        raise StaffRefused(_("Somebody else saved this page meanwhile. Look at it again, then save."))
    return staff_id


@transaction.atomic
def depart(*, staff_id: int, left_on: date, actor: Viewer, now: datetime) -> None:
    """Note a person's last day; from the day after, the login opens nothing. Their work stays theirs.

    :raises StaffRefused: if it lies before the first day, is noted already, or is one's own
    """
    if staff_id == actor.staff_id:
        raise StaffRefused(_("Somebody else must note your own last day."))
    staff = Staff.objects.filter(pk=staff_id).first()
    if staff is None or (staff.arrived_on and left_on < staff.arrived_on):
        raise StaffRefused(_("The last day lies before the first."))
    if not Staff.objects.filter(pk=staff_id, left_on=None).update(left_on=left_on, row_version=F("row_version") + 1):
        raise StaffRefused(_("A last day is noted already."))
    if left_on < clock.local_day(now, tz=actor.tz):
        end_sessions_of_staff(staff_ids=[staff_id], now=now)
    after = {"left_on": left_on}
    record_action("people.manage_staff", actor=actor, subject=("people.staff", staff_id), now=now, after=after)


@transaction.atomic
def come_back(*, staff_id: int, actor: Viewer, now: datetime) -> None:
    """Take a noted last day back.

    :raises StaffRefused: if none is noted
    """
    gone = Staff.objects.filter(pk=staff_id, left_on__isnull=False)
    if not gone.update(left_on=None, row_version=F("row_version") + 1):
        raise StaffRefused(_("No last day is noted."))
    after = {"left_on": None}
    record_action("people.manage_staff", actor=actor, subject=("people.staff", staff_id), now=now, after=after)


def initials(name: str) -> str:
    """Pinyin initials for search by keyboard: 赵一鸣 → zym."""
    from pypinyin import Style, lazy_pinyin

    return "".join(part[:1] for part in lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:40]


@transaction.atomic
def save_phone(*, phone: str, actor: Viewer, now: datetime) -> None:
    """Let the signed-in person sign in by this phone number too (empty: by name only).

    :raises StaffRefused: if it is no number, or somebody else's
    """
    number = queries.plain_phone(phone)
    if phone.strip() and not number:
        raise StaffRefused(_("This is not a phone number."))
    old = User.objects.filter(pk=actor.own_user_id).values_list("phone", flat=True).first()
    try:
        with transaction.atomic():
            User.objects.filter(pk=actor.own_user_id).update(phone=number or None)
    except IntegrityError as taken:
        raise StaffRefused(_("Somebody else signs in by this number.")) from taken
    before, after = {"phone": old}, {"phone": number}
    record_action(
        "people.own_account", actor=actor, subject=("people.user", actor.user_id), now=now, before=before, after=after
    )
