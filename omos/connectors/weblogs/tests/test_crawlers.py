from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.tests.real_data import real_data
from omos.connectors.weblogs.crawlers import OTHER, claimed_by, crawler_list


@pytest.mark.parametrize(
    ("agent", "name", "engine"),
    [
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "Baiduspider", "baidu"),
        (
            "Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)",
            "Baiduspider",
            "baidu",
        ),
        ("Baiduspider-image+(+http://www.baidu.com/search/spider.htm)", "Baiduspider", "baidu"),
        ("Mozilla/5.0 (Linux; Android) Chrome/1 (compatible; 360Spider)", "360Spider", "so360"),
        ("Mozilla/5.0 (compatible; HaosouSpider/1.0)", "360Spider", "so360"),
        ("Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)", "Sogou", "sogou"),
        ("Mozilla/5.0 (Windows NT 6.1) Chrome/69 Safari/537.36 YisouSpider/5.0", "Yisou", "shenma"),
        (
            "Mozilla/5.0 (Linux; Android 5.0) (compatible; Bytespider; spider-feedback@bytedance.com)",
            "Bytespider",
            "toutiao",
        ),
        ("Mozilla/5.0 (compatible;PetalBot;+https://webmaster.petalsearch.com/site/petalbot)", "PetalBot", "petal"),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bingbot", "bing"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1)", "Googlebot", "google"),
        ("Googlebot-Image/1.0", "Googlebot", "google"),
        ("AdsBot-Google (+http://www.google.com/adsbot.html)", "AdsBot-Google", ""),
        ("SomeNewBot/1.0 (+http://example.com/bot)", OTHER, ""),
    ],
)
def test_claims_are_told_apart(agent, name, engine):
    crawler = claimed_by(agent)

    assert (crawler.name, crawler.engine) == (name, engine)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) baiduboxapp/13.0",
        "Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/74",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SE 2.X MetaSr 1.0",
        "",
    ],
)
def test_browsers_of_people_are_no_crawlers(agent):
    assert claimed_by(agent) is None


def test_the_list_names_its_day_and_each_crawler_once():
    names = [crawler.name for crawler in crawler_list().crawlers]

    assert re.fullmatch(r"\d{4}-\d\d-\d\d", crawler_list().version)
    assert len(names) == len(set(names))
    assert names[-1] == OTHER


def test_the_engines_whose_verdicts_are_kept_are_all_on_the_list():
    assert {"baidu", "so360", "sogou", "shenma", "bing", "google"} <= {one.engine for one in crawler_list().crawlers}


@given(st.text(max_size=300))
def test_any_text_is_judged(agent):
    assert claimed_by(agent) is None or claimed_by(agent).name


def test_no_browser_of_a_real_list_is_called_a_crawler():
    text = real_data("geo_ua", "dd_desktop.yml").read_text("utf-8")

    assert [agent for agent in re.findall(r"user_agent: (.*)", text) if claimed_by(agent)] == []


def test_search_engines_of_a_real_list_are_known_by_name():
    told = json.loads(real_data("geo_ua", "crawler-user-agents.json").read_text("utf-8"))
    wanted = re.compile(r"Baiduspider|bingbot|YisouSpider|360Spider|Googlebot\\?/|Bytespider|PetalBot")
    agents = [agent for one in told if wanted.search(one["pattern"]) for agent in one["instances"]]

    assert len(agents) > 20
    assert [agent for agent in agents if (claimed_by(agent) or crawler_list().crawlers[-1]).name == OTHER] == []
