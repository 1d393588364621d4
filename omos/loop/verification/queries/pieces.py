"""One piece with everything known of it: verdicts, proof, partner of a copy, history, its person's last month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import (
    Avg,
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from omos.loop.verification.checks import CODES, Finding
from omos.loop.verification.models import Check, Decision, Fingerprint, Standing, unpacked
from omos.loop.verification.queries.standings import REDO_WITHIN, StandingView, reasons_in_words, standing_view
from omos.loop.work.queries import EvidenceCard, card_of
from omos.people import queries as people
from omos.people.viewer import Viewer

Outcome = Check.Outcome


@dataclass(frozen=True)
class Event:
    """A line of a piece's history: a look of the machine or a decision of a person."""

    at: datetime
    kind: str
    tone: str
    label: str
    by_name: str = ""
    note: str = ""
    reasons: tuple[str, ...] = ()
    file_id: int | None = None
    decision_id: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class Partner:
    """The earlier piece that holds the same text."""

    evidence_id: int
    title: str
    staff_name: str
    day: date
    # Share of this piece's text that stands there, 0 to 1.
    share: float
    may_open: bool
    text: str


@dataclass(frozen=True)
class LastMonth:
    """How the person's pieces fared over thirty days; None where nothing is known."""

    first_passed_share: float | None
    returned: int
    total: int
    original_share: float | None


@dataclass(frozen=True)
class Detail:
    """One piece as desk and evidence page show it."""

    card: EvidenceCard
    view: StandingView
    why: str
    question: str
    version: int
    check: Check | None
    # Which of today's pieces of the assignment it is.
    piece: int
    pieces: int
    partner: Partner | None
    history: tuple[Event, ...]
    coming: tuple[datetime, ...]
    redo_until: datetime | None
    current: Event | None

    @property
    def noes(self) -> tuple[str, ...]:
        """Codes of the checks that say no."""
        return tuple(code for code in CODES if code in self.view.verdicts and self._says_no(self.view.verdicts[code]))

    @staticmethod
    def _says_no(finding: Finding) -> bool:
        return finding.verdict == "no"


def detail(*, viewer: Viewer, evidence_id: int, verb: str) -> Detail | None:
    """A piece that the viewer may see by this verb, or None. At most four queries."""
    row = _row(viewer, verb, evidence_id)
    if row is None:
        return None
    view = standing_view(row)
    checks = list(_looks(evidence_id))
    decisions = list(_decisions(evidence_id)) if row.is_ever_decided else []
    history = _history(checks, decisions, view)
    current = next((event for event in history if event.is_current), None)
    is_returned = row.outcome == Standing.Outcome.RETURNED
    return Detail(
        card=card_of(row.evidence),
        view=view,
        why=row.why,
        question=row.question,
        version=row.version,
        check=row.check_row,
        piece=row.place,
        pieces=row.evidence.assignment.quantity,
        partner=_partner(viewer, verb, view),
        history=history,
        coming=tuple(sorted(check.due_at for check in checks if check.state != Check.State.DONE)),
        redo_until=current.at + REDO_WITHIN if current and is_returned else None,
        current=current,
    )


def last_month(*, staff_id: int, today: date) -> LastMonth:
    """How a person's looked-at pieces fared over the last thirty days. One query."""
    period = {"evidence__staff_id": staff_id, "evidence__day__range": (today - timedelta(days=30), today)}
    returns = Decision.objects.filter(answer=Decision.Answer.RETURN, **period).order_by().values("answer")
    returned = returns.annotate(pieces=Count("evidence_id", distinct=True)).values("pieces")
    rows = (
        Check.objects.filter(age_days=0, occasion=0, checked_at__isnull=False, **period)
        .order_by()
        .values("age_days")
        .annotate(
            total=Count("id"),
            passed=Count("id", filter=Q(outcome__in=(Outcome.PASSED, Outcome.PROVISIONAL))),
            original=Avg(Cast(KT("verdicts__original__data__share"), FloatField())),
            returned=Coalesce(Subquery(returned), 0),
        )
    )
    # One row where the machine has looked at anything, else none.
    counts = next(iter(rows), None)
    if counts is None:
        return LastMonth(None, 0, 0, None)
    return LastMonth(counts["passed"] / counts["total"], counts["returned"], counts["total"], counts["original"])


