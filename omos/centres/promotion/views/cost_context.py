"""Values of the page of costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.centres.promotion import queries
from omos.centres.promotion.forms import CostsForm
from omos.centres.promotion.words import platform_name
from omos.formulas.keyword_costs import Cost, Rule, Split
from omos.ui import formats, parts

SHOWN_ROWS = 300


@dataclass(frozen=True)
class DrawnCost:
    """One row as drawn: texts, and where its figures open."""

    channel: str
    name: str
    is_unplaced: bool
    row: Cost
    per_click: str
    per_conversation: str
    per_inquiry: str
    per_valid: str
    per_won: str
    ads_url: str
    talks_url: str


def cost_page(table: queries.CostTable, form: CostsForm) -> dict[str, Any]:
    """Everything the page shows."""
    return {
        "form": form,
        "table": table,
        "rows": [_drawn(row, table) for row in table.rows[:SHOWN_ROWS]],
        "hidden_rows": max(len(table.rows) - SHOWN_ROWS, 0),
        "total": _drawn(table.total, table),
        "splits": _splits(table),
        "kpis": _kpis(table),
        "rules": _rules(table.total),
        "sources": [platform_name(code) for code in table.platforms],
        "export_url": f"{reverse('promotion:export_costs')}?{_query(table, table.split)}",
    }


def name_of(row: Cost, table: queries.CostTable) -> tuple[str, str]:
    """Channel and name of a row; what has no place says so."""
    channel = table.channel_names.get(row.channel, "") if row.channel is not None else _("Channel unknown")
    if row.name or (table.split is Split.CHANNEL and row.channel is not None):
        return channel, row.name
    return channel, _("costs nothing") if row.rule is Rule.FREE else _unplaced(row, table)


def _unplaced(row: Cost, table: queries.CostTable) -> str:
    """Inquiries no keyword could be found for, or money the report splits no further."""
    if row.conversations or row.inquiries or not row.bought:
        return _("not placed")
    return _("report names no keyword") if table.split is Split.KEYWORD else _("report names no campaign")


def _drawn(row: Cost, table: queries.CostTable) -> DrawnCost:
    channel, name = name_of(row, table)
    narrowed: dict[str, str | int | None] = {"channel": row.channel}
    if table.split is not Split.CHANNEL and row.name:
        narrowed[table.split.value.lower()] = row.name
    return DrawnCost(
        channel=channel,
        name=name,
        is_unplaced=not row.name and table.split is not Split.CHANNEL,
        row=row,
        per_click=_money(row, "clicks"),
        per_conversation=_money(row, "conversations"),
        per_inquiry=_money(row, "inquiries"),
        per_valid=_money(row, "valid"),
        per_won=_money(row, "won"),
        ads_url=_rows_url("promotion:ad_lines", table.first, table.last, narrowed),
        # Conversations carry the words they came with, which need not be the advertised keyword.
        talks_url=_rows_url("promotion:talks", table.first, table.last, {"channel": row.channel}),
    )


def _money(row: Cost, count: str) -> str:
    value = row.per(count)
    return formats.NOTHING_KNOWN if value is None else formats.money(round(value))


def _rows_url(route: str, first: date, last: date, narrowed: dict[str, str | int | None]) -> str:
    asked = {"first": first.isoformat(), "last": last.isoformat()}
    return f"{reverse(route)}?{urlencode(asked | {name: str(value) for name, value in narrowed.items() if value})}"


def _query(table: queries.CostTable, split: Split) -> str:
    return urlencode({"first": table.first.isoformat(), "last": table.last.isoformat(), "split": split.value})


def _splits(table: queries.CostTable) -> tuple[parts.Place, ...]:
    labels = {Split.KEYWORD: _("Keyword"), Split.CAMPAIGN: _("Ad campaign"), Split.CHANNEL: _("Channel")}
    return tuple(
        parts.Place(label, f"?{_query(table, split)}", is_current=split is table.split)
        for split, label in labels.items()
    )


_ASKED = ("conversations", "inquiries", "valid")


def _kpis(table: queries.CostTable) -> tuple[parts.Kpi, ...]:
    total = table.total
    unjudged = _("%(n)s not judged yet") % {"n": formats.number(total.unjudged)} if total.unjudged else ""
    cash = _("cash %(amount)s after rebate") % {"amount": formats.money(total.cash)} if table.has_rebate else ""
    # Without a file nothing is known, which is not nothing: no report no spend, no chats and customers no inquiries.
    has_ads, has_asked = bool(table.platforms), bool(table.talks)
    asked = {name: formats.number(getattr(total, name) if has_asked else None) for name in _ASKED}
    return (
        parts.Kpi(_("Spend"), formats.money(total.spend if has_ads else None), left=cash),
        parts.Kpi(_("Clicks"), formats.number(total.clicks if has_ads else None), left=_per(total, "clicks")),
        parts.Kpi(_("Conversations"), asked["conversations"], left=_per(total, "conversations")),
        parts.Kpi(_("Inquiries"), asked["inquiries"], left=_per(total, "inquiries")),
        parts.Kpi(_("Valid inquiries"), asked["valid"], left=unjudged),
        parts.Kpi(_("Cost per valid inquiry"), _money(total, "valid"), left=_("spend ÷ valid inquiries")),
    )


def _per(total: Cost, count: str) -> str:
    return _("%(amount)s each") % {"amount": _money(total, count)}


def _rules(total: Cost) -> tuple[tuple[str, str], ...]:
    """The rules in their order, and how many conversations and customers each of them placed."""
    words = (
        (Rule.EXACT, _("its keyword or search word is an advertised keyword, letter by letter")),
        (Rule.CONTAINED, _("its search word contains an advertised keyword; the longest counts")),
        (Rule.CAMPAIGN, _("no keyword fits, but it names an advertised campaign")),
        (Rule.FREE, _("it came by a channel that costs nothing")),
        (Rule.UNPLACED, _("none of these: it stays in a row of its own")),
    )
    return tuple((text, formats.number(total.rules.get(rule, 0))) for rule, text in words)
