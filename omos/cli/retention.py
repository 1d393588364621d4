"""Which backups may go: of the newest days, weeks and months that have any, the last one each is kept. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import datetime

_PERIODS: tuple[Callable[[datetime], Hashable], ...] = (
    lambda moment: moment.date(),
    lambda moment: moment.isocalendar()[:2],
    lambda moment: (moment.year, moment.month),
)


def superseded(moments: Collection[datetime], *, keep: Collection[int]) -> frozenset[datetime]:
    """The moments nobody needs any more; `keep` says how many days, weeks and months, empty keeps all.

    Counted from the newest backup, not from today: when backups stop, the old ones stay.
    """
    if not keep:
        return frozenset()
    kept = {moment for period, count in zip(_PERIODS, keep, strict=True) for moment in _last_of(moments, period, count)}
    return frozenset(moments) - kept - {max(moments, default=None)}


def _last_of(moments: Collection[datetime], period: Callable[[datetime], Hashable], count: int) -> list[datetime]:
    last = {period(moment): moment for moment in sorted(moments)}
    return sorted(last.values(), reverse=True)[:count]
