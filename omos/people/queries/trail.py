"""The action trail as people read it, and the policy as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext

from omos.people import masking, policy
from omos.people.declare import Mask, Verb
from omos.people.models import Action
from omos.people.policy import scope_of
from omos.people.queries.fields import FIELD_LABELS
from omos.people.queries.scope import staff_in_scope
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

LONGEST_VALUE = 80
SHOWN_AT_ONCE = 3
_ROOM_NAME = re.compile(r"\s*([^(:]+?) \(([^)]+)\)")


@dataclass(frozen=True)
class Change:
    """One field of a line: what it was, what it became."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class TrailLine:
    """One line of the trail, ready to be read."""

    at: datetime
    actor: str
    is_machine: bool
    verb: str
    label: str
    subject: str
    changes: tuple[Change, ...]
    address: str

    @property
    def first_changes(self) -> tuple[Change, ...]:
        return self.changes[:SHOWN_AT_ONCE]

    @property
    def more_changes(self) -> tuple[Change, ...]:
        return self.changes[SHOWN_AT_ONCE:]


def actions(*, viewer: Viewer, person: str = "", verb: str = "", day: date | None = None) -> QuerySet[Action]:
    """Lines of the trail in scope, the latest first; `person` matches the name of who acted."""
    found = Action.objects.all()
    if scope_of(viewer, "people.view_trail") != Scope.ALL:
        users = staff_in_scope(viewer=viewer, verb="people.view_trail").values("user_id")
        found = found.filter(user_id__in=users)
    if person.strip():
        found = found.filter(actor_name__icontains=person.strip())
    if verb:
        found = found.filter(verb=verb)
    if day is not None:
        midnight = datetime.combine(day, time(), ZoneInfo(viewer.tz))
        found = found.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1))
    return found.order_by("-at", "-id")


def trail_line(action: Action) -> TrailLine:
    """An action in words; what was masked when it was written stays so, later masks hold too."""
    labels = verb_labels()
    return TrailLine(
        at=action.at,
        actor=action.actor_name,
        is_machine=action.user_id is None and bool(action.actor_name),
        verb=action.verb,
        label=labels.get(action.verb, action.verb),
        subject=f"{action.subject_type} {action.subject_id}".strip(),
        changes=_changes(action),
        address=action.address,
    )


def verb_labels() -> dict[str, str]:
    """Every declared verb in words."""
    return {verb.code: str(verb.label) for verb in policy.verbs()}


def _changes(action: Action) -> tuple[Change, ...]:
    before, after = _masked(action, action.before), _masked(action, action.after)
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        Change(name, str(FIELD_LABELS.get(name, name)), _words(before.get(name)), _words(after.get(name)))
        for name in names
    )


def _masked(action: Action, values: Any) -> Mapping[str, Any]:
    return masking.masked_values(action.subject_type, values) if isinstance(values, dict) else {}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    text = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


@dataclass(frozen=True)
class PolicyRow:
    """One verb: at which scope each role may do it, in the order of the roles; empty for not at all."""

    verb: Verb
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class PolicyGroup:
    """The verbs of one room, under the room's name."""

    room: str
    rows: tuple[PolicyRow, ...]


@dataclass(frozen=True)
class MaskRow:
    """One masked field: which roles see it in full, in the order of the roles."""

    mask: Mask
    is_cleared: tuple[bool, ...]


def policy_table(*, language: str) -> tuple[PolicyGroup, ...]:
    """Verb × role × scope, room by room; verbs that only stand on the trail are left out."""
    names = room_names(language)
    groups: dict[str, list[PolicyRow]] = {}
    for verb in policy.verbs():
        if verb.grants:
            scopes = tuple(str(verb.grants[role].label) if role in verb.grants else "" for role in Role)
            groups.setdefault(verb.code.partition(".")[0], []).append(PolicyRow(verb, scopes))
    return tuple(PolicyGroup(names.get(room, room), tuple(rows)) for room, rows in groups.items())


def room_names(language: str) -> dict[str, str]:
    """Each room's name as the first line of its package says it: "Goals (目标): …"."""
    found = ((room, _ROOM_NAME.match(import_module(room).__doc__ or "")) for room in settings.ROOMS)
    place = 2 if language.startswith("zh") else 1
    return {room.rpartition(".")[2]: match[place] for room, match in found if match}


def mask_table() -> tuple[MaskRow, ...]:
    """Every masked field and who sees it in full."""
    return tuple(MaskRow(mask, tuple(role in mask.cleared_roles for role in Role)) for mask in policy.masks())
