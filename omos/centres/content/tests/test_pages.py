from __future__ import annotations

import pytest
from django.urls import reverse

from omos.centres.content import services
from omos.centres.content.models import FoundPage, PenName
from omos.centres.content.tests.factories import article, make_page
from omos.loop.work.models import Evidence
from omos.loop.work.tests.factories import make_assignment
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
State = FoundPage.State


@pytest.fixture
def at_noon(clock_at, noon):
    clock_at(noon)


class TestPage:
    def test_tells_how_the_author_was_told(self, client, supervisor, editor, sign_in, noon, at_noon):
        make_assignment(editor)
        counted = services.claim_page(page_id=make_page().pk, actor=viewer_of(editor), now=noon)

        text = sign_in(supervisor).get(f"/content/found/{counted.pk}/").content.decode()

        assert "由 陈思远 指定" in text
        assert "计给 陈思远" in text

    def test_is_not_there_for_others(self, client, editor, other_editor, sign_in, at_noon):
        counted = make_page(state=State.COUNTED, staff=other_editor, evidence_id=1)

        assert sign_in(editor).get(f"/content/found/{counted.pk}/").status_code == 404

    def test_offers_what_one_may_do(self, client, editor, sign_in, at_noon):
        text = sign_in(editor).get(f"/content/found/{make_page().pk}/").content.decode()

        assert "是我的" in text
        assert "归给此人" not in text


