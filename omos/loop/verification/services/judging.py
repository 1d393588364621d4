"""Machine and person taken together: where a piece stands, and whether somebody should look. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from omos.loop.verification.checks import CODES, SPOT_SHARE, Finding
from omos.loop.verification.models import Decision, Standing, Verdict

Outcome = Standing.Outcome
Why = Standing.Why
Answer = Decision.Answer


@dataclass(frozen=True)
class Demands:
    """What a category asks of its pieces."""

    is_own_website: bool
    needs_keyword: bool
    min_characters: int

    @property
    def decisive(self) -> frozenset[str]:
        """The checks whose no fails the piece; the others are advice."""
        codes = {"reachable", "host", "length", "original"}
        if self.is_own_website:
            codes.add("indexable")
        if self.needs_keyword:
            codes |= {"keyword_title", "keyword_text"} if self.is_own_website else {"keyword_text"}
        return frozenset(codes)


@dataclass(frozen=True)
class Decided:
    """The current decision of a person, as far as judging needs it."""

    answer: str
    at: datetime
    reasons: frozenset[str]
    overruled: frozenset[str]


@dataclass(frozen=True)
class Case:
    """Everything known of one piece; without findings it is a note or file that no machine can read."""

    findings: Mapping[str, Finding] | None
    demands: Demands
    checked_at: datetime | None
    is_picked: bool
    decided: Decided | None = None
    asked_at: datetime | None = None
    mended_at: datetime | None = None

    @property
    def failing(self) -> tuple[str, ...]:
        """Decisive checks that say no, in their order."""
        return tuple(
            code
            for code in CODES
            if code in self.demands.decisive
            and self.findings
            and code in self.findings
            and self.findings[code].verdict == Verdict.NO
        )

    @property
    def by_machine(self) -> Outcome:
        """What the machine alone would say."""
        if self.findings is None:
            return Outcome.PROVISIONAL
        if self.failing:
            return Outcome.FAILED
        wanting = (finding for code, finding in self.findings.items() if code in self.demands.decisive)
        is_open = any(finding.verdict == Verdict.UNKNOWN and finding.is_asked for finding in wanting)
        return Outcome.PROVISIONAL if is_open else Outcome.PASSED

    @property
    def is_looked_at_since(self) -> bool:
        """Whether the machine has looked since the person decided."""
        return bool(self.decided and self.checked_at and self.checked_at > self.decided.at)

    @property
    def is_mended(self) -> bool:
        """Whether a returned page was mended: somebody said so, or what was wrong is right now."""
        if self.decided is None or not self.is_looked_at_since or self.failing:
            return False
        return bool(self.decided.overruled) or (self.mended_at is not None and self.mended_at > self.decided.at)


@dataclass(frozen=True)
class Judged:
    """Where a piece stands and why somebody should look, if so."""

    outcome: Outcome
    why: str = ""
    is_by_person: bool = False


def judge(case: Case) -> Judged:
    """Where the piece stands; unknown passes for now and never counts against anybody."""
    judged = _with_decision(case) if case.decided else _by_machine(case)
    is_asking = case.asked_at is not None and (case.decided is None or case.asked_at > case.decided.at)
    if is_asking and not judged.why:
        return Judged(judged.outcome, Why.ASKED, judged.is_by_person)
    return judged


def is_picked(evidence_id: int) -> bool:
    """Whether the piece belongs to the tenth that a person looks at: the same answer every time it is asked."""
    return int.from_bytes(sha256(f"spot {evidence_id}".encode()).digest()[:4]) < SPOT_SHARE * 2**32


def _by_machine(case: Case) -> Judged:
    outcome = case.by_machine
    if outcome == Outcome.FAILED:
        return Judged(outcome, Why.FAILED)
    return Judged(outcome, Why.SPOT if outcome == Outcome.PROVISIONAL and case.is_picked else "")


def _with_decision(case: Case) -> Judged:
    decided = case.decided
    assert decided is not None
    if decided.answer == Answer.PASS:
        # A no that the person did not see when deciding is a new case.
        is_covered = set(case.failing) <= decided.overruled
        return Judged(Outcome.PASSED, is_by_person=True) if is_covered else Judged(Outcome.FAILED, Why.FAILED)
    if decided.answer == Answer.RETURN:
        return _after_return(case, decided)
    if not case.is_looked_at_since:
        return Judged(Outcome.PROVISIONAL, is_by_person=True)
    return Judged(Outcome.FAILED, Why.FAILED) if case.failing else Judged(case.by_machine)


def _after_return(case: Case, decided: Decided) -> Judged:
    if not case.is_mended:
        return Judged(Outcome.RETURNED, is_by_person=True)
    if decided.reasons and decided.reasons <= set(CODES):
        return Judged(case.by_machine)
    # What a person missed only a person can find.
    return Judged(Outcome.PROVISIONAL, Why.MENDED)
