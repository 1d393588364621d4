"""Reading the people room: who is in scope, which days count, who is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from omos.people.models import Company, Department, Leave, RoleGrant, Staff, User, Website, Workday
from omos.people.policy import scope_of
from omos.people.roles import Role, Scope
from omos.people.viewer import Viewer


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


def company() -> Company | None:
    """The company, or None before it was set up."""
    return Company.objects.first()


def websites() -> QuerySet[Website]:
    """Active websites of the company, by domain."""
    return Website.objects.filter(is_active=True).order_by("domain")


def viewer_of(user: User, *, language: str = "") -> Viewer:
    """The frozen viewer for a signed-in user: staff, roles, departments at or below their own."""
    staff = Staff.objects.select_related("position").filter(user=user).first()
    if staff is None:
        return Viewer(user_id=user.pk, staff_id=None, name=user.login, language=language or user.language)
    return viewer_of_staff(staff, language=language or user.language)


def viewer_of_staff(staff: Staff, *, language: str = "zh-hans") -> Viewer:
    """The viewer a staff member is when signed in; roles come from the position and from extra grants."""
    roles = set(RoleGrant.objects.filter(staff=staff).values_list("role", flat=True))
    if staff.position.default_role:
        roles.add(staff.position.default_role)
    return Viewer(
        user_id=staff.user_id,
        staff_id=staff.pk,
        name=staff.name,
        roles=frozenset(Role(role) for role in roles),
        department_id=staff.department_id,
        department_ids=departments_below(staff.department_id),
        language=language,
    )


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
        initial=staff.name[-1:],
        position=staff.position.name,
        position_id=staff.position_id,
        department_id=staff.department_id,
        role=staff.position.default_role,
        day_minutes=staff.day_minutes,
    )


def is_workday(day: date) -> bool:
    """Whether the company works on that day; Monday to Friday where the calendar says nothing."""
    row = Workday.objects.filter(day=day).first()
    return row.is_workday if row else day.weekday() < 5


def workdays_between(first: date, last: date) -> list[date]:
    """Workdays from first to last, both included, in order."""
    known = dict(Workday.objects.filter(day__range=(first, last)).values_list("day", "is_workday"))
    return [day for day in _days(first, last) if known.get(day, day.weekday() < 5)]


def calendar_days(first: date, last: date) -> dict[date, Workday]:
    """Every day from first to last as a calendar row; days the table lacks come as provisional ones."""
    known = {row.day: row for row in Workday.objects.filter(day__range=(first, last))}
    return {day: known.get(day) or _provisional(day) for day in _days(first, last)}


def leave_days(staff_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], Decimal]:
    """Share of the day each person is away (0–1), by (staff id, day); days without leave are left out."""
    away: dict[tuple[int, date], Decimal] = {}
    for leave in Leave.objects.filter(staff_id__in=staff_ids, first_day__lte=last, last_day__gte=first):
        for day in _days(max(first, leave.first_day), min(last, leave.last_day)):
            key = (leave.staff_id, day)
            away[key] = min(Decimal(1), away.get(key, Decimal(0)) + Decimal(leave.share) / 100)
    return away


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def _provisional(day: date) -> Workday:
    return Workday(day=day, is_workday=day.weekday() < 5, origin=Workday.Origin.PROVISIONAL)
