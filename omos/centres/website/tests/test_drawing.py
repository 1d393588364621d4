"""Requests as their pages draw them: stages, story, lines, figures; what the forms make of typing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from omos.centres.website import services
from omos.centres.website.forms import ColumnForm, RequestForm, VersionForm, column_values, version_values
from omos.centres.website.models import SiteRequest
from omos.centres.website.queries import Figures, addressees, figures, loads, next_steps, queue, steps_of
from omos.centres.website.tests.factories import (
    FRIDAY,
    NOON,
    TUESDAY,
    make_column,
    make_handed_over,
    make_maker,
    make_request,
    make_taken,
    make_version,
)
from omos.centres.website.views import drawing
from omos.centres.website.words import STATE_TONES, hours
from omos.people.tests.factories import viewer_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)


@pytest.fixture(autouse=True)
def in_chinese():
    with translation.override("zh-hans"):
        yield


class TestStages:
    def test_of_what_was_asked_stand_at_the_beginning(self, maker, asker):
        found = drawing.stages(make_request(asker=asker, to=maker))

        assert [stage.state for stage in found] == ["done", "coming", "coming", "coming"]

    def test_of_what_is_taken_stand_at_the_second(self, maker, asker):
        found = drawing.stages(make_taken(maker=maker, asker=asker))

        assert [stage.state for stage in found] == ["done", "now", "coming", "coming"]
        assert [stage.note for stage in found] == ["2026-11-20", "2026-11-20", "", ""]

    def test_of_what_came_back_do_not_tell_when_it_was_handed_over(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)
        services.send_back(request_id=request.pk, reason="字太小", actor=viewer_of(asker), now=LATER)
        request.refresh_from_db()

        assert drawing.stages(request)[2].note == ""

    def test_of_what_is_accepted_are_all_done(self, maker, asker):
        request = make_handed_over(maker=maker, asker=asker)
        services.accept(request_id=request.pk, actor=viewer_of(asker), now=LATER)
        request.refresh_from_db()

        assert {stage.state for stage in drawing.stages(request)} == {"done"}

    def test_are_left_out_where_it_ended_beside_the_way(self, maker, asker):
        request = make_request(asker=asker, to=maker)
        services.refuse(request_id=request.pk, reason="素材不全", actor=viewer_of(maker), now=NOON)
        request.refresh_from_db()

        assert drawing.stages(request) == ()


class TestLines:
    def test_every_state_has_a_tone(self):
        assert set(STATE_TONES) == set(SiteRequest.State.values)

    def test_the_story_begins_with_the_latest(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        story = drawing.story(steps_of(request_id=request.pk))

        assert [(line["word"], line["by"]) for line in story] == [("已接单", "叶子墨"), ("已提出", "何嘉")]
        assert story[0]["words"] == "2026-11-24"

    def test_a_day_behind_the_one_needed_is_tight(self, maker, asker):
        make_taken(maker=maker, asker=asker, quantity=20)
        make_request(asker=asker, to=maker, needed_by=FRIDAY)

        [line] = [
            drawing.queue_line(row, today=FRIDAY)
            for row in queue(viewer=viewer_of(maker), today=FRIDAY).rows
            if row.may_take
        ]

        assert line["is_tight"]

    def test_a_load_above_the_whole_warns(self, maker, asker, supervisor):
        make_taken(maker=maker, asker=asker, quantity=40)

        [load] = loads(viewer=viewer_of(supervisor), today=FRIDAY)

        line = drawing.load_line(load)
        assert (line.tone, line.words) == ("warning", "1 张，40 小时")

    def test_who_asked_today_has_not_waited_a_day(self, maker, asker):
        request = make_request(asker=asker, to=maker)
        request.who = "叶子墨"

        assert drawing.waiting_line(request, today=FRIDAY)["waited"] == "今天提的"
        assert drawing.waiting_line(request, today=TUESDAY)["waited"] == "4 天"

    @pytest.mark.parametrize(("minutes", "shown"), [(60, "1"), (90, "1.5"), (0, "0"), (610, "10.2")])
    def test_hours_have_one_digit_where_needed(self, minutes, shown):
        assert hours(minutes) == shown


class TestFigures:
    def test_say_nothing_where_nothing_is_known(self):
        found = drawing.kpis(Figures(0, 0, None, 0, 0, None, None))

        assert [kpi.figure for kpi in found] == ["0", "0", "0", "—", "—"]

    def test_warn_of_who_waits_longer_than_a_day(self, maker, asker, supervisor):
        make_request(asker=asker, to=maker, now=NOON - timedelta(days=2))

        found = drawing.kpis(figures(viewer=viewer_of(supervisor), now=NOON))

        assert (found[1].figure_tone, found[1].left) == ("warning", "最久的等了 2 天")


class TestNextSteps:
    def test_of_the_maker(self, maker, asker):
        request = make_request(asker=asker, to=maker)

        assert next_steps(viewer=viewer_of(maker), request=request) == {"take", "refuse"}

    def test_of_the_maker_under_way(self, maker, asker):
        request = make_taken(maker=maker, asker=asker)

        assert next_steps(viewer=viewer_of(maker), request=request) == {"hand_over", "put_back", "refuse"}

    def test_of_the_asker(self, maker, asker):
        asked, handed = make_request(asker=asker, to=maker), make_handed_over(maker=maker, asker=asker)

        assert next_steps(viewer=viewer_of(asker), request=asked) == {"call_off"}
        assert next_steps(viewer=viewer_of(asker), request=handed) == {"answer"}

    def test_of_who_leads(self, maker, asker, supervisor):
        request = make_taken(maker=maker, asker=asker)

        assert next_steps(viewer=viewer_of(supervisor), request=request) == {"put_back", "refuse"}

    def test_of_others_are_none(self, maker, asker, editor):
        request = make_taken(maker=maker, asker=asker)

        assert next_steps(viewer=viewer_of(editor), request=request) == frozenset()


class TestAddressees:
    def test_are_positions_first_then_people_designers_first(self, maker, asker):
        coder = make_maker("秦朗", code="PROGRAMMER")

        values = [one.value for one in addressees(viewer=viewer_of(asker), today=FRIDAY)]

        expected = [f"p{maker.position_id}", f"p{coder.position_id}", f"s{maker.pk}", f"s{coder.pk}"]
        assert values == expected

    def test_leave_out_who_has_left(self, maker, asker):
        maker.left_on = date(2026, 11, 19)
        maker.save()

        assert addressees(viewer=viewer_of(asker), today=FRIDAY) == ()


class TestForms:
    def test_of_a_request_fold_most_away(self):
        form = RequestForm({}, choices={"to": [], "website": [], "campaign": [], "serves": []})

        assert not form.is_valid()
        assert set(form.errors) == {"kind", "title", "purpose", "to", "needed_by", "quantity"}

    def test_of_a_version_leave_requests_out_where_none_is_done(self):
        assert "requests" not in VersionForm(websites=[], requests=[]).fields

    def test_of_a_version_begin_with_today_or_with_what_stands(self, company):
        assert version_values(None, today=FRIDAY, request_ids=[]) == {"day": FRIDAY}
        assert version_values(make_version(), today=TUESDAY, request_ids=[3])["requests"] == [3]

    def test_of_a_column_begin_with_what_stands(self, company):
        assert column_values(make_column("案例"))["name"] == "案例"
        assert column_values(None)["is_active"]

    def test_of_a_column_refuse_a_negative_number(self):
        form = ColumnForm({"posts_per_week": "-1"}, websites=[], people=[])

        assert "posts_per_week" in form.errors
