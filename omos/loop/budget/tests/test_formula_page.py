"""The page of the formula: one field, every rate in place, nothing lost, nobody who may not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import escape
from selectolax.lexbor import LexborHTMLParser

from omos.formulas.calc import CALCULATORS
from omos.loop.budget.inputs import RateSource
from omos.loop.budget.queries import scenario
from omos.loop.budget.tests.factories import MONTH, make_adopted, make_history, make_month, make_november, make_scenario
from omos.loop.ledger.tests.factories import make_fact

pytestmark = pytest.mark.django_db
TYPING = {"HX-Request": "true"}


@pytest.fixture
def page(supervisor, sign_in, clock_at, noon):
    """Look at the formula as the supervisor."""
    clock_at(noon)
    make_november()
    client = sign_in(supervisor)

    def look(headers=None, **given):
        return client.get(reverse("budget:formula"), given, headers=headers)

    return look


def text(answer, element_id: str) -> str:
    """The words of one element."""
    return " ".join(LexborHTMLParser(answer.content.decode()).css_first(f"#{element_id}").text(separator=" ").split())


def value(answer, name: str) -> str:
    """What stands in a field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, name
    return found[1]


class TestNewcomer:
    def test_sees_one_field_and_presets_named_as_estimates(self, page):
        answer = page()

        body = answer.content.decode()
        assert answer.status_code == 200
        assert value(answer, "amount") == ""
        assert "先按行业大致算（估）" in body
        assert '<details class="o-more b-more">' in body
        assert "各行业大致（估）" in text(answer, "b-close_rate-source")

    def test_gets_answers_from_the_one_number(self, page):
        answer = page(amount="80万")

        assert value(answer, "amount") == "800,000"
        # 800,000 ÷ 10,000 ÷ 8 % ÷ 50 % ÷ 4 % = 50,000 visits.
        assert "50,000" in answer.content.decode()
        assert text(answer, "b-spend-paid") == "¥328,947"

    def test_takes_the_preset_of_the_trade(self, page):
        answer = page(amount="800000", industry="MACHINERY")

        assert value(answer, "deal_value") == "¥36,000"
        assert "机械设备（估）" in text(answer, "b-deal_value-source")

    def test_changes_the_trade_without_losing_typed_rates(self, page):
        body = page(amount="800000", close_rate="9%").content.decode()

        link = next(url for url in re.findall(r'href="([^"]*)"', body) if "industry=MACHINERY" in url)
        assert "close_rate=9%25" in link
        assert "&amp;deal_value=&amp;" in f"{link}&amp;"


class TestCompanyWithHistory:
    def test_starts_with_what_was_learnt(self, page):
        make_history()

        answer = page(amount="800000")

        assert value(answer, "valid_rate") == "50%"
        assert "实绩" in text(answer, "b-valid_rate-source")
        assert text(answer, "b-close_rate-source").startswith("实绩 5～9 月批次")
        assert text(answer, "b-visits-free") == "13,000"
        assert text(answer, "b-lead").startswith("先扣复购 46 单 × ¥3,900 = ¥179,400，剩 ¥620,600")
        assert "b-more" not in answer.content.decode()

    def test_marks_a_typed_rate_with_its_author(self, page):
        make_history()

        answer = page(amount="800000", cpc="5.2")

        assert text(answer, "b-cpc-source").startswith("手填 林岚 11-20")
        assert value(answer, "cpc") == "¥5.2"

    def test_knows_a_learnt_rate_again_when_it_comes_back(self, page):
        make_history()
        first = page(amount="800000")

        again = page(amount="800000", cpc=value(first, "cpc"), inquiry_rate=value(first, "inquiry_rate"))

        assert "实绩" in text(again, "b-cpc-source")
        assert text(again, "b-spend-paid") == text(first, "b-spend-paid")

    def test_puts_the_start_back_into_an_emptied_rate(self, page):
        make_history()

        answer = page(amount="800000", valid_rate=" ")

        assert value(answer, "valid_rate") == "50%"
        assert answer.status_code == 200

    def test_warns_when_clicks_have_become_dearer(self, page):
        make_history()
        make_month(MONTH, clicks=5_000, spend=3_000_000, visits=3_850, inquiries=119)

        foot = text(page(amount="800000"), "b-foot")

        assert "点击价已变 本月实际 ¥6.00，要 ¥8.01 万 改用实际" in foot
        assert "网站直接 7% · 线下追销 93%" in foot

    def test_keeps_quiet_when_nothing_has_changed(self, page):
        make_history()
        make_month(MONTH, clicks=5_000, spend=2_307_700, visits=3_846, inquiries=119)

        assert "已变" not in page(amount="800000").content.decode()

    def test_says_when_nothing_needs_to_be_spent(self, page):
        make_history()

        answer = page(amount="200000")

        assert "不用花钱" in text(answer, "b-lead")
        assert text(answer, "b-spend-paid") == "¥0"


