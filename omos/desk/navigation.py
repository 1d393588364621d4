"""The menu of the four centres: which page stands where, and who sees it. Menu is not folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from omos.people.policy import may
from omos.people.viewer import Viewer
from omos.ui.shell import MenuGroup, MenuItem

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Page:
    """One line of the menu: its route is its key; `keys` is the sequence that jumps to it."""

    route: str
    label: str | _StrPromise
    verb: str
    icon: str = ""
    keys: str = ""
    arguments: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the shell compares with the page that is shown."""
        return ":".join((self.route, *self.arguments))


@dataclass(frozen=True)
class Centre:
    """One of the four centres users know, or an unnamed group."""

    pages: tuple[Page, ...]
    label: str | _StrPromise = ""
    icon: str = ""


HOME = Page("desk:home", _("Home"), "desk.home", "home", "g h")
MY_DAY = Page("desk:my_day", _("My day"), "desk.my_day", "sun", "g d")
MY_POSITION = Page("talent:my_process", _("My position"), "talent.view_process", "id-badge-2", "g j")
HAND_IN = Page("work:hand_in", _("Hand in"), "work.hand_in", "link-plus", "n h")
DAILY_REPORT = Page("reports:daily", _("Daily report"), "reports.write", "clipboard-text", "g r")

MENU = (
    Centre((HOME, Page("desk:waiting", _("Waiting for me"), "desk.home", "checkbox", "g w"), MY_POSITION)),
    Centre(
        (
            Page("goals:month", _("Goals"), "goals.view", keys="g g"),
            Page("budget:formula", _("Paid budget"), "budget.view", keys="g b"),
            Page("ledger:sheet", _("Daily data sheet"), "ledger.record_by_hand", keys="g s"),
            Page("work:week", _("Weekly work plan"), "work.plan", keys="g p"),
            Page("verification:desk", _("Verify desk"), "verification.decide", keys="g v"),
            Page("reports:day", _("Day closing"), "reports.view", keys="g c"),
            Page("reports:work", _("Work report"), "reports.view", arguments=("operations",)),
        ),
        _("Operations centre"),
        "chart-dots",
    ),
    Centre(
        (
            MY_DAY,
            HAND_IN,
            DAILY_REPORT,
            Page("content:found", _("Found articles"), "content.view"),
            Page("reports:work", _("Work report"), "reports.view", arguments=("content",)),
        ),
        _("Content centre"),
        "article",
    ),
    Centre(
        (
            Page("keywords:library", _("Keyword library"), "keywords.view", keys="g k"),
            Page("keywords:week", _("Weekly keyword plan"), "keywords.view", keys="g y"),
            Page("promotion:ads", _("Ad reports"), "promotion.upload"),
            Page("promotion:costs", _("Cost per valid inquiry"), "promotion.view"),
            Page("verification:index", _("Pages at the search engines"), "verification.view_index"),
            Page("verification:crawler_visits", _("Visits of the search engines"), "verification.view_index"),
            Page("website:queue", _("My request queue"), "website.make"),
            Page("website:requests", _("Website requests"), "website.ask"),
            Page("website:versions", _("Versions of the website"), "website.plan"),
            Page("website:columns", _("Columns of the website"), "website.plan"),
            Page("catalogue:channels", _("Channels"), "catalogue.manage"),
            Page("reports:work", _("Work report"), "reports.view", arguments=("promotion",)),
        ),
        _("Promotion centre"),
        "speakerphone",
    ),
    Centre(
        (
            Page("ledger:facts", _("Figures and their rows"), "ledger.view"),
            Page("reports:work", _("Work report"), "reports.view", arguments=("customers",)),
        ),
        _("Customer centre"),
        "users-group",
    ),
)
# A newcomer meets a dozen pages, those that carry the day; the others wait under "more" of their centre until opened.
FIRST_PAGES = 12
_BY_IMPORTANCE = (
    *("desk:home", "desk:waiting", "talent:my_process", "desk:my_day", "work:hand_in", "reports:daily"),
    *("website:queue", "goals:month", "budget:formula", "ledger:sheet", "work:week", "verification:desk"),
    *("reports:day", "keywords:week", "keywords:library", "promotion:costs", "promotion:ads", "content:found"),
    "website:requests",
)
# Who plans the work of others hands in only now and then.
_RARE_FOR_PLANNERS = frozenset({"desk:my_day", "work:hand_in", "reports:daily", "website:queue"})
FOOTER = (
    Page("desk:loop", _("Process map"), "desk.home", "route"),
    Page("desk:settings", _("Settings"), "desk.settings", "settings"),
    Page("desk:help", _("Help"), "desk.home", "help-circle"),
)
SETTINGS = (
    Page("people:company", _("Company and websites"), "people.manage_company", "building"),
    Page("talent:staff", _("Staff"), "people.view_staff", "users"),
    Page("people:organisation", _("Organisation form"), "people.view_organisation", "sitemap"),
    Page("people:positions", _("Positions and duties"), "people.view_organisation", "id-badge-2"),
    Page("talent:processes", _("Positions and processes"), "talent.view_process", "list-check"),
    Page("people:departments", _("Departments"), "people.view_organisation", "hierarchy-2"),
    Page("people:calendar", _("Workday calendar"), "people.view_calendar", "calendar"),
    Page("people:leave", _("Leave"), "people.view_leave", "plane-departure"),
    Page("people:here", _("Who is here today"), "people.view_presence", "users"),
    Page("people:roster", _("Roster"), "people.view_presence", "calendar"),
    Page("people:handovers", _("Handovers"), "people.hand_over", "users-group"),
    Page("work:categories", _("Work categories"), "work.manage_categories", "category"),
    Page("catalogue:channels", _("Channels"), "catalogue.manage", "route-2"),
    Page("catalogue:products", _("Products"), "catalogue.manage", "package"),
    Page("content:sources", _("Watched sources"), "content.manage_sources", "world"),
    Page("people:policy", _("Who may do what"), "people.view_policy", "shield-lock"),
    Page("people:trail", _("Action trail"), "people.view_trail", "history"),
    Page("jobs:runs", _("Background jobs"), "jobs.view", "engine"),
    Page("jobs:health", _("System health"), "jobs.view", "stethoscope"),
    Page("notices:robots", _("Group robots"), "notices.manage_robots", "robot"),
    Page("notices:outbox", _("Outbox"), "notices.view_outbox", "send"),
    Page("notices:mail_server", _("Mail server"), "notices.manage_mail", "mail"),
    Page("notices:preferences", _("Which notices reach me"), "notices.view", "bell-cog"),
    Page("ui:components", _("Components"), "desk.settings", "components"),
)
PHONE = (
    Page("desk:my_day", _("Today"), "desk.my_day", "sun"),
    HAND_IN,
    DAILY_REPORT,
    Page("notices:inbox", _("Notices"), "notices.view", "bell"),
    Page("people:me", _("Me"), "people.own_account", "user"),
)
# People who plan instead of handing in carry their own five on the phone.
PHONE_OF_PLANNERS = (
    Page("desk:home", _("Home"), "desk.home", "home"),
    Page("work:week", _("Plan"), "work.plan", "layout-grid"),
    Page("verification:desk", _("Verify"), "verification.decide", "clipboard-check"),
    Page("notices:inbox", _("Notices"), "notices.view", "bell"),
    Page("people:me", _("Me"), "people.own_account", "user"),
)
# Who neither plans nor hands in looks at results.
PHONE_OF_READERS = (
    Page("desk:home", _("Home"), "desk.home", "home"),
    Page("goals:month", _("Goals"), "goals.view", "target"),
    Page("reports:day", _("Day closing"), "reports.view", "calendar-check"),
    Page("notices:inbox", _("Notices"), "notices.view", "bell"),
    Page("people:me", _("Me"), "people.own_account", "user"),
)


