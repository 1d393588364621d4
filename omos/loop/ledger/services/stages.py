"""What stands so far, told in stages: the difference to what is known is booked into the hand's cell of the day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from omos.loop.ledger.figures import text_of
from omos.loop.ledger.measures import SHEET_MEASURES, STAGE_MEASURES
from omos.loop.ledger.queries.figures import totals as known_totals
from omos.loop.ledger.services.hand import NO_CHANNEL, Cell, SheetRefused, record_by_hand, typed_cells
from omos.loop.ledger.services.posting import Posted
from omos.people.viewer import Viewer


@transaction.atomic
def record_stage(
    *, day: date, totals: Mapping[str, int], channel_id: int | None, actor: Viewer, now: datetime
) -> Posted:
    """Book what each of these measures came to from the month's first day through this one, all channels together.

    What is known already is taken off; the rest goes to the channel named, or to none where the measure has none.

    :raises SheetRefused: for a measure that is not told by hand, one that needs a channel where none is named, a total
        below what is known already, and as in the daily data sheet; then nothing is booked
    """
    found = known_totals(measures=list(totals), first=day.replace(day=1), last=day)
    own = typed_cells(day)
    cells: dict[Cell, int | None] = {}
    faults: dict[Cell, str] = {}
    for measure, total in totals.items():
        cell = (channel_id or NO_CHANNEL if measure in SHEET_MEASURES else NO_CHANNEL, measure)
        # A stage told again for the same day replaces what it said before.
        value = total - int(found[measure].value or 0) + own.get(cell, 0)
        cells[cell] = value
        fault = _fault(cell, value, total)
        if fault:
            faults[cell] = fault
    if faults:
        raise SheetRefused(_("Some figures could not be saved; nothing was saved yet."), faults)
    return record_by_hand(day=day, cells=cells, actor=actor, now=now)


def _fault(cell: Cell, value: int, total: int) -> str:
    channel_id, measure = cell
    if measure not in {*SHEET_MEASURES, *STAGE_MEASURES}:
        return _("a machine counts this")
    if measure in SHEET_MEASURES and channel_id == NO_CHANNEL:
        return _("name the channel it came from")
    if value < 0:
        return _("%(known)s are known already; correct them in the daily data sheet") % {
            "known": text_of(measure, total - value)
        }
    return ""
