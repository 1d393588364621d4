"""Reading the promotion room: uploads and what they say, plans of booking, who asked, what it cost."""

from __future__ import annotations

from omos.centres.promotion.queries.cases import Case, cases
from omos.centres.promotion.queries.costs import (
    CostTable,
    Rebates,
    cash_to_post,
    cost_table,
    fresh_at,
    latest_days,
)
from omos.centres.promotion.queries.listing import ad_lines, rebates, talks
from omos.centres.promotion.queries.missing import missing_of
from omos.centres.promotion.queries.plans import DayPlan, Plan, plan_of
from omos.centres.promotion.queries.uploads import (
    FileGone,
    NoSuchPlatform,
    day_in_title,
    further_sheets,
    lines_of,
    memory_among,
    oldest_waiting,
    reading_as_json,
    reading_of,
    understood,
    upload_of,
    uploads,
    waiting_uploads,
)

__all__ = [
    "Case",
    "CostTable",
    "DayPlan",
    "FileGone",
    "NoSuchPlatform",
    "Plan",
    "Rebates",
    "ad_lines",
    "cases",
    "cash_to_post",
    "cost_table",
    "day_in_title",
    "fresh_at",
    "further_sheets",
    "latest_days",
    "lines_of",
    "memory_among",
    "missing_of",
    "oldest_waiting",
    "plan_of",
    "reading_as_json",
    "reading_of",
    "rebates",
    "talks",
    "understood",
    "upload_of",
    "uploads",
    "waiting_uploads",
]
