"""Makes channels, products and campaigns for tests of any room."""

from __future__ import annotations

from datetime import date

from omos.loop.catalogue.models import Campaign, Channel, Product


def make_channel(code: str = "BAIDU_SEARCH", *, name: str = "", kind: str = "PAID", is_active: bool = True) -> Channel:
    defaults = {"name": name or code, "kind": kind, "is_active": is_active, "sort_order": Channel.objects.count()}
    return Channel.objects.get_or_create(code=code, defaults=defaults)[0]


def make_product(name: str = "脉冲除尘器", *, price: int = 3_600_000) -> Product:
    return Product.objects.get_or_create(name=name, defaults={"price": price})[0]


def make_campaign(name: str = "双十一") -> Campaign:
    days = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 11)}
    return Campaign.objects.get_or_create(name=name, defaults=days)[0]
