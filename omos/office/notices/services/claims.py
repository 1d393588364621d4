"""A message's way through the outbox: claimed before it leaves, its outcome written down after, by the claim alone.

Whoever dies between claiming and writing down leaves a message in doubt. It is shown as such and not sent again by
itself: twice in the group is worse than a question to a person.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from omos.connectors.outbound.delivering import Outcome, Reason, Result
from omos.office.notices import writing
from omos.office.notices.models import Outgoing
from omos.office.notices.pace import next_try
from omos.office.notices.queries import DOUBTFUL_AFTER, OPEN, is_due
from omos.office.notices.services.posting import DIGEST

State = Outgoing.State
STALE, SWITCHED_OFF, DIED = "stale", "switched_off", "died"


def claim(message: Outgoing, *, true_now: datetime) -> str:
    """Take the message in hand, alone; empty when somebody else has it or it is not due any more."""
    token = secrets.token_hex(8)
    taken = Outgoing.objects.filter(is_due(true_now), pk=message.pk).update(
        state=State.SENDING, claim=token, claimed_at=true_now, attempts=F("attempts") + 1
    )
    return token if taken else ""


def record(message: Outgoing, token: str, outcome: Outcome, *, now: datetime, true_now: datetime) -> bool:
    """Write down what became of it; False where the claim is lost and there is nothing to correct."""
    values = _values(message.attempts + 1, outcome, now=now, true_now=true_now)
    mine = Outgoing.objects.filter(pk=message.pk, claim=token)
    if mine.filter(state=State.SENDING).update(**values):
        return True
    # It was thought lost meanwhile; that it arrived is known now.
    return outcome.result is Result.SENT and bool(mine.filter(state=State.UNCERTAIN).update(**values))


def _values(attempts: int, outcome: Outcome, *, now: datetime, true_now: datetime) -> Mapping[str, Any]:
    told = {"reason": outcome.reason.value, "code": outcome.code[:20]}
    match outcome.result:
        case Result.SENT:
            return told | {"state": State.SENT, "sent_at": now}
        case Result.DOUBTFUL:
            return told | {"state": State.UNCERTAIN}
        case Result.REFUSED:
            return told | {"state": State.GIVEN_UP}
        case Result.BUSY:
            return told | {"state": State.FAILED, "due_at": true_now + timedelta(seconds=outcome.wait)}
    again = next_try(attempts, now=true_now)
    return told | ({"state": State.FAILED, "due_at": again} if again else {"state": State.GIVEN_UP})


def settle_doubtful(*, true_now: datetime) -> int:
    """Whatever is being sent for longer than sending can take was left by somebody who died."""
    left = Outgoing.objects.filter(state=State.SENDING, claimed_at__lt=true_now - DOUBTFUL_AFTER)
    return left.update(state=State.UNCERTAIN, reason=DIED)


def give_up_stale(*, now: datetime) -> int:
    """Yesterday's morning plan helps nobody: what could not be sent in time is given up."""
    late = Outgoing.objects.filter(state__in=OPEN, expires_at__lte=now)
    unused = Outgoing.objects.filter(state__in=OPEN, robot__is_active=False)
    return late.update(state=State.GIVEN_UP, reason=STALE) + unused.update(state=State.GIVEN_UP, reason=SWITCHED_OFF)


@transaction.atomic
def merge(messages: list[Outgoing], *, now: datetime) -> Outgoing | None:
    """Tell several messages in one; None where one of them was taken meanwhile."""
    first = messages[0]
    digest = Outgoing.objects.create(
        robot_id=first.robot_id,
        staff_id=first.staff_id,
        kind=DIGEST,
        title=writing.digest_title(len(messages)),
        lines=[writing.digest_line(one) for one in messages],
        url=writing.common_url(messages),
        dedupe_key=f"{DIGEST}:{first.pk}-{messages[-1].pk}:{secrets.token_hex(4)}",
        created_at=now,
        expires_at=max(one.expires_at for one in messages),
    )
    ids = [one.pk for one in messages]
    merged = Outgoing.objects.filter(pk__in=ids, state__in=OPEN).update(
        state=State.MERGED, merged_into=digest, reason=Reason.NONE.value, code=""
    )
    if merged != len(ids):
        transaction.set_rollback(True)
        return None
    return digest
