"""Reading the work room: days, weeks, hand-ins, what others need to know of evidence."""

from omos.loop.work.queries.days import (
    DayCount,
    MyAssignment,
    MyDay,
    WordToServe,
    assignment_brief,
    assignments_between,
    assignments_for_day,
    day_counts,
    my_day,
)
from omos.loop.work.queries.evidence import (
    EvidenceCard,
    EvidenceForCheck,
    card_of,
    evidence_between,
    evidence_cards,
    evidence_for_check,
    pieces_for_check,
    unchecked_evidence_ids,
)
from omos.loop.work.queries.openings import Opening, StandingHandIn
from omos.loop.work.queries.weeks import (
    Chip,
    MatrixCell,
    MatrixRow,
    WeekMatrix,
    categories,
    category_names,
    planned_pieces,
    week_matrix,
)

__all__ = [
    "Chip",
    "DayCount",
    "EvidenceCard",
    "EvidenceForCheck",
    "MatrixCell",
    "MatrixRow",
    "MyAssignment",
    "MyDay",
    "Opening",
    "StandingHandIn",
    "WeekMatrix",
    "WordToServe",
    "assignment_brief",
    "assignments_between",
    "assignments_for_day",
    "card_of",
    "categories",
    "category_names",
    "day_counts",
    "evidence_between",
    "evidence_cards",
    "evidence_for_check",
    "my_day",
    "pieces_for_check",
    "planned_pieces",
    "unchecked_evidence_ids",
    "week_matrix",
]
