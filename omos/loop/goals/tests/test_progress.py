"""How far goals came: actual, pace, forecast, state, and whose facts count."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omos.loop.goals.queries import (
    Attainment,
    Gap,
    attainment,
    category_gaps,
    goal_trend,
    goals_for,
    month_of,
    my_goals,
    progress,
)
from omos.loop.goals.tests.factories import FIRST, LAST, make_goal
from omos.loop.ledger.tests.factories import make_fact
from omos.people.memory import of_one_view
from omos.people.tests.factories import (
    make_department,
    make_leave,
    make_staff,
    make_website,
    make_workday,
    viewer_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def look(supervisor):
    # The Saturday is a workday, so the 20th is the 15th of 22 workdays.
    make_workday(date(2026, 11, 28), is_workday=True)

    def progress_now(**options):
        viewer = viewer_of(options.pop("who", supervisor))
        return progress(viewer=viewer, first=FIRST, last=LAST, today=TODAY, **options)

    return progress_now


class TestProgress:
    def test_compares_with_the_workdays_passed(self, look):
        make_goal("revenue", 80_000_000)
        make_fact("revenue", 48_900_000)

        (one,) = look()

        assert one.actual == 48_900_000
        assert round(one.done_share, 3) == Decimal("0.611")
        assert round(one.pace_share, 3) == Decimal("0.682")
        assert round(one.gap_points, 3) == Decimal("-0.071")
        assert one.state == "BEHIND"
        assert one.state.needs_attention

    def test_forecasts_the_end_of_the_month(self, look):
        make_goal("revenue", 80_000_000)
        make_fact("revenue", 48_900_000)

        (one,) = look()

        assert round(one.forecast) == 71_720_000
        assert one.band_low < one.forecast < one.band_high
        assert one.forecast_share == Decimal("0.8965")

    def test_says_what_each_workday_must_bring(self, look):
        make_goal("inquiries", 505)
        make_fact("inquiries", 335)

        (one,) = look()

        assert round(one.needed_per_workday, 1) == Decimal("24.3")

    @pytest.mark.parametrize(
        ("actual", "state"),
        [(400, "AHEAD"), (335, "ON_PACE"), (300, "BEHIND"), (200, "FAR_BEHIND")],
    )
    def test_names_the_state(self, look, actual, state):
        make_goal("inquiries", 505)
        make_fact("inquiries", actual)

        assert look()[0].state == state

    def test_warns_of_money_spent_too_fast(self, look):
        make_goal("spend", 6_000_000)
        make_fact("spend", 4_240_000)

        assert look()[0].state == "OVERSPENT"

    def test_does_not_mind_money_saved(self, look):
        make_goal("spend", 6_000_000)
        make_fact("spend", 2_000_000)

        assert look()[0].state == "ON_PACE"

    def test_is_unknown_without_facts(self, look):
        make_goal("inquiries", 505)

        (one,) = look()

        assert (one.state, one.actual, one.done_share, one.forecast) == ("UNKNOWN", None, None, None)

    def test_is_unknown_for_money_without_facts(self, look):
        make_goal("spend", 505)

        assert look()[0].state == "UNKNOWN"

    def test_ignores_what_comes_later(self, look):
        make_goal("inquiries", 505)
        make_fact("inquiries", 335)
        make_fact("inquiries", 90, day=TODAY + timedelta(days=1))

        assert look()[0].actual == 335

    def test_reads_ratios_with_their_scale(self, look):
        make_goal("close_rate", 640)
        make_fact("won_deals", 6)
        make_fact("valid_inquiries", 100)

        (one,) = look()

        assert (one.target, one.actual) == (Decimal("0.064"), Decimal("0.06"))
        assert (one.pace_share, one.forecast, one.state) == (1, None, "BEHIND")

    def test_reads_levels_as_they_stand(self, look):
        make_goal("pages_indexed", 400)
        make_fact("pages_indexed", 390, day=date(2026, 11, 3), website_id=make_website().pk)

        (one,) = look()

        assert (one.actual, one.state) == (390, "ON_PACE")

    def test_follows_the_list_of_measures(self, look):
        make_goal("spend", 505)
        make_goal("visits", 505)

        assert [one.measure for one in look()] == ["visits", "spend"]

    def test_leads_to_the_rows(self, look):
        make_goal("inquiries", 505)
        make_fact("inquiries", 335)

        (one,) = look()

        assert "measure=inquiries" in one.rows_url
        assert one.source == "test.machine"

    def test_asks_a_constant_number_of_queries(self, look, editor, other_editor, django_assert_max_num_queries):
        make_goal("articles_published", 200)
        make_goal("articles_published", 100, staff=editor)
        make_goal("articles_published", 100, staff=other_editor)
        make_goal("articles_published", 200, department=editor.department)

        with of_one_view(is_reading=True), django_assert_max_num_queries(13):
            look()


class TestWhoseFacts:
    def test_count_for_the_person(self, look, editor, other_editor):
        make_goal("articles_published", 100, staff=editor)
        make_fact("articles_published", 60, staff_id=editor.pk, category="ARTICLE")
        make_fact("articles_published", 70, staff_id=other_editor.pk, category="ARTICLE")

        assert look(staff_id=editor.pk)[0].actual == 60

    def test_count_for_the_persons_department(self, look, editor):
        outsider = make_staff(department=make_department("生产部"))
        make_goal("articles_published", 200, department=editor.department)
        make_fact("articles_published", 60, staff_id=editor.pk, category="ARTICLE")
        make_fact("articles_published", 70, staff_id=outsider.pk, category="ARTICLE")

        assert look()[0].actual == 60

    def test_of_nobody_count_for_the_only_holder(self, look, promoter):
        make_goal("visits", 23_400, staff=promoter)
        make_fact("visits", 15_794)

        assert look()[0].actual == 15_794

    def test_of_nobody_count_for_no_one_of_several(self, look, promoter, editor):
        make_goal("visits", 13_400, staff=promoter)
        make_goal("visits", 10_000, staff=editor)
        make_fact("visits", 15_794)

        assert [one.actual for one in look()] == [None, None]

    def test_count_for_their_category_only(self, look, editor):
        make_goal("evidence_verified", 100, category="ARTICLE")
        make_fact("evidence_verified", 60, staff_id=editor.pk, category="ARTICLE")
        make_fact("evidence_verified", 7, staff_id=editor.pk, category="REPLY")

        assert look()[0].actual == 60

    def test_are_expected_on_days_the_person_is_here(self, look, editor):
        make_goal("articles_published", 100, staff=editor)
        make_leave(editor, date(2026, 11, 2), date(2026, 11, 6))
        make_fact("articles_published", 60, staff_id=editor.pk, category="ARTICLE")

        assert look()[0].pace_share == Decimal(10) / 17


class TestGoalsFor:
    def test_show_the_companys_to_everybody(self, editor):
        goal = make_goal()

        assert list(goals_for(viewer=viewer_of(editor), first=FIRST, last=LAST)) == [goal]

    def test_show_a_person_the_own_and_the_departments(self, editor, other_editor):
        department, own = make_goal(department=editor.department), make_goal(staff=editor)
        make_goal(staff=other_editor)
        make_goal(department=make_department("生产部"))

        assert set(goals_for(viewer=viewer_of(editor), first=FIRST, last=LAST)) == {department, own}

    def test_show_the_supervisor_the_department(self, supervisor, editor):
        own = make_goal(staff=editor)

        assert own in goals_for(viewer=viewer_of(supervisor), first=FIRST, last=LAST)

    def test_leave_out_what_was_withdrawn(self, boss):
        make_goal(state="WITHDRAWN")

        assert not goals_for(viewer=viewer_of(boss), first=FIRST, last=LAST).exists()

    def test_of_ones_own_are_a_short_list(self, editor, other_editor):
        make_goal(staff=other_editor)
        make_goal("articles_published", 100, staff=editor)

        found = my_goals(viewer=viewer_of(editor), first=FIRST, last=LAST, today=TODAY)

        assert [one.staff_id for one in found] == [editor.pk]


class TestTrend:
    def test_runs_to_today_and_on_to_the_forecast(self, look):
        goal = make_goal("revenue", 80_000_000)
        make_fact("revenue", 10_000_000, day=date(2026, 11, 2))
        make_fact("revenue", 38_900_000)

        line = goal_trend(goal=goal, today=TODAY)

        assert line.actual[18:21] == (10_000_000, 48_900_000, None)
        assert line.due[-1] == 80_000_000
        assert line.forecast[18] is None
        assert line.forecast[19] == 48_900_000
        assert round(line.forecast[-1]) == 71_720_000
        assert line.low[-1] < line.forecast[-1] < line.high[-1]

    def test_has_no_line_where_nothing_is_known(self):
        line = goal_trend(goal=make_goal("revenue", 80_000_000), today=TODAY)

        assert set(line.actual) == {None}
        assert set(line.forecast) == {None}


class TestPast:
    def test_attainment_names_target_and_actual(self):
        make_goal("revenue", 80_000_000, first_day=date(2026, 10, 1), last_day=date(2026, 10, 31))
        make_fact("revenue", 76_000_000, day=date(2026, 10, 15))

        october, november = attainment(measure="revenue", months=[date(2026, 10, 1), date(2026, 11, 1)])

        assert (october.target, october.actual, october.share) == (80_000_000, 76_000_000, Decimal("0.95"))
        assert november == Attainment(date(2026, 11, 1), None, None)
        assert november.share is None

    def test_attainment_of_no_months_is_nothing(self):
        assert attainment(measure="revenue", months=[]) == ()

    def test_gaps_name_what_is_missing_per_category(self, editor):
        make_goal("evidence_verified", 200, category="ARTICLE")
        make_goal("evidence_verified", 20, category="VIDEO")
        make_fact("evidence_verified", 131, staff_id=editor.pk, category="ARTICLE")
        make_fact("evidence_verified", 25, staff_id=editor.pk, category="VIDEO")

        gaps = category_gaps(month_first=FIRST, today=TODAY)

        assert gaps == {"ARTICLE": Gap(200, 131), "VIDEO": Gap(20, 25)}
        assert (gaps["ARTICLE"].gap, gaps["VIDEO"].gap) == (69, 0)

    def test_gaps_take_the_nearest_level_once(self, editor, other_editor):
        make_goal("evidence_verified", 100, staff=editor, category="ARTICLE")
        make_goal("evidence_verified", 90, staff=other_editor, category="ARTICLE")

        assert category_gaps(month_first=FIRST, today=TODAY)["ARTICLE"].target == 190

    def test_gaps_are_none_without_goals(self):
        assert category_gaps(month_first=FIRST, today=TODAY) == {}


def test_a_month_has_its_first_and_last_day():
    assert month_of(date(2028, 2, 14)) == (date(2028, 2, 1), date(2028, 2, 29))
