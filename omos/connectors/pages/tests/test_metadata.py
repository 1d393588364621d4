from __future__ import annotations

from datetime import date

import pytest

from omos.connectors.pages.page import Page
from omos.connectors.pages.parse import parse_page


def read(html: str, url: str = "http://x.example/a/b.html", **headers: str) -> Page:
    sent = [("Content-Type", "text/html; charset=utf-8")]
    sent += [(name.replace("_", "-"), value) for name, value in headers.items()]
    return parse_page(html.encode(), sent, url)


class TestTitle:
    @pytest.mark.parametrize(
        ("html", "headline"),
        [
            ("<title>内核入门_某某网</title>", "内核入门"),
            ("<title>如何选择一个软件包 - 某某网</title>", "如何选择一个软件包"),
            ("<title>如何选择一个软件包-新华网</title>", "如何选择一个软件包"),
            ("<title>A hands-on guide to packages | Site</title>", "A hands-on guide to packages"),
            ("<title>软件包的选择_某某网</title><h1>某某网</h1><h2>软件包的选择</h2>", "软件包的选择"),
            ("<title>短</title>", "短"),
            ("<h1>只有标题的页</h1>", "只有标题的页"),
            ("", ""),
        ],
    )
    def test_headline_goes_without_the_name_of_the_site(self, html: str, headline: str) -> None:
        assert read(html).headline == headline

    def test_is_the_document_s_own(self) -> None:
        page = read("<title>\n 软件包 &amp;\n 内核 </title><svg><title>图</title></svg><title>第二个</title>")

        assert page.title == "软件包 & 内核"

    def test_of_a_picture_is_none(self) -> None:
        assert read("<body><svg><title></title></svg>").title == ""


class TestRobots:
    @pytest.mark.parametrize(
        ("html", "where"),
        [
            ('<meta name="robots" content="NOINDEX, nofollow">', "meta robots"),
            ('<meta name="Robots" content="none">', "meta robots"),
            ('<meta name="baiduspider" content="noindex">', "meta baiduspider"),
            ('<body><meta name="robots" content="noindex">', "meta robots"),
        ],
    )
    def test_are_told_with_their_place(self, html: str, where: str) -> None:
        page = read(html)

        assert (page.noindex, page.noindex_where) == (True, where)

    @pytest.mark.parametrize("value", ["noindex", "googlebot: noindex, nofollow", "none"])
    def test_are_read_in_the_header(self, value: str) -> None:
        assert read("", X_Robots_Tag=value).noindex_where == "header X-Robots-Tag"

    @pytest.mark.parametrize(
        "html",
        [
            "",
            '<meta name="robots" content="index,follow,nosnippet">',
            '<noscript><meta name="robots" content="noindex"></noscript>',
            '<meta name="description" content="noindex">',
        ],
    )
    def test_that_say_nothing_permit(self, html: str) -> None:
        assert read(html).noindex is False

    def test_of_a_page_not_seen_are_unknown(self) -> None:
        assert parse_page(b"<title>403</title>", [], "http://x.example/", status=403).noindex is None

    def test_of_a_page_cut_in_its_head_are_unknown(self) -> None:
        assert parse_page(b"<html><head><title>x", [], "http://x.example/", is_truncated=True).noindex is None

    def test_are_kept_as_written(self) -> None:
        assert read('<meta name="robots" content="noarchive">').robots_meta == "robots: noarchive"


class TestCanonical:
    @pytest.mark.parametrize(
        ("html", "canonical"),
        [
            ('<link rel="canonical" href="/c">', "http://x.example/c"),
            ('<link rel="Canonical" href="https://y.example/c">', "https://y.example/c"),
            ('<base href="http://z.example/q/"><link rel=canonical href="c">', "http://z.example/q/c"),
            ('<link rel="canonical" href="">', None),
            ('<link rel="canonical" href="javascript:x">', None),
            ('<link rel="canonical" href="http://[">', None),
            ("", None),
        ],
    )
    def test_is_absolute(self, html: str, canonical: str | None) -> None:
        assert read(html).canonical == canonical

    def test_may_stand_in_the_header(self) -> None:
        assert read("", Link='<http://x.example/c>; rel="canonical"').canonical == "http://x.example/c"


