"""Taking staff over from a table, and changes to many people at once; the people room does the deeds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from omos.office.sheets.declare import CheckedRow, Choice, ImportRefused, Key, Written
from omos.people import queries as people
from omos.people import services as people_services
from omos.people.viewer import Viewer

KINDS_AS_SPOKEN = {
    "EMPLOYED": ("在职", "全职", "正式"),
    "PART_TIME": ("兼任", "兼职"),
    "OUTSOURCED": ("外包",),
    "PLANNED": ("待招",),
}


def departments(viewer: Viewer) -> tuple[Choice, ...]:
    """Departments by name."""
    return tuple(Choice(pk, name) for pk, name in people.department_names().items())


def positions(viewer: Viewer) -> tuple[Choice, ...]:
    """Positions by name or code."""
    return tuple(Choice(pk, name, aliases=(code,)) for pk, (name, code) in people.position_names().items())


def kinds(viewer: Viewer) -> tuple[Choice, ...]:
    """Employed, part-time, outsourced, planned, in both languages."""
    return tuple(Choice(code, label, aliases=KINDS_AS_SPOKEN[code]) for code, label in people.staff_kinds())


def existing(*, viewer: Viewer, keys: Collection[Key]) -> Mapping[Key, int]:
    """Ids of the people who are on the staff list, by name."""
    known = people.staff_ids_by_name([str(key[0]) for key in keys])
    return {(name,): staff_id for name, staff_id in known.items()}


def write(*, rows: Sequence[CheckedRow], actor: Viewer, now: datetime) -> Written:
    """Add and change people in one go.

    :raises ImportRefused: if one of them cannot be saved; nothing is kept then
    """
    wanted = [
        people_services.PersonToTake(staff_id=row.existing, values=dict(row.values), is_merge=row.is_merge)
        for row in rows
    ]
    try:
        created = people_services.take_over_staff(people=wanted, actor=actor, now=now)
    except people_services.StaffRefused as refusal:
        raise ImportRefused(str(refusal)) from refusal
    return Written(created=len(created), updated=len(rows) - len(created), undo={"created": created})


def undo(*, undo: Mapping[str, Any], actor: Viewer, now: datetime) -> int:
    """Take the added people out again, but those who have a login or work to their name."""
    return people_services.drop_unused_staff(staff_ids=list(undo.get("created", [])), actor=actor, now=now)


def move(*, viewer: Viewer, ids: Collection[int], now: datetime, department: int) -> int:
    """Move people to another department."""
    return people_services.move_staff(staff_ids=ids, department_id=department, actor=viewer, now=now)
