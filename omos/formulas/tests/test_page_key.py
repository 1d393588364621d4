from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.formulas.page_key import NotAPage, page_key


class TestWorkedExample:
    def test_many_spellings_are_one_page(self) -> None:
        spellings = [
            "http://www.yunfan.example/News/12.html",
            "https://yunfan.example:443/a/../News/./12.html#comments",
            "HTTPS://YUNFAN.example./News//12.html?utm_source=weixin&bd_vid=9",
            "www.yunfan.example/News/12.html?from=timeline&isappinstalled=0",
            "\u200bhttps://yunfan.example/News/%31%32.html ",
        ]

        keys = {page_key(url) for url in spellings}

        assert [key.text for key in keys] == ["yunfan.example/News/12.html"]
        assert [key.digest for key in keys] == [sha256(b"yunfan.example/News/12.html").hexdigest()]


class TestHost:
    @pytest.mark.parametrize(
        ("url", "text"),
        [
            ("http://例子.中国/", "xn--fsqu00a.xn--fiqs8s/"),
            ("http://例子。中国/", "xn--fsqu00a.xn--fiqs8s/"),
            ("http://ｅｘａｍｐｌｅ.com/", "example.com/"),
            ("http://user:secret@a.com/", "a.com/"),
            ("http://a.com:8080/", "a.com:8080/"),
            ("http://a.com:443/", "a.com/"),
            ("http://a.com:/", "a.com/"),
            ("http://[2001:DB8:0::1]:8000/x", "[2001:db8::1]:8000/x"),
            ("http://127.0.0.1:8000/x", "127.0.0.1:8000/x"),
            ("localhost:8000/x", "localhost:8000/x"),
            ("http://intranet/x", "intranet/x"),
            ("//a.com/x", "a.com/x"),
            ("http://www.com/", "www.com/"),
            ("http://m.a.com/", "m.a.com/"),
            ("http://a_b.c.com/", "a_b.c.com/"),
        ],
    )
    def test_has_one_spelling(self, url: str, text: str) -> None:
        assert page_key(url).text == text


class TestPath:
    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("", "/"),
            ("/", "/"),
            ("/a/", "/a"),
            ("/a/index.html", "/a"),
            ("/Index.PHP", "/"),
            ("/a/default.aspx", "/a"),
            ("/index.zh-cn.html", "/index.zh-cn.html"),
            ("/a/./b/../c", "/a/c"),
            ("/../../a", "/a"),
            ("//a///b", "/a/b"),
            ("/%e8%bd%af", "/%E8%BD%AF"),
            ("/软", "/%E8%BD%AF"),
            ("/%7Ea%2Fb", "/~a%2Fb"),
            ("/%zz", "/%25zz"),
            ("/a;jsessionid=1F", "/a"),
            ("\\a\\b", "/a/b"),
            ("/A", "/A"),
        ],
    )
    def test_has_one_spelling(self, path: str, text: str) -> None:
        assert page_key("http://a.com" + path).text == "a.com" + text


class TestQuery:
    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ("?", ""),
            ("?b=2&a=1", "?a=1&b=2"),
            ("?a=2&a=1", "?a=1&a=2"),
            ("?a=&b", "?a=&b"),
            ("?&&a=1&", "?a=1"),
            ("?q=%e8%bd%af+x", "?q=%E8%BD%AF%20x"),
            ("?q=a%26b", "?q=a%26b"),
            ("?q=a%2Bb", "?q=a%2Bb"),
            ("?UTM_Campaign=x&id=3", "?id=3"),
            ("?gclid=1&msclkid=2&fbclid=3&qhclickid=4&clickid=5&gdt_vid=6&spm=a.b&from=x&id=3", "?id=3"),
            ("?platform=x", "?platform=x"),
        ],
    )
    def test_keeps_what_leads_to_the_page(self, query: str, text: str) -> None:
        assert page_key("http://a.com/x" + query).text == "a.com/x" + text

    @pytest.mark.parametrize(
        ("url", "text"),
        [
            (
                "https://mp.weixin.qq.com/s?__biz=MzA&mid=22&idx=1&sn=ab&chksm=8f&scene=27#wechat_redirect",
                "mp.weixin.qq.com/s?__biz=MzA&idx=1&mid=22",
            ),
            ("https://baijiahao.baidu.com/s?id=17&wfr=spider&for=pc", "baijiahao.baidu.com/s?id=17"),
            ("https://www.bilibili.com/video/BV1x?p=2&buvid=9", "bilibili.com/video/BV1x?p=2"),
        ],
    )
    def test_knows_what_counts_on_a_platform(self, url: str, text: str) -> None:
        assert page_key(url).text == text


class TestNotAPage:
    @pytest.mark.parametrize(
        ("url", "code"),
        [
            ("", "empty"),
            (" \n", "empty"),
            ("http://a.com/" + "x" * 5000, "too_long"),
            ("http://a.com/a b", "characters"),
            ("http://a.com/\x00", "characters"),
            ("http://a.com/\ud800", "characters"),
            ("javascript:alert(1)", "scheme"),
            ("ftp://a.com/", "scheme"),
            ("file:///etc/passwd", "scheme"),
            ("mailto:a@b.com", "scheme"),
            ("http:a.com", "scheme"),
            ("http://", "host"),
            ("http:///x", "host"),
            ("http://a..com/", "host"),
            ("http://-a.com/", "host"),
            ("http://[zz]/", "host"),
            ("http://" + "a" * 64 + ".com", "host"),
            ("今天/明天", "host"),
            ("已完成", "host"),
            ("http://a.com:99999/", "port"),
            ("http://a.com:0/", "port"),
        ],
    )
    def test_says_why(self, url: str, code: str) -> None:
        with pytest.raises(NotAPage) as refusal:
            page_key(url)

        assert (refusal.value.field, refusal.value.code) == ("url", code)


URL_PARTS = st.text(st.sampled_from("abAB1.:/?#&=%25eE8+;@[]~-_ 软。wW\\"), max_size=40)


def _text(url: str) -> str | None:
    try:
        return page_key(url).text
    except NotAPage:
        return None


class TestProperties:
    @given(st.text(max_size=200))
    def test_knows_no_other_exception(self, url: str) -> None:
        assert _text(url) is None or _text(url)

    @given(URL_PARTS)
    def test_is_idempotent(self, rest: str) -> None:
        once = _text("http://a.com/" + rest)

        assert once is None or _text(once) == once

    @given(URL_PARTS)
    def test_is_idempotent_in_the_host_too(self, rest: str) -> None:
        once = _text("http://" + rest)

        assert once is None or _text("//" + once) == once

    @given(URL_PARTS)
    def test_does_not_care_about_scheme_and_fragment(self, rest: str) -> None:
        assert _text("http://a.com/" + rest + "#") == _text("https://a.com/" + rest + "#x")

    @given(st.permutations(["a=1", "b=2", "c", "utm_id=4"]))
    def test_does_not_care_about_the_order_of_parameters(self, pairs: list[str]) -> None:
        assert _text("a.com/?" + "&".join(pairs)) == "a.com/?a=1&b=2&c"
