"""Recording by hand: the daily data sheet of a company, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger.declare import label_of
from omos.loop.ledger.measures import HAND, SHEET_MEASURES, STAGE_MEASURES
from omos.loop.ledger.models import DayTotal
from omos.loop.ledger.services.posting import Posted, hand_line, lock_channels, post
from omos.people.clock import local_day
from omos.people.trail import record_action
from omos.people.viewer import Viewer

Cell = tuple[int, str]
# Stands for the channel of what has none.
NO_CHANNEL = 0
Cells = Mapping[Cell, int | None]


class SheetRefused(Exception):
    """Some cells cannot be saved; `faults` says for each why. Nothing was saved."""

    def __init__(self, message: str, faults: Mapping[Cell, str] | None = None) -> None:
        super().__init__(message)
        self.faults = dict(faults or {})


@transaction.atomic
def record_by_hand(*, day: date, cells: Cells, actor: Viewer, now: datetime, seen: Cells | None = None) -> Posted:
    """Book the cells of one day (channel id, measure) as typed; None empties a cell. What has no channel has cells of
    channel 0.

    With `seen` (what the person saw before typing) only cells that differ from it are touched, and a cell that
    somebody else changed meanwhile is refused.

    :raises SheetRefused: for a day to come, cells of a machine, of unknown channels or measures, changed meanwhile
    """
    if day > local_day(now):
        raise SheetRefused(_("This day is still to come; nothing was saved."))
    wanted = _wanted(cells, seen)
    lock_channels({channel for channel, _measure in wanted})
    faults = _faults(day, wanted, seen)
    if faults:
        raise SheetRefused(_("Some cells could not be saved; nothing was saved yet."), faults)
    before = typed_cells(day)
    posted = post(
        lines=[hand_line(day, channel, measure, value) for (channel, measure), value in wanted.items()],
        actor=Viewer.system("ledger.record_by_hand"),
        now=now,
    )
    if posted.new + posted.changed:
        _leave_trail(day, before, wanted, actor, now)
    return posted


def _wanted(cells: Cells, seen: Cells | None) -> Cells:
    """The cells to touch: with `seen` those that differ from it, else all."""
    if seen is None:
        return cells
    return {cell: value for cell, value in cells.items() if seen.get(cell) != value}


def _leave_trail(day: date, before: Cells, wanted: Cells, actor: Viewer, now: datetime) -> None:
    changes = {cell: value for cell, value in wanted.items() if before.get(cell) != value}
    record_action(
        "ledger.record_by_hand",
        actor=actor,
        subject=("ledger.sheet", day.isoformat()),
        now=now,
        before={_name(cell): before.get(cell) for cell in changes},
        after={_name(cell): value for cell, value in changes.items()},
    )


def _faults(day: date, wanted: Cells, seen: Cells | None) -> dict[Cell, str]:
    channels = set(catalogue.all_channels().values_list("pk", flat=True))
    machine, typed = _machine_cells(day), typed_cells(day)
    faults = {cell: _fault(cell, value, channels, machine) for cell, value in wanted.items()}
    if seen is not None:
        words = _("somebody changed this cell meanwhile; look again and save once more")
        moved = (cell for cell, value in wanted.items() if typed.get(cell) not in {seen.get(cell), value})
        faults |= {cell: faults[cell] or words for cell in moved}
    return {cell: fault for cell, fault in faults.items() if fault}


def _fault(cell: Cell, value: int | None, channels: Collection[int], machine: Mapping[Cell, str]) -> str:
    channel, measure = cell
    is_stage = channel == NO_CHANNEL and measure in STAGE_MEASURES
    if not is_stage and (channel not in channels or measure not in SHEET_MEASURES):
        return _("this cell does not exist")
    if cell in machine:
        return _("%(source)s fills this cell now") % {"source": label_of(machine[cell])}
    return _("a figure cannot be below nought") if value is not None and value < 0 else ""


def _machine_cells(day: date) -> dict[Cell, str]:
    found = {(channel, measure): source for channel, measure, source, _total in _cells(day) if source != HAND}
    # A machine may split what a person tells as one figure.
    told = {(NO_CHANNEL, measure): source for (_channel, measure), source in found.items() if measure in STAGE_MEASURES}
    return found | told


def typed_cells(day: date) -> dict[Cell, int]:
    """What stands by hand on a day, by cell."""
    return {(channel, measure): total for channel, measure, source, total in _cells(day) if source == HAND}


def _cells(day: date) -> list[tuple[int, str, str, int]]:
    rows = DayTotal.objects.filter(day=day, measure__in=(*SHEET_MEASURES, *STAGE_MEASURES)).order_by()
    sums = rows.values("channel_id", "measure", "source").annotate(total=Sum("value"), steps=Sum("standing"))
    return list(sums.filter(steps__gt=0).values_list("channel_id", "measure", "source", "total"))


def _name(cell: Cell) -> str:
    channel, measure = cell
    return f"{channel}/{measure}"
