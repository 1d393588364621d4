"""Lines of advertising as rows: written in one go, since a month of keywords brings tens of thousands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from omos.centres.promotion.models import AdLine, Upload
from omos.centres.promotion.queries.drafts import NAMES, Draft

BATCH = 500
_CHANGING = ("upload_id", "number", "channel_id", "impressions", "clicks", "spend", "conversions")
_COLUMNS = (
    *("key", "platform", "level", "day"),
    *NAMES,
    *_CHANGING,
)
_SAVE = "INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {changes}"


def save_drafts(upload: Upload, drafts: Iterable[Draft]) -> None:
    """Write what an upload is to leave behind, in the place of lines with the same keys."""
    _save(
        (
            *(one.key, upload.platform, one.level, connection.ops.adapt_datefield_value(one.day)),
            *one.names.values(),
            *(upload.pk, one.numbers[0], upload.channel_id),
            *(one.impressions, one.clicks, one.spend, one.conversions),
        )
        for one in drafts
    )


def save_lines(lines: Iterable[AdLine]) -> None:
    """Add lines, or let them take the place of those with the same key."""
    _save(
        (
            *(one.key, one.platform, one.level, connection.ops.adapt_datefield_value(one.day)),
            *(getattr(one, name) for name in NAMES),
            *(one.upload_id, one.number, one.channel_id),
            *(one.impressions, one.clicks, one.spend, one.conversions),
        )
        for one in lines
    )


def _save(rows: Iterable[tuple[Any, ...]]) -> None:
    quoted = connection.ops.quote_name
    statement = _SAVE.format(
        table=quoted(AdLine._meta.db_table),
        columns=", ".join(quoted(name) for name in _COLUMNS),
        places=", ".join(["%s"] * len(_COLUMNS)),
        key=quoted("key"),
        changes=", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in _CHANGING),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def drop_lines(lines: Iterable[AdLine]) -> None:
    """Take lines out."""
    ids = [line.pk for line in lines]
    for start in range(0, len(ids), BATCH):
        AdLine.objects.filter(pk__in=ids[start : start + BATCH]).delete()
