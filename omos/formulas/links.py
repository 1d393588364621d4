"""Which addresses stand in a text pasted from a chat."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

_ENDINGS: Final = (
    "com|cn|net|org|gov|edu|cc|top|xyz|info|vip|tech|site|club|shop|online|store|io|tv|me|co|ltd|group|biz|asia|hk|tw|us"
    "|uk|jp|de|example|test"
)
# One character of an address: no space, no quotes or brackets of any width, no Chinese writing.
_PLAIN: Final = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|\\^]"
_HAN: Final = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
# Chinese words belong to the address after "=" or where the address goes on behind them, as in /新闻/12.html.
_TAIL: Final = (
    rf"(?:{_PLAIN}|(?<==){_HAN}{{1,60}}|{_HAN}{{1,60}}(?=[/?&=_\-][A-Za-z0-9%]|\.[a-z]{{2,5}}(?![a-z]))){{0,4096}}"
)
_HAN_HOST: Final = rf"(?:[A-Za-z0-9\-]|{_HAN}){{1,63}}(?:\.(?:[A-Za-z0-9\-]|{_HAN}){{1,63}}){{1,6}}"
_LINK: Final = (
    rf"(?:https?://(?:[A-Za-z0-9\[]|(?={_HAN_HOST}(?:[:/]|\s|$)){_HAN_HOST}){_TAIL}"
    rf"|(?<![A-Za-z0-9@])(?:www\.(?=[A-Za-z0-9])|(?<![./\-_=])(?:[A-Za-z0-9\-]{{1,63}}\.){{1,5}}(?:{_ENDINGS})(?=[:/])){_TAIL})"
)
_NEXT_LINK: Final = re.compile(r"(?<=.)https?://", re.IGNORECASE)
_TRAILING: Final = ".,;:!?'*|\\^_~"


@dataclass(frozen=True)
class Link:
    """An address as it stands in a text, from ``start`` up to but without ``end``."""

    url: str
    start: int
    end: int


def links_in(text: str) -> tuple[Link, ...]:
    """Return the addresses in a text in order, repeated ones too; full-width punctuation ends an address.

    An address needs ``http(s)://``, ``www.`` or a well-known ending with a path (``zhihu.com/p/1``).
    """
    links = []
    place = 0
    link = _link()
    while match := link.search(text, place):
        url = _cut(match[0])
        place = match.start() + max(len(url), 1)
        if "." in url or "localhost" in url or "[" in url:
            links.append(Link(url, match.start(), match.start() + len(url)))
    return tuple(links)


@cache
def _link() -> re.Pattern[str]:
    # Dear to compile: not before the first paste.
    return re.compile(_LINK, re.IGNORECASE)


def _cut(url: str) -> str:
    # Two addresses pasted without a space between: the second begins its own link, unless it is a parameter.
    glued = _NEXT_LINK.search(url, 8)
    if glued and url[glued.start() - 1] not in "=/?&":
        url = url[: glued.start()]
    while url and (url[-1] in _TRAILING or _is_unopened(url)):
        url = url[:-1]
    return url


def _is_unopened(url: str) -> bool:
    opening = {")": "(", "]": "["}.get(url[-1])
    return opening is not None and url.count(url[-1]) > url.count(opening)
