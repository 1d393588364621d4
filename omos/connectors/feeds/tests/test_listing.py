from __future__ import annotations

from urllib.parse import urlsplit

from omos.connectors.feeds.document import Document, Kind
from omos.connectors.feeds.listing import list_pages_on
from omos.connectors.feeds.parse import read_document
from omos.connectors.pages.parse import parse_page
from omos.connectors.tests.real_data import real_data

URL = "https://www.yunfan.example/news/"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def is_own(host: str) -> bool:
    return host.endswith("yunfan.example")


def read(body: str) -> Document:
    return read_document(f"<html><body>{body}</body></html>".encode(), HTML, URL, is_own=is_own)


def addresses(found: Document) -> list[str]:
    return [entry.url for entry in found.entries]


def test_links_with_titles_are_articles():
    found = read('<a href="1021.html">除尘器怎么选</a><a href="/news/how-to-choose.html">工业除尘器选型的五个要点</a>')

    assert found.kind is Kind.LIST_PAGE
    assert [entry.title for entry in found.entries] == ["除尘器怎么选", "工业除尘器选型的五个要点"]


def test_the_menu_is_no_article():
    assert (
        addresses(read('<a href="/">云帆净化设备有限公司</a><a href="/about.html">关于我们</a><a href="/p/">产品</a>'))
        == []
    )


def test_turning_pages_is_no_article():
    assert addresses(read('<a href="list_23_2.html">2</a><a href="list_23_2.html">下一页</a>')) == []


def test_files_are_no_articles():
    assert addresses(read('<a href="/up/2026/11.pdf">除尘器选型手册下载版</a>')) == []


def test_the_page_itself_is_no_article():
    assert addresses(read('<a href="/news/#more">更多除尘器行业的新闻资讯</a>')) == []


def test_a_picture_and_a_title_are_one_article():
    found = read('<a href="/n/12.html"><img alt=""></a><a href="/n/12.html#c">滤筒除尘器多久换一次</a>')

    assert [(entry.url[-10:], entry.title) for entry in found.entries] == [("/n/12.html", "滤筒除尘器多久换一次")]


def test_other_hosts_and_scripts_are_left_out():
    found = read(
        '<a href="https://evil.example/n/12.html">滤筒除尘器多久换一次</a>'
        '<a href="javascript:x(12)">滤筒除尘器多久换</a>'
    )

    assert (addresses(found), found.foreign) == ([], 1)


def test_a_sign_in_page_lists_nothing():
    body = b"<title>\xe8\xaf\xb7\xe7\x99\xbb\xe5\xbd\x95</title><input type=password>"

    assert read_document(body, HTML, URL, is_own=is_own).kind is Kind.NOTHING


def test_half_a_page_says_so():
    assert read_document(b"<html><body>", HTML, URL, is_own=is_own, is_truncated=True).is_cut


def test_a_page_that_begins_as_xml_is_a_page():
    page = '<?xml version="1.0"?><!DOCTYPE html><html><body><a href="/n/12.html">滤筒除尘器多久换</a></body></html>'

    assert len(read_document(page.encode(), HTML, URL, is_own=is_own).entries) == 1


def test_likely_lists_are_found_on_the_front_page():
    body = (
        '<a href="/news/">新闻资讯</a><a href="/about/">关于我们</a>'
        '<a href="/case/">工程案例</a><a href="/n/1.html">行业动态</a>'
    )
    page = parse_page(f"<body>{body}</body>".encode(), HTML, "https://www.yunfan.example/")

    found = list_pages_on(page, is_own=is_own)

    assert [urlsplit(url).path for url in found] == ["/news/", "/case/", "/n/1.html"]


def test_the_next_page_of_a_list_is_no_list_of_its_own():
    page = parse_page(b'<body><a href="/news/list_2.html">2</a></body>', HTML, "https://www.yunfan.example/")

    assert list_pages_on(page, is_own=is_own) == ()


class TestRealPages:
    def test_a_news_sites_list(self):
        body = real_data("webpages", "gne", "list_163_1.html").read_bytes()

        found = read_document(body, HTML, "https://news.163.com/", is_own=lambda host: host == "news.163.com")

        assert len(found.entries) > 50
        dated = [entry for entry in found.entries if entry.url.startswith("https://news.163.com/20/")]
        assert len(dated) / len(found.entries) > 0.8
        assert "吉林女服务员出轨老板并与其同居 丈夫愤怒杀人" in {entry.title for entry in found.entries}

    def test_a_forums_list(self):
        body = real_data("webpages", "gne", "list_tieba_1.html").read_bytes()

        found = read_document(body, HTML, "https://tieba.baidu.com/f", is_own=lambda host: host == "tieba.baidu.com")

        threads = [entry for entry in found.entries if "/p/" in entry.url]
        assert len(threads) > 30
        assert len(threads) / len(found.entries) > 0.8

    def test_a_manuals_front_page(self):
        body = real_data("sites", "debian-faq-zh-cn", "index.zh-cn.html").read_bytes()

        found = read_document(body, HTML, "http://127.0.0.1/index.zh-cn.html", is_own=lambda host: host == "127.0.0.1")

        assert len(found.entries) == 16
        assert "Debian 和内核" in " ".join(entry.title for entry in found.entries)
