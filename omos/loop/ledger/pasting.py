"""Reading a block pasted from Excel into cells of the daily data sheet."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from omos.loop.ledger.measures import MEASURES_BY_CODE, SHEET_MEASURES

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 200, 60, 100_000
# How the heads of such tables are called in practice.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "impressions": ("展现", "展现量", "展示", "展示量", "曝光", "impressions"),
    "clicks": ("点击", "点击量", "点击数", "clicks"),
    "spend": ("消费", "花费", "消耗", "推广消费", "消费金额", "spend", "cost"),
    "visits": ("流量", "访问", "访问量", "访问次数", "访客", "visits"),
    "conversations": ("对话", "对话量", "对话数", "conversations"),
    "inquiries": ("询盘", "询盘量", "询盘数", "咨询", "咨询量", "inquiries"),
    "valid_inquiries": ("有效", "有效咨询", "有效询盘", "有效对话", "validinquiries"),
    "lost_deals": ("丢单", "丢单数", "lostdeals"),
    "won_deals": ("成交", "成交数", "成交单", "成交量", "订单", "wondeals"),
    "revenue": ("成交额", "成交金额", "销售额", "业绩", "revenue"),
}
_TOTAL_ROWS = {"合计", "总计", "小计", "汇总", "total"}
_FIGURE = re.compile(r"\d|^[-—/]*$")
Cell = tuple[int, str]


@dataclass(frozen=True)
class Pasted:
    """What a block says: texts by cell, what could not be placed, and columns left out."""

    texts: Mapping[Cell, str]
    faults: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    places: Mapping[Cell, str] = field(default_factory=dict)


def read_block(
    block: str, *, channels: Sequence[tuple[int, str, str]], first_channel: int | None, first_measure: str
) -> Pasted:
    """Place a pasted block: by its own heads and channel names where it has them, else from the first cell on.

    `channels` are (id, code, name) in the order of the sheet. Cells are not read yet, only placed.
    """
    if len(block) > MOST_CHARACTERS:
        return Pasted({}, (_("This block is too large for one day; paste the day's rows only."),))
    rows = [row for row in csv.reader(io.StringIO(block), delimiter="\t") if any(text.strip() for text in row)]
    if not rows:
        return Pasted({}, (_("There is nothing in this block."),))
    if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
        return Pasted({}, (_("This block is too large for one day; paste the day's rows only."),))
    return _Reader(rows, channels, first_channel, first_measure).read()


@dataclass(frozen=True)
class _Heads:
    """Which column holds which measure, and the heads nobody asked for."""

    by_column: Mapping[int, str]
    ignored: tuple[str, ...]


class _Reader:
    """One block on its way into the sheet."""

    def __init__(
        self,
        rows: list[list[str]],
        channels: Sequence[tuple[int, str, str]],
        first_channel: int | None,
        first_measure: str,
    ) -> None:
        self.ids = [channel_id for channel_id, _code, _name in channels]
        self.by_name = {_bare(text): channel_id for channel_id, *texts in channels for text in texts}
        self.first_row = self.ids.index(first_channel) if first_channel in self.ids else 0
        self.heads = _heads(rows[0])
        numbered = list(enumerate(rows, start=1))
        self.rows = numbered[1:] if self.heads else numbered
        self.has_names = any(not _FIGURE.search(row[0].strip()) for _number, row in self.rows)
        self.columns = self.heads.by_column if self.heads else self._columns(first_measure)
        self.texts: dict[Cell, str] = {}
        self.places: dict[Cell, str] = {}
        self.faults: list[str] = []

    def read(self) -> Pasted:
        for offset, (number, row) in enumerate(self.rows):
            channel_id = self._named(number, row[0]) if self.has_names else self._placed(number, offset)
            if channel_id is not None:
                self._take(number, row, channel_id)
        return Pasted(self.texts, tuple(self.faults), self.heads.ignored if self.heads else (), self.places)

    def _columns(self, first_measure: str) -> dict[int, str]:
        start = SHEET_MEASURES.index(first_measure) if first_measure in SHEET_MEASURES else 0
        return dict(enumerate(SHEET_MEASURES[start:], start=int(self.has_names)))

    def _named(self, number: int, name: str) -> int | None:
        if _bare(name) in _TOTAL_ROWS:
            return None
        found = self.by_name.get(_bare(name))
        if found is None:
            words = _("Row %(row)s: there is no channel called “%(name)s”.")
            self.faults.append(words % {"row": number, "name": name.strip()})
        return found

    def _placed(self, number: int, offset: int) -> int | None:
        place = self.first_row + offset
        if place < len(self.ids):
            return self.ids[place]
        self.faults.append(_("Row %(row)s: the sheet has no further channel.") % {"row": number})
        return None

    def _take(self, number: int, row: list[str], channel_id: int) -> None:
        for column, text in enumerate(row):
            measure = self.columns.get(column)
            if measure is not None:
                self.texts[channel_id, measure] = text.strip()
                self.places[channel_id, measure] = _("row %(row)s, column %(column)s “%(measure)s”") % {
                    "row": number,
                    "column": column + 1,
                    "measure": MEASURES_BY_CODE[measure].label,
                }
        last = max(self.columns, default=-1)
        if self.heads is None and any(text.strip() for text in row[last + 1 :]):
            self.faults.append(_("Row %(row)s has more cells than the sheet.") % {"row": number})


def _heads(row: list[str]) -> _Heads | None:
    """The first row as heads, if it names at least one measure and holds no figures."""
    by_name = {_bare(alias): code for code, aliases in _ALIASES.items() for alias in aliases}
    by_name |= {_bare(str(MEASURES_BY_CODE[code].label)): code for code in SHEET_MEASURES}
    found = {column: by_name[_bare(text)] for column, text in enumerate(row) if _bare(text) in by_name}
    if not found:
        return None
    others = (text.strip() for column, text in enumerate(row) if column not in {0, *found})
    return _Heads(found, tuple(filter(None, others)))


def _bare(text: str) -> str:
    """A name without blanks, signs and width, as people write it one way or another."""
    return re.sub(r"[\s/+、，,()（）·_-]", "", unicodedata.normalize("NFKC", text)).lower()
