"""Reports as pictures for group chats: PNG, as wide as a phone, drawn with the house's colours. Knows no business."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import accumulate

from PIL import Image, ImageDraw, ImageFont

from omos.ui.fonts import chinese_font
from omos.ui.parts import Tone

# Twice 375: sharp on a phone, where one unit of the page is two points here.
WIDTH = 750
MARGIN = 32
INNER = WIDTH - 2 * MARGIN
MOST_ROWS = 120
# Chat robots take no larger ones.
MOST_COLOURS = 64
PAGE, CARD, LINE, RAISED = "#f5f6f8", "#ffffff", "#e3e7ed", "#f8f9fb"
TEXT, SECOND, NOTE = "#18212f", "#4b5768", "#667085"
INK = {"yes": "#1a7a4c", "no": "#bf3027", "warning": "#9a5400", "unknown": "#566274", "accent": "#2b5bd7"}
TINT = {"yes": "#e7f4ed", "no": "#fdecea", "warning": "#fff2de", "unknown": "#eef1f5", "accent": "#ecf1fd"}
CUT = "…"


class NoChineseFont(Exception):
    """The machine has no font that can write Chinese."""


@dataclass(frozen=True)
class Figure:
    """One large figure with its name above and its unit or comparison below."""

    name: str
    value: str
    note: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True)
class Cell:
    """One cell of the table; a state is drawn as a tinted pill."""

    text: str
    tone: Tone = "plain"
    is_state: bool = False


@dataclass(frozen=True)
class Sheet:
    """What a picture shows, from the top: title, note, figures, table, lines of words, origin."""

    title: str
    note: str = ""
    figures: tuple[Figure, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    totals: tuple[Cell, ...] = ()
    lines: tuple[str, ...] = ()
    foot: str = ""


def draw(sheet: Sheet) -> bytes:
    """The sheet as PNG.

    :raises NoChineseFont: where the machine cannot write it
    """
    page = _Page(_height(sheet))
    page.head(sheet.title, sheet.note)
    page.figures(sheet.figures)
    if sheet.rows:
        page.table(sheet)
    page.words(sheet.lines, size=26, ink=TEXT)
    page.words((sheet.foot,) if sheet.foot else (), size=22, ink=NOTE)
    return page.as_png()


def _height(sheet: Sheet) -> int:
    """Surely enough; what is too much is cut off."""
    letters = sum(map(len, sheet.lines)) + len(sheet.foot) + len(sheet.note)
    return 700 + 140 * len(sheet.figures) + 60 * min(len(sheet.rows), MOST_ROWS) + 80 * len(sheet.lines) + 4 * letters


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = chinese_font()
    if path is None:
        raise NoChineseFont
    # One file often holds the faces of several languages: the simplified Chinese one writes our shapes.
    faces = range(8) if path.suffix.lower() in {".ttc", ".otc"} else range(1)
    found = None
    for index in faces:
        try:
            face = ImageFont.truetype(str(path), size, index=index)
        except OSError:
            break
        found = face if found is None or " SC" in str(face.getname()[0]) else found
    if found is None:
        raise NoChineseFont
    return found


@dataclass
class _Page:
    """A canvas and how far down it is filled."""

    height: int
    y: int = MARGIN
    image: Image.Image = field(init=False)
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH, self.height), PAGE)
        self.pen = ImageDraw.Draw(self.image)

    def head(self, title: str, note: str) -> None:
        """Title, and what it covers below it."""
        for line in _wrapped(title, size=38):
            self._write(MARGIN, self.y, line, size=38, is_strong=True)
            self.y += 58
        for line in _wrapped(note, size=24):
            self._write(MARGIN, self.y, line, size=24, ink=NOTE)
            self.y += 34
        self.y += 14

    def figures(self, figures: Sequence[Figure]) -> None:
        """Two in a row, parted by hairlines, on one card."""
        if not figures:
            return
        rows = (len(figures) + 1) // 2
        self._card(rows * 118)
        for place, figure in enumerate(figures):
            x, y = MARGIN + 24 + (place % 2) * (INNER // 2), self.y + (place // 2) * 118
            if place % 2 == 0 and place:
                self.pen.line((MARGIN, y, WIDTH - MARGIN, y), fill=LINE)
            self._write(x, y + 14, figure.name, size=24, ink=SECOND, width=INNER // 2 - 36)
            wide = self._write(x, y + 48, figure.value, size=46, ink=INK.get(figure.tone, TEXT), is_strong=True)
            # The last of an odd number has its row to itself.
            is_alone = place == len(figures) - 1 and place % 2 == 0
            room = (INNER if is_alone else INNER // 2) - 48 - wide
            self._write(x + wide + 12, y + 68, figure.note, size=_fitting(figure.note, room), ink=NOTE, width=room)
        self.y += rows * 118 + 24

    def table(self, sheet: Sheet) -> None:
        """One line per row; names at the left, figures at the right, states as pills."""
        rows = sheet.rows[:MOST_ROWS]
        self._card(52 + 58 * (len(rows) + bool(sheet.totals)))
        size, edges = _columns(sheet, (*rows, sheet.totals) if sheet.totals else rows)
        for place, head in enumerate(sheet.heads):
            self._cell(Cell(head), place, edges, y=self.y + 12, size=min(size, 22), ink=NOTE)
        self.y += 52
        for row in (*rows, *((sheet.totals,) if sheet.totals else ())):
            self.pen.line((MARGIN, self.y, WIDTH - MARGIN, self.y), fill=LINE)
            for place, cell in enumerate(row):
                self._cell(cell, place, edges, y=self.y + 25 - size // 2, size=size, ink=INK.get(cell.tone, TEXT))
            self.y += 58
        self.y += 20

    def words(self, lines: Sequence[str], *, size: int, ink: str) -> None:
        """Paragraphs over the whole width."""
        for line in lines:
            for part in _wrapped(line, size=size):
                self._write(MARGIN, self.y, part, size=size, ink=ink)
                self.y += size + 12
            self.y += 6

    def as_png(self) -> bytes:
        """What was filled, in few colours: a picture of words needs no more and stays small."""
        target = BytesIO()
        filled = self.image.crop((0, 0, WIDTH, min(self.y + MARGIN - 8, self.height)))
        filled.quantize(MOST_COLOURS).save(target, "PNG", optimize=True)
        return target.getvalue()

    def _card(self, height: int) -> None:
        box = (MARGIN, self.y, WIDTH - MARGIN, self.y + height)
        self.pen.rounded_rectangle(box, radius=14, fill=CARD, outline=LINE)

    def _cell(self, cell: Cell, place: int, edges: Sequence[int], *, y: int, size: int, ink: str) -> None:
        left, right = edges[place] + 10, edges[place + 1] - 12
        text = shortened(cell.text, size=size, width=right - left - 24 * cell.is_state)
        wide = round(_font(size).getlength(text))
        if cell.is_state:
            box = (right - wide - 24, y - 3, right, y + size + 12)
            self.pen.rounded_rectangle(box, radius=8, fill=TINT.get(cell.tone, RAISED))
            right -= 12
        self._write(left + 12 if place == 0 else right - wide, y, text, size=size, ink=ink)

    def _write(
        self, x: int, y: int, text: str, *, size: int, ink: str = TEXT, width: int = INNER, is_strong: bool = False
    ) -> int:
        """Write one line and say how wide it came out; the font has one weight, so strong is drawn thicker."""
        shown = shortened(text, size=size, width=width)
        self.pen.text((x, y), shown, font=_font(size), fill=ink, stroke_width=0.5 if is_strong else 0, stroke_fill=ink)
        return round(_font(size).getlength(shown))


def _fitting(text: str, width: int) -> int:
    """The largest of the small sizes at which the text fits."""
    return next((size for size in (22, 20, 18) if _font(size).getlength(text) <= width), 17)


def shortened(text: str, *, size: int, width: int) -> str:
    """One line that fits into so many points."""
    line, font = " ".join(text.split()), _font(size)
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + CUT) > width:
        line = line[:-1]
    return line + CUT


def _wrapped(text: str, *, size: int) -> list[str]:
    """A paragraph in lines; Chinese may break anywhere, a Latin word only where it fills a line of its own."""
    font, lines, rest = _font(size), [], " ".join(text.split())
    while rest:
        end = len(rest)
        while font.getlength(rest[:end]) > INNER:
            end = end * 9 // 10 if end > 80 else end - 1
        if end < len(rest):
            end = _before_word(rest, end)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines


def _before_word(text: str, end: int) -> int:
    """Where to break instead of within a Latin word."""
    word = re.search(r"[!-~]+$", text[:end])
    is_within = word is not None and " " < text[end] < ""
    return word.start() if word and is_within and word.start() else end


def _columns(sheet: Sheet, rows: Sequence[Sequence[Cell]]) -> tuple[int, tuple[int, ...]]:
    """The largest size at which every cell is shown whole, and where the columns begin and end."""
    widths = {size: _widths(sheet, rows, size) for size in (26, 24, 22, 20, 18, 16)}
    size = next((size for size, needed in widths.items() if sum(needed) <= INNER), 16)
    needed = widths[size] if sum(widths[size]) <= INNER else _narrowed(widths[size])
    # What is left goes to the names.
    needed[0] += INNER - sum(needed)
    return size, (MARGIN, *accumulate(needed, initial=MARGIN))[1:]


def _widths(sheet: Sheet, rows: Sequence[Sequence[Cell]], size: int) -> list[int]:
    needed = [_needed(Cell(head), min(size, 22)) for head in sheet.heads]
    for row in rows:
        needed = [max(wide, _needed(cell, size)) for wide, cell in zip(needed, row, strict=False)]
    return needed


def _needed(cell: Cell, size: int) -> int:
    """How wide a column must be to show this cell whole."""
    return math.ceil(_font(size).getlength(" ".join(cell.text.split()))) + 22 + 24 * cell.is_state


def _narrowed(needed: Sequence[int]) -> list[int]:
    """Columns that fit: those wider than an even share give up the same part of what they have above it."""
    share = INNER // len(needed)
    above = sum(max(wide - share, 0) for wide in needed)
    excess = sum(needed) - INNER
    return [wide - math.ceil(max(wide - share, 0) * excess / above) for wide in needed]
