"""Writing down what a look found: verdicts, proof, standing and facts, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from omos.loop.verification.checks import Asked, Finding, Place, keyword_in_text, keyword_in_title, run_checks
from omos.loop.verification.looks import Look
from omos.loop.verification.models import Check, Standing, Verdict
from omos.loop.verification.services.enqueueing import MACHINE, look_again, plan_later_looks
from omos.loop.verification.services.facts import post_facts
from omos.loop.verification.services.originality import Author, Compared, compare_with_others
from omos.loop.verification.services.proofs import keep_proof, storable, text_hash
from omos.loop.verification.services.standings import settle_standing
from omos.loop.work import services as work_services
from omos.loop.work.queries import EvidenceForCheck
from omos.people import queries as people
from omos.people.clock import local_day

# Three tries within the hour; what is unknown then stays unknown.
TRY_AGAIN_AFTER = (timedelta(minutes=10), timedelta(minutes=50))
Outcome = Standing.Outcome


@dataclass(frozen=True)
class Claim:
    """A look in hand: its row and the token that alone may write the result."""

    check_id: int
    token: int
    evidence_id: int
    age_days: int
    attempts: int


@dataclass(frozen=True)
class Reading:
    """What a look says of a piece, before it is written down."""

    findings: dict[str, Finding]
    keyword: str
    # The word of its assignment that the piece really serves, where it is not the one it was given.
    rematch_id: int | None = None
    later_ids: tuple[int, ...] = ()


def read_and_record(*, held: Claim, piece: EvidenceForCheck, look: Look, now: datetime) -> bool:
    """Judge a look and write it down; False when the lease was lost meanwhile."""
    reading = read(piece=piece, look=look, now=now)
    with transaction.atomic():
        if not _write(held, look, reading, now):
            return False
        if look.is_refused and held.age_days:
            # What is never opened says nothing new of a piece that was judged before.
            return _leave_as_judged(held)
        if reading.rematch_id is not None:
            _rematch(piece, reading.rematch_id, now)
        outcome = settle_standing(evidence_id=piece.id, check_id=held.check_id, now=now)
        if outcome in {Outcome.PASSED, Outcome.PROVISIONAL} and held.age_days == 0:
            plan_later_looks(evidence_id=piece.id, url=piece.url, now=now)
        for evidence_id in reading.later_ids:
            _reopen(evidence_id, now)
        post_facts(evidence_ids=[piece.id], actor=MACHINE, now=now)
    return True


def _leave_as_judged(held: Claim) -> bool:
    Check.objects.filter(pk=held.check_id).update(outcome=Check.Outcome.PROVISIONAL)
    return True


def close_check(held: Claim) -> bool:
    """End a look whose piece was taken back."""
    mine = Check.objects.filter(pk=held.check_id, lease=held.token, state=Check.State.RUNNING)
    mine.update(state=Check.State.DONE, leased_until=None)
    return False


def read(*, piece: EvidenceForCheck, look: Look, now: datetime, hosts: tuple[str, ...] | None = None) -> Reading:
    """Judge a look against what the piece's assignment asks; `hosts` are our websites, where known already."""
    asked = asked_of(piece=piece, now=now, hosts=own_hosts() if hosts is None else hosts)
    rematch_id = None
    if _lacks_word(look, asked.keyword):
        rematch_id, word = _other_word(piece, look)
        asked = replace(asked, keyword=word or asked.keyword)
    compared = _compare(piece, look, asked, now)
    findings = run_checks(look, asked, original=compared.finding if compared else None)
    return Reading(findings, asked.keyword, rematch_id, compared.later_ids if compared else ())


def own_hosts() -> tuple[str, ...]:
    """Our own websites."""
    return tuple(website.domain for website in people.websites())


def asked_of(*, piece: EvidenceForCheck, now: datetime, hosts: tuple[str, ...]) -> Asked:
    """What the piece is held to."""
    return Asked(
        url=piece.url,
        place=Place.OWN if piece.is_own_website_wanted else Place.OUTSIDE,
        today=local_day(now),
        own_hosts=hosts,
        keyword=piece.keyword[1] if piece.keyword else "",
        min_characters=piece.min_characters,
    )


def _lacks_word(look: Look, keyword: str) -> bool:
    page = look.page
    return bool(keyword) and page is not None and page.is_seen and keyword_in_text(look, keyword).verdict == Verdict.NO


