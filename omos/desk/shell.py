"""What stands around every page: menu, bell, viewer, warnings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omos.desk import help_places, navigation
from omos.desk.waiting import inbox_of
from omos.loop.ledger import queries as ledger
from omos.people import queries as people
from omos.people.clock import now
from omos.people.policy import may
from omos.people.viewer import Viewer
from omos.ui.parts import initial_of
from omos.ui.shell import MenuItem, Shell


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page for the signed-in viewer; nothing for others and for fragments."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not viewer.is_signed_in or request.headers.get("HX-Request"):
        return {}
    return {"shell": SimpleLazyObject(lambda: _shell(request, viewer))}


def _shell(request: HttpRequest, viewer: Viewer) -> Shell:
    company = people.company()
    inbox, active = inbox_of(viewer), _active(request)
    badges = {"desk:waiting": sum(row.count for row in inbox.waiting)}
    badges |= {row.route: row.count for row in inbox.waiting if row.route}
    return Shell(
        company=company.short_name if company else "",
        menu=navigation.menu_for(viewer, badges, used=_used(request), active=active),
        beside=(navigation.settings_group(viewer),),
        active=active,
        footer=tuple(navigation.item(page) for page in navigation.visible(navigation.FOOTER, viewer)),
        bottom_bar=_bottom_bar(viewer, inbox.unread),
        user_menu=_user_menu(viewer),
        bell_count=inbox.unread,
        bell_url=_url("notices:inbox"),
        viewer_name=viewer.name,
        viewer_position=viewer.position,
        initial=initial_of(viewer.name),
        is_demo=bool(company and company.is_demo),
        theme=request.COOKIES.get("omos_theme", "auto"),
        language=get_language() or "zh-hans",
        language_url=_url("people:language"),
        palette_url=_url("desk:palette"),
        help_url=help_places.address_for(request.resolver_match),
        sign_in_url=_url("people:sign_in"),
        warnings=_warnings(),
        freshness=ledger.data_fresh_at(),
        now=now(),
    )


def _used(request: HttpRequest) -> frozenset[str]:
    """Pages that this browser opened before, as it remembers them; whatever else it says names no page."""
    return frozenset(request.COOKIES.get("omos_pages", "")[:4000].split("."))


def _active(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    shown = ":".join((match.view_name, *(str(value) for value in match.kwargs.values() if isinstance(value, str))))
    return navigation.key_above(request.path) or shown


def _bottom_bar(viewer: Viewer, unread: int) -> tuple[MenuItem, ...]:
    pages = navigation.PHONE if may(viewer, "desk.my_day") else navigation.PHONE_OF_READERS
    pages = navigation.PHONE_OF_PLANNERS if may(viewer, "work.plan") else pages
    badges = {"notices:inbox": unread}
    return tuple(navigation.item(page, badges=badges) for page in navigation.visible(pages, viewer))


def _user_menu(viewer: Viewer) -> tuple[MenuItem, ...]:
    account = navigation.visible((navigation.PHONE[-1],), viewer)
    items = [navigation.item(page) for page in account]
    sign_out = _url("people:sign_out")
    if sign_out:
        items.append(MenuItem("sign_out", _("Sign out"), sign_out, icon="logout", is_post=True))
    return tuple(items)


def _warnings() -> tuple[str, ...]:
    if settings.IS_INSECURE_HTTP:
        return (_("This page travels unencrypted: anyone on the network can read along. Set up https."),)
    return ()


def _url(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
