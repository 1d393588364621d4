"""List pages: declare one in a room's `tables.py`, mount it in its `urls.py`, name it in its `register.py`.

    # tables.py
    import django_filters as filters
    import django_tables2 as tables

    class KeywordTable(tables.Table):
        text = tables.Column(_("Keyword"))
        intent = StateColumn(_("Intent"), tones={"BUY": "warning"})
        owner = PersonColumn(_("Owner"), order_by="owner__name")
        month_searches = NumberColumn(_("Searches a month"))

    class KeywordFilters(filters.FilterSet):
        intent = filters.ChoiceFilter(label=_("Intent"), choices=Keyword.Intent.choices, empty_label=_("All"))

    PAGE = ListPage(
        code="keywords", title=_("Keyword library"), verb="keywords.view", route="keywords:library",
        rows=queries.library,                       # (viewer) → QuerySet, scoped, with select_related
        table=KeywordTable, filters=KeywordFilters, filter_row=("intent",),
        search=("text", "initials"), order=("-month_searches",),
        tabs=(Tab("core", _("Core words"), Q(priority=1)), Tab("all", _("All"))),
        totals={"month_searches": Total(Sum("month_searches"))},
        bulk=(BulkAction("drop", _("Delete"), "keywords.save", services.drop_keywords, icon="trash", is_danger=True),),
        row_url=lambda keyword: reverse("keywords:keyword", args=[keyword.pk]),
        importer="keywords", empty=Empty(_("No keywords yet"), _("Import your list or add the first one.")),
    )

    # urls.py                                       # register.py
    path("keywords/", list_view(PAGE), name="library")     LISTS = (PAGE,)

That gives sorting, filters, quick search, tabs and saved views, columns and density by person, bulk actions over pages,
export, totals, keys, phone lines and the empty state. `tests/contract/test_lists.py` holds every declared list to it.

What to know:
- The address holds the whole state. Reserved names: q tab view sort page size columns density.
- A column sorts by its accessor (or `order_by`), a database field or annotation; say `orderable=False` otherwise.
- Masked fields are found by following accessors, filter fields and search fields through the model. For computed
  columns name the mask in `ListPage.masks`.
- Queries stay constant: everything a cell shows must come with `rows`. `Subquery` annotations are welcome.
- `handler` of a bulk action is the room's service; it gets ids the list really shows to the viewer.
"""

from __future__ import annotations

from omos.office.sheets.columns import (
    ComputedColumn,
    DayColumn,
    MomentColumn,
    MoneyColumn,
    NumberColumn,
    PercentColumn,
    PersonColumn,
    StateColumn,
)
from omos.office.sheets.list_page import Above, BulkAction, Empty, ListPage, PageAction, Tab, Total
from omos.office.sheets.views.lists import list_view

__all__ = [
    "Above",
    "BulkAction",
    "ComputedColumn",
    "DayColumn",
    "Empty",
    "ListPage",
    "MomentColumn",
    "MoneyColumn",
    "NumberColumn",
    "PageAction",
    "PercentColumn",
    "PersonColumn",
    "StateColumn",
    "Tab",
    "Total",
    "list_view",
]
