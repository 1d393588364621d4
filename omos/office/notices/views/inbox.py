"""The bell, the inbox and what one wants to be told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omos.office.notices import declare, queries, services
from omos.office.notices.declare import UnknownKind
from omos.office.notices.models import Notice
from omos.people import clock
from omos.people.access import ViewerRequest, may, needs

PER_PAGE = 30


@needs("notices.view")
@require_safe
def inbox(request: ViewerRequest) -> HttpResponse:
    """All of one's notices, or the unread ones."""
    is_unread_only = request.GET.get("show") == "unread"
    found = queries.notices(viewer=request.viewer)
    page = Paginator(found.filter(queries.unread()) if is_unread_only else found, PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "lines": [(notice, _icon(notice)) for notice in page],
        "page": page,
        "unread": queries.unread_count(viewer=request.viewer),
        "is_unread_only": is_unread_only,
        "now": clock.now(),
    }
    return render(request, "notices/inbox.html", context)


@needs("notices.view")
@require_safe
def bell(request: ViewerRequest) -> HttpResponse:
    """The fragment below the bell: how many are unread, and the last ten."""
    found = queries.bell(viewer=request.viewer)
    context = {
        "lines": [(notice, _icon(notice)) for notice in found],
        "unread": queries.unread_count(viewer=request.viewer),
        "now": clock.now(),
    }
    return render(request, "notices/_bell.html", context)


@needs("notices.view")
@require_POST
def open_notice(request: ViewerRequest, notice_id: int) -> HttpResponse:
    """Mark the notice read and go where it points; somebody else's leads back to one's own."""
    found = queries.notices(viewer=request.viewer).filter(id=notice_id).first()
    if found is None:
        return redirect("notices:inbox")
    services.mark_read(notice_id=notice_id, actor=request.viewer, now=clock.now())
    is_local = found.url.startswith("/") and not found.url.startswith(("//", "/\\"))
    return redirect(found.url if is_local else "notices:inbox")


@needs("notices.view")
@require_POST
def mark_all_read(request: ViewerRequest) -> HttpResponse:
    """Mark everything read."""
    count = services.mark_all_read(actor=request.viewer, now=clock.now())
    messages.success(request, ngettext("%(n)d notice marked read.", "%(n)d notices marked read.", count) % {"n": count})
    return redirect("notices:inbox")


@needs("notices.choose")
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: ViewerRequest) -> HttpResponse:
    """Which kinds one wants by which channel."""
    if request.method != "POST":
        return _preferences_page(request)
    wanted = [_pair(text) for text in request.POST.getlist("wanted")]
    try:
        services.save_preferences(wanted=wanted, actor=request.viewer, now=clock.now())
    except services.PreferenceRefused:
        messages.error(request, _("Nothing was saved: this page was out of date. Choose again."))
        return _preferences_page(request, status=422)
    messages.success(request, _("Saved."))
    return redirect("notices:preferences")


def _preferences_page(request: ViewerRequest, status: int = 200) -> HttpResponse:
    rows = queries.wishes(viewer=request.viewer)
    labels = [wish.label for wish in rows[0].wishes] if rows else []
    context = {"rows": rows, "channels": labels, "may_set_up": may(request.viewer, "notices.manage_mail")}
    return render(request, "notices/preferences.html", context, status=status)


def _pair(text: str) -> tuple[str, str]:
    kind, _, channel = text.partition(" ")
    return kind, channel


def _icon(notice: Notice) -> str:
    """The icon of the notice's kind; a kind that is no longer declared rings the plain bell."""
    try:
        return declare.kind(notice.kind).icon
    except UnknownKind:
        return "bell"
