"""What the command palette finds: pages, actions and the things of every room; pinyin initials do as well as words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache

from django.utils.translation import gettext as _

from omos.desk import navigation
from omos.office.sheets.searches import find_everywhere
from omos.people.viewer import Viewer

MOST_HITS = 12


@dataclass(frozen=True)
class Entry:
    """One line of the palette."""

    title: str
    subtitle: str
    url: str
    icon: str = ""
    keys: str = ""


def entries(viewer: Viewer, text: str) -> list[dict[str, str]]:
    """What answers the text: pages first, then things; all pages while nothing is typed."""
    typed = text.strip().lower()
    found = [_page(page) for page in navigation.all_pages(viewer) if _answers(str(page.label), typed)]
    if typed:
        found += _things(viewer, text.strip())
    return [asdict(entry) for entry in found[:MOST_HITS]]


def _things(viewer: Viewer, text: str) -> list[Entry]:
    return [
        Entry(hit.title, hit.subtitle or str(found.search.label), hit.url, found.search.icon)
        for found in find_everywhere(viewer=viewer, text=text)
        for hit in found.hits
    ]


def _page(page: navigation.Page) -> Entry:
    return Entry(str(page.label), _("Page"), navigation.address_of(page), page.icon or "arrow-right", page.keys)


def _answers(label: str, typed: str) -> bool:
    return typed in label.lower() or (typed.isascii() and typed in _initials(label))


@cache
def _initials(label: str) -> str:
    # Its dictionaries take 50 MB: only the process that is asked loads them.
    from pypinyin import Style, lazy_pinyin

    return "".join(part[:1] for part in lazy_pinyin(label, style=Style.FIRST_LETTER)).lower()
