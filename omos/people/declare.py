"""What a room offers upwards: verbs with their grants, field masks and things that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omos.people.roles import Role, Scope

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Verb:
    """A permission: what may be done, and by which role at which scope unless the company changed it."""

    code: str
    label: str | _StrPromise
    grants: Mapping[Role, Scope]


@dataclass(frozen=True)
class Mask:
    """A field shown in full only to the cleared roles; for others it is also not filterable, sortable or exportable."""

    field: str
    label: str | _StrPromise
    cleared_roles: frozenset[Role]


@dataclass(frozen=True)
class Waiting:
    """Something that waits for this person (待我处理): how many, in words, and where to deal with it.

    `route` names the menu page that carries the count as a badge, if any.
    """

    count: int
    label: str | _StrPromise
    url: str
    icon: str = "inbox"
    route: str = ""


@dataclass(frozen=True)
class WaitingRows:
    """The same, not counted yet: the desk counts the rows of all rooms in one query."""

    rows: QuerySet[Any, Any]
    label: str | _StrPromise
    url: str
    icon: str = "inbox"
    route: str = ""

    def counted(self, count: int) -> Waiting:
        """With the number of its rows."""
        return Waiting(count, self.label, self.url, self.icon, self.route)
