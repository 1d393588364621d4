"""Pages of the work room, used as people use them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from omos.loop.goals.tests.factories import make_goal
from omos.loop.work.models import Assignment, Evidence, WorkCategory
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.people.tests.factories import make_website

MONDAY = "2026-11-23"
ARTICLE = "https://www.yunfan.example/news/bag-material.html"


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


@pytest.fixture
def article(editor):
    return make_category(staff=editor)


class TestWeekPage:
    def test_opens_on_next_week_from_friday_on(self, sign_in, supervisor):
        page = sign_in(supervisor).get(reverse("work:week"))

        assert page.context["monday"] == date(2026, 11, 23)

    def test_generates_and_publishes_in_two_presses(self, sign_in, supervisor, editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")
        client = sign_in(supervisor)

        client.post(reverse("work:generate"), {"monday": MONDAY})
        client.post(reverse("work:publish"), {"monday": MONDAY})

        assert set(Assignment.objects.values_list("state", flat=True)) == {Assignment.State.OPEN}

    def test_invites_when_there_is_nothing_to_plan(self, sign_in, supervisor):
        page = sign_in(supervisor).post(reverse("work:generate"), {"monday": MONDAY}, follow=True)

        assert [str(message) for message in page.context["messages"]]

    def test_does_not_let_an_editor_plan(self, sign_in, editor):
        assert sign_in(editor).get(reverse("work:week")).status_code == 403

    def test_refuses_to_publish_by_a_link(self, sign_in, supervisor):
        assert sign_in(supervisor).get(reverse("work:publish")).status_code == 405

    def test_sends_strangers_to_the_sign_in(self, client):
        assert client.get(reverse("work:week")).status_code == 302


class TestCell:
    def test_shows_why_it_is_this_many(self, sign_in, supervisor, editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")
        client = sign_in(supervisor)
        client.post(reverse("work:generate"), {"monday": MONDAY})

        page = client.get(reverse("work:cell", args=[editor.pk, MONDAY]), headers={"HX-Request": "true"})

        assert [name for name, _value in page.context["chips"][0][1]]

    def test_puts_a_quantity_in_and_draws_the_week_anew(self, sign_in, supervisor, editor, article):
        page = sign_in(supervisor).post(
            reverse("work:cell", args=[editor.pk, MONDAY]),
            {"category": article.pk, "quantity": 4},
            headers={"HX-Request": "true"},
        )

        assert Assignment.objects.get().quantity == 4
        assert b"hx-swap-oob" in page.content

    def test_names_a_senseless_quantity(self, sign_in, supervisor, editor, article):
        page = sign_in(supervisor).post(
            reverse("work:cell", args=[editor.pk, MONDAY]), {"category": article.pk, "quantity": "viele"}
        )

        assert (page.status_code, bool(page.context["problem"])) == (422, True)

    def test_is_not_found_for_a_person_out_of_scope(self, sign_in, supervisor):
        assert sign_in(supervisor).get(reverse("work:cell", args=[999, MONDAY])).status_code == 404

    def test_is_not_found_for_a_day_that_is_none(self, sign_in, supervisor, editor):
        assert sign_in(supervisor).get(reverse("work:cell", args=[editor.pk, "heute"])).status_code == 404


class TestHandInPage:
    def test_keeps_pasted_links(self, sign_in, editor, article):
        make_website()
        make_assignment(editor, category=article)

        answer = sign_in(editor).post(reverse("work:hand_in"), {"links": ARTICLE})

        assert (answer.status_code, Evidence.objects.count()) == (302, 1)

    def test_keeps_refused_lines_in_the_box(self, sign_in, editor, article):
        make_website()
        make_assignment(editor, category=article)

        page = sign_in(editor).post(reverse("work:hand_in"), {"links": f"{ARTICLE}\n没有链接的一行"})

        assert page.status_code == 200
        assert page.context["form"].initial["links"] == "没有链接的一行"

    def test_shows_what_a_paste_would_become(self, sign_in, editor, article):
        make_website()
        make_assignment(editor, category=article)

        page = sign_in(editor).post(reverse("work:preview"), {"links": ARTICLE})

        assert (len(page.context["result"].accepted), Evidence.objects.count()) == (1, 0)

    def test_asks_for_a_link_when_the_box_is_empty(self, sign_in, editor):
        assert sign_in(editor).post(reverse("work:hand_in"), {"links": ""}).status_code == 422

    def test_survives_a_second_press(self, sign_in, editor, article):
        make_website()
        make_assignment(editor, category=article)
        client = sign_in(editor)
        client.post(reverse("work:hand_in"), {"links": ARTICLE})

        again = client.post(reverse("work:hand_in"), {"links": ARTICLE})

        assert (again.status_code, Evidence.objects.count()) == (422, 1)


class TestNotePage:
    @pytest.fixture
    def negatives(self, editor):
        category = make_category("NEGATIVES", kind=WorkCategory.EvidenceKind.NOTE)
        return make_assignment(editor, category=category, quantity=30)

    def test_takes_quantity_and_note(self, sign_in, editor, negatives):
        answer = sign_in(editor).post(
            reverse("work:hand_in_note", args=[negatives.pk]), {"quantity": 30, "note": "清单 1120-B"}
        )

        assert (answer.status_code, Evidence.objects.get().quantity) == (302, 30)

    def test_names_what_is_missing(self, sign_in, editor, negatives):
        page = sign_in(editor).post(reverse("work:hand_in_note", args=[negatives.pk]), {"quantity": 30, "note": ""})

        assert (page.status_code, page.context["form"].errors != {}) == (422, True)

    def test_hides_another_persons_assignment(self, sign_in, other_editor, negatives):
        assert sign_in(other_editor).get(reverse("work:hand_in_note", args=[negatives.pk])).status_code == 404


class TestAdHocPage:
    def test_gives_work(self, sign_in, supervisor, editor, article):
        sign_in(supervisor).post(
            reverse("work:ad_hoc"),
            {"staff": editor.pk, "category": article.pk, "quantity": 1, "due_date": "2026-11-21", "brief": "展会"},
        )

        assert Assignment.objects.get().is_ad_hoc

    def test_names_the_field_that_is_wrong(self, sign_in, supervisor, editor, article):
        page = sign_in(supervisor).post(reverse("work:ad_hoc"), {"staff": editor.pk, "quantity": 0})

        assert (page.status_code, "quantity" in page.context["form"].errors) == (422, True)


class TestCategoryPages:
    def test_lists_categories(self, sign_in, supervisor, article):
        assert "原创文章".encode() in sign_in(supervisor).get(reverse("work:categories")).content

    def test_changes_the_usual_minutes(self, sign_in, supervisor, article):
        form = {
            "name": "原创文章",
            "code": "ARTICLE",
            "duty": "CONTENT",
            "unit": "篇",
            "evidence_kind": "OWN_URL",
            "minutes": 75,
            "points": 1,
            "min_characters": 800,
            "is_active": "on",
        }

        sign_in(supervisor).post(reverse("work:category", args=[article.pk]), form)

        assert WorkCategory.objects.get().minutes == 75

    def test_refuses_a_name_that_is_taken(self, sign_in, supervisor, article):
        make_category("OUTSIDE_POST")

        page = sign_in(supervisor).post(reverse("work:category_new"), {"name": "外发帖", "code": "NEW"})

        assert page.status_code == 422
