from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.authorship import (
    Article,
    Author,
    Certainty,
    Desk,
    OpenWork,
    OwnedWord,
    attribute,
    is_nobody,
    names_in,
    serve,
)

FRIDAY = date(2026, 11, 20)
CHEN = Author(1, ("陈思远", "小远", "chensy"))
SU = Author(2, ("苏晴",))
FOR_CHEN = OpenWork(11, 1, "ARTICLE", FRIDAY, 3, ((7, "滤筒除尘器"),))
FOR_SU = OpenWork(21, 2, "ARTICLE", FRIDAY, 2, ((8, "除尘器"),))
DESK = Desk((CHEN, SU), (FOR_CHEN, FOR_SU), house_names=("云帆净化",))
ARTICLE = Article("文/小远", FRIDAY, ("滤筒除尘器怎么选",))


def codes(article: Article, desk: Desk = DESK) -> list[str]:
    return [reason.code for reason in attribute(article, desk).reasons]


class TestWorkedExample:
    def test_signed_with_a_pen_name(self):
        found = attribute(ARTICLE, DESK)

        assert (found.person_id, found.assignment_id, found.keyword_id) == (1, 11, 7)
        assert found.certainty is Certainty.SURE
        assert codes(ARTICLE) == ["byline", "wants_word"]

    def test_signed_by_nobody(self):
        found = attribute(replace(ARTICLE, byline="admin"), DESK)

        assert (found.person_id, found.keyword_id, found.certainty) == (1, 7, Certainty.LIKELY)
        assert [reason.code for reason in found.reasons] == ["assignment_word"]

    def test_signed_by_a_stranger(self):
        found = attribute(replace(ARTICLE, byline="李四"), DESK)

        assert (found.certainty, found.person_id, found.candidates) == (Certainty.UNSURE, None, (1,))
        assert [(reason.code, reason.text) for reason in found.reasons] == [("unknown_author", "李四")]


class TestByline:
    @pytest.mark.parametrize(
        "byline",
        [
            "陈思远",
            "作者：陈思远",
            "文/陈思远",
            "陈 思远",
            "ＣＨＥＮＳＹ",
            "陈思远编辑",
            "陈思远 摄影",
            "编辑:小远",
            "(陈思远)",
        ],
    )
    def test_names_a_person_however_written(self, byline):
        assert names_in(byline, DESK.authors) == (1,)

    def test_does_not_find_a_name_inside_another(self):
        assert names_in("陈思远航", DESK.authors) == ()

    def test_keeps_a_family_name_that_is_also_a_role(self):
        assert names_in("文小明", (Author(3, ("文小明",)),)) == (3,)

    def test_of_two_is_a_tie(self):
        found = attribute(replace(ARTICLE, byline="陈思远、苏晴"), DESK)

        assert (found.certainty, found.candidates) == (Certainty.UNSURE, (1, 2))
        assert found.reasons[0].code == "several_authors"

    def test_that_two_people_share_is_a_tie(self):
        twins = Desk((Author(1, ("王伟",)), Author(2, ("王伟",))), (FOR_CHEN,))

        assert attribute(replace(ARTICLE, byline="王伟"), twins).candidates == (1, 2)

    @pytest.mark.parametrize(
        "byline",
        ["", "  ", "admin", "Admin", "管理员", "小编", "云帆净化", "作者：admin", "来源：云帆净化", "本站 原创"],
    )
    def test_of_a_program_or_the_house_names_nobody(self, byline):
        assert is_nobody(byline, ("云帆净化",))

    @pytest.mark.parametrize("byline", ["李四", "admin 李四", "云帆", "小远"])
    def test_of_somebody_names_somebody(self, byline):
        assert not is_nobody(byline, ("云帆净化",))

    def test_outweighs_another_persons_word(self):
        found = attribute(replace(ARTICLE, byline="苏晴", titles=("滤筒选型",)), DESK)

        assert (found.person_id, found.assignment_id, found.keyword_id) == (2, 21, None)
        assert found.certainty is Certainty.SURE


class TestWords:
    def test_in_the_title_speak_before_the_headings(self):
        article = Article("", FRIDAY, ("除尘器多少钱", "滤筒除尘器"))

        assert attribute(article, DESK).person_id == 2

    def test_in_a_heading_speak_where_the_title_says_nothing(self):
        assert attribute(Article("", FRIDAY, ("选型要点", "滤筒除尘器")), DESK).person_id == 1

    def test_wanted_by_two_are_a_tie(self):
        other = replace(FOR_SU, words=((7, "滤筒除尘器"),))

        found = attribute(replace(ARTICLE, byline=""), replace(DESK, openings=(FOR_CHEN, other)))

        assert (found.certainty, found.reasons[0].code) == (Certainty.UNSURE, "several_assignment_word")

    def test_of_a_filled_assignment_are_not_wanted(self):
        desk = replace(DESK, openings=(replace(FOR_CHEN, left=0), FOR_SU))

        assert attribute(replace(ARTICLE, byline=""), desk).person_id == 2

    def test_of_the_library_lead_to_their_owner(self):
        desk = replace(DESK, owned_words=(OwnedWord("脉冲阀", 2),))

        found = attribute(Article("", FRIDAY, ("脉冲阀坏了怎么办",)), desk)

        assert (found.person_id, found.assignment_id) == (2, 21)
        assert [reason.code for reason in found.reasons] == ["word_owner", "earliest_open"]

    def test_owned_by_two_are_a_tie(self):
        desk = replace(DESK, owned_words=(OwnedWord("脉冲阀", 2), OwnedWord("脉冲 阀", 1)))

        assert codes(Article("", FRIDAY, ("脉冲阀坏了怎么办",)), desk) == ["several_word_owner"]


