"""Pages of requests: asking, the queue, one request with its next steps."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omos.centres.website.models import SiteRequest
from omos.centres.website.register import WAITING
from omos.centres.website.tests.factories import make_handed_over, make_maker, make_request, make_taken
from omos.loop.work.tests.factories import make_assignment
from omos.office.files.models import StoredFile
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def typed(maker, **changes):
    return {
        "kind": "PICTURE",
        "title": "双十一横幅",
        "purpose": "突出免费测量",
        "to": f"s{maker.pk}",
        "needed_by": "2026-11-24",
        "quantity": "1",
    } | changes


def step(name, request):
    return reverse(f"website:{name}", args=[request.pk])


def waiting_for(staff):
    return {found.route: found.rows.count() for source in WAITING for found in source(viewer_of(staff))}


class TestAskPage:
    def test_offers_positions_and_people(self, maker, asker, browse):
        page = browse(asker).get("/website/requests/new/")

        assert f'value="p{maker.position_id}"' in page.content.decode()
        assert "叶子墨 · 网络美工" in page.content.decode()

    def test_keeps_the_request_and_leads_to_it(self, maker, asker, browse):
        answer = browse(asker).post("/website/requests/new/", typed(maker))

        request = SiteRequest.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"/website/requests/{request.pk}/")
        assert (request.title, request.asked_by) == ("双十一横幅", asker)

    def test_keeps_the_material_for_everybody(self, maker, asker, browse):
        browse(asker).post("/website/requests/new/", typed(maker, attachment=SimpleUploadedFile("样图.png", PNG)))

        attachment = SiteRequest.objects.get().attachment
        assert (attachment.name, attachment.staff) == ("样图.png", None)
        assert b"".join(browse(maker).get(f"/files/{attachment.pk}/").streaming_content) == PNG

    def test_says_what_it_is_for(self, maker, asker, browse):
        assignment = make_assignment(asker)
        website = make_website()

        browse(asker).post("/website/requests/new/", typed(maker, serves=assignment.pk, website=website.pk))

        request = SiteRequest.objects.get()
        assert (request.serves, request.website) == (assignment, website)

    def test_says_what_is_missing_and_keeps_the_rest(self, maker, asker, browse):
        answer = browse(asker).post("/website/requests/new/", typed(maker, title=""))

        assert answer.status_code == 422
        assert "突出免费测量" in answer.content.decode()

    def test_refuses_a_day_that_is_over(self, maker, asker, browse):
        answer = browse(asker).post("/website/requests/new/", typed(maker, needed_by="2026-11-01"))

        assert answer.status_code == 422
        assert not SiteRequest.objects.exists()

    def test_refuses_an_empty_file(self, maker, asker, browse):
        empty = SimpleUploadedFile("空.png", b"")

        answer = browse(asker).post("/website/requests/new/", typed(maker, attachment=empty))

        assert answer.status_code == 422
        assert not StoredFile.objects.exists()

    def test_says_so_where_nobody_makes_anything(self, asker, browse):
        assert "还没有美工或程序员" in browse(asker).get("/website/requests/new/").content.decode()

    def test_is_closed_to_strangers(self, client):
        assert client.get("/website/requests/new/").status_code == 302


class TestQueuePage:
    def test_takes_with_one_press(self, maker, asker, browse):
        request = make_request(asker=asker, to=maker)
        page = browse(maker).get("/website/queue/").content.decode()
        assert 'name="ready_on" value="2026-11-20"' in page

        answer = browse(maker).post(step("take", request), {"ready_on": "2026-11-20", "back": "/website/queue/"})

        request.refresh_from_db()
        assert (answer["Location"], request.state) == ("/website/queue/", "TAKEN")

    def test_leads_nowhere_else(self, maker, asker, browse):
        request = make_request(asker=asker, to=maker)

        answer = browse(maker).post(step("take", request), {"ready_on": "2026-11-20", "back": "https://evil.example/"})

        assert answer["Location"] == f"/website/requests/{request.pk}/"

    def test_shows_how_full_the_days_are(self, maker, asker, browse):
        make_taken(maker=maker, asker=asker, quantity=6)

        page = browse(maker).get("/website/queue/").content.decode()

        assert "1 张，6 小时" in page
        assert "20%" in page.replace(" ", "")

    def test_shows_figures_to_who_leads(self, maker, asker, supervisor, browse):
        make_request(asker=asker, to=maker)

        assert "从提出到验收" in browse(supervisor).get("/website/queue/").content.decode()
        assert "从提出到验收" not in browse(maker).get("/website/queue/").content.decode()

    def test_is_not_for_sales(self, company, browse):
        from omos.people.tests.factories import make_staff

        assert browse(make_staff("周凯", role="SALES")).get("/website/queue/").status_code == 403

    @pytest.mark.queries
    def test_asks_the_same_however_much_waits(self, maker, asker, browse, django_assert_max_num_queries):
        client = browse(maker)
        make_taken(maker=maker, asker=asker)
        client.get("/website/queue/")
        make_request(asker=asker, to=maker)
        make_request(asker=asker, to=maker.position)
        make_taken(maker=make_maker(), asker=asker)

        with django_assert_max_num_queries(24):
            client.get("/website/queue/")


class TestRequestPage:
    def test_offers_the_maker_to_take_it(self, maker, asker, browse):
        request = make_request(asker=asker, to=maker)

        page = browse(maker).get(f"/website/requests/{request.pk}/").content.decode()

        assert step("take", request) in page
        assert step("refuse", request) in page
        assert step("accept", request) not in page

    def test_offers_the_asker_to_accept_or_send_back(self, maker, asker, browse):
        request = make_handed_over(maker=maker, asker=asker)

        page = browse(asker).get(f"/website/requests/{request.pk}/").content.decode()

        assert step("accept", request) in page
        assert step("send_back", request) in page
        assert step("hand_over", request) not in page

    def test_offers_the_leader_to_put_it_back(self, maker, asker, supervisor, browse):
        request = make_taken(maker=maker, asker=asker)

        page = browse(supervisor).get(f"/website/requests/{request.pk}/").content.decode()

        assert step("put_back", request) in page
        assert step("hand_over", request) not in page

    def test_is_not_there_for_others(self, maker, asker, editor, browse):
        request = make_taken(maker=maker, asker=asker)

        assert browse(editor).get(f"/website/requests/{request.pk}/").status_code == 404
        assert browse(editor).post(step("accept", request)).status_code == 404

    def test_hands_over_a_file(self, maker, asker, browse):
        request = make_taken(maker=maker, asker=asker)

        browse(maker).post(step("hand_over", request), {"result": "", "file": SimpleUploadedFile("终稿.png", PNG)})

        request.refresh_from_db()
        assert (request.state, request.result_file.name) == ("HANDED_OVER", "终稿.png")

    def test_sends_back_only_with_a_reason(self, maker, asker, browse):
        request = make_handed_over(maker=maker, asker=asker)

        refused = browse(asker).post(step("send_back", request), {"reason": ""})
        sent = browse(asker).post(step("send_back", request), {"reason": "字太小"})

        request.refresh_from_db()
        assert (refused.status_code, sent.status_code, request.state) == (422, 302, "SENT_BACK")

    def test_says_who_was_faster(self, maker, asker, browse):
        request = make_taken(maker=maker, asker=asker)

        answer = browse(maker).post(step("take", request), {"ready_on": "2026-11-24"})

        assert answer.status_code == 422
        assert "别人抢先了" in answer.content.decode()

    @pytest.mark.parametrize("name", ["take", "hand_over", "put_back", "refuse", "accept", "send_back", "call_off"])
    def test_changes_nothing_by_get(self, maker, asker, browse, name):
        request = make_request(asker=asker, to=maker)

        assert browse(maker).get(step(name, request)).status_code == 405

    def test_survives_a_second_press(self, maker, asker, browse):
        request = make_handed_over(maker=maker, asker=asker)
        browse(asker).post(step("accept", request))

        again = browse(asker).post(step("accept", request))

        assert again.status_code == 422
        assert SiteRequest.objects.get().state == "DONE"

    def test_walks_the_remaining_steps(self, maker, asker, browse):
        taken = make_taken(maker=maker, asker=asker)
        asked = make_request(asker=asker, to=maker)

        browse(maker).post(step("put_back", taken))
        browse(maker).post(step("refuse", taken), {"reason": "素材不全"})
        browse(asker).post(step("call_off", asked))

        states = SiteRequest.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == ["REFUSED", "CALLED_OFF"]


class TestWaiting:
    def test_counts_what_is_to_make(self, maker, asker):
        make_request(asker=asker, to=maker)
        make_taken(maker=maker, asker=asker)

        assert waiting_for(maker)["website:queue"] == 2

    def test_counts_what_is_to_accept(self, maker, asker):
        make_handed_over(maker=maker, asker=asker)

        assert waiting_for(asker) == {"website:queue": 0, "website:requests": 1}
