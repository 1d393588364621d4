"""Pages of the keywords room, used as people use them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from omos.loop.keywords.models import Keyword, PlannedKeyword, WeekPlan
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword

MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


class TestLibraryPage:
    def test_lists_words(self, sign_in, supervisor):
        make_keyword("布袋除尘器厂家")

        assert "布袋除尘器厂家" in sign_in(supervisor).get(reverse("keywords:library")).content.decode()

    def test_invites_when_empty(self, sign_in, supervisor):
        assert "还没有关键词" in sign_in(supervisor).get(reverse("keywords:library")).content.decode()

    def test_finds_words_by_pinyin_initials(self, sign_in, supervisor):
        make_keyword("布袋除尘器")
        make_keyword("焊烟净化器")

        page = sign_in(supervisor).get(reverse("keywords:library"), {"q": "hyjhq"}).content.decode()

        assert ("焊烟净化器" in page, "布袋除尘器" in page) == (True, False)


class TestKeywordPage:
    def test_adds_a_word(self, sign_in, editor):
        answer = sign_in(editor).post(reverse("keywords:new"), {"text": "除尘器", "intent": "BUY", "priority": 1})

        assert (answer.status_code, Keyword.objects.get().intent) == (302, "BUY")

    def test_names_the_field_that_is_wrong(self, sign_in, editor):
        page = sign_in(editor).post(reverse("keywords:new"), {"text": "除尘器", "intent": "BUY", "priority": 9})

        assert (page.status_code, "priority" in page.context["form"].errors) == (422, True)

    def test_refuses_a_word_that_is_taken(self, sign_in, editor):
        make_keyword("除尘器")

        page = sign_in(editor).post(reverse("keywords:new"), {"text": "除尘器", "intent": "BUY", "priority": 1})

        assert "text" in page.context["form"].errors


class TestWeekPage:
    def test_proposes_and_publishes(self, sign_in, supervisor, editor):
        make_keyword(owner=editor)
        client = sign_in(supervisor)

        client.post(reverse("keywords:propose"), {"monday": MONDAY})
        client.post(reverse("keywords:publish"), {"monday": MONDAY})

        assert WeekPlan.objects.get().state == WeekPlan.State.PUBLISHED

    def test_is_readable_for_an_editor_but_not_to_plan(self, sign_in, editor):
        client = sign_in(editor)

        assert client.get(reverse("keywords:week")).status_code == 200
        assert client.post(reverse("keywords:propose"), {"monday": MONDAY}).status_code == 403

    def test_opens_on_any_day_of_the_week(self, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("keywords:week"), {"monday": "2026-11-26"})

        assert page.context["monday"] == MONDAY

    def test_is_not_found_for_a_day_that_is_none(self, sign_in, supervisor):
        assert sign_in(supervisor).post(reverse("keywords:publish"), {"monday": "x"}).status_code == 404

    def test_changes_a_word(self, sign_in, supervisor, editor):
        planned = plan_keyword(make_keyword(), MONDAY)

        sign_in(supervisor).post(
            reverse("keywords:planned", args=[planned.pk]),
            {"day": "2026-11-25", "staff": editor.pk, "landing_page": "/news/1", "target_rank": "5"},
        )

        planned.refresh_from_db()
        assert (planned.day, planned.staff) == (date(2026, 11, 25), editor)

    def test_drops_a_word_once(self, sign_in, supervisor):
        planned = plan_keyword(make_keyword(), MONDAY)
        client = sign_in(supervisor)
        client.post(reverse("keywords:drop", args=[planned.pk]))

        assert client.post(reverse("keywords:drop", args=[planned.pk])).status_code == 302
        assert not PlannedKeyword.objects.exists()
