"""What people type about channels, products and campaigns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from omos.loop.catalogue.models import Campaign, Channel, Product
from omos.loop.catalogue.services import CampaignDraft, ChannelDraft, ProductDraft

_HUNDRED = Decimal(100)
_DAY = {"type": "date"}


class ChannelForm(forms.Form):
    """A channel; its code is asked only once."""

    name = forms.CharField(label=_("Channel name"), max_length=60)
    code = forms.RegexField(
        r"^[A-Z][A-Z0-9_]*$",
        label=_("Code"),
        max_length=24,
        help_text=_("Capital letters, digits and _; imports find the channel by it, so it never changes."),
        error_messages={"invalid": _("Use capital letters, digits and _, starting with a letter.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Channel.Kind.choices)
    rebate = forms.DecimalField(
        label=_("Rebate on recharge"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Account money given free, in %. Cash spend = spend ÷ (1 + rebate)."),
    )
    sort_order = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=30_000, required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, data: Any = None, *, row: Channel | None = None) -> None:
        initial = {"is_active": True} if row is None else _channel_values(row)
        super().__init__(data, initial=initial)
        if row is not None:
            self.fields["code"].disabled = True

    def draft(self) -> ChannelDraft:
        """The channel as typed; the rebate in basis points."""
        typed = self.cleaned_data
        return ChannelDraft(
            code=typed["code"],
            name=typed["name"],
            kind=typed["kind"],
            rebate_basis_points=int((typed["rebate"] or 0) * _HUNDRED),
            sort_order=typed["sort_order"],
            is_active=typed["is_active"],
        )


class ProductForm(forms.Form):
    """A product with its usual price in yuan."""

    name = forms.CharField(label=_("Product name"), max_length=80)
    price = forms.DecimalField(label=_("Usual price (¥)"), min_value=0, max_digits=12, decimal_places=2, required=False)
    is_repeat_purchase = forms.BooleanField(label=_("Bought again and again (parts, consumables)"), required=False)
    is_active = forms.BooleanField(label=_("Still sold"), required=False)

    def __init__(self, data: Any = None, *, row: Product | None = None) -> None:
        initial = {"is_active": True} if row is None else _product_values(row)
        super().__init__(data, initial=initial)

    def draft(self) -> ProductDraft:
        """The product as typed; the price in 分."""
        typed = self.cleaned_data
        return ProductDraft(
            name=typed["name"],
            price=int((typed["price"] or 0) * _HUNDRED),
            is_repeat_purchase=typed["is_repeat_purchase"],
            is_active=typed["is_active"],
        )


class CampaignForm(forms.Form):
    """A campaign with its period."""

    name = forms.CharField(label=_("Campaign name"), max_length=80)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))

    def __init__(self, data: Any = None, *, row: Campaign | None = None) -> None:
        super().__init__(data, initial=_campaign_values(row))

    def draft(self) -> CampaignDraft:
        """The campaign as typed."""
        return CampaignDraft(**self.cleaned_data)


def _channel_values(row: Channel) -> dict[str, object]:
    return {
        "name": row.name,
        "code": row.code,
        "kind": row.kind,
        "rebate": Decimal(row.rebate_basis_points) / _HUNDRED,
        "sort_order": row.sort_order,
        "is_active": row.is_active,
    }


def _product_values(row: Product) -> dict[str, object]:
    return {
        "name": row.name,
        "price": Decimal(row.price) / _HUNDRED,
        "is_repeat_purchase": row.is_repeat_purchase,
        "is_active": row.is_active,
    }


def _campaign_values(row: Campaign | None) -> dict[str, date | str]:
    return {} if row is None else {"name": row.name, "first_day": row.first_day, "last_day": row.last_day}
