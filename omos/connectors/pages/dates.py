from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from omos.connectors.pages.metadata import Head

_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/.年]\s?(1[0-2]|0?[1-9])[-/.月]\s?(3[01]|[12]\d|0?[1-9])(?!\d{3})")
_PACKED = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d{2})-(1[0-2]|0[1-9])-(3[01]|[12]\d|0[1-9])(?=\D|\d{2}:)")
_LABEL = re.compile(
    r"(?:发布|发表|发文|刊发|上传|更新|创建|编辑|提交)(?:时间|日期|于)?\s*[:：]?|(?:时间|日期)\s*[:：]|"
    r"(?:published|posted|updated)(?:\s+on|\s+at)?\s*:?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\s*(?:[T日]\s*)?\d{1,2}[:：]\d{2}")
_PUBLISHED = (
    *("article:published_time", "datepublished", "og:published_time", "og:release_date", "bytedance:published_time"),
    *("publishdate", "publish_date", "publish-date", "pubdate", "pubtime", "publish_time", "publishtime", "pub_date"),
    *("weibo:article:create_at", "dc.date.issued", "dcterms.created", "dc.date", "sailthru.date", "parsely-pub-date"),
    *("cxenseparse:recs:publishtime", "date", "dateupdate", "maketime", "createdate"),
)
_EARLIEST, _LATEST = 1995, 2099
_NEAR = 40
_TOP = 600


class Dated(NamedTuple):
    """A day and what told it: json-ld, meta, time, label, text, url."""

    day: date
    how: str


def published_on(head: Head, text: str, headline: str, url: str) -> Dated | None:
    """The day a page says it was published, the surest sign first; None when it says none."""
    for how, told in _signs(head, text, headline, url):
        day = first_day(told)
        if day is not None:
            return Dated(day, how)
    return None


def first_day(text: str) -> date | None:
    """The first full date of a text; two-digit years are of this century."""
    for pattern in (_ISO, _PACKED, _SHORT):
        for found in pattern.finditer(text):
            day = _day(*found.groups())
            if day is not None:
                return day
    return None


def _signs(head: Head, text: str, headline: str, url: str) -> Iterator[tuple[str, str]]:
    yield "json-ld", head.linked_data.get("datePublished", "")
    yield "meta", _first(head.metas, _PUBLISHED)
    yield from (("time", told) for told in head.times)
    yield from (("label", told) for told in _after_labels(text))
    yield "text", _beside_clock(_below(text, headline))
    yield "url", _in_path(url)


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if first_day(metas.get(name, "")) is not None), "")


def _after_labels(text: str) -> Iterator[str]:
    for found in _LABEL.finditer(text):
        yield text[found.end() : found.end() + 24].lstrip().split("\n")[0]


def _below(text: str, headline: str) -> str:
    start = max(text.find(headline), 0) if headline else 0
    return text[start : start + _TOP]


def _beside_clock(text: str) -> str:
    """The first date with a time of day after it, or alone on a short line, as bylines have them."""
    for found in _ISO.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.end() + _NEAR].split("\n", maxsplit=1)[0]
        if _CLOCK.match(text[found.end() : found.end() + 10]) or len(line) <= _NEAR:
            return found.group()
    return ""


def _in_path(url: str) -> str:
    path = url.split("?", 1)[0]
    found = re.search(r"/((?:19|20)\d{2})[-/_]?(1[0-2]|0[1-9])[-/_]?(3[01]|[12]\d|0[1-9])(?:[/_.\-t]|$)", path)
    return "-".join(found.groups()) if found else ""


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    if not _EARLIEST <= full <= _LATEST:
        return None
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
