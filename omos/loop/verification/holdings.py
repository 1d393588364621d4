"""What a person holds here: pieces that came back to be made again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from omos.loop.verification.queries.standings import ReturnedPiece, returned_for
from omos.loop.work import services as work
from omos.people.holdings import Held, HeldThing, Holding, Moved, Passing


def returned_pieces(holding: Holding) -> tuple[HeldThing, ...]:
    """Pieces the person should mend, the newest first."""
    return tuple(
        HeldThing(piece.evidence_id, f"{piece.category} {piece.title}", _why(piece))
        for piece in returned_for(staff_id=holding.staff_id)
    )


def pass_on(passing: Passing) -> Moved:
    """Have somebody else make these pieces again: each becomes open work of theirs that says what was wrong."""
    pieces = returned_for(staff_id=passing.from_id)
    briefs = {piece.evidence_id: "\n".join(filter(None, (piece.url or piece.title, _why(piece)))) for piece in pieces}
    still = {evidence_id: memo for evidence_id, memo in passing.memos.items() if evidence_id in briefs}
    going = Passing(passing.from_id, passing.to_id, passing.first, passing.last, passing.now, still)
    return work.hand_on_pieces(passing=going, briefs=briefs)


def take_back(passing: Passing) -> Moved:
    """Take back what the stand-in has not begun."""
    return work.hand_back_pieces(passing=passing)


def _why(piece: ReturnedPiece) -> str:
    return " · ".join((*piece.reasons, *filter(None, [piece.note])))


HELD = (
    Held(
        "verification.returned",
        _("Pieces to make again"),
        "corner-up-left",
        returned_pieces,
        pass_on,
        take_back,
        is_lasting=True,
    ),
)
