"""Reading cells fast: what django-tables2 finds out anew for every cell is found out once for every column."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Field
from django_tables2 import Column
from django_tables2.columns import BoundColumn, ManyToManyColumn, TemplateColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.utils import Accessor

Reader = Callable[[BoundRow], Any]
# Columns that look at more than a value: the library draws them itself.
_SPECIAL = (BaseLinkColumn, ManyToManyColumn, TemplateColumn)


def drawer(table: Any, name: str) -> Reader:
    """How cells of a column are drawn."""
    column = table.columns[name]
    if isinstance(column.column, _SPECIAL):
        return partial(_drawn_by_library, name=name)
    return _reader(table, column, column.render, column.default, is_linked=True)


def valuer(table: Any, name: str) -> Reader:
    """How cells of a column become plain values, for export."""
    column = table.columns[name]
    if isinstance(column.column, _SPECIAL):
        return partial(_valued_by_library, name=name)
    # The library's own `value` only passes on to `render`, working out again at every cell what that wants.
    is_default = getattr(column.value, "__func__", None) is Column.value
    return _reader(table, column, column.render if is_default else column.value, None, is_linked=False)


def _drawn_by_library(row: BoundRow, *, name: str) -> Any:
    return row.get_cell(name)


def _valued_by_library(row: BoundRow, *, name: str) -> Any:
    return row.get_cell_value(name)


def _reader(table: Any, column: BoundColumn, function: Callable[..., Any], default: Any, *, is_linked: bool) -> Reader:
    resolve = _resolver(column, table.data.model)
    wanted = _wanted(function)
    empty = column.column.empty_values
    link = column.link if is_linked else None

    def read(row: BoundRow) -> Any:
        record = row.record
        value = resolve(record)
        if value in empty:
            return default
        given = {
            "value": value,
            "record": record,
            "column": column.column,
            "bound_column": column,
            "bound_row": row,
            "table": table,
        }
        content = function(**(given if wanted is None else {name: given[name] for name in wanted}))
        return link(content, **given) if link else content

    return read


def _wanted(function: Callable[..., Any]) -> tuple[str, ...] | None:
    """Names of the arguments a function takes; None for all of them."""
    parameters = inspect.signature(function).parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return tuple(parameter.name for parameter in parameters)


def _resolver(column: BoundColumn, model: Any) -> Callable[[Any], Any]:
    """How the value is found from the record: choices in words, else the attribute; nothing where there is none."""
    accessor = Accessor(column.accessor) if isinstance(column.accessor, str) else column.accessor
    bits = tuple(getattr(accessor, "bits", ()))
    if not bits:
        return partial(accessor.resolve, quiet=True)
    field = accessor.get_field(model)
    if isinstance(field, Field) and field.choices and field.name == bits[-1]:
        return partial(_choice_words, bits=bits[:-1], method=f"get_{bits[-1]}_display")
    return partial(_attribute, bits=bits, accessor=accessor)


def _choice_words(record: Any, *, bits: tuple[str, ...], method: str) -> Any:
    for bit in bits:
        record = getattr(record, bit, None)
    return None if record is None else getattr(record, method)()


def _attribute(record: Any, *, bits: tuple[str, ...], accessor: Any) -> Any:
    value = record
    for bit in bits:
        try:
            value = getattr(value, bit)
        except AttributeError:
            return accessor.resolve(record, quiet=True)
        if value is None:
            return None
    return accessor.resolve(record, quiet=True) if callable(value) else value
