"""Lines of advertising as rows: written in one go, since a month of keywords brings tens of thousands."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from omos.centres.promotion.models import AdLine, Upload
from omos.centres.promotion.queries.drafts import Draft

BATCH = 500
_CHANGING = ("upload_id", "number", "channel_id", "impressions", "clicks", "spend", "conversions")
_COLUMNS = (
    *("key", "platform", "level", "day", "account", "campaign", "ad_group", "keyword", "term"),
    *_CHANGING,
)
_SAVE = "INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET {changes}"


def as_lines(upload: Upload, drafts: Iterable[Draft]) -> list[AdLine]:
    """The lines an upload is to leave behind."""
    assert upload.channel_id is not None
    return [
        AdLine(
            upload=upload,
            number=draft.numbers[0],
            key=draft.key,
            platform=upload.platform,
            level=draft.level,
            day=draft.day,
            channel_id=upload.channel_id,
            impressions=draft.impressions,
            clicks=draft.clicks,
            spend=draft.spend,
            conversions=draft.conversions,
            **draft.names,
        )
        for draft in drafts
    ]


def save_lines(lines: Iterable[AdLine]) -> None:
    """Add lines, or let them take the place of those with the same key."""
    ops, quoted = connection.ops, connection.ops.quote_name
    statement = _SAVE.format(
        table=quoted(AdLine._meta.db_table),
        columns=", ".join(quoted(name) for name in _COLUMNS),
        places=", ".join(["%s"] * len(_COLUMNS)),
        key=quoted("key"),
        changes=", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in _CHANGING),
    )
    rows = [
        (
            *(one.key, one.platform, one.level, ops.adapt_datefield_value(one.day)),
            *(one.account, one.campaign, one.ad_group, one.keyword, one.term),
            *(one.upload_id, one.number, one.channel_id),
            *(one.impressions, one.clicks, one.spend, one.conversions),
        )
        for one in lines
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def drop_lines(lines: Iterable[AdLine]) -> None:
    """Take lines out."""
    ids = [line.pk for line in lines]
    for start in range(0, len(ids), BATCH):
        AdLine.objects.filter(pk__in=ids[start : start + BATCH]).delete()
