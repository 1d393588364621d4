"""The daily data sheet as typed: texts per cell, what they mean, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.loop.ledger.measures import HAND, MEASURES_BY_CODE, SHEET_MEASURES
from omos.loop.ledger.pasting import Pasted, read_block
from omos.loop.ledger.queries import Sheet, UnreadableFigure, read_figure, typed_text
from omos.ui import formats

Cell = tuple[int, str]
LONGEST_TEXT = 40
BOUGHT = frozenset({"impressions", "clicks", "spend"})


def cell_name(channel_id: int, measure: str) -> str:
    """The name of a cell's input."""
    return f"cell-{channel_id}-{measure}"


@dataclass
class SheetForm:
    """One day's sheet with what was typed over it."""

    sheet: Sheet
    texts: dict[Cell, str] = field(default_factory=dict)
    faults: dict[Cell, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)
    seen: dict[Cell, int | None] | None = None

    @classmethod
    def typed(cls, sheet: Sheet, post: QueryDict) -> SheetForm:
        """What a person sent; cells that a machine fills are not among them."""
        form = cls(sheet, seen=_seen(post.get("seen", "")))
        for channel_id, measure in form.open_cells():
            text = post.get(cell_name(channel_id, measure))
            if text is not None:
                form.texts[channel_id, measure] = text[:LONGEST_TEXT].strip()
        return form

    def open_cells(self) -> tuple[Cell, ...]:
        """Cells that a person may fill: nothing of a machine, and nothing bought where nothing is bought."""
        return tuple(
            (row.channel_id, cell.measure)
            for row in self.sheet.rows
            for cell in row.cells
            if not cell.is_machine and (row.is_paid or cell.measure not in BOUGHT or cell.value is not None)
        )

    def values(self) -> dict[Cell, int | None]:
        """The typed cells in their smallest units; the unreadable ones are noted in `faults` and left out."""
        found: dict[Cell, int | None] = {}
        for cell, text in self.texts.items():
            try:
                found[cell] = read_figure(text, MEASURES_BY_CODE[cell[1]])
            except UnreadableFigure as fault:
                self.faults[cell] = str(fault)
        return found

    def paste(self, post: QueryDict) -> int:
        """Lay a pasted block over the typed texts; returns how many cells it filled."""
        first = post.get("first_channel", "")
        pasted = read_block(
            post.get("block", ""),
            channels=[(row.channel_id, row.code, row.name) for row in self.sheet.rows],
            first_channel=int(first) if first.isascii() and first.isdigit() and len(first) < 16 else None,
            first_measure=post.get("first_measure", ""),
        )
        self.general += pasted.faults
        if pasted.ignored:
            self.general.append(
                _("Columns left out: %(names)s.")
                % {"names": formats.listed(pasted.ignored, language=get_language() or "en")}
            )
        return self._take_over(pasted)

    def _take_over(self, pasted: Pasted) -> int:
        allowed = set(self.open_cells())
        placed = {cell: text[:LONGEST_TEXT] for cell, text in pasted.texts.items() if cell in allowed}
        self.texts |= placed
        left_out = len(pasted.texts) - len(placed)
        if left_out:
            words = _("%(count)s cells are filled by a machine or not asked of this channel.")
            self.general.append(words % {"count": left_out})
        for cell, text in placed.items():
            try:
                read_figure(text, MEASURES_BY_CODE[cell[1]])
            except UnreadableFigure as fault:
                self.general.append(
                    _("“%(text)s” in %(place)s: %(reason)s.")
                    % {"text": text, "place": pasted.places[cell], "reason": fault}
                )
        return len(placed)

    def text_of(self, cell: Cell, value: int | None) -> str:
        """What stands in a cell's input."""
        return self.texts.get(cell, typed_text(cell[1], value))

    def seen_json(self) -> str:
        """What the person sees now, to tell later who changed what."""
        if self.seen is not None:
            return _as_json(self.seen)
        return _as_json(
            {
                (row.channel_id, cell.measure): cell.value
                for row in self.sheet.rows
                for cell in row.cells
                if cell.source == HAND
            }
        )


def read_day(text: str, *, today: date) -> date:
    """The day asked for; today where it is none or still to come."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return min(day, today)


def _as_json(seen: Mapping[Cell, int | None]) -> str:
    return json.dumps({f"{channel_id}/{measure}": value for (channel_id, measure), value in seen.items()})


def _seen(text: str) -> dict[Cell, int | None]:
    """What the page said the person saw; nonsense counts as having seen nothing."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    values = found.items() if isinstance(found, dict) else ()
    cells = {_cell(str(name)): value for name, value in values if isinstance(value, int)}
    return {cell: value for cell, value in cells.items() if cell is not None}


def _cell(name: str) -> Cell | None:
    """The cell of a name like "7/visits"; None for names of no cell."""
    channel_id, _slash, measure = name.partition("/")
    is_cell = channel_id.isascii() and channel_id.isdigit() and measure in SHEET_MEASURES
    return (int(channel_id), measure) if is_cell else None
