"""The calculators of the shell: each takes a JSON object and answers with one."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from omos.formulas.bands import Band
from omos.formulas.budget import Plan, Terms, plan_from_budget, plan_from_revenue
from omos.formulas.calc_fields import CalcError, Fields, read_day, read_number
from omos.formulas.cascade import Branch, cascade
from omos.formulas.funnel import RATES, Funnel
from omos.formulas.keyword_match import find_keyword
from omos.formulas.limits import ONE, require_positive
from omos.formulas.links import links_in
from omos.formulas.pace import due_share, forecast, pace, required_per_weight
from omos.formulas.page_key import page_key
from omos.formulas.rates import Cohort, learn_rate
from omos.formulas.rounding import allot, quantise
from omos.formulas.similarity import compare

Answer = dict[str, object]

# Enough for any way back to close to the cent; the reader rounds money when showing it.
_PLACES: Final = 9
_DEEPEST: Final = 20
_BUDGET_FIELDS: Final = ("budget", "revenue", "cpc", *RATES, "deal_value", "days", "workdays")


def budget(data: object) -> Answer:
    """Turn a budget into revenue, or a revenue into the budget it needs; amounts in yuan, unrounded."""
    fields = Fields(data, _BUDGET_FIELDS)
    if fields.has("budget") == fields.has("revenue"):
        raise CalcError("budget", "both_with_revenue" if fields.has("budget") else "required_or_revenue")
    known = "budget" if fields.has("budget") else "revenue"
    amount = require_positive(known, fields.number(known))
    terms = Terms(
        cpc=fields.number("cpc"),
        funnel=Funnel(fields.number("deal_value"), *(fields.number(rate, ONE) for rate in RATES)),
        days=fields.optional_whole("days"),
        workdays=fields.optional_whole("workdays"),
    )
    return _plan(plan_from_budget(amount, terms) if known == "budget" else plan_from_revenue(amount, terms))


def split(data: object) -> Answer:
    """Split a whole number by weights."""
    fields = Fields(data, ("total", "weights"))
    weights = [read_number(f"weights[{place}]", weight) for place, weight in enumerate(fields.items("weights"))]
    return {"parts": list(allot(fields.whole("total"), weights))}


def tree(data: object) -> Answer:
    """Bring a goal down a tree."""
    fields = Fields(data, ("total", "root"))
    root = _branch(fields.child("root", _BRANCH_FIELDS), depth=1)
    portions = cascade(fields.whole("total"), root)
    return {"portions": [{"key": one.key, "parent_key": one.parent_key, "amount": one.amount} for one in portions]}


def progress(data: object) -> Answer:
    """Compare an actual with what is due, and look ahead to the end of the period."""
    fields = Fields(data, ("target", "actual", "days", "through", "actuals"))
    through, target = fields.day("through"), fields.number("target")
    days = sorted((row.day("day"), row.number("weight", ONE)) for row in fields.rows("days", ("day", "weight")))
    share = due_share(days, through=through)
    actual = fields.number("actual") if fields.has("actual") else None
    result = pace(target=target, actual=actual, share=share)
    actuals = {
        read_day(f"actuals.{day}", day): read_number(f"actuals.{day}", value)
        for day, value in fields.mapping("actuals").items()
    }
    needed = None if actual is None else required_per_weight(target=target, actual=actual, days=days, through=through)
    return {
        "due_share": _number(share),
        "due": _number(result.due),
        "ratio": _number(result.ratio),
        "state": result.state.value,
        "required_per_weight": _number(needed),
        "forecast": _band(forecast(actuals, days, through=through) if actuals else None),
    }


def rates(data: object) -> Answer:
    """Learn a rate from cohorts."""
    fields = Fields(data, ("today", "maturity_days", "cohorts"))
    cohorts = [
        Cohort(row.day("day"), row.whole("tried"), row.whole("succeeded"), row.flag("closed"))
        for row in fields.rows("cohorts", ("day", "tried", "succeeded", "closed"))
    ]
    learnt = learn_rate(cohorts, today=fields.day("today"), maturity_days=fields.whole("maturity_days"))
    return {
        "rate": _number(learnt.rate),
        "band": _band(learnt.band),
        "tried": learnt.tried,
        "succeeded": learnt.succeeded,
        "cohorts": learnt.cohorts,
        "too_young": learnt.too_young,
        "impossible": learnt.impossible,
    }


def page(data: object) -> Answer:
    """Give the identity of a URL, or of every address in a text."""
    fields = Fields(data, ("url", "text"))
    if fields.has("text"):
        return {
            "links": [{"url": link.url, "start": link.start, "end": link.end} for link in links_in(fields.text("text"))]
        }
    key = page_key(fields.text("url"))
    return {"text": key.text, "digest": key.digest}


def originality(data: object) -> Answer:
    """Compare a text with an earlier one."""
    fields = Fields(data, ("text", "earlier"))
    text = fields.text("text")
    result = compare(text, fields.text("earlier"))
    return {
        "shared_share": round(result.shared_share, _PLACES),
        "jaccard": round(result.jaccard, _PLACES),
        "passages": [
            {"start": one.start, "end": one.end, "text": text[one.start : one.end]} for one in result.passages
        ],
    }


def keyword(data: object) -> Answer:
    """Count a keyword in a text."""
    fields = Fields(data, ("text", "keyword"))
    hits = find_keyword(fields.text("text"), fields.text("keyword"))
    return {"count": hits.count, "spans": [list(span) for span in hits.spans]}


_BRANCH_FIELDS: Final = ("key", "weight", "fixed", "children")


def _branch(fields: Fields, depth: int) -> Branch:
    if depth > _DEEPEST:
        raise CalcError(fields.path("children"), "too_deep")
    children = tuple(_branch(child, depth + 1) for child in fields.rows("children", _BRANCH_FIELDS))
    return Branch(fields.text("key"), fields.number("weight", ONE), children, fields.optional_whole("fixed"))


def _plan(plan: Plan) -> Answer:
    return {
        "budget": _number(plan.spend),
        "clicks": _number(plan.paid.clicks),
        "visits": _number(plan.paid.visits),
        "inquiries": _number(plan.paid.inquiries),
        "valid": _number(plan.paid.valid_inquiries),
        "won_deals": _number(plan.paid.won_deals),
        "revenue": _number(plan.revenue),
        "budget_per_day": _number(plan.spend_per_day),
        "budget_per_workday": _number(plan.spend_per_workday),
    }


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(quantise(value, _PLACES))


def _band(band: Band | None) -> Answer | None:
    return (
        None if band is None else {"low": _number(band.low), "middle": _number(band.middle), "high": _number(band.high)}
    )
