"""Where the header of a table stands, who wrote the table, and which column says what. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from omos.connectors.adreports.fields import FIELDS, Field, Kind, Value, currency_of, plain_name
from omos.connectors.adreports.platforms import BY_CODE, PLATFORMS, UNKNOWN, Platform

LOOKED_AT: Final = 40
# From here on the columns are those of the platform's export, whatever else stands around them.
SURE: Final = 0.6
_FIGURES: Final = {"impressions", "clicks", "spend"}
# What people type beside what platforms report.
_TYPED: Final = {"visits", "conversations", "inquiries", "valid_inquiries", "won_deals"}


class Line(NamedTuple):
    """One line of a table: its number in the file, from 1, and its cells."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Layout:
    """How a table is to be read: its origin, its header's line (0: none) and the column of each field."""

    platform: str
    head: int
    headers: tuple[str, ...]
    mapping: Mapping[str, int]
    # Lines above the header, as text.
    preamble: tuple[str, ...] = ()
    is_sure: bool = False

    @property
    def kind(self) -> Kind:
        """What the table is about."""
        return BY_CODE[self.platform].kind

    @property
    def digest(self) -> str:
        """The same for the same columns, whatever stands below."""
        return digest_of(self.headers)

    @property
    def currency(self) -> str:
        """The currency the header of the amounts names; "" for yuan."""
        at = self.mapping.get("spend")
        return currency_of(self.headers[at]) if at is not None and at < len(self.headers) else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields without which nothing can be told from the table; a missing day can be asked for."""
        return tuple(name for name in REQUIRED[self.kind] if name not in self.mapping)

    def as_platform(self, code: str) -> Layout:
        """The same table as somebody else's."""
        is_same_kind = BY_CODE[code].kind is self.kind
        mapping = self.mapping if is_same_kind else matched(self.headers, FIELDS[BY_CODE[code].kind])
        return replace(self, platform=code, mapping=mapping)


REQUIRED: Final = {
    Kind.AD: ("spend",),
    Kind.OWN: ("channel",),
    Kind.TALK: ("day",),
    Kind.CUSTOMER: (),
}


def digest_of(cells: Sequence[str]) -> str:
    """What a header is remembered by; empty cells at its end do not matter."""
    texts = [" ".join(cell.split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def find_layout(lines: Sequence[Line], *, file_name: str = "") -> Layout:
    """How this table is to be read, as far as it can be told."""
    index = _head_index(lines)
    if index < 0:
        index = next((at for at, line in enumerate(lines[:LOOKED_AT]) if _is_full_of_names(line.cells)), -1)
    if index < 0:
        return Layout("other", 0, tuple(_letters(at) for at in range(_widest(lines))), {})
    return layout_at(lines, lines[index].number, file_name=file_name)


def layout_at(lines: Sequence[Line], head: int, *, file_name: str = "") -> Layout:
    """The same with the header on this line of the file."""
    above = [line for line in lines if line.number < head]
    cells = next(line.cells for line in lines if line.number == head)
    widest = max(_widest([line for line in lines if line.number >= head]), len(cells))
    headers = tuple(" ".join(cell.split()) for cell in cells) + ("",) * (widest - len(cells))
    preamble = tuple(" ".join(cell for cell in line.cells if cell) for line in above)
    platform, score = _writer(headers, " ".join((file_name, *preamble)).lower())
    mapping = matched(headers, FIELDS[platform.kind])
    return Layout(platform.code, head, headers, mapping, preamble, score >= SURE)


def matched(headers: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """Field → column, by exact names; names further ahead in a field's list win, and a column serves one field."""
    by_name: dict[str, int] = {}
    for at, header in enumerate(headers):
        by_name.setdefault(plain_name(header), at)
    found: dict[str, int] = {}
    for field in fields:
        taken = set(found.values())
        places = [by_name[name] for name in map(plain_name, field.names) if by_name.get(name, -1) not in {-1, *taken}]
        if places:
            found[field.name] = places[0]
    return found


def _head_index(lines: Sequence[Line]) -> int:
    """The line that names most fields of one kind, at least two and one of them a figure, day or choice."""
    best, best_score = -1, 1
    for index, line in enumerate(lines[:LOOKED_AT]):
        score = max(_named_fields(line.cells, kind) for kind in Kind)
        if score > best_score:
            best, best_score = index, score
    return best


def _is_full_of_names(cells: Sequence[str]) -> bool:
    """A line of different texts none of which is a figure: a header, whatever it calls its columns."""
    texts = {cell for cell in cells if cell}
    return len(texts) > 1 and len(texts) == len(cells) and not any(re.search(r"\d", text) for text in texts)


def _named_fields(cells: Sequence[str], kind: Kind) -> int:
    found = matched(cells, FIELDS[kind])
    is_weighty = any(field.name in found and field.value is not Value.TEXT for field in FIELDS[kind])
    return len(found) if is_weighty else 0


def _writer(headers: Sequence[str], title: str) -> tuple[Platform, float]:
    """Who most likely wrote a table with these columns, and how sure that is."""
    names = frozenset(plain_name(header) for header in headers if header)
    scored = [(_likeness(one, names, title), -place, one) for place, one in enumerate(PLATFORMS) if one.heads]
    score, _place, best = max(scored)
    kind = _kind_of(headers)
    if score >= SURE and (best.kind is kind or score > 1):
        return best, score
    same = [one for one in scored if one[2].kind is kind]
    score, _place, best = max(same)
    return (best, score) if score >= SURE else (BY_CODE[UNKNOWN[kind]], 0.0)


def _likeness(platform: Platform, names: frozenset[str], title: str) -> float:
    """Up to 1 for the columns, more for words in the title and columns nobody else has."""
    columns = max(len(head & names) / len(head | names) for head in platform.heads)
    named = any(re.search(rf"(?<![a-z]){re.escape(word)}", title) for word in platform.words)
    return columns + 0.4 * named + 0.15 * min(len(platform.marks & names), 2)


def _kind_of(headers: Sequence[str]) -> Kind:
    """What a table with these columns is about."""
    named = {kind: frozenset(matched(headers, fields)) for kind, fields in FIELDS.items()}
    if _FIGURES & named[Kind.AD]:
        return Kind.OWN if _is_own(named) else Kind.AD
    is_person = bool({"contact", "visitor"} & (named[Kind.TALK] | named[Kind.CUSTOMER]))
    tests = (
        (Kind.TALK, _is_talk(named)),
        (Kind.OWN, {"channel", "day"} <= named[Kind.OWN] and len(named[Kind.OWN]) > 2 and not is_person),
        (Kind.CUSTOMER, is_person),
    )
    return next((kind for kind, is_it in tests if is_it), Kind.AD)


def _is_own(named: Mapping[Kind, frozenset[str]]) -> bool:
    """Platforms name no channel, and what people type beside figures belongs to no single campaign."""
    is_split = bool({"campaign", "keyword", "account"} & named[Kind.AD])
    return "channel" in named[Kind.OWN] or bool(_TYPED & named[Kind.OWN] and not is_split)


def _is_talk(named: Mapping[Kind, frozenset[str]]) -> bool:
    has_own_day = "day" in named[Kind.TALK] and "day" not in named[Kind.AD]
    return has_own_day or bool({"landing_page", "messages", "has_contact"} & named[Kind.TALK])


def _widest(lines: Sequence[Line]) -> int:
    return max((len(line.cells) for line in lines), default=0)


def _letters(at: int) -> str:
    """0 → A, 26 → AA: what columns without a header are called."""
    text, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text
