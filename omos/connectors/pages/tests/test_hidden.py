from __future__ import annotations

import pytest

from omos.connectors.pages.page import Page
from omos.connectors.pages.parse import parse_page

HIDDEN = [
    '<p style="display:none">软件包</p>',
    '<p style="DISPLAY : None !important">软件包</p>',
    '<p style="visibility:hidden">软件包</p>',
    '<p style="font-size:0">软件包</p>',
    '<p style="font-size:0.0px">软件包</p>',
    '<p style="opacity:0">软件包</p>',
    '<p style="text-indent:-9999px">软件包</p>',
    '<p style="text-indent:-100em">软件包</p>',
    '<p style="position:absolute;left:-9999px">软件包</p>',
    '<p style="position:fixed;top:-2000px">软件包</p>',
    '<p style="position:absolute;clip:rect(0,0,0,0)">软件包</p>',
    '<p style="height:0;overflow:hidden">软件包</p>',
    '<p style="color:#fff;background:#FFFFFF">软件包</p>',
    '<p style="color:white;background-color:rgb(254, 255, 255)">软件包</p>',
    '<body bgcolor="#ffffff"><font style="color:white">软件包</font></body>',
    '<div style="background:#eee"><span style="color:#eeeeee">软件包</span></div>',
    "<p hidden>软件包</p>",
    "<template>软件包</template>",
    "<noscript>软件包</noscript>",
    "<script>软件包</script>",
    "<style>软件包</style>",
    "<!-- 软件包 -->",
    "<!-- > 软件包 -->",
    "<iframe>软件包</iframe>",
    "<dialog>软件包</dialog>",
    "<svg><title>软件包</title></svg>",
    '<input type="hidden" value="软件包">',
    '<img alt="软件包" title="软件包">',
    '<div style="display:none"><div><p>软件包</p></div></div>',
    '<style>.x{display:none}</style><p class="a x">软件包</p>',
    '<style>#x, .y{visibility:hidden}</style><p id="x">软件包</p>',
    "<style>div p{font-size:0}</style><div><p>软件包</p></div>",
    '<style>.x{color:red} .x{display:none}</style><p class="x">软件包</p>',
    '<style>@media screen{.x{display:none}}</style><p class="x">软件包</p>',
    "<style>/* .x{} */ .x{display:none",
    '<style>.x{display:none!important}</style><p class="x" style="display:block">软件包</p>',
    '<style>.x{position:absolute;left:-999em}</style><p class="x">软件包</p>',
    '<style>.x{color:#123456;background:#123456}</style><p class="x">软件包</p>',
]

VISIBLE = [
    "<p>软件包</p>",
    "<p>软<b>件</b>包</p>",
    "<p>软<!-- -->件<wbr>包</p>",
    "<p>软&#20214;包</p>",
    "<p>软\u200b件&shy;包</p>",
    '<p aria-hidden="true">软件包</p>',
    '<p style="display:block">软件包</p>',
    '<p style="font-size:0.8em">软件包</p>',
    '<p style="text-indent:-2em">软件包</p>',
    '<p style="position:absolute;left:-10px">软件包</p>',
    '<p style="left:-9999px">软件包</p>',
    '<p style="color:#fff">软件包</p>',
    '<p style="color:#fff;background:#000">软件包</p>',
    '<p style="color:#fff;background:#fff url(dark.png)">软件包</p>',
    '<body bgcolor="#ffffff"><div class="dark"><font style="color:white">软件包</font></div></body>',
    '<p style="opacity:0;transition:opacity 1s">软件包</p>',
    '<p style="height:0">软件包</p>',
    '<body style="visibility:hidden"><p>软件包</p></body>',
    "<style>body{opacity:0}</style><p>软件包</p>",
    '<style>@media print{.x{display:none}}</style><p class="x">软件包</p>',
    '<style media="print">.x{display:none}</style><p class="x">软件包</p>',
    '<style>@media (max-width:600px){.x{display:none}}</style><p class="x">软件包</p>',
    '<style>.x{display:none} .x.on{display:block}</style><p class="x on">软件包</p>',
    '<style>.x{display:none} .x{display:block}</style><p class="x">软件包</p>',
    '<style>.x{display:none}</style><p class="x" style="display:block">软件包</p>',
    '<style>.x:hover{display:none} .x::after{display:none}</style><p class="x">软件包</p>',
    "<details><summary>更多</summary>软件包</details>",
    "<dialog open>软件包</dialog>",
    "<table><tr><td>软件包</td></tr></table>",
    "<select><option>软件包</option></select>",
    "<p>软件包",
    "软件包",
]


def read(html: str, url: str = "http://x.example/") -> Page:
    return parse_page(html.encode(), [("Content-Type", "text/html; charset=utf-8")], url)


@pytest.mark.parametrize("html", HIDDEN)
def test_hidden_text_does_not_count(html: str) -> None:
    page = read(f"<title>页</title><p>可见</p>{html}")

    assert "软件包" not in page.text
    assert "软件包" not in page.main_text


@pytest.mark.parametrize("html", VISIBLE)
def test_visible_text_counts(html: str) -> None:
    assert "软件包" in read(html).text


def test_words_in_neighbouring_blocks_do_not_join() -> None:
    assert "软件包" not in read("<p>软件</p><p>包</p><div>软<div>件包</div></div><td>软<br>件包").text


def test_what_was_hidden_by_style_is_told() -> None:
    assert read('<p>可见</p><p style="display:none">软件包 内核</p>').hidden_text == "软件包 内核"


def test_a_hidden_heading_is_no_heading() -> None:
    page = read('<h1 style="display:none">软件包</h1><h2>内 核<br>说明</h2><h3></h3>')

    assert page.headings == ((2, "内 核 说明"),)


def test_an_article_of_wechat_is_shown_by_its_script() -> None:
    html = '<div id="js_content" style="visibility: hidden; opacity: 0;"><p>软件包</p></div>'

    assert "软件包" in read(html, "https://mp.weixin.qq.com/s/abc").text
    assert "软件包" not in read(html, "https://cheat.example/").text
