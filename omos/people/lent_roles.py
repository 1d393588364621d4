"""What a person holds here: roles, lent to a stand-in as extra ones and taken back afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.people.holdings import Held, HeldThing, Holding, Moved, Passing
from omos.people.models import RoleGrant, Staff
from omos.people.queries.scope import roles_of
from omos.people.roles import Role
from omos.people.services.accounts import end_sessions_of_staff

CODE = "people.roles"
_PLACES = {role: place for place, role in enumerate(Role, start=1)}


def roles_held(holding: Holding) -> tuple[HeldThing, ...]:
    """The person's roles, by position and by grant."""
    roles = _roles(holding.staff_id)
    return tuple(HeldThing(_PLACES[role], str(Role(role).label)) for role in sorted(roles, key=_PLACES.__getitem__))


def lend(passing: Passing) -> Moved:
    """Give the other person those of the roles they do not have; they sign in anew."""
    lacking = _roles(passing.from_id) - _roles(passing.to_id)
    chosen = [role for role in sorted(lacking) if _PLACES[role] in passing.memos]
    moved = {
        _PLACES[role]: (RoleGrant.objects.create(staff_id=passing.to_id, role=role).pk, {"role": role})
        for role in chosen
    }
    if moved:
        end_sessions_of_staff(staff_ids=[passing.to_id], now=passing.now)
    return moved


def take_back(passing: Passing) -> Moved:
    """Take the lent roles away again."""
    lent = RoleGrant.objects.filter(pk__in=list(passing.memos), staff_id=passing.to_id)
    found = list(lent.values_list("pk", flat=True))
    if found:
        lent.delete()
        end_sessions_of_staff(staff_ids=[passing.to_id], now=passing.now)
    return {pk: (pk, {}) for pk in found}


def _roles(staff_id: int) -> frozenset[Role]:
    return roles_of(Staff.objects.select_related("position").get(pk=staff_id))


HELD = (Held(CODE, _("Roles"), "shield-lock", roles_held, lend, take_back, is_lasting=True),)
