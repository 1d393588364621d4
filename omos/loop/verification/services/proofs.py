"""Proof of what a page looked like: kept once per content, packed, forgotten after its time."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Exists, OuterRef

from omos.loop.verification.looks import Look
from omos.loop.verification.models import Check, Decision, Proof, Standing
from omos.people.clock import local_day

LARGEST_SNAPSHOT = 200_000
KEPT_FOR = timedelta(days=400)
_LONGEST_TEXT = 200_000
_MOST_HEADINGS = 300


def text_hash(look: Look) -> str:
    """The identity of what a reader sees; empty without a page."""
    page = look.page
    if page is None or not page.text:
        return ""
    return sha256(f"{page.title}\n{page.text}".encode("utf-8", "replace")).hexdigest()


def keep_proof(*, look: Look, now: datetime) -> Proof | None:
    """Keep what was seen; the same content again only lives longer."""
    fresh = proof_of(look=look, now=now)
    if fresh is None:
        return None
    known = Proof.objects.filter(digest=fresh.digest).first()
    if known is None:
        Proof.objects.bulk_create([fresh], ignore_conflicts=True)
        known = Proof.objects.get(digest=fresh.digest)
    if known.keep_until < fresh.keep_until:
        Proof.objects.filter(pk=known.pk).update(keep_until=fresh.keep_until)
    return known


def proof_of(*, look: Look, now: datetime) -> Proof | None:
    """What would be kept of a look, not kept yet; None without a page that says anything."""
    digest, page = text_hash(look), look.page
    if not digest or page is None:
        return None
    return Proof(
        digest=digest,
        snapshot=snapshot_of(look.body, page.text),
        title=storable(page.title)[:300],
        headings=[[each.level, storable(each.text)] for each in page.headings[:_MOST_HEADINGS]],
        text=storable(page.text)[:_LONGEST_TEXT],
        main_text=storable(page.main_text)[:_LONGEST_TEXT],
        first_kept_at=now,
        keep_until=local_day(now) + KEPT_FOR,
    )


def snapshot_of(body: bytes, text: str) -> bytes:
    """The page packed; its text alone, cut if need be, where the page is too large."""
    packed = gzip.compress(body, 6, mtime=0)
    raw = text.encode("utf-8", "replace")
    while len(packed) > LARGEST_SNAPSHOT:
        packed = gzip.compress(raw, 6, mtime=0)
        raw = raw[: len(raw) * 3 // 4]
    return packed


def storable(text: str) -> str:
    """Text without the one character that PostgreSQL cannot keep."""
    return text.replace("\x00", "")


def drop_old_proofs(*, now: datetime) -> int:
    """Forget proofs whose time is over, but none of a piece that failed or was returned."""
    wanting = (Standing.Outcome.FAILED, Standing.Outcome.RETURNED)
    disputed = Check.objects.filter(proof_id=OuterRef("pk")).filter(
        Exists(Standing.objects.filter(evidence_id=OuterRef("evidence_id"), outcome__in=wanting))
        | Exists(Decision.objects.filter(evidence_id=OuterRef("evidence_id"), answer=Decision.Answer.RETURN))
    )
    old = Proof.objects.filter(keep_until__lt=local_day(now)).exclude(Exists(disputed))
    ids = list(old.values_list("id", flat=True)[:5000])
    Proof.objects.filter(id__in=ids).delete()
    return len(ids)
