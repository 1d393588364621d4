"""The formula as plain values for its page: answers, the chain of amounts and rates, where each rate comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.forms import BoundField
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from omos.formulas.budget import Plan
from omos.formulas.limits import FormulaError
from omos.loop.budget import figures
from omos.loop.budget.calculation import Worksheet, spend_with
from omos.loop.budget.forms import FormulaForm
from omos.loop.budget.inputs import PRICES, Direction, Inputs, Rate, RateSource
from omos.loop.budget.presets import preset_of
from omos.ui import formats, parts

# Down the page: the amount above, then the rate that leads to the next amount.
_CHAIN: Final = (
    ("revenue", "deal_value"),
    ("won_deals", "close_rate"),
    ("valid_inquiries", "valid_rate"),
    ("inquiries", "inquiry_rate"),
    ("visits", "arrival_rate"),
    ("clicks", "cpc"),
    ("spend", ""),
)
_FAST: Final = ("cpc", "arrival_rate", "inquiry_rate")
# A band is drawn on an axis from this share below the value to the same above it.
_AXIS: Final = Decimal("0.4")
_DRIFT: Final = Decimal("0.05")
_HALF: Final = Decimal("0.5")
_ZERO: Final = Decimal(0)


@dataclass(frozen=True)
class Offer:
    """Another value for a rate: where it is from and the address that puts it in."""

    word: str
    note: str
    text: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Chip:
    """Where a rate comes from, as a word with its icon and tone."""

    word: str
    icon: str
    tone: str


@dataclass(frozen=True)
class RateRow:
    """A rate between two amounts; positions on the band's axis are shares from 0 to 1."""

    name: str
    bound: BoundField
    explanation: str
    start: Decimal | None
    width: Decimal
    band: str
    chip: Chip
    note: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class AmountRow:
    """A stage of the chain; `bar` is its share of the longest bar on a log scale, None draws none."""

    name: str
    label: str
    total: str
    free: str
    paid: str
    unit: str
    bar: Decimal | None
    note: str
    rate: RateRow | None


@dataclass(frozen=True)
class Drift:
    """A rate of the running month that left what the plan reckons with."""

    word: str
    text: str
    url: str


def address(form: FormulaForm, base: str, **changes: str) -> str:
    """The address of the page with everything typed so far and some fields changed."""
    # A page has some thirty of them: what stays the same is encoded once.
    kept = (pair for name, pair in form.encoded.items() if name not in changes)
    return f"{base}?{'&'.join((*kept, urlencode(changes)))}"


def answer_kpis(worksheet: Worksheet | None, form: FormulaForm) -> tuple[parts.Kpi, ...]:
    """The five answers beside the one field; "—" while there are none."""
    is_backward = form.texts["direction"] != Direction.BUDGET
    first = _("Spend needed") if is_backward else _("Revenue expected")
    per_day = _("Each day") if form.texts["days_with_spend"] == "all" else _("Each workday")
    if worksheet is None:
        names = (first, per_day, _("Visits"), _("Inquiries"), _("Cash after rebate"))
        return tuple(parts.Kpi(name, formats.NOTHING_KNOWN) for name in names)
    plan, total = worksheet.plan, worksheet.plan.total
    asked = plan.spend if is_backward else plan.revenue
    return (
        parts.Kpi(first, _whole(asked), prefix="¥", left=_certainty(worksheet), figure_tone="accent"),
        parts.Kpi(per_day, _whole(worksheet.per_spending_day), prefix="¥", left=_rest_days(worksheet.inputs)),
        parts.Kpi(
            _("Visits"),
            _whole(total.visits),
            unit=pgettext("unit", "visits"),
            left=_("%(n)s free") % {"n": _whole(plan.free.visits)},
        ),
        parts.Kpi(
            _("Inquiries"),
            _whole(total.inquiries),
            unit=pgettext("unit", "inquiries"),
            left=_("%(n)s valid") % {"n": _whole(total.valid_inquiries)},
        ),
        parts.Kpi(
            _("Cash after rebate"),
            _whole(plan.cash_spend),
            prefix="¥",
            left=_("Rebate %(share)s") % {"share": figures.shown("rebate_rate", worksheet.inputs.rebate_rate)},
        ),
    )


