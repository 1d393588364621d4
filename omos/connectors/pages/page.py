from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Heading(NamedTuple):
    """A visible heading, 1 the highest."""

    level: int
    text: str


class Anchor(NamedTuple):
    """A visible link, its address made absolute."""

    url: str
    text: str
    is_nofollow: bool


@dataclass(frozen=True)
class Page:
    """A page as a reader and a search engine see it; None is unknown, empty text is none.

    ``title`` is the document's title, ``headline`` the article's own without the site's name. ``characters`` counts
    the main text without white space, ``words`` counts each Chinese character and each other word as one.
    ``is_unreadable`` marks a page that could not be understood within bounds: all else is then unknown.
    """

    url: str
    status: int
    media: str
    charset: str
    title: str = ""
    headline: str = ""
    headings: tuple[Heading, ...] = ()
    text: str = ""
    hidden_text: str = ""
    main_text: str = ""
    characters: int = 0
    words: int = 0
    canonical: str | None = None
    robots_meta: str = ""
    noindex: bool | None = None
    noindex_where: str = ""
    published: date | None = None
    published_how: str = ""
    author: str = ""
    language: str = ""
    links: tuple[Anchor, ...] = ()
    is_login_wall: bool = False
    login_wall_why: str = ""
    is_soft_404: bool = False
    soft_404_why: str = ""
    needs_script: bool = False
    is_charset_wrong: bool = False
    is_truncated: bool = False
    is_unreadable: bool = False

    @property
    def is_seen(self) -> bool:
        """True when this is the page itself, whole, so that what is not in it is known to be missing."""
        return (
            self.media in {"html", "text"}
            and 200 <= self.status < 300
            and not (self.is_login_wall or self.is_soft_404 or self.needs_script)
            and not (self.is_truncated or self.is_unreadable)
        )
