"""What surrounds every page, as plain values: the desk room fills them in, `base.html` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu; `key` is compared with `Shell.active`, `keys` is a sequence such as "g h".

    A folded page waits under "more" of its centre; one that `unfolds` is opened for the first time, and stays.
    """

    key: str
    label: str
    url: str
    icon: str = ""
    badge: int = 0
    is_urgent: bool = False
    keys: str = ""
    is_post: bool = False
    is_folded: bool = False
    unfolds: bool = False


@dataclass(frozen=True)
class MenuGroup:
    """A centre with its pages; a group without label stands open and unfolded, parted by a hairline."""

    items: tuple[MenuItem, ...]
    label: str = ""
    icon: str = ""

    @property
    def shown(self) -> tuple[MenuItem, ...]:
        """The pages that stand open."""
        return tuple(item for item in self.items if not item.is_folded)

    @property
    def folded(self) -> tuple[MenuItem, ...]:
        """The pages under "more"."""
        return tuple(item for item in self.items if item.is_folded)


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Shell:
    """Side bar, top bar and bottom bar of one viewer; every address may be empty, its button is then left out."""

    company: str
    menu: tuple[MenuGroup, ...] = ()
    # Groups that stand elsewhere than in the side bar, such as the settings; they only lend their names to the crumbs.
    beside: tuple[MenuGroup, ...] = ()
    active: str = ""
    footer: tuple[MenuItem, ...] = ()
    bottom_bar: tuple[MenuItem, ...] = ()
    user_menu: tuple[MenuItem, ...] = ()
    bell_count: int = 0
    bell_url: str = ""
    viewer_name: str = ""
    viewer_position: str = ""
    initial: str = ""
    is_demo: bool = False
    theme: str = "auto"
    language: str = "zh-hans"
    languages: tuple[tuple[str, str], ...] = (("zh-hans", "中文"), ("en", "English"))
    language_url: str = ""
    palette_url: str = ""
    # Where the page that is shown is explained.
    help_url: str = ""
    sign_in_url: str = ""
    has_single_keys: bool = True
    warnings: tuple[str, ...] = ()
    freshness: datetime | None = None
    now: datetime | None = None

    @property
    def active_group(self) -> MenuGroup | None:
        """The group that holds the active page, or None on pages outside the menu."""
        groups = (*self.menu, *self.beside)
        return next((group for group in groups if any(item.key == self.active for item in group.items)), None)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way to the active page: its centre, then the page itself."""
        group = self.active_group
        if group is None:
            return ()
        page = next(Crumb(item.label, item.url) for item in group.items if item.key == self.active)
        return (Crumb(group.label), page) if group.label else (page,)
