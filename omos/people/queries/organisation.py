"""The department tree and the positions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from omos.people.models import Department, Position, Staff
from omos.people.queries.scope import StaffCard, card_of, staff_in_scope
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class Unit:
    """A department in the tree: how deep it stands, and who belongs to it."""

    id: int
    name: str
    depth: int
    parent_id: int | None
    is_active: bool
    people: tuple[StaffCard, ...]


def people_here(people: QuerySet[Staff], today: date) -> QuerySet[Staff]:
    """Those of these people who are here today, in the order of positions."""
    arrived, staying = Q(arrived_on=None) | Q(arrived_on__lte=today), Q(left_on=None) | Q(left_on__gte=today)
    present = people.filter(arrived, staying).exclude(kind=Staff.Kind.PLANNED)
    return present.select_related("position").order_by("position__sort_order", "id")


def department_tree(*, viewer: Viewer, today: date) -> tuple[Unit, ...]:
    """Departments in the order of the tree, with the people in scope who are here."""
    here: dict[int, list[StaffCard]] = {}
    for person in people_here(staff_in_scope(viewer=viewer, verb="people.view_organisation"), today):
        here.setdefault(person.department_id, []).append(card_of(person))
    children: dict[int | None, list[Department]] = {}
    for department in Department.objects.order_by("name", "id"):
        children.setdefault(department.parent_id, []).append(department)
    return tuple(_walk(None, 0, children, here))


def _walk(
    parent_id: int | None,
    depth: int,
    children: dict[int | None, list[Department]],
    here: dict[int, list[StaffCard]],
) -> list[Unit]:
    units: list[Unit] = []
    for one in children.get(parent_id, []):
        units.append(Unit(one.pk, one.name, depth, parent_id, one.is_active, tuple(here.get(one.pk, ()))))
        units.extend(_walk(one.pk, depth + 1, children, here))
    return units


def positions(*, today: date) -> QuerySet[Position]:
    """All positions in their order, with `people`: how many fill each today."""
    filling = people_here(Staff.objects.filter(position=OuterRef("pk")), today).order_by()
    counted = filling.values("position").annotate(n=Count("pk")).values("n")
    return Position.objects.annotate(people=Coalesce(Subquery(counted, output_field=IntegerField()), 0)).order_by(
        "-is_active", "sort_order", "id"
    )


def department(department_id: int) -> Department | None:
    """One department, or None."""
    return Department.objects.filter(pk=department_id).first()


def position(position_id: int) -> Position | None:
    """One position, or None."""
    return Position.objects.filter(pk=position_id).first()


def position_of(viewer: Viewer) -> int | None:
    """The id of the position the viewer fills; None for those who are not on the staff list."""
    return Staff.objects.filter(pk=viewer.staff_id or 0).values_list("position_id", flat=True).first()


def department_names() -> dict[int, str]:
    """Departments in use by id, in the order of their names."""
    return dict(Department.objects.filter(is_active=True).order_by("name", "id").values_list("id", "name"))


def position_names() -> dict[int, tuple[str, str]]:
    """Positions in use by id: name and code."""
    rows = Position.objects.filter(is_active=True).order_by("sort_order", "id").values_list("id", "name", "code")
    return {pk: (name, code) for pk, name, code in rows}
