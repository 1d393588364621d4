from __future__ import annotations

import pytest

from omos.connectors.results.page import BLOCKED, NONE
from omos.connectors.results.tests.pages import read


def page(*blocks: str, tips: str = "搜狗已为您找到约1,234,567条相关结果") -> str:
    return (
        '<html><head><title>除尘器 - 搜狗搜索</title></head><body><input name="query" value="除尘器">'
        f'<p class="num-tips">{tips}</p><div class="results">{"".join(blocks)}</div></body></html>'
    )


PLAIN = (
    '<div class="rb"><h3 class="pt"><a href="/link?url=sealed">除尘器价格</a></h3>'
    '<div class="fb"><cite>www.a.example.com - 2026-11-1</cite></div></div>'
)
RICH = (
    '<div class="vrwrap"><h3 class="vr-title"><a href="/link?url=sealed2">除尘器百科</a></h3>'
    '<div class="r-sech" data-url="https://b.example.com/x"></div><div class="citeurl">示例百科</div></div>'
)
PHONE = (
    '<div class="vrResult"><h3 class="vr-tit">'
    '<a class="resultLink" href="./id=1/tc?url=http%3A%2F%2Fc.example.com%2F&k=1">除尘器</a></h3></div>'
)
ADVERT = '<div class="vrwrap sponsored"><h3 class="vr-title"><a href="/bill_cpc?v=1">除尘器厂家</a></h3></div>'
SPECIAL = '<div class="hint-box"><div class="vrwrap"><h3><a href="/web">相关搜索</a></h3></div></div>'


def test_desktop_results_tell_their_hosts_each_in_its_way():
    found = read("sogou", page(PLAIN, RICH))

    assert [(one.rank, one.host) for one in found.results] == [(1, "www.a.example.com"), (2, "b.example.com")]
    assert found.total == 1_234_567


def test_a_mobile_link_carries_its_address():
    one = read("sogou", page(PHONE)).results[0]

    assert (one.url, one.is_redirect) == ("http://c.example.com/", False)


def test_a_sealed_link_with_a_site_name_stays_unknown():
    sealed = RICH.replace('data-url="https://b.example.com/x"', "")

    assert read("sogou", page(sealed)).results[0].host is None


def test_advertisements_and_hints_have_no_rank():
    assert [one.title for one in read("sogou", page(ADVERT, SPECIAL, PLAIN)).results] == ["除尘器价格"]


@pytest.mark.parametrize("tips", ["搜狗已为您找到约12万条相关结果", "找到约120,000条结果"])
def test_the_count_is_read_in_all_its_wordings(tips):
    assert read("sogou", page(PLAIN, tips=tips)).total == 120_000


@pytest.mark.parametrize(
    "html",
    [
        "<title>搜狗搜索</title><p>用户您好，您的访问过于频繁，为确认本次访问为正常用户行为，需要您协助验证。</p>",
        '<form action="/antispider/thank.php"><img id="seccodeImage"></form>',
        '<div class="verify">captcha</div>',
    ],
)
def test_a_verification_is_a_block(html):
    assert read("sogou", html).verdict == BLOCKED


@pytest.mark.parametrize(
    "words", ["抱歉，没有找到与“asdf”相关的网页", "未找到相关结果", "非常抱歉，没有找到相关的结果"]
)
def test_the_words_for_nothing_mean_none(words):
    assert read("sogou", page(f'<div class="no-result">{words}</div>', tips="")).verdict == NONE
