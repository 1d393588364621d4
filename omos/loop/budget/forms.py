"""What is typed into the formula, and what a version is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from omos.formulas.limits import FormulaError
from omos.loop.budget import figures
from omos.loop.budget.inputs import FREE_RATES, RATES, Direction, FreeTraffic, Inputs, Rate, RateSource
from omos.loop.budget.presets import PRESETS, preset_of
from omos.loop.budget.queries import Start

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LABELS: Mapping[str, _StrPromise] = {
    "amount": _("Planned revenue"),
    "cpc": _("Click price"),
    "arrival_rate": _("Arrival rate"),
    "inquiry_rate": _("Inquiry rate"),
    "valid_rate": _("Valid rate"),
    "close_rate": _("Close rate"),
    "deal_value": _("Deal value"),
    "free_visits": _("Free visits a month"),
    "free_inquiry_rate": _("Inquiry rate of free visits"),
    "free_valid_rate": _("Valid rate of free visits"),
    "free_close_rate": _("Close rate of free visits"),
    "repeat_orders": _("Repeat orders a month"),
    "repeat_value": _("Value of a repeat order"),
    "rebate_rate": _("Rebate on recharge"),
    "gross_margin": _("Gross margin"),
    "wages": _("Wages a month"),
    "on_site_share": _("Share closed on the website"),
}
REASONS: Mapping[str, _StrPromise] = {
    "required": _("Fill in a number, for example 800,000."),
    "not_a_number": _("This is no number; write it like 4.37 or 5.75%."),
    "negative": _("This cannot be below nought."),
    "zero": _("This must be above nought."),
    "too_small": _("This is too small to reckon with."),
    "above_one": _("This cannot be above 100%."),
    "too_large": _("This number is too large."),
    "result_too_large": _("With these rates the result is beyond all measure; check them."),
}
_UNREADABLE = _("This number cannot be meant.")
_ZERO = Decimal(0)


class FigureField(forms.CharField):
    """One number as the budget's page writes it; empty gives None."""

    def __init__(self, name: str) -> None:
        super().__init__(required=False, label=LABELS[name], max_length=40)
        self.figure = name

    def clean(self, value: Any) -> Decimal | None:
        """The number.

        :raises ValidationError: with the reason in words
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            return figures.read(self.figure, text)
        except FormulaError as refusal:
            raise ValidationError(reason(refusal), code=refusal.code) from refusal


class FormulaForm(forms.Form):
    """All inputs of the formula as texts; what the address leaves out stands as the page starts with it."""

    direction = forms.ChoiceField(choices=[(one, one) for one in Direction])
    days_with_spend = forms.ChoiceField(
        label=_("Money is spent"), choices=[("workdays", _("on workdays only")), ("all", _("on every day"))]
    )
    industry = forms.ChoiceField(choices=[(preset.code, preset.label) for preset in PRESETS])

    def __init__(self, given: Mapping[str, str], *, start: Start, typed_by: str, today: date) -> None:
        self.start, self.typed_by, self.today = start, typed_by, today
        # A preset of the start gives way to that of the industry the address names.
        presets = {name: "" for name, rate in start.inputs.rates() if rate.source is RateSource.PRESET}
        texts = figures.field_texts(start.inputs) | presets
        texts |= {
            "direction": str(start.inputs.direction),
            "days_with_spend": "all" if start.inputs.spends_on_rest_days else "workdays",
            "industry": start.inputs.industry,
        }
        here = {"month": f"{start.inputs.month:%Y-%m}", "scenario": str(start.scenario_id or "")}
        self.texts: dict[str, str] = texts | {name: given[name] for name in texts if name in given} | here
        super().__init__(self.texts)
        for name in figures.KINDS:
            self.fields[name] = FigureField(name)
        if self.texts["direction"] == Direction.BUDGET:
            self.fields["amount"].label = _("Planned spend")
        self._fill_empty_rates()

    @cached_property
    def encoded(self) -> dict[str, str]:
        """Everything typed as parts of an address, by name."""
        return {name: urlencode({name: text}) for name, text in self.texts.items()}

    @cached_property
    def inputs(self) -> Inputs:
        """The inputs of the formula, once the form is valid; the amount may still be missing."""
        data = self.cleaned_data
        free = (data[f"free_{name}"] for name in FREE_RATES)
        filled = replace(
            self.start.inputs,
            direction=Direction(data["direction"]),
            amount=data["amount"],
            free=FreeTraffic(data["free_visits"] or _ZERO, *free),
            gross_margin=data["gross_margin"],
            wages=data["wages"],
            spends_on_rest_days=data["days_with_spend"] == "all",
            industry=data["industry"],
            repeat_orders=data["repeat_orders"] or _ZERO,
            repeat_value=data["repeat_value"] or _ZERO,
            rebate_rate=data["rebate_rate"] or _ZERO,
            on_site_share=data["on_site_share"] or _ZERO,
        )
        return self._with_known_free_rates(filled).with_rates({name: self._rate(name) for name in RATES})

    def tidy(self) -> None:
        """Write what could be read the way the page writes it: 80 万 as 800,000, 5.75 as 5.75%."""
        for name in figures.KINDS:
            if self.cleaned_data.get(name) is not None:
                self.texts[name] = figures.shown(name, self.cleaned_data[name])

    def refuse(self, refusal: FormulaError) -> None:
        """Show what the formula itself refuses, beside its field where it has one."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(reason(refusal)))

    def default(self, name: str) -> Rate:
        """What stands in a rate's field that was emptied: the start's, or the preset of the chosen industry."""
        known = self.start.inputs.rate(name)
        return preset_of(self.texts["industry"]).rate(name) if known.source is RateSource.PRESET else known

    def _fill_empty_rates(self) -> None:
        empty = [name for name in RATES if not self.texts[name].strip()]
        self.texts.update({name: figures.shown_rate(name, self.default(name)) for name in empty})

    def _rate(self, name: str) -> Rate:
        """The known rate that reads like what stands in the field; else it was typed."""
        value = self.cleaned_data[name]
        offers = (*self.start.offers(name, self.cleaned_data["industry"]), self.default(name))
        for offer in offers:
            if value in {offer.value, figures.read(name, figures.shown_rate(name, offer))}:
                return offer
        # A typed rate is as doubtful as the company's own history of it, where there is one.
        learnt = self.start.learnt.rates.get(name)
        return figures.typed_rate(name, value, like=learnt, typed_by=self.typed_by, today=self.today)

    def _reads_like(self, field: str, known: Decimal | None) -> bool:
        text = figures.shown(field, known, is_exact=False)
        return bool(text) and self.cleaned_data[field] == figures.read(field, text)

    def _with_known_free_rates(self, inputs: Inputs) -> Inputs:
        """Learnt rates of free visits stand rounded in their fields; untouched ones keep all their digits."""
        known = self.start.inputs.free
        same = {
            name: getattr(known, name) for name in FREE_RATES if self._reads_like(f"free_{name}", getattr(known, name))
        }
        return replace(inputs, free=replace(inputs.free, **same))


class VersionForm(forms.Form):
    """What a saved version is called."""

    name = forms.CharField(label=_("Name of the scenario"), max_length=20, required=False)
    note = forms.CharField(label=_("What is different"), max_length=60, required=False)


def reason(refusal: FormulaError) -> str:
    """Why the formula refuses a number, in words."""
    return str(REASONS.get(refusal.code, _UNREADABLE))
