from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.results import indexing
from omos.connectors.results.indexing import NO, UNKNOWN, YES, Indexed, index_verdict
from omos.connectors.results.page import BLOCKED, NONE, RESULTS, UNREADABLE, VERDICTS, Result, ResultPage
from omos.connectors.results.tests.pages import baidu, baidu_block, read

URL = "https://www.yunfan.example.com/news/12.html"
TITLE = "除尘滤筒多久更换一次"


def result(rank=1, title="别的文章标题", url="https://other.example.org/", host="other.example.org", **more):
    return Result(rank=rank, title=title, url=url, host=host, **more)


def page(*results, **told):
    return ResultPage(**{"engine": "baidu", "verdict": RESULTS, "results": results, "query": URL, **told})


def test_a_page_among_the_results_is_indexed():
    answer = index_verdict(page(result(), result(2, url="http://yunfan.example.com/news/12.html?utm_source=x")), URL)

    assert answer == Indexed(YES, indexing.LISTED, 2)


def test_a_whole_visible_address_is_enough():
    hidden = result(
        url="https://www.baidu.com/link?url=x", shown="www.yunfan.example.com/news/12.html", is_redirect=True
    )

    assert index_verdict(page(hidden), URL).verdict == YES


def test_a_cut_address_with_the_title_is_enough():
    hidden = result(
        title=TITLE + "-云帆", host="www.yunfan.example.com", shown="www.yunfan.example.com/ne...", is_redirect=True
    )

    assert index_verdict(page(hidden), URL, title=TITLE) == Indexed(YES, indexing.LISTED_BY_TITLE, 1)


def test_a_copy_elsewhere_is_not_our_page():
    answer = index_verdict(page(result(title=TITLE), query=f'"{TITLE}"'), URL, title=TITLE)

    assert answer == Indexed(NO, indexing.ANOTHER_INSTEAD)


def test_other_results_in_place_of_a_quoted_title_mean_not_indexed():
    answer = index_verdict(page(result(), result(2), query=f"“{TITLE}”"), URL, title=TITLE)

    assert answer.verdict == NO


def test_a_title_whose_address_is_hidden_is_unknown():
    hidden = result(title=TITLE, host=None, shown="云帆", is_redirect=True)

    assert index_verdict(page(hidden, query=TITLE), URL, title=TITLE) == Indexed(UNKNOWN, indexing.HOSTS_HIDDEN)


def test_nothing_found_for_the_address_means_not_indexed():
    assert index_verdict(page(verdict=NONE, total=0), URL) == Indexed(NO, indexing.NOTHING_FOUND)


def test_fallback_results_are_named():
    assert index_verdict(page(verdict=NONE, instead=(result(),)), URL) == Indexed(NO, indexing.ANOTHER_INSTEAD)


@pytest.mark.parametrize(
    ("verdict", "reason"), [(BLOCKED, indexing.ENGINE_BLOCKED), (UNREADABLE, indexing.NOT_READABLE)]
)
def test_a_page_not_seen_is_unknown(verdict, reason):
    assert index_verdict(page(verdict=verdict), URL) == Indexed(UNKNOWN, reason)


def test_a_page_cut_off_never_says_no():
    assert index_verdict(page(result(), is_whole=False), URL) == Indexed(UNKNOWN, indexing.CUT_OFF)


def test_a_search_for_something_else_says_nothing():
    assert index_verdict(page(result(), query="除尘器"), URL, title=TITLE) == Indexed(UNKNOWN, indexing.OTHER_QUERY)
    assert index_verdict(page(verdict=NONE, query="site:other.example.org"), URL).reason == indexing.OTHER_QUERY


def test_what_was_asked_may_be_told_beside_the_page():
    assert index_verdict(page(result(), query=""), URL, query="除尘器").reason == indexing.OTHER_QUERY


def test_a_website_with_further_pages_is_unknown():
    ours = result(url="https://www.yunfan.example.com/", host="www.yunfan.example.com")

    answer = index_verdict(page(ours, total=300, query="site:yunfan.example.com"), URL)

    assert answer == Indexed(UNKNOWN, indexing.FURTHER_PAGES)


def test_a_website_shown_whole_without_the_page_says_no():
    ours = result(url="https://www.yunfan.example.com/", host="www.yunfan.example.com")

    assert index_verdict(page(ours, total=1, query="site:www.yunfan.example.com/"), URL).verdict == NO


def test_site_with_the_whole_address_asks_for_the_page():
    assert index_verdict(page(result(), query=f"site:{URL}"), URL).verdict == NO


def test_hidden_hosts_keep_an_address_search_unknown():
    hidden = result(host=None, shown="知乎", is_redirect=True)

    assert index_verdict(page(hidden), URL) == Indexed(UNKNOWN, indexing.HOSTS_HIDDEN)


@pytest.mark.parametrize("url", ["", "javascript:x", "not a page", "http://"])
def test_no_address_is_unknown(url):
    assert index_verdict(page(result()), url) == Indexed(UNKNOWN, indexing.NO_ADDRESS)


@pytest.mark.parametrize(
    "notice",
    [
        "很抱歉，没有找到与“https://www.yunfan.example.com/news/12.html”相关的网页。",
        "没有找到该URL。您可以直接访问 www.yunfan.example.com/news/12.html",
    ],
)
def test_baidus_words_for_not_indexed_are_understood(notice):
    html = baidu(baidu_block(1, "别的", mu="https://b.example.org/"), query=URL, notice=f"<p>{notice}</p>", count="")

    found = read("baidu", html)

    assert (found.verdict, found.total, len(found.instead)) == (NONE, 0, 1)
    assert index_verdict(found, URL).verdict == NO


def test_the_words_in_a_results_own_text_mean_nothing():
    more = "<p>很抱歉，没有找到与“除尘器”相关的网页。</p>"

    found = read("baidu", baidu(baidu_block(1, "为什么搜不到", mu="https://b.example.org/", more=more)))

    assert found.verdict == RESULTS


@given(st.sampled_from(VERDICTS), st.text(max_size=40), st.text(max_size=40), st.booleans())
def test_every_answer_has_a_reason_and_only_yes_has_a_rank(verdict, url, title, is_whole):
    answer = index_verdict(page(result(), verdict=verdict, is_whole=is_whole), url, title=title)

    assert answer.reason in indexing.REASONS
    assert (answer.rank is None) or answer.verdict == YES
