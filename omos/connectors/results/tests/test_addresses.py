from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.results.addresses import absolute, carried, host_of, is_host_of, is_web, shown_host


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.example.com/a?b#c", "www.example.com"),
        ("HTTP://WWW.Example.COM.", "www.example.com"),
        ("http://user:secret@example.com:8080/", "example.com"),
        ("http://[2001:db8::1]/a", "2001:db8::1"),
        ("http://localhost/", "localhost"),
        ("http://除尘.中国/", "除尘.中国"),
        ("javascript:alert(1)", None),
        ("ftp://example.com/", None),
        ("//example.com/", None),
        ("http://", None),
        ("http://[broken/", None),
        ("http://nodots/", None),
        ("", None),
        (None, None),
    ],
)
def test_the_host_of_an_address_is_told_or_unknown(url, host):
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("www.example.com/", "www.example.com"),
        ("www.example.com/python/python-t...", "www.example.com"),
        ("https://www.example.com › maps › here", "www.example.com"),
        ("example.com.cn - 2026-11-20", "example.com.cn"),
        ("m.example.com…", "m.example.com"),
        ("知乎", None),
        ("CSDN技术社区", None),
        ("Node.js 中文网", None),
        ("vue.js", None),
        ("ASP.NET", None),
        ("example.com工厂直销", None),
        ("", None),
    ],
)
def test_a_visible_address_tells_a_host_and_a_name_does_not(text, host):
    assert shown_host(text) == host


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://www.google.com/url?q=https://a.example.com/x%3Fy%3D1&sa=U", "https://a.example.com/x?y=1"),
        ("https://m.sogou.com/tc?url=http%3A%2F%2Fa.example.com%2F", "http://a.example.com/"),
        ("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUuY29tLw&ntb=1", "https://a.example.com/"),
        ("https://www.bing.com/aclick?ld=1&u=aHR0cHMlM2ElMmYlMmZhLmV4YW1wbGUuY29tJTJm", "https://a.example.com/"),
        ("https://www.baidu.com/link?url=yC-vpJc3cGCINc7SrFvV0A5", None),
        ("https://www.so.com/link?m=redacted", None),
        ("https://www.google.com/url?q=javascript:alert(1)", None),
        ("https://www.bing.com/ck/a?u=a1%%%", None),
        ("http://[broken/?url=x", None),
    ],
)
def test_a_redirect_gives_the_address_it_carries(link, address):
    assert carried(link) == address


def test_links_become_absolute_and_what_is_no_page_becomes_nothing():
    assert absolute("/a b", "https://x.example.com/s") == "https://x.example.com/ab"
    assert absolute("mailto:a@example.com", "https://x.example.com/") == ""
    assert absolute("x" * 5000, "https://x.example.com/") == ""
    assert absolute(None, "https://x.example.com/") == ""


@pytest.mark.parametrize(
    ("host", "wanted", "is_it"),
    [
        ("www.python.org", "python.org", True),
        ("docs.python.org", "https://www.python.org/3/", True),
        ("python.org", "www.python.org", True),
        ("notpython.org", "python.org", False),
        ("python.org", "docs.python.org", False),
        ("python.org", "", False),
    ],
)
def test_a_host_is_the_wanted_one_or_lies_below_it(host, wanted, is_it):
    assert is_host_of(host, wanted) is is_it


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_addresses(text):
    found = (host_of(text), shown_host(text), carried(text), absolute(text, "https://x.example.com/"), is_web(text))

    assert len(found) == 5


@given(st.from_regex(r"[a-z]{1,8}\.(com|cn|org)", fullmatch=True), st.text(alphabet="abc/?=&%", max_size=30))
def test_an_address_in_a_redirect_comes_out_as_it_went_in(host, path):
    from urllib.parse import quote

    address = f"https://{host}/{path}"

    assert carried(f"https://www.google.com/url?q={quote(address, safe='')}") == address
