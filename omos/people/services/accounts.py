"""Logins: locked and unlocked, roles, second factor, language, sessions ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.people import second_factor, sessions
from omos.people.models import OneTimeLink, RoleGrant, Staff, User
from omos.people.roles import Role
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class AccountRefused(Exception):
    """This login cannot be changed so; the message says why."""


@transaction.atomic
def lock_user(*, user_id: int, actor: Viewer, now: datetime) -> None:
    """Keep a user out from this moment on: sessions end, links stop working, nothing is deleted.

    :raises AccountRefused: if it is one's own login, or the last administrator's
    """
    if user_id == actor.user_id:
        raise AccountRefused(_("You cannot lock your own login."))
    if not User.objects.filter(pk=user_id, is_active=True).update(is_active=False):
        raise AccountRefused(_("This login is locked already."))
    if not _has_administrator():
        raise AccountRefused(_("This is the last administrator. Make somebody else one first."))
    OneTimeLink.objects.filter(user_id=user_id, used_at=None).update(used_at=now)
    sessions.end_all(user_id=user_id, now=now)
    record_action("people.lock_user", actor=actor, subject=("people.user", user_id), now=now)


@transaction.atomic
def unlock_user(*, user_id: int, actor: Viewer, now: datetime) -> None:
    """Let a locked user in again.

    :raises AccountRefused: if the login is not locked
    """
    if not User.objects.filter(pk=user_id, is_active=False).update(is_active=True):
        raise AccountRefused(_("This login is not locked."))
    record_action("people.unlock_user", actor=actor, subject=("people.user", user_id), now=now)


@transaction.atomic
def grant_roles(*, staff_id: int, roles: Collection[Role], actor: Viewer, now: datetime) -> None:
    """Set the roles a person has beyond the one of the position; they sign in anew when something changed.

    :raises AccountRefused: if nobody would be administrator any more
    """
    had = set(RoleGrant.objects.filter(staff_id=staff_id).values_list("role", flat=True))
    wanted = {str(Role(role)) for role in roles}
    if had == wanted:
        return
    RoleGrant.objects.filter(staff_id=staff_id).exclude(role__in=wanted).delete()
    RoleGrant.objects.bulk_create(RoleGrant(staff_id=staff_id, role=role) for role in sorted(wanted - had))
    if str(Role.ADMIN) in had - wanted and not _has_administrator():
        raise AccountRefused(_("This is the last administrator. Make somebody else one first."))
    end_sessions_of_staff(staff_ids=[staff_id], now=now)
    record_action(
        "people.grant_roles",
        actor=actor,
        subject=("people.staff", staff_id),
        now=now,
        before={"roles": sorted(had)},
        after={"roles": sorted(wanted)},
    )


def end_sessions_of_staff(*, staff_ids: Collection[int], now: datetime) -> None:
    """Make these people sign in anew, because what they may do has changed."""
    for user_id in Staff.objects.filter(pk__in=staff_ids, user__isnull=False).values_list("user_id", flat=True):
        sessions.end_all(user_id=user_id, now=now)


def _has_administrator() -> bool:
    """Whether somebody with a working login is administrator, by position or by grant."""
    active = Staff.objects.filter(user__is_active=True)
    granted = RoleGrant.objects.filter(role=Role.ADMIN).values("staff_id")
    return active.filter(position__default_role=Role.ADMIN).exists() or active.filter(pk__in=granted).exists()


@transaction.atomic
def turn_on_codes(*, secret: str, code: str, session_key: str, actor: Viewer, now: datetime) -> tuple[str, ...]:
    """Ask for a code at every sign-in; returns the recovery codes, shown once. Other sessions end.

    :raises AccountRefused: if the code does not fit the secret
    """
    if not second_factor.is_right(secret, "".join(code.split())):
        raise AccountRefused(_("This code does not fit. Check that the phone's clock is right."))
    user = User.objects.get(pk=actor.own_user_id)
    codes = second_factor.turn_on(user, secret)
    sessions.end_all(user_id=user.pk, now=now, except_key=session_key)
    record_action("people.turn_on_codes", actor=actor, subject=("people.user", user.pk), now=now)
    return codes


@transaction.atomic
def turn_off_codes(*, user_id: int, session_key: str = "", actor: Viewer, now: datetime) -> None:
    """Ask for codes no more, for oneself or (by an administrator) for somebody whose phone is gone.

    :raises AccountRefused: if none were asked for
    """
    if not second_factor.turn_off(User.objects.get(pk=user_id)):
        raise AccountRefused(_("No code is asked for at this login."))
    sessions.end_all(user_id=user_id, now=now, except_key=session_key)
    record_action("people.turn_off_codes", actor=actor, subject=("people.user", user_id), now=now)


@transaction.atomic
def renew_recovery_codes(*, actor: Viewer, now: datetime) -> tuple[str, ...]:
    """New recovery codes, shown once; the old ones stop working."""
    codes = second_factor.renew_recovery_codes(User.objects.get(pk=actor.own_user_id))
    record_action("people.renew_recovery_codes", actor=actor, subject=("people.user", actor.user_id), now=now)
    return codes


@transaction.atomic
def end_session(*, sign_in_id: int, actor: Viewer, now: datetime) -> None:
    """End one of one's own sessions.

    :raises AccountRefused: if it is not one's own or is over already
    """
    if not sessions.end(user_id=actor.own_user_id, sign_in_id=sign_in_id, now=now):
        raise AccountRefused(_("This session is over already."))
    record_action("people.end_session", actor=actor, subject=("people.signin", sign_in_id), now=now)


@transaction.atomic
def end_other_sessions(*, session_key: str, actor: Viewer, now: datetime) -> int:
    """End all of one's own sessions but this one; returns how many."""
    ended = sessions.end_all(user_id=actor.own_user_id, now=now, except_key=session_key)
    record_action(
        "people.end_session", actor=actor, subject=("people.user", actor.user_id), now=now, after={"ended": ended}
    )
    return ended


def choose_language(*, language: str, actor: Viewer) -> None:
    """Remember the language for this person's next sign-in elsewhere."""
    User.objects.filter(pk=actor.own_user_id).update(language=language)
