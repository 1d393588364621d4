"""One person with their login, and leave by month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from omos.people import masking, second_factor
from omos.people.models import Leave, RoleGrant, SignIn, Staff, User
from omos.people.queries.scope import StaffCard, card_of, staff_in_scope
from omos.people.roles import Role
from omos.people.viewer import Viewer


@dataclass(frozen=True)
class Login:
    """How a person signs in, as an administrator sees it."""

    user_id: int
    login: str
    phone: str
    is_active: bool
    has_password: bool
    asks_for_codes: bool
    last_seen_at: datetime | None


@dataclass(frozen=True)
class PersonView:
    """One staff member as the viewer may see them: masked where not cleared."""

    staff: Staff
    phone: str
    email: str
    role: str
    extra_roles: tuple[str, ...]
    extra_role_labels: tuple[str, ...]
    login: Login | None


def staff_list(viewer: Viewer) -> QuerySet[Staff]:
    """The staff in scope with department, position and login, for lists; planned and departed ones too."""
    return staff_in_scope(viewer=viewer, verb="people.view_staff").select_related("department", "position", "user")


def person(*, viewer: Viewer, staff_id: int) -> PersonView | None:
    """One person in scope, or None."""
    staff = staff_list(viewer).filter(pk=staff_id).first()
    if staff is None:
        return None
    extra = tuple(RoleGrant.objects.filter(staff=staff).order_by("role").values_list("role", flat=True))
    return PersonView(
        staff=staff,
        phone=masking.shown(viewer, "people.Staff.phone", staff.phone),
        email=masking.shown(viewer, "people.Staff.email", staff.email),
        role=str(Role(staff.position.default_role).label) if staff.position.default_role else "",
        extra_roles=extra,
        extra_role_labels=tuple(str(Role(role).label) for role in extra),
        login=_login(viewer, staff.user) if staff.user else None,
    )


def _login(viewer: Viewer, user: User) -> Login:
    seen = SignIn.objects.filter(user=user).order_by("-last_seen_at").values_list("last_seen_at", flat=True)
    return Login(
        user_id=user.pk,
        login=user.login,
        phone=masking.shown(viewer, "people.User.phone", user.phone or ""),
        is_active=user.is_active,
        has_password=user.has_usable_password(),
        asks_for_codes=second_factor.is_on(user),
        last_seen_at=seen.first(),
    )


def people_handing_in(*, viewer: Viewer) -> QuerySet[Staff]:
    """People in scope with a login whose position does the work itself, not those who lead or administer."""
    leading = (Role.SUPERVISOR, Role.BOSS, Role.ADMIN)
    people = staff_in_scope(viewer=viewer, verb="people.view_staff").filter(user__isnull=False)
    return people.exclude(position__default_role__in=leading)


def leaves(*, viewer: Viewer, first: date, last: date) -> QuerySet[Leave]:
    """Leave of people in scope that touches these days, the earliest first."""
    people = staff_in_scope(viewer=viewer, verb="people.view_leave")
    return (
        Leave.objects.filter(staff__in=people, first_day__lte=last, last_day__gte=first)
        .select_related("staff__position")
        .order_by("first_day", "id")
    )


def leave_in_scope(*, viewer: Viewer, leave_id: int) -> Leave | None:
    """A leave whose person the viewer may enter leave for, or None."""
    people = staff_in_scope(viewer=viewer, verb="people.record_leave")
    return Leave.objects.filter(pk=leave_id, staff__in=people).first()


def is_in_scope(*, viewer: Viewer, verb: str, staff_id: int) -> bool:
    """Whether the viewer may do this verb to this person."""
    return staff_in_scope(viewer=viewer, verb=verb).filter(pk=staff_id).exists()


def find_staff(*, viewer: Viewer, text: str, limit: int) -> tuple[StaffCard, ...]:
    """People in scope whose name or pinyin initials hold the text, for search by keyboard."""
    wanted = Q(name__icontains=text) | Q(initials__istartswith=text)
    found = staff_list(viewer).filter(wanted, left_on=None).order_by("position__sort_order", "id")
    return tuple(card_of(person) for person in found[:limit])


def staff_ids_by_name(names: Collection[str]) -> dict[str, int]:
    """Ids of people by name; of two with the same name the one who came first."""
    found = Staff.objects.filter(name__in=names).order_by("-id").values_list("name", "id")
    return dict(found)


def staff_kinds() -> list[tuple[str, str]]:
    """Kinds of employment: code and words."""
    return [(str(code), str(label)) for code, label in Staff.Kind.choices]


def role_label(staff: Staff) -> str:
    """The role that comes with the position, in words; reads `staff.position`."""
    return str(Role(staff.position.default_role).label) if staff.position.default_role else ""


def login_label(staff: Staff) -> str:
    """Whether the person can sign in, in words; reads `staff.user`."""
    if staff.user is None:
        return gettext("No login yet")
    if not staff.user.is_active:
        return gettext("locked")
    return gettext("can sign in") if staff.user.has_usable_password() else gettext("waits for a password")