def lead(worksheet: Worksheet | None) -> str:
    """How the chain begins, in one sentence: what former buyers and free visits take off first."""
    if worksheet is None:
        return ""
    inputs, plan = worksheet.inputs, worksheet.plan
    if plan.surplus:
        surplus = figures.yuan(plan.surplus)
        return _("Free visits and repeat orders pass the goal by %(amount)s; nothing needs to be spent") % {
            "amount": surplus
        }
    if not inputs.repeat_revenue:
        return _("%(amount)s from new customers; free visits are taken off first") % {
            "amount": figures.yuan(plan.new_revenue)
        }
    return _(
        "First %(orders)s repeat orders × %(value)s = %(revenue)s are taken off; %(rest)s are left for new "
        "customers, then free visits are taken off"
    ) % {
        "orders": formats.number(inputs.repeat_orders),
        "value": figures.yuan(inputs.repeat_value),
        "revenue": figures.yuan(inputs.repeat_revenue),
        "rest": figures.yuan(plan.new_revenue),
    }


def amount_rows(worksheet: Worksheet | None, form: FormulaForm, inputs: Inputs | None, base: str) -> list[AmountRow]:
    """The chain from new revenue to spend, each amount with the rate below it."""
    labels = _labels()
    plan = worksheet.plan if worksheet else None
    return [
        AmountRow(
            name=name,
            label=labels[name][0],
            total=_amount(name, plan, lambda one: one.total),
            free=_amount(name, plan, lambda one: one.free),
            paid=_paid(name, plan),
            unit=labels[name][1],
            bar=_bar(name, plan),
            note=_("Account money") if name == "spend" else "",
            rate=_rate_row(rate, form, inputs, base) if rate else None,
        )
        for name, rate in _CHAIN
    ]


def drift(worksheet: Worksheet | None, form: FormulaForm, base: str) -> Drift | None:
    """The rate of the running month that changes the spend most, where one has left its band."""
    if worksheet is None or not worksheet.plan.spend:
        return None
    found = [
        (abs(spend - worksheet.plan.spend), name, rate, spend)
        for name, rate in form.start.learnt.this_month.items()
        if name in _FAST and _has_left(worksheet.inputs.rate(name), rate)
        for spend in _spend_with(worksheet, name, rate)
    ]
    if not found:
        return None
    _gap, name, rate, spend = max(found, key=lambda one: one[0])
    words = {
        "cpc": _("Click price has changed"),
        "arrival_rate": _("Arrival rate has changed"),
        "inquiry_rate": _("Inquiry rate has changed"),
    }
    text = figures.shown_rate(name, rate)
    amount = formats.short_money(int(spend * 100), language=get_language() or "")
    return Drift(
        words[name],
        _("This month %(actual)s so far, that needs %(spend)s") % {"actual": text, "spend": amount},
        address(form, base, **{name: text}),
    )


def swapped_ids() -> str:
    """What is drawn anew while somebody types: everything but the fields."""
    ids = ["segments", "keep", "adopt", "faults", "answers", "lead", "foot", "swings", "days"]
    ids += [f"{name}-error" for name in figures.KINDS]
    for name, rate in _CHAIN:
        ids += [f"{name}-{part}" for part in ("total", "free", "bar", "paid")]
        ids += [f"{rate}-{part}" for part in ("band", "source")] if rate else []
    return ",".join(f"#b-{one}" for one in ids)


def _labels() -> dict[str, tuple[str, str]]:
    return {
        "revenue": (_("New revenue"), ""),
        "won_deals": (_("Deals won"), pgettext("unit", "deals")),
        "valid_inquiries": (_("Valid inquiries"), pgettext("unit", "inquiries")),
        "inquiries": (_("Inquiries"), pgettext("unit", "inquiries")),
        "visits": (_("Visits"), pgettext("unit", "visits")),
        "clicks": (_("Clicks"), pgettext("unit", "clicks")),
        "spend": (_("Spend"), ""),
    }


def _rate_row(name: str, form: FormulaForm, inputs: Inputs | None, base: str) -> RateRow:
    rate = inputs.rate(name) if inputs else form.default(name)
    low, high = _position(rate, rate.low), _position(rate, rate.high)
    return RateRow(
        name=name,
        bound=form[name],
        explanation=_explanations()[name],
        start=low,
        width=high - low if low is not None and high is not None else _ZERO,
        band=_band_text(name, rate),
        chip=_chip(rate),
        note=_origin(name, rate),
        offers=_offers(name, rate, form, base),
    )


def _explanations() -> dict[str, str]:
    return {
        "deal_value": _("revenue ÷ deals"),
        "close_rate": _("deals ÷ valid inquiries"),
        "valid_rate": _("valid inquiries ÷ inquiries"),
        "inquiry_rate": _("inquiries ÷ visits"),
        "arrival_rate": _("visits ÷ clicks"),
        "cpc": _("spend ÷ clicks"),
    }


