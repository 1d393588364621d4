"""What the ledger does by itself."""

from __future__ import annotations

from datetime import datetime

from omos.loop.ledger import queries


class SumsDiffer(Exception):
    """Some sums are not what their facts say; `omos check-data --repair` builds them anew."""


def check_sums(*, now: datetime) -> int:
    """Compare every sum with its facts.

    :raises SumsDiffer: with how many do not agree
    """
    drifted = queries.drifted_sums()
    if drifted:
        raise SumsDiffer(len(drifted))
    return 0
