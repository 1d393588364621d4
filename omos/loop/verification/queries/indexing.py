"""Reading pages at the engines: the list, one page with its looks, how many pages each engine holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from omos.loop.verification.index_reasons import index_sentence, next_step
from omos.loop.verification.indexing import NOT_LOOKED
from omos.loop.verification.models import Engine, HelperKey, IndexLook, IndexState, Verdict
from omos.loop.verification.queries.crawler_visits import Came, came_to
from omos.people import queries as people
from omos.people.policy import may, scope_of
from omos.people.roles import Scope
from omos.people.viewer import Viewer

TONES: Mapping[str, str] = {"yes": "yes", "no": "no", "unknown": "unknown"}


@dataclass(frozen=True)
class EngineLine:
    """A page at one engine, ready to be shown; `state_id` is None where it is not asked after yet."""

    engine: str
    label: str
    tone: str
    word: str
    reason: str
    # What makes an unknown known; empty where the verdict stands.
    next_step: str
    state: IndexState | None
    # That the engine's crawler fetched the page: a good sign, no verdict.
    came: Came | None = None


@dataclass(frozen=True)
class LookLine:
    """One look at an engine in a page's history."""

    at: datetime
    tone: str
    word: str
    reason: str
    source: str
    by_name: str
    query: str
    rank: int | None
    screenshot_id: int | None


@dataclass(frozen=True)
class EngineCount:
    """How many of somebody's pages an engine holds, of those an answer is known for."""

    engine: str
    label: str
    indexed: int
    known: int
    watched: int

    @property
    def share(self) -> float | None:
        """Indexed of known, between 0 and 1; None where nothing is known."""
        return self.indexed / self.known if self.known else None


def index_in_scope(*, viewer: Viewer, verb: str) -> QuerySet[IndexState]:
    """Places at the engines that the viewer may touch by this verb: pieces by their person, other pages by scope."""
    staff = people.staff_in_scope(viewer=viewer, verb=verb)
    condition = Q(staff__in=staff)
    if (scope_of(viewer, verb) or Scope.OWN) >= Scope.DEPARTMENT:
        condition |= Q(staff__isnull=True)
    return IndexState.objects.filter(condition)


def index_list(viewer: Viewer) -> QuerySet[IndexState]:
    """The list page's rows."""
    return index_in_scope(viewer=viewer, verb="verification.view_index").select_related("staff", "website")


def index_state(*, viewer: Viewer, state_id: int, verb: str = "verification.view_index") -> IndexState | None:
    """One page at one engine, if the viewer may see it. One query."""
    rows = index_in_scope(viewer=viewer, verb=verb).select_related("staff", "website")
    return rows.filter(pk=state_id).first()


def engines_of_page(*, page_key: str) -> tuple[EngineLine, ...]:
    """One page at all engines, in their order, with the visits of their crawlers. Two queries."""
    return _lines(IndexState.objects.filter(page_key=page_key), page_key)


def engines_of_piece(*, evidence_id: int) -> tuple[EngineLine, ...]:
    """The page of one piece at all engines; nothing before the engines are asked after it. Two queries."""
    rows = list(IndexState.objects.filter(evidence_id=evidence_id))
    return _lines(rows, rows[0].page_key) if rows else ()


def may_enter(*, viewer: Viewer, state_id: int) -> bool:
    """Whether the viewer may enter looks at this page."""
    verb = "verification.send_index"
    return may(viewer, verb) and index_in_scope(viewer=viewer, verb=verb).filter(pk=state_id).exists()


def _lines(rows: Iterable[IndexState], page_key: str) -> tuple[EngineLine, ...]:
    states = {row.engine: row for row in rows}
    visits = came_to(page_keys=[page_key])
    return tuple(
        engine_line(engine, states.get(engine.value), visits.get((page_key, engine.value))) for engine in Engine
    )


def engine_line(engine: Engine, state: IndexState | None, came: Came | None = None) -> EngineLine:
    """One engine's line of a page."""
    verdict = Verdict(state.verdict) if state else Verdict.UNKNOWN
    reason = state.reason if state else NOT_LOOKED
    return EngineLine(
        engine=engine.value,
        label=str(engine.label),
        tone=TONES[verdict],
        word=verdict_word(verdict),
        reason=index_sentence(reason),
        next_step=next_step(reason) if verdict == Verdict.UNKNOWN else "",
        state=state,
        came=came,
    )


def looks_at(*, state_id: int) -> tuple[LookLine, ...]:
    """Every look at one page at one engine, the newest first, at most a hundred. One query."""
    rows = IndexLook.objects.filter(state_id=state_id).select_related("by").order_by("-looked_at", "-id")[:100]
    return tuple(
        LookLine(
            at=row.looked_at,
            tone=TONES[row.verdict],
            word=verdict_word(row.verdict),
            reason=index_sentence(row.reason),
            source=row.get_source_display(),
            by_name=row.by.name if row.by else "",
            query=row.query,
            rank=row.rank,
            screenshot_id=row.screenshot_id,
        )
        for row in rows
    )


def engine_counts(*, staff_id: int) -> tuple[EngineCount, ...]:
    """How many of a person's pages each engine holds; engines nothing is known of are left out. One query."""
    rows = (
        IndexState.objects.filter(staff_id=staff_id)
        .order_by()
        .values_list("engine")
        .annotate(
            indexed=Count("id", filter=Q(verdict=Verdict.YES)),
            known=Count("id", filter=~Q(verdict=Verdict.UNKNOWN)),
            watched=Count("id"),
        )
    )
    found = {engine: counts for engine, *counts in rows}
    return tuple(
        EngineCount(engine.value, str(engine.label), *found[engine.value])
        for engine in Engine
        if engine.value in found and found[engine.value][1]
    )


def helper_key(*, staff_id: int) -> HelperKey | None:
    """The person's key for the browser helper, if one is in force."""
    return HelperKey.objects.filter(staff_id=staff_id, ended_at__isnull=True).first()


def verdict_word(verdict: str) -> str:
    """The verdict as a word about indexing."""
    return {"yes": _("Indexed"), "no": _("Not indexed"), "unknown": _("Unknown")}[verdict]
