"""What advertising cost in cash: every day's spend by the rebate of that day, in the ledger for all who plan by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from omos.centres.promotion import queries
from omos.loop.ledger import services as ledger
from omos.people.clock import local_day
from omos.people.viewer import Viewer

SOURCE = "promotion.cash"
# Older months are closed; a rebate told afterwards does not change them any more.
LOOKED_BACK = timedelta(days=400)


def post_cash(*, now: datetime) -> int:
    """Bring the ledger's cash spend in line with spend and rebates; returns how many cells changed."""
    today = local_day(now)
    lines = [
        _line(day, channel_id, cents)
        for (day, channel_id), cents in queries.cash_to_post(first=today - LOOKED_BACK, last=today).items()
    ]
    ledger.post(lines=lines, actor=Viewer.system("promotion.post_cash"), now=now)
    return len(lines)


def _line(day: date, channel_id: int, cents: int | None) -> ledger.Line:
    return ledger.Line(
        day=day,
        measure="cash_spend",
        value=cents,
        source=SOURCE,
        source_id=f"{day}/{channel_id}",
        channel_id=channel_id,
    )
