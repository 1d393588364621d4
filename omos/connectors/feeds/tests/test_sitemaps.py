from __future__ import annotations

import gzip
from datetime import date, datetime

import pytest

from omos.connectors.feeds.document import Document, Kind
from omos.connectors.feeds.items import MOST_ITEMS
from omos.connectors.feeds.moments import moment_of
from omos.connectors.feeds.parse import feeds_on, read_document, sitemaps_in, unpacked

URL = "https://www.yunfan.example/sitemap.xml"
XML = (("Content-Type", "text/xml"),)


def is_own(host: str) -> bool:
    return host.endswith("yunfan.example")


def read(body: bytes) -> Document:
    return read_document(body, XML, URL, is_own=is_own)


def sitemap(places: str) -> bytes:
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'.encode()
    )


class TestSitemap:
    def test_gives_every_place(self):
        found = read(sitemap("<url><loc> https://www.yunfan.example/a/1 </loc><lastmod>2026-11-20</lastmod></url>"))

        assert found.kind is Kind.SITEMAP
        assert found.entries[0].url == "https://www.yunfan.example/a/1"

    def test_does_not_take_a_change_for_a_publication(self):
        found = read(sitemap("<url><loc>https://www.yunfan.example/a/1</loc><lastmod>2026-11-20</lastmod></url>"))

        assert found.entries[0].published is None

    def test_knows_news_by_title_and_moment(self):
        found = read(
            sitemap(
                "<url><loc>https://www.yunfan.example/a/1</loc><news:news><news:title>甲</news:title>"
                "<news:publication_date>2026-11-20T08:00:00+08:00</news:publication_date></news:news></url>"
            )
        )

        assert found.entries[0].title == "甲"
        assert found.entries[0].published.date() == date(2026, 11, 20)

    def test_does_not_take_a_pictures_place_for_a_page(self):
        found = read(
            sitemap(
                "<url><loc>https://www.yunfan.example/a/1</loc>"
                "<image:image><image:loc>https://www.yunfan.example/1.png</image:loc></image:image></url>"
            )
        )

        assert [entry.url for entry in found.entries] == ["https://www.yunfan.example/a/1"]

    def test_is_read_packed(self):
        packed = gzip.compress(sitemap("<url><loc>https://www.yunfan.example/a/1</loc></url>"))

        assert len(read(packed).entries) == 1

    def test_ends_at_so_many_places(self):
        places = "".join(f"<url><loc>https://yunfan.example/{number}</loc></url>" for number in range(MOST_ITEMS + 10))

        found = read(sitemap(places))

        assert (len(found.entries), found.is_cut) == (MOST_ITEMS, True)


class TestPacking:
    def test_a_bomb_is_cut(self):
        plain, is_cut = unpacked(gzip.compress(b"\0" * 60_000_000))

        assert (len(plain), is_cut) == (5_000_000, True)

    def test_damage_is_no_accident(self):
        assert unpacked(b"\x1f\x8b\x08garbage") == (b"", True)

    def test_half_a_file_gives_half_the_text(self):
        whole = gzip.compress(sitemap("<url><loc>https://yunfan.example/1</loc></url>" * 500), compresslevel=0)

        plain, is_cut = unpacked(whole[:5_000])

        assert (is_cut, plain.startswith(b"<?xml")) == (True, True)


class TestSitemapIndex:
    def test_names_its_parts(self):
        found = read(
            b"<sitemapindex><sitemap><loc>https://www.yunfan.example/s1.xml.gz</loc><lastmod>2026-11-19</lastmod>"
            b"</sitemap><sitemap><loc>https://other.example/s.xml</loc></sitemap></sitemapindex>"
        )

        assert found.kind is Kind.SITEMAP_INDEX
        assert [(part.url, part.changed) for part in found.parts] == [
            ("https://www.yunfan.example/s1.xml.gz", datetime(2026, 11, 19))  # noqa: DTZ001
        ]


class TestRobots:
    def test_names_sitemaps(self):
        robots = b"User-agent: *\nDisallow: /x\nSITEMAP: https://www.yunfan.example/s.xml\r\nSitemap:/t.xml\n"

        assert sitemaps_in(robots, URL) == ("https://www.yunfan.example/s.xml", "https://www.yunfan.example/t.xml")

    def test_may_be_anything(self):
        assert sitemaps_in(b"\xff\xfe<html>Sitemap</html>", URL) == ()


class TestAlternates:
    def test_are_found_in_the_head(self):
        page = b"""<head><link rel="alternate" type="application/rss+xml" title="x" href="/rss.xml?a=1&amp;b=2">
        <link rel=alternate type=application/atom+xml href=atom.xml><link rel="alternate" hreflang="en" href="/en/">
        <link rel="stylesheet" href="/x.css"></head>"""

        assert feeds_on(page, (), "https://yunfan.example/n/") == (
            "https://yunfan.example/rss.xml?a=1&b=2",
            "https://yunfan.example/n/atom.xml",
        )

    def test_lead_to_web_addresses_only(self):
        page = b'<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'

        assert feeds_on(page, (), URL) == ()


class TestMoments:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-20",
            "2026/11/20",
            "2026年11月20日",
            "2026-11-20 08:15",
            "2026年11月20日 08:15:30",
            "20 Nov 2026 08:15:00",
        ],
    )
    def test_are_read_in_the_usual_spellings(self, text: str):
        assert moment_of(text).date() == date(2026, 11, 20)

    @pytest.mark.parametrize("text", ["", "gestern", "2026-13-45", "0001-01-01", "9999-12-31", "Fri, 99 Xyz 2026", "1"])
    def test_are_none_where_nothing_is_told(self, text: str):
        assert moment_of(text) is None
