"""Reading verification: where pieces stand, what needs eyes, what the machine decided."""

from omos.loop.verification.checks import COPIED_SHARE, SPOT_SHARE
from omos.loop.verification.queries.desk import (
    SECONDS_EACH,
    TABS,
    DaySummary,
    QueueItem,
    TabCounts,
    day_summary,
    queue,
    tab_counts,
)
from omos.loop.verification.queries.due import claimable, due_checks, oldest_due
from omos.loop.verification.queries.pieces import Detail, LastMonth, detail, last_month
from omos.loop.verification.queries.snapshot import headings_of, places_of, side_by_side, snapshot_of
from omos.loop.verification.queries.standings import (
    AutoShare,
    ReturnedPiece,
    Standings,
    StandingView,
    auto_share,
    excused_late_ids,
    needs_eyes,
    needs_eyes_count,
    outcomes_of,
    returned,
    returned_for,
    standing_counts,
    verdicts_of,
)

__all__ = [
    "COPIED_SHARE",
    "SECONDS_EACH",
    "SPOT_SHARE",
    "TABS",
    "AutoShare",
    "DaySummary",
    "Detail",
    "LastMonth",
    "QueueItem",
    "ReturnedPiece",
    "StandingView",
    "Standings",
    "TabCounts",
    "auto_share",
    "claimable",
    "day_summary",
    "detail",
    "due_checks",
    "excused_late_ids",
    "headings_of",
    "last_month",
    "needs_eyes",
    "needs_eyes_count",
    "oldest_due",
    "outcomes_of",
    "places_of",
    "queue",
    "returned",
    "returned_for",
    "side_by_side",
    "snapshot_of",
    "standing_counts",
    "tab_counts",
    "verdicts_of",
]
