"""The manual inside the product: by role, searched, with pictures, and one press away from every page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omos.desk import help_places, manual


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


def text_of(answer):
    return answer.content.decode()


def help_page(name, shelf="guide"):
    return reverse("desk:help_page", args=[shelf, name])


class TestTheStart:
    def test_puts_the_own_page_first(self, sign_in, editor):
        shelf = sign_in(editor).get(reverse("desk:help")).context["shelf"]

        assert [page.name for page in shelf.own] == ["editor"]
        assert "editor" not in {page.name for page in shelf.others}

    def test_keeps_the_pages_of_others_within_reach(self, sign_in, editor):
        shelf = sign_in(editor).get(reverse("desk:help")).context["shelf"]

        assert {"supervisor", "boss", "website"} <= {page.name for page in shelf.others}

    def test_shows_how_the_system_is_run_to_those_who_run_it(self, sign_in, admin_staff):
        shelf = sign_in(admin_staff).get(reverse("desk:help")).context["shelf"]

        assert "backup" in {page.name for page in shelf.instructions}
        assert "add-a-room" not in {page.name for page in shelf.instructions}

    def test_spares_others_how_the_system_is_run(self, sign_in, editor):
        shelf = sign_in(editor).get(reverse("desk:help")).context["shelf"]

        assert (shelf.instructions, shelf.formulas) == ((), ())

    def test_finds_what_is_asked_for(self, sign_in, editor):
        page = sign_in(editor).get(reverse("desk:help"), {"q": "退回"})

        assert page.context["answers"]
        assert "退回" in text_of(page)

    def test_says_when_nothing_is_found(self, sign_in, editor):
        page = sign_in(editor).get(reverse("desk:help"), {"q": "外星人"})

        assert "没有找到" in text_of(page)

    @pytest.mark.parametrize("question", ["<script>alert(1)</script>", "\x00", "%", "'" * 300, "  "])
    def test_survives_hostile_questions(self, sign_in, editor, question):
        page = sign_in(editor).get(reverse("desk:help"), {"q": question})

        assert page.status_code == 200
        assert "<script>alert" not in text_of(page)


class TestAPage:
    def test_is_drawn_in_the_language_of_the_reader(self, sign_in, editor):
        client = sign_in(editor)
        client.cookies["omos_language"] = "en"

        assert "Your day has three pages" in text_of(client.get(help_page("editor")))

    def test_leads_to_the_pages_of_the_product(self, sign_in, editor):
        page = text_of(sign_in(editor).get(help_page("editor")))

        assert f'<a href="{reverse("work:hand_in")}">「交作业」</a>' in page

    def test_leads_to_further_pages_of_the_manual(self, sign_in, promoter):
        page = text_of(sign_in(promoter).get(help_page("promoter")))

        assert f'<a href="{help_page("editor")}">编辑</a>' in page

    def test_leaves_out_the_line_about_languages(self, sign_in, editor):
        assert "../en/editor.md" not in text_of(sign_in(editor).get(help_page("editor")))

    def test_shows_pictures_of_its_own_language(self, sign_in, editor):
        page = text_of(sign_in(editor).get(help_page("editor")))

        assert reverse("desk:help_picture", args=["zh", "my-day.png"]) in page

    def test_shows_formulas_in_english_and_says_so(self, sign_in, editor):
        page = text_of(sign_in(editor).get(help_page("pace", "formulas")))

        assert "本页只有英文" in page
        assert 'lang="en"' in page

    def test_shows_translated_instructions_in_chinese(self, sign_in, supervisor):
        page = sign_in(supervisor).get(help_page("backup", "howto"))

        assert page.context["page"].language == "zh"

    @pytest.mark.parametrize(
        ("shelf", "name"),
        [("guide", "nothing"), ("decisions", "README"), ("guide", "zh"), ("pictures", "zh"), ("formulas", "_")],
    )
    def test_that_is_not_there_is_not_found(self, sign_in, editor, shelf, name):
        assert sign_in(editor).get(help_page(name, shelf)).status_code == 404

    def test_takes_no_other_method(self, sign_in, editor):
        assert sign_in(editor).post(help_page("editor")).status_code == 405

    def test_is_for_people_who_are_signed_in(self, client, company):
        assert client.get(help_page("editor")).status_code == 302


class TestPictures:
    def test_are_handed_out(self, sign_in, editor):
        answer = sign_in(editor).get(reverse("desk:help_picture", args=["zh", "my-day.png"]))

        assert answer.headers["Content-Type"] == "image/png"
        assert b"".join(answer.streaming_content).startswith(b"\x89PNG")

    @pytest.mark.parametrize("name", ["nothing.png", "..png", "my-day.md", "a b.png"])
    def test_that_are_not_there_are_not_found(self, sign_in, editor, name):
        answer = sign_in(editor).get(reverse("desk:help_picture", args=["zh", name]))

        assert answer.status_code == 404

    def test_are_for_people_who_are_signed_in(self, client, company):
        assert client.get(reverse("desk:help_picture", args=["zh", "my-day.png"])).status_code == 302


class TestTheQuestionMark:
    def test_leads_to_the_section_about_the_page(self, sign_in, supervisor):
        shell = sign_in(supervisor).get(reverse("goals:month")).context["shell"]

        assert shell.help_url == f"{help_page('pages')}#目标分解"

    def test_speaks_the_language_of_the_reader(self, sign_in, supervisor):
        client = sign_in(supervisor)
        client.cookies["omos_language"] = "en"

        assert client.get(reverse("reports:day")).context["shell"].help_url.endswith("#day-closing")

    def test_stands_on_pages_outside_the_menu(self, sign_in, supervisor):
        shell = sign_in(supervisor).get(reverse("goals:new_goal")).context["shell"]

        assert shell.help_url.endswith("#目标分解")

    def test_leads_to_the_start_from_the_help_itself(self, sign_in, editor):
        assert sign_in(editor).get(help_page("editor")).context["shell"].help_url == reverse("desk:help")

    def test_leads_to_the_start_from_nowhere(self):
        assert help_places.address_for(None) == reverse("desk:help")


class TestSearching:
    def test_wants_every_word(self):
        assert all(
            "机器人" in f"{hit.page}{hit.heading}{hit.excerpt}" or "群" in hit.excerpt
            for hit in manual.search("机器人 18:00", "zh", limit=5)
        )

    def test_puts_headings_before_texts(self):
        assert manual.search("发件箱", "zh", limit=5)[0].heading == "发件箱"

    def test_heeds_no_capitals(self):
        assert manual.search("DAY CLOSING", "en", limit=1)[0].heading == "Day closing"

    def test_finds_no_more_than_asked_for(self):
        assert len(manual.search("点", "zh", limit=3)) == 3

    def test_finds_nothing_for_nothing(self):
        assert manual.search("   ", "zh", limit=3) == ()

    def test_is_open_to_the_palette(self, sign_in, editor):
        found = sign_in(editor).get(reverse("desk:palette"), {"q": "浏览器助手"}).json()["results"]

        assert "帮助：收录情况" in {line["title"] for line in found}
