"""What a room declares to have tables imported: one `Importer`; and to be found by the command palette: one `Search`.

    IMPORTERS = (
        Importer(
            code="keywords",
            label=_("Import keywords"),
            verb="keywords.import",
            fields=(
                Field("text", _("Keyword"), aliases=("关键词", "keyword"), is_required=True, parse=parsing.text(100)),
                Field("owner", _("Owner"), aliases=("负责人",), choices=owner_choices,
                      unknown_title=_("The owner is not on the staff list")),
                Field("target_rank", _("Target rank"), aliases=("目标位次",), parse=parsing.whole(low=1, high=50)),
            ),
            key=("text",),
            existing=queries.keywords_by_text,   # (viewer, keys) → {key: what `write` needs, e.g. the id}
            write=services.import_keywords,      # (rows, actor, now) → Written, one call in one transaction
            undo=services.undo_import,           # (undo, actor, now) → rows taken back; optional
        ),
    )

The wizard reads the file, matches the columns, checks every row, lets people mend cells, asks what to do with rows
that exist already, and calls `write` once. `write` gets only rows that are whole; it need not look at anything again
but what two people may have changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from omos.people.viewer import Viewer

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

Key = tuple[Any, ...]


class FieldError(Exception):
    """Raised by a field's parser; `code` groups equal faults, `title` heads the group."""

    def __init__(self, reason: Words, *, code: str = "invalid", title: Words = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.title = title


@dataclass(frozen=True)
class Choice:
    """One value a cell may name: what is stored, what people write, a grey word beside it, other spellings."""

    value: Any
    label: str
    note: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One thing a table may say about a row.

    With `choices` the cell must name one of them, and names that sound or look alike are suggested; otherwise `parse`
    turns the text into a value or raises `FieldError`. An empty cell never reaches either.
    """

    name: str
    label: Words
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    # An empty cell is worth a look but no fault; `blank_note` says what happens then.
    is_recommended: bool = False
    blank_note: Words = ""
    parse: Callable[[str], Any] = str
    choices: Callable[[Viewer], Iterable[Choice]] | None = None
    unknown_title: Words = ""
    help: Words = ""
    example: str = ""


@dataclass(frozen=True)
class CheckedRow:
    """A whole row on its way into the records: parsed values by field, and what `existing` knows of its key.

    `is_merge` asks to fill only what is empty so far; otherwise an existing row takes over every given value. Fields of
    columns the table does not have are absent from `values`; empty cells are None.
    """

    number: int
    values: Mapping[str, Any]
    existing: Any = None
    is_merge: bool = False


@dataclass(frozen=True)
class Written:
    """What `write` did; `undo` is JSON and comes back to the importer's own `undo`."""

    created: int = 0
    updated: int = 0
    undo: Mapping[str, Any] = field(default_factory=dict)


class ImportRefused(Exception):
    """Raised by `write` or `undo` with a message fit for the person who imports; nothing is kept."""


@dataclass(frozen=True)
class Importer:
    """One kind of table that can be imported."""

    code: str
    label: Words
    verb: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    existing: Callable[..., Mapping[Key, Any]]
    write: Callable[..., Written]
    undo: Callable[..., int] | None = None
    # Where the imported rows can be looked at: a route name.
    route: str = ""
    note: Words = ""

    def __post_init__(self) -> None:
        names = {one.name for one in self.fields}
        if len(names) != len(self.fields) or not set(self.key) <= names or not self.key:
            raise ValueError(f"importer {self.code}: field names must differ and hold the key {self.key}")

    def field(self, name: str) -> Field:
        """The field of this name."""
        return next(one for one in self.fields if one.name == name)


@dataclass(frozen=True)
class Hit:
    """Something the command palette found."""

    title: str
    subtitle: str
    url: str


@dataclass(frozen=True)
class Search:
    """A way for the command palette to find a room's things: `find(viewer=…, text=…, limit=…)` gives hits."""

    code: str
    label: Words
    icon: str
    verb: str
    find: Callable[..., Collection[Hit]]


_importers: dict[str, Importer] = {}


def install(items: Iterable[Importer]) -> None:
    """Take over what the rooms declare.

    :raises ValueError: if an importer is declared twice
    """
    _importers.clear()
    for importer in items:
        if importer.code in _importers:
            raise ValueError(f"importer {importer.code} is declared twice")
        _importers[importer.code] = importer


def importers() -> tuple[Importer, ...]:
    """All importers, in the order of the river."""
    return tuple(_importers.values())


def find_importer(code: str) -> Importer | None:
    """The importer of this code, if a room declares it."""
    return _importers.get(code)
