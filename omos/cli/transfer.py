"""Moves the rows of an SQLite file into PostgreSQL: every table, every sequence, all in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.models import Field, Model

from omos.cli import postgres
from omos.cli.speech import Refused

SOURCE = "transfer"


def load(records: Path) -> None:
    """Replace everything by the rows of a file of the present shape, and leave the mark.

    :raises Refused: if a table does not arrive whole; then nothing was changed
    """
    _connect(records)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(postgres.drop_statement())
            # The tables as this version makes them; what they are born with is replaced by what the file holds.
            call_command("migrate", verbosity=0, interactive=False)
            models = [model for model in apps.get_models(include_auto_created=True) if _is_kept(model)]
            # What the migrations wrote waits to be checked; a table in waiting cannot be emptied.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(f"TRUNCATE {', '.join(_quoted(model._meta.db_table) for model in models)}")
            for model in models:
                _copy(model, cursor)
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
            cursor.execute(f"CREATE TABLE {postgres.MARK} ()")
    finally:
        connections[SOURCE].close()


def _is_kept(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


def _connect(records: Path) -> None:
    options = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(records), "OPTIONS": {}, "CONN_MAX_AGE": 0}
    own = {"CONN_HEALTH_CHECKS": False, "USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}
    connections.settings[SOURCE] = {**connections.settings["default"], **options, **own}


def _copy(model: type[Model], cursor: Any) -> None:
    """Rows as the fields read and write them: a moment, a yes, a document look different in the two databases."""
    fields = model._meta.concrete_fields
    columns = ", ".join(_quoted(field.column) for field in fields)
    rows = model._base_manager.using(SOURCE).order_by("pk").values_list(*(field.attname for field in fields))
    with cursor.copy(f"COPY {_quoted(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
        for row in rows.iterator(chunk_size=2000):
            copy.write_row([_written(field, value) for field, value in zip(fields, row, strict=True)])
    _refuse_difference(model, rows.count(), cursor)


def _written(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _refuse_difference(model: type[Model], there: int, cursor: Any) -> None:
    cursor.execute(f"SELECT count(*) FROM {_quoted(model._meta.db_table)}")  # noqa: S608  # quoted
    arrived = cursor.fetchone()[0]
    if arrived != there:
        raise Refused(f"{model._meta.db_table}: {arrived} of {there} rows arrived. Nothing was changed.")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
