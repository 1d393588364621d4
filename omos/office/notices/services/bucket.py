"""The token bucket of each way out, in its row: one conditional update takes a token, so all workers share it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from omos.office.notices.models import MailServer, Robot
from omos.office.notices.pace import PACES, Pace
from omos.office.notices.queries import Outlet


def pace_of(outlet: Outlet) -> Pace:
    """How fast this way out may be used."""
    return PACES[outlet.kind if isinstance(outlet, Robot) else "MAIL"]


def take_token(outlet: Outlet, *, true_now: datetime) -> bool:
    """Use one up; False when none is left."""
    pace, rows = pace_of(outlet), _rows(outlet)
    if rows.filter(Q(free_at__isnull=True) | Q(free_at__lte=true_now)).update(free_at=true_now + pace.every):
        return True
    ahead = rows.filter(free_at__gt=true_now, free_at__lte=true_now + pace.ahead)
    return bool(ahead.update(free_at=F("free_at") + pace.every))


def room_of(outlet: Outlet, *, true_now: datetime) -> int:
    """How many tokens are left now."""
    return pace_of(outlet).room(outlet.free_at, now=true_now)


def stay_away(outlet: Outlet, *, seconds: float, true_now: datetime) -> None:
    """The service asked for patience: nothing goes out this way until it is over."""
    _rows(outlet).update(blocked_until=true_now + timedelta(seconds=seconds))


def note_fault(outlet: Outlet, *, reason: str, code: str) -> None:
    """Write down how it last fared; nothing when well."""
    _rows(outlet).exclude(fault=reason, fault_code=code).update(fault=reason, fault_code=code)


def _rows(outlet: Outlet) -> QuerySet[Robot] | QuerySet[MailServer]:
    if isinstance(outlet, Robot):
        return Robot.objects.filter(pk=outlet.pk)
    return MailServer.objects.filter(pk=outlet.pk)
