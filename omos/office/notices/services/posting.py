"""Putting messages into the outbox: told to each robot or person once, sent by the machine when it may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from omos.office.files import services as files
from omos.office.notices import queries
from omos.office.notices.models import Notice, Outgoing
from omos.people.viewer import Viewer

ROBOT_LASTS = timedelta(days=1)
MAIL_LASTS = timedelta(days=3)
PICTURE_STAYS = timedelta(days=14)
TRIAL = "notices.trial"
DIGEST = "notices.digest"


@dataclass(frozen=True)
class Message:
    """What a group is told: a title, lines, one place to go and one thing to do there, perhaps a picture."""

    kind: str
    title: str
    lines: tuple[str, ...] = ()
    url: str = ""
    action_label: str = ""
    picture: bytes = b""


def post_to_group(
    *, robot_id: int, message: Message, dedupe_key: str, now: datetime, expires_at: datetime | None = None
) -> bool:
    """Put a message for a robot's group into the outbox, once per `dedupe_key`; False when it was there already."""
    if queries.is_posted(robot_id=robot_id, dedupe_key=dedupe_key):
        return False
    try:
        with transaction.atomic():
            Outgoing.objects.create(
                robot_id=robot_id,
                kind=message.kind,
                title=message.title[:160],
                lines=list(message.lines),
                url=message.url,
                action_label=message.action_label[:40],
                picture_id=_stored(message, now),
                dedupe_key=dedupe_key,
                created_at=now,
                expires_at=expires_at or now + ROBOT_LASTS,
            )
    except IntegrityError:
        return False
    return True


def mail_notices(*, notices: Iterable[Notice], kind: str, now: datetime) -> int:
    """Put notices into the outbox as mails to whoever asked for this kind by mail; returns how many."""
    by_staff = {notice.staff_id: notice for notice in notices}
    if not by_staff or not queries.has_mail():
        return 0
    wanting = queries.mail_wanting_staff(kind=kind, staff_ids=list(by_staff))
    mails = [_mail_of(by_staff[staff_id], now) for staff_id in sorted(wanting)]
    Outgoing.objects.bulk_create(mails, ignore_conflicts=True)
    return len(mails)


def _mail_of(notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(
        staff_id=notice.staff_id,
        kind=notice.kind,
        title=notice.title,
        lines=[notice.body] if notice.body else [],
        url=notice.url,
        action_label=notice.action_label,
        dedupe_key=notice.dedupe_key,
        created_at=now,
        expires_at=now + MAIL_LASTS,
    )


def _stored(message: Message, now: datetime) -> int | None:
    """The picture as a file that goes when nobody needs it any more."""
    if not message.picture:
        return None
    actor = Viewer.system(message.kind)
    stored = files.store(
        name=f"{message.kind}.png",
        content=message.picture,
        verb="notices.manage_mail",
        staff_id=None,
        actor=actor,
        now=now,
        expires_at=now + PICTURE_STAYS,
    )
    return int(stored.pk)
