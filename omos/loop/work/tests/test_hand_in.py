"""Handing in links, line by line."""

from __future__ import annotations

from datetime import date

import pytest

from omos.loop.keywords.tests.factories import make_keyword
from omos.loop.work import services
from omos.loop.work.models import Assignment, Evidence, WorkCategory
from omos.loop.work.services import handing_in
from omos.loop.work.tests.factories import make_assignment, make_category
from omos.people.tests.factories import make_website, viewer_of

ARTICLE = "https://www.yunfan.example/news/bag-material.html"
OTHER = "https://www.yunfan.example/news/ptfe-vs-pet.html"
OUTSIDE = "https://zhuanlan.zhihu.com/p/123456"


@pytest.fixture
def website(company):
    return make_website()


@pytest.fixture
def hand_in(editor, noon, website):
    def hand_in_now(text, **more):
        return services.hand_in(**{"actor": viewer_of(editor), "text": text, "now": noon, **more})

    return hand_in_now


class TestHandIn:
    def test_keeps_every_link_of_the_paste(self, hand_in, editor):
        make_assignment(editor, quantity=3)

        result = hand_in(f"{ARTICLE}\n{OTHER}\n")

        assert [line.piece for line in result.accepted] == [1, 2]
        assert Evidence.objects.count() == 2

    def test_asks_as_little_for_many_links_as_for_two(self, hand_in, editor, django_assert_num_queries):
        make_assignment(editor, quantity=40)
        pasted = "\n".join(f"https://www.yunfan.example/news/{number}.html" for number in range(30))

        with django_assert_num_queries(16):
            hand_in(pasted)

        assert Assignment.objects.get().handed_in_count == 30

    def test_finds_links_within_chat_text(self, hand_in, editor):
        make_assignment(editor)

        result = hand_in(f"今天第一篇：{ARTICLE}，请查收。")

        assert result.accepted[0].url == ARTICLE

    def test_welcomes_part_of_the_quantity(self, hand_in, editor):
        assignment = make_assignment(editor, quantity=3)

        hand_in(ARTICLE)

        assignment.refresh_from_db()
        assert (assignment.state, assignment.missing) == (Assignment.State.OPEN, 2)

    def test_completes_the_assignment_when_it_is_full(self, hand_in, editor, noon):
        assignment = make_assignment(editor, quantity=2)

        hand_in(f"{ARTICLE}\n{OTHER}")

        assignment.refresh_from_db()
        assert (assignment.state, assignment.completed_at) == (Assignment.State.DONE, noon)

    def test_welcomes_more_than_was_planned(self, hand_in, editor):
        make_assignment(editor, quantity=1)

        result = hand_in(f"{ARTICLE}\n{OTHER}")

        assert len(result.accepted) == 2

    def test_fills_overdue_work_first(self, hand_in, editor):
        overdue = make_assignment(editor, quantity=1, due_date=date(2026, 11, 19))
        make_assignment(editor, quantity=1)

        result = hand_in(f"{ARTICLE}\n{OTHER}")

        assert [line.is_late for line in result.accepted] == [True, False]
        assert result.accepted[0].assignment_id == overdue.pk

    def test_sends_outside_links_to_outside_work(self, hand_in, editor):
        make_assignment(editor)
        post = make_category("OUTSIDE_POST", kind=WorkCategory.EvidenceKind.OUTSIDE_URL)
        outside = make_assignment(editor, category=post)

        result = hand_in(OUTSIDE)

        assert result.accepted[0].assignment_id == outside.pk

    def test_follows_the_code_in_the_line(self, hand_in, editor):
        make_assignment(editor)
        named = make_assignment(editor, is_ad_hoc=True)

        result = hand_in(f"{named.code} {ARTICLE}")

        assert result.accepted[0].assignment_id == named.pk

    def test_gives_each_piece_the_word_that_its_line_names(self, hand_in, editor):
        bag, cartridge = make_keyword("滤袋材质"), make_keyword("滤筒除尘器")
        make_assignment(editor, words=(bag, cartridge))

        result = hand_in(f"滤筒除尘器怎么选 {ARTICLE}\n{OTHER}")

        assert [line.keyword for line in result.accepted] == ["滤筒除尘器", "滤袋材质"]

    def test_counts_the_day_of_the_company(self, hand_in, editor, noon):
        make_assignment(editor)

        hand_in(ARTICLE, now=noon.replace(hour=23, minute=59))

        assert Evidence.objects.get().day == date(2026, 11, 20)


