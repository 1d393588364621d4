"""Found pages: as a list, one by one, and as a queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from omos.centres.content.models import FoundPage
from omos.centres.content.queries.desk import writers
from omos.centres.content.words import step_sentence, why_sentence
from omos.loop.verification import queries as verification
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.policy import may
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.people.models import Staff

State = FoundPage.State
# So long an unsettled page is shown to people and asked after again.
UNSETTLED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class PageView:
    """One found page with its argument in words, and what this viewer may do about it."""

    page: FoundPage
    steps: tuple[str, ...]
    why: str
    assignment: str
    keyword: str
    verdict: str
    verdict_reason: str
    may_claim: bool
    may_give: bool
    may_take_back: bool
    may_ignore: bool


def found_pages(viewer: Viewer) -> QuerySet[FoundPage]:
    """Pages of people in scope and those nobody knows whose they are, without what was there before the watch."""
    staff = people.staff_in_scope(viewer=viewer, verb="content.view")
    rows = FoundPage.objects.exclude(why__in=("before", "too_many")).select_related(
        "staff", "website", "assignment__category"
    )
    if not may(viewer, "content.view"):
        return rows.none()
    return rows.filter(Q(staff__in=staff) | Q(staff__isnull=True))


def found_page(*, viewer: Viewer, page_id: int, today: date) -> PageView | None:
    """One page the viewer may see; None where there is none."""
    page = found_pages(viewer).filter(pk=page_id).first()
    if page is None:
        return None
    evidence_id = page.evidence_id or 0
    card = work.evidence_cards(evidence_ids=[evidence_id]).get(evidence_id)
    verdict = verification.verdicts_of(evidence_ids=[evidence_id]).get(evidence_id)
    return PageView(
        page=page,
        steps=steps_of(page),
        why=why_sentence(page.why),
        assignment=f"{card.assignment_code} {card.category}" if card else "",
        keyword=card.keyword if card else "",
        verdict=verdict.label if verdict else "",
        verdict_reason=verdict.reason if verdict else "",
        **_rights(viewer, page),
    )


def _rights(viewer: Viewer, page: FoundPage) -> dict[str, bool]:
    is_open = page.state in {State.UNSURE, State.IGNORED}
    gives, claims = may(viewer, "content.assign"), may(viewer, "content.claim")
    is_own = claims and page.staff_id == viewer.own_staff_id
    return {
        "may_claim": claims and is_open,
        "may_give": gives and (is_open or page.is_ours_to_move),
        "may_take_back": page.is_ours_to_move and (gives or is_own),
        "may_ignore": claims and page.state == State.UNSURE,
    }


def steps_of(page: FoundPage) -> tuple[str, ...]:
    """The argument in sentences; one query for the names."""
    names = names_of(people_in(page))
    return tuple(filter(None, (step_sentence(step, names) for step in page.reasons)))


def people_in(page: FoundPage) -> frozenset[int]:
    """The people a page's argument speaks of."""
    return frozenset(person for step in page.reasons for person in step.get("people", ()))


def names_of(staff_ids: Iterable[int]) -> dict[int, str]:
    """Names by id; one query."""
    everybody = people.staff_in_scope(viewer=Viewer.system("content"), verb="content.view")
    return dict(everybody.filter(pk__in=set(staff_ids)).values_list("id", "name"))


def claimable(*, viewer: Viewer, today: date) -> QuerySet[FoundPage]:
    """Unsettled pages of the week up to this day and later, the newest first."""
    return found_pages(viewer).filter(state=State.UNSURE, day__gte=today - UNSETTLED_FOR).order_by("-day", "-id")


def receivers(*, viewer: Viewer, today: date) -> QuerySet[Staff]:
    """The people this viewer may give pages to."""
    return writers(viewer=viewer, verb="content.assign", today=today).order_by("position__sort_order", "id")


def readable(*, now: datetime, moment: datetime) -> QuerySet[FoundPage]:
    """Pages to be read now, the longest waiting first."""
    is_free = Q(leased_until__isnull=True) | Q(leased_until__lt=moment)
    return FoundPage.objects.filter(is_free, state=State.FOUND, due_at__lte=now).order_by("due_at", "id")


def unsettled(*, now: datetime) -> QuerySet[FoundPage]:
    """Pages of the last days that the machine left to people and nobody touched, the oldest first."""
    left = FoundPage.objects.filter(state=State.UNSURE, decided_at__isnull=True, why="")
    return left.filter(first_seen_at__gte=now - UNSETTLED_FOR).order_by("first_seen_at", "id")
