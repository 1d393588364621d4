from __future__ import annotations

import pytest

from omos.connectors.results.page import BLOCKED, NONE, RESULTS
from omos.connectors.results.tests.pages import google, read

TWO = (("Cyclone dust collectors", "https://a.example.com/x"), ("Cyclones", "https://b.example.com/"))
NO_SCRIPT = """<html><head><title>cyclone - Google Search</title></head><body>
<input name="q" value="cyclone"><div id="main"><div><div class="Gx5Zad fP1Qef xpd"><div class="egMi0 kCrYT">
<a href="/url?q=https://a.example.com/x%3Fy%3D1&amp;sa=U&amp;ved=1">
<h3>Cyclone</h3><div class="BNeawe UPmit">a.example.com › x</div></a></div></div></div>
<div><a href="/search?q=cyclone&tbm=isch"><h3>Images</h3></a></div></div></body></html>"""
MOBILE = """<html><head><title>cyclone - Google Search</title></head><body class="srp"><div id="rso">
<div class="mnr-c xpd"><a class="C8nzq BmP5tf" href="https://a.example.com/">
<div role="heading"><div>Cyclone</div></div></a></div>
<g-section-with-header><a href="https://news.example.com/">
<div role="heading">Top story</div></a></g-section-with-header>
<div id="tads"><div class="uEierd"><a href="https://ad.example.com/"><div role="heading">Buy now</div></a></div></div>
</div></body></html>"""
OLD = """<html><head><title>cyclone - Google Search</title></head><body>
<div id="resultStats">About 1,230 results</div><div id="ires"><ol>
<div class="g"><h3 class="r"><a href="/url?q=http://a.example.com/&amp;sa=U">Cyclone</a></h3><cite>a.example.com/</cite>
<div class="sld"><h3 class="r"><a href="/url?q=http://a.example.com/deep&amp;sa=U">Deep link</a></h3></div></div>
<div class="g"><h3 class="r"><a href="/search?q=cyclone&amp;tbm=nws">News for cyclone</a></h3></div>
</ol></div></body></html>"""


def test_a_desktop_page_is_read():
    page = read("google", google(*TWO))

    assert [(one.rank, one.title, one.host) for one in page.results] == [
        (1, "Cyclone dust collectors", "a.example.com"),
        (2, "Cyclones", "b.example.com"),
    ]
    assert (page.total, page.query) == (1_230, "cyclone")


def test_a_page_without_scripts_is_read():
    page = read("google", NO_SCRIPT)

    assert [(one.url, one.shown) for one in page.results] == [("https://a.example.com/x?y=1", "a.example.com › x")]
    assert page.total is None


def test_a_mobile_page_is_read_without_stories_and_advertisements():
    assert [one.host for one in read("google", MOBILE).results] == ["a.example.com"]


def test_a_page_of_the_years_before_2020_is_read_without_its_deep_links():
    page = read("google", OLD)

    assert ([one.title for one in page.results], page.total) == (["Cyclone"], 1_230)


@pytest.mark.parametrize(
    "around", ['<div id="tads">{}</div>', '<div class="related-question-pair">{}</div>', '<div id="rhs">{}</div>']
)
def test_what_is_no_result_is_left_out(around):
    box = around.format('<a href="https://x.example.com/"><h3>Box</h3></a>')

    html = google(*TWO).replace('<div id="rso">', f'<div id="rso">{box}')

    assert len(read("google", html).results) == 2


@pytest.mark.parametrize(
    ("stats", "total"),
    [
        ("About 25,150,000,000 results (0.62 seconds)", 25_150_000_000),
        ("找到约 25,150,000 条结果 （用时 0.62 秒）", 25_150_000),
        ("Ungefähr 1.230.000 Ergebnisse (0,40 Sekunden)", 1_230_000),
    ],
)
def test_the_count_is_read_in_several_languages(stats, total):
    assert read("google", google(*TWO, stats=stats)).total == total


@pytest.mark.parametrize(
    "html",
    [
        '<noscript><meta http-equiv="refresh" content="0;url=/httpservice/retry/enablejs"></noscript>',
        '<form id="captcha-form"><div class="g-recaptcha"></div></form>',
        "<p>Our systems have detected unusual traffic from your computer network.</p>",
        "<title>Before you continue to Google Search</title>",
    ],
)
def test_a_verification_is_a_block(html):
    assert read("google", html).verdict == BLOCKED


def test_words_of_a_block_in_the_scripts_of_a_result_page_mean_nothing():
    html = google(*TWO).replace("<body>", "<body><script>var a='unusual traffic /sorry/index';</script>")

    assert read("google", html).verdict == RESULTS


@pytest.mark.parametrize(
    "words",
    ["Your search - <em>asdf</em> - did not match any documents.", "找不到和您查询的“asdf”相符的内容或信息。"],
)
def test_the_words_for_nothing_mean_none(words):
    assert read("google", google(stats="").replace('<div id="rso">', f"<p>{words}</p><div>")).verdict == NONE


def test_results_without_the_quotes_do_not_answer_the_quoted_phrase():
    html = google(*TWO).replace('<div id="rso">', '<p>No results found for "cyclone x".</p><div id="rso">')

    page = read("google", html)

    assert (page.verdict, page.total, len(page.instead)) == (NONE, 0, 2)
