from __future__ import annotations

from datetime import date

import pytest

from omos.centres.content import queries, services
from omos.centres.content.models import FoundPage, PenName
from omos.centres.content.tests.factories import TODAY, make_page
from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.work.models import Assignment, Evidence
from omos.loop.work.services import withdraw_evidence
from omos.loop.work.tests.factories import make_assignment, make_evidence
from omos.people.models import Action
from omos.people.tests.factories import make_department, make_staff, viewer_of

pytestmark = pytest.mark.django_db
State = FoundPage.State


def claim(page: FoundPage, staff, noon) -> FoundPage:
    return services.claim_page(page_id=page.pk, actor=viewer_of(staff), now=noon)


def give(page: FoundPage, to, by, noon, **more) -> FoundPage:
    return services.give_page(page_id=page.pk, staff_id=to.pk, actor=viewer_of(by), now=noon, **more)


class TestClaim:
    def test_counts_it_for_oneself(self, editor, noon):
        assignment = make_assignment(editor)

        counted = claim(make_page(), editor, noon)

        assert (counted.state, counted.staff_id, counted.decided_by_id) == (State.COUNTED, editor.pk, editor.pk)
        assert Evidence.objects.get().assignment_id == assignment.pk

    def test_serves_the_word_in_the_title(self, editor, noon):
        make_assignment(editor, due_date=date(2026, 11, 19))
        word = make_keyword("除尘器")
        wanting = make_assignment(editor, words=(word,))

        claim(make_page(title="除尘器怎么选"), editor, noon)

        assert Evidence.objects.values_list("assignment_id", "keyword_id").get() == (wanting.pk, word.pk)

    def test_takes_up_what_somebody_said_is_not_to_be_counted(self, editor, noon):
        make_assignment(editor)

        assert claim(make_page(state=State.IGNORED), editor, noon).state == State.COUNTED

    def test_counts_once_for_two_presses(self, editor, noon):
        make_assignment(editor)
        page = make_page()
        claim(page, editor, noon)

        with pytest.raises(services.PageSettled):
            claim(page, editor, noon)

        assert Evidence.objects.count() == 1

    def test_loses_to_whoever_was_faster(self, editor, other_editor, noon):
        make_assignment(editor)
        make_assignment(other_editor)
        page = make_page()
        claim(page, editor, noon)

        with pytest.raises(services.PageSettled):
            claim(page, other_editor, noon)

    def test_needs_open_work(self, editor, noon):
        with pytest.raises(services.PersonRefused):
            claim(make_page(), editor, noon)

        assert FoundPage.objects.get().state == State.UNSURE

    def test_links_what_was_handed_in_meanwhile(self, editor, other_editor, noon):
        page = make_page()
        evidence = make_evidence(make_assignment(other_editor), url=page.url)
        Evidence.objects.filter(pk=evidence.pk).update(page_key=page.page_key)

        linked = claim(page, editor, noon)

        assert (linked.is_linked, linked.staff_id) == (True, other_editor.pk)

    def test_leaves_a_trace(self, editor, noon):
        make_assignment(editor)
        claim(make_page(), editor, noon)

        assert Action.objects.get(verb="content.claim").actor_name == editor.name


class TestGive:
    def test_counts_it_for_the_person(self, supervisor, editor, noon):
        make_assignment(editor)

        counted = give(make_page(), editor, supervisor, noon)

        assert (counted.staff_id, counted.decided_by_id) == (editor.pk, supervisor.pk)
        assert [step["code"] for step in counted.reasons] == ["person", "earliest_open"]

    def test_moves_what_was_counted_for_somebody_else(self, supervisor, editor, other_editor, noon):
        first, second = make_assignment(editor, quantity=1), make_assignment(other_editor)
        page = make_page()
        give(page, editor, supervisor, noon)

        give(page, other_editor, supervisor, noon)

        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.handed_in_count, first.state, second.handed_in_count) == (0, Assignment.State.OPEN, 1)

    def test_moves_what_its_person_took_back_elsewhere(self, supervisor, editor, other_editor, noon):
        make_assignment(editor)
        make_assignment(other_editor)
        page = make_page()
        counted = give(page, editor, supervisor, noon)
        withdraw_evidence(evidence_id=counted.evidence_id, actor=viewer_of(editor), now=noon)

        assert give(page, other_editor, supervisor, noon).staff_id == other_editor.pk

    def test_keeps_the_by_line_as_a_pen_name(self, supervisor, editor, noon):
        make_assignment(editor)

        give(make_page(byline="小远"), editor, supervisor, noon, has_pen_name=True)

        assert PenName.objects.values_list("staff_id", "name").get() == (editor.pk, "小远")

    def test_counts_also_where_the_by_line_is_nobodys(self, supervisor, editor, noon):
        make_assignment(editor)

        counted = give(make_page(byline="admin"), editor, supervisor, noon, has_pen_name=True)

        assert (counted.state, PenName.objects.count()) == (State.COUNTED, 0)

    def test_leaves_what_a_person_handed_in(self, supervisor, editor, noon):
        make_assignment(editor)
        page = make_page(state=State.COUNTED, staff=editor, evidence_id=7)
        FoundPage.objects.update(is_linked=True)

        with pytest.raises(services.PageSettled):
            give(page, editor, supervisor, noon)

    def test_refuses_people_of_other_departments(self, supervisor, noon):
        stranger = make_staff("外人", department=make_department("仓储部"))
        make_assignment(stranger)

        with pytest.raises(services.PersonRefused):
            give(make_page(), stranger, supervisor, noon)

    def test_refuses_who_may_not_give(self, editor, other_editor, noon):
        make_assignment(other_editor)

        with pytest.raises(services.PersonRefused):
            give(make_page(), other_editor, editor, noon)


