"""Days of publication: the surest sign first, wrong days never."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.pages.dates import first_day
from omos.connectors.pages.parse import parse_page

DAYS = st.dates(date(1995, 1, 1), date(2098, 12, 31))


def published(html: str, url: str = "http://x.example/a.html") -> tuple[date | None, str]:
    page = parse_page(html.encode(), [("Content-Type", "text/html; charset=utf-8")], url)
    return page.published, page.published_how


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/1/2", date(2026, 1, 2)),
        ("2026.01.02 08:00", date(2026, 1, 2)),
        ("2026年1月2日", date(2026, 1, 2)),
        ("2026年 1月 2日", date(2026, 1, 2)),
        ("2026-11-20T08:00:00+08:00", date(2026, 11, 20)),
        ("20261120", date(2026, 11, 20)),
        ("26-11-20 08:30", date(2026, 11, 20)),
        ("于 2026-02-30 或 2026-03-01", date(2026, 3, 1)),
    ],
)
def test_a_day_is_found_however_written(text: str, day: date) -> None:
    assert first_day(text) == day


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13-01", "2026-02-30", "1.2.3", "13800138000", "1994-01-01", "202611201", "12:30", "第 20 期"],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert first_day(text) is None


@pytest.mark.parametrize(
    ("html", "how"),
    [
        ('<script type="application/ld+json">{"@type":"Article","datePublished":"2026-11-20"}</script>', "json-ld"),
        ('<meta property="article:published_time" content="2026-11-20T01:00Z">', "meta"),
        ('<p><time datetime="2026-11-20">昨天</time></p>', "time"),
        ("<p>发布时间：2026-11-20 08:00</p>", "label"),
        ("<h1>标题</h1><p>2026-11-20 08:00 来源：本站</p>", "text"),
    ],
)
def test_every_sign_tells_the_day(html: str, how: str) -> None:
    assert published(html) == (date(2026, 11, 20), how)


def test_an_address_tells_the_day_where_the_page_does_not() -> None:
    assert published("<p>正文</p>", "http://x.example/2026/11/20/a.html") == (date(2026, 11, 20), "url")


def test_the_surer_sign_wins() -> None:
    html = '<meta name="pubdate" content="2026-11-19"><p>更新时间：2026-11-21</p>'

    assert published(html) == (date(2026, 11, 19), "meta")


def test_a_sign_without_a_day_is_passed_over() -> None:
    html = '<meta name="pubdate" content="soon"><p>发布时间：2026-11-20</p>'

    assert published(html) == (date(2026, 11, 20), "label")


def test_a_day_in_the_middle_of_a_long_sentence_tells_nothing() -> None:
    html = f"<h1>标题</h1><p>{'我们在很多地方都做过除尘改造，' * 5}2026年11月20日那次停机{'之后一切正常，' * 8}</p>"

    assert published(html) == (None, "")


@given(DAYS)
def test_a_day_comes_back_from_every_spelling(day: date) -> None:
    spelled = [f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"]

    assert [first_day(one) for one in spelled] == [day] * 3


@given(st.text(alphabet="0123456789-/.年月日 :T", max_size=40))
def test_any_text_gives_a_possible_day_or_none(text: str) -> None:
    day = first_day(text)

    assert day is None or 1995 <= day.year <= 2099
