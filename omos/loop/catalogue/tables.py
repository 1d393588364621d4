"""The lists of channels, products and campaigns."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from omos.loop.catalogue import queries
from omos.loop.catalogue.models import Channel
from omos.office.sheets.lists import (
    DayColumn,
    Empty,
    ListPage,
    MoneyColumn,
    NumberColumn,
    PageAction,
    PercentColumn,
    StateColumn,
    Tab,
)

_IN_USE = Q(is_active=True)


class ChannelTable(tables.Table):
    """Channels in the company's order."""

    name = tables.Column(_("Channel name"))
    kind = StateColumn(_("Kind"), accessor="get_kind_display", order_by="kind", tones={})
    rebate = PercentColumn(_("Rebate on recharge"))
    code = tables.Column(_("Code"))
    sort_order = NumberColumn(_("Place in lists"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"), yesno="✓,—")


class ChannelFilters(filters.FilterSet):
    """By kind."""

    kind = filters.ChoiceFilter(label=_("Kind"), choices=Channel.Kind.choices, empty_label=_("All"))


class ProductTable(tables.Table):
    """Products with their usual price."""

    name = tables.Column(_("Product name"))
    price = MoneyColumn(_("Usual price (¥)"))
    is_repeat_purchase = tables.BooleanColumn(verbose_name=_("Bought again"), yesno="✓,—")
    is_active = tables.BooleanColumn(verbose_name=_("Still sold"), yesno="✓,—")


class CampaignTable(tables.Table):
    """Campaigns with their periods."""

    name = tables.Column(_("Campaign name"))
    first_day = DayColumn(_("First day"))
    last_day = DayColumn(_("Last day"))


CHANNELS = ListPage(
    code="channels",
    title=_("Channels"),
    verb="catalogue.view",
    route="catalogue:channels",
    rows=lambda viewer: queries.all_channels().annotate(rebate=F("rebate_basis_points") / 10_000.0),
    table=ChannelTable,
    filters=ChannelFilters,
    filter_row=("kind",),
    search=("name", "code"),
    order=("sort_order",),
    tabs=(Tab("used", _("In use"), _IN_USE), Tab("all", _("All"))),
    folded_columns=("sort_order",),
    phone=("kind", "rebate"),
    row_url=lambda row: reverse("catalogue:channel", args=[row.pk]),
    create=PageAction(_("New channel"), "catalogue:new_channel", "catalogue.manage"),
    empty=Empty(_("No channels yet"), _("Every figure is split by channel: add the first one.")),
)
PRODUCTS = ListPage(
    code="products",
    title=_("Products"),
    verb="catalogue.view",
    route="catalogue:products",
    rows=lambda viewer: queries.products(),
    table=ProductTable,
    search=("name",),
    order=("name",),
    tabs=(Tab("sold", _("Still sold"), _IN_USE), Tab("all", _("All"))),
    phone=("price",),
    row_url=lambda row: reverse("catalogue:product", args=[row.pk]),
    create=PageAction(_("New product"), "catalogue:new_product", "catalogue.manage"),
    empty=Empty(_("No products yet"), _("Add what the company sells, with its usual price.")),
)
CAMPAIGNS = ListPage(
    code="campaigns",
    title=_("Campaigns"),
    verb="catalogue.view",
    route="catalogue:campaigns",
    rows=lambda viewer: queries.campaigns(),
    table=CampaignTable,
    search=("name",),
    order=("-first_day",),
    phone=("first_day", "last_day"),
    row_url=lambda row: reverse("catalogue:campaign", args=[row.pk]),
    create=PageAction(_("New campaign"), "catalogue:new_campaign", "catalogue.manage"),
    empty=Empty(_("No campaigns yet"), _("Add a campaign, and its figures can be told apart.")),
)
