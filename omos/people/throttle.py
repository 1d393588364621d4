"""Throttles kept in the records, so that several processes count together (generic cell rate)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from omos.people.models import Allowance

KEPT = timedelta(days=2)
TRIES = 8


@dataclass(frozen=True)
class Limit:
    """At most `count` in any `period`; what was not used refills evenly."""

    name: str
    count: int
    period: timedelta

    @property
    def step(self) -> timedelta:
        return self.period / self.count


PER_ADDRESS = Limit("address", 20, timedelta(hours=1))
PER_ACCOUNT_HOUR = Limit("account-hour", 10, timedelta(hours=1))
PER_ACCOUNT_DAY = Limit("account-day", 20, timedelta(days=1))
PER_DEVICE = Limit("device", 10, timedelta(hours=1))
PER_LINK_ADDRESS = Limit("link", 20, timedelta(hours=1))
CODES_PER_DAY = Limit("code-day", 96, timedelta(days=1))
EACH_CODE_ONCE = Limit("code-once", 1, timedelta(seconds=90))


def take(limit: Limit, key: object, *, now: datetime) -> bool:
    """Use one up; False when none is left. Two who press at once never share the last one."""
    digest = _digest(limit, key)
    for _try in range(TRIES):
        row = Allowance.objects.filter(digest=digest).first()
        next_free = max(row.free_at, now) + limit.step if row else now + limit.step
        if next_free - now > limit.period:
            return False
        if _store(digest, row, next_free, now):
            return True
    return False


def give_back(limit: Limit, key: object, *, now: datetime) -> None:
    """Return one that turned out harmless."""
    for _try in range(TRIES):
        row = Allowance.objects.filter(digest=_digest(limit, key), free_at__gt=now).first()
        if row is None or _store(row.digest, row, row.free_at - limit.step, now):
            return


def wait(limit: Limit, key: object, *, now: datetime) -> timedelta:
    """How long until one is free again; zero when one is."""
    row = Allowance.objects.filter(digest=_digest(limit, key)).first()
    ahead = (row.free_at - now) if row else timedelta(0)
    return max(timedelta(0), ahead + limit.step - limit.period)


def forget_old(*, now: datetime) -> int:
    """Drop what has long refilled; returns how many rows went."""
    return Allowance.objects.filter(free_at__lt=now - KEPT).delete()[0]


def _store(digest: str, row: Allowance | None, free_at: datetime, now: datetime) -> bool:
    """Write unless somebody was faster."""
    if row is not None:
        return bool(Allowance.objects.filter(digest=digest, free_at=row.free_at).update(free_at=free_at))
    try:
        with transaction.atomic():
            Allowance.objects.create(digest=digest, free_at=free_at)
    except IntegrityError:
        return False
    return True


def _digest(limit: Limit, key: object) -> str:
    return salted_hmac("omos.people.throttle", f"{limit.name}:{key}", algorithm="sha256").hexdigest()
