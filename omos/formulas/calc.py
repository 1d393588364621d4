"""The formulas by name for the shell: ``omos calc NAME``, a JSON object in, a JSON object out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from omos.formulas import calculators
from omos.formulas.calc_fields import CalcError
from omos.formulas.calc_weekplan import week
from omos.formulas.limits import FormulaError

__all__ = ["CALCULATORS", "CalcError", "Calculator"]


@dataclass(frozen=True)
class Calculator:
    """A named formula with a valid input to show."""

    name: str
    label: str
    example: Mapping[str, object]
    formula: Callable[[object], dict[str, object]]

    def run(self, data: object) -> dict[str, object]:
        """Compute the answer, made of what JSON knows.

        :raises CalcError: naming the field and the reason
        """
        try:
            return self.formula(data)
        except CalcError:
            raise
        except FormulaError as refusal:
            raise CalcError(refusal.field, refusal.code) from refusal


_WEEK: Final = [f"2026-11-{day}" for day in range(23, 28)]
_ALL: Final = (
    Calculator(
        "budget",
        "Paid-budget formula, from budget to revenue or from revenue to budget (付费推广转化流量公式)",
        {
            "revenue": 200000,
            "cpc": "2.162448",
            "inquiry_rate": "4.4649645%",
            "deal_value": "168.070794",
            "days": 31,
            "workdays": 21,
        },
        calculators.budget,
    ),
    Calculator(
        "cascade",
        "A goal down the tree (目标分解)",
        {
            "total": 198,
            "root": {
                "key": "company",
                "children": [
                    {
                        "key": "online",
                        "weight": 7,
                        "children": [{"key": "wang", "weight": 2}, {"key": "li", "weight": 2}],
                    },
                    {"key": "partners", "weight": 3},
                ],
            },
        },
        calculators.tree,
    ),
    Calculator(
        "pace",
        "What is due by today, and where the period will end (应完成)",
        {
            "target": 60,
            "actual": 30,
            "through": "2026-11-25",
            "days": [{"day": day, "weight": 1} for day in _WEEK],
            "actuals": {"2026-11-23": 10, "2026-11-24": 12, "2026-11-25": 8},
        },
        calculators.progress,
    ),
    Calculator(
        "allot", "A whole into parts that add up (分摊)", {"total": 100, "weights": [3, 2, "1.5"]}, calculators.split
    ),
    Calculator(
        "rates",
        "A rate learnt from cohorts old enough (学习转化率)",
        {
            "today": "2026-11-20",
            "maturity_days": 30,
            "cohorts": [
                {"day": "2026-09-21", "tried": 40, "succeeded": 10},
                {"day": "2026-10-21", "tried": 60, "succeeded": 10},
                {"day": "2026-11-15", "tried": 20, "succeeded": 5, "closed": True},
            ],
        },
        calculators.rates,
    ),
    Calculator(
        "weekplan",
        "Who does what on which day (周工作计划)",
        {
            "days": _WEEK,
            "workdays_left": 10,
            "people": [
                {"id": 10, "positions": ["EDITOR"], "minutes": 360},
                {"id": 11, "positions": ["EDITOR"], "minutes": 300},
            ],
            "categories": [{"id": 1, "minutes_per_unit": 60, "position": "EDITOR", "goal_gap": 60}],
            "carried": [{"person_id": 10, "category_id": 1, "quantity": 8, "subject_id": 900}],
            "keyword_items": [{"subject_id": 700, "category_id": 1, "person_id": 11, "day": "2026-11-25"}],
        },
        week,
    ),
    Calculator(
        "page_key",
        "The identity of a page, or the addresses in a text (网页身份)",
        {"url": "http://www.yunfan.example/News/12.html?utm_source=weixin"},
        calculators.page,
    ),
    Calculator(
        "similarity",
        "How much of a text stood in an earlier one (原创度)",
        {
            "text": "滤筒应当每半年更换一次，否则阻力上升。",
            "earlier": "除尘器的滤筒应当每半年更换一次，否则阻力上升，风量下降。",
        },
        calculators.originality,
    ),
    Calculator(
        "keyword_match",
        "How often a keyword stands in a text (关键词命中)",
        {"text": "ＰＶＣ 除尘软管厂家", "keyword": "pvc除尘软管"},
        calculators.keyword,
    ),
)

CALCULATORS: Final[Mapping[str, Calculator]] = MappingProxyType({one.name: one for one in _ALL})
