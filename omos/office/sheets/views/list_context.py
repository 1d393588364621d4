"""What the templates of a list page get: plain values only, no query starts in a template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import ngettext

from omos.office.sheets import declare, list_drawing
from omos.office.sheets.list_page import BulkAction
from omos.office.sheets.list_state import DENSITIES, Layout
from omos.office.sheets.listing import Listing
from omos.office.sheets.models import SavedView
from omos.people.access import may


def list_context(
    listing: Listing, layout: Layout, views: Sequence[SavedView], faults: tuple[str, ...]
) -> dict[str, Any]:
    """All values of the page; the fragments use the same ones."""
    page, state = listing.page, listing.state
    count = listing.figures.count
    in_row, folded = list_drawing.filter_fields(listing)
    return {
        "page": page,
        "note": page.note(listing.viewer) if page.note else "",
        "faults": faults,
        "path": listing.request.path,
        "query": state.query.urlencode(safe=","),
        "state": state,
        "hidden_inputs": state.hidden_inputs(),
        "tabs": list_drawing.tabs(listing),
        "views": _view_links(listing, views),
        "own_views": [view for view in views if view.owner_id == listing.viewer.user_id],
        "in_row": in_row,
        "folded": folded,
        "is_unfolded": any(list_drawing.is_used(listing.form, bound) for bound in folded),
        "filter_errors": not listing.is_valid,
        "tags": list_drawing.tags(listing),
        "count": count,
        "count_words": _count_words(page.count_words, count),
        "first": (listing.page_number - 1) * state.size + 1,
        "last": min(listing.page_number * state.size, count),
        "heads": list_drawing.heads(listing, layout),
        "rows": list_drawing.rows(listing, layout),
        "totals": list_drawing.totals(listing, layout),
        "shown": layout.shown,
        "density": layout.density,
        "densities": DENSITIES,
        "column_lines": list_drawing.column_lines(listing, layout),
        "pages": list_drawing.pages(listing),
        "page_number": str(listing.page_number),
        "has_previous": listing.page_number > 1,
        "has_next": listing.page_number < listing.paginator.num_pages,
        "previous_url": state.address(page=listing.page_number - 1),
        "next_url": state.address(page=listing.page_number + 1),
        "sizes": list_drawing.sizes(listing),
        "bulk": _bulk_actions(listing),
        "can_export": may(listing.viewer, "sheets.export"),
        "can_save_view": may(listing.viewer, "sheets.save_view"),
        "import_url": _import_url(listing),
        "create_url": _create_url(listing),
        "is_filtered": bool(state.search or list_drawing.tags(listing)),
        "crumbs": ((page.title, ""),),
    }


def _count_words(words: Any, count: int) -> str:
    chosen = words if words is not None else ngettext("%(count)s row", "%(count)s rows", count)
    return str(chosen % {"count": f"{count:,}"}) if words is None else str(words % {"count": count})


def _view_links(listing: Listing, views: Sequence[SavedView]) -> list[list_drawing.TabLink]:
    return [
        list_drawing.TabLink(view.name, f"?view={view.pk}", listing.state.view_id == view.pk, is_team=view.is_team)
        for view in views
    ]


def _bulk_actions(listing: Listing) -> list[dict[str, Any]]:
    """The actions the viewer may do, each with its own form."""
    return [
        {
            "code": action.code,
            "label": action.label,
            "icon": action.icon or "checks",
            "is_danger": action.is_danger,
            "form": _bulk_form(action),
        }
        for action in listing.page.bulk
        if may(listing.viewer, action.verb)
    ]


def _bulk_form(action: BulkAction) -> Form | None:
    if action.form is None:
        return None
    return list_drawing.read_choices_once(action.form(prefix=action.code, use_required_attribute=False))


def _import_url(listing: Listing) -> str:
    importer = declare.find_importer(listing.page.importer)
    if importer is None or not may(listing.viewer, importer.verb) or not may(listing.viewer, "sheets.import"):
        return ""
    return reverse("sheets:start_import", args=[importer.code])


def _create_url(listing: Listing) -> str:
    create = listing.page.create
    return reverse(create.route) if create and may(listing.viewer, create.verb) else ""
