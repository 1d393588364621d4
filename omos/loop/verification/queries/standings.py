"""Where pieces stand: counts for the day grid, what came back to a person, how much the machine decides alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from omos.loop.verification.checks import Finding, restored
from omos.loop.verification.models import Decision, Standing, Verdict
from omos.loop.verification.reasons import RETURN_REASONS
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.memory import once_a_view
from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from omos.people.models import Staff

Outcome = Standing.Outcome
# So long a returned piece may be redone without counting late.
REDO_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Standings:
    """Pieces by where they stand; `unknown` passed for now, `pending` waits for the machine."""

    passed: int = 0
    failed: int = 0
    unknown: int = 0
    pending: int = 0
    returned: int = 0

    @property
    def verified(self) -> int:
        """Pieces that count: passed, for certain or for now."""
        return self.passed + self.unknown

    @property
    def total(self) -> int:
        """All pieces handed in."""
        return self.passed + self.failed + self.unknown + self.pending + self.returned


@dataclass(frozen=True)
class StandingView:
    """Where one piece stands, with the verdicts in the order of the codes."""

    evidence_id: int
    outcome: str
    label: str
    needs_eyes: bool
    is_decided_by_person: bool
    verdicts: Mapping[str, Finding]
    # What stands against the piece, or keeps it from being certain, as one sentence.
    reason: str
    title: str
    changed_at: datetime


@dataclass(frozen=True)
class ReturnedPiece:
    """A piece that its person should mend: returned by somebody, or not passed by the machine."""

    evidence_id: int
    assignment_id: int
    outcome: str
    title: str
    url: str
    category: str
    keyword: str
    reasons: tuple[str, ...]
    note: str
    by_name: str
    at: datetime
    # Until then a better piece does not count late; None where nobody returned it.
    redo_until: datetime | None


@dataclass(frozen=True)
class AutoShare:
    """How many links the machine decided alone, of all that were decided or wait for eyes."""

    decided_by_machine: int
    total: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None without any piece."""
        return self.decided_by_machine / self.total if self.total else None


_FIELDS = {
    Outcome.PASSED.value: "passed",
    Outcome.PROVISIONAL.value: "unknown",
    Outcome.FAILED.value: "failed",
    Outcome.RETURNED.value: "returned",
}


def standing_counts(*, staff_ids: Collection[int], first: date, last: date) -> dict[tuple[int, date], Standings]:
    """Pieces per (staff id, due day) by where they stand; days without any are left out. One query."""
    outcome = Standing.objects.filter(evidence_id=OuterRef("pk")).values("outcome")[:1]
    rows = (
        work.evidence_between(staff_ids=staff_ids, first=first, last=last)
        .order_by()
        .annotate(outcome=Subquery(outcome))
        .values_list("staff_id", "assignment__due_date", "outcome")
        .annotate(pieces=Sum("quantity"))
    )
    counts: dict[tuple[int, date], dict[str, int]] = {}
    for staff_id, day, stands, pieces in rows:
        cell = counts.setdefault((staff_id, day), {})
        name = _FIELDS.get(stands or "", "pending")
        cell[name] = cell.get(name, 0) + pieces
    return {key: Standings(**cell) for key, cell in counts.items()}


def outcomes_of(*, evidence_ids: Collection[int]) -> dict[int, str]:
    """Outcomes alone, by piece; those the machine has not met yet are left out. One query."""
    return dict(Standing.objects.filter(evidence_id__in=evidence_ids).values_list("evidence_id", "outcome"))


def verdicts_of(*, evidence_ids: Collection[int]) -> dict[int, StandingView]:
    """Where these pieces stand; those the machine has not met yet are left out. One query."""
    rows = Standing.objects.filter(evidence_id__in=evidence_ids).select_related("check_row")
    return {row.evidence_id: standing_view(row) for row in rows}


def standing_view(row: Standing) -> StandingView:
    """One standing for show; select its look along."""
    check = row.check_row
    verdicts = restored(check.verdicts) if check and check.verdicts else {}
    return StandingView(
        evidence_id=row.evidence_id,
        outcome=row.outcome,
        label=row.get_outcome_display(),
        needs_eyes=row.needs_eyes,
        is_decided_by_person=row.is_decided_by_person,
        verdicts=verdicts,
        reason=main_reason(verdicts, is_failed=row.outcome in {Outcome.FAILED, Outcome.RETURNED}),
        title=check.title if check else "",
        changed_at=row.changed_at,
    )


def main_reason(verdicts: Mapping[str, Finding], *, is_failed: bool) -> str:
    """The one sentence that says most: the gravest no, else the first unknown that was asked."""
    wanted = Verdict.NO if is_failed else Verdict.UNKNOWN
    order = ("reachable", "host", "original", "keyword_text", "keyword_title", "indexable", "length", "keyword_heading")
    found = (verdicts[code] for code in order if code in verdicts)
    return next((finding.sentence for finding in found if finding.verdict == wanted and finding.is_asked), "")


