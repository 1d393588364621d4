"""Signing in: who it is, how often one may try, the second factor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omos.people import queries, second_factor, sessions, throttle
from omos.people.models import SignIn, User
from omos.people.throttle import Limit
from omos.people.trail import record_action
from omos.people.viewer import Viewer


class SignInRefused(Exception):
    """Name and password do not open anything; the message never says which of the two was wrong."""


class TriedTooOften(Exception):
    """Too many tries; the message says when the next one is welcome."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = max(1, math.ceil(wait / timedelta(minutes=1)))
        super().__init__(
            ngettext(
                "Too many tries. Try again in %(minutes)s minute, or ask your administrator for a new link.",
                "Too many tries. Try again in %(minutes)s minutes, or ask your administrator for a new link.",
                minutes,
            )
            % {"minutes": minutes}
        )


@dataclass(frozen=True)
class Counter:
    """One throttle that a try is counted on."""

    limit: Limit
    key: object


def check_password(*, name: str, password: str, address: str, device: dict[str, str], now: datetime) -> User:
    """The user whom name and password belong to; wrong tries are counted, right ones are not.

    :raises SignInRefused: if they belong to nobody who may enter
    :raises TriedTooOften: if this address or account has tried too often
    """
    known = queries.user_called(name)
    counters = _counters(known, name, address, device)
    _count(counters, now)
    user = authenticate(None, username=name, password=password)
    if user is None:
        _record_refusal(known, now)
        raise SignInRefused(_("Name or password is not right."))
    for counter in counters:
        throttle.give_back(counter.limit, counter.key, now=now)
    return user


def prove(*, user: User, password: str, address: str, device: dict[str, str], now: datetime) -> None:
    """Somebody signed in types the own password once more.

    :raises SignInRefused: if it is not theirs
    :raises TriedTooOften: if this address or account has tried too often
    """
    try:
        found = check_password(name=user.login, password=password, address=address, device=device, now=now)
    except SignInRefused as refusal:
        raise SignInRefused(_("This password is not right.")) from refusal
    if found.pk != user.pk:
        raise SignInRefused(_("This password is not right."))


def _counters(known: User | None, name: str, address: str, device: dict[str, str]) -> tuple[Counter, ...]:
    """A person's own device counts by itself, so that strangers cannot lock the person out of it."""
    if known is not None and str(known.pk) in device:
        return (Counter(throttle.PER_DEVICE, device[str(known.pk)]),)
    account = known.pk if known is not None else name.strip().casefold()
    return (
        Counter(throttle.PER_ADDRESS, address),
        Counter(throttle.PER_ACCOUNT_HOUR, account),
        Counter(throttle.PER_ACCOUNT_DAY, account),
    )


def _count(counters: tuple[Counter, ...], now: datetime) -> None:
    taken: list[Counter] = []
    for counter in counters:
        if throttle.take(counter.limit, counter.key, now=now):
            taken.append(counter)
            continue
        for earlier in taken:
            throttle.give_back(earlier.limit, earlier.key, now=now)
        raise TriedTooOften(throttle.wait(counter.limit, counter.key, now=now))


def check_code(*, user: User, code: str, now: datetime) -> None:
    """Accept a six-digit code of the person's app, or one of their recovery codes; each works once.

    :raises SignInRefused: if the code is wrong or was used
    :raises TriedTooOften: after 96 codes in a day
    """
    if not throttle.take(throttle.CODES_PER_DAY, user.pk, now=now):
        raise TriedTooOften(throttle.wait(throttle.CODES_PER_DAY, user.pk, now=now))
    typed = "".join(code.split())
    is_fresh = throttle.take(throttle.EACH_CODE_ONCE, f"{user.pk}:{typed}", now=now)
    if not is_fresh or not second_factor.accepts(user, typed):
        _record_refusal(user, now)
        raise SignInRefused(_("This code is not right, or was used already. Wait for the next one."))


def note_sign_in(*, user: User, now: datetime) -> None:
    """Write the sign-in on the trail and drop what is long over."""
    actor = Viewer(user_id=user.pk, staff_id=None, name=user.login)
    record_action("people.sign_in", actor=actor, subject=("people.user", user.pk), now=now)
    sessions.forget_old(now=now)
    throttle.forget_old(now=now)


def _record_refusal(user: User | None, now: datetime) -> None:
    """Also for names nobody has: the line costs the same time, and time must not tell who exists."""
    subject = ("people.user", user.pk if user is not None else "")
    record_action("people.refuse_sign_in", actor=Viewer.nobody(), subject=subject, now=now)


def sign_out(*, session_key: str, actor: Viewer, now: datetime) -> None:
    """Note that a session was ended by its owner."""
    SignIn.objects.filter(session_key=session_key, ended_at=None).update(ended_at=now)
    record_action("people.sign_out", actor=actor, subject=("people.user", actor.own_user_id), now=now)
