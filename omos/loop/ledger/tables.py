"""The list of facts: every figure's rows, with their source and revisions."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import Case, F, QuerySet, Sum, When
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from omos.loop.catalogue import queries as catalogue
from omos.loop.ledger import declare, queries
from omos.loop.ledger.models import DayTotal, Fact
from omos.office.sheets.lists import (
    ComputedColumn,
    DayColumn,
    Empty,
    ListPage,
    MomentColumn,
    MoneyColumn,
    NumberColumn,
    PersonColumn,
    Total,
)
from omos.people.viewer import Viewer
from omos.ui import formats

_MONEY = tuple(one.code for one in queries.measures() if one.is_money)
_APART = {
    "amount": Case(When(measure__in=_MONEY, then=F("value"))),
    "number": Case(When(measure__in=_MONEY, then=None), default=F("value")),
}


def fact_rows(viewer: Viewer) -> QuerySet[Fact]:
    """Facts in scope, with amounts and counts apart: they must never be added up together."""
    return queries.facts_in_scope(viewer).annotate(**_APART)


def fact_sums(viewer: Viewer) -> QuerySet[DayTotal]:
    """The same facts summed up by day, for the count and the totals below the list."""
    return queries.day_totals_in_scope(viewer).annotate(**_APART)


def _entry(fact: Fact) -> str:
    if fact.standing > 0:
        return _now("booked") if fact.revision == 1 else _now("booked anew")
    return _now("withdrawn") if fact.is_withdrawal else _now("corrected")


class FactTable(tables.Table):
    """One line per entry; corrections are lines of their own."""

    day = DayColumn(_("Day"))
    measure = ComputedColumn(_("Measure"), words=lambda fact: str(queries.measure(fact.measure).label))
    number = NumberColumn(_("Number"))
    amount = MoneyColumn(_("Amount (¥)"))
    channel = tables.Column(_("Channel"), order_by="channel__sort_order")
    staff = PersonColumn(_("Person"), order_by="staff__name")
    category = tables.Column(_("Category"))
    keyword = tables.Column(_("Keyword"))
    source = ComputedColumn(_("Source"), words=lambda fact: declare.label_of(fact.source))
    entry = ComputedColumn(_("Entry"), words=_entry)
    revision = NumberColumn(_("Revision"))
    posted_at = MomentColumn(_("Booked at"))


class FactFilters(filters.FilterSet):
    """By measure and period first; the rest is folded away."""

    measure = filters.ChoiceFilter(
        label=_("Measure"),
        choices=lambda: [(one.code, one.label) for one in queries.measures()],
        method="of_measure",
        empty_label=_("All"),
    )
    first = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte")
    channel = filters.ModelChoiceFilter(
        label=_("Channel"),
        queryset=lambda request: catalogue.all_channels(),
        method="of_channel",
        empty_label=_("All"),
    )
    staff = filters.NumberFilter(label=_("Person's number"), field_name="staff_id")
    category = filters.CharFilter(label=_("Category"))
    source = filters.CharFilter(label=_("Source's code"))

    def of_measure(self, rows: QuerySet[Any], name: str, code: str) -> QuerySet[Any]:
        """The facts of a measure; of a ratio those of its parts."""
        return rows.filter(measure__in=queries.measure(code).parts)

    def of_channel(self, rows: QuerySet[Any], name: str, channel: Any) -> QuerySet[Any]:
        """The facts of a channel, whether single or summed up."""
        return rows.filter(channel_id=channel.pk)


def _yuan(cents: Any) -> str:
    return formats.money(cents)


FACTS = ListPage(
    code="facts",
    title=_("Rows of the ledger"),
    verb="ledger.view",
    route="ledger:facts",
    rows=fact_rows,
    table=FactTable,
    filters=FactFilters,
    filter_row=("measure", "first", "last"),
    order=("-day",),
    sums=fact_sums,
    totals={"number": Total(Sum("number")), "amount": Total(Sum("amount"), show=_yuan)},
    folded_columns=("keyword", "revision"),
    phone=("measure", "number", "amount"),
    row_url=declare.url_of,
    note=lambda viewer: _("Every figure is the sum of these rows. A correction is a row of its own; none is changed."),
    empty=Empty(_("No rows for this filter"), _("Choose a longer period or another measure.")),
)
