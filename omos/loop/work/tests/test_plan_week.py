"""Generating, changing and publishing the week's work."""

from __future__ import annotations

from datetime import date

import pytest

from omos.loop.goals.tests.factories import make_goal
from omos.loop.keywords.tests.factories import make_keyword, plan_keyword
from omos.loop.work import queries, services
from omos.loop.work.models import Assignment, AssignmentKeyword, WorkPlan
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.people.tests.factories import make_leave, viewer_of

MONDAY = date(2026, 11, 23)
WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def article(editor):
    return make_category(staff=editor, needs_keyword=True)


@pytest.fixture
def plan(supervisor, noon):
    return {
        "monday": MONDAY,
        "department_id": supervisor.department_id,
        "actor": viewer_of(supervisor),
        "now": noon,
    }


@pytest.fixture
def cell(supervisor, editor, article):
    return services.Cell(supervisor.department_id, editor.pk, article.pk, MONDAY)


def planned(**filters) -> int:
    return sum(Assignment.objects.filter(**filters).values_list("quantity", flat=True))


class TestGenerateWeek:
    def test_shares_the_goal_gap_over_people_alike(self, plan, editor, other_editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")

        services.generate_week(**plan)

        assert planned(staff=editor) == planned(staff=other_editor) == 10

    def test_never_plans_above_what_a_day_holds(self, plan, editor, article):
        make_goal("evidence_verified", 900, category="ARTICLE")

        services.generate_week(**plan)

        assert max(Assignment.objects.values_list("quantity", flat=True)) == 5

    def test_says_what_found_no_place(self, plan, editor, article):
        make_goal("evidence_verified", 900, category="ARTICLE")

        services.generate_week(**plan)

        assert WorkPlan.objects.get().unplaced[0]["obstacle"] == "no_capacity"

    def test_plans_nothing_on_leave(self, plan, editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")
        make_leave(editor, WEDNESDAY)

        services.generate_week(**plan)

        assert planned(staff=editor, due_date=WEDNESDAY) == 0

    def test_places_carried_over_work_first(self, plan, editor, article):
        left = make_assignment(editor, category=article, quantity=2)

        services.generate_week(**plan)

        carried = Assignment.objects.get(plan__monday=MONDAY)
        assert (carried.carried_from_id, carried.quantity, carried.due_date) == (left.pk, 2, MONDAY)

    def test_gives_each_planned_word_its_piece_on_its_day(self, plan, editor, article):
        word = make_keyword("布袋除尘器选型")
        plan_keyword(word, WEDNESDAY, staff=editor)

        services.generate_week(**plan)

        link = AssignmentKeyword.objects.get()
        assert (link.keyword, link.assignment.due_date, link.assignment.quantity) == (word, WEDNESDAY, 1)

    def test_leaves_words_nobody_can_serve_out(self, plan, editor, article):
        article.position = None
        article.save(update_fields=["position"])
        plan_keyword(make_keyword(), WEDNESDAY, category="ARTICLE")

        assert services.generate_week(**plan) == 0

    def test_goes_on_as_usual_where_no_goal_says_how_much(self, plan, editor, article):
        make_assignment(editor, category=article, due_date=date(2026, 11, 18), quantity=20, state="DONE")

        services.generate_week(**plan)

        assert planned(plan__monday=MONDAY) == 5
        assert Assignment.objects.filter(plan__monday=MONDAY)[0].reasons[1]["code"] == "usual"

    def test_says_why_in_every_cell(self, plan, editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")

        services.generate_week(**plan)

        parts = Assignment.objects.all()[0].reasons
        assert [part["code"] for part in parts] == ["capacity", "goal_gap"]
        assert parts[0]["capacity_units"] == 5

    def test_gives_every_assignment_a_code(self, plan, editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")

        services.generate_week(**plan)

        codes = set(Assignment.objects.values_list("code", flat=True))
        assert "W48-001" in codes
        assert len(codes) == Assignment.objects.count()

    def test_replaces_an_earlier_proposal(self, plan, editor, article):
        make_goal("evidence_verified", 24, category="ARTICLE")
        services.generate_week(**plan)
        before = planned()

        services.generate_week(**plan)

        assert planned() == before

    def test_leaves_a_published_week_alone(self, plan, editor, cell):
        services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])
        services.publish_week(**plan)

        with pytest.raises(services.PlanPublished):
            services.generate_week(**plan)

    def test_survives_a_department_without_people_or_categories(self, plan):
        assert services.generate_week(**plan) == 0


class TestSetCell:
    def test_fills_an_empty_cell(self, plan, cell):
        kept = services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])

        assert (kept.quantity, kept.state) == (3, Assignment.State.DRAFT)

    def test_changes_the_quantity(self, plan, cell):
        services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])

        services.set_cell(cell=cell, quantity=4, actor=plan["actor"], now=plan["now"])

        assert Assignment.objects.get().quantity == 4

    def test_empties_the_cell_at_zero(self, plan, cell):
        services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])

        services.set_cell(cell=cell, quantity=0, actor=plan["actor"], now=plan["now"])

        assert not Assignment.objects.exists()

    def test_opens_work_at_once_in_a_published_week(self, plan, cell, article, other_editor):
        services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])
        services.publish_week(**plan)
        other = services.Cell(cell.department_id, other_editor.pk, article.pk, WEDNESDAY)

        kept = services.set_cell(cell=other, quantity=2, actor=plan["actor"], now=plan["now"])

        assert kept.state == Assignment.State.OPEN

    def test_keeps_at_least_what_was_handed_in(self, plan, cell, editor, article):
        assignment = make_assignment(editor, category=article, due_date=MONDAY, quantity=4)
        Assignment.objects.filter(pk=assignment.pk).update(handed_in_count=3)

        with pytest.raises(services.AssignmentRefused, match="3"):
            services.set_cell(cell=cell, quantity=2, actor=plan["actor"], now=plan["now"])

    def test_completes_the_assignment_when_lowered_to_what_is_there(self, plan, cell, editor, article):
        assignment = make_assignment(editor, category=article, due_date=MONDAY, quantity=4)
        Assignment.objects.filter(pk=assignment.pk).update(handed_in_count=3)

        kept = services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])

        assert kept.state == Assignment.State.DONE

    def test_refuses_a_senseless_quantity(self, plan, cell):
        with pytest.raises(services.AssignmentRefused):
            services.set_cell(cell=cell, quantity=1000, actor=plan["actor"], now=plan["now"])