@cache
def address_of(page: Page) -> str:
    """Where a page lives; empty while its room is not built, so that the menu leaves it out."""
    try:
        return reverse(page.route, args=page.arguments)
    except NoReverseMatch:
        return ""


def item(page: Page, *, badges: dict[str, int] | None = None) -> MenuItem:
    """A page as the shell draws it."""
    return MenuItem(
        key=page.key,
        label=str(page.label),
        url=address_of(page),
        icon=page.icon,
        badge=(badges or {}).get(page.route, 0),
        is_urgent=page.route == "verification:desk",
        keys=page.keys,
    )


def visible(pages: tuple[Page, ...], viewer: Viewer) -> tuple[Page, ...]:
    """The pages that exist and that the viewer may open."""
    return tuple(page for page in pages if address_of(page) and may(viewer, page.verb))


def menu_for(
    viewer: Viewer, badges: dict[str, int], *, used: Collection[str] = (), active: str = ""
) -> tuple[MenuGroup, ...]:
    """The four centres with the pages this viewer may open; a centre without any is left out.

    Folded is what is neither among the first pages, nor `used` (keys), nor shown now, nor has something waiting.
    """
    groups = [(centre, visible(centre.pages, viewer)) for centre in MENU]
    known = first_pages([page.key for _centre, pages in groups for page in pages], viewer) | set(used)
    return tuple(
        MenuGroup(
            tuple(_folded(item(page, badges=badges), known, active) for page in pages),
            label=str(centre.label),
            icon=centre.icon,
        )
        for centre, pages in groups
        if pages
    )


def first_pages(keys: Iterable[str], viewer: Viewer) -> frozenset[str]:
    """The dozen of these pages that matter most to the viewer."""
    rare = _RARE_FOR_PLANNERS if may(viewer, "work.plan") else frozenset()
    ranks = {key: rank for rank, key in enumerate(_BY_IMPORTANCE)}
    ranked = sorted(keys, key=lambda key: (key in rare, ranks.get(key, len(ranks))))
    return frozenset(ranked[:FIRST_PAGES])


def _folded(line: MenuItem, known: Collection[str], active: str) -> MenuItem:
    if line.key in known or line.badge:
        return line
    return replace(line, unfolds=True) if line.key == active else replace(line, is_folded=True)


def settings_group(viewer: Viewer) -> MenuGroup:
    """The settings the viewer may open, as a group."""
    return MenuGroup(tuple(item(page) for page in visible(SETTINGS, viewer)), label=str(FOOTER[1].label))


def key_above(path: str) -> str:
    """The key of the menu page in whose folder this address lies; empty where none does."""
    pages = (*(page for centre in MENU for page in centre.pages), *SETTINGS)
    above = [(len(address_of(page)), page.key) for page in pages if path.startswith(address_of(page) or "-")]
    longest, key = max(above, default=(0, ""))
    return key if longest > 1 else ""


def listed_pages() -> tuple[Page, ...]:
    """Every page of the menus, once, under its first name."""
    listed = (*(page for centre in MENU for page in centre.pages), *FOOTER, *SETTINGS, *PHONE)
    return tuple({page.key: page for page in reversed(listed)}.values())[::-1]


def all_pages(viewer: Viewer) -> tuple[Page, ...]:
    """Every page this viewer may open, once, for the command palette."""
    return visible(listed_pages(), viewer)
