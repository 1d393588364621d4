"""Verbs of the work room: keep categories, plan and publish a week, assign, hand in."""

from omos.loop.work.services.assigning import (
    AdHoc,
    AssignmentClosed,
    AssignmentRefused,
    Cell,
    assign_ad_hoc,
    set_cell,
    withdraw_assignment,
)
from omos.loop.work.services.categories import CategoryRefused, Default, ensure_categories, save_category
from omos.loop.work.services.found import FoundPiece, hand_in_found, withdraw_found
from omos.loop.work.services.handing_in import (
    AcceptedLine,
    HandIn,
    RefusedLine,
    hand_in,
    hand_in_note,
    preview_hand_in,
    rematch_keyword,
    reopen,
    withdraw_evidence,
)
from omos.loop.work.services.handing_on import hand_back_pieces, hand_on_pieces
from omos.loop.work.services.planning import PlanPublished, WeekEmpty, generate_week, publish_week

__all__ = [
    "AcceptedLine",
    "AdHoc",
    "AssignmentClosed",
    "AssignmentRefused",
    "CategoryRefused",
    "Cell",
    "Default",
    "FoundPiece",
    "HandIn",
    "PlanPublished",
    "RefusedLine",
    "WeekEmpty",
    "assign_ad_hoc",
    "ensure_categories",
    "generate_week",
    "hand_back_pieces",
    "hand_in",
    "hand_in_found",
    "hand_in_note",
    "hand_on_pieces",
    "preview_hand_in",
    "publish_week",
    "rematch_keyword",
    "reopen",
    "save_category",
    "set_cell",
    "withdraw_assignment",
    "withdraw_evidence",
    "withdraw_found",
]
