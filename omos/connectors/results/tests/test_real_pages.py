"""Real result pages with known answers; the data is not part of the project and is read where it lies."""

from __future__ import annotations

import gzip

import pytest

from omos.connectors.results.engines import read_results
from omos.connectors.results.page import BLOCKED, RESULTS, UNREADABLE, VERDICTS
from omos.connectors.tests.real_data import real_data

# file, engine, total, how many results
COUNTS = [
    ("baidu_2020_normal.html", "baidu", 72_900_000, 10),
    ("baidu_2020_baike-img.html", "baidu", 75_600_000, 10),
    ("baidu_2020_pages-single.html", "baidu", 2, 2),
    ("bing_2023_bing-nojs.html", "bing", 106_000_000, 10),
    ("google_2023_google-nojs.html", "google", None, 10),
    ("google_2023_desktop_google.html", "google", 25_150_000_000, 9),
]
# file, engine, host, rank
RANKS = [
    ("baidu_2020_normal.html", "baidu", "python.org", 2),
    ("baidu_2020_normal.html", "baidu", "runoob.com", 4),
    ("baidu_2020_normal.html", "baidu", "c.biancheng.net", 9),
    ("baidu_2020_normal.html", "baidu", "zhihu.com", None),
    ("baidu_2020_baike-img.html", "baidu", "python.org", 1),
    ("baidu_2020_baike-img.html", "baidu", "baike.baidu.com", 2),
    ("bing_2023_bing-nojs.html", "bing", "www.malavida.com", 2),
    ("bing_2023_bing-nojs.html", "bing", "es.wikipedia.org", 7),
    ("google_2023_google-nojs.html", "google", "maps.google.com", 8),
]
# file, engine, address of the first result, host
SMALL = [
    ("xjtu_2026_bing_organic_result.txt", "bing", "https://en.xjtu.edu.cn/"),
    ("xjtu_2026_sogou_organic_result.html", "sogou", "http://men.xjtu.edu.cn/"),
    ("xjtu_2026_so360_organic_result.html", "so360", "http://news.xjtu.edu.cn/"),
    ("xjtu_2026_shenma_organic_result.html", "shenma", "https://news.xjtu.edu.cn/"),
]


def read(name: str, engine: str):
    return read_results(engine, real_data("serp", name).read_bytes())


@pytest.mark.parametrize(("name", "engine", "total", "count"), COUNTS)
def test_totals_and_results_come_out(name, engine, total, count):
    page = read(name, engine)

    assert (page.verdict, page.total, len(page.results), page.is_whole) == (RESULTS, total, count, True)


@pytest.mark.parametrize(("name", "engine", "host", "rank"), RANKS)
def test_ranks_of_hosts_come_out(name, engine, host, rank):
    assert read(name, engine).rank_of(host) == rank


@pytest.mark.parametrize(("name", "engine", "url"), SMALL)
def test_each_engine_tells_the_true_address_in_its_own_place(name, engine, url):
    assert read(name, engine).results[0].url == url


def test_a_sealed_link_alone_leaves_the_host_unknown():
    page = read("xjtu_2026_baidu_organic_result.html", "baidu")

    assert [(one.title, one.host) for one in page.results] == [("西安交通大学", None)]


def test_titles_come_out_without_badges():
    page = read("baidu_2020_normal.html", "baidu")

    assert (page.results[1].title, page.results[1].host) == ("Welcome to Python.org", "www.python.org")
    assert page.query == "Python"


def test_a_parse_error_is_not_nothing_found():
    assert read("baidu_2020_invalid.html", "baidu").verdict == UNREADABLE


@pytest.mark.parametrize(
    ("name", "engine"), [("xjtu_2026_google_enablejs.html", "google"), ("xjtu_2026_shenma_challenge.html", "shenma")]
)
def test_challenges_are_blocks(name, engine):
    assert read(name, engine).verdict == BLOCKED


@pytest.mark.parametrize("tenth", range(10))
@pytest.mark.parametrize(("name", "engine"), [(one[0], one[1]) for one in COUNTS])
def test_a_page_cut_at_any_tenth_is_never_nothing_found(name, engine, tenth):
    body = real_data("serp", name).read_bytes()

    page = read_results(engine, body[: len(body) * tenth // 10])

    assert page.verdict in set(VERDICTS) - {"none"}
    assert not page.is_whole


def test_the_same_page_in_another_charset_and_packed_reads_the_same():
    body = real_data("serp", "baidu_2020_normal.html").read_bytes()
    other = body.decode().replace("charset=utf-8", "charset=gb2312").encode("gb18030")

    assert read_results("baidu", gzip.compress(other)) == read_results("baidu", body)
