"""Whose article it is, and counting it: through the work room, with the argument kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from omos.centres.content import queries
from omos.centres.content.models import FoundPage, WatchedSource
from omos.centres.content.queries.desk import MACHINE
from omos.centres.content.services.arriving import in_zone
from omos.formulas.authorship import Article, Attribution, Certainty, Reason, attribute
from omos.formulas.page_key import page_key
from omos.loop.work import queries as work
from omos.loop.work import services as work_services
from omos.loop.work.services import FoundPiece
from omos.people.clock import local_day
from omos.people.viewer import Viewer

# A page that says an earlier day than so many before it was found has moved, or was published late: people decide.
DAYS_LATE = 7
# A page of the weekend found on Monday counts for its own day; of longer ago for the day it was found.
DAYS_BACK = 3
_NOT_COUNTED = frozenset({"before", "no_article", "gone", "same_page", "elsewhere"})
State = FoundPage.State


@dataclass(frozen=True)
class FoundItem:
    """A page as somebody tells of it who read it already."""

    url: str
    title: str
    byline: str = ""
    published_at: datetime | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Recorded:
    """What became of told pages: the pieces made of them by address, and the ids of those left to people."""

    evidence_ids: dict[str, int]
    unsettled_ids: tuple[int, ...]


@transaction.atomic
def record_found(*, source_id: int, items: Sequence[FoundItem], actor: Viewer, now: datetime) -> Recorded:
    """Take over pages that were read elsewhere: a history brought along, the demo company. Nothing is fetched.

    Pages that are known already are passed over, so telling twice counts once.
    """
    source = WatchedSource.objects.select_related("website").get(pk=source_id)
    pages = [page for item in items if (page := _taken_over(source, item, now)) is not None]
    for page in pages:
        settle(page=page, why="", now=now, actor=actor)
    return Recorded(
        evidence_ids={page.url: page.evidence_id for page in pages if page.evidence_id is not None},
        unsettled_ids=tuple(page.pk for page in pages if page.state == State.UNSURE),
    )


def _taken_over(source: WatchedSource, item: FoundItem, now: datetime) -> FoundPage | None:
    published_at = in_zone(item.published_at, source.website.time_zone)
    page, is_new = FoundPage.objects.get_or_create(
        page_key=page_key(item.url).digest,
        defaults={
            "source": source,
            "website_id": source.website_id,
            "url": item.url[:2000],
            "title": item.title[:300],
            "headings": list(item.headings),
            "byline": item.byline[:80],
            "published_at": published_at,
            "published_on": local_day(published_at) if published_at else None,
            "first_seen_at": now,
            "day": local_day(now),
            "due_at": now,
        },
    )
    return page if is_new else None


def match_again(*, now: datetime) -> int:
    """Ask once more whose the unsettled pages are, for the plan may be out meanwhile; returns how many are counted."""
    counted = 0
    for page_id in list(queries.unsettled(now=now).values_list("id", flat=True)[:200]):
        with transaction.atomic():
            page = FoundPage.objects.select_for_update().filter(pk=page_id, state=State.UNSURE).first()
            if page is not None:
                settle(page=page, why="", now=now)
                counted += page.state == State.COUNTED
    return counted


def settle(*, page: FoundPage, why: str, now: datetime, actor: Viewer = MACHINE) -> None:
    """Count a page where it is clear whose it is, else leave it to people. Call inside a transaction."""
    today = local_day(now)
    why = why or _older(page)
    if why in _NOT_COUNTED:
        _save(page, state=State.IGNORED, why=why)
        return
    page.day = day_of(page)
    if link_standing(page):
        return
    found = attribute(article_of(page), queries.desk_on(today=today))
    if found.certainty == Certainty.UNSURE or why:
        leave(page, found, why)
        return
    count(page=page, found=found, actor=actor, now=now)


def count(*, page: FoundPage, found: Attribution, actor: Viewer, now: datetime, **decision: Any) -> None:
    """Hand the page in for whom it was attributed to. Call inside a transaction.

    :raises AssignmentClosed: when the assignment takes nothing any more
    """
    assert found.assignment_id is not None
    piece = work_services.hand_in_found(
        url=page.url, assignment_id=found.assignment_id, keyword_id=found.keyword_id, day=page.day, actor=actor, now=now
    )
    if not piece.is_new:
        _link(page, piece, **decision)
        return
    told = {"reasons": steps_of(found), "candidates": [], "certainty": found.certainty.value} | decision
    _save(
        page,
        state=State.COUNTED,
        why="",
        staff_id=piece.staff_id,
        assignment_id=found.assignment_id,
        evidence_id=piece.evidence_id,
        is_linked=False,
        **told,
    )


def leave(page: FoundPage, found: Attribution, why: str = "") -> None:
    """Leave a page to people, with the argument so far and whom it may belong to."""
    people = found.candidates or ((found.person_id,) if found.person_id else ())
    _save(
        page,
        state=State.UNSURE,
        why=why,
        certainty=Certainty.UNSURE.value,
        reasons=steps_of(found),
        candidates=list(people),
    )


def article_of(page: FoundPage) -> Article:
    """What is read of a page, as the formula takes it; a day to come tells nothing."""
    published = page.published_on if page.published_on and page.published_on <= local_day(page.first_seen_at) else None
    return Article(page.byline, published, (page.title, *page.headings))


def day_of(page: FoundPage) -> date:
    """The day a page counts for: its own, where that is within a weekend of the day it was found."""
    seen = local_day(page.first_seen_at)
    published = page.published_on
    is_near = published is not None and seen - timedelta(days=DAYS_BACK) <= published <= seen
    return published if is_near and published is not None else seen


def steps_of(found: Attribution) -> list[dict[str, Any]]:
    """The argument as it is kept."""
    return [{"code": each.code, "people": list(each.person_ids), "text": each.text} for each in found.reasons]


def _older(page: FoundPage) -> str:
    """Whether the page's own day says that it is not new."""
    published, learned_on = page.published_on, page.source.learned_on
    if published is None or learned_on is None:
        return ""
    if published < learned_on:
        return "before"
    return "dated_earlier" if published < local_day(page.first_seen_at) - timedelta(days=DAYS_LATE) else ""


def link_standing(page: FoundPage, **decision: Any) -> bool:
    """Link a page that somebody handed in: it is that person's piece already. False where nobody did."""
    key = page.final_key or page.page_key
    standing = work.standing_hand_ins([key]).get(key)
    if standing is not None:
        _link(page, FoundPiece(standing.evidence_id, standing.staff_id, is_new=False), **decision)
    return standing is not None


def _link(page: FoundPage, piece: FoundPiece, **decision: Any) -> None:
    _save(
        page,
        state=State.COUNTED,
        why="",
        staff_id=piece.staff_id,
        evidence_id=piece.evidence_id,
        is_linked=True,
        certainty=Certainty.SURE.value,
        reasons=steps_of(Attribution(Certainty.SURE, reasons=(Reason("by_hand", (piece.staff_id,)),))),
        candidates=[],
        **decision,
    )


def _save(page: FoundPage, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save(update_fields=[*changes, "day"])