class TestRefusals:
    def test_names_a_line_without_a_link(self, hand_in, editor):
        make_assignment(editor)

        result = hand_in(f"好的\n{ARTICLE}")

        assert [(line.line_no, line.reason_code) for line in result.refused] == [(1, "not_a_link")]
        assert len(result.accepted) == 1

    def test_names_who_handed_the_page_in_before(self, hand_in, editor, other_editor, noon):
        make_assignment(other_editor)
        make_assignment(editor)
        hand_in(ARTICLE, actor=viewer_of(other_editor))

        refused = hand_in(ARTICLE).refused[0]

        assert (refused.reason_code, refused.by_whom, refused.when) == ("handed_in_before", "苏晴", noon)

    def test_sees_through_other_spellings_of_a_page(self, hand_in, editor):
        make_assignment(editor)
        hand_in(ARTICLE)

        result = hand_in("http://www.yunfan.example/news/bag-material.html?utm_source=baidu#top")

        assert result.refused[0].reason_code == "handed_in_before"

    def test_takes_a_page_once_from_one_paste(self, hand_in, editor):
        make_assignment(editor)

        result = hand_in(f"{ARTICLE}\n{ARTICLE}")

        assert (len(result.accepted), result.refused[0].reason_code) == (1, "same_paste")

    def test_wants_our_own_website_where_the_work_does(self, hand_in, editor):
        make_assignment(editor)

        assert hand_in(OUTSIDE).refused[0].reason_code == "not_our_website"

    def test_wants_another_website_where_the_work_does(self, hand_in, editor):
        post = make_category("OUTSIDE_POST", kind=WorkCategory.EvidenceKind.OUTSIDE_URL)
        make_assignment(editor, category=post)

        assert hand_in(ARTICLE).refused[0].reason_code == "not_outside"

    def test_says_when_nothing_is_open(self, hand_in):
        assert hand_in(ARTICLE).refused[0].reason_code == "nothing_open"

    def test_does_not_take_another_persons_code(self, hand_in, editor, other_editor):
        make_assignment(editor)
        others = make_assignment(other_editor)

        assert hand_in(f"{others.code} {ARTICLE}").refused[0].reason_code == "not_this_assignment"

    def test_stops_at_two_hundred_links(self, hand_in, editor):
        make_assignment(editor)

        result = hand_in("\n".join(f"https://www.yunfan.example/news/{n}.html" for n in range(201)))

        assert (len(result.accepted), result.refused[0].reason_code) == (200, "too_many")

    def test_survives_garbage(self, hand_in, editor):
        make_assignment(editor)

        result = hand_in("http://[::1\nhttp://\x00/\njavascript:alert(1)\nhttps://\n")

        assert not result.accepted

    def test_keeps_nothing_in_a_preview(self, hand_in, editor, noon):
        make_assignment(editor)

        preview = services.preview_hand_in(actor=viewer_of(editor), text=ARTICLE, now=noon)

        assert (len(preview.accepted), Evidence.objects.count()) == (1, 0)


class TestWithdrawEvidence:
    def test_frees_the_page_and_opens_the_assignment(self, hand_in, editor, noon):
        assignment = make_assignment(editor, quantity=1)
        kept = hand_in(ARTICLE).accepted[0]

        services.withdraw_evidence(evidence_id=kept.evidence_id, actor=viewer_of(editor), now=noon)

        assignment.refresh_from_db()
        assert (assignment.state, assignment.handed_in_count) == (Assignment.State.OPEN, 0)
        assert hand_in(ARTICLE).accepted

    def test_refuses_a_second_press(self, hand_in, editor, noon):
        make_assignment(editor)
        kept = hand_in(ARTICLE).accepted[0]
        services.withdraw_evidence(evidence_id=kept.evidence_id, actor=viewer_of(editor), now=noon)

        with pytest.raises(services.AssignmentClosed):
            services.withdraw_evidence(evidence_id=kept.evidence_id, actor=viewer_of(editor), now=noon)

    def test_refuses_another_persons_piece(self, hand_in, editor, other_editor, noon):
        make_assignment(editor)
        kept = hand_in(ARTICLE).accepted[0]

        with pytest.raises(services.AssignmentClosed):
            services.withdraw_evidence(evidence_id=kept.evidence_id, actor=viewer_of(other_editor), now=noon)

    def test_lets_a_better_piece_stand_in(self, hand_in, editor):
        make_assignment(editor, quantity=1)
        returned = hand_in(ARTICLE).accepted[0]

        better = hand_in(OTHER, replaces_id=returned.evidence_id).accepted[0]

        assert Evidence.objects.get(pk=better.evidence_id).replaces_id == returned.evidence_id


