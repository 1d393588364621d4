"""Finding the header of a table and matching its columns to fields. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product

from omos.office.sheets.declare import Field
from omos.office.sheets.reading import Line

LOOKED_AT = 20
CLOSE_ENOUGH = 0.75
# How the result sheet's own columns begin: a mended file comes back with them.
OWN_COLUMNS = frozenset({"错误信息", "处理结果", "problems", "outcome"})
_NOTE = re.compile(r"[(（\[【].*?[)）\]】]|[*＊:：\s_/\\-]+|必填|选填")
_TOTALS = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总|total|subtotal|sum)\s*[:：]?", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """The header of a table: its line in the file, 0 when there is none, and its texts."""

    line: int
    texts: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The same for the same columns, whatever stands below."""
        return hashlib.sha256("\x1f".join(self.texts).encode()).hexdigest()


def normal(text: str) -> str:
    """A header as it is compared: 「负责人（必填）＊」 → 负责人."""
    return _NOTE.sub("", unicodedata.normalize("NFKC", text)).lower()


def names_of(field: Field) -> frozenset[str]:
    """Everything a column of this field may be called."""
    return frozenset(normal(name) for name in (field.name, str(field.label), *field.aliases))


def find_head(lines: Sequence[Line], fields: Sequence[Field]) -> Head:
    """The line that names most fields among the first ones; else the first that is full of different texts."""
    known = frozenset[str]().union(*(names_of(field) for field in fields))
    best, best_score = -1, 0
    for index, line in enumerate(lines[:LOOKED_AT]):
        score = len({normal(cell) for cell in line.cells} & known)
        if score > best_score:
            best, best_score = index, score
    if best < 0:
        best = _first_full(lines)
    return head_at(lines, lines[best].number)


def _first_full(lines: Sequence[Line]) -> int:
    """A title stands alone or is the same all along; a header holds different texts in most columns."""
    widest = max(len(line.cells) for line in lines[:LOOKED_AT])
    for index, line in enumerate(lines[:LOOKED_AT]):
        different = {cell for cell in line.cells if cell}
        if len(different) * 2 >= widest and not any(cell.isdigit() for cell in different):
            return index
    return 0


def head_at(lines: Sequence[Line], number: int) -> Head:
    """The header on this line of the file; 0 means there is none and columns are called A, B, C."""
    widest = max(len(line.cells) for line in lines)
    found = next((line for line in lines if line.number == number), None)
    if found is None:
        return Head(0, tuple(column_letters(index) for index in range(widest)))
    cells = found.cells + ("",) * (widest - len(found.cells))
    return Head(number, _told_apart(cells))


def _told_apart(cells: Sequence[str]) -> tuple[str, ...]:
    """Headers that stand twice get a number, empty ones the letter of their column."""
    seen: dict[str, int] = {}
    texts = []
    for index, cell in enumerate(cells):
        name = " ".join(cell.split())[:80] or column_letters(index)
        seen[name] = seen.get(name, 0) + 1
        texts.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(texts)


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def matched(head: Head, fields: Sequence[Field], remembered: Mapping[str, int] | None) -> dict[str, int]:
    """Field → column: as last time for the same header, else by name, else by likeness; a column serves one field."""
    if remembered:
        known = {field.name for field in fields}
        return {name: at for name, at in remembered.items() if name in known and 0 <= at < len(head.texts)}
    matched: dict[str, int] = {}
    for exactness, field in product((1.0, CLOSE_ENOUGH), fields):
        at = None if field.name in matched else _best_column(head, field, set(matched.values()), exactness)
        if at is not None:
            matched[field.name] = at
    return matched


def is_exact(head: Head, fields: Sequence[Field], mapping: Mapping[str, int]) -> bool:
    """Whether every field with a column stands in one that bears its very name, and every required one has one."""
    by_name = {field.name: field for field in fields}
    if any(field.is_required and field.name not in mapping for field in fields):
        return False
    return all(normal(head.texts[at]) in names_of(by_name[name]) for name, at in mapping.items())


def _best_column(head: Head, field: Field, taken: set[int], exactness: float) -> int | None:
    names = names_of(field)
    free = [(at, normal(text)) for at, text in enumerate(head.texts) if at not in taken]
    usable = [(at, text) for at, text in free if text and text not in OWN_COLUMNS]
    scored = [(_likeness(text, names), -at) for at, text in usable]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= exactness else None


def _likeness(text: str, names: frozenset[str]) -> float:
    if text in names:
        return 1.0
    held = [name for name in names if len(name) >= 2 and (name in text or (len(text) >= 2 and text in name))]
    if held:
        return 0.8
    return max((SequenceMatcher(None, text, name).ratio() for name in names if name), default=0.0)


def is_total(cells: Sequence[str]) -> bool:
    """Whether a line is a sum below (or between) the rows: its first text is 合计, 小计, Total."""
    first = next((cell for cell in cells if cell), "")
    return _TOTALS.fullmatch(first) is not None


def rows_below(lines: Sequence[Line], head: Head) -> tuple[list[Line], int]:
    """The rows of the table, and how many lines were left out as sums or as the header printed again."""
    below = [line for line in lines if line.number > head.line]
    again = next((line.cells for line in lines if line.number == head.line), None)
    rows = [line for line in below if not is_total(line.cells) and line.cells != again]
    return rows, len(below) - len(rows)
