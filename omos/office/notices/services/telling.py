"""Telling people, and people saying that they know."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from omos.office.notices import declare, queries
from omos.office.notices.models import Channel, Delivery, Notice, Preference
from omos.office.notices.services.posting import mail_notices
from omos.people import queries as people
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

KEEP = timedelta(days=180)


class PreferenceRefused(Exception):
    """A kind or channel that does not exist was named."""


@transaction.atomic
def notify(
    *,
    kind: str,
    staff_ids: Collection[int],
    title: str,
    body: str = "",
    url: str = "",
    action_label: str = "",
    dedupe_key: str,
    now: datetime,
) -> int:
    """Tell these people, and whoever stands in for them, once per `dedupe_key`; returns how many were told anew.

    :raises UnknownKind: if no room declares the kind
    """
    declare.kind(kind)
    staff_ids = people.with_stand_ins(staff_ids=staff_ids, held="notices.unread", day=local_day(now))
    told = set(Notice.objects.filter(dedupe_key=dedupe_key, staff_id__in=staff_ids).values_list("staff_id", flat=True))
    fresh = [
        Notice(
            staff_id=staff_id,
            kind=kind,
            title=title[:160],
            body=body[:400],
            url=url,
            action_label=action_label[:40],
            dedupe_key=dedupe_key,
            created_at=now,
        )
        for staff_id in sorted(set(staff_ids) - told)
    ]
    # Somebody may have told them a moment ago: what is there stays, and only what is ours gets deliveries.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return _deliver(kind, dedupe_key, [notice.staff_id for notice in fresh], now)


def _deliver(kind: str, dedupe_key: str, staff_ids: Collection[int], now: datetime) -> int:
    """Put the notices into the bell; where a person does not want them there, they wait unseen in the record."""
    unwanting = queries.unwanting_staff(kind=kind, channel=Channel.BELL, staff_ids=staff_ids)
    notices = list(Notice.objects.filter(dedupe_key=dedupe_key, staff_id__in=staff_ids))
    deliveries = [
        Delivery(
            notice=notice,
            channel=Channel.BELL,
            state=Delivery.State.DELIVERED,
            attempts=1,
            is_visible=notice.staff_id not in unwanting,
            delivered_at=now,
        )
        for notice in notices
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    mail_notices(notices=notices, kind=kind, now=now)
    return len(deliveries)


def mark_read(*, notice_id: int, actor: Viewer, now: datetime) -> bool:
    """Mark one of the actor's own notices read; False when it was read already or is not theirs."""
    mine = queries.notices(viewer=actor).filter(id=notice_id).filter(queries.unread())
    return bool(Notice.objects.filter(id__in=mine.order_by().values("id")).update(read_at=now))


def mark_all_read(*, actor: Viewer, now: datetime) -> int:
    """Mark all of the actor's own notices read; how many there were."""
    mine = queries.notices(viewer=actor).filter(queries.unread())
    return Notice.objects.filter(id__in=mine.order_by().values("id")).update(read_at=now)


@transaction.atomic
def save_preferences(*, wanted: Collection[tuple[str, str]], actor: Viewer, now: datetime) -> None:
    """Keep which kinds the actor wants by which channels; all others are not wanted, needed ones always are.

    :raises PreferenceRefused: if a pair names no kind or channel there is
    """
    pairs = {(kind.code, channel.value) for kind in declare.kinds() for channel in queries.channels()}
    if actor.staff_id is None or not set(wanted) <= pairs:
        raise PreferenceRefused
    rows = [
        Preference(staff_id=actor.staff_id, kind=kind, channel=channel, is_wanted=(kind, channel) in set(wanted))
        for kind, channel in sorted(pairs)
    ]
    Preference.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["is_wanted"], unique_fields=["staff", "kind", "channel"]
    )
    refused = sorted(f"{row.kind} {row.channel}" for row in rows if not row.is_wanted)
    record_action(
        "notices.choose",
        actor=actor,
        subject=("people.staff", actor.staff_id),
        now=now,
        after={"not_wanted": refused},
    )


def forget_old(*, now: datetime) -> int:
    """Remove read notices older than half a year."""
    _, counts = Notice.objects.filter(read_at__isnull=False, created_at__lt=now - KEEP).delete()
    return counts.get("notices.Notice", 0)