class TestHandInNote:
    @pytest.fixture
    def negatives(self, editor):
        return make_assignment(
            editor, category=make_category("NEGATIVES", kind=WorkCategory.EvidenceKind.NOTE), quantity=30
        )

    def test_counts_the_quantity(self, negatives, editor, noon):
        services.hand_in_note(
            actor=viewer_of(editor), assignment_id=negatives.pk, quantity=30, note="否词清单 1120-B", now=noon
        )

        negatives.refresh_from_db()
        assert (negatives.handed_in_count, negatives.state) == (30, Assignment.State.DONE)

    def test_wants_a_line_or_a_file(self, negatives, editor, noon):
        with pytest.raises(services.AssignmentRefused):
            services.hand_in_note(actor=viewer_of(editor), assignment_id=negatives.pk, quantity=30, note=" ", now=noon)

    def test_refuses_a_senseless_quantity(self, negatives, editor, noon):
        with pytest.raises(services.AssignmentRefused):
            services.hand_in_note(actor=viewer_of(editor), assignment_id=negatives.pk, quantity=0, note="好", now=noon)

    def test_refuses_another_persons_assignment(self, negatives, other_editor, noon):
        with pytest.raises(services.AssignmentClosed):
            services.hand_in_note(
                actor=viewer_of(other_editor), assignment_id=negatives.pk, quantity=1, note="好", now=noon
            )


class TestRematchKeyword:
    def test_swaps_the_words_of_two_pieces(self, hand_in, editor):
        bag, cartridge = make_keyword("滤袋材质"), make_keyword("滤筒除尘器")
        make_assignment(editor, words=(bag, cartridge))
        first, second = hand_in(f"{ARTICLE}\n{OTHER}").accepted

        services.rematch_keyword(evidence_id=first.evidence_id, keyword_id=cartridge.pk)

        words = dict(Evidence.objects.values_list("id", "keyword_id"))
        assert words == {first.evidence_id: cartridge.pk, second.evidence_id: bag.pk}


class TestSomebodyWasFaster:
    """A page comes in between the look for it and the keeping."""

    @pytest.fixture(autouse=True)
    def unseen(self, monkeypatch):
        monkeypatch.setattr(handing_in, "standing_hand_ins", lambda page_keys: {})

    def test_keeps_the_other_links_of_the_paste(self, hand_in, editor):
        make_assignment(editor, quantity=5)
        hand_in(ARTICLE)

        result = hand_in(f"{OTHER}\n{ARTICLE}")

        assert [line.url for line in result.accepted] == [OTHER]
        assert [line.reason_code for line in result.refused] == ["handed_in_before"]

    def test_counts_only_what_was_kept(self, hand_in, editor):
        assignment = make_assignment(editor, quantity=2)
        hand_in(ARTICLE)

        hand_in(ARTICLE)

        assignment.refresh_from_db()
        assert (assignment.handed_in_count, assignment.state) == (1, Assignment.State.OPEN)

    def test_lets_the_first_link_that_is_kept_stand_in_for_the_returned_piece(self, hand_in, editor):
        make_assignment(editor, quantity=5)
        hand_in(ARTICLE)
        returned = hand_in(f"{OTHER}?old").accepted[0].evidence_id

        kept = hand_in(f"{ARTICLE}\n{OTHER}", replaces_id=returned).accepted[0].evidence_id

        assert Evidence.objects.get(replaces_id=returned).pk == kept
