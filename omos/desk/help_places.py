"""Which section of the guide explains which page: its page about all pages has one under each name of the menu."""

from __future__ import annotations

from functools import cache

from django.urls import ResolverMatch, reverse
from django.utils import translation

from omos.desk import navigation
from omos.desk.markdown import anchor_of

# The page of the guide that tells of every page of the product.
ALL_PAGES = "pages"
# Pages outside the menu are explained where the page one comes from is; others by the first page of their room.
BELONGS = {
    "desk:help_page": "desk:help",
    "people:prove": "people:me",
    "people:change_password": "people:me",
    "people:turn_on_codes": "people:me",
    "people:renew_recovery_codes": "people:me",
    "people:website": "people:company",
    "people:new_website": "people:company",
    "people:calendar_year": "people:calendar",
    "people:shifts": "people:roster",
    "people:department": "people:departments",
    "people:new_department": "people:departments",
    "people:position": "people:positions",
    "people:new_position": "people:positions",
    "people:headcount": "people:organisation",
    "people:person": "talent:staff",
    "people:new_person": "talent:staff",
    "people:edit_person": "talent:staff",
    "people:leaving": "people:handovers",
    "work:brief": "work:hand_in",
    "work:hand_in_note": "work:hand_in",
    "work:category": "work:categories",
    "work:category_new": "work:categories",
    "verification:helper": "verification:index",
    "verification:mine": "work:hand_in",
    "verification:evidence": "work:hand_in",
    "catalogue:product": "catalogue:products",
    "catalogue:new_product": "catalogue:products",
    "content:day": "content:found",
    "content:page": "content:found",
    "content:search": "content:sources",
    "promotion:rebates": "promotion:costs",
}


@cache
def menu_pages() -> dict[str, navigation.Page]:
    """The pages of all menus by route; the menus of the desktop give the names."""
    return {page.route: page for page in reversed(navigation.listed_pages())}


def page_for(route: str) -> navigation.Page | None:
    """The page of the menu that a route belongs to; None where its room has no page in a menu."""
    pages = menu_pages()
    found = pages.get(BELONGS.get(route, route))
    if found is not None:
        return found
    room = route.partition(":")[0]
    return next((page for page in reversed(pages.values()) if page.route.startswith(f"{room}:")), None)


def heading_for(page: navigation.Page, language: str) -> str:
    """What the section about a page is called: as the menu calls the page."""
    with translation.override(language):
        return str(page.label)


def address_for(match: ResolverMatch | None) -> str:
    """Where the page that is shown is explained; the start of the help where nothing else is known."""
    page = page_for(match.view_name) if match else None
    if page is None or page.route == "desk:help":
        return reverse("desk:help")
    return f"{reverse('desk:help_page', args=['guide', ALL_PAGES])}#{anchor_of(str(page.label))}"
