"""What is told to an outside service, in one shape for all of them; each writes it down in its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CUT = "…"


@dataclass(frozen=True)
class Letter:
    """One message: a title, lines, at most one link with its one action, perhaps a PNG; `key` is its only name."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    link: str = ""
    action: str = ""
    picture: bytes = b""
    # The word without which a robot's safety setting lets nothing through.
    keyword: str = ""
    kind: str = ""

    def has_keyword(self) -> bool:
        """Whether the word that is asked for stands in it already."""
        return self.keyword in "\n".join((self.title, *self.lines))

    @property
    def signed_lines(self) -> tuple[str, ...]:
        """The lines, with the keyword below them where it was missing."""
        return self.lines if self.has_keyword() else (*self.lines, self.keyword)


def fitted(lines: Sequence[str], *, most_bytes: int, between: str = "\n") -> str:
    """As many lines from the top as fit into so many bytes, the rest told by a mark of omission."""
    whole = between.join(lines)
    if len(whole.encode()) <= most_bytes:
        return whole
    room = most_bytes - len(f"{between}{CUT}".encode())
    kept: list[str] = []
    for line in lines:
        room -= len(f"{line}{between}".encode())
        if room < 0:
            break
        kept.append(line)
    return between.join([*kept, CUT]) if kept else _cut(whole, most_bytes)


def _cut(text: str, most_bytes: int) -> str:
    """The beginning of one line that alone is too long, never half a letter."""
    return text.encode()[: most_bytes - len(CUT.encode())].decode(errors="ignore") + CUT


def as_json(values: Mapping[str, Any]) -> bytes:
    """A body as JSON, Chinese written as it is so that sizes are what one counts."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