class TestPublished:
    @pytest.mark.parametrize(
        ("html", "day", "how"),
        [
            (
                '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-02T08:00:00+08:00"}'
                '</script><meta property="article:published_time" content="2026-11-05">',
                date(2026, 11, 2),
                "json-ld",
            ),
            (
                '<script type="application/ld+json">{"@graph":[{"@type":"VideoObject","datePublished":"2020-01-01"},'
                '{"@type":["BlogPosting"],"datePublished":"2026-11-02"}]}</script>',
                date(2026, 11, 2),
                "json-ld",
            ),
            ('<meta property="article:published_time" content="2026-11-05T23:59:00+08:00">', date(2026, 11, 5), "meta"),
            ('<meta name="PubDate" content="20261105">', date(2026, 11, 5), "meta"),
            ('<meta itemprop="dateUpdate" content="2026-11-05 12:00:00">', date(2026, 11, 5), "meta"),
            ('<time datetime="2026-11-06">昨天</time>', date(2026, 11, 6), "time"),
            ("<p>发布时间：2026年1月4日 12:30</p>", date(2026, 1, 4), "label"),
            ("<p>发布日期:2026/01/04</p>", date(2026, 1, 4), "label"),
            ("<p><span>发布时间：18-03-08</span><span>23:16</span></p>", date(2018, 3, 8), "label"),
            ("<h1>标题标题</h1><p>2026-11-07 10:00 来源：本站</p>", date(2026, 11, 7), "text"),
            ("<h1>标题标题</h1><p>2026.11.07</p>", date(2026, 11, 7), "text"),
        ],
    )
    def test_is_found_by_the_surest_sign(self, html: str, day: date, how: str) -> None:
        page = read(html)

        assert (page.published, page.published_how) == (day, how)

    @pytest.mark.parametrize(
        "path", ["/2026/11/08/1.html", "/20261108/x", "/news/2026-11/08/t.html", "/p/2026-11-08.htm"]
    )
    def test_may_stand_in_the_address(self, path: str) -> None:
        page = read("<p>正文</p>", f"http://x.example{path}")

        assert (page.published, page.published_how) == (date(2026, 11, 8), "url")

    @pytest.mark.parametrize(
        "html",
        [
            "",
            "<p>发布时间：10-08 12:00</p>",
            "<p>我们在2019年7月1日的时候曾经去过那里，后来的事情大家都知道了，这里不再多说什么，请看下文。</p>",
            "<p>2026-02-31 10:00</p>",
            "<p>发布时间：昨天</p>",
            '<meta name="date" content="soon">',
            '<script type="application/ld+json">{"datePublished":</script>',
            '<script type="application/ld+json">[[[[[[1]]]]]]</script>',
        ],
    )
    def test_is_unknown_rather_than_guessed(self, html: str) -> None:
        page = read(html)

        assert (page.published, page.published_how) == (None, "")


class TestAuthor:
    @pytest.mark.parametrize(
        ("html", "author"),
        [
            (
                '<script type="application/ld+json">'
                '{"@type":"Article","author":[{"name":"张三"},{"name":"李四"}]}</script>',
                "张三, 李四",
            ),
            ('<meta name="author" content="王小明">', "王小明"),
            ('<title>新闻_某某网</title><meta name="author" content="某某网"><p>作者：李雷</p>', "李雷"),
            ("<p>来源：本报 责任编辑：杨倩_NF4425</p>", "杨倩"),
            ("<p>（作者：未知 责任编辑：棒棒）</p>", "棒棒"),
            ('<a rel="author" href="/u/1">By Jane Doe</a>', "Jane Doe"),
            ('<meta name="author" content="name@example.com">', ""),
            ("", ""),
        ],
    )
    def test_is_whoever_is_named(self, html: str, author: str) -> None:
        assert read(html).author == author


class TestLinks:
    def test_are_absolute_and_visible(self) -> None:
        page = read(
            '<a href="../c" rel="nofollow ugc"> 下<b>载</b></a><a href="#top">顶</a><a href="javascript:x">x</a>'
            '<a href="mailto:a@b.c">m</a><a style="display:none" href="/cheat">y</a><a href="http://[">z</a><a>w</a>'
        )

        assert page.links == (("http://x.example/c", "下载", True),)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<html lang="zh-CN"><p>正文', "zh-CN"),
        ('<html lang="en"><p>这一页其实是中文写的，模板里却说是英文', "zh"),
        ("<p>这一页是中文写的", "zh"),
        ("<p>これはにほんごのページです", "ja"),
        ("<p>이것은 한국어 페이지입니다", "ko"),
        ("<p>plain words", ""),
    ],
)
def test_the_language_is_what_the_letters_say(html: str, language: str) -> None:
    assert read(html).language == language


def test_characters_and_words_are_counted_in_the_main_text() -> None:
    page = read("<p>我们用 Debian 12 的软件包，it's well-made and good。这是一个完整的句子，够长了。</p>")

    assert page.characters == len("".join(page.main_text.split()))
    assert page.words == 25
