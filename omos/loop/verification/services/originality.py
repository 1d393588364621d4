"""Originality: which earlier pieces hold half of this text or more; the first hand-in owns the text."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from omos.formulas.page_key import NotAPage, page_key
from omos.formulas.similarity import Passage, band_keys, closest, compare, signature
from omos.loop.verification.checks import COPIED_SHARE, Finding, Place, host_of, no, unknown, yes
from omos.loop.verification.models import Fingerprint, FingerprintBand, Standing

# Shorter texts are titles, captions and navigation: they say nothing about who wrote what.
LEAST_CHARACTERS = 100
LONGEST_TEXT = 50_000
_LEAST_LIKENESS = 0.15
_MOST_COMPARED = 12
_MOST_CANDIDATES = 2_000
_MOST_PASSAGES = 200


@dataclass(frozen=True)
class Author:
    """A piece whose text is compared: who handed it in, when, and where it stands."""

    evidence_id: int
    staff_id: int
    handed_in_at: datetime
    place: Place
    url: str


@dataclass(frozen=True)
class Match:
    """Another piece with much of the same text, and how much of ours stands there."""

    author: Author
    staff_name: str
    day: date
    owned_since: datetime
    share: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Compared:
    """The finding, and the pieces handed in later that should be looked at again."""

    finding: Finding
    later_ids: tuple[int, ...] = ()


def compare_with_others(
    *, author: Author, text: str, characters: int, final_url: str, is_text_asked: bool, now: datetime
) -> Compared:
    """Keep the text's fingerprint and say whose text it is.

    The fingerprint is stored before others are looked for, so that of two pieces checked at the same time at least
    one sees the other.
    """
    same = _same_page(author, final_url)
    if same is not None:
        return Compared(same)
    if characters < LEAST_CHARACTERS:
        return Compared(unknown("too_little_text" if is_text_asked else "no_text_asked"))
    mine = keep_fingerprint(author=author, text=text, now=now)
    matches = _matches(mine, text)
    earlier = [match for match in matches if _is_earlier(match, mine, author)]
    later = tuple(match.author.evidence_id for match in matches if match not in earlier and match.share >= COPIED_SHARE)
    return Compared(judge_originality(author, earlier), later)


def judge_originality(author: Author, earlier: Sequence[Match]) -> Finding:
    """Whose text it is: original, a copy that counts against the piece, or an own text on another platform."""
    held = [match for match in earlier if match.share >= COPIED_SHARE]
    is_company_text = any(match.author.place == Place.OWN for match in held)
    foreign = [match for match in held if not _is_own_copy(author, match, is_company_text=is_company_text)]
    if foreign:
        return no("copied", **_about(max(foreign, key=lambda match: (match.share, -match.author.evidence_id))))
    if held:
        return yes("own_copy", **_about(held[0]))
    return yes("original", share=round(1 - max((match.share for match in earlier), default=0.0), 4))


@transaction.atomic
def keep_fingerprint(*, author: Author, text: str, now: datetime) -> Fingerprint:
    """Store or renew a piece's fingerprint; a text that changed by half or more is owned from now on only."""
    text = text[:LONGEST_TEXT]
    signed = signature(text)
    known = Fingerprint.objects.select_for_update().filter(evidence_id=author.evidence_id).first()
    if known is not None and bytes(known.signature) == signed:
        return known
    if known is None:
        known = Fingerprint(evidence_id=author.evidence_id, owned_since=author.handed_in_at)
    else:
        FingerprintBand.objects.filter(fingerprint_id=known.pk).delete()
        if compare(text, known.unpacked_text()).shared_share < COPIED_SHARE:
            known.owned_since = now
    known.signature, known.text, known.text_length = signed, zlib.compress(text.encode()), len(text)
    known.save()
    FingerprintBand.objects.bulk_create(
        [FingerprintBand(fingerprint_id=known.pk, band=key) for key in band_keys(signed)]
    )
    return known


def _matches(mine: Fingerprint, text: str) -> list[Match]:
    """Standing pieces that share text with ours, the likest first: by band, then by estimate, decided exactly."""
    signed = bytes(mine.signature)
    sharing = FingerprintBand.objects.filter(band__in=band_keys(signed)).values("fingerprint_id")
    rows = list(
        Fingerprint.objects.filter(id__in=sharing, evidence__withdrawn_at__isnull=True)
        .exclude(id=mine.pk)
        .order_by("id")
        .values_list("id", "signature")[:_MOST_CANDIDATES]
    )
    alike = closest(signed, [bytes(each) for _id, each in rows], least=_LEAST_LIKENESS)[:_MOST_COMPARED]
    ids = [rows[place][0] for place, _likeness in alike]
    found = Fingerprint.objects.filter(id__in=ids).select_related("evidence__staff", "evidence__assignment__category")
    return [_match(row, text) for row in found]


def _match(row: Fingerprint, text: str) -> Match:
    evidence = row.evidence
    category = evidence.assignment.category
    compared = compare(text[:LONGEST_TEXT], row.unpacked_text())
    is_own = category.evidence_kind == category.EvidenceKind.OWN_URL
    author = Author(
        evidence_id=evidence.pk,
        staff_id=evidence.staff_id,
        handed_in_at=evidence.handed_in_at,
        place=Place.OWN if is_own else Place.OUTSIDE,
        url=evidence.url,
    )
    return Match(author, evidence.staff.name, evidence.day, row.owned_since, compared.shared_share, compared.passages)


def _is_earlier(match: Match, mine: Fingerprint, author: Author) -> bool:
    return (match.owned_since, match.author.evidence_id) < (mine.owned_since, author.evidence_id)


def _is_own_copy(author: Author, match: Match, *, is_company_text: bool) -> bool:
    """A text of the company, or of the same person, carried to another platform."""
    if host_of(author.url) == host_of(match.author.url):
        return False
    is_same_person = author.staff_id == match.author.staff_id
    if author.place == Place.OUTSIDE:
        return is_company_text or is_same_person
    return is_same_person and match.author.place == Place.OUTSIDE


def _about(match: Match) -> dict[str, Any]:
    return {
        "share": round(1 - match.share, 4),
        "whose": match.staff_name,
        "day": match.day.isoformat(),
        "evidence_id": match.author.evidence_id,
        "passages": [[passage.start, passage.end] for passage in match.passages[:_MOST_PASSAGES]],
    }


def _same_page(author: Author, final_url: str) -> Finding | None:
    """The piece that handed in, before this one, the very page its link leads to in the end."""
    if final_url == author.url:
        # No two pieces stand with the same link.
        return None
    try:
        digest = page_key(final_url).digest
    except NotAPage:
        return None
    rows: Iterable[Standing] = (
        Standing.objects.filter(evidence__page_key=digest, evidence__withdrawn_at__isnull=True)
        .exclude(evidence_id=author.evidence_id)
        .select_related("evidence__staff")
    )
    for row in rows:
        other = row.evidence
        if (other.handed_in_at, other.pk) < (author.handed_in_at, author.evidence_id):
            whose, day = other.staff.name, other.day.isoformat()
            return no("same_page", share=0.0, whose=whose, day=day, evidence_id=other.pk)
    return None
