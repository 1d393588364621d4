from __future__ import annotations

import pytest

from omos.connectors.results.page import BLOCKED, NONE, RESULTS
from omos.connectors.results.tests.pages import baidu, baidu_block, read

MOBILE = """<html><head><title>除尘器 - 百度</title></head><body><input name="word" value="除尘器"><div id="results">
<div class="c-result result" tpl="www_index" data-log='{"ensrcid":"1599","order":1,"mu":"https://m.example.com/a.html"}'>
<article><header><a href="https://m.baidu.com/from=0/ssid=0/x"><h3 class="c-title">除尘器怎么选</h3></a></header>
<div class="c-showurl">示例网</div></article></div>
<div class="c-result result ec_wise_ad" data-log='{"mu":"https://ad.example.com/"}'>
<h3 class="c-title">除尘器厂家</h3></div>
<div class="c-result result" tpl="recommend_list" data-log='{"mu":"https://m.baidu.com/s"}'><h3>大家还在搜</h3></div>
<div class="c-result result" tpl="www_index" data-log='{"mu":"https://b.example.cn/"'>
<h3><a href="/sealed">坏的记录</a></h3></div>
</div></body></html>"""
OLD = """<html><head><meta charset="gb2312"><title>百度搜索_除尘器</title></head><body><div id="content_left">
<table class="result" id="1"><tr><td><h3 class="t"><a href="http://www.baidu.com/link?url=abc">除尘器</a></h3>
<span class="g">www.example.com/ 2012-1-3</span></td></tr></table></div></body></html>"""


def test_the_true_address_stands_beside_the_sealed_link():
    one = read("baidu", baidu(baidu_block(1, "除尘器选型", mu="https://www.example.com/a"))).results[0]

    assert (one.url, one.host, one.is_redirect) == ("https://www.example.com/a", "www.example.com", False)


def test_a_visible_address_tells_the_host_only():
    one = read("baidu", baidu(baidu_block(1, "除尘器选型", shown="www.example.com/a/b..."))).results[0]

    assert (one.url, one.host) == ("http://www.baidu.com/link?url=sealed1", "www.example.com")
    assert one.is_redirect


def test_the_name_of_a_site_leaves_the_host_unknown():
    page = read("baidu", baidu(baidu_block(1, "除尘器选型", shown="知乎")))

    assert (page.results[0].host, page.hidden_hosts, page.rank_of("zhihu.com")) == (None, 1, None)


def test_an_address_that_leads_nowhere_is_no_address():
    one = read("baidu", baidu(baidu_block(1, "天气", mu="http://nourl.ubs.baidu.com/12"))).results[0]

    assert one.host is None


def test_blocks_of_the_engine_itself_keep_their_rank_and_are_marked():
    own = baidu_block(1, "除尘器_百度百科", mu="https://baike.baidu.com/item/x", kind="result-op")

    page = read("baidu", baidu(own, baidu_block(2, "除尘器", mu="https://www.example.com/")))

    assert [(one.rank, one.is_own) for one in page.results] == [(1, True), (2, False)]


@pytest.mark.parametrize(
    "block",
    [
        baidu_block(3001, "除尘器厂家直销", shown="www.ad.example.com"),
        baidu_block(1, "除尘器厂家直销", more="<a class=x>广告</a>"),
        baidu_block(1, "除尘器厂家直销", more='<span data-tuiguang="{}"></span>'),
        baidu_block(1, "除尘器厂家直销", kind="result EC_result"),
        baidu_block(1, "大家还在搜", tpl="recommend_list", kind="result-op"),
        baidu_block(1, "", mu="https://www.example.com/"),
    ],
    ids=["number", "label", "mark", "class", "further searches", "no title"],
)
def test_what_is_no_result_is_left_out(block):
    page = read("baidu", baidu(block, baidu_block(2, "真的", mu="https://www.example.com/")))

    assert [(one.rank, one.title) for one in page.results] == [(1, "真的")]


def test_a_mobile_page_is_read():
    page = read("baidu", MOBILE)

    assert [(one.title, one.host) for one in page.results] == [
        ("除尘器怎么选", "m.example.com"),
        ("坏的记录", "www.baidu.com"),
    ]
    assert page.query == "除尘器"


def test_a_page_of_the_table_age_is_read():
    page = read("baidu", OLD)

    assert (page.verdict, page.results[0].host) == (RESULTS, "www.example.com")


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("百度为您找到相关结果约72,900,000个", 72_900_000),
        ("该网站共有 <b>1亿2345万</b> 个网页被百度收录", 123_450_000),
        ("该网站共有 2,848 个网页被百度收录", 2_848),
        ("找到相关结果数约30个", 30),
        ("", None),
    ],
)
def test_the_count_is_read_in_all_its_wordings(words, total):
    assert read("baidu", baidu(baidu_block(1, "甲", shown="知乎"), count=words)).total == total


@pytest.mark.parametrize(
    "html",
    [
        "<title>百度安全验证</title><p>网络不给力，请稍后重试</p>",
        "<html><body><p>网络不给力，请稍后重试</p></body></html>",
        '<script>location.href="https://wappass.baidu.com/static/captcha/tuxing.html?ak=1"</script>',
    ],
)
def test_a_verification_is_a_block(html):
    page = read("baidu", html)

    assert (page.verdict, page.total) == (BLOCKED, None)
    assert page.why


@pytest.mark.parametrize(
    "notice",
    [
        "很抱歉，没有找到与“<em>asdkfj</em>”相关的网页。",
        "抱歉，未找到相关结果。",
        "没有找到该URL。您可以直接访问 x.example.com",
    ],
)
def test_the_words_for_nothing_mean_none(notice):
    page = read("baidu", baidu(notice=f"<div>{notice}</div>", count=""))

    assert (page.verdict, page.total, page.results) == (NONE, 0, ())


def test_a_changed_page_is_not_none():
    page = read("baidu", "<title>除尘器_百度搜索</title><div id=content_left><section>新的样子</section></div>")

    assert (page.verdict, page.why) == ("unreadable", "changed")
