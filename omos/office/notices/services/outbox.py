"""What people decide about messages in doubt or given up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from omos.office.notices import queries
from omos.office.notices.models import Outgoing
from omos.office.notices.services.posting import ROBOT_LASTS
from omos.people.trail import record_action
from omos.people.viewer import Viewer

State = Outgoing.State
KEEP = timedelta(days=90)


@transaction.atomic
def send_again(*, viewer: Viewer, ids: Collection[int], now: datetime) -> int:
    """Send what may not have arrived, or was given up, once more; a person takes that upon themselves."""
    stuck = _mine(viewer, ids).filter(state__in=(State.UNCERTAIN, State.GIVEN_UP))
    told = list(stuck.values_list("pk", flat=True))
    count = stuck.update(
        state=State.WAITING, due_at=None, claim="", attempts=0, reason="", code="", expires_at=now + ROBOT_LASTS
    )
    _note("sent_again", told, viewer, now)
    return count


@transaction.atomic
def mark_arrived(*, viewer: Viewer, ids: Collection[int], now: datetime) -> int:
    """Somebody has seen it in the group: what was in doubt was sent."""
    doubtful = _mine(viewer, ids).filter(state=State.UNCERTAIN)
    told = list(doubtful.values_list("pk", flat=True))
    count = doubtful.update(state=State.SENT, sent_at=F("claimed_at"), reason="", code="")
    _note("arrived", told, viewer, now)
    return count


def forget_old_messages(*, now: datetime) -> int:
    """Forget what left three months ago, or never did."""
    old = Outgoing.objects.filter(created_at__lt=now - KEEP).exclude(state=State.SENDING)
    return old.delete()[1].get("notices.Outgoing", 0)


def _mine(viewer: Viewer, ids: Collection[int]) -> QuerySet[Outgoing]:
    """Those of these messages that the viewer sees in the outbox."""
    return Outgoing.objects.filter(pk__in=queries.outbox(viewer).filter(pk__in=ids).values("pk"))


def _note(word: str, ids: Collection[int], viewer: Viewer, now: datetime) -> None:
    if ids:
        told = {word: sorted(ids)}
        record_action("notices.send_again", actor=viewer, subject=("notices.outgoing", ""), now=now, after=told)
