from __future__ import annotations

import pytest

from omos.connectors.results.page import BLOCKED, NONE, RESULTS, UNREADABLE
from omos.connectors.results.tests.pages import bing, read

SEALED = "https://www.bing.com/ck/a?!&&p=0a&u=a1aHR0cHM6Ly9hLmV4YW1wbGUuY29tL3g&ntb=1"
STRANGERS = tuple((f"Weather in town {number}", f"https://w{number}.example.org/") for number in range(10))
FEED = (
    '<?xml version="1.0" encoding="utf-8" ?><rss version="2.0"><channel><title>Bing: 除尘器</title><link>http://www.bing.com/</link>'
    "<item><title>除尘器 &amp; 滤筒</title><link>https://a.example.com/?a=1&amp;b=2</link><description>x</description></item>"
    "<item><title><![CDATA[除尘器]]></title><link>https://b.example.com/</link></item>"
    "<item><title>坏的</title><link>javascript:alert(1)</link></item></channel></rss>"
)


def test_results_and_count_are_read():
    page = read("bing", bing(("除尘器价格", "https://a.example.com/x"), ("除尘器", "https://b.example.com/")))

    assert [(one.rank, one.host) for one in page.results] == [(1, "a.example.com"), (2, "b.example.com")]
    assert (page.total, page.query) == (1_230, "除尘器")


def test_a_sealed_link_is_opened():
    one = read("bing", bing(("除尘器", SEALED))).results[0]

    assert (one.url, one.host, one.is_redirect) == ("https://a.example.com/x", "a.example.com", False)


def test_advertisements_and_answers_have_no_rank():
    html = bing(("除尘器", "https://a.example.com/")).replace(
        '<ol id="b_results">',
        '<ol id="b_results"><li class="b_ad"><ul><li class="b_algo"><h2><a href="https://ad.example.com">除尘器</a></h2></li></ul></li>'
        '<li class="b_ans"><h2><a href="https://box.example.com">除尘器</a></h2></li>',
    )

    assert [one.host for one in read("bing", html).results] == ["a.example.com"]


def test_results_that_have_nothing_to_do_with_the_query_are_no_answer():
    page = read("bing", bing(*STRANGERS))

    assert (page.verdict, page.why, page.results, len(page.instead)) == (UNREADABLE, "irrelevant", (), 10)


@pytest.mark.parametrize("query", ["site:yunfan.example.com", "", "的"])
def test_relevance_is_not_judged_where_it_cannot_be_told(query):
    assert read("bing", bing(*STRANGERS, query=query)).verdict == RESULTS


def test_one_result_of_the_kind_asked_for_is_enough():
    assert read("bing", bing(*STRANGERS, ("布袋除尘器", "https://c.example.com/"))).verdict == RESULTS


def test_the_feed_is_read():
    page = read("bing", FEED)

    assert [(one.title, one.url) for one in page.results] == [
        ("除尘器 & 滤筒", "https://a.example.com/?a=1&b=2"),
        ("除尘器", "https://b.example.com/"),
    ]
    assert (page.query, page.total, page.is_whole) == ("除尘器", None, True)


def test_an_empty_feed_means_none_and_a_cut_one_is_unreadable():
    empty = FEED[: FEED.index("<item>")] + "</channel></rss>"

    assert read("bing", empty).verdict == NONE
    assert read("bing", empty[:-12]).verdict == UNREADABLE


@pytest.mark.parametrize(
    "html",
    [
        "<title>x - Bing</title><h1>One last step</h1><p>Please solve the challenge below to continue</p>",
        "<p>请解决以下难题以继续</p>",
        '<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>',
    ],
)
def test_a_verification_is_a_block(html):
    assert read("bing", html).verdict == BLOCKED


@pytest.mark.parametrize(
    "words", ["There are no results for <b>x</b>", "没有与此相关的结果: x", "Ei tuloksia haulle x"]
)
def test_the_place_of_nothing_means_none_in_any_language(words):
    html = bing(count="").replace('<ol id="b_results">', f'<ol id="b_results"><li class="b_no"><h1>{words}</h1></li>')

    assert (read("bing", html).verdict, read("bing", html).total) == (NONE, 0)
