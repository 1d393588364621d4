"""The state of a list: read from the address, which holds all of it, and written back into addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from omos.office.sheets.list_page import RESERVED, SIZES, ListPage

DENSITIES = ("loose", "normal", "tight")
NARROWEST, WIDEST = 40, 900
# Names that may stand beside `view` in an address without replacing what the view says.
_BESIDE_VIEW = frozenset({"view", "page"})


@dataclass(frozen=True)
class Layout:
    """Columns of one list as somebody wants them; names unknown to the table are dropped, new ones come last."""

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=dict)
    density: str = "normal"

    @classmethod
    def read(cls, stored: Mapping[str, Any], names: Sequence[str], folded: Iterable[str] = ()) -> Layout:
        """A stored layout, made to fit the columns there are."""
        wanted = [name for name in _texts(stored.get("order")) if name in names]
        order = (*wanted, *(name for name in names if name not in wanted))
        hidden = frozenset(_texts(stored["hidden"])) if "hidden" in stored else frozenset(folded)
        density = stored.get("density")
        return cls(
            order=order,
            # The first column names the row; without it a row cannot be told from another.
            hidden=frozenset(name for name in hidden if name in names and name != order[0]),
            widths=_widths(stored.get("widths"), names),
            density=density if density in DENSITIES else "normal",
        )

    @property
    def shown(self) -> tuple[str, ...]:
        """Columns to show, in order."""
        return tuple(name for name in self.order if name not in self.hidden)

    def stored(self) -> dict[str, Any]:
        """The layout as it is kept."""
        return {
            "order": list(self.order),
            "hidden": sorted(self.hidden),
            "widths": dict(self.widths),
            "density": self.density,
        }


@dataclass(frozen=True)
class ListState:
    """What the address says: search, tab, order, page and whatever the filters make of `query`."""

    query: QueryDict
    search: str = ""
    tab: str = ""
    view_id: int | None = None
    sort: tuple[str, ...] = ()
    page: int = 1
    size: int = SIZES[0]

    def address(self, **changes: Any) -> str:
        """The query with some values changed, starting with "?"; None takes a name away, any change goes to page 1."""
        query = self.query.copy()
        query.pop("page", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode(safe=',')}"

    @property
    def kept_query(self) -> str:
        """What a saved view keeps: everything but the page one happens to stand on."""
        return self.address(view=None)[1:]

    def hidden_inputs(self) -> tuple[tuple[str, str], ...]:
        """Names and values that the filter form has to carry along."""
        names = ("tab", "sort", "columns", "density")
        return tuple((name, str(self.query[name])) for name in names if self.query.get(name))


def read_state(page: ListPage, asked: QueryDict, view: tuple[int, str] | None) -> ListState:
    """The state an address asks for; a bare `?view=7` stands for everything that view keeps."""
    query = asked.copy()
    if view is not None and set(asked) <= _BESIDE_VIEW:
        query = QueryDict(view[1], mutable=True)
        query["view"] = str(view[0])
        query.update({"page": asked.get("page", "1")})
    tab = page.tab(query.get("tab", ""))
    return ListState(
        query=query,
        search=plain(query.get("q", "")),
        tab=tab.code if tab else "",
        view_id=view[0] if view is not None else None,
        sort=tuple(name for name in query.get("sort", "").split(",") if name),
        page=_whole(query.get("page"), 1, low=1),
        size=_size(query.get("size")),
    )


def layout_asked(query: QueryDict, names: Sequence[str]) -> dict[str, Any]:
    """The columns and the density that an address itself names; empty when it leaves them to the person."""
    asked: dict[str, Any] = {}
    wanted = [name for name in query.get("columns", "").split(",") if name in names]
    if wanted:
        asked = {"order": wanted, "hidden": [name for name in names if name not in wanted]}
    if query.get("density") in DENSITIES:
        asked["density"] = query["density"]
    return asked


def filter_values(query: QueryDict) -> QueryDict:
    """The address without the names that belong to the list: what the filters are given, free of NUL signs."""
    values = QueryDict(mutable=True)
    for name, texts in query.lists():
        if name not in RESERVED:
            values.setlist(name, [plain(str(text)) for text in texts])
    return values


def plain(text: str) -> str:
    """A search text without NUL signs, which PostgreSQL refuses."""
    return text.replace("\x00", "").strip()


def _whole(text: str | None, default: int, *, low: int) -> int:
    return max(int(text), low) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def _size(text: str | None) -> int:
    size = _whole(text, SIZES[0], low=1)
    return size if size in SIZES else SIZES[0]


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def _widths(values: Any, names: Sequence[str]) -> dict[str, int]:
    if not isinstance(values, dict):
        return {}
    return {
        name: min(max(width, NARROWEST), WIDEST)
        for name, width in values.items()
        if name in names and isinstance(width, int)
    }
