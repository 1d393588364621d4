"""Who somebody is to the system, and whose rows they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from omos.people.models import Department, RoleGrant, Staff, User
from omos.people.policy import scope_of
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer
from omos.ui.parts import initial_of


@dataclass(frozen=True)
class StaffCard:
    """A person as pages show one: name, the one-letter disc, position."""

    id: int
    name: str
    initial: str
    position: str
    position_id: int
    department_id: int
    role: str
    day_minutes: int
    is_planned: bool


def viewer_of(user: User, *, language: str = "") -> Viewer:
    """The frozen viewer for a signed-in user: staff, roles, departments at or below their own."""
    staff: Staff | None = getattr(user, "staff", None)
    tz = getattr(user, "time_zone", None) or settings.TIME_ZONE
    if staff is None:
        return Viewer(
            user_id=user.pk,
            staff_id=None,
            name=user.login,
            tz=tz,
            language=language or user.language or settings.LANGUAGE_CODE,
        )
    return viewer_of_staff(staff, tz=tz, language=language or user.language or settings.LANGUAGE_CODE)


def viewer_of_staff(staff: Staff, *, tz: str = "", language: str = "zh-hans") -> Viewer:
    """The viewer a staff member is when signed in; roles come from the position and from extra grants."""
    return Viewer(
        user_id=staff.user_id,
        staff_id=staff.pk,
        name=staff.name,
        position=staff.position.name,
        roles=roles_of(staff),
        department_id=staff.department_id,
        department_ids=departments_below(staff.department_id),
        tz=tz or settings.TIME_ZONE,
        language=language,
    )


def roles_of(staff: Staff) -> frozenset[Role]:
    """The role the position gives and the extra ones; reads `staff.position`, so select it along."""
    roles = set(RoleGrant.objects.filter(staff=staff).values_list("role", flat=True))
    if staff.position.default_role:
        roles.add(staff.position.default_role)
    return frozenset(Role(role) for role in roles)


def departments_below(department_id: int) -> frozenset[int]:
    """This department and all below it."""
    children: dict[int | None, list[int]] = {}
    for child_id, parent_id in Department.objects.values_list("id", "parent_id"):
        children.setdefault(parent_id, []).append(child_id)
    found, waiting = {department_id}, [department_id]
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)


def staff_in_scope(*, viewer: Viewer, verb: str) -> QuerySet[Staff]:
    """Staff whose rows the viewer may touch by this verb; nobody when the verb is not granted.

    :raises UnknownVerb: if no room declares the verb
    """
    scope = scope_of(viewer, verb)
    everybody = Staff.objects.all()
    if scope == Scope.ALL:
        return everybody
    if scope is None or viewer.staff_id is None:
        return everybody.none()
    if scope == Scope.OWN:
        return everybody.filter(pk=viewer.staff_id)
    departments = viewer.department_ids if scope == Scope.DEPARTMENT else {viewer.department_id}
    return everybody.filter(Q(department_id__in=departments) | Q(pk=viewer.staff_id))


def staff_cards(*, viewer: Viewer, verb: str, today: date | None = None) -> tuple[StaffCard, ...]:
    """People in scope as cards, in the order of positions; with `today`, only those here on that day."""
    people = staff_in_scope(viewer=viewer, verb=verb).exclude(kind=Staff.Kind.PLANNED).select_related("position")
    if today is not None:
        people = people.filter(
            Q(arrived_on__isnull=True) | Q(arrived_on__lte=today), Q(left_on__isnull=True) | Q(left_on__gte=today)
        )
    return tuple(card_of(person) for person in people.order_by("position__sort_order", "id"))


def card_of(staff: Staff) -> StaffCard:
    """One person's card; reads `staff.position`, so select it along."""
    return StaffCard(
        id=staff.pk,
        name=staff.name,
        initial=initial_of(staff.name),
        position=staff.position.name,
        position_id=staff.position_id,
        department_id=staff.department_id,
        role=staff.position.default_role,
        day_minutes=staff.day_minutes,
        is_planned=staff.is_planned_by_category,
    )
