"""Matching pasted lines to open work: pure, so that a preview and the real hand-in can never differ."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from omos.formulas.links import Link, links_in
from omos.formulas.page_key import NotAPage, page_key
from omos.loop.work.queries.openings import Opening, StandingHandIn

MOST_LINKS = 200
CODE = re.compile(r"\bW\d{2}-\d{3,5}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One line of a paste: its link, the page's one identity, and the code of an assignment if it names one."""

    number: int
    text: str
    url: str
    page_key: str
    code: str


@dataclass(frozen=True)
class Match:
    """A line, the assignment it serves, which piece of it, and the word."""

    line: Line
    opening: Opening
    piece: int
    keyword_id: int | None
    keyword: str
    is_late: bool


@dataclass(frozen=True)
class Refusal:
    """A line that serves nothing, and the code of the reason."""

    line: Line
    code: str
    before: StandingHandIn | None = None


@dataclass
class _Desk:
    """What is still open while the lines are gone through."""

    openings: Sequence[Opening]
    handed_in: dict[int, int] = field(default_factory=dict)
    used_words: set[tuple[int, int]] = field(default_factory=set)

    def count(self, opening: Opening) -> int:
        return self.handed_in.get(opening.assignment_id, opening.handed_in)

    def take(self, opening: Opening, text: str) -> tuple[int, int | None, str]:
        """The number of the piece and the word it serves: one that the line names, else the next free one."""
        self.handed_in[opening.assignment_id] = piece = self.count(opening) + 1
        free = [word for word in opening.words if (opening.assignment_id, word[0]) not in self.used_words]
        if not free:
            return piece, None, ""
        keyword_id, keyword = next((word for word in free if word[1] in text), free[0])
        self.used_words.add((opening.assignment_id, keyword_id))
        return piece, keyword_id, keyword


def lines_in(text: str) -> tuple[Line, ...]:
    """The lines of a paste that are not blank; a line with several links counts once for each."""
    written = [(number, raw.strip()) for number, raw in enumerate(text.splitlines(), start=1)]
    return tuple(
        _line(number, words, link) for number, words in written if words for link in links_in(words) or (None,)
    )


def _line(number: int, words: str, link: Link | None) -> Line:
    code = CODE.search(words)
    key = _key(link.url) if link else ""
    return Line(
        number=number,
        text=words[:300],
        url=_with_scheme(link.url) if link and key else "",
        page_key=key,
        code=code.group().upper() if code else "",
    )


def match_lines(
    lines: Sequence[Line],
    *,
    openings: Sequence[Opening],
    before: Mapping[str, StandingHandIn],
    hosts: Sequence[str],
    today: date,
) -> tuple[list[Match], list[Refusal]]:
    """Which line serves what, and which is refused why, in the order of the paste."""
    desk, seen = _Desk(openings), set[str]()
    matches: list[Match] = []
    refusals: list[Refusal] = []
    for position, line in enumerate(lines):
        code = _refusal(line, position, seen, before)
        opening = None if code else _opening_for(line, desk, hosts)
        if code or opening is None:
            reason = code or _why_nothing_fits(line, openings, hosts)
            refusals.append(Refusal(line, reason, before.get(line.page_key) if reason == "handed_in_before" else None))
            continue
        seen.add(line.page_key)
        piece, keyword_id, keyword = desk.take(opening, line.text)
        matches.append(Match(line, opening, piece, keyword_id, keyword, today > opening.due_date))
    return matches, refusals


def _refusal(line: Line, position: int, seen: set[str], before: Mapping[str, StandingHandIn]) -> str:
    if position >= MOST_LINKS:
        return "too_many"
    if not line.page_key:
        return "not_a_link"
    if line.page_key in seen:
        return "same_paste"
    return "handed_in_before" if line.page_key in before else ""


def _opening_for(line: Line, desk: _Desk, hosts: Sequence[str]) -> Opening | None:
    """The assignment a link serves: the one its code names, one that wants its word, or the earliest unfilled."""
    is_own = _is_own(line.url, hosts)
    fitting = [opening for opening in desk.openings if opening.is_own_website == is_own]
    if line.code:
        return next((opening for opening in fitting if opening.code == line.code), None)
    unfilled = [opening for opening in fitting if desk.count(opening) < opening.quantity]
    named = [opening for opening in unfilled if opening.wants_word_of(line.text)]
    # Extra pieces beyond the plan are welcome too: they count for the latest assignment that takes them.
    return next(iter((*named, *unfilled, *reversed(fitting))), None)


def _why_nothing_fits(line: Line, openings: Sequence[Opening], hosts: Sequence[str]) -> str:
    if not openings:
        return "nothing_open"
    if line.code and line.code not in {opening.code for opening in openings}:
        return "not_this_assignment"
    return "not_outside" if _is_own(line.url, hosts) else "not_our_website"


def _is_own(url: str, hosts: Sequence[str]) -> bool:
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    return any(host == own or host.endswith(f".{own}") for own in (name.removeprefix("www.") for name in hosts))


def _key(url: str) -> str:
    try:
        return page_key(url).digest
    except NotAPage:
        return ""


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"https://{url}"
