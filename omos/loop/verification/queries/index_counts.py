"""Daily counts of indexed pages as the engines' own tools tell them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from omos.loop.verification.models import Engine, IndexCount
from omos.people.policy import may
from omos.people.viewer import Viewer

SHOWN_DAYS = 90


@dataclass(frozen=True)
class CountTrend:
    """One website at one engine: the counts by day, the last of them, and who brought them when."""

    website: str
    engine: str
    days: tuple[tuple[date, int | None], ...]
    last_day: date
    last: int
    before: int | None
    imported_at: datetime
    imported_by: str

    @property
    def change(self) -> int | None:
        """By how much the last count differs from the one a week earlier; None where none is known."""
        return None if self.before is None else self.last - self.before


def count_trends(*, viewer: Viewer) -> tuple[CountTrend, ...]:
    """The last ninety days of every website that has counts, each up to its own last day. One query."""
    if not may(viewer, "verification.view_index"):
        return ()
    rows = (
        IndexCount.objects.order_by("website__domain", "engine", "day")
        .select_related("website")
        .only("engine", "day", "count", "imported_at", "imported_by", "website__domain")
    )
    grouped: dict[tuple[str, str], list[IndexCount]] = defaultdict(list)
    for row in rows:
        grouped[row.website.domain, row.engine].append(row)
    return tuple(_trend(website, engine, own) for (website, engine), own in grouped.items())


def _trend(website: str, engine: str, rows: list[IndexCount]) -> CountTrend:
    by_day, last = {row.day: row.count for row in rows}, rows[-1]
    first = max(rows[0].day, last.day - timedelta(days=SHOWN_DAYS - 1))
    stretch = [first + timedelta(days=step) for step in range((last.day - first).days + 1)]
    newest = max(rows, key=lambda row: row.imported_at)
    return CountTrend(
        website=website,
        engine=str(Engine(engine).label),
        days=tuple((day, by_day.get(day)) for day in stretch),
        last_day=last.day,
        last=last.count,
        before=by_day.get(last.day - timedelta(days=7)),
        imported_at=newest.imported_at,
        imported_by=newest.imported_by,
    )
