"""Counting rows of several tables in one question to the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counts(wanted: Sequence[QuerySet[Any, Any]]) -> tuple[int, ...]:
    """How many rows each has, in order; one query for all, none where nothing can be found."""
    parts, parameters = [], []
    for rows in wanted:
        sql, values = _counting(rows)
        parts.append(sql)
        parameters += values
    if not any(part != "0" for part in parts):
        return (0,) * len(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return tuple(cursor.fetchone())


def _counting(rows: QuerySet[Any, Any]) -> tuple[str, list[Any]]:
    try:
        sql, values = rows.order_by().values("pk").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return "0", []
    return f"(SELECT COUNT(*) FROM ({sql}) AS counted)", list(values)  # noqa: S608  # the ORM wrote what stands inside
