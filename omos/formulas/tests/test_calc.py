from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.calc import CALCULATORS, CalcError
from omos.formulas.limits import FormulaError

SHOP: dict[str, object] = {
    "cpc": "2.162448",
    "inquiry_rate": "4.4649645%",
    "deal_value": 168.070794,
    "days": 31,
    "workdays": "21",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def calc(name: str, data: object) -> dict[str, Any]:
    return CALCULATORS[name].run(data)


class TestBudget:
    def test_worked_example_from_budget(self) -> None:
        answer = calc("budget", SHOP | {"budget": "30,000"})

        assert {name: round(number, 2) for name, number in answer.items()} == {
            "budget": 30000,
            "clicks": 13873.17,
            "visits": 13873.17,
            "inquiries": 619.43,
            "valid": 619.43,
            "won_deals": 619.43,
            "revenue": 104108.42,
            "budget_per_day": 967.74,
            "budget_per_workday": 1428.57,
        }

    def test_worked_example_from_revenue(self) -> None:
        answer = calc("budget", SHOP | {"revenue": 200000})

        assert (round(answer["clicks"], 2), round(answer["won_deals"], 2)) == (26651.38, 1189.97)
        assert round(answer["budget"], 2) == 57632.23
        assert (round(answer["budget_per_day"], 2), round(answer["budget_per_workday"], 2)) == (1859.10, 2744.39)

    @given(st.integers(1, 10**9), st.integers(1, 10**5), st.integers(1, 10**4), st.integers(10, 10**6))
    def test_there_and_back_closes_to_the_cent(self, cents: int, cpc: int, rate: int, value: int) -> None:
        terms = {"cpc": cpc / 100, "inquiry_rate": rate / 10**4, "deal_value": value / 100}

        there = calc("budget", terms | {"revenue": cents / 100})
        back = calc("budget", terms | {"budget": there["budget"]})

        assert abs(back["revenue"] - cents / 100) < 0.01

    def test_days_left_out_are_unknown(self) -> None:
        answer = calc("budget", {"budget": 100, "cpc": 1, "deal_value": 5})

        assert (answer["revenue"], answer["budget_per_day"], answer["budget_per_workday"]) == (500, None, None)

    @pytest.mark.parametrize(
        ("changes", "field", "reason"),
        [
            ({}, "budget", "required_or_revenue"),
            ({"budget": 1, "revenue": 1}, "budget", "both_with_revenue"),
            ({"budget": 0}, "budget", "zero"),
            ({"budget": -5}, "budget", "negative"),
            ({"revenue": float("nan")}, "revenue", "not_a_number"),
            ({"revenue": float("inf")}, "revenue", "not_a_number"),
            ({"revenue": 10**400}, "revenue", "too_large"),
            ({"revenue": "1e99"}, "revenue", "too_large"),
            ({"revenue": "1e-30"}, "revenue", "too_small"),
            ({"revenue": "二十万"}, "revenue", "not_a_number"),
            ({"revenue": True}, "revenue", "not_a_number"),
            ({"revenue": [1]}, "revenue", "not_a_number"),
            ({"revenue": "9" * 100}, "revenue", "not_a_number"),
            ({"budget": 1, "cpc": None}, "cpc", "required"),
            ({"budget": 1, "cpc": ""}, "cpc", "required"),
            ({"budget": 1, "cpc": 0}, "cpc", "zero"),
            ({"budget": 1, "deal_value": None}, "deal_value", "required"),
            ({"budget": 1, "inquiry_rate": "120%"}, "inquiry_rate", "above_one"),
            ({"budget": 1, "close_rate": 0}, "close_rate", "zero"),
            ({"budget": 1, "days": 0}, "days", "zero"),
            ({"budget": 1, "days": 1.5}, "days", "not_whole"),
            ({"budget": 1, "workdays": 32}, "workdays", "more_than_days"),
            ({"budget": 1, "clicks": 1}, "clicks", "unknown_field"),
        ],
    )
    def test_names_the_field(self, changes: dict[str, object], field: str, reason: str) -> None:
        with pytest.raises(CalcError) as refusal:
            calc("budget", SHOP | changes)

        assert (refusal.value.field, refusal.value.reason) == (field, reason)

    @pytest.mark.parametrize("rate", ["4.5%", "4.5 %", "４．５％", "0.045", 0.045, "4.5e-2", ".045"])
    def test_reads_a_rate_however_it_is_written(self, rate: object) -> None:
        answer = calc("budget", {"budget": 1000, "cpc": 1, "deal_value": 1, "inquiry_rate": rate})

        assert answer["inquiries"] == 45


class TestEveryCalculator:
    @pytest.mark.parametrize("name", sorted(CALCULATORS))
    def test_runs_its_example_and_answers_in_json(self, name: str) -> None:
        answer = calc(name, json.loads(json.dumps(dict(CALCULATORS[name].example))))

        assert json.loads(json.dumps(answer, allow_nan=False)) == answer

    @pytest.mark.parametrize("name", sorted(CALCULATORS))
    @pytest.mark.parametrize("data", [None, [], "x", {}, {"nonsense": 1}])
    def test_refuses_what_is_no_input(self, name: str, data: object) -> None:
        with pytest.raises(CalcError) as refusal:
            calc(name, data)

        assert refusal.value.field

    @pytest.mark.parametrize("name", sorted(CALCULATORS))
    @given(st.data())
    def test_knows_no_other_exception(self, name: str, data: st.DataObject) -> None:
        example = dict(CALCULATORS[name].example)
        field = data.draw(st.sampled_from(sorted(example)))

        refused = _refusal(name, example | {field: data.draw(JSON)})

        assert refused is None or refused.field


class TestOthers:
    def test_cascade(self) -> None:
        answer = calc("cascade", CALCULATORS["cascade"].example)

        assert [one["amount"] for one in answer["portions"]] == [198, 139, 59, 70, 69]

    def test_cascade_refuses_a_bottomless_tree(self) -> None:
        root: dict[str, object] = {"key": "leaf"}
        [root := {"key": f"k{depth}", "children": [root]} for depth in range(30)]

        with pytest.raises(CalcError, match="too_deep"):
            calc("cascade", {"total": 1, "root": root})

    def test_pace(self) -> None:
        answer = calc("pace", CALCULATORS["pace"].example)

        assert (answer["due_share"], answer["due"], answer["state"]) == (0.6, 36, "BEHIND")
        assert (answer["required_per_weight"], answer["forecast"]["middle"]) == (15, 50)

    def test_allot(self) -> None:
        assert calc("allot", CALCULATORS["allot"].example) == {"parts": [46, 31, 23]}

    def test_rates(self) -> None:
        answer = calc("rates", CALCULATORS["rates"].example)

        assert (answer["tried"], answer["succeeded"], answer["rate"]) == (120, 25, 0.208333333)

    def test_weekplan(self) -> None:
        answer = calc("weekplan", CALCULATORS["weekplan"].example)

        assert sum(cell["quantity"] for cell in answer["cells"]) == 30
        assert answer["unplaced"] == []

    def test_weekplan_takes_minutes_by_day(self) -> None:
        people = [{"id": 1, "positions": ["EDITOR"], "minutes": {"2026-11-23": 60}}]

        answer = calc(
            "weekplan", {**CALCULATORS["weekplan"].example, "people": people, "carried": [], "keyword_items": []}
        )

        assert [(cell["day"], cell["quantity"]) for cell in answer["cells"]] == [("2026-11-23", 1)]

    def test_weekplan_parts_a_week_at_the_months_end(self) -> None:
        later = {"first": "2026-11-25", "workdays_left": 20, "goal_gaps": {"1": 40}}
        week = {**CALCULATORS["weekplan"].example, "workdays_left": 2, "carried": [], "keyword_items": []}

        answer = calc("weekplan", {**week, "next_month": later})

        late = [cell["quantity"] for cell in answer["cells"] if cell["day"] >= "2026-11-25"]
        assert sum(late) == 6

    @pytest.mark.parametrize(
        ("later", "field"),
        [
            ({"workdays_left": 3}, "next_month.first"),
            ({"first": "2026-11-25"}, "next_month.workdays_left"),
            ({"first": "2026-11-25", "workdays_left": 3, "goal_gaps": {"1": 1.5}}, "next_month.goal_gaps.1"),
            ({"first": "2026-11-25", "workdays_left": 3, "gaps": {}}, "next_month.gaps"),
        ],
    )
    def test_weekplan_names_what_is_wrong_with_the_next_month(self, later: object, field: str) -> None:
        refusal = _refusal("weekplan", {**CALCULATORS["weekplan"].example, "next_month": later})

        assert refusal is not None
        assert refusal.field == field

    def test_page_key(self) -> None:
        assert calc("page_key", {"url": "HTTP://WWW.A.com/"})["text"] == "a.com/"

    def test_links(self) -> None:
        assert calc("page_key", {"text": "看https://a.com/1。"})["links"] == [
            {"url": "https://a.com/1", "start": 1, "end": 16}
        ]

    def test_similarity(self) -> None:
        answer = calc("similarity", {"text": "滤筒应当每半年更换一次吗", "earlier": "滤筒应当每半年更换一次"})

        assert (answer["shared_share"], answer["passages"]) == (0.875, [])

    def test_keyword_match(self) -> None:
        assert calc("keyword_match", CALCULATORS["keyword_match"].example) == {"count": 1, "spans": [[0, 8]]}


def _refusal(name: str, data: object) -> FormulaError | None:
    try:
        calc(name, data)
    except CalcError as refusal:
        return refusal
    return None
