"""Writing a process: each writing is a version, and nobody writes over somebody else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from django.db import IntegrityError, connection

from omos.centres.talent import queries, services
from omos.centres.talent.models import ProcessStep, ProcessVersion
from omos.centres.talent.queries import StepDraft
from omos.centres.talent.services import ProcessRefused
from omos.centres.talent.tests.factories import NOW, make_draft, write_process
from omos.people.models import Action, Position
from omos.people.tests.factories import make_position, system_viewer, viewer_of


@pytest.fixture
def position(company):
    return make_position("网站编辑")


class TestWriting:
    def test_begins_with_version_one(self, position):
        assert write_process(position) == 1

    def test_keeps_the_steps_in_their_order(self, position):
        write_process(position, make_draft("写", "发", "交"))

        assert [step.text for step in ProcessStep.objects.order_by("place")] == ["写", "发", "交"]

    def test_adds_a_version_and_keeps_the_one_before(self, position):
        write_process(position, make_draft("写"))

        write_process(position, make_draft("写", "发"))

        assert list(ProcessVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
        assert ProcessStep.objects.count() == 3

    def test_lets_the_position_say_the_same_duties(self, position):
        write_process(position, make_draft(duties="写文章\n改文章", standard="每月 200 篇"))

        position.refresh_from_db()
        assert (position.duties, position.standard) == ("写文章\n改文章", "每月 200 篇")

    def test_leaves_role_and_code_of_the_position_alone(self, position):
        before = Position.objects.values("code", "default_role", "sort_order").get(pk=position.pk)

        write_process(position)

        assert Position.objects.values("code", "default_role", "sort_order").get(pk=position.pk) == before

    def test_says_on_the_trail_who_wrote(self, position, supervisor):
        write_process(position, actor=viewer_of(supervisor))

        action = Action.objects.get(verb="talent.write_process")
        assert (action.actor_name, action.after["number"]) == ("林岚", 1)

    def test_names_nobody_for_what_came_with_the_program(self, position):
        write_process(position)

        assert ProcessVersion.objects.get().written_by_name == ""

    def test_takes_a_step_of_every_kind(self, position):
        steps = (
            StepDraft("每周", rhythm="WEEKLY", weekday=1, at=time(9)),
            StepDraft("每月", rhythm="MONTHLY", month_day=31),
            StepDraft("有事", rhythm="AS_NEEDED", page="desk:my_day"),
        )

        write_process(position, make_draft(steps=steps))

        _number, draft = queries.standing_draft(position.pk)
        assert draft.steps == steps


class TestRefusing:
    def test_does_not_write_over_somebody_who_was_faster(self, position):
        write_process(position, make_draft("写"))
        write_process(position, make_draft("写", "发"))

        with pytest.raises(ProcessRefused, match="有人刚刚"):
            services.write_process(
                position_id=position.pk,
                draft=make_draft("别的"),
                base_number=1,
                actor=system_viewer(),
                now=NOW,
            )
        assert ProcessVersion.objects.count() == 2

    def test_makes_no_version_of_the_same_words(self, position):
        write_process(position)

        with pytest.raises(ProcessRefused, match="没有不同"):
            write_process(position)
        assert ProcessVersion.objects.count() == 1

    def test_refuses_a_page_that_is_not_there(self, position):
        with pytest.raises(ProcessRefused, match="页面不存在"):
            write_process(position, make_draft(steps=(StepDraft("去哪", page="no:where"),)))

    def test_refuses_more_steps_than_anybody_reads(self, position):
        with pytest.raises(ProcessRefused, match="60"):
            write_process(position, make_draft(*map(str, range(14)), steps=(StepDraft("一"),) * 61))

    def test_refuses_a_position_that_is_gone(self, position):
        gone = Position(pk=position.pk + 1000)

        with pytest.raises(ProcessRefused, match="不在了"):
            write_process(gone)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestTwoWritersAtOnce:
    def test_one_of_them_is_told(self, position):
        def write(text):
            try:
                return services.write_process(
                    position_id=position.pk, draft=make_draft(text), base_number=0, actor=system_viewer(), now=NOW
                )
            except ProcessRefused:
                return "told"
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(write, ["我写的", "他写的"]))

        assert sorted(map(str, answers)) == ["1", "told"]
        assert ProcessVersion.objects.count() == 1


class TestRestoring:
    def test_lets_the_earlier_words_stand_again(self, position):
        write_process(position, make_draft("写", duties="写"))
        write_process(position, make_draft("发", duties="发"))

        number = services.restore_version(position_id=position.pk, number=1, actor=system_viewer(), now=NOW)

        position.refresh_from_db()
        assert (number, position.duties) == (3, "写")
        assert queries.standing_draft(position.pk)[1].steps[0].text == "写"

    def test_says_which_version_it_was(self, position):
        write_process(position, make_draft("写"))
        write_process(position, make_draft("发"))

        services.restore_version(position_id=position.pk, number=1, actor=system_viewer(), now=NOW)

        assert "1" in ProcessVersion.objects.get(number=3).note

    def test_refuses_a_version_that_never_was(self, position):
        with pytest.raises(ProcessRefused, match="没有这一版"):
            services.restore_version(position_id=position.pk, number=7, actor=system_viewer(), now=NOW)

    def test_refuses_the_version_that_stands(self, position):
        write_process(position)

        with pytest.raises(ProcessRefused, match="没有不同"):
            services.restore_version(position_id=position.pk, number=1, actor=system_viewer(), now=NOW)


@pytest.mark.constraint
class TestConstraints:
    def test_a_number_stands_once_for_each_position(self, position):
        write_process(position)

        with pytest.raises(IntegrityError):
            ProcessVersion.objects.create(position=position, number=1, written_at=NOW)

    def test_a_daily_step_has_no_day_of_the_week(self, position):
        write_process(position)

        with pytest.raises(IntegrityError):
            ProcessStep.objects.create(version=ProcessVersion.objects.get(), place=9, text="一", weekday=1)

    def test_no_month_has_a_day_32(self, position):
        write_process(position)

        with pytest.raises(IntegrityError):
            ProcessStep.objects.create(
                version=ProcessVersion.objects.get(), place=9, text="一", rhythm="MONTHLY", month_day=32
            )
