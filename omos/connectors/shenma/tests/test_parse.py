from __future__ import annotations

import json

import pytest

from omos.connectors.results.page import BLOCKED, NONE, RESULTS
from omos.connectors.results.tests.pages import read

CARD = (
    '<section class="sc"><a class="qk-link-wrapper" href="https://a.example.com/x">'
    '<div class="qk-title-text">除尘器选型</div></a>'
    '<div class="qk-paragraph-text">摘要</div><span class="qk-source-item">示例网</span></section>'
)
OWN_LINK = CARD.replace('href="', 'href="https://m.quark.cn/s/abc" data-openpageurl="')


def page(*parts: str) -> str:
    head = "<html><head><title>除尘器 - 神马搜索</title></head>"
    return f'{head}<body><input name="q" value="除尘器">{"".join(parts)}</body></html>'


def script(**data) -> str:
    told = json.dumps({"data": {"initialData": data}, "extraData": {"sc": data.pop("sc", "ss_doc")}})
    return f'<script type="application/json" data-used-by="hydrate">{told}</script>'


def test_a_card_tells_its_address_plainly():
    one = read("shenma", page(CARD)).results[0]

    assert (one.rank, one.title, one.host, one.is_redirect) == (1, "除尘器选型", "a.example.com", False)


def test_the_address_outside_the_engine_wins():
    assert read("shenma", page(OWN_LINK)).results[0].host == "a.example.com"


def test_the_address_may_stand_in_what_the_card_recommends():
    reco = json.dumps({"norm_url": "https://www.example.com/pc.html", "host_name": "示例"}).replace('"', "&quot;")

    one = read("shenma", page(CARD.replace('class="sc"', f'class="sc" data-reco="{reco}"'))).results[0]

    assert one.url == "https://www.example.com/pc.html"


def test_what_the_script_tells_again_counts_once():
    again = script(titleProps={"content": "除尘器选型", "dest_url": "http://www.a.example.com/x"})
    other = script(titleProps={"content": "<em>滤筒</em>"}, sourceProps={"dest_url": "https://b.example.com/"})

    found = read("shenma", page(CARD, again, other))

    assert [(one.rank, one.title) for one in found.results] == [(1, "除尘器选型"), (2, "滤筒")]


@pytest.mark.parametrize(
    "broken",
    [
        "<script type='application/json'>{broken</script>",
        "<script type='application/json'>" + "[" * 50_000 + "</script>",
        "<script type='application/json'>[1, null]</script>",
        script(titleProps=None, title=7, url=["x"]),
        script(title="无地址", url="javascript:alert(1)"),
    ],
)
def test_broken_scripts_are_passed_over(broken):
    found = read("shenma", page(CARD, broken))

    assert (found.verdict, len(found.results)) == (RESULTS, 1)


def test_advertisements_have_no_rank():
    labelled = CARD.replace("摘要", "摘要</div><div>广告")

    assert len(read("shenma", page(labelled, CARD.replace("a.example", "b.example"))).results) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<script>window.location.replace("/s/_____tmd_____/punish?x5secdata=1")</script>',
        '<script>window._config_ = {"action":"captcha","url":"/x"};</script>',
        "<p>请先登录</p>",
    ],
)
def test_a_verification_is_a_block(html):
    assert read("shenma", html).verdict == BLOCKED


def test_the_words_for_nothing_mean_none():
    assert read("shenma", page("<p>抱歉，没有找到与“asdf”相关的结果</p>")).verdict == NONE
