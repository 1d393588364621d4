"""Pieces of work on the web: their addresses, and what the machine saw when it looked. Nothing is ever fetched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape
from random import Random
from typing import Final
from zlib import crc32

from omos.connectors.pages.page import Heading, Page
from omos.demo import prose
from omos.demo.people import WEBSITE
from omos.demo.stage import SEED
from omos.loop.verification.services import Look

OWN: Final = frozenset({"ARTICLE", "REWRITE", "PRODUCT_PAGE"})
# Platforms of the trade; those behind a sign-in show a machine nothing.
_OPEN_PLATFORMS: Final = ("b2b.example", "huanbao-luntan.example", "jixie-shichang.example", "tieba.example")
_PLACES: Final = {
    "ANSWER": ("zhidao.example", "wenda.example"),
    "LINK_EXCHANGE": ("huanbao-lianmeng.example", "suzhou-zhizao.example", "lvliao.example"),
    "SHORT_VIDEO": ("video.example",),
    "WECHAT_ARTICLE": ("weixin-gongzhong.example",),
    "THEME_VIDEO": ("video.example",),
}
_WALLED: Final = {"OUTSIDE_POST": "zhihu.example", "ANSWER": "zhihu.example", "SHORT_VIDEO": "douyin.example"}
_SENTENCES: Final = {"ARTICLE": 26, "REWRITE": 21, "PRODUCT_PAGE": 12, "WECHAT_ARTICLE": 14}
# Short enough not to be compared with others.
_FEW_SENTENCES: Final = 1
_COPIED: Final = 0.63
_WALL: Final = "the page shows a sign-in form instead of text"


class Fate(StrEnum):
    """What the machine will find."""

    GOOD = "GOOD"
    NO_HEADING = "NO_HEADING"
    NO_WORD = "NO_WORD"
    SHORT = "SHORT"
    GONE = "GONE"
    COPIED = "COPIED"
    WALLED = "WALLED"

    @property
    def is_failing(self) -> bool:
        """Whether the machine will not pass it."""
        return self in {Fate.NO_WORD, Fate.SHORT, Fate.GONE, Fate.COPIED}


@dataclass(frozen=True)
class Piece:
    """One link as it is handed in, and what the machine will find there."""

    category: str
    url: str
    day: date
    fate: Fate
    title: str = ""


def address(category: str, day: date, number: int, fate: Fate) -> str:
    """A link nobody handed in before."""
    name = f"{day:%m%d}{number:03d}"
    if category == "PRODUCT_PAGE":
        return f"https://{WEBSITE}/product/{day.year}/{name}.html"
    if category in OWN:
        return f"https://{WEBSITE}/news/{day.year}/{name}.html"
    hosts = (
        (_WALLED[category],) if fate is Fate.WALLED and category in _WALLED else _PLACES.get(category, _OPEN_PLATFORMS)
    )
    return f"https://www.{hosts[number % len(hosts)]}/{day.year}/{name}"


def chance_of(url: str) -> Random:
    """Chance of its own for each address."""
    return Random(SEED + crc32(url.encode()))


def paragraphs_of(piece: Piece, keyword: str) -> list[str]:
    """The text that stands on a page, copies apart."""
    sentences = _SENTENCES.get(piece.category, _FEW_SENTENCES)
    if piece.fate is Fate.SHORT:
        sentences = max(3, sentences // 4)
    mentions = 0 if piece.fate is Fate.NO_WORD else 1 + sentences // 8
    return prose.paragraphs_for(chance_of(piece.url), keyword, sentences=sentences, mentions=mentions)


def look_at(piece: Piece, keyword: str, intent: str, *, copied_from: list[str] | None = None) -> Look:
    """What the machine saw."""
    chance = chance_of(f"{piece.url} look")
    word = keyword or "除尘设备"
    milliseconds = chance.randint(240, 1_400)
    if piece.fate is Fate.GONE:
        gone = Page(url=piece.url, status=404, media="html", charset="utf-8", title="页面不存在")
        return Look(piece.url, gone, milliseconds=milliseconds)
    if piece.fate is Fate.WALLED:
        wall = Page(
            url=piece.url, status=200, media="html", charset="utf-8", is_login_wall=True, login_wall_why=_WALL
        )  # fmt: skip
        return Look(piece.url, wall, milliseconds=milliseconds)
    paragraphs = paragraphs_of(piece, word)
    if piece.fate is Fate.COPIED and copied_from:
        paragraphs = prose.rewritten(chance, copied_from, kept=_COPIED)
        paragraphs[0] = f"很多客户问{word}。{paragraphs[0]}"
    headline = piece.title or prose.title_for(chance, word, intent)
    with_word = piece.fate in {Fate.GOOD, Fate.SHORT}
    heads = prose.headings_for(chance, word, with_word=with_word) if piece.category in OWN else []
    return _look(piece, headline, heads, paragraphs, milliseconds)


def _look(piece: Piece, headline: str, heads: list[str], paragraphs: list[str], milliseconds: int) -> Look:
    is_own = piece.category in OWN
    title = f"{headline} - 云帆净化" if is_own else headline
    text = "\n".join((headline, *_interleaved(heads, paragraphs)))
    page = Page(
        url=piece.url,
        status=200,
        media="html",
        charset="utf-8",
        title=title,
        headline=headline,
        headings=(Heading(1, headline), *(Heading(2, head) for head in heads)),
        text=text,
        main_text="\n".join(paragraphs),
        characters=len("".join("".join(paragraphs).split())),
        words=len(text),
        canonical=piece.url if is_own else None,
        noindex=False,
        published=piece.day if is_own else None,
        published_how="meta" if is_own else "",
        language="zh",
    )
    return Look(piece.url, page, milliseconds=milliseconds, body=_body(title, headline, heads, paragraphs))


def _interleaved(heads: list[str], paragraphs: list[str]) -> list[str]:
    """The first paragraph leads in; then headings and paragraphs in turn."""
    lines: list[str] = []
    for place, paragraph in enumerate(paragraphs):
        if 0 < place <= len(heads):
            lines.append(heads[place - 1])
        lines.append(paragraph)
    return lines


def _body(title: str, headline: str, heads: list[str], paragraphs: list[str]) -> bytes:
    known = set(heads)
    inner = "".join(
        f"<h2>{escape(line)}</h2>" if line in known else f"<p>{escape(line)}</p>"
        for line in _interleaved(heads, paragraphs)
    )
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>'
        "<header>首页 产品中心 解决方案 行业资讯 联系我们</header>"
        f"<article><h1>{escape(headline)}</h1>{inner}</article></body></html>"
    ).encode()
