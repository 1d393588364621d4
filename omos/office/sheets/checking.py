"""Checking the rows of an import: texts in, values and problems out. Reads choices once, then no record at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from omos.office.sheets import similar
from omos.office.sheets.declare import Choice, Field, FieldError, Importer, Key
from omos.office.sheets.parsing import half_width
from omos.people.viewer import Viewer

REPEATED = "repeated"
TEXT_LENGTH, MESSAGE_LENGTH, TITLE_LENGTH = 200, 300, 120


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell."""

    field: str
    code: str
    text: str
    message: str
    title: str
    is_warning: bool = False


@dataclass(frozen=True)
class Checked:
    """One row after checking: values of the cells that are right, problems of the others."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def is_faulty(self) -> bool:
        """Whether something has to be mended before the row can be written."""
        return any(not problem.is_warning for problem in self.problems)


class Checker:
    """Checks rows of one importer for one viewer."""

    def __init__(self, importer: Importer, viewer: Viewer, fields: Sequence[str]) -> None:
        """Look at the fields named; the table has no column for the others."""
        self.importer = importer
        self.fields = tuple(field for field in importer.fields if field.name in fields)
        self.choices: dict[str, tuple[Choice, ...]] = {
            field.name: tuple(field.choices(viewer)) for field in self.fields if field.choices is not None
        }
        self._alike: dict[tuple[str, str], str | None] = {}
        self._by_spelling = {name: _spellings(choices) for name, choices in self.choices.items()}

    def check(self, texts: Mapping[str, str]) -> Checked:
        """Look at every cell of a row."""
        values: dict[str, Any] = {}
        problems = []
        for field in self.fields:
            text = texts.get(field.name, "").strip()
            try:
                values[field.name] = self.value(field, text)
            except FieldError as error:
                problems.append(_problem(field, text, error))
                continue
            if not text and field.is_recommended:
                problems.append(_blank(field))
        return Checked(values, tuple(problems))

    def value(self, field: Field, text: str) -> Any:
        """The value of one cell; None when it is empty.

        :raises FieldError: if the cell cannot be taken
        """
        if not text:
            if field.is_required:
                title = _("%(field)s is missing") % {"field": field.label}
                raise FieldError(_("Must not be empty"), code="missing", title=title)
            return None
        if field.choices is None:
            return field.parse(text)
        spellings = self._by_spelling[field.name]
        key = _spelling(text)
        if key not in spellings:
            title = str(field.unknown_title) or _("%(field)s is not in the list") % {"field": field.label}
            raise FieldError(self._unknown(field, text), code="unknown", title=title)
        if len(spellings[key]) > 1:
            title = _("%(field)s is not clear") % {"field": field.label}
            raise FieldError(_("“%(text)s” fits several entries") % {"text": text}, code="several", title=title)
        return spellings[key][0]

    def _unknown(self, field: Field, text: str) -> str:
        """That the list has no such name, and which name sounds the same."""
        place = (field.name, text)
        if place not in self._alike:
            self._alike[place] = similar.homophone(text, self.names(field.name))
        alike = self._alike[place]
        if alike:
            return _("There is no “%(text)s”; do you mean %(name)s?") % {"text": text, "name": alike}
        return _("The list has no “%(text)s”") % {"text": text}

    def names(self, field: str) -> tuple[str, ...]:
        """The labels of a field's choices."""
        return tuple(choice.label for choice in self.choices.get(field, ()))

    def key(self, values: Mapping[str, Any]) -> Key | None:
        """The key of a row, or None while a part of it is missing."""
        parts = tuple(values.get(name) for name in self.importer.key)
        return None if any(part is None or part == "" for part in parts) else parts


def key_digest(key: Key | None) -> str:
    """A key as it is kept and compared; capitals do not count."""
    if key is None:
        return ""
    joined = "\x1f".join(str(part).casefold() for part in key)
    return hashlib.sha256(joined.encode()).hexdigest()[:40]


def repeated_problem(importer: Importer, text: str, first_number: int) -> Problem:
    """The warning on a row whose key stands further up already."""
    field = importer.field(importer.key[0])
    return Problem(
        field=field.name,
        code=REPEATED,
        text=text[:TEXT_LENGTH],
        message=_("Stands in line %(number)s already; the first one is kept") % {"number": first_number},
        title=_("%(field)s stands in the file twice") % {"field": field.label},
        is_warning=True,
    )


def _problem(field: Field, text: str, error: FieldError) -> Problem:
    title = str(error.title) or _("%(field)s is not right") % {"field": field.label}
    # Codes of the shared parsers say what is wrong, not where; the heading says both.
    heading = title if str(field.label) in title or error.code == "unknown" else f"{field.label}: {title}"
    return Problem(field.name, error.code, text[:TEXT_LENGTH], str(error)[:MESSAGE_LENGTH], heading[:TITLE_LENGTH])


def _blank(field: Field) -> Problem:
    return Problem(
        field=field.name,
        code="blank",
        text="",
        message=str(field.blank_note) or _("May stay empty"),
        title=_("%(field)s is not filled in") % {"field": field.label},
        is_warning=True,
    )


def _spellings(choices: Sequence[Choice]) -> dict[str, list[Any]]:
    """Every way to write a choice, with the values it may stand for: two people may bear one name."""
    found: dict[str, list[Any]] = {}
    for choice in choices:
        for text in {_spelling(name) for name in (choice.label, *choice.aliases) if name}:
            values = found.setdefault(text, [])
            if choice.value not in values:
                values.append(choice.value)
    return found


def _spelling(text: str) -> str:
    return "".join(half_width(text).casefold().split())
