"""Writing down looks at the engines: added once each, what stands worked out anew, the ledger told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q

from omos.loop.ledger.services import Line, post
from omos.loop.verification.indexing import AtEngine, Seen, at_engine
from omos.loop.verification.models import IndexLook, IndexState, Proof, Verdict
from omos.loop.verification.services.enqueueing import MACHINE
from omos.people.clock import local_day

INDEX_SOURCE = "verification.index"
_BATCH = 200
_STANDING = (
    *("verdict", "reason", "source", "rank", "first_seen_on", "last_seen_on", "lost_on"),
    *("decided_at", "tried_at", "tried_reason"),
)


class IndexRefused(Exception):
    """A look that cannot be taken over; the message says why."""


@dataclass(frozen=True)
class Found:
    """What one look at one page found at one engine."""

    verdict: str
    reason: str
    source: str
    looked_at: datetime
    query: str = ""
    rank: int | None = None
    screenshot_id: int | None = None
    proof: Proof | None = None


@transaction.atomic
def record_index_looks(*, found: Mapping[int, Found], by_id: int | None, now: datetime) -> int:
    """Add one look to each of these places (by id of the state); returns how many were new.

    The same look sent again adds nothing. What stands is worked out from all looks, so it does not matter in which
    order they come in.
    """
    new = 0
    ids = sorted(found)
    for start in range(0, len(ids), _BATCH):
        new += _record_batch({pk: found[pk] for pk in ids[start : start + _BATCH]}, by_id, now)
    if new:
        _post_levels(ids, local_day(now), now)
    return new


@transaction.atomic
def settle_again(*, state_ids: Collection[int], now: datetime) -> None:
    """Work out anew what stands, after looks were taken out."""
    ids = sorted(set(state_ids))
    for start in range(0, len(ids), _BATCH):
        rows = list(IndexState.objects.select_for_update().filter(id__in=ids[start : start + _BATCH]).order_by("id"))
        _settle(rows, _looks_of(rows))
    _post_levels(ids, local_day(now), now)


def _looks_of(rows: Collection[IndexState]) -> Iterable[tuple[int, str, str, datetime, str, int | None]]:
    mine = IndexLook.objects.filter(state_id__in=[row.pk for row in rows])
    return mine.values_list("state_id", "verdict", "reason", "looked_at", "source", "rank")


def _record_batch(found: Mapping[int, Found], by_id: int | None, now: datetime) -> int:
    # In the order of their ids: two senders with the same pages wait for, and do not block, each other.
    rows = list(IndexState.objects.select_for_update().filter(id__in=found).order_by("id"))
    looks = [_look(row.pk, found[row.pk], by_id, now) for row in rows]
    mine = IndexLook.objects.filter(state_id__in=[row.pk for row in rows])
    before = mine.count()
    IndexLook.objects.bulk_create(looks, ignore_conflicts=True)
    added = mine.count() - before
    if added:
        _settle(rows, _looks_of(rows))
    return added


def _look(state_id: int, found: Found, by_id: int | None, now: datetime) -> IndexLook:
    return IndexLook(
        state_id=state_id,
        verdict=found.verdict,
        reason=found.reason,
        source=found.source,
        looked_at=found.looked_at,
        recorded_at=now,
        query=found.query[:300],
        rank=found.rank,
        by_id=by_id,
        screenshot_id=found.screenshot_id,
        proof=found.proof,
    )


def _settle(rows: Collection[IndexState], looks: Iterable[tuple[int, str, str, datetime, str, int | None]]) -> None:
    by_state: dict[int, list[Seen]] = defaultdict(list)
    for state_id, verdict, reason, at, source, rank in looks:
        by_state[state_id].append(Seen(verdict, reason, at, source, rank))
    for row in rows:
        _stand(row, at_engine(by_state[row.pk]))
        # A row without id meets the one that is there: one plain statement, where an update by cases takes seconds.
        row.pk = None
    IndexState.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page_key", "engine"], update_fields=_STANDING, batch_size=_BATCH
    )


def _stand(row: IndexState, stands: AtEngine) -> None:
    for name, value in asdict(stands).items():
        setattr(row, name, value)


def _post_levels(state_ids: Collection[int], day: date, now: datetime) -> None:
    """How many pages of each website concerned are known to be indexed, engine by engine."""
    concerned: set[tuple[int, str]] = set()
    for start in range(0, len(state_ids), _BATCH):
        rows = IndexState.objects.filter(id__in=list(state_ids)[start : start + _BATCH], website__isnull=False)
        concerned |= set(rows.values_list("website__id", "engine"))
    lines = [_level(website_id, engine, day) for website_id, engine in sorted(concerned)]
    post(lines=[line for line in lines if line is not None], actor=MACHINE, now=now)


def _level(website_id: int, engine: str, day: date) -> Line | None:
    rows = IndexState.objects.filter(website_id=website_id, engine=engine)
    counts = rows.aggregate(
        indexed=Count("id", filter=Q(verdict=Verdict.YES)), known=Count("id", filter=~Q(verdict=Verdict.UNKNOWN))
    )
    # Where nothing was found out yet the figure is unknown, not 0.
    if not counts["known"]:
        return None
    return Line(
        day=day,
        measure="pages_indexed",
        value=counts["indexed"],
        source=INDEX_SOURCE,
        source_id=f"{day}/{website_id}/{engine}",
        website_id=website_id,
        category=engine.upper(),
    )
