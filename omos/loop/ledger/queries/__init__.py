"""Reading the ledger: the list of measures, figures, the rows behind them, the daily data sheet and cohorts."""

from __future__ import annotations

from omos.loop.ledger.categories import category_name, category_names
from omos.loop.ledger.figures import UnreadableFigure, read_figure, text_of, typed_text
from omos.loop.ledger.measures import HAND, SHEET_MEASURES, STAGE_MEASURES, Direction, Kind, Measure, Unit
from omos.loop.ledger.queries.channels import ChannelCell, channel_cells
from omos.loop.ledger.queries.cohorts import CohortCounts, cohort_counts
from omos.loop.ledger.queries.figures import (
    Figure,
    UnknownSplit,
    breakdown,
    data_fresh_at,
    series,
    series_of,
    totals,
)
from omos.loop.ledger.queries.listing import NoSuchMeasure, measure, measures, ratio, ratios
from omos.loop.ledger.queries.persons import (
    DayCell,
    day_cells,
    minutes_by_person_and_day,
    units_by_person_category,
)
from omos.loop.ledger.queries.rows import day_totals_in_scope, facts, facts_in_scope, facts_sum, rows_url
from omos.loop.ledger.queries.sheet import (
    SHEET_RATES,
    DayMarks,
    Sheet,
    SheetCell,
    SheetRow,
    cells_typed_before,
    coverage,
    month_coverage,
    sheet,
)
from omos.loop.ledger.queries.soundness import Drift, drifted_sums
from omos.loop.ledger.queries.typed import FilledCell, filled_cells

__all__ = [
    "HAND",
    "SHEET_MEASURES",
    "SHEET_RATES",
    "STAGE_MEASURES",
    "ChannelCell",
    "CohortCounts",
    "DayCell",
    "DayMarks",
    "Direction",
    "Drift",
    "Figure",
    "FilledCell",
    "Kind",
    "Measure",
    "NoSuchMeasure",
    "Sheet",
    "SheetCell",
    "SheetRow",
    "Unit",
    "UnknownSplit",
    "UnreadableFigure",
    "breakdown",
    "category_name",
    "category_names",
    "cells_typed_before",
    "channel_cells",
    "cohort_counts",
    "coverage",
    "data_fresh_at",
    "day_cells",
    "day_totals_in_scope",
    "drifted_sums",
    "facts",
    "facts_in_scope",
    "facts_sum",
    "filled_cells",
    "measure",
    "measures",
    "minutes_by_person_and_day",
    "month_coverage",
    "ratio",
    "ratios",
    "read_figure",
    "rows_url",
    "series",
    "series_of",
    "sheet",
    "text_of",
    "totals",
    "typed_text",
    "units_by_person_category",
]
