"""The ten checks (核验十项): pure, from what was seen and what was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from omos.connectors.pages.page import Page
from omos.formulas.keyword_match import find_keyword
from omos.formulas.limits import FormulaError
from omos.formulas.page_key import NotAPage, page_key
from omos.loop.verification.looks import Look
from omos.loop.verification.models import Verdict
from omos.loop.verification.reasons import NOT_ASKED, sentence

CODES = (
    "reachable",
    "host",
    "keyword_title",
    "keyword_heading",
    "keyword_text",
    "canonical",
    "indexable",
    "length",
    "published",
    "original",
)
# Of what passed although something was unknown, so many are looked at by a person.
SPOT_SHARE = 0.10
# A text of which so much stood in an earlier piece is a copy.
COPIED_SHARE = 0.5
_GONE = frozenset({404, 410})


class Place(StrEnum):
    """Where the page is expected: on the asked host, on a website of ours, or anywhere else."""

    SAME = "SAME"
    OWN = "OWN"
    OUTSIDE = "OUTSIDE"


@dataclass(frozen=True)
class Asked:
    """What a page is held to; an empty keyword or a length of 0 asks for nothing."""

    url: str
    place: Place
    today: date
    own_hosts: tuple[str, ...] = ()
    keyword: str = ""
    min_characters: int = 0


@dataclass(frozen=True)
class Finding:
    """The verdict of one check, the stable code of its reason, and the figures in it."""

    verdict: Verdict
    reason: str
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The reason in the language of the moment."""
        return sentence(self.reason, self.data)

    @property
    def is_asked(self) -> bool:
        """False for an unknown that nobody asked about."""
        return not (self.verdict == Verdict.UNKNOWN and self.reason in NOT_ASKED)

    def stored(self) -> dict[str, Any]:
        """As kept in the records."""
        return {"verdict": self.verdict.value, "reason": self.reason, "data": dict(self.data)}


def yes(reason: str, **data: Any) -> Finding:
    """A check that is met."""
    return Finding(Verdict.YES, reason, data)


def no(reason: str, **data: Any) -> Finding:
    """A check that is not met."""
    return Finding(Verdict.NO, reason, data)


def unknown(reason: str, **data: Any) -> Finding:
    """A check that could not be made."""
    return Finding(Verdict.UNKNOWN, reason, data)


def restored(verdicts: Mapping[str, Mapping[str, Any]]) -> dict[str, Finding]:
    """Findings from the records, in the order of the codes."""
    return {
        code: Finding(Verdict(verdicts[code]["verdict"]), verdicts[code]["reason"], verdicts[code].get("data", {}))
        for code in CODES
        if code in verdicts
    }


def run_checks(look: Look, asked: Asked, *, original: Finding | None = None) -> dict[str, Finding]:
    """All ten findings; what cannot be read is unknown, never no."""
    reachable = is_reachable(look)
    if reachable.verdict != Verdict.YES or look.page is None or look.page.is_unreadable:
        rest = unknown("not_read")
        return {"reachable": reachable} | dict.fromkeys(CODES[1:], rest)
    return {
        "reachable": reachable,
        "host": on_expected_host(look, asked),
        "keyword_title": keyword_in_title(look, asked.keyword),
        "keyword_heading": keyword_in_headings(look, asked.keyword),
        "keyword_text": keyword_in_text(look, asked.keyword),
        "canonical": points_to_itself(look),
        "indexable": is_indexable(look),
        "length": is_long_enough(look, asked.min_characters),
        "published": is_dated(look, asked.today),
        "original": original or unknown("nothing_to_compare"),
    }


def is_reachable(look: Look) -> Finding:
    """Does the link open the page itself?"""
    page = look.page
    if page is None:
        return unknown("trouble", detail=look.trouble)
    if page.is_login_wall:
        return unknown("wall", detail=page.login_wall_why, status=page.status)
    if page.status in _GONE:
        return no("gone", status=page.status)
    if page.is_soft_404:
        return no("soft_gone", detail=page.soft_404_why, status=page.status)
    if not 200 <= page.status < 300:
        return unknown("turned_down", status=page.status)
    return _opened(page, look.milliseconds or 0)


def _opened(page: Page, milliseconds: int) -> Finding:
    if page.media not in {"html", "text"}:
        return yes("opened_file", status=page.status)
    if page.needs_script:
        return yes("opened_script", status=page.status)
    return yes("opened", status=page.status, seconds=round(milliseconds / 1000, 1))


