"""Reading processes: when steps are due, what changed, which pages lead on."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from omos.centres.talent import queries
from omos.centres.talent.models import ProcessStep
from omos.centres.talent.queries import StepDraft
from omos.centres.talent.queries.processes import is_due
from omos.centres.talent.queries.versions import Change, differences
from omos.centres.talent.tests.factories import make_draft, write_process
from omos.people.tests.factories import make_position, make_staff, viewer_of

FRIDAY, MONDAY, LAST_OF_FEBRUARY = date(2026, 11, 20), date(2026, 11, 23), date(2027, 2, 28)


@pytest.fixture
def position(company):
    return make_position("网站编辑")


@pytest.fixture
def writer(position):
    return viewer_of(make_staff("小写", position=position))


class TestDueSteps:
    def test_a_daily_step_is_due_every_day(self):
        assert is_due(ProcessStep(rhythm="DAILY"), FRIDAY)

    def test_a_weekly_step_is_due_on_its_day(self):
        assert is_due(ProcessStep(rhythm="WEEKLY", weekday=5), FRIDAY)
        assert not is_due(ProcessStep(rhythm="WEEKLY", weekday=5), MONDAY)

    def test_a_weekly_step_without_a_day_is_due_on_none_in_particular(self):
        assert not is_due(ProcessStep(rhythm="WEEKLY"), FRIDAY)

    def test_a_monthly_step_is_due_on_its_day(self):
        assert is_due(ProcessStep(rhythm="MONTHLY", month_day=20), FRIDAY)
        assert not is_due(ProcessStep(rhythm="MONTHLY", month_day=19), FRIDAY)

    def test_the_31st_is_the_last_day_of_a_short_month(self):
        assert is_due(ProcessStep(rhythm="MONTHLY", month_day=31), LAST_OF_FEBRUARY)

    def test_what_comes_up_is_never_due(self):
        assert not is_due(ProcessStep(rhythm="AS_NEEDED"), FRIDAY)

    @settings(deadline=None)
    @given(st.integers(1, 31), st.integers(2026, 2030), st.integers(1, 12))
    def test_a_monthly_step_falls_on_one_day_of_each_month(self, month_day, year, month):
        step = ProcessStep(rhythm="MONTHLY", month_day=month_day)
        first = date(year, month, 1).toordinal()
        days = [date.fromordinal(first + ahead) for ahead in range(31)]

        assert sum(is_due(step, day) for day in days if day.month == month) == 1

    def test_come_in_the_order_of_the_clock(self, position, writer):
        steps = (StepDraft("晚", at=time(17)), StepDraft("随时"), StepDraft("早", at=time(8)))
        write_process(position, make_draft(steps=steps))

        due = queries.steps_due(viewer=writer, day=FRIDAY)

        assert [step.text for step in due] == ["早", "晚", "随时"]

    def test_are_those_of_the_newest_version(self, position, writer):
        write_process(position, make_draft("旧"))
        write_process(position, make_draft("新"))

        assert [step.text for step in queries.steps_due(viewer=writer, day=FRIDAY)] == ["新"]

    def test_stand_on_a_card_for_the_home(self, position, writer):
        write_process(position, make_draft(steps=(StepDraft("写", "机器说是", at=time(9), page="work:hand_in"),)))
        steps = queries.steps_due(viewer=writer, day=FRIDAY)

        card = render_to_string("talent/_due_today.html", {"steps": steps, "url": "/processes/mine/"})

        assert "09:00 写" in card
        assert 'href="/work/hand-in/"' in card
        assert 'href="/processes/mine/"' in card

    def test_make_no_card_where_there_are_none(self):
        assert render_to_string("talent/_due_today.html", {"steps": (), "url": "/processes/mine/"}).strip() == ""

    def test_are_none_for_a_position_nobody_described(self, writer):
        assert queries.steps_due(viewer=writer, day=FRIDAY) == ()


class TestPagesOfSteps:
    def test_lead_where_the_reader_may_go(self, position, writer):
        write_process(position, make_draft(steps=(StepDraft("看", page="desk:my_day"),)))

        found = queries.my_process(viewer=writer)

        assert (found.steps[0].url, found.steps[0].page) == ("/my-day/", "我的今日")

    def test_are_only_named_where_the_reader_may_not_go(self, position, writer):
        write_process(position, make_draft(steps=(StepDraft("排", page="work:week"),)))

        found = queries.my_process(viewer=writer)

        assert (found.steps[0].url, found.steps[0].page) == ("", "周工作计划")

    def test_are_left_out_where_the_page_is_gone(self, position, writer):
        write_process(position)
        ProcessStep.objects.update(page="old:page")

        found = queries.my_process(viewer=writer)

        assert (found.steps[0].url, found.steps[0].page) == ("", "")


class TestWords:
    def test_say_when_a_step_is_due(self, position, writer):
        steps = (
            StepDraft("一", rhythm="WEEKLY", weekday=3),
            StepDraft("二", rhythm="MONTHLY", month_day=5),
            StepDraft("三", rhythm="MONTHLY", month_day=31),
            StepDraft("四", rhythm="MONTHLY"),
        )
        write_process(position, make_draft(steps=steps))

        found = queries.my_process(viewer=writer)

        assert [step.when for step in found.steps] == ["每周三", "每月 5 号", "每月最后一天", "每月"]

    def test_an_older_version_says_what_it_said(self, position, writer):
        write_process(position, make_draft(duties="旧职责"))
        write_process(position, make_draft(duties="新职责"))

        old = queries.process(viewer=writer, position_id=position.pk, number=1)

        assert (old.duties, old.is_newest) == (("旧职责",), False)


class TestVersions:
    def test_tell_what_came_and_what_went(self, position):
        write_process(position, make_draft("写"))
        write_process(position, make_draft("发"))

        newest = queries.versions(position_id=position.pk)[0]

        assert [(change.is_new, change.text[-1]) for change in newest.changes] == [(False, "写"), (True, "发")]

    def test_the_first_one_changes_nothing(self, position):
        write_process(position)

        assert queries.versions(position_id=position.pk)[0].changes == ()

    def test_stand_with_the_newest_first(self, position):
        write_process(position, make_draft("写"))
        write_process(position, make_draft("发"))

        assert [version.number for version in queries.versions(position_id=position.pk)] == [2, 1]

    def test_the_same_lines_make_no_difference(self):
        assert differences(["一", "二"], ["一", "二"]) == ()

    def test_a_line_put_between_is_the_only_difference(self):
        assert differences(["一", "三"], ["一", "二", "三"]) == (Change(True, "二"),)


class TestTheList:
    def test_counts_steps_and_people(self, position, writer):
        write_process(position, make_draft("写", "发"))

        row = next(row for row in queries.processes(today=FRIDAY) if row.position_id == position.pk)

        assert (row.steps, row.people, row.number) == (2, 1, 1)

    def test_holds_positions_nobody_described(self, position):
        row = next(row for row in queries.processes(today=FRIDAY) if row.position_id == position.pk)

        assert (row.steps, row.number, row.written_at) == (0, 0, None)

    def test_leaves_out_positions_that_are_out_of_use(self, position):
        position.is_active = False
        position.save(update_fields=["is_active"])

        assert position.pk not in {row.position_id for row in queries.processes(today=FRIDAY)}
