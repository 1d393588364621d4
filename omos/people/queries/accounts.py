"""Users as they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Subquery

from omos.people import second_factor, sessions
from omos.people.models import Company, SignIn, Staff, User
from omos.people.roles import Role
from omos.people.viewer import Viewer


def user_called(typed: str) -> User | None:
    """The user whose login name or full phone number this is."""
    name = typed.strip()
    wanted, number = Q(login__iexact=name), plain_phone(name)
    if number:
        wanted |= Q(phone=number)
    return User.objects.filter(wanted).select_related("staff").order_by("id").first() if name else None


def plain_phone(text: str) -> str:
    """A phone number as it is stored: digits only, without the country's +86; empty where it is none."""
    digits = "".join(sign for sign in text if sign not in " -()·").removeprefix("+86")
    return digits if digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 15 else ""


def signing_in(user_id: int | str) -> User | None:
    """The user of a session with what every page needs beside: staff, position, the company's time zone."""
    time_zone = Company.objects.values("time_zone")[:1]
    return (
        User.objects.filter(pk=user_id)
        .select_related("staff__position")
        .annotate(time_zone=Subquery(time_zone))
        .first()
    )


@dataclass(frozen=True)
class OwnSession:
    """One device somebody is signed in on."""

    id: int
    device: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this_one: bool


@dataclass(frozen=True)
class OwnAccount:
    """What the signed-in person sees of their own account."""

    login: str
    phone: str
    staff: Staff | None
    roles: tuple[str, ...]
    sessions: tuple[OwnSession, ...]
    asks_for_codes: bool
    recovery_codes_left: int


def own_account(*, viewer: Viewer, session_key: str, now: datetime) -> OwnAccount:
    """The account of the signed-in person, with every session that still works."""
    user = User.objects.select_related("staff__position", "staff__department").get(pk=viewer.own_user_id)
    asks = second_factor.is_on(user)
    return OwnAccount(
        login=user.login,
        phone=user.phone or "",
        staff=getattr(user, "staff", None),
        roles=tuple(str(Role(role).label) for role in sorted(viewer.roles)),
        sessions=tuple(_own_session(row, session_key) for row in sessions.alive(user_id=user.pk, now=now)),
        asks_for_codes=asks,
        recovery_codes_left=second_factor.recovery_codes_left(user) if asks else 0,
    )


def _own_session(row: SignIn, session_key: str) -> OwnSession:
    return OwnSession(row.pk, row.device, row.signed_in_at, row.last_seen_at, row.session_key == session_key)
