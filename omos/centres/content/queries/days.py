"""What was found on a day: 昨天 9 篇，已核验 8."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from omos.centres.content.models import FoundPage, WatchedSource
from omos.centres.content.queries.pages import State, claimable, found_pages, names_of, people_in
from omos.centres.content.words import step_sentence, why_sentence
from omos.loop.verification import queries as verification
from omos.people.policy import may
from omos.people.viewer import Viewer
from omos.ui import formats

_VERIFIED = frozenset({"PASSED", "PROVISIONAL"})
_FAILED = frozenset({"FAILED", "RETURNED"})
_WITHDRAWN = "WITHDRAWN"
MOST_LINES = 5
MOST_COUNTED = 100


@dataclass(frozen=True)
class FoundLine:
    """One page that waits for somebody to say whose it is."""

    id: int
    title: str
    url: str
    byline: str
    day: date
    is_candidate: bool
    # Why nobody is named, and whom it can be given to with one press.
    reason: str
    candidate_id: int | None
    candidate: str


@dataclass(frozen=True)
class CountedLine:
    """One counted article with where it stands."""

    id: int
    title: str
    url: str
    staff_name: str
    assignment: str
    is_linked: bool
    tone: str
    word: str


@dataclass(frozen=True)
class FoundDay:
    """Articles the machine counted for the days, how many of them stand verified, and what waits for a person."""

    first: date
    last: date
    found: int
    verified: int
    failed: int
    unsettled: int
    lines: tuple[FoundLine, ...]
    may_claim: bool
    may_give: bool
    is_watching: bool

    def heading(self, *, today: date) -> str:
        """What the card is called when it is read on this day."""
        if self.last == today - timedelta(days=1):
            return _now("Articles found yesterday")
        return _now("Articles found on %(day)s") % {"day": formats.short_day(self.last)}

    @property
    def day_text(self) -> str:
        """The first day, as addresses write it."""
        return self.first.isoformat()

    @property
    def has_more(self) -> bool:
        """Whether more waits than the card shows."""
        return self.unsettled > len(self.lines)

    @property
    def pending(self) -> int:
        """How many the machine has not looked at yet."""
        return self.found - self.verified - self.failed


def found_on(day: date, viewer: Viewer) -> FoundDay:
    """What was found on a day by people in scope, and what waits for this viewer; five queries."""
    return found_between(first=day, last=day, viewer=viewer)


def found_between(*, first: date, last: date, viewer: Viewer) -> FoundDay:
    """The same for several days."""
    is_watching = WatchedSource.objects.exists()
    outcomes = _outcomes(first, last, viewer) if is_watching else []
    waiting = list(claimable(viewer=viewer, today=last)[:100]) if is_watching and _may_settle(viewer) else []
    return FoundDay(
        first=first,
        last=last,
        found=len(outcomes),
        verified=sum(outcome in _VERIFIED for outcome in outcomes),
        failed=sum(outcome in _FAILED for outcome in outcomes),
        unsettled=len(waiting),
        lines=_lines(waiting[:MOST_LINES], viewer),
        may_claim=may(viewer, "content.claim"),
        may_give=may(viewer, "content.assign"),
        is_watching=is_watching,
    )


def counted_on(day: date, viewer: Viewer) -> tuple[CountedLine, ...]:
    """The day's counted articles of people in scope, by person; three queries."""
    rows = found_pages(viewer).filter(state=State.COUNTED, day=day).order_by("staff__name", "id")
    pages = list(rows[:MOST_COUNTED])
    views = verification.verdicts_of(evidence_ids=[page.evidence_id or 0 for page in pages])
    return tuple(_counted(page, views.get(page.evidence_id or 0)) for page in pages)


def _counted(page: FoundPage, view: verification.StandingView | None) -> CountedLine:
    outcome = view.outcome if view else ""
    return CountedLine(
        id=page.pk,
        title=page.title or page.url,
        url=page.url,
        staff_name=page.staff.name if page.staff else "",
        assignment=page.assignment.code if page.assignment else "",
        is_linked=page.is_linked,
        tone="yes" if outcome in _VERIFIED else "no" if outcome in _FAILED else "unknown",
        word=view.label if view else str(_("Not checked yet")),
    )


def _may_settle(viewer: Viewer) -> bool:
    return may(viewer, "content.claim") or may(viewer, "content.assign")


def _outcomes(first: date, last: date, viewer: Viewer) -> Collection[str]:
    """Where the counted pages stand; pieces taken back elsewhere do not count any more."""
    rows = found_pages(viewer).filter(state=State.COUNTED, day__range=(first, last))
    ids = [pk for pk in rows.values_list("evidence_id", flat=True) if pk is not None]
    stands = verification.outcomes_of(evidence_ids=ids)
    return [outcome for pk in ids if (outcome := stands.get(pk, "")) != _WITHDRAWN]


def _lines(pages: Sequence[FoundPage], viewer: Viewer) -> tuple[FoundLine, ...]:
    """What waits, with the names in its arguments; one query where something waits."""
    ids = {one for page in pages for one in (*page.candidates, *people_in(page))}
    names = names_of(ids) if ids else {}
    return tuple(_line(page, viewer, names) for page in pages)


def _line(page: FoundPage, viewer: Viewer, names: Mapping[int, str]) -> FoundLine:
    only = page.candidates[0] if len(page.candidates) == 1 else None
    return FoundLine(
        id=page.pk,
        title=page.title or page.url,
        url=page.url,
        byline=page.byline,
        day=page.day,
        is_candidate=viewer.staff_id in page.candidates,
        reason=why_sentence(page.why) or next(reversed([step_sentence(step, names) for step in page.reasons]), ""),
        candidate_id=only if only in names else None,
        candidate=names.get(only or 0, ""),
    )
