"""The sums per day that pages read, kept equal to the facts in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Count, Max, Sum

from omos.loop.ledger.models import DIMENSION_FIELDS, DayTotal, Fact
from omos.people.trail import record_action
from omos.people.viewer import Viewer

_KEY = ("measure", "day", "source", *DIMENSION_FIELDS)
_COLUMNS = (*_KEY, "value", "standing", "entries", "posted_at")
# A plain update of a sum read before would lose what another poster added meanwhile.
_ADD = (
    "INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT ({key}) DO UPDATE SET"
    " value = {table}.value + excluded.value, standing = {table}.standing + excluded.standing,"
    " entries = {table}.entries + excluded.entries,"
    " posted_at = CASE WHEN excluded.posted_at > {table}.posted_at THEN excluded.posted_at ELSE {table}.posted_at END"
)

_Sums = tuple[int, int, int, datetime]
_Part = str | int | date | datetime | None


def add_to_day_totals(facts: Iterable[Fact]) -> None:
    """Add these facts to the sums of their days."""
    sums: dict[tuple[_Part, ...], _Sums] = {}
    for fact in facts:
        key = _key_of(fact)
        value, standing, entries, posted_at = sums.get(key, (0, 0, 0, fact.posted_at))
        sums[key] = (value + fact.value, standing + fact.standing, entries + 1, max(posted_at, fact.posted_at))
    rows = [_row(key, added) for key, added in sums.items()]
    # One order for everybody, or two posters could wait for one another.
    rows.sort(key=lambda row: [str(part) for part in row[: len(_KEY)]])
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


def _key_of(fact: Fact) -> tuple[_Part, ...]:
    return tuple(getattr(fact, name) or _nothing(name) for name in _KEY)


def _row(key: tuple[_Part, ...], added: _Sums) -> tuple[_Part, ...]:
    value, standing, entries, posted_at = added
    measure, day, *rest = key
    return (
        measure,
        connection.ops.adapt_datefield_value(day),  # type: ignore[arg-type]  # the key's second part is the day
        *rest,
        value,
        standing,
        entries,
        connection.ops.adapt_datetimefield_value(posted_at),
    )


def _statement() -> str:
    return _ADD.format(
        table=connection.ops.quote_name(DayTotal._meta.db_table),
        columns=", ".join(_COLUMNS),
        places=", ".join(["%s"] * len(_COLUMNS)),
        key=", ".join(_KEY),
    )
