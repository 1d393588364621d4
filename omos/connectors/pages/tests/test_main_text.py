"""The running text of a page, without what stands beside it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from omos.connectors.pages.main_text import main_text_of

STORY = "".join(
    f"<p>第 {n} 段：布袋除尘器的滤袋要按压差更换，压差到上限先看清灰周期，再看阀片。</p>" for n in range(12)
)
TEASER = "<p>相关阅读：这里是另一篇文章的很长的一句话，讲的是完全不同的事情。</p>"


def main_text(html: str) -> str:
    return main_text_of(LexborHTMLParser(f"<html><body>{html}</body></html>"))


@pytest.mark.parametrize(
    "beside",
    [
        f"<nav>{TEASER}</nav>",
        f"<footer>{TEASER}</footer>",
        f"<aside>{TEASER}</aside>",
        f'<div class="related-posts">{TEASER}</div>',
        f'<div id="comments">{TEASER}</div>',
        f'<div class="box sidebar">{TEASER}</div>',
        f'<div class="hot-news">{TEASER}</div>',
        f'<div class="pinglun">{TEASER}</div>',
        f"<form>{TEASER}</form>",
    ],
)
def test_what_stands_beside_is_left_out(beside: str) -> None:
    text = main_text(f"<div>{STORY}</div>{beside}")

    assert "第 11 段" in text
    assert "另一篇文章" not in text


@pytest.mark.parametrize("name", ["related", "sidebar", "nav", "copyright"])
def test_an_article_named_like_something_else_is_kept(name: str) -> None:
    assert "第 11 段" in main_text(f'<div class="{name}">{STORY}</div>')


@pytest.mark.parametrize("tag", ["main", "article", "body"])
def test_what_holds_the_article_is_never_taken_out(tag: str) -> None:
    assert "第 11 段" in main_text(f'<{tag} class="comments">{STORY}</{tag}>')


def test_a_list_of_links_is_no_text() -> None:
    links = "".join(f'<li><a href="/{n}">除尘器第 {n} 篇文章，讲的是滤袋的更换与保养。</a></li>' for n in range(10))

    assert "第 7 篇文章" not in main_text(f"<div>{STORY}</div><ul>{links}</ul>")


@pytest.mark.parametrize("tag", ["div", "article", "section"])
def test_a_list_of_sentences_is_text_in_its_place(tag: str) -> None:
    points = "".join(f"<li>第 {n} 点要注意：停机之后先放气，再开检修门，最后换滤袋。</li>" for n in range(10))

    text = main_text(f"<{tag}>{STORY}<ul>{points}</ul>{STORY.replace('第', '再看第')}</{tag}>")

    assert [text.count(f"第 {n} 点要注意") for n in range(10)] == [1] * 10
    assert text.index("第 11 段") < text.index("第 0 点要注意") < text.index("再看第 0 段")


@pytest.mark.parametrize("html", ["", "<p></p>", "<img>", "<table></table>"])
def test_a_page_without_sentences_has_none(html: str) -> None:
    assert main_text(html) == ""


def test_many_comments_do_not_drown_the_article() -> None:
    talk = '<div class="comment">这个问题我也遇到过，换了滤袋之后就好了，谢谢分享。</div>' * 40

    text = main_text(f"<div>{STORY}</div><div id='comments'>{talk}</div>")

    assert "第 11 段" in text
    assert "我也遇到过" not in text
