"""Whether the records themselves are whole: what the database can say about its own pages and keys."""

from __future__ import annotations

from django.db import connection

SHOWN = 20


def broken_records() -> tuple[str, ...]:
    """Damage the database finds in itself, a line each; PostgreSQL keeps its keys by itself."""
    if connection.vendor != "sqlite":
        return ()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        damage = [str(row[0]) for row in cursor.fetchmany(SHOWN) if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        orphans = [f"{table} {rowid} names a row of {parent} that is not there" for table, rowid, parent, _ in cursor]
    return tuple(damage + orphans[:SHOWN])
