"""What people say: pass, return, doubt; take that back; ask for a look; say that a page is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from omos.loop.verification.models import Check, Decision, Standing, Verdict
from omos.loop.verification.queries.standings import reasons_in_words, standing_view
from omos.loop.verification.reasons import RETURN_REASONS
from omos.loop.verification.services.enqueueing import MACHINE, look_again, meet, plan_later_looks
from omos.loop.verification.services.facts import post_facts
from omos.loop.verification.services.standings import settle_standing
from omos.office.notices.services import notify
from omos.people import queries as people
from omos.people.trail import record_action
from omos.people.viewer import Viewer

Answer = Decision.Answer
Outcome = Standing.Outcome
RETURNED_NOTICE = "verification.returned"
MOST_LOOKS = 20


class DecisionRefused(Exception):
    """A decision that cannot be taken; the message says why."""


class StandingChanged(DecisionRefused):
    """Somebody else, or the machine, was faster; the message says who and when."""


@dataclass(frozen=True)
class _Word:
    """What somebody says of a piece, as they saw it."""

    answer: str
    note: str
    reasons: list[str]
    screenshot_id: int | None
    version: int


@transaction.atomic
def decide(
    *,
    evidence_id: int,
    answer: str,
    version: int,
    actor: Viewer,
    now: datetime,
    reasons: Sequence[str] = (),
    note: str = "",
    screenshot_id: int | None = None,
) -> Decision:
    """Pass a piece, return it to its person, or leave it in doubt until the machine has looked again.

    :raises StandingChanged: when the piece is not as the person saw it any more (`version`)
    :raises DecisionRefused: when it is out of the person's scope, or returned without a word why
    """
    if actor.staff_id is None:
        raise DecisionRefused(_("This piece is not yours to decide."))
    kept = _why_returned(reasons, note) if answer == Answer.RETURN else []
    row = _in_scope(evidence_id, actor)
    decision = _enter(row, _Word(answer, note.strip(), kept, screenshot_id, version), actor, now)
    if answer == Answer.RETURN:
        _tell_person(row, decision, now)
    return decision


@transaction.atomic
def decide_as_receiver(*, evidence_id: int, is_accepted: bool, actor: Viewer, now: datetime, note: str = "") -> None:
    """Let the person a piece was made for pass or return it; their word counts like the supervisor's.

    The room that knows whom a piece was made for has looked whether the actor is that person, and tells its maker.

    :raises DecisionRefused: when the piece was taken back
    """
    meet(evidence_ids=[evidence_id], now=now)
    rows = Standing.objects.filter(evidence_id=evidence_id, evidence__withdrawn_at=None)
    row = rows.select_related("evidence__assignment__category", "check_row").first()
    if row is None or actor.staff_id is None:
        raise DecisionRefused(_("This piece is not yours to decide."))
    answer = Answer.PASS if is_accepted else Answer.RETURN
    reasons = [] if is_accepted else ["other"]
    _enter(row, _Word(answer, note.strip(), reasons, None, row.version), actor, now)


def _enter(row: Standing, word: _Word, actor: Viewer, now: datetime) -> Decision:
    evidence_id = row.evidence_id
    changed = Standing.objects.filter(pk=row.pk, version=word.version).exclude(outcome=Outcome.WITHDRAWN)
    if not changed.update(version=F("version") + 1):
        raise StandingChanged(_who_was_faster(evidence_id))
    before = Decision.objects.filter(evidence_id=evidence_id, is_current=True).first()
    Decision.objects.filter(evidence_id=evidence_id, is_current=True).update(is_current=False)
    decision = Decision.objects.create(
        evidence_id=evidence_id,
        answer=word.answer,
        reasons=word.reasons,
        note=word.note,
        overruled=_noes(row),
        before={"outcome": row.outcome, "decision": before.pk if before else None},
        screenshot_id=word.screenshot_id,
        decided_by_id=actor.own_staff_id,
        decided_at=now,
    )
    _follow_up(row, decision, actor, now)
    return decision


@transaction.atomic
def undo(*, decision_id: int, actor: Viewer, now: datetime) -> int:
    """Take one's own decision back; returns the piece's id.

    :raises DecisionRefused: when it is not one's own or does not stand any more
    """
    mine = Decision.objects.filter(pk=decision_id, decided_by_id=actor.staff_id, is_current=True)
    if not mine.update(is_current=False):
        raise DecisionRefused(_("This decision does not stand any more."))
    decision = Decision.objects.get(pk=decision_id)
    Decision.objects.filter(pk=decision.before.get("decision")).update(is_current=True)
    outcome = settle_standing(evidence_id=decision.evidence_id, check_id=None, now=now)
    post_facts(evidence_ids=[decision.evidence_id], actor=MACHINE, now=now)
    _record(decision.evidence_id, actor, now, before={"answer": decision.answer}, after={"outcome": outcome})
    return decision.evidence_id


@transaction.atomic
def request_look(*, evidence_id: int, question: str, actor: Viewer, now: datetime) -> None:
    """Ask the supervisor to look at a piece of one's own.

    :raises DecisionRefused: when it is not one's own, was taken back, or the question is already asked
    """
    row = _own(evidence_id, actor)
    if not Standing.objects.filter(pk=row.pk, needs_eyes=False).update(asked_at=now, question=question.strip()[:300]):
        raise DecisionRefused(_("Your supervisor has this piece in the list already."))
    settle_standing(evidence_id=evidence_id, check_id=None, now=now)
    _record(evidence_id, actor, now, after={"asked": True})


@transaction.atomic
def recheck(*, evidence_id: int, actor: Viewer, now: datetime) -> None:
    """Have the machine look again at a piece of one's own, as after a page was mended.

    :raises DecisionRefused: when it is not one's own, has no link, or a look is on its way already
    """
    row = _own(evidence_id, actor)
    if not row.evidence.url:
        raise DecisionRefused(_("This piece has no link that the machine could open."))
    if Check.objects.filter(evidence_id=evidence_id, occasion__gt=0).count() >= MOST_LOOKS:
        raise DecisionRefused(_("The machine has looked often enough; ask your supervisor to have a look."))
    if not look_again(evidence_id=evidence_id, url=row.evidence.url, now=now):
        raise DecisionRefused(_("The machine is about to look already."))
    Standing.objects.filter(pk=row.pk).update(mended_at=now)
    _record(evidence_id, actor, now, after={"recheck": True})


def _why_returned(reasons: Sequence[str], note: str) -> list[str]:
    kept = [reason for reason in RETURN_REASONS if reason in reasons]
    if not kept and not note.strip():
        raise DecisionRefused(_("Choose a reason or write one line, so that it can be mended."))
    return kept


def _in_scope(evidence_id: int, actor: Viewer) -> Standing:
    staff = people.staff_in_scope(viewer=actor, verb="verification.decide")
    row = Standing.objects.filter(evidence_id=evidence_id, evidence__staff__in=staff, evidence__withdrawn_at=None)
    found = row.select_related("evidence__assignment__category", "check_row").first()
    if found is None:
        raise DecisionRefused(_("This piece is not yours to decide."))
    return found


def _own(evidence_id: int, actor: Viewer) -> Standing:
    rows = Standing.objects.filter(evidence_id=evidence_id, evidence__staff_id=actor.staff_id or 0)
    found = rows.exclude(outcome=Outcome.WITHDRAWN).select_related("evidence").first()
    if found is None:
        raise DecisionRefused(_("This is not a piece of yours, or it was taken back."))
    return found


def _noes(row: Standing) -> list[str]:
    verdicts = standing_view(row).verdicts
    return [code for code, finding in verdicts.items() if finding.verdict == Verdict.NO]


def _who_was_faster(evidence_id: int) -> str:
    decision = Decision.objects.filter(evidence_id=evidence_id, is_current=True).select_related("decided_by").first()
    if decision is None:
        return _("The machine has a new result. Look once more, then decide.")
    at = timezone.localtime(decision.decided_at)
    answer = decision.get_answer_display()
    name = decision.decided_by.name
    return _("%(name)s decided at %(time)s: %(answer)s.") % {"name": name, "time": f"{at:%H:%M}", "answer": answer}


def _follow_up(row: Standing, decision: Decision, actor: Viewer, now: datetime) -> None:
    evidence = row.evidence
    outcome = settle_standing(evidence_id=evidence.pk, check_id=None, now=now)
    if evidence.url and decision.answer == Answer.PASS:
        plan_later_looks(evidence_id=evidence.pk, url=evidence.url, now=now)
    if evidence.url and decision.answer == Answer.DOUBT:
        plan_later_looks(evidence_id=evidence.pk, url=evidence.url, now=now, days=(1,))
    post_facts(evidence_ids=[evidence.pk], actor=MACHINE, now=now)
    after = {"answer": decision.answer, "reasons": decision.reasons, "note": decision.note, "outcome": outcome}
    _record(evidence.pk, actor, now, before={"outcome": row.outcome}, after=after)


def _tell_person(row: Standing, decision: Decision, now: datetime) -> None:
    words = [*reasons_in_words(decision.reasons, standing_view(row).verdicts), decision.note]
    notify(
        kind=RETURNED_NOTICE,
        staff_ids=[row.evidence.staff_id],
        title=_("A piece of %(code)s came back to you") % {"code": row.evidence.assignment.code},
        body=" · ".join(word for word in words if word),
        url=reverse("verification:evidence", args=[row.evidence_id]),
        action_label=_("Mend it"),
        dedupe_key=f"{RETURNED_NOTICE}:{decision.pk}",
        now=now,
    )


def _record(
    evidence_id: int,
    actor: Viewer,
    now: datetime,
    *,
    after: dict[str, object],
    before: dict[str, object] | None = None,
) -> None:
    verb = "verification.decide" if before is not None else "verification.ask"
    record_action(verb, actor=actor, subject=("work.evidence", evidence_id), now=now, before=before, after=after)
