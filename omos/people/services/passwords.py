"""One-time links and passwords: invitation, reset, change, and the end of everything signed in before."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from omos.people import queries, sessions, throttle
from omos.people.models import OneTimeLink, RoleGrant, Staff, User
from omos.people.roles import Role
from omos.people.services.defaults import place_for
from omos.people.services.sign_in import TriedTooOften
from omos.people.trail import record_action
from omos.people.viewer import Viewer

LINK_LIVES = timedelta(hours=72)


class InvitationRefused(Exception):
    """This person cannot be invited; the message says why and what to do."""


class LinkRefused(Exception):
    """The link was used, is too old or never existed; the message says how to get another."""


class PasswordRefused(Exception):
    """The password is too easy to guess; `reasons` says in what way."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@dataclass(frozen=True)
class Invitation:
    """A link to hand over, shown once; only its digest is kept."""

    user_id: int
    path: str
    expires_at: datetime


@transaction.atomic
def invite(
    *,
    login: str,
    staff_id: int | None,
    role: Role | None,
    phone: str | None,
    actor: Viewer,
    now: datetime,
) -> Invitation:
    """Give a staff member a login and make the link by which they choose a password.

    Without a staff member one is made for the role; the very first person may only be an administrator.

    :raises InvitationRefused: if the name is taken, the person has a login already, or would have no role
    """
    staff = _staff_to_invite(login, staff_id, role)
    user = User(login=login.strip(), phone=queries.plain_phone(phone or "") or None, created_at=now)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise InvitationRefused(_("This name or phone number signs in already. Choose another.")) from taken
    if not Staff.objects.filter(pk=staff.pk, user=None).update(user=user):
        raise InvitationRefused(_("%(name)s has a login already. Make a reset link instead.") % {"name": staff.name})
    if role and role != staff.position.default_role:
        RoleGrant.objects.get_or_create(staff=staff, role=role)
    if not queries.roles_of(staff):
        raise InvitationRefused(_("%(name)s would have no role. Give a role first.") % {"name": staff.name})
    after = {"login": user.login, "staff": staff.name, "roles": sorted(queries.roles_of(staff))}
    record_action("people.invite", actor=actor, subject=("people.user", user.pk), now=now, after=after)
    return _new_link(user, OneTimeLink.Purpose.INVITE, now)


def _staff_to_invite(login: str, staff_id: int | None, role: Role | None) -> Staff:
    if not login.strip():
        raise InvitationRefused(_("A login name is needed."))
    people = Staff.objects.select_related("position")
    found = people.filter(pk=staff_id) if staff_id else people.filter(name=login.strip(), user=None)
    staff = found.order_by("id").first()
    if staff is not None:
        return staff
    if staff_id:
        raise InvitationRefused(_("This person is not on the staff list any more."))
    if role is None:
        raise InvitationRefused(_("Say which role %(name)s has.") % {"name": login.strip()})
    department, position = place_for(role)
    return Staff.objects.create(
        name=login.strip(), department=department, position=position, is_planned_by_category=False
    )


@transaction.atomic
def start_reset(*, user_id: int, actor: Viewer, now: datetime) -> Invitation:
    """End everything the user has signed in, make their password useless, and give a link to choose a new one.

    :raises InvitationRefused: if there is no such user, or they are locked
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise InvitationRefused(_("This login is locked or gone. Unlock it first."))
    user.set_unusable_password()
    user.save(update_fields=["password"])
    sessions.end_all(user_id=user_id, now=now)
    record_action("people.reset_password", actor=actor, subject=("people.user", user_id), now=now)
    return _new_link(user, OneTimeLink.Purpose.RESET, now)


def _new_link(user: User, purpose: OneTimeLink.Purpose, now: datetime) -> Invitation:
    OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=now)
    token = secrets.token_urlsafe(32)
    expires_at = now + LINK_LIVES
    OneTimeLink.objects.create(user=user, purpose=purpose, token_digest=link_digest(token), expires_at=expires_at)
    return Invitation(user_id=user.pk, path=reverse("people:link", args=[token]), expires_at=expires_at)


def link_digest(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(*, token: str, now: datetime) -> OneTimeLink:
    """The link behind a token, unless it is used up.

    :raises LinkRefused: if it was used, is too old, never existed, or its user is locked
    """
    found = OneTimeLink.objects.filter(
        token_digest=link_digest(token), used_at=None, expires_at__gt=now, user__is_active=True
    )
    link = found.select_related("user").first()
    if link is None:
        raise _used_up()
    return link


def _used_up() -> LinkRefused:
    return LinkRefused(_("This link was used already or is older than 72 hours. Ask your administrator for another."))


@transaction.atomic
def use_link(*, token: str, password: str, now: datetime) -> User:
    """Set the password by a one-time link and use the link up; everything signed in before ends.

    :raises LinkRefused: if the link is used up
    :raises PasswordRefused: if the password is too easy
    """
    link = open_link(token=token, now=now)
    _check(password, link.user)
    if not OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise _used_up()
    actor = Viewer(user_id=link.user_id, staff_id=None, name=link.user.login)
    _set_password(link.user, password, actor, now)
    return User.objects.get(pk=link.user_id)


def change_password(*, old: str, new: str, session_key: str, actor: Viewer, now: datetime) -> User:
    """Change one's own password; every other session ends, this one lives on.

    :raises PasswordRefused: if the old one is wrong or the new one too easy
    :raises TriedTooOften: if the old one was wrong too often
    """
    user = User.objects.get(pk=actor.own_user_id)
    # Counted outside any transaction: a wrong try must stay counted.
    if not throttle.take(throttle.PER_ACCOUNT_HOUR, user.pk, now=now):
        raise TriedTooOften(throttle.wait(throttle.PER_ACCOUNT_HOUR, user.pk, now=now))
    if not user.check_password(old):
        raise PasswordRefused([_("The present password is not right.")])
    throttle.give_back(throttle.PER_ACCOUNT_HOUR, user.pk, now=now)
    _check(new, user)
    with transaction.atomic():
        _set_password(user, new, actor, now, keep=session_key)
    return user


def _set_password(user: User, password: str, actor: Viewer, now: datetime, keep: str = "") -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=now)
    sessions.end_all(user_id=user.pk, now=now, except_key=keep)
    record_action("people.set_password", actor=actor, subject=("people.user", user.pk), now=now)


def _check(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise PasswordRefused(list(refusal.messages)) from refusal
