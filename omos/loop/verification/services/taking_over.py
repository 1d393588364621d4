"""Taking over first looks that were taken elsewhere: a history brought along, the demo company. Nothing is fetched.

What lands in the records is what `run_check` would write, with fewer statements, and no later looks are planned:
pages of a history are not on the web to be looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from omos.loop.verification.looks import Look
from omos.loop.verification.models import Check, Proof, Standing
from omos.loop.verification.services.enqueueing import MACHINE
from omos.loop.verification.services.facts import post_facts
from omos.loop.verification.services.judging import Case, Demands, is_picked, judge
from omos.loop.verification.services.proofs import proof_of
from omos.loop.verification.services.recording import Reading, fields_of, own_hosts, read
from omos.loop.verification.services.standings import settle_standing
from omos.loop.work import queries as work
from omos.loop.work.queries import EvidenceForCheck

_BATCH = 100
_LOOKED = (
    "state",
    "attempts",
    "outcome",
    "keyword",
    "final_url",
    "status",
    "title",
    "text_hash",
    "milliseconds",
    "answer",
    "verdicts",
    "checked_at",
    "proof",
)
_SETTLED = ("outcome", "why", "needs_eyes", "check_row", "version", "changed_at")
Outcome = Standing.Outcome


@dataclass(frozen=True)
class _Row:
    """One look with everything it is written down from."""

    check: Check
    piece: EvidenceForCheck
    look: Look
    reading: Reading

    @property
    def case(self) -> Case:
        """The piece as the machine alone sees it."""
        piece = self.piece
        return Case(
            findings=self.reading.findings,
            demands=Demands(piece.is_own_website_wanted, piece.needs_keyword, piece.min_characters),
            checked_at=self.check.checked_at,
            is_picked=is_picked(piece.id),
        )


@transaction.atomic
def record_looks(*, looks: Mapping[int, Look], now: datetime) -> int:
    """Write down the first looks at these pieces, in order of their hand-in; returns how many were written.

    Only pieces that wait for their first look are taken; `enqueue_checks` must have met them.
    """
    first = Check.objects.filter(evidence_id__in=looks, age_days=0, occasion=0, state=Check.State.DUE)
    checks = list(first.order_by("evidence_id"))
    pieces = work.pieces_for_check(evidence_ids=[check.evidence_id for check in checks])
    hosts = own_hosts()
    rows = [
        _Row(check, piece, looks[piece.id], read(piece=piece, look=looks[piece.id], now=now, hosts=hosts))
        for check in checks
        if (piece := pieces.get(check.evidence_id)) is not None
    ]
    _write_checks(rows, now)
    _settle(rows, now)
    post_facts(evidence_ids=[row.piece.id for row in rows], actor=MACHINE, now=now)
    return len(rows)


def _write_checks(rows: list[_Row], now: datetime) -> None:
    proofs = _keep_proofs(rows, now)
    for row in rows:
        changes = fields_of(look=row.look, reading=row.reading, now=now) | {
            "state": Check.State.DONE,
            "attempts": 1,
            "outcome": row.case.by_machine.value,
        }
        for name, value in changes.items():
            setattr(row.check, name, value)
        row.check.proof_id = proofs.get(row.check.text_hash)
        # Row by row: many columns of few rows are dearer in one statement of cases.
        row.check.save(update_fields=_LOOKED)


def _keep_proofs(rows: list[_Row], now: datetime) -> dict[str, int]:
    kept = [proof for row in rows if (proof := proof_of(look=row.look, now=now)) is not None]
    Proof.objects.bulk_create(kept, ignore_conflicts=True, batch_size=_BATCH)
    return dict(Proof.objects.filter(digest__in=[proof.digest for proof in kept]).values_list("digest", "id"))


def _settle(rows: list[_Row], now: datetime) -> None:
    """Failed pieces are settled one by one, for their people are told; the others all at once."""
    judged = [(row, judge(row.case)) for row in rows]
    for row, one in judged:
        if one.outcome == Outcome.FAILED:
            settle_standing(evidence_id=row.piece.id, check_id=row.check.pk, now=now)
    passed = [(row, one) for row, one in judged if one.outcome != Outcome.FAILED]
    standings = Standing.objects.select_for_update().in_bulk(
        [row.piece.id for row, _one in passed], field_name="evidence_id"
    )
    for row, one in passed:
        standing = standings[row.piece.id]
        standing.outcome, standing.why, standing.needs_eyes = one.outcome.value, str(one.why), bool(one.why)
        standing.check_row, standing.version, standing.changed_at = row.check, standing.version + 1, now
        standing.save(update_fields=_SETTLED)
