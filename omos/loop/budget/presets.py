"""Industry presets (行业预设): rough estimates of the trade for companies without a history of their own.

Source: estimates of people of the trade, not measured by anybody; every use is labelled as an estimate (估), and the
company's own rates take their place as soon as there are enough of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from omos.formulas.bands import Z80, log_band
from omos.loop.budget.inputs import PRICES, RATES, Rate, RateSource

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GENERAL: Final = "GENERAL"
# How many times too high or too low an estimate may be, eight times out of ten; loading a page fails less variously.
_DOUBT: Final = Decimal("1.5")
_DOUBTS: Final = {"arrival_rate": Decimal("1.1")}


@dataclass(frozen=True)
class Preset:
    """One industry: six rates in the order of the chain (prices in yuan) and a gross margin."""

    code: str
    label: str | _StrPromise
    values: tuple[Decimal, ...]

    def rate(self, name: str) -> Rate:
        """One rate as an estimate with a wide band."""
        value = self.values[RATES.index(name)]
        variance = (_DOUBTS.get(name, _DOUBT).ln() / Z80) ** 2
        band = log_band(value, variance)
        high = band.high if name in PRICES else min(band.high, Decimal(1))
        return Rate(value, RateSource.PRESET, low=band.low, high=high, variance=variance, origin=self.code)

    def rates(self) -> dict[str, Rate]:
        """All six."""
        return {name: self.rate(name) for name in RATES}


def preset_of(code: str) -> Preset:
    """The preset of an industry; the general one where the code is unknown."""
    return _BY_CODE.get(code) or _BY_CODE[GENERAL]


def _preset(code: str, label: _StrPromise, *values: str) -> Preset:
    return Preset(code, label, tuple(Decimal(value) for value in values))


# CPC, arrival, inquiries of visits, valid of inquiries, deals of valid, value of a new deal.
PRESETS: Final = (
    _preset(GENERAL, _("All trades roughly"), "5", "0.76", "0.04", "0.5", "0.08", "10000"),
    _preset("MACHINERY", _("Machinery and equipment"), "4.5", "0.76", "0.03", "0.5", "0.06", "36000"),
    _preset("EDUCATION", _("Education and training"), "8", "0.75", "0.05", "0.5", "0.12", "6000"),
    _preset("HEALTH", _("Health care"), "12", "0.75", "0.06", "0.5", "0.25", "4000"),
    _preset("LOCAL", _("Local services"), "5", "0.78", "0.08", "0.6", "0.3", "500"),
    _preset("HOME", _("Decoration and building materials"), "7", "0.75", "0.04", "0.45", "0.08", "30000"),
    _preset("SOFTWARE", _("Software and SaaS"), "10", "0.78", "0.035", "0.45", "0.08", "20000"),
    _preset("FRANCHISE", _("Franchising"), "15", "0.72", "0.04", "0.35", "0.03", "80000"),
    _preset("RETAIL", _("Online retail"), "1.2", "0.8", "0.08", "0.6", "0.4", "180"),
)
_BY_CODE: Final = {preset.code: preset for preset in PRESETS}
