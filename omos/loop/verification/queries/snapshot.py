"""A kept page as our own blocks of plain text, hits and copied passages marked; foreign markup never comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from omos.formulas.similarity import Comparison, compare
from omos.loop.verification.checks import spans_of
from omos.loop.verification.models import Fingerprint, Proof
from omos.loop.work.queries import EvidenceCard, evidence_cards
from omos.people import queries as people
from omos.people.viewer import Viewer

LONGEST_SHOWN = 12_000
_AROUND = 36
_MOST_PLACES = 60
Span = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """A stretch of text; mark is "", "hit" (the keyword), "copied" or "both"."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Block:
    """A heading (level 1 to 6) or a paragraph (level 0)."""

    level: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Snapshot:
    """A page as it was seen."""

    blocks: tuple[Block, ...]
    is_cut: bool


@dataclass(frozen=True)
class Place:
    """One place of the keyword with the words around it."""

    where: str
    parts: tuple[Part, ...]


def snapshot_of(proof: Proof, *, keyword: str, earlier: str = "") -> Snapshot:
    """The page's visible text from its first heading on; `earlier` is the text it may be copied from."""
    text = proof.text[_beginning(proof) :]
    hits = spans_of(text, keyword) if keyword else []
    copied = [(each.start, each.end) for each in compare(text, earlier).passages] if earlier else []
    shown = text[:LONGEST_SHOWN]
    levels = {heading[1]: int(heading[0]) for heading in proof.headings}
    blocks = tuple(
        Block(levels.get(line, 0), tuple(marked(line, _within(hits, start, line), _within(copied, start, line))))
        for start, line in _lines(shown)
    )
    return Snapshot(blocks, len(text) > len(shown))


def places_of(proof: Proof, keyword: str) -> tuple[Place, ...]:
    """Every place of the keyword: in the title, in headings, then in the text with the words around it."""
    if not keyword:
        return ()
    found = [_whole("title", proof.title, keyword)]
    found += [_whole("heading", str(text), keyword) for _level, text in proof.headings]
    found += [_around(proof.text, span) for span in spans_of(proof.text, keyword)]
    return tuple(place for place in found if place is not None)[:_MOST_PLACES]


def marked(text: str, hits: Sequence[Span], copied: Sequence[Span] = ()) -> Iterator[Part]:
    """The text cut into stretches, each with its mark."""
    edges = sorted({0, len(text), *(edge for span in (*hits, *copied) for edge in span)})
    for start, end in pairwise(edges):
        is_hit, is_copied = _covers(hits, start), _covers(copied, start)
        mark = "both" if is_hit and is_copied else "hit" if is_hit else "copied" if is_copied else ""
        yield Part(text[start:end], mark)


def _covers(spans: Iterable[Span], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def _beginning(proof: Proof) -> int:
    """Where the page itself begins: at its first heading of the highest level, behind the menus."""
    first = min(proof.headings, key=lambda heading: int(heading[0]), default=None)
    if first is None:
        return 0
    place = proof.text.find(f"\n{first[1]}\n")
    return place + 1 if place >= 0 else 0


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _within(spans: Iterable[Span], start: int, line: str) -> list[Span]:
    """Spans of the whole text as spans of one of its lines."""
    end = start + len(line)
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]


def _whole(where: str, text: str, keyword: str) -> Place | None:
    spans = spans_of(text, keyword)
    return Place(where, tuple(marked(text, spans))) if spans else None


def _around(text: str, span: Span) -> Place:
    start, end = max(0, span[0] - _AROUND), min(len(text), span[1] + _AROUND)
    piece = text[start:end].replace("\n", " ")
    return Place("text", tuple(marked(piece, [(span[0] - start, span[1] - start)])))


@dataclass(frozen=True)
class Pair:
    """Two pieces side by side: theirs and the earlier one, the shared passages marked in both."""

    left: EvidenceCard
    right: EvidenceCard
    left_parts: tuple[Part, ...]
    right_parts: tuple[Part, ...]
    share: float


def headings_of(proof: Proof, keyword: str) -> tuple[Block, ...]:
    """The page's headings with the keyword marked."""
    return tuple(
        Block(int(level), tuple(marked(str(text), spans_of(str(text), keyword) if keyword else [])))
        for level, text in proof.headings
    )


def side_by_side(*, viewer: Viewer, evidence_id: int, other_id: int) -> Pair | None:
    """Two pieces that the viewer may see, or None; five queries."""
    staff = people.staff_in_scope(viewer=viewer, verb="verification.view")
    seen = Fingerprint.objects.filter(evidence_id__in=(evidence_id, other_id), evidence__staff__in=staff)
    texts = {row.evidence_id: row.unpacked_text() for row in seen}
    cards = evidence_cards(evidence_ids=list(texts))
    if evidence_id not in cards or other_id not in cards:
        return None
    there, back = compare(texts[evidence_id], texts[other_id]), compare(texts[other_id], texts[evidence_id])
    return Pair(
        left=cards[evidence_id],
        right=cards[other_id],
        left_parts=_copied_parts(texts[evidence_id], there),
        right_parts=_copied_parts(texts[other_id], back),
        share=there.shared_share,
    )


def _copied_parts(text: str, compared: Comparison) -> tuple[Part, ...]:
    shown = text[:LONGEST_SHOWN]
    spans = [(each.start, min(each.end, len(shown))) for each in compared.passages if each.start < len(shown)]
    return tuple(marked(shown, [], spans))
