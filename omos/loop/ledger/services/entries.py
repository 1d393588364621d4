"""Entries on their way into the list of facts: plain tuples, since an import brings hundreds of thousands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from omos.loop.ledger.models import Fact
from omos.loop.ledger.services.lines import Dimensions

# The day and the dimensions of a fact, in the order of `Line.dimensions`.
DIMENSIONS = (
    "day",
    "website_id",
    "department_id",
    "staff_id",
    "channel_id",
    "product_id",
    "campaign_id",
    "category",
    "keyword",
    "page_key",
)
_COLUMNS = (
    *DIMENSIONS,
    "measure",
    "value",
    "standing",
    "source",
    "source_id",
    "line",
    "revision",
    "posted_at",
)
_ADD = "INSERT INTO {table} ({columns}) VALUES ({places})"


class Entry(NamedTuple):
    """One fact to be booked: the difference, whether its line begins or ceases to stand, its revision."""

    dimensions: Dimensions
    measure: str
    value: int
    standing: int
    source: str
    source_id: str
    line: int
    revision: int


def add_facts(entries: Iterable[Entry], *, posted_at: datetime) -> None:
    """Add the rows, in one statement run for each: preparing models field by field would take most of the time."""
    ops = connection.ops
    moment = ops.adapt_datetimefield_value(posted_at)
    rows = [(ops.adapt_datefield_value(one[0][0]), *one[0][1:], *one[1:], moment) for one in entries]
    statement = _ADD.format(
        table=ops.quote_name(Fact._meta.db_table),
        columns=", ".join(ops.quote_name(name) for name in _COLUMNS),
        places=", ".join(["%s"] * len(_COLUMNS)),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