def _other_word(piece: EvidenceForCheck, look: Look) -> tuple[int | None, str]:
    """Another word of the assignment that the page carries and that no piece has proven yet: titles weigh most."""
    own_id = piece.keyword[0] if piece.keyword else None
    proven = set(
        Standing.objects.filter(
            evidence__assignment_id=piece.assignment_id,
            evidence__withdrawn_at__isnull=True,
            outcome=Outcome.PASSED,
        )
        .exclude(evidence_id=piece.id)
        .values_list("evidence__keyword_id", flat=True)
    )
    found: list[tuple[bool, int, int, str]] = []
    for keyword_id, word in piece.words:
        hit = keyword_in_text(look, word)
        if keyword_id != own_id and keyword_id not in proven and hit.verdict == Verdict.YES:
            in_title = keyword_in_title(look, word).verdict == Verdict.YES
            found.append((in_title, int(hit.data["count"]), keyword_id, word))
    return max(found)[2:] if found else (None, "")


def _compare(piece: EvidenceForCheck, look: Look, asked: Asked, now: datetime) -> Compared | None:
    page = look.page
    if page is None or not page.is_seen:
        return None
    author = Author(piece.id, piece.staff_id, piece.handed_in_at, asked.place, piece.url)
    return compare_with_others(
        author=author,
        text=storable(page.main_text),
        characters=page.characters,
        final_url=look.final_url,
        is_text_asked=piece.min_characters > 0,
        now=now,
    )


def _write(held: Claim, look: Look, reading: Reading, now: datetime) -> bool:
    mine = Check.objects.filter(pk=held.check_id, lease=held.token, state=Check.State.RUNNING)
    reachable = reading.findings["reachable"]
    is_retry = reachable.verdict == Verdict.UNKNOWN and look.may_change_soon and held.attempts <= len(TRY_AGAIN_AFTER)
    result = fields_of(look=look, reading=reading, now=now) | {
        "state": Check.State.DUE if is_retry else Check.State.DONE,
        "leased_until": None,
    }
    if is_retry:
        result["due_at"] = now + TRY_AGAIN_AFTER[held.attempts - 1]
    if not mine.update(**result):
        return False
    Check.objects.filter(pk=held.check_id).update(proof=keep_proof(look=look, now=now))
    return True


def fields_of(*, look: Look, reading: Reading, now: datetime) -> dict[str, Any]:
    """What a check keeps of a look, by field."""
    page = look.page
    return {
        "keyword": reading.keyword[:100],
        "final_url": look.final_url[:2000],
        "status": page.status if page else None,
        "title": storable(page.title)[:300] if page else "",
        "text_hash": text_hash(look),
        "milliseconds": look.milliseconds,
        "answer": _answer(look),
        "verdicts": {code: finding.stored() for code, finding in reading.findings.items()},
        "checked_at": now,
    }


def _answer(look: Look) -> dict[str, Any]:
    page = look.page
    told: dict[str, Any] = {"redirects": [list(step) for step in look.redirects]}
    if page is None:
        return told | {"trouble": look.trouble}
    return told | {
        "media": page.media,
        "charset": page.charset,
        "bytes": len(look.body),
        "characters": page.characters,
        "canonical": (page.canonical or "")[:300],
        "robots": storable(page.robots_meta)[:200],
        "is_truncated": page.is_truncated,
    }


def _rematch(piece: EvidenceForCheck, keyword_id: int, now: datetime) -> None:
    """Give the piece the word it serves; whoever held that word gets this one's and is looked at again."""
    holders = Standing.objects.filter(
        evidence__assignment_id=piece.assignment_id,
        evidence__keyword_id=keyword_id,
        evidence__withdrawn_at__isnull=True,
        check_row__isnull=False,
    ).exclude(evidence_id=piece.id)
    looked_at = list(holders.values_list("evidence_id", flat=True))
    work_services.rematch_keyword(evidence_id=piece.id, keyword_id=keyword_id)
    for evidence_id in looked_at:
        _reopen(evidence_id, now)


def _reopen(evidence_id: int, now: datetime) -> None:
    standing = Standing.objects.filter(evidence_id=evidence_id).select_related("evidence").first()
    if standing is not None:
        look_again(evidence_id=evidence_id, url=standing.evidence.url, now=now)
