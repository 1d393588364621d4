"""What the templates of the formula are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from omos.formulas.rounding import money
from omos.loop.budget import figures, queries
from omos.loop.budget.calculation import Worksheet, targets
from omos.loop.budget.forms import FormulaForm
from omos.loop.budget.inputs import RATES, Direction
from omos.loop.budget.presets import PRESETS, preset_of
from omos.loop.budget.views import comparing, presenting
from omos.loop.goals import queries as goals
from omos.loop.ledger import queries as ledger
from omos.people.access import may
from omos.people.viewer import Viewer
from omos.ui import parts

FREE_FIELDS: Final = ("free_visits", "free_inquiry_rate", "free_valid_rate", "free_close_rate")
COST_FIELDS: Final = ("repeat_orders", "repeat_value", "rebate_rate", "gross_margin", "wages", "on_site_share")


@dataclass(frozen=True)
class Target:
    """A month goal that follows the budget: how it stands and how it would."""

    label: str
    before: str
    after: str
    is_new: bool


def recomputed(form: FormulaForm, worksheet: Worksheet | None, *, viewer: Viewer, today: date) -> dict[str, Any]:
    """Everything that changes while somebody types; no query."""
    base = reverse("budget:formula")
    inputs = form.inputs if form.is_valid() else None
    days = comparing.day_rows(worksheet, workdays=form.start.workdays, today=today)
    return {
        "form": form,
        "worksheet": worksheet,
        "inputs": inputs,
        "is_backward": form.texts["direction"] != Direction.BUDGET,
        "kpis": presenting.answer_kpis(worksheet, form),
        "lead": presenting.lead(worksheet),
        "rows": presenting.amount_rows(worksheet, form, inputs, base),
        "drift": presenting.drift(worksheet, form, base),
        "make_up": _make_up(worksheet),
        "swings": comparing.swing_rows(worksheet),
        "days": days,
        "days_text": comparing.days_as_text(days),
        "places": _directions(form, worksheet, base),
        "keep_url": presenting.address(form, reverse("budget:keep")),
        "adopt_url": presenting.address(form, reverse("budget:adopt")),
        "may_plan": may(viewer, "budget.plan"),
        "may_adopt": may(viewer, "budget.adopt") and goals.month_of(form.start.inputs.month)[1] >= today,
        "is_this_month": form.start.inputs.month == today.replace(day=1),
        "month": form.start.inputs.month,
        "month_name": _month_name(form.start.inputs.month),
    }


def whole_page(
    form: FormulaForm,
    worksheet: Worksheet | None,
    *,
    viewer: Viewer,
    versions: Sequence[queries.Scenario],
    today: date,
) -> dict[str, Any]:
    """The page: what changes while typing, and the versions and the pace beside it. Two queries."""
    base = reverse("budget:formula")
    start, month = form.start, form.start.inputs.month
    form.tidy()
    adopted = queries.adopted_of(versions)
    pace = queries.pacing_of(adopted, month=month, today=today, workdays=start.workdays)
    return recomputed(form, worksheet, viewer=viewer, today=today) | {
        "base": base,
        "workdays": len(start.workdays),
        "adopted": adopted,
        "versions": versions,
        "trying": max((one.version for one in versions), default=0) + 1,
        "shown_version": next((one for one in versions if one.id == start.scenario_id), None),
        "comparison": comparing.compare(versions, base),
        "pace_kpis": comparing.pacing_kpis(pace) if adopted or pace.spent_month is not None else (),
        "before_url": f"{base}?month={_neighbour(month, -1):%Y-%m}",
        "after_url": f"{base}?month={_neighbour(month, 1):%Y-%m}",
        "industry": preset_of(form.texts["industry"]).label,
        "industries": _industries(form, base),
        "free_fields": [form[name] for name in FREE_FIELDS],
        "cost_fields": [form[name] for name in COST_FIELDS],
        "is_open": not start.is_newcomer or bool(set(form.errors) - {"amount"}),
        "costs_open": bool(set(form.errors) & {*FREE_FIELDS, *COST_FIELDS}),
        "swapped": presenting.swapped_ids(),
        "fresh_at": start.learnt.fresh_at,
    }


def question(
    form: FormulaForm, worksheet: Worksheet | None, *, adopted: queries.AdoptedBudget | None, back_url: str
) -> dict[str, Any]:
    """What is asked before a version is kept or adopted. One query."""
    month = form.start.inputs.month
    wanted = targets(worksheet) if worksheet else {}
    standing = goals.company_targets(*goals.month_of(month)) if wanted else {}
    return {
        "form": form,
        "hidden": form.texts.items(),
        "worksheet": worksheet,
        "spend": figures.yuan(worksheet.plan.spend, digits=2) if worksheet else "",
        "revenue": figures.yuan(worksheet.plan.revenue, digits=2) if worksheet else "",
        "month_name": _month_name(month),
        "adopted": adopted,
        "targets": [_target(measure, target, standing.get(measure)) for measure, target in wanted.items()],
        "back_url": back_url,
    }


def _target(measure: str, target: int, standing: int | None) -> Target:
    return Target(
        label=str(ledger.measure(measure).label),
        before="" if standing is None else ledger.text_of(measure, standing),
        after=ledger.text_of(measure, target),
        is_new=standing != target,
    )


def _make_up(worksheet: Worksheet | None) -> dict[str, Any] | None:
    if worksheet is None or not worksheet.plan.revenue:
        return None
    share = worksheet.inputs.on_site_share
    return {
        "share": share,
        "rest": 1 - share,
        "on_site": figures.shown("on_site_share", share),
        "follow_up": figures.shown("on_site_share", 1 - share),
        "on_site_amount": figures.yuan(worksheet.plan.on_site_revenue),
        "follow_up_amount": figures.yuan(worksheet.plan.follow_up_revenue),
    }


def _directions(form: FormulaForm, worksheet: Worksheet | None, base: str) -> tuple[parts.Place, ...]:
    """Both ways; the one not taken begins with what the one taken gives, so that the plan stays the same."""
    backward = form.texts["direction"] != Direction.BUDGET
    plan = worksheet.plan if worksheet else None

    def turned(direction: Direction, amount: Decimal | None) -> str:
        text = figures.shown("amount", money(amount)) if amount else form.texts["amount"]
        return presenting.address(form, base, direction=str(direction), amount=text)

    return (
        parts.Place(
            _("Backward: what it takes"),
            turned(Direction.REVENUE, plan.revenue if plan and not backward else None),
            backward,
        ),
        parts.Place(
            _("Forward: what it brings"),
            turned(Direction.BUDGET, plan.spend if plan and backward else None),
            not backward,
        ),
    )


def _industries(form: FormulaForm, base: str) -> list[parts.Place]:
    """Each industry with the address that takes its preset; rates that are not presets stay."""
    rates = {name: form.inputs.rate(name) if form.is_valid() else form.default(name) for name in RATES}
    emptied = {name: "" for name, rate in rates.items() if rate.source is queries.RateSource.PRESET}
    current = form.texts["industry"]
    return [
        parts.Place(
            str(preset.label), presenting.address(form, base, industry=preset.code, **emptied), preset.code == current
        )
        for preset in PRESETS
    ]


def _month_name(month: date) -> str:
    return _("%(year)s-%(month)s") % {"year": month.year, "month": month.month}


def _neighbour(month: date, step: int) -> date:
    number = month.year * 12 + month.month - 1 + step
    return date(number // 12, number % 12 + 1, 1)
