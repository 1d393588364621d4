"""A listing as plain values for the template: heads, cells, totals, tabs, tags, pages, column panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import BoundField, CheckboxInput, DateInput, Form, Select
from django.template.loader import render_to_string
from django.utils.encoding import force_str
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2.utils import Accessor

from omos.office.sheets import cells
from omos.office.sheets.list_page import SIZES, ListPage
from omos.office.sheets.list_state import Layout
from omos.office.sheets.listing import Listing
from omos.office.sheets.masking import masked_text
from omos.ui import formats

PHONE_CELLS = 3


@dataclass(frozen=True)
class Head:
    """One head cell; `url` sorts by it, empty where one cannot."""

    name: str
    label: str
    is_number: bool
    direction: str
    url: str
    width: int | None


@dataclass(frozen=True)
class Cell:
    """One cell, drawn; its attributes are the same all down the column."""

    html: Any
    attrs: SafeString


@dataclass(frozen=True)
class Row:
    """One row, drawn."""

    id: str
    tick_label: str
    url: str
    edit_url: str
    cells: tuple[Cell, ...]
    phone_line: str


@dataclass(frozen=True)
class TotalCell:
    """One cell of the totals row; empty where the column has no total."""

    label: str
    text: str
    is_number: bool


@dataclass(frozen=True)
class Tag:
    """A filter at work: its words, and the address without it."""

    words: str
    url: str


@dataclass(frozen=True)
class TabLink:
    """A tab or saved view in the bar."""

    label: str
    url: str
    is_now: bool
    count: int | None = None
    is_team: bool = False


@dataclass(frozen=True)
class ColumnLine:
    """One line of the column panel."""

    name: str
    label: str
    is_shown: bool
    is_pinned: bool


def heads(listing: Listing, layout: Layout) -> tuple[Head, ...]:
    """Head cells of the shown columns."""
    return tuple(_head(listing, layout, name) for name in layout.shown)


def _head(listing: Listing, layout: Layout, name: str) -> Head:
    column = listing.table.columns[name]
    is_sortable = column.orderable and name not in listing.masked_columns
    direction = _direction(listing, name)
    is_falling_next = direction == "ascending" or (not direction and column.column.initial_sort_descending)
    return Head(
        name=name,
        label=_label(column),
        is_number=_is_number(column),
        direction=direction,
        url=listing.state.address(sort=f"-{name}" if is_falling_next else name) if is_sortable else "",
        width=layout.widths.get(name),
    )


def _direction(listing: Listing, name: str) -> str:
    """How the list is sorted by this column now; empty where it is not."""
    directions = {alias.bare: ("ascending", "descending")[alias.is_descending] for alias in listing.table.order_by}
    return directions.get(name, "")


def _label(column: Any) -> str:
    """The name as declared: the library would capitalise it."""
    declared = column.column.verbose_name
    return force_str(declared) if declared is not None else str(column.header)


def _is_number(column: Any) -> bool:
    return "o-number" in str(column.column.attrs.get("td", {}).get("class", ""))


def rows(listing: Listing, layout: Layout) -> tuple[Row, ...]:
    """The rows of the page, every cell drawn."""
    on_phone = listing.page.phone or layout.shown[1 : PHONE_CELLS + 1]
    columns = [(_drawer(listing, name), _attrs(listing, name, on_phone)) for name in layout.shown]
    tick_words = _("Tick %(name)s")
    return tuple(_row(listing.page, bound, columns, tick_words) for bound in listing.page_rows())


def _row(page: ListPage, bound: Any, columns: Sequence[tuple[cells.Reader, SafeString]], tick_words: str) -> Row:
    record = bound.record
    return Row(
        id=str(record.pk),
        tick_label=tick_words % {"name": record},
        url=page.row_url(record) if page.row_url else "",
        edit_url=page.edit_url(record) if page.edit_url else "",
        cells=tuple(Cell(draw(bound), attrs) for draw, attrs in columns),
        phone_line=render_to_string(page.phone_line, {"record": record}) if page.phone_line else "",
    )


def _attrs(listing: Listing, name: str, on_phone: Sequence[str]) -> SafeString:
    column = listing.table.columns[name]
    is_on_phone = name in on_phone and not listing.page.phone_line
    css = f"{column.column.attrs.get('td', {}).get('class', '')}{'' if is_on_phone else ' o-only-wide'}".strip()
    if _is_number(column):
        return format_html('class="{}" data-label="{}"', css, _label(column))
    return format_html('class="{}"', css) if css else format_html("{}", "")


def _drawer(listing: Listing, name: str) -> cells.Reader:
    """How a column is drawn; masked where the viewer is not cleared."""
    if name not in listing.masked_columns:
        return cells.drawer(listing.table, name)
    accessor = Accessor(listing.table.columns[name].accessor)
    declared = listing.page.masks.get(name, "")

    def draw_masked(bound: Any) -> str:
        value = accessor.resolve(bound.record, safe=True, quiet=True)
        return masked_text(listing.model, str(accessor), declared, value) or formats.NOTHING_KNOWN

    return draw_masked


def totals(listing: Listing, layout: Layout) -> tuple[TotalCell, ...]:
    """The totals row behind its first cell."""
    found = listing.figures.totals
    return tuple(
        TotalCell(head.label, listing.page.totals[head.name].show(found[head.name]), head.is_number)
        if head.name in found
        else TotalCell(head.label, "", head.is_number)
        for head in heads(listing, layout)[1:]
    )


def tabs(listing: Listing) -> tuple[TabLink, ...]:
    """The page's own tabs with their counts."""
    now = "" if listing.state.view_id else listing.state.tab
    return tuple(
        TabLink(str(tab.label), f"?tab={tab.code}", tab.code == now, listing.tab_counts[tab.code])
        for tab in listing.page.tabs
    )


