"""One list for one viewer: the rows that scope, tab, filters and search leave, in order, and the figures over them.

The page, the bulk actions and the export all take their rows from here: there is no second path with other filters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import or_
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q, QuerySet, Sum
from django.forms import Form
from django.http import HttpRequest
from django_tables2.rows import BoundRows

from omos.office.sheets.list_page import ListPage, Tab
from omos.office.sheets.list_state import Layout, ListState, filter_values
from omos.office.sheets.masking import clear_paths, is_masked
from omos.people.access import ViewerRequest
from omos.people.viewer import Viewer

EXPORT_CHUNK = 1000


@dataclass(frozen=True)
class Figures:
    """What one query over the filtered rows tells: how many, and the totals by column."""

    count: int
    totals: Mapping[str, Any]


class Listing:
    """The rows of one list page as one address asks for them."""

    def __init__(self, page: ListPage, request: HttpRequest, state: ListState) -> None:
        self.page = page
        self.request = request
        self.viewer: Viewer = cast(ViewerRequest, request).viewer
        self.state = state
        self.scoped: QuerySet[Any] = page.rows(self.viewer)
        self.model: type[Model] = self.scoped.model

    # --- what may be asked ----------------------------------------------------------------------

    @cached_property
    def table(self) -> Any:
        """The table over the filtered rows, in order; masked columns are no longer orderable."""
        table = self.page.table(self.filtered, order_by=(), request=None)
        sort = tuple(name for name in self.state.sort if self._is_orderable(table, name))
        table.order_by = sort or self.page.order
        return table

    @cached_property
    def masked_columns(self) -> frozenset[str]:
        """Columns that the viewer sees only masked: no order, no total, no export."""
        columns = self.page.table.base_columns.items()
        return frozenset(name for name, column in columns if self._is_masked_column(name, column))

    def _is_masked_column(self, name: str, column: Any) -> bool:
        paths = [str(column.accessor or name), *(str(path) for path in column.order_by or ())]
        return is_masked(self.viewer, self.model, paths, self.page.masks.get(name, ""))

    def _is_orderable(self, table: Any, name: str) -> bool:
        bare = name.lstrip("-")
        return bare in table.columns and bare not in self.masked_columns and table.columns[bare].orderable

    @cached_property
    def filterset(self) -> Any:
        """The filters the viewer may use, bound to the address; None where the page has none."""
        return None if self.page.filters is None else self._filters_over(self.tabbed)

    def _filters_over(self, rows: QuerySet[Any]) -> Any:
        filters = cast(Any, self.page.filters)(filter_values(self.state.query), queryset=rows, request=self.request)
        for name in [name for name in filters.filters if self._is_masked_filter(name, filters.filters[name])]:
            del filters.filters[name]
        return filters

    def _is_masked_filter(self, name: str, one: Any) -> bool:
        paths = [one.field_name or name, *(getattr(one, "param_map", None) or {})]
        return is_masked(self.viewer, self.model, paths, self.page.masks.get(name, ""))

    @property
    def form(self) -> Form | None:
        """The filters' form, bound to the address."""
        return None if self.filterset is None else cast(Form, self.filterset.form)

    @property
    def is_valid(self) -> bool:
        """Whether every filter makes sense; rows are neither exported nor changed by a filter that does not."""
        return self.form is None or not self.form.errors

    # --- rows -----------------------------------------------------------------------------------

    @cached_property
    def tabbed(self) -> QuerySet[Any]:
        """The rows of the tab."""
        tab = self.page.tab(self.state.tab)
        return tab.rows(self.scoped, self.viewer) if tab else self.scoped

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """The rows that tab, filters and search leave."""
        rows: QuerySet[Any] = self.tabbed if self.filterset is None else self.filterset.qs
        fields = clear_paths(self.viewer, self.model, self.page.search, self.page.masks)
        if not self.state.search:
            return rows
        for word in self.state.search.split():
            condition = Q(pk__in=())
            for field in fields:
                condition = or_(condition, Q(**{f"{field}__icontains": word}))
            rows = rows.filter(condition)
        return rows

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        """The filtered rows in order, the id last so that pages never overlap."""
        rows: QuerySet[Any] = self.table.data.data
        return rows.order_by(*rows.query.order_by, "pk")

    def rows_by_id(self, ids: list[str]) -> list[Any]:
        """Which of these ids the list shows to the viewer."""
        known = [known for known in map(self._known_id, ids) if known is not None]
        return list(self.filtered.filter(pk__in=known).order_by("pk").values_list("pk", flat=True).distinct())

    def _known_id(self, text: str) -> Any:
        key: Any = self.model._meta.pk
        try:
            return key.to_python(text)
        except ValidationError:
            return None

    def every_id(self) -> list[Any]:
        """The ids of all rows that the filter leaves, over all pages."""
        return list(self.filtered.order_by("pk").values_list("pk", flat=True).distinct())

    # --- figures --------------------------------------------------------------------------------

    @cached_property
    def figures(self) -> Figures:
        """Count and totals, by one query; from sums kept beside the rows where the page has them."""
        wanted = {
            f"total_{name}": total.expression
            for name, total in self.page.totals.items()
            if name not in self.masked_columns
        }
        found = self._counted(wanted)
        totals = {name: found[f"total_{name}"] for name in self.page.totals if f"total_{name}" in found}
        return Figures(count=found["how_many"], totals=totals)

    def _counted(self, wanted: Mapping[str, Any]) -> dict[str, Any]:
        if self._is_whole_tab:
            # Its tab has counted the rows already.
            totals = self.filtered.order_by().aggregate(**wanted) if wanted else {}
            return {**totals, "how_many": self.tab_counts[self.state.tab]}
        if self.page.sums is None or self.page.filters is None:
            return self.filtered.order_by().aggregate(how_many=Count("pk"), **wanted)
        sums: QuerySet[Any] = self._filters_over(self.page.sums(self.viewer)).qs
        return sums.order_by().aggregate(how_many=Sum("entries", default=0), **wanted)

    @property
    def _is_whole_tab(self) -> bool:
        """Whether neither filter nor search takes anything away."""
        return self.state.tab in self.tab_counts and self.filtered.query.where == self.tabbed.query.where

    @cached_property
    def tab_counts(self) -> dict[str, int]:
        """How many rows each tab holds, by one query."""
        if not self.page.tabs:
            return {}
        counted = {f"tab_{tab.code}": self._tab_count(tab) for tab in self.page.tabs}
        found = self.scoped.order_by().aggregate(**counted)
        return {tab.code: found[f"tab_{tab.code}"] for tab in self.page.tabs}

    def _tab_count(self, tab: Tab) -> Count:
        condition = tab.condition_for(self.viewer)
        return Count("pk", filter=condition, distinct=True) if condition else Count("pk", distinct=True)

    # --- pages ----------------------------------------------------------------------------------

    @cached_property
    def paginator(self) -> Paginator[Any]:
        """Pages over the ordered rows; the count is known already."""
        paginator = Paginator(self.ordered, self.state.size)
        paginator.count = self.figures.count  # saves the second count
        return paginator

    @cached_property
    def page_number(self) -> int:
        """The page asked for, or the last one there is."""
        return min(self.state.page, self.paginator.num_pages)

    def page_rows(self) -> BoundRows:
        """The rows of the page, bound to the table's columns."""
        return BoundRows(data=list(self.paginator.page(self.page_number)), table=self.table)

    def all_rows(self) -> Iterator[Any]:
        """Every row the filter leaves, bound to the table's columns, fetched in chunks."""
        return iter(BoundRows(data=self.ordered.iterator(chunk_size=EXPORT_CHUNK), table=self.table))

    def layout(self, stored: Mapping[str, Any]) -> Layout:
        """The columns as asked for, made to fit the table."""
        return Layout.read(stored, list(self.page.table.base_columns), self.page.folded_columns)