def _history(checks: list[Check], decisions: list[Decision], view: StandingView) -> tuple[Event, ...]:
    tones = {Outcome.PASSED.value: "yes", Outcome.PROVISIONAL.value: "unknown", Outcome.FAILED.value: "no"}
    looks = [
        Event(check.checked_at, "look", tones.get(check.outcome, "plain"), check.get_outcome_display())
        for check in checks
        if check.checked_at
    ]
    answers = {Decision.Answer.PASS.value: "yes", Decision.Answer.RETURN.value: "no"}
    words = [
        Event(
            at=decision.decided_at,
            kind="decision",
            tone=answers.get(decision.answer, "unknown"),
            label=decision.get_answer_display(),
            by_name=decision.decided_by.name,
            note=decision.note,
            reasons=reasons_in_words(decision.reasons, view.verdicts),
            file_id=decision.screenshot_id,
            decision_id=decision.pk,
            is_current=decision.is_current,
        )
        for decision in decisions
    ]
    return tuple(sorted([*looks, *words], key=lambda event: event.at))


def _partner(viewer: Viewer, verb: str, view: StandingView) -> Partner | None:
    finding = view.verdicts.get("original")
    if finding is None or "evidence_id" not in finding.data:
        return None
    staff = people.staff_in_scope(viewer=viewer, verb=verb)
    text = Fingerprint.objects.filter(evidence_id=OuterRef("evidence_id")).values("text")[:1]
    row = (
        Standing.objects.filter(evidence_id=int(finding.data["evidence_id"]))
        .select_related("evidence__staff", "check_row")
        .only("evidence__url", "evidence__day", "evidence__staff__name", "check_row__title")
        .annotate(may_open=ExpressionWrapper(Q(evidence__staff__in=staff), BooleanField()), packed_text=Subquery(text))
        .first()
    )
    if row is None:
        return None
    return Partner(
        evidence_id=row.evidence_id,
        title=row.check_row.title if row.check_row else row.evidence.url,
        staff_name=row.evidence.staff.name,
        day=row.evidence.day,
        share=1 - float(finding.data.get("share", 0)),
        may_open=row.may_open,
        text=unpacked(row.packed_text),
    )


def _row(viewer: Viewer, verb: str, evidence_id: int) -> Any:
    """The standing with everything shown of it, its place among the assignment's pieces included."""
    staff = people.staff_in_scope(viewer=viewer, verb=verb)
    before = Standing.objects.filter(
        evidence__assignment_id=OuterRef("evidence__assignment_id"),
        evidence__withdrawn_at__isnull=True,
        evidence__handed_in_at__lte=OuterRef("evidence__handed_in_at"),
        evidence_id__lte=OuterRef("evidence_id"),
    )
    place = before.order_by().values("evidence__assignment_id").annotate(pieces=Count("id")).values("pieces")
    return (
        Standing.objects.filter(evidence_id=evidence_id, evidence__staff__in=staff)
        .select_related("check_row__proof", "evidence__assignment__category", "evidence__staff", "evidence__keyword")
        .defer("check_row__proof__snapshot", "check_row__proof__main_text")
        .annotate(place=Coalesce(Subquery(place), 0))
        .annotate(is_ever_decided=Exists(Decision.objects.filter(evidence_id=OuterRef("evidence_id"))))
        .first()
    )


def _looks(evidence_id: int) -> QuerySet[Check]:
    rows = Check.objects.filter(evidence_id=evidence_id).order_by("checked_at", "id")
    return rows.only("checked_at", "outcome", "state", "due_at")


def _decisions(evidence_id: int) -> QuerySet[Decision]:
    return Decision.objects.filter(evidence_id=evidence_id).select_related("decided_by").order_by("id")
