"""Reading the catalogue."""

from __future__ import annotations

from django.db.models import QuerySet

from omos.loop.catalogue.models import Campaign, Channel, Product
from omos.people.memory import once_a_view


def channels() -> QuerySet[Channel]:
    """Channels in use, in the company's order."""
    return all_channels().filter(is_active=True)


def all_channels() -> QuerySet[Channel]:
    """Every channel, those no longer used included: their history stays readable."""
    return Channel.objects.order_by("sort_order", "id")


@once_a_view
def channels_in_use() -> tuple[Channel, ...]:
    """The same, read once a page."""
    return tuple(channels())


def paid_channels() -> QuerySet[Channel]:
    """Channels in use whose visits are bought."""
    return channels().filter(kind=Channel.Kind.PAID)


def channel_by_code() -> dict[str, Channel]:
    """Every channel by its code."""
    return {channel.code: channel for channel in all_channels()}


def channel_kinds() -> dict[int, str]:
    """The kind of every channel (PAID, ORGANIC …) by its id."""
    return dict(all_channels().values_list("id", "kind"))


def products() -> QuerySet[Product]:
    """Every product by name, those still sold first."""
    return Product.objects.order_by("-is_active", "name", "id")


def campaigns() -> QuerySet[Campaign]:
    """Every campaign, the latest first."""
    return Campaign.objects.order_by("-first_day", "id")
