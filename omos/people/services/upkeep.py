"""What is done once a day: finished days of the trail sealed, what is long over dropped."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from omos.people import clock, sessions, throttle
from omos.people.models import Action, TrailSeal

# Not the user: it may be deleted later, the name stays.
SEALED = ("id", "at", "verb", "actor_name", "subject_type", "subject_id", "before", "after", "request_id", "address")
BEFORE_ALL = "0" * 64


def tidy(*, now: datetime, true_now: datetime) -> int:
    """Seal finished days, drop by the true time what is long over; returns how many days were sealed."""
    sessions.forget_old(now=true_now)
    throttle.forget_old(now=true_now)
    return seal_days(now=now)


@transaction.atomic
def seal_days(*, now: datetime) -> int:
    """Seal every finished day that is not sealed yet, each with the seal before it; returns how many."""
    last = TrailSeal.objects.order_by("-day").first()
    first_line = Action.objects.order_by("at", "id").values_list("at", flat=True).first()
    if first_line is None:
        return 0
    day = last.day + timedelta(days=1) if last else clock.local_day(first_line)
    digest, sealed = last.digest if last else BEFORE_ALL, 0
    while day < clock.local_day(now):
        count, digest = _seal_of(day, digest)
        TrailSeal.objects.create(day=day, line_count=count, digest=digest)
        day, sealed = day + timedelta(days=1), sealed + 1
    return sealed


def first_broken_day() -> date | None:
    """The first sealed day whose lines were changed, added or taken out since; None while the trail is whole."""
    digest = BEFORE_ALL
    for seal in TrailSeal.objects.order_by("day"):
        count, digest = _seal_of(seal.day, digest)
        if (count, digest) != (seal.line_count, seal.digest):
            return seal.day
    return None


def _seal_of(day: date, before: str) -> tuple[int, str]:
    """How many lines a day has, and the digest over the seal before it and all of them."""
    midnight = datetime.combine(day, time(), ZoneInfo(clock.company_time_zone()))
    lines = Action.objects.filter(at__gte=midnight, at__lt=midnight + timedelta(days=1)).order_by("id").values(*SEALED)
    total, count = hashlib.sha256(before.encode()), 0
    for line in lines.iterator(chunk_size=1000):
        total.update(json.dumps(line, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False).encode())
        count += 1
    return count, total.hexdigest()
