from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from omos.connectors.feeds.document import Document, Kind
from omos.connectors.feeds.parse import read_document

URL = "https://www.yunfan.example/feed.xml"
XML = (("Content-Type", "application/xml"),)
CHINA = timezone(timedelta(hours=8))


def is_own(host: str) -> bool:
    return host == "yunfan.example" or host.endswith(".yunfan.example")


def read(text: str | bytes, headers: tuple[tuple[str, str], ...] = XML) -> Document:
    body = text.encode() if isinstance(text, str) else text
    return read_document(body, headers, URL, is_own=is_own)


def rss(items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>云帆</title>{items}</channel></rss>'


class TestRss:
    def test_gives_title_author_and_moment(self):
        found = read(
            rss(
                "<item><title>除尘器怎么选</title><link>https://www.yunfan.example/news/1.html</link>"
                "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>陈思远</dc:creator>"
                "<pubDate>Fri, 20 Nov 2026 09:30:00 +0800</pubDate></item>"
            )
        )

        assert found.kind is Kind.FEED
        entry = found.entries[0]
        assert (entry.url, entry.title) == ("https://www.yunfan.example/news/1.html", "除尘器怎么选")
        assert entry.author == "陈思远"
        assert entry.published == datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)

    def test_takes_the_name_out_of_a_mail_address(self):
        found = read(rss("<item><link>/news/1.html</link><author>csy@yunfan.example (陈思远)</author></item>"))

        assert found.entries[0].author == "陈思远"
        assert found.entries[0].url == "https://www.yunfan.example/news/1.html"

    def test_takes_a_guid_that_is_a_link(self):
        found = read(rss("<item><title>甲</title><guid>https://yunfan.example/a/1</guid></item>"))

        assert found.entries[0].url == "https://yunfan.example/a/1"

    def test_takes_no_guid_that_is_none(self):
        assert read(rss('<item><guid isPermaLink="false">/a/1</guid></item>')).entries == ()

    def test_names_a_page_once(self):
        item = "<item><title>甲</title><link>https://yunfan.example/a/1</link></item>"

        assert len(read(rss(item + item)).entries) == 1

    def test_leaves_markup_out_of_titles(self):
        found = read(rss("<item><title><![CDATA[<b>除尘器</b>&nbsp;选型]]></title><link>/a/1</link></item>"))

        assert found.entries[0].title == "除尘器 选型"

    def test_keeps_the_parameters_of_a_link(self):
        found = read(rss("<item><link>https://yunfan.example/show.php?id=3&amp;copy=1</link></item>"))

        assert found.entries[0].url == "https://yunfan.example/show.php?id=3&copy=1"

    def test_does_not_take_a_pictures_title_for_the_articles(self):
        found = read(rss("<item><media:title>图</media:title><title>文</title><link>/a/1</link></item>"))

        assert found.entries[0].title == "文"

    def test_reads_rdf(self):
        found = read(
            '<rdf:RDF xmlns:rdf="x"><item rdf:about="https://yunfan.example/a/1"><title>甲</title>'
            "<dc:date>2026-11-20T09:30:00Z</dc:date></item></rdf:RDF>"
        )

        assert found.kind is Kind.FEED
        assert found.entries[0].published == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class TestAtom:
    def test_gives_link_author_and_moment(self):
        found = read(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">甲 &amp;lt;b&amp;gt;</title>'
            '<link rel="edit" href="https://yunfan.example/edit/1"/><link href="https://yunfan.example/a/1"/>'
            "<author><name>苏晴</name><email>sq@yunfan.example</email></author>"
            "<published>2026-11-20T01:30:00Z</published><updated>2026-11-21T01:30:00Z</updated></entry></feed>"
        )

        entry = found.entries[0]
        assert (entry.url, entry.author) == ("https://yunfan.example/a/1", "苏晴")
        assert entry.published == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)

    def test_takes_no_moment_of_change_for_one_of_publication(self):
        found = read(
            '<feed><entry><link href="https://yunfan.example/a/1"/><updated>2026-11-21T01:30:00Z</updated></entry></feed>'
        )

        assert found.entries[0].published is None


class TestWhatIsBroken:
    def test_a_wrong_charset_is_mended(self):
        text = rss("<item><title>除尘器怎么选才对</title><link>/a/1</link></item>" * 3).replace(
            '"1.0"', '"1.0" encoding="utf-8"'
        )

        assert read(text.encode("gbk")).entries[0].title == "除尘器怎么选才对"

    def test_a_declared_charset_is_used(self):
        text = rss("<item><title>除尘器</title><link>/a/1</link></item>").replace('"1.0"', '"1.0" encoding="gb2312"')

        assert read(text.encode("gbk")).entries[0].title == "除尘器"

    def test_bare_ampersands_do_no_harm(self):
        found = read(rss("<item><title>R&D & 选型</title><link>/show.php?a=1&b=2</link></item>"))

        assert found.entries[0].title == "R&D & 选型"
        assert found.entries[0].url.endswith("?a=1&b=2")

    def test_forbidden_characters_do_no_harm(self):
        assert read(rss("<item><title>甲\x08&#8;乙</title><link>/a/1</link></item>")).entries[0].title == "甲乙"

    def test_a_feed_that_breaks_off_gives_what_came_before(self):
        found = read(rss("<item><link>/a/1</link></item><item><link>/a/2</link></item>")[:-30])

        assert [entry.url[-4:] for entry in found.entries] == ["/a/1"]
        assert found.is_cut

    def test_entities_are_refused(self):
        bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'

        found = read(f'<?xml version="1.0"?>{bomb}<rss><channel><item><title>&b;</title></item></channel></rss>')

        assert (found.kind, found.is_hostile, found.entries) == (Kind.NOTHING, True, ())

    def test_a_file_of_the_machine_is_never_read(self):
        outside = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'

        assert read(f'<?xml version="1.0"?>{outside}<rss><item><title>&f;</title></item></rss>').is_hostile

    def test_an_outside_document_type_is_not_asked_for(self):
        declared = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'

        found = read(f"<?xml version='1.0'?>{declared}<rss><channel><item><link>/a/1</link></item></channel></rss>")

        assert len(found.entries) == 1

    @pytest.mark.parametrize(
        "link", ["javascript:alert(1)", "data:text/html,x", "mailto:a@b.c", "#top", "http://[", ""]
    )
    def test_links_that_lead_to_no_page_are_left_out(self, link: str):
        assert read(rss(f"<item><title>甲</title><link>{link}</link></item>")).entries == ()

    def test_pages_of_other_hosts_are_left_out_and_counted(self):
        found = read(rss("<item><link>https://evil.example/1</link></item><item><link>/a/1</link></item>"))

        assert (len(found.entries), found.foreign) == (1, 1)

    @pytest.mark.parametrize("body", [b"", b"\0\1\2", b"<?xml", b"<rss", b"\x1f\x8bnot gzip", b"{}", b"<a/>"])
    def test_any_bytes_give_a_document(self, body: bytes):
        assert read(body).entries == ()

    def test_deep_nesting_is_survived(self):
        assert read("<rss>" + "<a>" * 200_000).entries == ()

    def test_a_missing_page_is_nothing(self):
        found = read_document(rss("").encode(), XML, URL, is_own=is_own, status=404)

        assert found.kind is Kind.NOTHING
