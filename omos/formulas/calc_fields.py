"""Reading what somebody typed: numbers, days and rows out of a JSON object, refused by the field's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from omos.formulas.limits import LARGEST, FormulaError

_NUMBER: Final = re.compile(
    r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+)(?:e([+-]?\d{1,3}))?(\s*%)?", re.ASCII
)
_LONGEST_NUMBER: Final = 60
_MOST_ROWS: Final = 100_000


class CalcError(FormulaError):
    """An input a calculator refuses; ``field`` names it, ``reason`` is an English code."""

    @property
    def reason(self) -> str:
        """The code under its name at the door of the shell."""
        return self.code


class Fields:
    """The fields of one JSON object; nothing outside the allowed names is passed over in silence.

    :raises CalcError: if it is no object, or has a field nobody asked for
    """

    def __init__(self, data: object, allowed: Iterable[str], path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise CalcError(path or "input", "not_an_object")
        self._prefix = f"{path}." if path else ""
        # An empty cell of a CSV file is a field left out.
        self._data = {name: value for name, value in data.items() if value is not None and value != ""}
        for name in self._data:
            if name not in set(allowed):
                raise CalcError(f"{self._prefix}{name}", "unknown_field")

    def has(self, name: str) -> bool:
        """Say whether the field was given."""
        return name in self._data

    def path(self, name: str) -> str:
        """Return the field's name with those of the objects around it."""
        return self._prefix + name

    def number(self, name: str, default: Decimal | None = None) -> Decimal:
        """Return a number given as such or as a text such as 1,234.5 or 4.5 %."""
        if not self.has(name) and default is not None:
            return default
        return read_number(self.path(name), self._required(name))

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.number(name, None if default is None else Decimal(default))
        if value != int(value):
            raise CalcError(self.path(name), "not_whole")
        return int(value)

    def optional_whole(self, name: str) -> int | None:
        """Return a whole number, or none where the field was left out."""
        return self.whole(name) if self.has(name) else None

    def text(self, name: str) -> str:
        """Return a text; a number stands for its digits."""
        value = self._required(name)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise CalcError(self.path(name), "not_a_text")
        return str(value)

    def flag(self, name: str) -> bool:
        """Return true or false, false where the field was left out."""
        value = self._data.get(name, False)
        if not isinstance(value, bool):
            raise CalcError(self.path(name), "not_true_or_false")
        return value

    def day(self, name: str) -> date:
        """Return a day given as 2026-11-21."""
        return read_day(self.path(name), self._required(name))

    def optional_day(self, name: str) -> date | None:
        """Return a day, or none where the field was left out."""
        return self.day(name) if self.has(name) else None

    def items(self, name: str) -> list[object]:
        """Return a list, empty where the field was left out."""
        value = self._data.get(name, [])
        if not isinstance(value, list):
            raise CalcError(self.path(name), "not_a_list")
        if len(value) > _MOST_ROWS:
            raise CalcError(self.path(name), "too_many")
        return value

    def rows(self, name: str, allowed: Iterable[str]) -> list[Fields]:
        """Return a list of objects, each named by its place in error messages."""
        names = tuple(allowed)
        return [Fields(row, names, f"{self.path(name)}[{place}]") for place, row in enumerate(self.items(name))]

    def is_object(self, name: str) -> bool:
        """Say whether the field holds an object."""
        return isinstance(self._data.get(name), Mapping)

    def mapping(self, name: str) -> dict[str, object]:
        """Return an object with names of its own, empty where the field was left out."""
        value = self._data.get(name, {})
        if not isinstance(value, Mapping):
            raise CalcError(self.path(name), "not_an_object")
        return dict(value)

    def child(self, name: str, allowed: Iterable[str]) -> Fields:
        """Return an object inside this one."""
        return Fields(self._required(name), allowed, self.path(name))

    def _required(self, name: str) -> object:
        if not self.has(name):
            raise CalcError(self.path(name), "required")
        return self._data[name]


def read_number(field: str, value: object) -> Decimal:
    """Return a finite number of sane size from a JSON value.

    :raises CalcError: if it is none
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise CalcError(field, "not_a_number")
    # Before the digits are written out: a number of a million digits is too large to look at.
    if isinstance(value, int) and abs(value) > LARGEST:
        raise CalcError(field, "too_large")
    number = _parsed(field, unicodedata.normalize("NFKC", str(value)).strip().lower())
    if abs(number) > LARGEST:
        raise CalcError(field, "too_large")
    return number


def read_day(field: str, value: object) -> date:
    """Return a day from a text such as 2026-11-21.

    :raises CalcError: if it is none
    """
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CalcError(field, "not_a_day") from None


def _parsed(field: str, text: str) -> Decimal:
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if match is None:
        raise CalcError(field, "not_a_number")
    number = Decimal(match[1].replace(",", "")).scaleb(int(match[2] or 0))
    return number / 100 if match[3] else number
