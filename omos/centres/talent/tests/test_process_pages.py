"""The pages of working processes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from omos.centres.talent.models import ProcessVersion
from omos.centres.talent.tests.factories import form_of, make_draft, write_process
from omos.people.models import Position


@pytest.fixture(autouse=True)
def at_noon(clock_at, noon):
    clock_at(noon)


@pytest.fixture
def position(editor):
    write_process(editor.position, make_draft("写文章", "交链接"))
    return Position.objects.get(pk=editor.position_id)


def address(name, position, *further):
    return reverse(f"talent:{name}", args=[position.pk, *further])


class TestReading:
    def test_shows_the_own_process(self, sign_in, editor, position):
        page = sign_in(editor).get(reverse("talent:my_process"))

        assert "写文章" in page.content.decode()

    def test_gives_a_home_the_steps_of_today_alone(self, sign_in, editor, position):
        shown = sign_in(editor).get(reverse("talent:my_process"), {"card": "1"}, headers={"HX-Request": "true"})

        assert shown.context["steps"]
        assert "<html" not in shown.content.decode()

    def test_shows_any_other_process_to_everybody(self, sign_in, promoter, position):
        page = sign_in(promoter).get(address("process", position))

        assert page.status_code == 200
        assert "交链接" in page.content.decode()

    def test_lists_every_position(self, sign_in, editor, supervisor, position):
        page = sign_in(editor).get(reverse("talent:processes"))

        assert [row.position for row in page.context["rows"]] == list(
            Position.objects.order_by("sort_order", "id").values_list("name", flat=True)
        )

    def test_says_so_to_somebody_without_a_position(self, client, position):
        from omos.people.tests.factories import make_user

        client.force_login(make_user("无岗"))

        assert client.get(reverse("talent:my_process")).status_code == 403

    def test_invites_to_write_where_nothing_is_written(self, sign_in, promoter):
        page = sign_in(promoter).get(reverse("talent:my_process"))

        assert "还没有人写步骤" in page.content.decode()

    def test_finds_no_position_that_is_not_there(self, sign_in, editor):
        assert sign_in(editor).get(reverse("talent:process", args=[98765])).status_code == 404

    def test_finds_no_version_that_never_was(self, sign_in, editor, position):
        assert sign_in(editor).get(address("version", position, 9)).status_code == 404

    def test_shows_versions_with_their_changes(self, sign_in, editor, position):
        write_process(position, make_draft("写文章"))

        page = sign_in(editor).get(address("versions", position)).content.decode()

        assert "10:00 · 交链接" in page

    def test_takes_no_other_method(self, sign_in, editor, position):
        assert sign_in(editor).post(address("process", position)).status_code == 405

    def test_offers_changing_only_to_who_may(self, sign_in, editor, position):
        page = sign_in(editor).get(address("process", position)).content.decode()

        assert address("write_process", position) not in page


class TestWriting:
    def write(self, client, position, draft, **changes):
        return client.post(address("write_process", position), form_of(draft, **changes))

    def test_makes_a_new_version(self, sign_in, supervisor, position):
        answer = self.write(sign_in(supervisor), position, make_draft("写", "改", "交"))

        assert answer.url == address("process", position)
        version = ProcessVersion.objects.get(number=2)
        assert (version.written_by_name, version.position_id) == ("林岚", position.pk)

    def test_sorts_the_steps_by_their_numbers(self, sign_in, supervisor, position):
        changes = {"steps-0-place": 30, "steps-1-place": 10}

        self.write(sign_in(supervisor), position, make_draft("后", "先"), **changes)

        page = sign_in(supervisor).get(address("process", position))
        assert [step.text for step in page.context["process"].steps] == ["先", "后"]

    def test_leaves_out_steps_without_words(self, sign_in, supervisor, position):
        self.write(sign_in(supervisor), position, make_draft("写", "  ", "交"))

        page = sign_in(supervisor).get(address("process", position))
        assert [step.text for step in page.context["process"].steps] == ["写", "交"]

    def test_drops_the_day_of_a_daily_step(self, sign_in, supervisor, position):
        changes = {"steps-0-weekday": 3, "steps-0-month_day": 5}

        answer = self.write(sign_in(supervisor), position, make_draft("每天"), **changes)

        assert answer.status_code == 302

    def test_refuses_the_second_of_two_writers(self, sign_in, supervisor, position):
        write_process(position, make_draft("别人写的"))

        answer = self.write(sign_in(supervisor), position, make_draft("我写的"))

        assert answer.status_code == 422
        assert "有人刚刚保存了新的一版" in answer.content.decode()
        assert "我写的" in answer.content.decode()

    def test_a_second_press_makes_no_second_version(self, sign_in, supervisor, position):
        self.write(sign_in(supervisor), position, make_draft("写", "改"))

        answer = self.write(sign_in(supervisor), position, make_draft("写", "改"))

        assert answer.status_code == 422
        assert ProcessVersion.objects.count() == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"steps-0-page": "evil:page"},
            {"steps-0-month_day": 40, "steps-0-rhythm": "MONTHLY"},
            {"steps-0-at": "25:99"},
            {"steps-0-text": "长" * 201},
            {"base_number": ""},
            {"steps-TOTAL_FORMS": "x"},
        ],
        ids=["page", "day", "time", "text", "number", "rows"],
    )
    def test_keeps_what_was_typed_when_something_is_wrong(self, sign_in, supervisor, position, changes):
        answer = self.write(sign_in(supervisor), position, make_draft("写得对"), **changes)

        assert answer.status_code == 422
        assert ProcessVersion.objects.count() == 1

    def test_is_closed_to_an_editor(self, sign_in, editor, position):
        client = sign_in(editor)

        assert client.get(address("write_process", position)).status_code == 403
        assert self.write(client, position, make_draft("我来改")).status_code == 403


class TestRestoring:
    def test_lets_an_earlier_version_stand_again(self, sign_in, supervisor, position):
        write_process(position, make_draft("新的"))

        answer = sign_in(supervisor).post(address("restore_version", position, 1))

        assert answer.url == address("process", position)
        assert ProcessVersion.objects.count() == 3

    def test_says_why_not_the_second_time(self, sign_in, supervisor, position):
        write_process(position, make_draft("新的"))
        client = sign_in(supervisor)
        client.post(address("restore_version", position, 1))

        answer = client.post(address("restore_version", position, 1), follow=True)

        assert "没有不同" in answer.content.decode()
        assert ProcessVersion.objects.count() == 3

    def test_takes_no_look(self, sign_in, supervisor, position):
        assert sign_in(supervisor).get(address("restore_version", position, 1)).status_code == 405

    def test_is_closed_to_an_editor(self, sign_in, editor, position):
        assert sign_in(editor).post(address("restore_version", position, 1)).status_code == 403
