"""The manual: guide, instructions and formulas as they lie in `docs`, one source for reading inside and outside."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import NoReverseMatch, reverse

from omos.desk.markdown import Addresses, Passage, passages

# A link in the package leads to the project's own folder, of which an installed package holds a copy; where links are
# no links (some checkouts on Windows), the folder itself.
PLACES = (Path(__file__).with_name("docs"), Path(__file__).resolve().parents[2] / "docs")
GUIDE, HOWTO, FORMULAS = "guide", "howto", "formulas"
SHELVES = (GUIDE, HOWTO, FORMULAS)
LONGEST_TEXT = 100
EXCERPT = 60
_GUIDE_PAGE = re.compile(r"guide/(?:zh|en)/([\w-]+)\.md")
_OTHER_PAGE = re.compile(r"(howto|formulas)/([\w-]+?)(?:\.zh-CN)?\.md")
_PICTURE = re.compile(r"guide/(zh|en)/pictures/([\w-]+\.png)")
_PRODUCT = "omos://"
# The line that leads to the other language: inside the product the reader has chosen one.
_LANGUAGES = re.compile(r"^(?:\[English\]\(.+\)|\*\*English\*\*) · .+\n", re.MULTILINE)


@dataclass(frozen=True)
class ManualPage:
    """One page of the manual in one language; `language` is the one it is written in."""

    shelf: str
    name: str
    language: str
    parts: tuple[Passage, ...]

    @property
    def title(self) -> str:
        """The heading on top."""
        return self.parts[0].heading if self.parts else self.name

    @property
    def url(self) -> str:
        """Where the product shows it."""
        return _address_of(self.shelf, self.name)


@dataclass(frozen=True)
class Answer:
    """A passage that holds all the words that were asked for."""

    page: str
    heading: str
    excerpt: str
    url: str


def folder() -> Path:
    """Where the pages lie."""
    return next((place for place in PLACES if place.is_dir()), PLACES[-1])


def short(language: str) -> str:
    """The language as the folders of the guide are called."""
    return "zh" if language.startswith("zh") else "en"


@cache
def page(shelf: str, name: str, language: str) -> ManualPage | None:
    """A page in this language, or in English where it was not translated; None where there is none."""
    path = _path(shelf, name, language)
    if path is None:
        return None
    place = path.relative_to(folder()).as_posix()
    is_translated = shelf == GUIDE or path.name.endswith(".zh-CN.md")
    addresses = Addresses(of_link=lambda href: _link(place, href), of_picture=lambda src: _picture(place, src))
    parts = passages(_LANGUAGES.sub("", path.read_text("utf-8"), count=1), addresses)
    return ManualPage(shelf, name, language if is_translated else "en", parts)


def _path(shelf: str, name: str, language: str) -> Path | None:
    if shelf not in SHELVES or not re.fullmatch(r"[\w-]+", name):
        return None
    names = [f"guide/{language}/{name}.md"] if shelf == GUIDE else [f"{shelf}/{name}.md"]
    if shelf != GUIDE and language == "zh":
        names.insert(0, f"{shelf}/{name}.zh-CN.md")
    return next((path for one in names if (path := folder() / one).is_file()), None)


@cache
def pages(shelf: str, language: str) -> tuple[ManualPage, ...]:
    """All pages of a shelf in the order of their names."""
    lies = folder() / shelf / language if shelf == GUIDE else folder() / shelf
    names = sorted({path.name.partition(".")[0] for path in lies.glob("*.md")} - {"README"})
    return tuple(found for name in names if (found := page(shelf, name, language)) is not None)


def picture(language: str, name: str) -> Path | None:
    """The file of a picture of the guide, or None."""
    if not _PICTURE.fullmatch(f"guide/{language}/pictures/{name}"):
        return None
    path = folder() / "guide" / language / "pictures" / name
    return path if path.is_file() else None


def search(text: str, language: str, *, limit: int) -> tuple[Answer, ...]:
    """Passages that hold every word asked for, those with a word in the heading first."""
    wanted = text.lower()[:LONGEST_TEXT].split()
    if not wanted:
        return ()
    found = [
        (_rank(part, wanted), one, part)
        for shelf in SHELVES
        for one in pages(shelf, language)
        for part in one.parts
        if all(word in f"{part.heading} {part.words}".lower() for word in wanted)
    ]
    # The order of the shelves stays among equals.
    found.sort(key=lambda hit: hit[0])
    return tuple(
        Answer(one.title, part.heading, _excerpt(part.words, wanted[0]), f"{one.url}#{part.anchor}")
        for _place, one, part in found[:limit]
    )


def _rank(part: Passage, wanted: list[str]) -> int:
    return -sum(word in part.heading.lower() for word in wanted)


def _excerpt(words: str, word: str) -> str:
    start = max(0, words.lower().find(word) - EXCERPT // 3)
    cut = " ".join(words[start : start + EXCERPT].split())
    return ("…" if start else "") + cut + ("…" if start + EXCERPT < len(words) else "")


def _link(place: str, href: str) -> str:
    """Where a link of the page at `place` leads inside the product; empty where it leads out of the manual."""
    if href.startswith(_PRODUCT):
        return product_address(href)
    if "://" in href or href.startswith("#"):
        return href
    target, mark, fragment = href.partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(place), target))
    address = _manual_address(found)
    return address + mark + fragment if address else ""


def _manual_address(found: str) -> str:
    if guide := _GUIDE_PAGE.fullmatch(found):
        return _address_of(GUIDE, guide[1])
    other = _OTHER_PAGE.fullmatch(found)
    return _address_of(other[1], other[2]) if other else ""


def _address_of(shelf: str, name: str) -> str:
    is_start = (shelf, name) == (GUIDE, "README")
    return reverse("desk:help") if is_start else reverse("desk:help_page", args=[shelf, name])


def product_address(link: str) -> str:
    """`omos://work:week` leads to that page of the product; empty where there is no such page."""
    route, *arguments = link.removeprefix(_PRODUCT).split("/")
    try:
        return reverse(route, args=[argument for argument in arguments if argument])
    except NoReverseMatch:
        return ""


def _picture(place: str, src: str) -> str:
    found = _PICTURE.fullmatch(posixpath.normpath(posixpath.join(posixpath.dirname(place), src)))
    return reverse("desk:help_picture", args=[found[1], found[2]]) if found else ""