def on_expected_host(look: Look, asked: Asked) -> Finding:
    """Is the page where it should be?"""
    host = host_of(look.final_url)
    is_own = any(belongs(host, own) for own in asked.own_hosts)
    if asked.place == Place.OUTSIDE:
        return no("leads_home", host=host) if is_own else yes("on_host", host=host)
    if asked.place == Place.SAME and not asked.own_hosts:
        is_own = belongs(host, host_of(asked.url))
    return yes("on_host", host=host) if is_own else no("on_other_host", host=host)


def keyword_in_title(look: Look, keyword: str) -> Finding:
    """Does the title carry the word?"""
    assert look.page is not None
    if not keyword:
        return unknown("no_keyword")
    title = look.page.title or look.page.headline
    spans = spans_of(title, keyword)
    if spans:
        return yes("in_title", keyword=keyword, spans=spans)
    if not title:
        return _missing(look, "no_title")
    return _missing(look, "not_in_title", keyword=keyword)


def keyword_in_headings(look: Look, keyword: str) -> Finding:
    """Does a heading carry the word?"""
    assert look.page is not None
    if not keyword:
        return unknown("no_keyword")
    total = len(look.page.headings)
    count = sum(bool(spans_of(heading.text, keyword)) for heading in look.page.headings)
    if count:
        return yes("in_heading", count=count, total=total)
    return _missing(look, "not_in_heading", total=total) if total else _missing(look, "no_headings")


def keyword_in_text(look: Look, keyword: str) -> Finding:
    """Does the visible text carry the word? Hidden text does not count."""
    page = look.page
    assert page is not None
    if not keyword:
        return unknown("no_keyword")
    count = len(spans_of(page.text, keyword))
    if count:
        return yes("in_text", count=count, characters=page.characters)
    hidden = len(spans_of(page.hidden_text, keyword))
    if hidden:
        return _missing(look, "only_hidden", keyword=keyword, count=0, hidden=hidden)
    return _missing(look, "not_in_text", keyword=keyword, count=0)


def points_to_itself(look: Look) -> Finding:
    """Does the page name itself, and not another, as the one to be found?"""
    page = look.page
    assert page is not None
    if page.canonical is None:
        return yes("canonical_none")
    try:
        named = page_key(page.canonical).text
    except NotAPage:
        return unknown("canonical_unclear")
    if named in {_key(look.final_url), _key(look.url)}:
        return yes("canonical_self")
    host = host_of(page.canonical)
    if belongs(host, host_of(look.final_url)):
        return no("canonical_elsewhere", canonical=page.canonical[:300])
    return no("canonical_other_host", host=host, canonical=page.canonical[:300])


def is_indexable(look: Look) -> Finding:
    """May search engines take the page up?"""
    assert look.page is not None
    if look.page.noindex is None:
        return unknown("index_unclear")
    return no("closed", where=look.page.noindex_where) if look.page.noindex else yes("open")


def is_long_enough(look: Look, least: int) -> Finding:
    """Are there as many characters as asked, white space not counted?"""
    page = look.page
    assert page is not None
    # Without a main text to be found, all that a reader sees is what there is.
    characters = page.characters or len("".join(page.text.split()))
    if not least:
        return yes("long", characters=characters)
    if characters >= least:
        return yes("long_enough", characters=characters, least=least)
    return _missing(look, "too_short", characters=characters, least=least)


def is_dated(look: Look, today: date) -> Finding:
    """Does the page say a day of publication that is not in the future?"""
    assert look.page is not None
    day = look.page.published
    if day is None:
        return unknown("no_date")
    if day > today:
        return no("dated_later", day=day.isoformat())
    return yes("dated", day=day.isoformat(), how=look.page.published_how)


def spans_of(text: str, keyword: str) -> list[tuple[int, int]]:
    """Where the word stands, from up to but without; nowhere where nothing is left of it when made plain."""
    try:
        return list(find_keyword(text, keyword).spans)
    except FormulaError:
        return []


def host_of(url: str) -> str:
    """The host of an address in lower case, without its port."""
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def belongs(host: str, domain: str) -> bool:
    """Whether a host is this domain or one below it; www makes no difference."""
    own = host_of(domain).removeprefix("www.")
    return bool(own) and (host == own or host.endswith(f".{own}"))


def _key(url: str) -> str:
    try:
        return page_key(url).text
    except NotAPage:
        return url


def _missing(look: Look, reason: str, **data: Any) -> Finding:
    """A no, but only where the whole page was seen."""
    assert look.page is not None
    if look.page.is_seen:
        return no(reason, **data)
    return unknown("cut_off" if look.page.is_truncated else "not_read")
