"""Sessions: begun at sign-in, idle after 8 hours, over after 14 days, ended at once when they must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.http import HttpRequest

from omos.people import clock
from omos.people.devices import device_words
from omos.people.models import SignIn, User

IDLE = timedelta(hours=8)
LIFETIME = timedelta(days=14)
# Being seen is written down once a minute, not at every page.
TOUCH_EVERY = timedelta(minutes=1)
BEGAN, SEEN = "began_at", "seen_at"


def begin(sender: object, request: HttpRequest, user: User, **_extra: Any) -> None:
    """Write down a new session; heard from the sign-in of the framework, so that no way in is forgotten."""
    now = clock.real_now()
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "device": device_words(request.headers.get("User-Agent", "")),
            "signed_in_at": now,
            "last_seen_at": now,
            "ended_at": None,
        },
    )


def keep_or_end(request: HttpRequest) -> None:
    """End a session that was idle or lived too long; else note that it was seen."""
    if not request.user.is_authenticated:
        return
    now = clock.real_now()
    seen = datetime.fromtimestamp(request.session.get(SEEN, 0), UTC)
    if now - seen > IDLE or now - datetime.fromtimestamp(request.session.get(BEGAN, 0), UTC) > LIFETIME:
        SignIn.objects.filter(session_key=request.session.session_key).update(ended_at=now)
        logout(request)
    elif now - seen > TOUCH_EVERY:
        request.session[SEEN] = now.timestamp()
        SignIn.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def alive(*, user_id: int, now: datetime) -> QuerySet[SignIn]:
    """The sessions of a user that still work, the latest first."""
    return SignIn.objects.filter(
        user_id=user_id, ended_at=None, last_seen_at__gt=now - IDLE, signed_in_at__gt=now - LIFETIME
    ).order_by("-last_seen_at", "-id")


def end(*, user_id: int, sign_in_id: int, now: datetime) -> bool:
    """End one session of this user at once; False when it is not theirs or over already."""
    found = SignIn.objects.filter(pk=sign_in_id, user_id=user_id, ended_at=None)
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return bool(found.update(ended_at=now))


def end_all(*, user_id: int, now: datetime, except_key: str = "") -> int:
    """End every session of this user at once (but the one named); returns how many were ended."""
    found = SignIn.objects.filter(user_id=user_id, ended_at=None).exclude(session_key=except_key)
    Session.objects.filter(session_key__in=list(found.values_list("session_key", flat=True))).delete()
    if not except_key:
        # Also those that nobody wrote down: the epoch is part of every session's fingerprint.
        User.objects.filter(pk=user_id).update(session_epoch=F("session_epoch") + 1)
    return found.update(ended_at=now)


def forget_old(*, now: datetime) -> int:
    """Drop sessions that are over for good; returns how many rows went."""
    Session.objects.filter(expire_date__lt=now).delete()
    return SignIn.objects.filter(last_seen_at__lt=now - 2 * LIFETIME).delete()[0]


def follow(*, old_key: str, new_key: str) -> None:
    """Note that a session goes on under another key."""
    SignIn.objects.filter(session_key=old_key).update(session_key=new_key)