class TestBothDirections:
    def test_says_what_a_budget_brings(self, page):
        answer = page(amount="328947.37", direction="BUDGET")

        assert "计划消费" in answer.content.decode()
        assert "预计成交额" in answer.content.decode()
        assert "800,000" in answer.content.decode()

    def test_turns_round_without_changing_the_plan(self, page):
        body = page(amount="800000").content.decode()

        link = next(url for url in re.findall(r'href="([^"]*)"', body) if "direction=BUDGET" in url)

        assert "amount=328%2C947.37" in link

    def test_agrees_with_the_calculator_of_the_shell(self, page):
        answer = page(amount="800000", cpc="4.37", deal_value="36000", valid_rate="49.7", inquiry_rate="3.09")

        told = CALCULATORS["budget"].run(
            {
                "revenue": "800000",
                "cpc": "4.37",
                "arrival_rate": "0.76",
                "inquiry_rate": "0.0309",
                "valid_rate": "0.497",
                "close_rate": "0.08",
                "deal_value": "36000",
            }
        )
        assert text(answer, "b-spend-paid") == f"¥{round(Decimal(str(told['budget']))):,}"
        assert text(answer, "b-visits-paid").split()[0] == f"{round(Decimal(str(told['visits']))):,}"


class TestWhileTyping:
    def test_sends_back_what_changed_without_the_page(self, page):
        answer = page(headers=TYPING, amount="80万")

        body = answer.content.decode()
        assert answer.status_code == 200
        assert "<html" not in body
        assert 'name="amount"' not in body
        assert text(answer, "b-spend-paid") == "¥328,947"

    def test_draws_every_part_the_page_swaps(self, page):
        whole, part = page(amount="800000").content.decode(), page(headers=TYPING, amount="900000").content.decode()

        ids = re.search(r'hx-select-oob="([^"]*)"', whole)[1].replace("#", "").split(",")

        assert len(ids) > 50
        assert [one for one in ids if f'id="{one}"' not in part] == []
        assert [one for one in ids if f'id="{one}"' not in whole] == []

    def test_asks_little(self, page, django_assert_max_num_queries):
        make_history()
        page(amount="800000", scenario=make_adopted())

        with django_assert_max_num_queries(8):
            page(headers=TYPING, amount="900000", scenario=1)


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "typed", "words"),
        [
            ("amount", "很多", "这里要填数字"),
            ("amount", "0", "要大于 0"),
            ("cpc", "-1", "不能小于 0"),
            ("close_rate", "120%", "不能超过 100%"),
            ("deal_value", "9" * 25, "这个数太大了"),
        ],
    )
    def test_is_named_beside_its_field_and_kept(self, page, name, typed, words):
        answer = page(**({"amount": "800000"} | {name: typed}))

        assert answer.status_code == 422
        assert words in text(answer, f"b-{name}-error")
        assert value(answer, name) == typed
        assert text(answer, "b-spend-paid") == "—"

    def test_opens_the_folded_fields_when_one_of_them_is_wrong(self, page):
        answer = page(amount="800000", gross_margin="abc")

        assert answer.status_code == 422
        assert '<details class="o-card b-costs" open>' in answer.content.decode()
        assert value(answer, "gross_margin") == "abc"

    def test_names_it_while_typing_too(self, page):
        answer = page(headers=TYPING, amount="800000", cpc="x")

        assert answer.status_code == 422
        assert "这里要填数字" in text(answer, "b-cpc-error")

    def test_writes_nothing_a_browser_would_run(self, page):
        evil = '"><script>alert(1)</script>'

        answer = page(amount="800000", cpc=evil)

        assert evil not in answer.content.decode()
        assert escape(evil) in answer.content.decode()

    def test_says_when_rates_lead_beyond_all_measure(self, page):
        answer = page(amount="900000000000000", close_rate="0.00001", inquiry_rate="0.00001")

        assert answer.status_code == 422
        assert "大得离谱" in answer.content.decode()

    @pytest.mark.parametrize("given", [{"month": "nonsense"}, {"month": "2026-13"}, {"scenario": "404"}])
    def test_knows_no_such_page(self, page, given):
        assert page(**given).status_code == 404

    @pytest.mark.parametrize("given", [{"scenario": "9" * 40}, {"scenario": "１"}, {"scenario": "-1"}])
    def test_knows_no_such_version(self, page, given):
        assert page(**given).status_code == 404

    def test_takes_no_unknown_direction(self, page):
        assert page(amount="1", direction="SIDEWAYS").status_code == 422


