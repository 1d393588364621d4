"""A piece's own page, what came back to a person, and what its person may do."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omos.loop.verification.models import Check, Standing
from omos.loop.verification.tests.factories import NOW, make_decision, make_piece, make_standing
from omos.loop.work.models import Evidence

pytestmark = pytest.mark.django_db
COPIED = {"original": ("no", "copied", {"share": 0.37, "whose": "苏晴", "day": "2026-10-28"})}


@pytest.fixture
def standing(editor, clock_at):
    clock_at(NOW)
    return make_standing(make_piece(editor), outcome="FAILED", why="FAILED", verdicts=COPIED, title="滤袋多久换一次")


def page_of(standing) -> str:
    return reverse("verification:evidence", args=[standing.evidence_id])


class TestPage:
    def test_shows_verdicts_and_what_can_be_done(self, sign_in, editor, standing):
        body = sign_in(editor).get(page_of(standing)).content.decode()

        assert "原创 37%" in body
        assert reverse("verification:recheck", args=[standing.evidence_id]) in body

    def test_offers_the_supervisor_no_buttons_of_the_person(self, sign_in, supervisor, standing):
        body = sign_in(supervisor).get(page_of(standing)).content.decode()

        assert reverse("verification:withdraw", args=[standing.evidence_id]) not in body

    def test_is_open_to_the_boss(self, sign_in, boss, standing):
        assert sign_in(boss).get(page_of(standing)).status_code == 200

    def test_is_closed_to_colleagues(self, sign_in, other_editor, standing):
        assert sign_in(other_editor).get(page_of(standing)).status_code == 404

    @pytest.mark.parametrize("show", ["page", "text", "way", "words", "nonsense"])
    def test_has_four_views(self, sign_in, editor, standing, show):
        assert sign_in(editor).get(f"{page_of(standing)}?show={show}").status_code == 200

    def test_says_who_returned_it_and_until_when(self, sign_in, editor, supervisor, standing):
        make_decision(standing.evidence, supervisor)
        Standing.objects.update(outcome="RETURNED")

        body = sign_in(editor).get(page_of(standing)).content.decode()
        assert "请换案例" in body
        assert "2026-11-21 12:00" in body

    def test_shows_a_piece_the_machine_has_not_seen_yet(self, sign_in, editor, clock_at):
        clock_at(NOW)
        piece = make_piece(editor)
        Standing.objects.create(evidence=piece, changed_at=NOW)

        body = sign_in(editor).get(reverse("verification:evidence", args=[piece.pk])).content.decode()
        assert "机器还没看" in body

    def test_shows_a_note(self, sign_in, editor, clock_at):
        clock_at(NOW)
        piece = make_piece(editor, kind="NOTE", note="<b>否了</b> 30 个词")
        make_standing(piece, outcome="PROVISIONAL")

        body = sign_in(editor).get(reverse("verification:evidence", args=[piece.pk])).content.decode()
        assert "&lt;b&gt;否了&lt;/b&gt; 30 个词" in body


class TestActions:
    @pytest.mark.parametrize("name", ["recheck", "request_look", "withdraw"])
    def test_take_posting_only(self, sign_in, editor, standing, name):
        url = reverse(f"verification:{name}", args=[standing.evidence_id])

        assert sign_in(editor).get(url).status_code == 405

    @pytest.mark.parametrize("name", ["recheck", "request_look", "withdraw"])
    def test_do_nothing_to_a_colleagues_piece(self, sign_in, other_editor, standing, name):
        sign_in(other_editor).post(reverse(f"verification:{name}", args=[standing.evidence_id]))

        assert not Check.objects.filter(state="DUE").exists()
        assert not Standing.objects.filter(asked_at__isnull=False).exists()
        assert not Evidence.objects.filter(withdrawn_at__isnull=False).exists()

    def test_recheck_pressed_twice_looks_once(self, sign_in, editor, standing):
        client = sign_in(editor)
        url = reverse("verification:recheck", args=[standing.evidence_id])

        client.post(url)
        answer = client.post(url, follow=True)

        assert "稍等" in answer.content.decode()
        assert Check.objects.filter(state="DUE").count() == 1

    def test_a_question_reaches_the_list(self, sign_in, editor, standing):
        Standing.objects.update(needs_eyes=False, why="", outcome="PASSED")
        Check.objects.update(verdicts={})

        url = reverse("verification:request_look", args=[standing.evidence_id])
        sign_in(editor).post(url, {"question": "这个词算吗"})

        assert Standing.objects.get().question == "这个词算吗"

    def test_too_long_a_question_is_kept_and_refused(self, sign_in, editor, standing):
        url = reverse("verification:request_look", args=[standing.evidence_id])

        answer = sign_in(editor).post(url, {"question": "长" * 400})

        assert answer.status_code == 422
        assert "长" * 400 in answer.content.decode()

    def test_withdrawing_takes_it_back(self, sign_in, editor, standing):
        sign_in(editor).post(reverse("verification:withdraw", args=[standing.evidence_id]))

        assert Evidence.objects.get().withdrawn_at == NOW


class TestMine:
    def test_lists_what_to_mend(self, sign_in, editor, standing):
        body = sign_in(editor).get("/verify/mine/").content.decode()

        assert "滤袋多久换一次" in body
        assert "1 件要改" in body

    def test_lists_nobody_elses(self, sign_in, other_editor, standing):
        assert "没有退回的作业" in sign_in(other_editor).get("/verify/mine/").content.decode()


class TestBeside:
    def test_is_closed_without_texts(self, sign_in, supervisor, standing):
        url = reverse("verification:beside", args=[standing.evidence_id, 99])

        assert sign_in(supervisor).get(url).status_code == 404
