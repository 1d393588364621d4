"""The verify desk's queue: what needs eyes, the gravest first, and how today went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Q, QuerySet, Value, When

from omos.loop.verification.models import Standing
from omos.loop.verification.queries.standings import (
    AutoShare,
    eyes_by_reason,
    needs_eyes,
    standing_view,
    with_person,
)
from omos.people import queries as people
from omos.people.viewer import Viewer

Outcome = Standing.Outcome
Why = Standing.Why
TABS = ("eyes", "failed", "spot", "all")
MOST_SHOWN = 100
# Seconds a practised eye needs for one piece.
SECONDS_EACH = 20
_TONES = {
    Outcome.PASSED.value: "yes",
    Outcome.PROVISIONAL.value: "unknown",
    Outcome.FAILED.value: "no",
    Outcome.RETURNED.value: "no",
    Outcome.PENDING.value: "plain",
    Outcome.WITHDRAWN.value: "plain",
}
# What a line of the queue is made of; the answers and proofs behind it are large.
_SHOWN = (
    *("evidence_id", "outcome", "why", "question", "needs_eyes", "is_decided_by_person", "changed_at"),
    *("check_row__title", "check_row__verdicts", "evidence__url", "evidence__note", "evidence__handed_in_at"),
    *("evidence__assignment__category__name", "evidence__staff__name", "evidence__keyword__text"),
)
_ORDER = Case(
    When(why=Why.FAILED, then=Value(0)),
    When(why=Why.MENDED, then=Value(1)),
    When(why=Why.ASKED, then=Value(2)),
    default=Value(3),
)


@dataclass(frozen=True)
class QueueItem:
    """One line of the queue."""

    evidence_id: int
    title: str
    category: str
    staff_name: str
    handed_in_at: datetime
    tone: str
    label: str
    reason: str
    why: str


@dataclass(frozen=True)
class TabCounts:
    """How many lines each tab holds."""

    eyes: int
    failed: int
    spot: int
    all: int


@dataclass(frozen=True)
class DaySummary:
    """How one day's pieces stand."""

    total: int
    passed: int
    failed: int
    unknown: int
    pending: int
    auto: AutoShare


def queue(*, viewer: Viewer, tab: str, today: date) -> tuple[QueueItem, ...]:
    """The lines of a tab, at most 100. One query besides the viewer's scope."""
    rows = _rows(viewer, tab, today).select_related(
        "evidence__assignment__category", "evidence__staff", "evidence__keyword", "check_row"
    )
    ordered = rows.only(*_SHOWN).order_by(_ORDER, "-evidence__handed_in_at", "-id")[:MOST_SHOWN]
    return tuple(_item(row) for row in ordered)


def tab_counts(*, viewer: Viewer, summary: DaySummary) -> TabCounts:
    """How many lines each tab holds; no query where the menu's count was asked for already."""
    waiting = eyes_by_reason(viewer=viewer)
    eyes, failed = sum(waiting.values()), waiting.get(Why.FAILED, 0)
    return TabCounts(eyes=eyes, failed=failed, spot=eyes - failed, all=summary.total)


def day_summary(*, viewer: Viewer, today: date) -> DaySummary:
    """How today's pieces of the viewer's people stand. One query."""
    is_link = ~Q(evidence__url="")
    rows = _rows(viewer, "all", today).order_by().values_list("outcome")
    counts = list(
        rows.annotate(
            pieces=Count("id"), links=Count("id", filter=is_link), seen=Count("id", filter=is_link & with_person())
        )
    )
    by_outcome = Counter({outcome: pieces for outcome, pieces, _links, _seen in counts})
    settled = [(links, seen) for outcome, _pieces, links, seen in counts if outcome != Outcome.PENDING]
    links, pending = sum(links for links, _seen in settled), by_outcome[Outcome.PENDING]
    return DaySummary(
        total=by_outcome.total(),
        passed=by_outcome[Outcome.PASSED],
        failed=by_outcome[Outcome.FAILED] + by_outcome[Outcome.RETURNED],
        unknown=by_outcome[Outcome.PROVISIONAL],
        pending=pending,
        auto=AutoShare(links - sum(seen for _links, seen in settled), links),
    )


def _rows(viewer: Viewer, tab: str, today: date) -> QuerySet[Standing]:
    if tab == "all":
        staff = people.staff_in_scope(viewer=viewer, verb="verification.decide")
        return Standing.objects.filter(evidence__staff__in=staff, evidence__day=today).exclude(
            outcome=Outcome.WITHDRAWN
        )
    rows = needs_eyes(viewer=viewer)
    if tab == "failed":
        return rows.filter(why=Why.FAILED)
    return rows.exclude(why=Why.FAILED) if tab == "spot" else rows


def _item(row: Standing) -> QueueItem:
    evidence, view = row.evidence, standing_view(row)
    word = evidence.keyword.text if evidence.keyword else ""
    return QueueItem(
        evidence_id=row.evidence_id,
        title=view.title or evidence.note.split("\n")[0][:80] or word or evidence.url,
        category=evidence.assignment.category.name,
        staff_name=evidence.staff.name,
        handed_in_at=evidence.handed_in_at,
        tone=_TONES[row.outcome],
        label=view.label,
        reason=row.question if row.why == Why.ASKED and row.question else view.reason or _why_in_words(row),
        why=row.why,
    )


def _why_in_words(row: Standing) -> str:
    return str(Why(row.why).label) if row.why else ""
