"""Whatever the bytes, a page comes back, and in bounded time."""

from __future__ import annotations

import subprocess
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omos.connectors.pages import reading
from omos.connectors.pages.parse import parse_page
from omos.connectors.pages.reading import read_page

HTML = [("Content-Type", "text/html; charset=utf-8")]
ATTRIBUTES = " ".join(f"a{number}=1" for number in range(50_000))
QUOTED = " ".join(f"a{number}='>'" for number in range(50_000))
MONSTERS = {
    "deep": "<div>" * 50_000,
    "attributes": f"<p {ATTRIBUTES}>x",
    "quoted attributes": f"<p {QUOTED}>x",
    "large": "<p>text</p>" * 200_000,
    "many tags": "<i>x</i>" * 40_000,
}
SHAPES = {
    "balanced": "<div>" * 12_000 + "x" + "</div>" * 12_000,
    "rules": "<style>"
    + "".join(f"div .c{n}{{display:none}}" for n in range(5000))
    + "</style>"
    + "<i class=c1>x</i>" * 9000,
    "braces": "<style>" + "{" * 300_000,
    "brackets": '<script type="application/ld+json">' + "[" * 300_000,
    "less than": "<" * 300_000,
    "ampersands": "&" * 300_000,
    "comments": "<!--" * 100_000,
    "labels": "发布时间：" * 50_000,
    "half dates": "2019-1-" * 50_000,
    "colours": '<p style="color:' + "rgb(" * 50_000 + '">x',
    "spaces": " " * 500_000,
    "title": "<title>" + "- " * 50_000,
}
PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "<p>",
        "<div ",
        "style=",
        '"',
        "'",
        "display:none",
        "<style>",
        "{",
        "}",
        "@media",
        "<!--",
        "-->",
        "&#x",
        "<title>",
        "<table>",
        "<script>",
        "<h1>",
        "<meta charset=",
        "gbk",
        "\x00",
        "软件包",
        "\ud83d",
        "2026-11-",
        "http://[",
        "]",
    ]
)


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_is_read_elsewhere_or_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PATIENCE", 2.0)
    begin = time.monotonic()

    page = read_page(MONSTERS[name].encode(), HTML, "http://x.example/")

    assert time.monotonic() - begin < 8
    assert not page.is_seen or page.text


@pytest.mark.parametrize("name", SHAPES)
def test_an_odd_shape_is_read_quickly(name: str) -> None:
    begin = time.monotonic()

    read_page(SHAPES[name].encode(), HTML, "http://x.example/")

    assert time.monotonic() - begin < 8


def test_an_ordinary_page_is_read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", None)

    assert read_page(b"<title>x</title>", HTML, "http://x.example/").title == "x"


def test_a_page_read_elsewhere_is_the_same_page() -> None:
    html = "<title>标题</title><h1>标题标题</h1><time datetime=2026-11-02><a href=/b>链接</a>"
    html += "<p>句子，很长的一个句子在这里。</p>"
    html += "<!--" + "x" * 1_500_000 + "-->"

    page = read_page(html.encode(), HTML, "http://x.example/a", asked="http://x.example/a")

    assert page == parse_page(html.encode(), HTML, "http://x.example/a")
    assert page.published == date(2026, 11, 2)
    assert page.links[0].url == "http://x.example/b"
    assert page.is_seen


def test_a_page_of_too_many_tags_is_cut() -> None:
    page = read_page(b"<p>abc" * 120_000, HTML, "http://x.example/")

    assert page.is_truncated or page.is_unreadable
    assert not page.is_seen


def test_a_reader_that_dies_leaves_the_page_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*command: object, **options: object) -> None:
        raise subprocess.CalledProcessError(-11, "child")

    monkeypatch.setattr(subprocess, "run", die)

    page = read_page(b"<p>" * 40_000, HTML, "http://x.example/", status=200)

    assert page.is_unreadable
    assert not page.is_seen
    assert page.noindex is None


@pytest.mark.parametrize(
    ("content_type", "body", "media"),
    [
        ("text/html", b"", "html"),
        ("", b"<!doctype html><p>x", "html"),
        ("", b"plain words", "text"),
        ("text/plain", b"<html><p>x</p></html>", "html"),
        ("text/plain; charset=gbk", "软件包".encode("gbk"), "text"),
        ("application/json", b"{}", "text"),
        ("application/pdf", b"%PDF-1.7", "other"),
        ("image/png", b"\x89PNG", "other"),
        ("", b"\x00\x01\x02", "other"),
        ("nonsense;;;", b"<p>", "other"),
    ],
)
def test_what_is_no_page_is_told_apart(content_type: str, body: bytes, media: str) -> None:
    page = read_page(body, [("Content-Type", content_type)], "http://x.example/")

    assert page.media == media
    assert page.is_seen is (media != "other")


def test_plain_text_is_its_own_main_text() -> None:
    page = read_page(
        "软件包\r\n\r\n内核".encode("gbk"), [("content-type", "text/plain; charset=gbk")], "http://x.example/"
    )

    assert page.text == page.main_text == "软件包\n内核"


@given(st.binary(max_size=3000), st.sampled_from(["text/html", "", "text/plain", "text/html; charset=gbk"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_a_page(body: bytes, content_type: str) -> None:
    page = read_page(body, [("Content-Type", content_type)], "http://x.example/")

    assert isinstance(page.text, str)


@given(st.lists(PIECES, max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_torn_html_gives_a_page(pieces: list[str]) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")

    page = read_page(body, HTML, "http://x.example/", asked="http://[", is_truncated=True)

    assert not page.is_seen


@given(st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_a_page_cut_anywhere_is_a_page(length: int) -> None:
    whole = (
        "<html><head><title>标题</title><style>.x{display:none}</style></head><body>" + "<p class='x'>段落</p>" * 200
    ).encode()

    assert isinstance(read_page(whole[:length], HTML, "http://x.example/").title, str)
