"""The sums per day that pages read, kept equal to the facts in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from omos.loop.ledger.models import DIMENSION_FIELDS, DayTotal, Fact
from omos.loop.ledger.services.entries import Entry
from omos.people.trail import record_action
from omos.people.viewer import Viewer

# So many of an entry's dimensions are kept in the sums: all but keyword and page.
_SUMMED = 1 + len(DIMENSION_FIELDS)
_KEY = ("measure", "day", "source", *DIMENSION_FIELDS)
_COLUMNS = (*_KEY, "value", "standing", "entries", "posted_at")
# A plain update of a sum read before would lose what another poster added meanwhile.
_ADD = (
    "INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET"
    " value = {table}.value + excluded.value, standing = {table}.standing + excluded.standing,"
    " entries = {table}.entries + excluded.entries,"
    " posted_at = CASE WHEN excluded.posted_at > {table}.posted_at THEN excluded.posted_at ELSE {table}.posted_at END"
)

_Part = str | int | date | None
_Key = tuple[str, str, tuple[_Part, ...]]


def add_to_day_totals(entries: Iterable[Entry], *, posted_at: datetime) -> None:
    """Add these entries to the sums of their days."""
    sums: dict[_Key, list[int]] = {}
    for one in entries:
        key = (one.measure, one.source, one.dimensions[:_SUMMED])
        found = sums.setdefault(key, [0, 0, 0])
        found[0] += one.value
        found[1] += one.standing
        found[2] += 1
    moment = connection.ops.adapt_datetimefield_value(posted_at)
    # One order for everybody, or two posters could wait for one another.
    rows = sorted((_row(key, added, moment) for key, added in sums.items()), key=lambda row: row[: len(_KEY)])
    with connection.cursor() as cursor:
        cursor.executemany(_statement(), rows)


@transaction.atomic
def rebuild_day_totals(*, actor: Viewer, now: datetime) -> int:
    """Compute all sums anew from the facts (after a restore or a repair); returns how many rows there are."""
    DayTotal.objects.all().delete()
    grouped = (
        Fact.objects.order_by()
        .values(*_KEY)
        .annotate(total=Sum("value"), steps=Sum("standing"), rows=Count("id"), last=Max("posted_at"))
    )
    DayTotal.objects.bulk_create(
        (
            DayTotal(
                value=row.pop("total"),
                standing=row.pop("steps"),
                entries=row.pop("rows"),
                posted_at=row.pop("last"),
                **{name: part or _nothing(name) for name, part in row.items()},
            )
            for row in grouped
        ),
        batch_size=500,
    )
    record_action("ledger.rebuild", actor=actor, subject=("ledger.daytotal", ""), now=now)
    return DayTotal.objects.count()


def _nothing(name: str) -> int | str:
    return "" if name == "category" else 0


def _row(key: _Key, added: Iterable[int], moment: Any) -> tuple[Any, ...]:
    measure, source, (day, *ids, category) = key
    adapted = connection.ops.adapt_datefield_value(day)  # type: ignore[arg-type]  # its first part is the day
    return (measure, adapted, source, *(one or 0 for one in ids), category or "", *added, moment)


def _statement() -> str:
    return _ADD.format(
        table=connection.ops.quote_name(DayTotal._meta.db_table),
        columns=", ".join(_COLUMNS),
        places=", ".join(["%s"] * len(_COLUMNS)),
        key=", ".join(_KEY),
    )