def _offers(name: str, current: Rate, form: FormulaForm, base: str) -> tuple[Offer, ...]:
    offers: dict[str, Offer] = {}
    for rate in form.start.offers(name, form.texts["industry"]):
        text = figures.shown_rate(name, rate)
        url = address(form, base, **{name: text})
        offers.setdefault(text, Offer(_chip(rate).word, _origin(name, rate), text, url, rate == current))
    return tuple(offers.values())


def _chip(rate: Rate) -> Chip:
    return {
        RateSource.LEARNT: Chip(_("Own data"), icon="database", tone="accent"),
        RateSource.PRESET: Chip(_("Preset"), icon="building-factory", tone="unknown"),
        RateSource.TYPED: Chip(_("Typed"), icon="pencil", tone="warning"),
    }[rate.source]


def _origin(name: str, rate: Rate) -> str:
    """What the rate rests on: the sample, the industry's estimate, or who typed it when."""
    if rate.source is RateSource.PRESET:
        return _("%(industry)s · estimate") % {"industry": preset_of(rate.origin).label}
    if rate.source is RateSource.TYPED:
        return f"{rate.origin} {formats.short_day(rate.since)}" if rate.since else rate.origin
    if rate.since and rate.until and name == "close_rate":
        months = {"first": rate.since.month, "last": rate.until.month}
        return _("months %(first)s～%(last)s") % months
    return _samples(name) % {"n": formats.number(rate.sample)}


def _samples(name: str) -> str:
    return {
        "deal_value": _("%(n)s deals"),
        "valid_rate": _("%(n)s inquiries"),
        "inquiry_rate": _("%(n)s visits"),
    }.get(name) or _("%(n)s clicks")


def _band_text(name: str, rate: Rate) -> str:
    if rate.low is None or rate.high is None:
        return ""
    digits = 0 if rate.value >= 1000 else 2
    if name in PRICES:
        return f"{formats.number(rate.low, digits=digits)}～{formats.number(rate.high, digits=digits)}"
    digits = 0 if rate.value >= Decimal("0.2") else 1
    return f"{formats.percent(rate.low, digits=digits)}～{formats.percent(rate.high, digits=digits)}"


def _position(rate: Rate, end: Decimal | None) -> Decimal | None:
    if end is None or not rate.value:
        return None
    place = _HALF + (end / rate.value - 1) / (2 * _AXIS)
    return min(max(place, _ZERO), Decimal(1))


def _amount(name: str, plan: Plan | None, of: Callable[[Plan], object]) -> str:
    if plan is None or name in {"clicks", "spend"}:
        return formats.NOTHING_KNOWN
    value: Decimal = getattr(of(plan), name)
    return figures.yuan(value) if name == "revenue" else _count(name, value)


def _paid(name: str, plan: Plan | None) -> str:
    if plan is None:
        return formats.NOTHING_KNOWN
    if name in {"revenue", "spend"}:
        return figures.yuan(plan.spend if name == "spend" else plan.paid.revenue)
    return _count(name, getattr(plan.paid, name))


def _count(name: str, value: Decimal) -> str:
    """Deals to the hundredth, for half a deal is worth a thought; the rest whole."""
    return formats.number(value, digits=2 if name == "won_deals" else 0)


def _bar(name: str, plan: Plan | None) -> Decimal | None:
    if plan is None or name in {"revenue", "spend"} or not plan.paid.clicks:
        return None
    longest = (plan.paid.clicks + 1).log10()
    value: Decimal = getattr(plan.paid, name)
    return (value + 1).log10() / longest


def _certainty(worksheet: Worksheet) -> str:
    if worksheet.band is None:
        return ""
    span = figures.short_range(worksheet.band.low, worksheet.band.high, language=get_language() or "")
    return _("80%% sure: %(span)s") % {"span": span}


def _rest_days(inputs: Inputs) -> str:
    if inputs.spends_on_rest_days:
        return _("%(n)s days, rest days too") % {"n": inputs.days}
    return _("%(n)s workdays only") % {"n": inputs.workdays}


def _has_left(planned: Rate, actual: Rate) -> bool:
    if abs(actual.value / planned.value - 1) < _DRIFT:
        return False
    return planned.low is None or planned.high is None or not planned.low <= actual.value <= planned.high


def _spend_with(worksheet: Worksheet, name: str, rate: Rate) -> tuple[Decimal, ...]:
    try:
        return (spend_with(worksheet.inputs.with_rates({name: rate}), goal=worksheet.plan.revenue),)
    except FormulaError:
        return ()


def _whole(value: Decimal | None) -> str:
    return formats.number(value, digits=0)
