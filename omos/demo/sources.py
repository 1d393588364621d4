"""The machines the example's figures claim to come from; apart, because every process reads their names at start."""

from __future__ import annotations

from typing import Final

HISTORY: Final = "demo.history"
ADS: Final = "demo.ads"
SITE: Final = "demo.site"
CUSTOMERS: Final = "demo.customers"
ENGINES: Final = "demo.engines"
