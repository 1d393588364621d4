"""The standing of a piece, worked out anew from its newest look and the person's decision."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.loop.verification.checks import restored
from omos.loop.verification.models import Check, Decision, Standing, Verdict
from omos.loop.verification.services.judging import Case, Decided, Demands, Judged, is_picked, judge
from omos.office.notices.services import notify
from omos.people.clock import local_day

Outcome = Standing.Outcome
FAILED_NOTICE = "verification.failed"


def settle_standing(*, evidence_id: int, check_id: int | None, now: datetime) -> str:
    """Judge a piece anew, inside the caller's transaction; returns the outcome.

    `check_id` is the newest look where there is a new one.
    """
    row = _locked(evidence_id)
    if row.outcome == Outcome.WITHDRAWN:
        return row.outcome
    if check_id is not None:
        row.check_row = Check.objects.get(pk=check_id)
    before, case = row.outcome, case_of(row)
    judged = judge(case)
    _write(row, judged, now)
    if check_id is not None:
        Check.objects.filter(pk=check_id).update(outcome=case.by_machine)
    if judged.outcome == Outcome.FAILED and before != Outcome.FAILED:
        _tell_person(row, now)
    return judged.outcome


def case_of(row: Standing) -> Case:
    """Everything known of a piece, from its rows."""
    category = row.evidence.assignment.category
    check = row.check_row
    decision = Decision.objects.filter(evidence_id=row.evidence_id, is_current=True).first()
    return Case(
        findings=restored(check.verdicts) if check and check.verdicts else None,
        demands=Demands(
            is_own_website=category.evidence_kind == category.EvidenceKind.OWN_URL,
            needs_keyword=category.needs_keyword,
            min_characters=category.min_characters,
        ),
        checked_at=check.checked_at if check else None,
        is_picked=is_picked(row.evidence_id),
        decided=decided_by(decision) if decision else None,
        asked_at=row.asked_at,
        mended_at=row.mended_at,
    )


def decided_by(decision: Decision) -> Decided:
    """A decision as far as judging needs it."""
    return Decided(
        answer=decision.answer,
        at=decision.decided_at,
        reasons=frozenset(decision.reasons),
        overruled=frozenset(decision.overruled),
    )


def _locked(evidence_id: int) -> Standing:
    # One at a time: a look and a person may come at once.
    rows = Standing.objects.select_for_update(of=("self",))
    return rows.select_related("evidence__assignment__category").get(evidence_id=evidence_id)


def _write(row: Standing, judged: Judged, now: datetime) -> None:
    row.outcome, row.why = judged.outcome.value, str(judged.why)
    row.needs_eyes, row.is_decided_by_person = bool(judged.why), judged.is_by_person
    row.version += 1
    row.changed_at = now
    fields = ["outcome", "why", "needs_eyes", "is_decided_by_person", "version", "changed_at", "check_row"]
    row.save(update_fields=fields)


def _tell_person(row: Standing, now: datetime) -> None:
    findings = restored(row.check_row.verdicts) if row.check_row else {}
    failing = [finding.sentence for finding in findings.values() if finding.verdict == Verdict.NO]
    notify(
        kind=FAILED_NOTICE,
        staff_ids=[row.evidence.staff_id],
        title=_("A piece of %(code)s was not passed") % {"code": row.evidence.assignment.code},
        body=" · ".join(failing),
        url=reverse("verification:evidence", args=[row.evidence_id]),
        action_label=_("Have a look"),
        dedupe_key=f"{FAILED_NOTICE}:{row.evidence_id}:{local_day(now)}",
        now=now,
    )
