"""Saving, retiring and handing over words of the library."""

from __future__ import annotations

import pytest

from omos.loop.keywords import queries, services
from omos.loop.keywords.models import Keyword
from omos.loop.keywords.services import KeywordDraft, KeywordRefused
from omos.loop.keywords.tests.factories import make_keyword
from omos.people.models import Action
from omos.people.roles import Role
from omos.people.tests.factories import make_staff, viewer_of


class TestSaveKeyword:
    def test_keeps_the_word_with_its_pinyin_initials(self, supervisor, noon):
        saved = services.save_keyword(draft=KeywordDraft(text="除尘器"), actor=viewer_of(supervisor), now=noon)

        assert (saved.text, saved.initials) == ("除尘器", "ccq")

    def test_takes_superfluous_blanks_away(self, supervisor, noon):
        draft = KeywordDraft(text="  滤袋\u3000 更换 ")

        saved = services.save_keyword(draft=draft, actor=viewer_of(supervisor), now=noon)

        assert saved.text == "滤袋 更换"

    def test_makes_the_group_when_it_is_new(self, supervisor, noon):
        draft = KeywordDraft(text="焊烟净化器", group="焊烟")

        saved = services.save_keyword(draft=draft, actor=viewer_of(supervisor), now=noon)

        assert saved.group.name == "焊烟"

    def test_refuses_an_empty_word(self, supervisor, noon):
        with pytest.raises(KeywordRefused) as refusal:
            services.save_keyword(draft=KeywordDraft(text="   "), actor=viewer_of(supervisor), now=noon)

        assert refusal.value.field == "text"

    def test_refuses_a_word_that_the_library_has(self, supervisor, noon):
        make_keyword("除尘器")

        with pytest.raises(KeywordRefused, match="除尘器"):
            services.save_keyword(draft=KeywordDraft(text="除尘器"), actor=viewer_of(supervisor), now=noon)

    def test_brings_a_retired_word_back(self, supervisor, noon):
        retired = make_keyword("除尘器")
        services.retire_keywords(keyword_ids=[retired.pk], actor=viewer_of(supervisor), now=noon)

        saved = services.save_keyword(draft=KeywordDraft(text="除尘器"), actor=viewer_of(supervisor), now=noon)

        assert (saved.pk, saved.is_active) == (retired.pk, True)

    def test_changes_a_word_and_counts_its_version_up(self, supervisor, noon):
        word = make_keyword("除尘器")

        saved = services.save_keyword(
            draft=KeywordDraft(text="工业除尘器"),
            keyword_id=word.pk,
            row_version=1,
            actor=viewer_of(supervisor),
            now=noon,
        )

        assert (saved.text, saved.row_version) == ("工业除尘器", 2)

    def test_refuses_a_change_over_somebody_elses(self, supervisor, noon):
        word = make_keyword("除尘器")
        draft = KeywordDraft(text="除尘设备")
        services.save_keyword(draft=draft, keyword_id=word.pk, row_version=1, actor=viewer_of(supervisor), now=noon)

        with pytest.raises(KeywordRefused, match="有人刚改过"):
            services.save_keyword(
                draft=KeywordDraft(text="除尘机"),
                keyword_id=word.pk,
                row_version=1,
                actor=viewer_of(supervisor),
                now=noon,
            )

    def test_leaves_a_line_in_the_trail(self, supervisor, noon):
        services.save_keyword(draft=KeywordDraft(text="除尘器"), actor=viewer_of(supervisor), now=noon)

        assert Action.objects.get(verb="keywords.manage").after == {"text": "除尘器"}


class TestRetireKeywords:
    def test_takes_words_out_of_the_library(self, supervisor, noon):
        word = make_keyword()

        services.retire_keywords(keyword_ids=[word.pk], actor=viewer_of(supervisor), now=noon)

        assert not queries.library(viewer_of(supervisor)).exists()

    def test_counts_only_words_that_were_in_use(self, supervisor, noon):
        word = make_keyword()
        services.retire_keywords(keyword_ids=[word.pk], actor=viewer_of(supervisor), now=noon)

        assert services.retire_keywords(keyword_ids=[word.pk], actor=viewer_of(supervisor), now=noon) == 0


class TestHandWordsTo:
    def test_gives_words_a_new_owner(self, supervisor, editor, noon):
        word = make_keyword()

        services.hand_words_to(keyword_ids=[word.pk], staff_id=editor.pk, actor=viewer_of(supervisor), now=noon)

        assert Keyword.objects.get(pk=word.pk).owner == editor


class TestLibrary:
    def test_shows_nothing_to_somebody_without_a_role(self, company):
        stranger = make_staff("设计", role="")
        make_keyword()

        assert not queries.library(viewer_of(stranger)).exists()

    def test_shows_every_word_to_customer_service(self, company):
        make_keyword()

        assert queries.library(viewer_of(make_staff(role=Role.SERVICE))).count() == 1
