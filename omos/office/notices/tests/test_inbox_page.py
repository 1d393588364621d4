from __future__ import annotations

import pytest
from django.utils import timezone

from omos.office.notices import queries
from omos.office.notices.models import Notice
from omos.office.notices.tests.factories import KIND, make_notice, tell
from omos.people.tests.factories import viewer_of


class TestInbox:
    def test_shows_ones_own_newest_first(self, sign_in, editor, other_editor):
        tell(editor, key="a", title="第一条")
        tell(editor, key="b", title="第二条", now=timezone.now())
        tell(other_editor, key="c", title="别人的")

        page = sign_in(editor).get("/notices/").content.decode()

        assert page.index("第二条") < page.index("第一条")
        assert "别人的" not in page

    def test_shows_the_unread_ones_alone(self, sign_in, editor):
        read = make_notice(editor, key="a", title="读过的")
        Notice.objects.filter(pk=read.pk).update(read_at=timezone.now())
        make_notice(editor, key="b", title="没读的")

        page = sign_in(editor).get("/notices/?show=unread").content.decode()

        assert "没读的" in page
        assert "读过的" not in page

    def test_says_when_there_is_nothing(self, sign_in, editor):
        assert "没有新消息。" in sign_in(editor).get("/notices/").content.decode()

    def test_writes_what_somebody_typed_as_text(self, sign_in, editor):
        make_notice(editor, title="<script>alert(1)</script>")

        assert "<script>alert" not in sign_in(editor).get("/notices/").content.decode()

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get("/notices/").status_code == 302

    def test_refuses_the_wrong_method(self, sign_in, editor):
        assert sign_in(editor).post("/notices/").status_code == 405

    @pytest.mark.queries
    def test_asks_the_same_however_many_there_are(self, sign_in, editor, django_assert_max_num_queries):
        [tell(editor, key=str(number)) for number in range(30)]
        client = sign_in(editor)

        with django_assert_max_num_queries(12):
            client.get("/notices/")


class TestBell:
    def test_counts_the_unread_and_shows_the_last_ten(self, sign_in, editor):
        [tell(editor, key=str(number), title=f"消息 {number} 号") for number in range(12)]

        answer = sign_in(editor).get("/notices/bell/")

        assert answer.context["unread"] == 12
        assert len(answer.context["lines"]) == 10
        assert "<html" not in answer.content.decode()

    def test_is_empty_for_somebody_without_messages(self, sign_in, editor):
        assert sign_in(editor).get("/notices/bell/").context["unread"] == 0


class TestOpen:
    def test_marks_it_read_and_goes_where_it_points(self, sign_in, editor):
        notice = make_notice(editor, url="/jobs/")

        answer = sign_in(editor).post(f"/notices/{notice.pk}/open/")

        assert answer.headers["Location"] == "/jobs/"
        assert queries.unread_count(viewer=viewer_of(editor)) == 0

    def test_survives_a_second_press(self, sign_in, editor):
        notice = make_notice(editor)
        client = sign_in(editor)
        client.post(f"/notices/{notice.pk}/open/")

        assert client.post(f"/notices/{notice.pk}/open/").status_code == 302

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
    def test_never_leads_away(self, sign_in, editor, url):
        notice = make_notice(editor, url=url)

        assert sign_in(editor).post(f"/notices/{notice.pk}/open/").headers["Location"] == "/notices/"

    def test_leaves_somebody_elses_unread(self, sign_in, editor, other_editor):
        notice = make_notice(other_editor)

        sign_in(editor).post(f"/notices/{notice.pk}/open/")

        notice.refresh_from_db()
        assert notice.read_at is None

    def test_changes_nothing_by_looking(self, sign_in, editor):
        assert sign_in(editor).get(f"/notices/{make_notice(editor).pk}/open/").status_code == 405


class TestMarkAllRead:
    def test_marks_all(self, sign_in, editor):
        tell(editor)

        answer = sign_in(editor).post("/notices/read/", follow=True)

        assert "已将 1 条消息标为已读。" in answer.content.decode()

    def test_refuses_the_wrong_method(self, sign_in, editor):
        assert sign_in(editor).get("/notices/read/").status_code == 405


class TestPreferencesPage:
    def test_shows_every_kind(self, sign_in, editor):
        assert "后台作业运行不正常" in sign_in(editor).get("/notices/preferences/").content.decode()

    def test_saves(self, sign_in, editor):
        answer = sign_in(editor).post("/notices/preferences/", {"wanted": [f"{KIND} BELL"]})

        assert answer.status_code == 302

    def test_refuses_what_does_not_exist(self, sign_in, editor):
        answer = sign_in(editor).post("/notices/preferences/", {"wanted": ["no.such BELL"]})

        assert answer.status_code == 422
        assert "没有保存" in answer.content.decode()

    def test_refuses_the_wrong_method(self, sign_in, editor):
        assert sign_in(editor).delete("/notices/preferences/").status_code == 405

    def test_asks_strangers_to_sign_in(self, client, db):
        assert client.get("/notices/preferences/").status_code == 302