def tags(listing: Listing) -> tuple[Tag, ...]:
    """The filters at work, each with the address that takes it away."""
    found = []
    if listing.state.search:
        words = _("Search: %(text)s") % {"text": listing.state.search}
        found.append(Tag(words, listing.state.address(q=None, view=None)))
    form = listing.form
    if form is None or form.errors:
        return tuple(found)
    for bound in form:
        words = _value_words(bound, form.cleaned_data.get(bound.name))
        if words:
            found.append(Tag(f"{bound.label}: {words}", listing.state.address(**_without(listing, bound))))
    return tuple(found)


def is_used(form: Form | None, bound: BoundField) -> bool:
    """Whether a filter is at work, or wrong: then it may not be folded away."""
    cleaned = getattr(form, "cleaned_data", {})
    return bool(bound.errors) or bool(_value_words(bound, cleaned.get(bound.name)))


def _without(listing: Listing, bound: BoundField) -> dict[str, None]:
    """The changes that empty one filter, whose field may have several inputs."""
    start, others = f"{bound.name}_", bound.form.fields
    parts = [name for name in listing.state.query if name.startswith(start) and name not in others]
    return dict.fromkeys([bound.name, *parts, "view"])


def _value_words(bound: BoundField, value: Any) -> str:
    """What a filter is set to, as a person would say it; empty where it is not at work."""
    match value:
        case None | "":
            return ""
        case slice():
            return _span_words(value.start, value.stop)
        case bool():
            return _("Yes") if value else _("No")
        case str():
            labels = {str(code): label for code, label in getattr(bound.field, "choices", ())}
            return str(labels.get(value, value))
        case list() | tuple() | QuerySet():
            return ", ".join(map(str, value))
    return _day_or_text(value)


def _span_words(start: Any, stop: Any) -> str:
    is_at_work = (start, stop) != (None, None)
    return f"{_day_or_text(start)} ～ {_day_or_text(stop)}".strip() if is_at_work else ""


def _day_or_text(value: Any) -> str:
    """Days as days; nothing for None."""
    if value is None:
        return ""
    return formats.day(value) if hasattr(value, "strftime") else str(value)


def dress(form: Form | None) -> None:
    """Give the filter fields the house's look; a filter is never "optional"."""
    if form is None:
        return
    for field in read_choices_once(form).fields.values():
        parts = getattr(field.widget, "widgets", None)
        if parts:
            field.widget.template_name = "sheets/range.html"
        for widget in parts or [field.widget]:
            _dress_widget(widget)


def read_choices_once(form: Form) -> Form:
    """Drawing asks a select for its choices twice, and choices may come from a query."""
    for field in form.fields.values():
        if isinstance(field.widget, Select):
            # Not `list()`: that asks how many there are first, by a query.
            field.widget.choices = [choice for choice in field.widget.choices]
    return form


def _dress_widget(widget: Any) -> None:
    if isinstance(widget, DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if not isinstance(widget, CheckboxInput):
        widget.attrs.setdefault("class", "o-select" if isinstance(widget, Select) else "o-input")


def filter_fields(listing: Listing) -> tuple[tuple[BoundField, ...], tuple[BoundField, ...]]:
    """The filters that stand in the row, and those folded away."""
    form = listing.form
    if form is None:
        return (), ()
    dress(form)
    names = [name for name in listing.page.filter_row if name in form.fields]
    return tuple(form[name] for name in names), tuple(form[name] for name in form.fields if name not in names)


def column_lines(listing: Listing, layout: Layout) -> tuple[ColumnLine, ...]:
    """The lines of the column panel, in the person's order."""
    return tuple(
        ColumnLine(name, _label(listing.table.columns[name]), name not in layout.hidden, name == layout.order[0])
        for name in layout.order
    )


def pages(listing: Listing) -> tuple[tuple[str, str], ...]:
    """Page numbers with their addresses; the gap has none."""
    elided = listing.paginator.get_elided_page_range(listing.page_number, on_each_side=1, on_ends=1)
    return tuple(
        (str(number), listing.state.address(page=number) if isinstance(number, int) else "") for number in elided
    )


def sizes(listing: Listing) -> tuple[tuple[int, bool], ...]:
    """Page sizes on offer, and which one is taken."""
    return tuple((size, size == listing.state.size) for size in SIZES)
