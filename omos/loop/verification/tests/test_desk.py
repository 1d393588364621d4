"""The verify desk: the queue, one piece with its proof, deciding by button or key."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from omos.loop.verification.models import Decision, Proof, Standing
from omos.loop.verification.tests.factories import NOW, WORD, make_piece, make_standing

pytestmark = pytest.mark.django_db
DESK = "/verify/"
COPIED = {"original": ("no", "copied", {"share": 0.37, "whose": "苏晴", "day": "2026-10-28"})}


@pytest.fixture
def clock(clock_at):
    clock_at(NOW)


@pytest.fixture
def failed(editor, clock):
    piece = make_piece(editor, word=WORD)
    return make_standing(piece, outcome="FAILED", why="FAILED", verdicts=COPIED, title="滤袋多久换一次")


def press(client, standing, answer, **more):
    told = {"answer": answer, "version": standing.version, "tab": "eyes", **more}
    return client.post(reverse("verification:decide", args=[standing.evidence_id]), told)


class TestQueue:
    def test_shows_what_needs_eyes_with_its_reason(self, client, sign_in, supervisor, failed):
        body = sign_in(supervisor).get(DESK).content.decode()

        assert "滤袋多久换一次" in body
        assert "37%" in body

    def test_says_so_when_all_is_looked_at(self, sign_in, supervisor, clock):
        assert "全部看完" in sign_in(supervisor).get(DESK).content.decode()

    def test_leaves_passed_pieces_out(self, sign_in, supervisor, editor, clock):
        make_standing(make_piece(editor), title="好文章")

        assert "好文章" not in sign_in(supervisor).get(DESK).content.decode()
        assert "好文章" in sign_in(supervisor).get(f"{DESK}?tab=all").content.decode()

    def test_keeps_spot_checks_apart_from_failures(self, sign_in, supervisor, editor, failed):
        make_standing(make_piece(editor), outcome="PROVISIONAL", why="SPOT", title="抽中的")

        page = sign_in(supervisor).get(f"{DESK}?tab=spot").content.decode()
        assert "抽中的" in page
        assert "滤袋多久换一次" not in page

    @pytest.mark.parametrize("query", ["?tab=nonsense", "?at=999999", "?at=x", "?at=-1&show=zzz", "?at=٣"])
    def test_survives_a_senseless_address(self, sign_in, supervisor, failed, query):
        assert sign_in(supervisor).get(f"{DESK}{query}").status_code == 200

    def test_shows_no_other_department(self, sign_in, supervisor, failed):
        from omos.people.tests.factories import make_department, make_staff

        stranger = make_staff("别人", role="SUPERVISOR", department=make_department("外贸部"))

        page = sign_in(stranger).get(f"{DESK}?at={failed.evidence_id}").content.decode()
        assert "滤袋多久换一次" not in page

    def test_is_not_for_editors(self, sign_in, editor, clock):
        assert sign_in(editor).get(DESK).status_code == 403

    def test_refuses_posting(self, sign_in, supervisor, clock):
        assert sign_in(supervisor).post(DESK).status_code == 405

    @pytest.mark.queries
    def test_costs_the_same_for_one_piece_and_for_thirty(self, sign_in, supervisor, editor, failed):
        client = sign_in(supervisor)
        client.get(DESK)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(DESK)
        for number in range(30):
            make_standing(make_piece(editor), outcome="FAILED", why="FAILED", verdicts=COPIED, title=f"第 {number}")
        with CaptureQueriesContext(connection) as many:
            client.get(DESK)

        assert len(many) == len(few)


class TestPiece:
    @pytest.fixture
    def seen(self, failed):
        evil = f"<script>alert(1)</script> {WORD} 换袋 <img src=x onerror=alert(2)>"
        proof = Proof.objects.create(
            digest="a" * 64,
            snapshot=b"",
            title=WORD,
            headings=[[1, WORD], [2, "一、看压差"]],
            text=f"首页\n{WORD}\n一、看压差\n{evil}",
            main_text=evil,
            first_kept_at=NOW,
            keep_until=NOW.date(),
        )
        failed.check_row.proof = proof
        failed.check_row.keyword = WORD
        failed.check_row.save()
        return failed

    @pytest.mark.parametrize("show", ["page", "text", "words"])
    def test_shows_foreign_text_only_as_text(self, sign_in, supervisor, seen, show):
        body = sign_in(supervisor).get(f"{DESK}?at={seen.evidence_id}&show={show}").content.decode()

        assert "<script>alert" not in body
        assert "<img src=x" not in body

    def test_marks_the_keyword(self, sign_in, supervisor, seen):
        body = sign_in(supervisor).get(DESK).content.decode()

        assert f'<mark class="o-hit">{WORD}</mark>' in body

    def test_shows_how_the_answer_came(self, sign_in, supervisor, seen):
        seen.check_row.answer["redirects"] = [["http://a.example/x", 301, "https://a.example/x"]]
        seen.check_row.save()

        assert "http://a.example/x" in sign_in(supervisor).get(f"{DESK}?show=way").content.decode()


class TestDecide:
    def test_passes_all_the_same(self, sign_in, supervisor, failed):
        press(sign_in(supervisor), failed, "PASS")

        failed.refresh_from_db()
        assert (failed.outcome, failed.needs_eyes, failed.is_decided_by_person) == ("PASSED", False, True)

    def test_returns_with_a_reason(self, sign_in, supervisor, failed):
        press(sign_in(supervisor), failed, "RETURN", reasons=["original", "other"], note="请换案例")

        failed.refresh_from_db()
        decision = Decision.objects.get()
        assert failed.outcome == "RETURNED"
        assert (decision.reasons, decision.note, decision.decided_by) == (["original", "other"], "请换案例", supervisor)

    def test_asks_for_a_reason_and_keeps_the_piece_open(self, sign_in, supervisor, failed):
        answer = press(sign_in(supervisor), failed, "RETURN")

        assert answer.status_code == 422
        assert not Decision.objects.exists()

    def test_keeps_the_note_when_refused(self, sign_in, supervisor, failed):
        answer = press(sign_in(supervisor), failed, "NONSENSE", note="我写的话")

        assert answer.status_code == 422
        assert "我写的话" in answer.content.decode()

    def test_goes_on_to_the_next_piece(self, sign_in, supervisor, editor, failed):
        other = make_standing(make_piece(editor), outcome="FAILED", why="FAILED", verdicts=COPIED, title="下一件")

        client = sign_in(supervisor)
        told = {"answer": "PASS", "version": failed.version, "tab": "eyes", "next": other.evidence_id}
        url = reverse("verification:decide", args=[failed.evidence_id])
        answer = client.post(url, told, headers={"HX-Request": "true"})

        body = answer.content.decode()
        assert 'id="desk"' in body
        assert "<html" not in body
        assert f"at={other.evidence_id}" in answer["HX-Push-Url"]

    def test_the_second_of_two_learns_who_was_faster(self, sign_in, supervisor, failed):
        client = sign_in(supervisor)
        press(client, failed, "PASS")

        answer = press(client, failed, "RETURN", note="不行")

        assert answer.status_code == 422
        assert supervisor.name in answer.content.decode()
        assert Standing.objects.get().outcome == "PASSED"

    def test_is_not_for_the_person(self, sign_in, editor, failed):
        assert press(sign_in(editor), failed, "PASS").status_code == 403

    def test_is_not_for_another_department(self, sign_in, failed, company):
        from omos.people.tests.factories import make_department, make_staff

        stranger = make_staff("别人", role="SUPERVISOR", department=make_department("外贸部"))

        assert press(sign_in(stranger), failed, "PASS").status_code == 422
        assert not Decision.objects.exists()

    def test_refuses_get(self, sign_in, supervisor, failed):
        url = reverse("verification:decide", args=[failed.evidence_id])

        assert sign_in(supervisor).get(url).status_code == 405

    def test_keeps_a_screenshot_with_the_decision(self, sign_in, supervisor, failed):
        from django.core.files.uploadedfile import SimpleUploadedFile

        shot = SimpleUploadedFile("shot.png", b"\x89PNG\r\n\x1a\n" + b"0" * 60)
        press(sign_in(supervisor), failed, "PASS", screenshot=shot)

        assert Decision.objects.get().screenshot.content_type == "image/png"

    def test_refuses_a_screenshot_that_is_no_picture(self, sign_in, supervisor, failed):
        from django.core.files.uploadedfile import SimpleUploadedFile

        page = SimpleUploadedFile("shot.png", b"<html><script>alert(1)</script>")

        assert press(sign_in(supervisor), failed, "PASS", screenshot=page).status_code == 422
        assert not Decision.objects.exists()

    def test_can_be_taken_back_once(self, sign_in, supervisor, failed):
        client = sign_in(supervisor)
        press(client, failed, "PASS")
        url = reverse("verification:undo", args=[Decision.objects.get().pk])

        client.post(url)
        again = client.post(url)

        failed.refresh_from_db()
        assert (failed.outcome, failed.needs_eyes) == ("FAILED", True)
        assert again.status_code == 302