class TestTakeBack:
    def test_frees_the_page_for_others(self, editor, other_editor, noon):
        make_assignment(editor)
        make_assignment(other_editor)
        page = make_page()
        claim(page, editor, noon)

        services.take_back_page(page_id=page.pk, actor=viewer_of(editor), now=noon)

        page.refresh_from_db()
        assert (page.state, page.why, page.staff_id) == (State.UNSURE, "taken_back", None)
        assert claim(page, other_editor, noon).staff_id == other_editor.pk

    def test_is_not_undone_by_the_machine(self, editor, noon):
        make_assignment(editor)
        page = make_page(byline="陈思远")
        claim(page, editor, noon)
        services.take_back_page(page_id=page.pk, actor=viewer_of(editor), now=noon)

        assert services.match_again(now=noon) == 0

    def test_is_the_supervisors_too(self, supervisor, editor, noon):
        make_assignment(editor)
        page = make_page()
        claim(page, editor, noon)

        services.take_back_page(page_id=page.pk, actor=viewer_of(supervisor), now=noon)

        assert Evidence.objects.filter(withdrawn_at__isnull=True).count() == 0

    def test_is_nobody_elses(self, editor, other_editor, noon):
        make_assignment(editor)
        page = make_page()
        claim(page, editor, noon)

        with pytest.raises(services.PageSettled):
            services.take_back_page(page_id=page.pk, actor=viewer_of(other_editor), now=noon)

    def test_survives_a_second_press(self, editor, noon):
        make_assignment(editor)
        page = make_page()
        claim(page, editor, noon)
        services.take_back_page(page_id=page.pk, actor=viewer_of(editor), now=noon)

        with pytest.raises(services.PageSettled):
            services.take_back_page(page_id=page.pk, actor=viewer_of(editor), now=noon)


class TestIgnore:
    def test_settles_the_page(self, editor, noon):
        page = make_page()

        services.ignore_page(page_id=page.pk, actor=viewer_of(editor), now=noon)

        page.refresh_from_db()
        assert (page.state, page.why, page.decided_by_id) == (State.IGNORED, "not_ours", editor.pk)

    def test_refuses_what_is_counted(self, editor, noon):
        page = make_page(state=State.COUNTED, staff=editor, evidence_id=3)

        with pytest.raises(services.PageSettled):
            services.ignore_page(page_id=page.pk, actor=viewer_of(editor), now=noon)


class TestMany:
    def test_are_claimed_together(self, editor, noon):
        make_assignment(editor)
        pages = [make_page(), make_page()]

        number = services.claim_pages(viewer=viewer_of(editor), ids=[page.pk for page in pages], now=noon)

        assert (number, Evidence.objects.count()) == (2, 2)

    def test_are_given_all_or_none(self, supervisor, editor, noon):
        make_assignment(editor)
        free, taken = make_page(), make_page(state=State.FOUND)

        with pytest.raises(services.PageSettled):
            services.give_pages(viewer=viewer_of(supervisor), ids=[free.pk, taken.pk], staff_id=editor.pk, now=noon)

        assert Evidence.objects.count() == 0


