"""The ten checks, one by one: yes, no, and unknown where nobody can know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.pages.page import Heading
from omos.loop.verification.checks import (
    CODES,
    Place,
    belongs,
    host_of,
    is_dated,
    is_indexable,
    is_long_enough,
    is_reachable,
    keyword_in_headings,
    keyword_in_text,
    keyword_in_title,
    on_expected_host,
    points_to_itself,
    restored,
    run_checks,
)
from omos.loop.verification.looks import Look
from omos.loop.verification.tests.factories import NOW, URL, WORD, a_look, a_page, asked

TODAY = NOW.date()


def told(finding) -> tuple[str, str]:
    return (str(finding.verdict), finding.reason)


class TestReachable:
    def test_a_page_that_opens(self):
        assert told(is_reachable(a_look())) == ("yes", "opened")

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_page_that_is_gone(self, status):
        assert told(is_reachable(a_look(a_page(status=status)))) == ("no", "gone")

    def test_a_page_that_says_it_is_gone(self):
        page = a_page(is_soft_404=True, soft_404_why="the page says that its content is gone")

        assert told(is_reachable(a_look(page))) == ("no", "soft_gone")

    @pytest.mark.parametrize("status", [400, 405, 451, 500, 502, 503])
    def test_a_site_that_does_not_answer_properly_is_unknown(self, status):
        assert told(is_reachable(a_look(a_page(status=status)))) == ("unknown", "turned_down")

    @pytest.mark.parametrize("status", [200, 401, 403, 404])
    def test_a_wall_is_unknown_whatever_its_status(self, status):
        page = a_page(status=status, is_login_wall=True, login_wall_why="the page answers only after signing in")

        assert told(is_reachable(a_look(page))) == ("unknown", "wall")

    def test_trouble_on_the_way_is_unknown_with_its_reason(self):
        finding = is_reachable(a_look(trouble="the address is not public"))

        assert told(finding) == ("unknown", "trouble")
        assert finding.sentence == "不是公网地址，没有访问"

    def test_a_file_opens(self):
        assert told(is_reachable(a_look(a_page(media="other")))) == ("yes", "opened_file")


class TestHost:
    @pytest.mark.parametrize(
        "url",
        [
            "https://www.yunfan.example.cn/a",
            "https://yunfan.example.cn/a",
            "https://m.yunfan.example.cn:8443/a",
            "http://YUNFAN.example.cn./a",
        ],
    )
    def test_every_spelling_of_our_site_is_ours(self, url):
        assert told(on_expected_host(a_look(a_page(url=url)), asked())) == ("yes", "on_host")

    @pytest.mark.parametrize("url", ["https://notyunfan.example/a", "https://yunfan.example.evil.example/a"])
    def test_a_lookalike_is_not(self, url):
        assert told(on_expected_host(a_look(a_page(url=url)), asked())) == ("no", "on_other_host")

    def test_a_post_outside_may_stand_anywhere_else(self):
        look = a_look(a_page(url="https://zhihu.example/1"), url="https://short.example/x")

        assert told(on_expected_host(look, asked(place=Place.OUTSIDE))) == ("yes", "on_host")

    def test_a_post_outside_may_not_lead_home(self):
        assert told(on_expected_host(a_look(), asked(place=Place.OUTSIDE))) == ("no", "leads_home")

    def test_without_sites_of_our_own_the_asked_host_counts(self):
        here = asked(place=Place.SAME, own_hosts=(), url=URL)

        assert told(on_expected_host(a_look(), here)) == ("yes", "on_host")
        elsewhere = a_look(a_page(url="https://b.example/"))
        assert told(on_expected_host(elsewhere, here)) == ("no", "on_other_host")


class TestKeyword:
    def test_title_heading_and_text(self):
        look = a_look()

        assert told(keyword_in_title(look, WORD)) == ("yes", "in_title")
        assert keyword_in_headings(look, WORD).data == {"count": 1, "total": 2}
        assert keyword_in_text(look, WORD).data["count"] == 1

    def test_spelling_does_not_matter(self):
        look = a_look(a_page(text="我们的 PLC（可编程）控制柜", title="ｐｌｃ 可编程"))

        assert told(keyword_in_text(look, "plc可编程")) == ("yes", "in_text")
        assert told(keyword_in_title(look, "PLC可编程")) == ("yes", "in_title")

    def test_a_missing_word_is_a_no_with_the_word_in_it(self):
        finding = keyword_in_text(a_look(), "滤筒")

        assert told(finding) == ("no", "not_in_text")
        assert "「滤筒」" in finding.sentence

    def test_hidden_text_does_not_count(self):
        page = a_page(text="别的内容", hidden_text=WORD * 3)

        assert told(keyword_in_text(a_look(page), WORD)) == ("no", "only_hidden")

    def test_nobody_asked(self):
        finding = keyword_in_text(a_look(), "")

        assert told(finding) == ("unknown", "no_keyword")
        assert not finding.is_asked

    def test_no_headings_at_all(self):
        assert told(keyword_in_headings(a_look(a_page(headings=())), WORD)) == ("no", "no_headings")

    @pytest.mark.parametrize("shape", [{"is_truncated": True}, {"needs_script": True}])
    def test_in_a_page_seen_in_part_a_hit_is_a_hit_and_a_miss_is_unknown(self, shape):
        look = a_look(a_page(**shape))

        assert told(keyword_in_text(look, WORD))[0] == "yes"
        assert told(keyword_in_text(look, "滤筒"))[0] == "unknown"

    def test_a_word_of_nothing_but_marks_is_found_nowhere(self):
        assert told(keyword_in_text(a_look(), "——"))[0] == "no"

    def test_the_first_heading_of_many(self):
        page = a_page(headings=tuple(Heading(2, f"第 {number} 节") for number in range(5)))

        assert keyword_in_headings(a_look(page), WORD).sentence == "5 个小标题都没有"


class TestCanonical:
    @pytest.mark.parametrize("canonical", [None, URL, f"{URL}?utm_source=x", URL.replace("https://www.", "http://")])
    def test_none_or_itself_is_fine(self, canonical):
        assert points_to_itself(a_look(a_page(canonical=canonical))).verdict == "yes"

    def test_another_page_of_the_site(self):
        look = a_look(a_page(canonical="https://www.yunfan.example.cn/other"))

        assert told(points_to_itself(look)) == ("no", "canonical_elsewhere")

    def test_another_host(self):
        look = a_look(a_page(canonical="https://elsewhere.example/a"))

        assert told(points_to_itself(look)) == ("no", "canonical_other_host")

    def test_nonsense_is_unknown(self):
        assert points_to_itself(a_look(a_page(canonical="javascript:void"))).verdict == "unknown"


class TestTheRest:
    @pytest.mark.parametrize(("noindex", "verdict"), [(False, "yes"), (True, "no"), (None, "unknown")])
    def test_indexable(self, noindex, verdict):
        assert is_indexable(a_look(a_page(noindex=noindex))).verdict == verdict

    @pytest.mark.parametrize(("least", "verdict"), [(0, "yes"), (100, "yes"), (99_999, "no")])
    def test_length(self, least, verdict):
        assert is_long_enough(a_look(), least).verdict == verdict

    def test_length_of_a_page_without_main_text_counts_what_is_visible(self):
        look = a_look(a_page(characters=0, main_text="", text="四个字　哦"))

        assert is_long_enough(look, 4).verdict == "yes"

    def test_a_cut_page_is_not_too_short(self):
        assert is_long_enough(a_look(a_page(is_truncated=True)), 99_999).verdict == "unknown"

    @pytest.mark.parametrize(("days", "verdict"), [(0, "yes"), (-400, "yes"), (1, "no")])
    def test_published(self, days, verdict):
        assert is_dated(a_look(a_page(published=TODAY + timedelta(days=days))), TODAY).verdict == verdict

    def test_no_date_is_unknown(self):
        assert told(is_dated(a_look(a_page(published=None)), TODAY)) == ("unknown", "no_date")


class TestAllTogether:
    def test_a_good_article(self):
        found = run_checks(a_look(), asked())

        assert tuple(found) == CODES
        assert {code for code, finding in found.items() if finding.verdict != "yes"} == {"original"}

    @pytest.mark.parametrize(
        "look",
        [
            a_look(trouble="the page redirects too often"),
            a_look(a_page(status=404)),
            a_look(a_page(status=503)),
            a_look(a_page(is_login_wall=True, login_wall_why="the link leads to a sign-in page")),
            a_look(a_page(is_unreadable=True)),
        ],
    )
    def test_what_cannot_be_read_says_nothing_more(self, look: Look):
        found = run_checks(look, asked())

        assert {finding.verdict for code, finding in found.items() if code != "reachable"} == {"unknown"}

    def test_survives_the_records(self):
        found = run_checks(a_look(), asked())

        assert restored({code: finding.stored() for code, finding in found.items()}) == found

    @given(st.text(max_size=40), st.text(max_size=60), st.text(max_size=60))
    def test_any_words_give_a_verdict(self, keyword, title, url):
        look = a_look(a_page(title=title, url=f"https://a.example/{url}"), url=url)

        assert tuple(run_checks(look, asked(keyword=keyword, url=url))) == CODES


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://A.example:81/x", "a.example"), ("a.example/x", "a.example"), ("http://[::1", ""), ("", ""), ("///", "")],
)
def test_the_host_of_anything(url, host):
    assert host_of(url) == host


def test_nothing_belongs_to_no_domain():
    assert not belongs("a.example", "")
    assert not belongs("", "")
