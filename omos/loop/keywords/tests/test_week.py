"""Planning and publishing the week's words."""

from __future__ import annotations

from datetime import date

import pytest

from omos.loop.keywords import queries, services
from omos.loop.keywords.models import Keyword, PlannedKeyword
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword
from omos.people.tests.factories import make_workday, viewer_of

MONDAY = date(2026, 11, 23)


@pytest.fixture
def plan_week(supervisor, noon):
    return {"monday": MONDAY, "actor": viewer_of(supervisor), "now": noon}


class TestProposeWeek:
    def test_takes_important_words_first(self, plan_week, editor):
        Keyword.objects.bulk_create(Keyword(text=f"普通词{n}", owner=editor, priority=4) for n in range(20))
        core = make_keyword("核心词", owner=editor, priority=1)

        services.propose_week(**plan_week)

        assert core.pk in {word.keyword_id for word in queries.week_words(monday=MONDAY)}

    def test_plans_two_words_for_each_owner_and_workday(self, plan_week, editor):
        Keyword.objects.bulk_create(Keyword(text=f"词{n}", owner=editor) for n in range(20))

        assert services.propose_week(**plan_week) == 10

    def test_spreads_words_over_the_workdays(self, plan_week, editor):
        Keyword.objects.bulk_create(Keyword(text=f"词{n}", owner=editor) for n in range(20))
        make_workday(date(2026, 11, 28), is_workday=True)

        services.propose_week(**plan_week)

        assert {word.day for word in queries.week_words(monday=MONDAY)} == {date(2026, 11, 23 + n) for n in range(6)}

    def test_leaves_words_of_the_last_three_weeks_at_rest(self, plan_week, editor):
        plan_keyword(make_keyword("刚做过", owner=editor), date(2026, 11, 16))

        assert services.propose_week(**plan_week) == 0

    def test_adds_nothing_when_pressed_twice(self, plan_week, editor):
        Keyword.objects.bulk_create(Keyword(text=f"词{n}", owner=editor) for n in range(30))
        services.propose_week(**plan_week)

        assert services.propose_week(**plan_week) == 0

    def test_refuses_a_published_week(self, plan_week, editor):
        plan_keyword(make_keyword(owner=editor), MONDAY)
        services.publish_week(**plan_week)

        with pytest.raises(services.WeekPublished):
            services.propose_week(**plan_week)

    def test_survives_a_week_without_workdays(self, plan_week, editor):
        make_keyword(owner=editor)
        for_all = [make_workday(date(2026, 11, 23 + n), is_workday=False) for n in range(7)]

        assert len(for_all) == 7
        assert services.propose_week(**plan_week) == 0


class TestPlanWords:
    def test_adds_chosen_words_once(self, plan_week, editor):
        word = make_keyword(owner=editor)
        services.plan_words(keyword_ids=[word.pk], **plan_week)

        assert services.plan_words(keyword_ids=[word.pk], **plan_week) == 0

    def test_takes_the_words_page_and_rank_along(self, plan_week, editor):
        word = make_keyword(owner=editor, landing_page="/product/bag")

        services.plan_words(keyword_ids=[word.pk], **plan_week)

        assert PlannedKeyword.objects.get().landing_page == "/product/bag"


class TestChangePlanned:
    def test_moves_a_word(self, plan_week, editor, other_editor):
        planned = plan_keyword(make_keyword(), MONDAY, staff=editor)

        services.change_planned(
            planned_id=planned.pk,
            day=date(2026, 11, 25),
            staff_id=other_editor.pk,
            landing_page=" /news/1 ",
            target_rank=5,
            actor=plan_week["actor"],
            now=plan_week["now"],
        )

        planned.refresh_from_db()
        assert (planned.day, planned.staff, planned.landing_page) == (date(2026, 11, 25), other_editor, "/news/1")

    def test_refuses_a_word_that_is_gone(self, plan_week):
        with pytest.raises(services.WeekPublished):
            services.change_planned(
                planned_id=0,
                day=MONDAY,
                staff_id=None,
                landing_page="",
                target_rank=None,
                actor=plan_week["actor"],
                now=plan_week["now"],
            )


class TestDropWord:
    def test_takes_a_word_out_of_a_draft(self, plan_week):
        planned = plan_keyword(make_keyword(), MONDAY)

        services.drop_word(planned_id=planned.pk, actor=plan_week["actor"], now=plan_week["now"])

        assert not PlannedKeyword.objects.exists()

    def test_leaves_a_published_week_alone(self, plan_week):
        planned = plan_keyword(make_keyword(), MONDAY)
        services.publish_week(**plan_week)

        with pytest.raises(services.WeekPublished):
            services.drop_word(planned_id=planned.pk, actor=plan_week["actor"], now=plan_week["now"])


class TestPublishWeek:
    def test_counts_the_words(self, plan_week):
        plan_keyword(make_keyword(), MONDAY)

        assert services.publish_week(**plan_week) == 1

    def test_refuses_a_second_press(self, plan_week):
        plan_keyword(make_keyword(), MONDAY)
        services.publish_week(**plan_week)

        with pytest.raises(services.WeekPublished):
            services.publish_week(**plan_week)

    def test_refuses_an_empty_week(self, plan_week):
        with pytest.raises(services.WeekEmpty):
            services.publish_week(**plan_week)


class TestWeekSummary:
    def test_counts_what_is_still_missing(self, plan_week, editor):
        plan_keyword(make_keyword("甲"), MONDAY, staff=editor)
        plan_keyword(make_keyword("乙"), MONDAY)

        summary = queries.week_summary(MONDAY)

        assert (summary.words, summary.without_landing_page, summary.without_owner) == (2, 2, 1)

    def test_knows_a_week_without_a_plan(self, db):
        assert queries.week_summary(MONDAY).state == ""