class TestPenNames:
    def test_belong_to_one_person(self, supervisor, editor, other_editor, noon):
        actor = viewer_of(supervisor)
        services.save_pen_name(staff_id=editor.pk, name="小远", actor=actor, now=noon)

        with pytest.raises(services.PenNameRefused, match="陈思远"):
            services.save_pen_name(staff_id=other_editor.pk, name=" 小 远", actor=actor, now=noon)

    def test_are_kept_once(self, supervisor, editor, noon):
        actor = viewer_of(supervisor)
        services.save_pen_name(staff_id=editor.pk, name="小远", actor=actor, now=noon)
        services.save_pen_name(staff_id=editor.pk, name="小远", actor=actor, now=noon)

        assert PenName.objects.count() == 1

    @pytest.mark.parametrize("name", ["", " ", "admin", "小编", "——"])
    def test_name_somebody(self, supervisor, editor, noon, name):
        with pytest.raises(services.PenNameRefused):
            services.save_pen_name(staff_id=editor.pk, name=name, actor=viewer_of(supervisor), now=noon)

    def test_are_forgotten(self, supervisor, editor, noon):
        kept = services.save_pen_name(staff_id=editor.pk, name="小远", actor=viewer_of(supervisor), now=noon)

        services.drop_pen_name(pen_name_id=kept.pk, actor=viewer_of(supervisor), now=noon)
        services.drop_pen_name(pen_name_id=kept.pk, actor=viewer_of(supervisor), now=noon)

        assert PenName.objects.count() == 0


class TestScope:
    def test_an_editor_sees_own_and_unclaimed_pages(self, editor, other_editor):
        own = make_page(state=State.COUNTED, staff=editor, evidence_id=1)
        free = make_page()
        make_page(state=State.COUNTED, staff=other_editor, evidence_id=2)

        assert set(queries.found_pages(viewer_of(editor))) == {own, free}

    def test_what_was_there_before_is_shown_to_nobody(self, supervisor):
        page = make_page(state=State.IGNORED)
        FoundPage.objects.filter(pk=page.pk).update(why="before")

        assert not queries.found_pages(viewer_of(supervisor)).exists()

    def test_who_serves_customers_sees_nothing(self, company):
        make_page()

        assert not queries.found_pages(viewer_of(make_staff("许静", role="SERVICE"))).exists()


class TestFoundOn:
    def test_counts_the_day_for_its_people(self, supervisor, editor, other_editor, noon):
        make_assignment(editor)
        claim(make_page(), editor, noon)
        make_page()

        there, elsewhere = (queries.found_on(TODAY, viewer_of(staff)) for staff in (supervisor, other_editor))

        assert (there.found, there.pending, there.unsettled) == (1, 1, 1)
        assert (elsewhere.found, elsewhere.unsettled) == (0, 1)

    def test_asks_a_fixed_number_of_questions(self, supervisor, editor, noon, django_assert_max_num_queries):
        make_assignment(editor)
        viewer = viewer_of(supervisor)
        claim(make_page(), editor, noon)
        FoundPage.objects.filter(pk__in=[make_page().pk, make_page().pk]).update(candidates=[editor.pk])

        with django_assert_max_num_queries(5):
            queries.found_on(TODAY, viewer)

    def test_says_why_nobody_is_named_and_who_may_be(self, supervisor, editor):
        page = make_page()
        step = {"code": "nothing_open", "people": [editor.pk], "text": ""}
        FoundPage.objects.filter(pk=page.pk).update(candidates=[editor.pk], reasons=[step])

        line = queries.found_on(TODAY, viewer_of(supervisor)).lines[0]

        assert (line.reason, line.candidate_id, line.candidate) == ("陈思远 没有这类未完成的任务", editor.pk, "陈思远")

    def test_names_no_candidate_where_there_are_two(self, supervisor, editor):
        page = make_page()
        FoundPage.objects.filter(pk=page.pk).update(candidates=[editor.pk, supervisor.pk])

        assert queries.found_on(TODAY, viewer_of(supervisor)).lines[0].candidate_id is None

    def test_is_called_by_its_day(self, supervisor):
        yesterday, before = (queries.found_on(date(2026, 11, day), viewer_of(supervisor)) for day in (19, 17))

        assert yesterday.heading(today=TODAY) == "昨天发现的文章"
        assert before.heading(today=TODAY) == "11-17 发现的文章"

    def test_leaves_out_what_waits_for_longer_than_a_week(self, supervisor):
        make_page(day=date(2026, 11, 12))

        assert queries.found_on(TODAY, viewer_of(supervisor)).unsettled == 0


class TestRecordFound:
    def test_counts_without_a_network(self, editor, noon):
        make_assignment(editor)
        page = make_page(state=State.IGNORED)
        item = services.FoundItem("https://www.yunfan.example/blog/nine.html", "除尘器怎么选", "陈思远", noon)

        told = services.record_found(source_id=page.source_id, items=[item], actor=queries.desk.MACHINE, now=noon)

        assert told.evidence_ids == {item.url: Evidence.objects.get().pk}

    def test_passes_over_what_is_known(self, editor, noon):
        make_assignment(editor)
        page = make_page(state=State.IGNORED)
        items = [services.FoundItem("https://www.yunfan.example/blog/nine.html", "除尘器怎么选", "李四", noon)] * 2

        told = services.record_found(source_id=page.source_id, items=items, actor=queries.desk.MACHINE, now=noon)

        assert (told.evidence_ids, len(told.unsettled_ids)) == ({}, 1)