class TestAlone:
    def test_one_person_with_open_work_is_meant(self):
        found = attribute(Article("", FRIDAY, ("选型",)), replace(DESK, openings=(FOR_SU,)))

        assert (found.person_id, found.certainty) == (2, Certainty.LIKELY)

    def test_nobody_is_meant_by_a_page_without_a_day(self):
        assert codes(Article("", None, ("关于我们",)), replace(DESK, openings=(FOR_SU,))) == ["no_sign"]

    def test_two_with_open_work_are_both_candidates(self):
        found = attribute(Article("", FRIDAY, ("选型",)), DESK)

        assert (found.certainty, found.candidates) == (Certainty.UNSURE, (1, 2))


class TestAssignment:
    def test_is_the_earliest_unfilled(self):
        earlier = replace(FOR_CHEN, assignment_id=10, due=date(2026, 11, 19), words=())

        assert serve(Article(), person_id=1, openings=(FOR_CHEN, earlier)).assignment_id == 10

    def test_is_the_last_where_all_are_full(self):
        earlier = replace(FOR_CHEN, assignment_id=10, due=date(2026, 11, 19), left=0)

        found = serve(Article(), person_id=1, openings=(replace(FOR_CHEN, left=0), earlier))

        assert (found.assignment_id, found.reasons[-1].code) == (11, "beyond_plan")

    def test_is_only_likely_where_categories_differ(self):
        pages = replace(FOR_CHEN, assignment_id=12, category="PRODUCT_PAGE", words=())

        found = attribute(Article("陈思远", FRIDAY, ("选型",)), replace(DESK, openings=(FOR_CHEN, pages)))

        assert found.certainty is Certainty.LIKELY

    def test_is_none_without_open_work(self):
        found = attribute(replace(ARTICLE, byline="苏晴"), replace(DESK, openings=(FOR_CHEN,)))

        assert (found.person_id, found.assignment_id, found.certainty) == (2, None, Certainty.UNSURE)
        assert found.reasons[-1].code == "nothing_open"

    def test_is_not_one_of_the_week_after_next(self):
        later = replace(FOR_CHEN, due=date(2026, 12, 4))

        assert attribute(ARTICLE, replace(DESK, openings=(later,))).assignment_id is None


TEXTS = st.text("滤筒除尘器陈思远苏晴小编 /、admin", max_size=12)
ARTICLES = st.builds(Article, TEXTS, st.sampled_from((None, FRIDAY)), st.lists(TEXTS, max_size=3).map(tuple))
OPENINGS = st.lists(
    st.builds(
        OpenWork,
        st.integers(1, 50),
        st.sampled_from((1, 2)),
        st.sampled_from(("ARTICLE", "REWRITE")),
        st.dates(date(2026, 11, 16), date(2026, 12, 4)),
        st.integers(0, 2),
        st.lists(st.tuples(st.integers(1, 9), TEXTS), max_size=2).map(tuple),
    ),
    max_size=5,
    unique_by=lambda work: work.assignment_id,
)


class TestProperties:
    @given(ARTICLES, OPENINGS)
    def test_order_does_not_matter_for_the_person(self, article, openings):
        there = attribute(article, Desk((CHEN, SU), openings))
        back = attribute(article, Desk((SU, CHEN), openings[::-1]))

        assert (there.person_id, there.certainty) == (back.person_id, back.certainty)
        assert set(there.candidates) == set(back.candidates)

    @given(ARTICLES, OPENINGS)
    def test_what_is_unsure_serves_nothing(self, article, openings):
        found = attribute(article, Desk((CHEN, SU), openings))

        assert (found.certainty is Certainty.UNSURE) == (found.assignment_id is None)

    @given(ARTICLES, OPENINGS)
    def test_an_assignment_is_the_persons_own(self, article, openings):
        found = attribute(article, Desk((CHEN, SU), openings))

        whose = {work.assignment_id: work.person_id for work in openings}
        assert whose.get(found.assignment_id) in {None, found.person_id}

    @given(TEXTS)
    def test_nobody_is_named_who_is_not_on_the_desk(self, byline):
        assert set(names_in(byline, (CHEN, SU))) <= {1, 2}