class TestPublishWeek:
    def test_opens_the_work_and_counts_the_people(self, plan, cell):
        services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])

        assert services.publish_week(**plan) == 1
        assert Assignment.objects.get().state == Assignment.State.OPEN

    def test_refuses_a_second_press(self, plan, cell):
        services.set_cell(cell=cell, quantity=3, actor=plan["actor"], now=plan["now"])
        services.publish_week(**plan)

        with pytest.raises(services.PlanPublished):
            services.publish_week(**plan)

    def test_refuses_an_empty_week(self, plan):
        with pytest.raises(services.WeekEmpty):
            services.publish_week(**plan)

    def test_closes_carried_over_work_where_it_was(self, plan, editor, article):
        left = make_assignment(editor, category=article, quantity=2)
        services.generate_week(**plan)

        services.publish_week(**plan)

        left.refresh_from_db()
        assert left.state == Assignment.State.CARRIED


class TestAssignAdHoc:
    def test_gives_work_at_once(self, supervisor, editor, article, noon):
        work = services.AdHoc(editor.pk, article.pk, 2, WEDNESDAY, brief=" 展会新闻 ")

        given = services.assign_ad_hoc(work=work, actor=viewer_of(supervisor), now=noon)

        assert (given.state, given.is_ad_hoc, given.brief, given.code) == ("OPEN", True, "展会新闻", "W48-001")

    def test_lowers_what_the_week_may_plan(self, plan, editor, article):
        make_goal("evidence_verified", 900, category="ARTICLE")
        work = services.AdHoc(editor.pk, article.pk, 4, WEDNESDAY)
        services.assign_ad_hoc(work=work, actor=plan["actor"], now=plan["now"])

        services.generate_week(**plan)

        assert planned(due_date=WEDNESDAY, is_ad_hoc=False) == 1


class TestWeekMatrix:
    def test_sets_work_against_what_the_day_holds(self, plan, cell, supervisor):
        services.set_cell(cell=cell, quantity=6, actor=plan["actor"], now=plan["now"])

        matrix = queries.week_matrix(viewer=viewer_of(supervisor), monday=MONDAY)

        row = next(row for row in matrix.rows if row.minutes)
        assert (row.cells[0].load, row.cells[0].is_over, row.cells[1].load) == (120, True, 0)

    def test_shows_an_editor_only_their_own_row(self, editor, other_editor):
        matrix = queries.week_matrix(viewer=viewer_of(editor), monday=MONDAY)

        assert [row.person.id for row in matrix.rows] == [editor.pk]

    def test_asks_the_same_number_of_questions_for_any_number_of_people(
        self, supervisor, editor, article, django_assert_num_queries
    ):
        viewer = viewer_of(supervisor)

        with django_assert_num_queries(8):
            queries.week_matrix(viewer=viewer, monday=MONDAY)
