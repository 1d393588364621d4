"""The rows behind a figure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from omos.loop.ledger.models import DayTotal, Fact
from omos.loop.ledger.queries.listing import measure as measure_of
from omos.people import queries as people
from omos.people.policy import scope_of
from omos.people.roles import Scope
from omos.people.viewer import Viewer


def facts_in_scope(viewer: Viewer) -> QuerySet[Fact]:
    """Every fact the viewer may see: rows of other people only within reach, rows of nobody always."""
    rows = Fact.objects.select_related("channel", "staff")
    if scope_of(viewer, "ledger.view") == Scope.ALL:
        return rows
    in_scope = people.staff_in_scope(viewer=viewer, verb="ledger.view")
    return rows.filter(Q(staff__isnull=True) | Q(staff__in=in_scope))


def day_totals_in_scope(viewer: Viewer) -> QuerySet[DayTotal]:
    """The sums per day of the same facts."""
    rows = DayTotal.objects.all()
    if scope_of(viewer, "ledger.view") == Scope.ALL:
        return rows
    in_scope = people.staff_in_scope(viewer=viewer, verb="ledger.view").values("pk")
    return rows.filter(Q(staff_id=0) | Q(staff_id__in=in_scope))


def facts(
    *,
    viewer: Viewer,
    measure: str,
    first: date,
    last: date,
    staff_ids: Collection[int] | None = None,
    channel_ids: Collection[int] | None = None,
    category: str | None = None,
) -> QuerySet[Fact]:
    """The facts behind a figure that the viewer may see, latest day first; of a ratio those of its parts.

    :raises NoSuchMeasure: for a code the list does not hold
    """
    rows = facts_in_scope(viewer).filter(measure__in=measure_of(measure).parts, day__range=(first, last))
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=staff_ids)
    if channel_ids is not None:
        rows = rows.filter(channel_id__in=channel_ids)
    if category is not None:
        rows = rows.filter(category=category)
    return rows.order_by("-day", "-id")


def facts_sum(rows: QuerySet[Fact]) -> tuple[int, int]:
    """Sum of the rows' values, and how many of their lines stand."""
    found = rows.order_by().aggregate(value=Sum("value", default=0), standing=Sum("standing", default=0))
    return found["value"], found["standing"]


def rows_url(
    measure: str,
    first: date,
    last: date,
    *,
    staff_id: int | None = None,
    channel_id: int | None = None,
    category: str = "",
) -> str:
    """The address of the page that lists the rows behind a figure."""
    query = {"measure": measure, "first": first.isoformat(), "last": last.isoformat()}
    narrowed = {"staff": staff_id, "channel": channel_id, "category": category}
    return f"{reverse('ledger:facts')}?{urlencode(query | {name: part for name, part in narrowed.items() if part})}"
