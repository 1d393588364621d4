from __future__ import annotations

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omos.connectors.results import page as verdicts
from omos.connectors.results.engines import ENGINES, LARGEST, NAMES, read_results
from omos.connectors.results.tests.pages import baidu, baidu_block, bing, google, read

PAGE = baidu(baidu_block(1, "除尘器选型", mu="https://www.example.com/a"), baidu_block(2, "除尘器价格", shown="知乎"))
TAGS = st.sampled_from(
    ["<div class='result c-container' id=1>", "<h3>", "<a href='http://a.example.com'>", "</a>", "</h3>"]
)
PIECES = st.lists(st.one_of(TAGS, st.text(max_size=20), st.sampled_from(["</div>", "<script>", "<li class=b_algo>"])))


def test_every_engine_has_a_name():
    assert set(NAMES) == set(ENGINES)


def test_an_unknown_engine_is_refused():
    with pytest.raises(KeyError):
        read_results("altavista", b"")


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_unreadable_and_not_none(engine):
    page = read_results(engine, b"")

    assert (page.verdict, page.total, page.results) == (verdicts.UNREADABLE, None, ())


@pytest.mark.parametrize("engine", ENGINES)
def test_an_ordinary_page_is_unreadable(engine):
    page = read(engine, "<html><title>云帆除尘</title><h1>除尘器</h1><p>没有结果</p></html>")

    assert (page.verdict, page.why) == (verdicts.UNREADABLE, "foreign")


@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "baidu"])
def test_a_page_of_another_engine_is_unreadable(engine):
    assert read(engine, PAGE).verdict == verdicts.UNREADABLE


def test_a_gzipped_page_is_read():
    assert read_results("baidu", gzip.compress(PAGE.encode())).results == read("baidu", PAGE).results


def test_a_damaged_archive_is_unreadable():
    page = read_results("baidu", gzip.compress(PAGE.encode())[:-20])

    assert (page.verdict, page.why, page.is_whole) == (verdicts.UNREADABLE, "damaged archive", False)


def test_an_archive_does_not_unpack_without_bounds():
    page = read_results("baidu", gzip.compress(PAGE.encode() + b" " * (LARGEST + 1)))

    assert len(page.results) == 2
    assert page.is_whole is False


def test_a_page_in_gb18030_is_read():
    body = PAGE.replace("charset=utf-8", "charset=gbk").encode("gb18030")

    assert read_results("baidu", body).results[0].title == "除尘器选型"


def test_the_declared_charset_helps_where_the_page_names_none():
    body = PAGE.replace("<meta charset=utf-8>", "").encode("gb18030")

    assert read_results("baidu", body, declared="gb2312").query == "除尘器"


@pytest.mark.parametrize("tenth", range(11))
@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_cut_anywhere_gives_an_answer(engine, tenth):
    whole = {"bing": bing(("除尘器", "https://a.example.com/")), "google": google(("除尘器", "https://a.example.com/"))}
    body = whole.get(engine, PAGE).encode()

    page = read_results(engine, body[: len(body) * tenth // 10])

    assert page.verdict in verdicts.VERDICTS
    assert page.is_whole is (tenth == 10)
    assert page.verdict != verdicts.NONE


@pytest.mark.parametrize(
    "shape",
    [
        "<div class='result c-container'>" * 20_000,
        "<a href='/url?q=http://a.example.com'><h3>" * 20_000,
        "<div " + "class='c-container' " * 50_000 + ">",
        "<li class='b_algo'><h2><a href='http://a.example.com'>x</a></h2></li>" * 5_000,
    ],
    ids=["deep", "deeper", "attributes", "many"],
)
@pytest.mark.parametrize("engine", ["baidu", "google"])
def test_monstrous_pages_are_bounded(engine, shape):
    page = read(engine, shape)

    assert page.verdict in verdicts.VERDICTS
    assert len(page.results) <= 200


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES, st.sampled_from(ENGINES))
def test_no_html_breaks_a_parser(pieces, engine):
    page = read(engine, "".join(pieces))

    assert [result.rank for result in page.results] == list(range(1, len(page.results) + 1))
    assert all(result.title for result in page.results)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(ENGINES))
def test_no_bytes_break_a_parser(body, engine):
    assert read_results(engine, body).verdict in verdicts.VERDICTS


def test_scripts_within_results_do_no_harm():
    more = "<svg><style>a{}</style><script>x</script></svg><script type='application/json'>{}</script>"

    page = read("baidu", baidu(baidu_block(1, "除尘器", mu="https://www.example.com/", more=more)))

    assert page.results[0].title == "除尘器"