def returned_for(*, staff_id: int) -> tuple[ReturnedPiece, ...]:
    """Pieces that this person should mend, the newest first. Two queries."""
    rows = list(
        Standing.objects.filter(
            evidence__staff_id=staff_id, outcome__in=(Outcome.RETURNED, Outcome.FAILED), evidence__withdrawn_at=None
        )
        .select_related("evidence__assignment__category", "evidence__keyword", "check_row")
        .order_by("-changed_at", "-id")[:50]
    )
    decided = Decision.objects.filter(
        evidence_id__in=[row.evidence_id for row in rows], is_current=True, answer=Decision.Answer.RETURN
    ).select_related("decided_by")
    decisions = {decision.evidence_id: decision for decision in decided}
    return tuple(_returned(row, decisions.get(row.evidence_id)) for row in rows)


def returned(*, staff_id: int) -> QuerySet[Standing]:
    """The standings of pieces this person should mend."""
    wanted = (Outcome.RETURNED, Outcome.FAILED)
    return Standing.objects.filter(evidence__staff_id=staff_id, outcome__in=wanted, evidence__withdrawn_at=None)


def _returned(row: Standing, decision: Decision | None) -> ReturnedPiece:
    evidence, view = row.evidence, standing_view(row)
    word = _of_person(decision, view) if decision else _of_machine(row, view)
    return ReturnedPiece(
        evidence_id=row.evidence_id,
        assignment_id=evidence.assignment_id,
        outcome=row.outcome,
        title=view.title or evidence.url or evidence.note[:60],
        url=evidence.url,
        category=evidence.assignment.category.name,
        keyword=evidence.keyword.text if evidence.keyword else "",
        **word,
    )


def _of_person(decision: Decision, view: StandingView) -> dict[str, Any]:
    return {
        "reasons": reasons_in_words(decision.reasons, view.verdicts),
        "note": decision.note,
        "by_name": decision.decided_by.name,
        "at": decision.decided_at,
        "redo_until": decision.decided_at + REDO_WITHIN,
    }


def _of_machine(row: Standing, view: StandingView) -> dict[str, Any]:
    noes = tuple(finding.sentence for finding in view.verdicts.values() if finding.verdict == Verdict.NO)
    return {"reasons": noes, "note": "", "by_name": "", "at": row.changed_at, "redo_until": None}


def reasons_in_words(reasons: Collection[str], verdicts: Mapping[str, Finding]) -> tuple[str, ...]:
    """Why somebody decided: the machine's own sentence where a check said no, else the reason's name."""
    return tuple(
        verdicts[code].sentence
        if code in verdicts and verdicts[code].verdict == Verdict.NO
        else str(RETURN_REASONS.get(code, code))
        for code in reasons
    )


def needs_eyes(*, viewer: Viewer) -> QuerySet[Standing]:
    """What waits for this viewer's eyes: what failed first, then what people ask, then spot checks."""
    staff = people.staff_in_scope(viewer=viewer, verb="verification.decide")
    # The reason leads to the few rows by its index; a bare yes or no would have every piece of everybody read.
    waiting = Standing.objects.filter(why__in=Standing.Why.values, needs_eyes=True)
    return waiting.filter(evidence__staff__in=staff, evidence__withdrawn_at=None)


@once_a_view
def eyes_by_reason(*, viewer: Viewer) -> Mapping[str, int]:
    """How many pieces wait for this viewer's eyes, by the reason why. One query."""
    return dict(needs_eyes(viewer=viewer).order_by().values_list("why").annotate(pieces=Count("id")))


def needs_eyes_count(*, viewer: Viewer) -> int:
    """How many pieces wait for this viewer's eyes."""
    return sum(eyes_by_reason(viewer=viewer).values())


def auto_share(
    *, first: date, last: date, staff_ids: Collection[int] | QuerySet[Staff, int] | None = None
) -> AutoShare:
    """Links handed in in the period that the machine settled without a person. One query.

    Notes and files say nothing of the machine's share: nobody but a person can read them.
    """
    rows = Standing.objects.filter(evidence__day__range=(first, last)).exclude(
        outcome__in=(Outcome.PENDING, Outcome.WITHDRAWN)
    )
    rows = rows.exclude(evidence__url="")
    if staff_ids is not None:
        rows = rows.filter(evidence__staff_id__in=staff_ids)
    counts = rows.aggregate(total=Count("id"), with_person=Count("id", filter=with_person()))
    return AutoShare(counts["total"] - counts["with_person"], counts["total"])


def with_person() -> Q:
    """Standings over which a person decided once, or that wait for eyes."""
    return Q(needs_eyes=True) | Q(Exists(Decision.objects.filter(evidence_id=OuterRef("evidence_id"))))


def excused_late_ids(*, evidence_ids: Collection[int]) -> frozenset[int]:
    """Late pieces that replace one returned less than a day before: they do not count late. One query."""
    redone = Standing.objects.filter(evidence_id__in=evidence_ids, evidence__replaces__isnull=False).filter(
        Exists(
            Decision.objects.filter(
                evidence_id=OuterRef("evidence__replaces_id"),
                answer=Decision.Answer.RETURN,
                decided_at__gte=OuterRef("evidence__handed_in_at") - REDO_WITHIN,
                decided_at__lte=OuterRef("evidence__handed_in_at"),
            )
        )
    )
    return frozenset(redone.values_list("evidence_id", flat=True))