class TestVersions:
    def test_opens_the_adopted_version(self, page):
        make_adopted()

        answer = page()

        assert value(answer, "amount") == "800,000"
        assert "已采用 v1" in answer.content.decode()
        assert "正在试算 v2" in answer.content.decode()

    def test_opens_the_version_asked_for(self, page):
        make_adopted("800000")

        assert value(page(scenario=make_scenario("880000")), "amount") == "880,000"

    def test_keeps_typed_rates_of_a_version_to_the_last_digit(self, page):
        budget_id = make_adopted()

        answer = page(scenario=budget_id)

        assert value(answer, "inquiry_rate") == "3.09%"
        assert text(answer, "b-cpc-source").startswith("手填 林岚 10-30")
        assert scenario(budget_id=budget_id).inputs.cpc.source is RateSource.TYPED

    def test_compares_versions_and_recommends_one(self, page):
        make_adopted("800000", name="照旧")
        make_scenario("880000", name="冲 88 万")

        body = page().content.decode()

        assert "A 采用中" in body
        assert "B 冲 88 万" in body
        assert "推荐 B：ROI 高" in body
        assert "成本 = 现金消费 + 工资；毛利率 38%" in body

    def test_recommends_nothing_without_a_choice(self, page):
        make_adopted()

        assert "推荐" not in page().content.decode()

    def test_asks_for_margin_and_wages(self, page):
        make_adopted(gross_margin=None)

        assert "填上毛利率和工资" in page().content.decode()

    def test_shows_how_the_money_runs(self, page):
        make_adopted()
        make_fact("spend", 1_000_000, day=date(2026, 11, 20))

        body = page().content.decode()

        assert "¥10,000" in body
        assert "花慢了" in body

    def test_shows_another_month(self, page):
        answer = page(month="2026-12")

        assert "2026 年 12 月" in answer.content.decode()
        assert "采用预算（2026 年 12 月）" in answer.content.decode()

    def test_adopts_nothing_for_a_month_that_is_over(self, page):
        body = page(month="2026-10", amount="800000").content.decode()

        assert "采用预算" not in body
        assert "采用为本月预算" not in body


class TestDays:
    def test_share_the_money_out_over_the_workdays(self, page):
        body = page(amount="800000").content.decode()

        assert body.count("¥14,952.15") + body.count("¥14,952.16") >= 22
        assert "2026-11-20\t14952.15" in body or "2026-11-20\t14952.16" in body

    def test_stand_below_their_weekday(self, page):
        # 1 November 2026 is a Sunday.
        assert "b-days__list--6" in page(amount="800000").content.decode()

    def test_share_it_out_over_all_days_where_asked(self, page):
        assert "¥10,964.9" in page(amount="800000", days_with_spend="all").content.decode()


class TestWhoMayLook:
    def test_sends_strangers_to_sign_in(self, client, db):
        assert client.get(reverse("budget:formula")).status_code == 302

    def test_keeps_editors_out(self, sign_in, editor):
        assert sign_in(editor).get(reverse("budget:formula")).status_code == 403

    @pytest.mark.parametrize("who", ["supervisor", "promoter", "boss", "admin_staff"])
    def test_lets_in_who_plans_or_answers_for_money(self, request, sign_in, who):
        assert sign_in(request.getfixturevalue(who)).get(reverse("budget:formula")).status_code == 200

    def test_offers_the_promoter_to_keep_only(self, sign_in, promoter):
        body = sign_in(promoter).get(reverse("budget:formula"), {"amount": "1"}).content.decode()

        assert reverse("budget:keep") in body
        assert reverse("budget:adopt") not in body

    def test_offers_the_administrator_neither(self, sign_in, admin_staff):
        body = sign_in(admin_staff).get(reverse("budget:formula"), {"amount": "1"}).content.decode()

        assert reverse("budget:keep") not in body
        assert reverse("budget:adopt") not in body

    def test_is_only_looked_at(self, page, client):
        assert client.post(reverse("budget:formula")).status_code == 405

    def test_speaks_english_too(self, page, client, settings):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

        assert "Planned revenue" in page().content.decode()


class TestQueries:
    def test_do_not_grow_with_the_versions(self, page, django_assert_max_num_queries):
        make_history()
        for amount in ("800000", "880000", "900000", "950000", "990000"):
            make_scenario(amount)
        page()

        with django_assert_max_num_queries(16):
            page()