class TestClaimButton:
    def test_counts_with_one_press(self, client, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page()

        answer = sign_in(editor).post(f"/content/found/{found.pk}/claim/", {"next": "/my-day/"})

        assert (answer.status_code, answer["Location"], Evidence.objects.count()) == (302, "/my-day/", 1)

    def test_survives_a_second_press(self, client, editor, sign_in, at_noon):
        make_assignment(editor)
        address = f"/content/found/{make_page().pk}/claim/"
        sign_in(editor).post(address)

        answer = client.post(address, follow=True)

        assert "刚刚已经处理了" in answer.content.decode()
        assert Evidence.objects.count() == 1

    def test_says_what_is_missing(self, client, editor, sign_in, at_noon):
        answer = sign_in(editor).post(f"/content/found/{make_page().pk}/claim/", follow=True)

        assert "请先派任务" in answer.content.decode()

    def test_leads_nowhere_else(self, client, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page()

        answer = sign_in(editor).post(f"/content/found/{found.pk}/claim/", {"next": "https://evil.example/"})

        assert answer["Location"] == f"/content/found/{found.pk}/"

    @pytest.mark.parametrize("name", ["claim", "give", "take_back", "ignore"])
    def test_refuses_the_wrong_method(self, client, supervisor, sign_in, name, at_noon):
        assert sign_in(supervisor).get(reverse(f"content:{name}", args=[1])).status_code == 405

    @pytest.mark.parametrize("name", ["claim", "take_back", "ignore"])
    def test_is_closed_to_who_only_looks(self, client, boss, sign_in, name, at_noon):
        assert sign_in(boss).post(reverse(f"content:{name}", args=[make_page().pk])).status_code == 403

    @pytest.mark.parametrize("name", ["claim", "take_back", "ignore"])
    def test_is_not_there_for_a_page_of_somebody_else(self, client, editor, other_editor, sign_in, name, at_noon):
        counted = make_page(state=State.COUNTED, staff=other_editor, evidence_id=1)

        assert sign_in(editor).post(reverse(f"content:{name}", args=[counted.pk])).status_code == 404


class TestGiveButton:
    def test_counts_for_the_person(self, client, supervisor, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page(byline="小远")

        answer = sign_in(supervisor).post(
            f"/content/found/{found.pk}/give/", {"staff": editor.pk, "has_pen_name": "on"}, follow=True
        )

        assert "已计给 陈思远" in answer.content.decode()
        assert PenName.objects.get().name == "小远"

    def test_keeps_what_was_chosen_when_it_refuses(self, client, supervisor, editor, sign_in, at_noon):
        answer = sign_in(supervisor).post(f"/content/found/{make_page().pk}/give/", {"staff": editor.pk})

        assert answer.status_code == 422
        assert answer.context["form"].data["staff"] == str(editor.pk)

    def test_refuses_nobody(self, client, supervisor, sign_in, at_noon):
        assert sign_in(supervisor).post(f"/content/found/{make_page().pk}/give/", {}).status_code == 422

    def test_is_closed_to_editors(self, client, editor, sign_in, at_noon):
        answer = sign_in(editor).post(f"/content/found/{make_page().pk}/give/", {"staff": editor.pk})

        assert answer.status_code == 403


class TestCardOnTheHomes:
    def test_gives_to_the_only_candidate_with_one_press(self, client, supervisor, editor, sign_in, at_noon):
        make_assignment(editor)
        found = make_page()
        FoundPage.objects.filter(pk=found.pk).update(candidates=[editor.pk])
        client = sign_in(supervisor)

        text = client.get("/").content.decode()
        answer = client.post(f"/content/found/{found.pk}/give/", {"staff": editor.pk, "next": "/"})

        assert "归给 陈思远" in text
        assert (answer["Location"], Evidence.objects.get().staff_id) == ("/", editor.pk)

    def test_stands_on_the_editors_day(self, client, editor, sign_in, at_noon):
        make_page(title="没人认的文章")

        text = sign_in(editor).get("/my-day/").content.decode()

        assert "昨天发现的文章" in text
        assert "没人认的文章" in text

    def test_is_not_there_where_nothing_is_watched(self, client, editor, sign_in, at_noon):
        assert "发现的文章" not in sign_in(editor).get("/my-day/").content.decode().partition("<main")[2]


class TestOtherButtons:
    def test_take_back(self, client, editor, sign_in, noon, at_noon):
        make_assignment(editor)
        counted = services.claim_page(page_id=make_page().pk, actor=viewer_of(editor), now=noon)

        sign_in(editor).post(f"/content/found/{counted.pk}/take-back/")

        counted.refresh_from_db()
        assert counted.state == State.UNSURE

    def test_not_to_be_counted(self, client, editor, sign_in, at_noon):
        found = make_page()

        sign_in(editor).post(f"/content/found/{found.pk}/ignore/")

        found.refresh_from_db()
        assert found.state == State.IGNORED


class TestList:
    def test_opens_on_what_is_counted(self, client, editor, sign_in, at_noon):
        make_page(state=State.COUNTED, staff=editor, evidence_id=1, title="计入的文章")
        make_page(title="待认领的文章")

        client = sign_in(editor)

        assert "计入的文章" in client.get("/content/found/").content.decode()
        assert "待认领的文章" in client.get("/content/found/?tab=open").content.decode()


class TestDay:
    def test_shows_figures_and_what_waits(self, client, supervisor, editor, sign_in, noon, at_noon):
        make_assignment(editor)
        services.claim_page(page_id=make_page(title="计入的文章").pk, actor=viewer_of(editor), now=noon)
        make_page(title="没人认的文章", byline="小远")

        text = sign_in(supervisor).get("/content/day/?day=2026-11-20").content.decode()

        assert "计入的文章" in text
        assert "署名 小远" in text

    @pytest.mark.parametrize("day", ["", "x", "2026-13-45", "0000-00-00"])
    def test_takes_today_for_anything_else(self, client, supervisor, sign_in, at_noon, day):
        answer = sign_in(supervisor).get("/content/day/", {"day": day})

        assert (answer.status_code, answer.context["day"].isoformat()) == (200, "2026-11-20")

    def test_says_when_nothing_is_watched(self, client, editor, sign_in, at_noon):
        assert "还没有监测网站" in sign_in(editor).get("/content/day/").content.decode()


def test_jobs_find_nothing_where_nothing_is_watched(company, noon):
    from omos.centres.content import jobs

    done = [job(now=noon) for job in (jobs.look_at_sources, jobs.read_found_pages, jobs.match_again, jobs.tell_found)]

    assert done == [0, 0, 0, 0]


def test_the_waiting_list_names_what_nobody_claimed(client, editor, sign_in, at_noon):
    make_page()

    assert "待认领的文章" in sign_in(editor).get("/waiting/").content.decode()


def test_an_article_is_made_of_text():
    assert b"article" in article().body
