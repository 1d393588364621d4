"""The rows behind a figure: assignments and pieces of some people and days, with how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from omos.loop.reports.queries.closings import people_between
from omos.loop.reports.queries.tallies import Piece, tally_of, work_rows
from omos.loop.verification import queries as verification
from omos.loop.work import queries as work
from omos.people import queries as people
from omos.people.viewer import Viewer

# What a figure counts; empty asks for all pieces, `planned` and `missing` for the assignments.
WHATS = ("", "planned", "missing", "passed", "failed", "unknown", "late")
MOST_ROWS = 200


@dataclass(frozen=True)
class Asked:
    """Which rows: of whom, from when to when, what of them."""

    first: date
    last: date
    what: str = ""
    staff_id: int | None = None
    category: str = ""
    duties: frozenset[str] = frozenset()

    @property
    def is_of_assignments(self) -> bool:
        """Whether the figure counts planned work rather than pieces."""
        return self.what in {"planned", "missing"}


@dataclass(frozen=True)
class PlanRow:
    """An assignment behind a figure."""

    id: int
    person: people.StaffCard
    code: str
    category: str
    duty: str
    icon: str
    unit: str
    day: date
    quantity: int
    handed_in: int
    missing: int


@dataclass(frozen=True)
class PieceRow:
    """A piece behind a figure, with its verdict in a sentence."""

    card: work.EvidenceCard
    outcome: str
    reason: str
    title: str


@dataclass(frozen=True)
class Rows:
    """What stands behind a figure; `total` counts pieces of work, of which at most `MOST_ROWS` lines are shown."""

    plans: tuple[PlanRow, ...]
    pieces: tuple[PieceRow, ...]
    total: int
    is_cut: bool


def rows_behind(*, viewer: Viewer, asked: Asked) -> Rows:
    """The rows behind a figure, as far as the viewer may see them; at most eight queries."""
    cards = {card.id: card for card in people_between(viewer=viewer, first=asked.first, last=asked.last)}
    wanted = {pk: card for pk, card in cards.items() if asked.staff_id in (None, pk)}
    return _plans(wanted, asked) if asked.is_of_assignments else _pieces(wanted, asked)


def _plans(cards: dict[int, people.StaffCard], asked: Asked) -> Rows:
    rows = work.assignments_between(staff_ids=cards, first=asked.first, last=asked.last)
    found = [row for row in rows.filter(_category(asked)) if asked.what == "planned" or row.missing]
    plans = tuple(
        PlanRow(
            id=row.pk,
            person=cards[row.staff_id],
            code=row.code,
            category=row.category.name,
            duty=row.category.duty,
            icon=row.category.icon,
            unit=row.category.unit,
            day=row.due_date,
            quantity=row.quantity,
            handed_in=row.handed_in_count,
            missing=row.missing,
        )
        for row in found[:MOST_ROWS]
    )
    total = sum(row.quantity if asked.what == "planned" else row.missing for row in found)
    return Rows(plans, (), total, len(found) > MOST_ROWS)


def _pieces(cards: dict[int, people.StaffCard], asked: Asked) -> Rows:
    rows = work_rows(staff_ids=list(cards), first=asked.first, last=asked.last)
    found = [piece for piece in rows.pieces if _is_asked(piece, asked)]
    shown = [piece.id for piece in found[:MOST_ROWS]]
    cards_of = work.evidence_cards(evidence_ids=shown)
    standing = verification.verdicts_of(evidence_ids=shown)
    pieces = tuple(_piece(cards_of[pk], standing.get(pk)) for pk in shown if pk in cards_of)
    return Rows((), pieces, sum(piece.quantity for piece in found), len(found) > MOST_ROWS)


def _category(asked: Asked) -> Q:
    wanted = Q(category__code=asked.category) if asked.category else Q()
    return wanted & Q(category__duty__in=asked.duties) if asked.duties else wanted


def _is_asked(piece: Piece, asked: Asked) -> bool:
    """Counted as the figure counts it: by the same tally."""
    is_of_category = not asked.category or piece.category.code == asked.category
    is_of_duty = not asked.duties or piece.category.duty in asked.duties
    tally = tally_of(piece)
    counted = {"passed": tally.passed, "failed": tally.failed, "unknown": tally.unknown, "late": tally.late}
    return is_of_category and is_of_duty and counted.get(asked.what, 1) > 0


def _piece(card: work.EvidenceCard, standing: verification.StandingView | None) -> PieceRow:
    return PieceRow(
        card=card,
        outcome=standing.outcome if standing else "PENDING",
        reason=standing.reason if standing else "",
        title=(standing.title if standing else "") or card.note[:60],
    )
