"""The one view behind every list page: the page and its fragments, bulk actions, export, saved views, columns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from omos.office.sheets import cells, export, list_drawing, queries, services
from omos.office.sheets.list_page import BulkAction, ListPage
from omos.office.sheets.list_state import ListState, layout_asked, read_state
from omos.office.sheets.listing import Listing
from omos.office.sheets.views.list_context import list_context
from omos.people import clock, proof
from omos.people.access import RawView, ViewerRequest, may, needs

FRAGMENTS = {"list": "sheets/_list.html", "list-body": "sheets/_body.html"}


def list_view(page: ListPage) -> RawView[[]]:
    """The view of a list page: GET shows it, POST does what its `do` says."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(page.verb)
    def view(request: ViewerRequest) -> HttpResponseBase:
        opened = _Opened(page, request)
        return _post(opened) if request.method == "POST" else opened.answer()

    view.omos_list = page  # type: ignore[attr-defined]  # the contract test finds the declaration here
    return view


class _Opened:
    """One request at a list page."""

    def __init__(self, page: ListPage, request: ViewerRequest) -> None:
        self.page = page
        self.request = request
        self.viewer = request.viewer
        self.views = tuple(queries.views_of(viewer=request.viewer, page=page.code))
        self.view = next((view for view in self.views if str(view.pk) == request.GET.get("view")), None)
        self.state: ListState = read_state(page, request.GET, (self.view.pk, self.view.state) if self.view else None)
        self.listing = Listing(page, request, self.state)

    def layout_stored(self) -> dict[str, Any]:
        """The columns: the person's own, over them the view's, over them the address's."""
        own = queries.layout_of(viewer=self.viewer, page=self.page.code)
        view = self.view.layout if self.view else {}
        return {**own, **view, **layout_asked(self.state.query, list(self.page.table.base_columns))}

    def answer(self, *, status: int = 200, faults: tuple[str, ...] = ()) -> HttpResponse:
        """The page, or the fragment that htmx asked for."""
        layout = self.listing.layout(self.layout_stored())
        context = list_context(self.listing, layout, self.views, faults)
        target = self._target()
        # What is wrong with a filter stands beside it, outside the part that was asked for.
        whole = "list" if target and not self.listing.is_valid else target
        template = FRAGMENTS.get(whole, "sheets/list.html")
        above = self.listing.page.above
        if above is not None and template == "sheets/list.html":
            context |= above.values(self.listing.viewer)
        response = render(self.request, template, context, status=status if self.listing.is_valid else 422)
        if whole != target:
            response["HX-Retarget"] = "#list"
        return response

    def _target(self) -> str:
        return (self.request.htmx.target or "") if getattr(self.request, "htmx", None) else ""

    def back(self, query: str | None = None) -> HttpResponse:
        """Back to the list as it was."""
        asked = self.request.GET.urlencode(safe=",") if query is None else query
        return HttpResponseRedirect(f"{self.request.path}?{asked}" if asked else self.request.path)

    def refuse(self, reason: str) -> HttpResponse:
        """The same page with the reason on top; nothing was done."""
        return self.answer(status=422, faults=(reason,))


def _post(opened: _Opened) -> HttpResponseBase:
    deed = DEEDS.get(opened.request.POST.get("do", ""))
    if deed is None:
        raise BadRequest("unknown deed")
    return deed(opened)


# --- bulk ------------------------------------------------------------------------------------


def _bulk(opened: _Opened) -> HttpResponseBase:
    action = opened.page.action(opened.request.POST.get("action", ""))
    if action is None:
        raise BadRequest("unknown action")
    if not may(opened.viewer, action.verb):
        raise PermissionDenied(action.verb)
    if not opened.listing.is_valid:
        return opened.refuse(_("The filter makes no sense, so nothing was changed."))
    is_everything = opened.request.POST.get("everything") == "1"
    asked = opened.request.POST.getlist("ids")
    ids = opened.listing.every_id() if is_everything else opened.listing.rows_by_id(asked)
    if not ids:
        return opened.refuse(_("Tick the rows first."))
    return _do_bulk(opened, action, ids)


def _do_bulk(opened: _Opened, action: BulkAction, ids: list[Any]) -> HttpResponseBase:
    given: dict[str, Any] = {}
    if action.form is not None:
        form = action.form(opened.request.POST, prefix=action.code)
        if not form.is_valid():
            return opened.refuse("; ".join(str(error) for errors in form.errors.values() for error in errors))
        given = form.cleaned_data
    try:
        done = action.handler(viewer=opened.viewer, ids=ids, now=clock.now(), **given)
    except action.refusals as refusal:
        return opened.refuse(str(refusal))
    words = ngettext("“%(action)s” done for %(count)s row.", "“%(action)s” done for %(count)s rows.", done)
    messages.success(opened.request, words % {"action": action.label, "count": done})
    return opened.back()


# --- export ----------------------------------------------------------------------------------


