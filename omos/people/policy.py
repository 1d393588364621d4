"""The policy: which role may do which verb at which scope, and which fields are masked."""

from __future__ import annotations

from collections.abc import Iterable

from omos.people.declare import Mask, Verb
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer

_verbs: dict[str, Verb] = {}
_masks: dict[str, Mask] = {}


class UnknownVerb(LookupError):
    """A verb was asked for that no room declares: a fault in the code, not of the person."""


def install(*, verbs: Iterable[Verb], masks: Iterable[Mask]) -> None:
    """Take over what the rooms declare.

    :raises ValueError: if a verb or mask is declared twice
    """
    _verbs.clear()
    _masks.clear()
    for verb in verbs:
        if verb.code in _verbs:
            raise ValueError(f"verb {verb.code} is declared twice")
        _verbs[verb.code] = verb
    for mask in masks:
        if mask.field in _masks:
            raise ValueError(f"mask {mask.field} is declared twice")
        _masks[mask.field] = mask


def verbs() -> tuple[Verb, ...]:
    """All verbs, by code."""
    return tuple(_verbs[code] for code in sorted(_verbs))


def masks() -> tuple[Mask, ...]:
    """All masks, by field."""
    return tuple(_masks[field] for field in sorted(_masks))


def scope_of(viewer: Viewer, verb: str) -> Scope | None:
    """The widest scope at which the viewer may do this verb, or None.

    :raises UnknownVerb: if no room declares it
    """
    if verb not in _verbs:
        raise UnknownVerb(verb)
    if viewer.is_system:
        return Scope.ALL
    grants = _verbs[verb].grants
    return max((grants[role] for role in viewer.roles if role in grants), default=None)


def may(viewer: Viewer, verb: str) -> bool:
    """Whether the viewer may do this verb at all.

    :raises UnknownVerb: if no room declares it
    """
    return scope_of(viewer, verb) is not None


def is_cleared(viewer: Viewer, field: str) -> bool:
    """Whether the viewer sees a masked field in full; unmasked fields are clear to everybody."""
    mask = _masks.get(field)
    return mask is None or viewer.is_system or bool(viewer.roles & {Role(role) for role in mask.cleared_roles})
