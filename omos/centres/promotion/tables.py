"""The rows behind the figures: lines of advertising and conversations."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from omos.centres.promotion import queries
from omos.centres.promotion.models import Talk
from omos.centres.promotion.words import PLATFORMS, platform_name
from omos.loop.catalogue import queries as catalogue
from omos.office.sheets.lists import ComputedColumn, DayColumn, Empty, ListPage, MoneyColumn, NumberColumn, Total
from omos.ui import formats


def _yuan(cents: int | None) -> str:
    return formats.money(cents)


class AdLineTable(tables.Table):
    """One line per day and finest name, as the platform reported it."""

    day = DayColumn(_("Day"))
    channel = tables.Column(_("Channel"), order_by="channel__sort_order")
    platform = ComputedColumn(_("Report"), words=lambda line: platform_name(line.platform))
    account = tables.Column(_("Account"))
    campaign = tables.Column(_("Ad campaign"))
    ad_group = tables.Column(_("Ad group"))
    keyword = tables.Column(_("Keyword"))
    term = tables.Column(_("Search term"))
    impressions = NumberColumn(_("Impressions"))
    clicks = NumberColumn(_("Clicks"))
    spend = MoneyColumn(_("Spend"))
    conversions = NumberColumn(_("Platform conversions"))
    upload = tables.Column(_("File"), order_by="upload__file_name")
    number = NumberColumn(_("Line"))


class AdLineFilters(filters.FilterSet):
    """By period, channel and names."""

    channel = filters.ModelChoiceFilter(
        label=_("Channel"), queryset=lambda request: catalogue.all_channels(), empty_label=_("All")
    )
    first = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte")
    platform = filters.ChoiceFilter(label=_("Report"), choices=list(PLATFORMS.items()), empty_label=_("All"))
    campaign = filters.CharFilter(label=_("Ad campaign"))
    keyword = filters.CharFilter(label=_("Keyword"))


AD_LINES = ListPage(
    code="ad_lines",
    title=_("Lines of advertising"),
    verb="promotion.view",
    route="promotion:ad_lines",
    rows=queries.ad_lines,
    table=AdLineTable,
    filters=AdLineFilters,
    filter_row=("first", "last"),
    search=("campaign", "ad_group", "keyword", "term"),
    order=("-day",),
    totals={
        "impressions": Total(Sum("impressions")),
        "clicks": Total(Sum("clicks")),
        "spend": Total(Sum("spend"), show=_yuan),
        "conversions": Total(Sum("conversions")),
    },
    folded_columns=("account", "ad_group", "term", "number"),
    phone=("keyword", "clicks", "spend"),
    note=lambda viewer: _("As the platforms reported them; a later file of the same days takes their place."),
    empty=Empty(_("No lines for this filter"), _("Drop a report, or choose a longer period.")),
)


def _valid(talk: Talk) -> str:
    if talk.is_valid is None:
        return str(_("not judged yet"))
    return str(_("valid")) if talk.is_valid else str(_("not valid"))


class TalkTable(tables.Table):
    """One line per conversation, without name and number of the person."""

    day = DayColumn(_("Day"))
    channel = tables.Column(_("Channel"), order_by="channel__sort_order")
    origin = tables.Column(_("As the tool wrote it"))
    keyword = tables.Column(_("Keyword"))
    term = tables.Column(_("Search term"))
    campaign = tables.Column(_("Ad campaign"))
    landing_page = tables.Column(_("Landing page"))
    has_contact = tables.BooleanColumn(verbose_name=_("Contact left"))
    is_valid = ComputedColumn(_("Verdict"), words=_valid, order_by="is_valid")
    upload = tables.Column(_("File"), order_by="upload__file_name")
    number = NumberColumn(_("Line"))


class TalkFilters(filters.FilterSet):
    """By period, channel and words."""

    channel = filters.ModelChoiceFilter(
        label=_("Channel"), queryset=lambda request: catalogue.all_channels(), empty_label=_("All")
    )
    first = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    last = filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte")
    keyword = filters.CharFilter(label=_("Keyword"), method="of_word")
    contact = filters.BooleanFilter(label=_("Contact left"), field_name="has_contact")

    def of_word(self, rows: QuerySet[Talk], name: str, word: str) -> QuerySet[Talk]:
        """Those that came with this word."""
        return rows.filter(Q(keyword__icontains=word) | Q(term__icontains=word))


TALKS = ListPage(
    code="talks",
    title=_("Conversations"),
    verb="promotion.view",
    route="promotion:talks",
    rows=queries.talks,
    table=TalkTable,
    filters=TalkFilters,
    filter_row=("first", "last"),
    search=("keyword", "term", "landing_page"),
    order=("-day",),
    folded_columns=("origin", "campaign", "number"),
    phone=("keyword", "is_valid", "day"),
    note=lambda viewer: _("From the chat tools' exports; names and numbers of people are not kept."),
    empty=Empty(_("No conversations for this filter"), _("Drop a chat export, or choose a longer period.")),
)