def _export(opened: _Opened) -> HttpResponseBase:
    if not may(opened.viewer, "sheets.export"):
        raise PermissionDenied("sheets.export")
    if opened.page.is_of_people and not proof.is_fresh(opened.request):
        return proof.ask(opened.request)
    kind = opened.request.POST.get("kind", "")
    if kind not in {"xlsx", "csv"}:
        raise BadRequest("unknown kind of file")
    if not opened.listing.is_valid:
        return opened.refuse(_("The filter makes no sense, so nothing was exported."))
    title, now = str(opened.page.title), clock.now()
    heads, rows = export_rows(opened)
    file = (
        export.write_csv(heads=heads, rows=rows)
        if kind == "csv"
        else export.write_xlsx(title=title, heads=heads, rows=rows, author=opened.viewer.name)
    )
    services.note_export(
        page=opened.page.code,
        rows=opened.listing.figures.count,
        kind=kind,
        query=opened.state.kept_query,
        actor=opened.viewer,
        now=now,
    )
    name = export.file_name(title, clock.today(), kind)
    return FileResponse(file, as_attachment=True, filename=name, headers={"Cache-Control": "no-store"})


def export_rows(opened: _Opened) -> tuple[list[str], Any]:
    """Heads and lazily drawn rows of the shown columns; what is masked is left out whole."""
    listing = opened.listing
    layout = listing.layout(opened.layout_stored())
    names = [
        name
        for name in layout.shown
        if name not in listing.masked_columns and not listing.table.columns[name].column.exclude_from_export
    ]
    heads = [head.label for head in list_drawing.heads(listing, layout) if head.name in names]
    readers = [cells.valuer(listing.table, name) for name in names]
    rows = ([export.plain_value(read(bound)) for read in readers] for bound in listing.all_rows())
    return heads, rows


# --- views and columns -----------------------------------------------------------------------


def _save_view(opened: _Opened) -> HttpResponseBase:
    if not may(opened.viewer, "sheets.save_view"):
        raise PermissionDenied("sheets.save_view")
    try:
        view_id = services.save_view(
            page=opened.page.code,
            name=opened.request.POST.get("name", ""),
            is_team=opened.request.POST.get("is_team") == "1",
            state=opened.state.kept_query,
            layout=opened.listing.layout(opened.layout_stored()).stored(),
            actor=opened.viewer,
            now=clock.now(),
        )
    except services.ViewRefused as refusal:
        return opened.refuse(str(refusal))
    messages.success(opened.request, _("View saved."))
    return opened.back(f"view={view_id}")


def _drop_view(opened: _Opened) -> HttpResponseBase:
    view_id = opened.request.POST.get("id", "")
    try:
        services.drop_view(
            view_id=int(view_id) if view_id.isdigit() and len(view_id) < 16 else 0, actor=opened.viewer, now=clock.now()
        )
    except services.ViewRefused as refusal:
        return opened.refuse(str(refusal))
    messages.success(opened.request, _("View deleted."))
    return opened.back("")


def _choose_columns(opened: _Opened) -> HttpResponseBase:
    """The whole panel: order and ticks as the page sent them; `move` shifts one column by one place."""
    if opened.request.POST.get("reset"):
        services.choose_columns(page=opened.page.code, layout=None, actor=opened.viewer, now=clock.now())
        return opened.back()
    post, known = opened.request.POST, opened.listing.layout(opened.layout_stored())
    order = [name for name in post.getlist("order") if name in known.order]
    layout = {
        **known.stored(),
        "order": _moved(order or list(known.order), post.get("move", "")),
        "hidden": [name for name in order if name not in post.getlist("shown")] if order else sorted(known.hidden),
        "density": post.get("density", known.density),
        "widths": {**known.widths, **_widths(post)},
    }
    stored = opened.listing.layout(layout).stored()
    services.choose_columns(page=opened.page.code, layout=stored, actor=opened.viewer, now=clock.now())
    if post.get("quiet"):
        return HttpResponse(status=204)
    query = opened.request.GET.copy()
    for name in ("columns", "density"):
        query.pop(name, None)
    return opened.back(query.urlencode(safe=","))


def _moved(order: list[str], move: str) -> list[str]:
    name, _colon, direction = move.partition(":")
    if name not in order or direction not in {"up", "down"}:
        return order
    at = order.index(name)
    # The first column stays first: it names the row.
    to = max(at - 1, 1) if direction == "up" else min(at + 1, len(order) - 1)
    if at:
        order.insert(to, order.pop(at))
    return order


def _widths(post: Any) -> dict[str, int]:
    sent = {name.removeprefix("width-"): post[name] for name in post if name.startswith("width-")}
    return {name: int(width) for name, width in sent.items() if width.isascii() and width.isdigit() and len(width) < 6}


DEEDS = {
    "bulk": _bulk,
    "export": _export,
    "save_view": _save_view,
    "drop_view": _drop_view,
    "columns": _choose_columns,
}
