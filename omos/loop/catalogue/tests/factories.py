"""Makes channels, products and campaigns for tests of any room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count

from omos.loop.catalogue.models import Campaign, Channel, Product

_numbers = count(1)


def make_channel(code: str = "BAIDU_SEARCH", *, name: str = "", kind: str = "PAID", is_active: bool = True) -> Channel:
    defaults = {"name": name or code, "kind": kind, "is_active": is_active, "sort_order": Channel.objects.count()}
    return Channel.objects.get_or_create(code=code, defaults=defaults)[0]


def make_product(name: str = "脉冲除尘器", *, price: int = 3_600_000) -> Product:
    return Product.objects.get_or_create(name=name, defaults={"price": price})[0]


def make_campaign(name: str = "双十一") -> Campaign:
    days = {"first_day": date(2026, 11, 1), "last_day": date(2026, 11, 11)}
    return Campaign.objects.get_or_create(name=name, defaults=days)[0]


def _rows(make: Callable[[str], object]) -> Callable[[], None]:
    def fill() -> None:
        for _row in range(3):
            make(f"行{next(_numbers)}")

    return fill


# What the table contract fills each list with.
LIST_ROWS = {
    "channels": _rows(lambda name: make_channel(f"CHANNEL_{next(_numbers)}", name=name)),
    "products": _rows(make_product),
    "campaigns": _rows(make_campaign),
}
