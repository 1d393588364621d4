"""What a room declares for a list page; see `omos.office.sheets.lists` for how the parts go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.forms import Form

from omos.people.viewer import Viewer
from omos.ui import formats

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

SIZES = (15, 30, 50)
# Names in the address that belong to the list itself; filters may not be called so.
RESERVED = frozenset({"q", "tab", "view", "sort", "page", "size", "columns", "density"})
FIELDS_IN_ROW = 3


@dataclass(frozen=True)
class Tab:
    """A view that comes with the page: `condition` is a Q, or a function of the viewer that gives one."""

    code: str
    label: Words
    condition: Q | Callable[[Viewer], Q] | None = None

    def rows(self, rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
        """The rows of this tab."""
        return rows.filter(self.condition_for(viewer))

    def condition_for(self, viewer: Viewer) -> Q:
        """The condition as it is for this viewer."""
        return self.condition(viewer) if callable(self.condition) else self.condition or Q()


@dataclass(frozen=True)
class Total:
    """A figure below a column, over everything the filter leaves: `Total(Sum("month_searches"))`."""

    expression: Any
    show: Callable[[Any], str] = formats.number


@dataclass(frozen=True)
class BulkAction:
    """One verb for many rows: `handler(viewer=…, ids=…, now=…, **form.cleaned_data)` gives how many rows it changed.

    Ids reach the handler only when the list shows them to the viewer. `refusals` are the exceptions with a message for
    people that the handler may raise. A dangerous action asks once more, in words, before it is done.
    """

    code: str
    label: Words
    verb: str
    handler: Callable[..., int]
    icon: str = ""
    form: type[Form] | None = None
    is_danger: bool = False
    refusals: tuple[type[Exception], ...] = ()


@dataclass(frozen=True)
class PageAction:
    """A button of the page head that leads somewhere: route name, and the verb one needs there."""

    label: Words
    route: str
    verb: str
    icon: str = "plus"


@dataclass(frozen=True)
class Empty:
    """What stands where no row is: the reason, an invitation, and one button (the page's `create` unless named)."""

    reason: Words
    invitation: Words = ""


@dataclass(frozen=True)
class Above:
    """What a room draws above its list: a template of its own, and the values it gets for a viewer."""

    template: str
    values: Callable[[Viewer], Mapping[str, Any]]


@dataclass(frozen=True)
class ListPage:
    """A list page, declared: everything else is the same on every list.

    :raises ValueError: if more than three filters stand in the row, a filter takes a name of the list itself, or a
        list with tabs or search names sums
    """

    code: str
    title: Words
    verb: str
    route: str
    rows: Callable[[Viewer], QuerySet[Any]]
    table: type[Any]
    empty: Empty
    filters: type[Any] | None = None
    filter_row: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    search_label: Words = ""
    tabs: tuple[Tab, ...] = ()
    order: tuple[str, ...] = ()
    totals: Mapping[str, Total] = field(default_factory=dict)
    # For lists of millions, without tabs and search: the same rows summed up beforehand. The same filters and totals
    # fit them, and `entries` says how many rows are in each.
    sums: Callable[[Viewer], QuerySet[Any]] | None = None
    bulk: tuple[BulkAction, ...] = ()
    # Columns that stay folded away until somebody asks for them.
    folded_columns: tuple[str, ...] = ()
    # Columns of the grey line on a phone; the first column is the title.
    phone: tuple[str, ...] = ()
    # Template for that grey line instead, given `record`.
    phone_line: str = ""
    row_url: Callable[[Any], str] | None = None
    edit_url: Callable[[Any], str] | None = None
    note: Callable[[Viewer], Words] | None = None
    create: PageAction | None = None
    importer: str = ""
    above: Above | None = None
    # Masks that the model cannot tell: name of column, filter or search field → masked field, "people.Staff.phone".
    masks: Mapping[str, str] = field(default_factory=dict)
    # A whole list of people leaves the house only after the password was typed again.
    is_of_people: bool = False
    # "1 keyword" / "80 keywords": an ngettext_lazy with %(count)s.
    count_words: Any = None

    def __post_init__(self) -> None:
        in_row = len(self.filter_row) + bool(self.search)
        if in_row > FIELDS_IN_ROW:
            raise ValueError(f"list {self.code}: {in_row} fields in the filter row, at most {FIELDS_IN_ROW}")
        if self.sums is not None and (self.tabs or self.search):
            raise ValueError(f"list {self.code}: sums kept beforehand know neither tabs nor words to search")
        taken = RESERVED & set(getattr(self.filters, "base_filters", ()))
        if taken:
            raise ValueError(f"list {self.code}: filters may not be called {sorted(taken)}")

    def tab(self, code: str) -> Tab | None:
        """The tab of this code, else the first one."""
        return next((tab for tab in self.tabs if tab.code == code), self.tabs[0] if self.tabs else None)

    def action(self, code: str) -> BulkAction | None:
        """The bulk action of this code."""
        return next((action for action in self.bulk if action.code == code), None)
