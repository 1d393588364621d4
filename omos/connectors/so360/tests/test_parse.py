from __future__ import annotations

import pytest

from omos.connectors.results.page import BLOCKED, NONE
from omos.connectors.results.tests.pages import read


def page(*items: str, count: str = "找到相关结果约1,230,000个") -> str:
    return (
        '<html><head><title>除尘器_360搜索</title></head><body><input name="q" value="除尘器">'
        f'<span class="nums">{count}</span><ul class="result">{"".join(items)}</ul></body></html>'
    )


PLAIN = (
    '<li class="res-list"><h3 class="res-title"><a href="https://www.so.com/link?m=abc" data-mdurl="https://a.example.com/x">'
    '除尘器价格</a></h3><p class="res-linkinfo"><cite>a.example.com</cite></p></li>'
)
SEALED = (
    '<li class="res-list"><h3 class="res-title"><a href="https://www.so.com/link?m=abc">除尘器</a></h3>'
    "<cite>www.b.example.com › x</cite></li>"
)
PHONE = (
    '<div class="g-card res-list og" data-pcurl="https://m.example.com/a"><a href="https://m.so.com/jump?u=x">'
    '<h3 class="res-title">除尘器保养</h3></a><div class="res-show-url">示例网</div></div>'
)
ADVERT = (
    '<li class="res-list"><h3 class="res-title"><a href="https://e.so.com/search/eclk?p=1">除尘器厂家</a></h3></li>'
)
BOX = '<li class="res-list"><div class="mh-weather">今天晴</div></li>'


def test_the_true_address_stands_in_an_attribute():
    one = read("so360", page(PLAIN)).results[0]

    assert (one.title, one.url, one.host) == ("除尘器价格", "https://a.example.com/x", "a.example.com")


def test_a_visible_address_tells_the_host():
    one = read("so360", page(SEALED)).results[0]

    assert (one.host, one.is_redirect) == ("www.b.example.com", True)


def test_a_card_on_the_phone_is_a_result():
    one = read("so360", page(PHONE)).results[0]

    assert (one.title, one.host) == ("除尘器保养", "m.example.com")


def test_advertisements_and_boxes_have_no_rank():
    assert [one.rank for one in read("so360", page(ADVERT, BOX, PLAIN)).results] == [1]


def test_the_count_is_read():
    assert read("so360", page(PLAIN)).total == 1_230_000
    assert read("so360", page(PLAIN, count="")).total is None


@pytest.mark.parametrize(
    "html",
    ["<title>访问异常页面</title><p>x</p>", "<p>系统检测到您操作过于频繁</p>", "<img src=//captcha.so.com/image.php>"],
)
def test_a_verification_is_a_block(html):
    assert read("so360", html).verdict == BLOCKED


@pytest.mark.parametrize(
    "words",
    [
        '抱歉，未找到和<em>"asdf"</em>相关的网页。',
        "没有找到该URL，您可以直接访问 x.example.com",
        "找不到和您查询的“x”相符的内容",
    ],
)
def test_the_words_for_nothing_mean_none(words):
    assert read("so360", page(f"<div>{words}</div>", count="")).verdict == NONE
