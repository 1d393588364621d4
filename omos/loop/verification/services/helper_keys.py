"""Keys for the browser helper: one a person, shown once, good for sending looks and for nothing else."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from omos.loop.verification.models import HelperKey
from omos.people import queries as people
from omos.people.policy import may
from omos.people.trail import record_action
from omos.people.viewer import Viewer

SENDS = "verification.send_index"
_MARK = "omos-helper-"


@transaction.atomic
def make_helper_key(*, actor: Viewer, now: datetime) -> str:
    """A fresh key, told this once; the one before ends."""
    _end(actor.own_staff_id, now)
    key = _MARK + secrets.token_urlsafe(24)
    HelperKey.objects.create(staff_id=actor.own_staff_id, digest=_digest(key), made_at=now)
    record_action(SENDS, actor=actor, subject=("verification.helperkey", actor.own_staff_id), now=now)
    return key


@transaction.atomic
def end_helper_key(*, actor: Viewer, now: datetime) -> bool:
    """End one's own key; False when none was in force."""
    is_ended = _end(actor.own_staff_id, now)
    if is_ended:
        subject = ("verification.helperkey", actor.own_staff_id)
        record_action(SENDS, actor=actor, subject=subject, now=now, after={"ended": True})
    return is_ended


@transaction.atomic
def end_key_of(*, staff_id: int, actor: Viewer, now: datetime) -> None:
    """End the key of somebody who leaves, if one is in force."""
    if _end(staff_id, now):
        subject = ("verification.helperkey", staff_id)
        record_action(SENDS, actor=actor, subject=subject, now=now, after={"ended": True})


def holder_of(*, key: str) -> Viewer | None:
    """Who sends with this key, if it is in force and its person may still sign in and send."""
    if not key.startswith(_MARK) or len(key) > 100:
        return None
    row = (
        HelperKey.objects.filter(digest=_digest(key), ended_at__isnull=True, staff__user__is_active=True)
        .select_related("staff__user", "staff__position")
        .first()
    )
    if row is None or row.staff.user is None:
        return None
    viewer = people.viewer_of(row.staff.user)
    return viewer if may(viewer, SENDS) else None


def note_use(*, key: str, now: datetime) -> None:
    """Remember when the key was last used."""
    HelperKey.objects.filter(digest=_digest(key)).update(used_at=now)


def is_own_key(*, key: str, viewer: Viewer) -> bool:
    """Whether this is the viewer's key in force."""
    mine = HelperKey.objects.filter(staff_id=viewer.own_staff_id, ended_at__isnull=True)
    return mine.filter(digest=_digest(key)).exists()


def _end(staff_id: int, now: datetime) -> bool:
    return bool(HelperKey.objects.filter(staff_id=staff_id, ended_at__isnull=True).update(ended_at=now))


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()
