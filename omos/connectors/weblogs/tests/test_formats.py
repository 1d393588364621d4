from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.weblogs import request
from omos.connectors.weblogs.formats import ALIASES, format_named, names, recognised
from omos.connectors.weblogs.moments import any_moment, common_moment
from omos.connectors.weblogs.request import Request, split_request
from omos.connectors.weblogs.w3c import W3C

BEIJING = timezone(timedelta(hours=8))
MOMENT = datetime(2026, 11, 20, 10, 0, 7, tzinfo=BEIJING)
BAIDU = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
COMBINED = f'203.0.113.9 - - [20/Nov/2026:10:00:07 +0800] "GET /news/12.html HTTP/1.1" 200 5120 "-" "{BAIDU}"'
# format, a line of it, host it names, agent it names
LINES = [
    ("combined", COMBINED, "", BAIDU),
    ("combined", COMBINED.replace("203.0.113.9", "2001:db8::9") + ' "198.51.100.7" 0.012', "", BAIDU),
    ("common", COMBINED.partition(' "-"')[0], "", ""),
    ("vhost_combined", f"www.yunfan.example:443 {COMBINED}", "www.yunfan.example", BAIDU),
    ("vhost_common", "yunfan.example " + COMBINED.partition(' "-"')[0], "yunfan.example", ""),
    ("combined_other_date", COMBINED.replace("20/Nov/2026:10:00:07 +0800", "2026-11-20T10:00:07+08:00"), "", BAIDU),
    (
        "elb",
        "2026-11-20T02:00:07.945958Z lb 203.0.113.9:2817 10.0.0.1:80 0.1 0.2 0.3 200 200 0 5120 "
        f'"GET https://www.yunfan.example:443/news/12.html HTTP/1.1" "{BAIDU}" X Y',
        "www.yunfan.example",
        BAIDU,
    ),
    (
        "alb",
        "h2 2026-11-20T02:00:07.127531Z app/lb/1 203.0.113.9:2817 10.0.0.1:80 0.1 0.2 0.0 200 200 225 5120 "
        f'"GET https://www.yunfan.example:443/news/12.html HTTP/2.0" "{BAIDU}" X Y arn "Root=1" "host" "arn" 0',
        "www.yunfan.example",
        BAIDU,
    ),
    (
        "s3",
        f"owner www.yunfan.example [20/Nov/2026:10:00:07 +0800] 203.0.113.9 arn ID WEBSITE.GET.OBJECT news "
        f'"GET /news/12.html HTTP/1.1" 200 - 5120 5120 10 9 "-" "{BAIDU}"',
        "www.yunfan.example",
        BAIDU,
    ),
    (
        "haproxy",
        "Nov 20 10:00:07 lb haproxy[1]: 203.0.113.9:55008 [20/Nov/2026:10:00:07.584] in~ back/a 0/0/0/72/72 "
        '200 5120 - - ---- 5/4/0/1/0 0/0 "GET /news/12.html HTTP/1.1"',
        "",
        "",
    ),
    (
        "json",
        '{"remote_addr":"203.0.113.9","time_iso8601":"2026-11-20T10:00:07+08:00",'
        f'"request":"GET /news/12.html HTTP/1.1","status":200,"body_bytes_sent":"5120",'
        f'"http_user_agent":"{BAIDU}","http_host":"www.yunfan.example"}}',
        "www.yunfan.example",
        BAIDU,
    ),
    (
        "json",
        '{"ts":1795140007.25,"request":{"remote_ip":"203.0.113.9","method":"GET","host":"www.yunfan.example:443","uri":'
        f'"/news/12.html","headers":{{"User-Agent":["{BAIDU}"]}}}},"status":200,"size":5120}}',
        "www.yunfan.example",
        BAIDU,
    ),
    (
        "loose",
        f'[20/Nov/2026:10:00:07 +0800] 203.0.113.9 - 1542 "-" '
        f'"GET http://www.yunfan.example/news/12.html" 200 5120 2830 MISS "{BAIDU}"',
        "www.yunfan.example",
        BAIDU,
    ),
]
IIS = (
    "#Software: Microsoft Internet Information Services 10.0",
    "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) "
    "cs(Referer) sc-status sc-bytes",
    "2026-11-20 02:00:07 10.0.0.1 GET /news/12.html a=1 443 - 203.0.113.9 Mozilla/5.0+(compatible;+bingbot/2.0) "
    "- 200 5120",
)


@pytest.mark.parametrize(
    ("name", "line", "host", "agent"), LINES, ids=[f"{place} {one[0]}" for place, one in enumerate(LINES)]
)
def test_a_line_is_recognised_and_understood(name, line, host, agent):
    chosen = recognised([line])
    found = chosen.parse(line)

    assert chosen.name == name
    assert isinstance(found, Request)
    assert (found.method, found.path, found.status, found.size) == ("GET", "/news/12.html", 200, 5120)
    assert (found.host, found.agent) == (host, agent)
    assert found.moment.replace(microsecond=0) in {MOMENT, MOMENT.replace(tzinfo=None)}


def test_a_w3c_header_names_the_fields():
    reader = recognised(list(IIS))
    headers = [reader.is_header(line) for line in IIS]

    found = reader.parse(IIS[2])

    assert headers == [True, True, False]
    assert (found.path, found.status, found.agent) == (
        "/news/12.html?a=1",
        200,
        "Mozilla/5.0 (compatible; bingbot/2.0)",
    )
    assert found.moment == MOMENT.astimezone(UTC)


def test_a_w3c_line_before_any_header_says_so():
    assert W3C().parse(IIS[2]) == request.NO_FIELDS


def test_a_w3c_line_with_too_few_values_is_bad():
    reader = W3C()
    reader.is_header(IIS[1])

    assert reader.parse(IIS[2].rpartition(" ")[0]) == request.OTHER_SHAPE


def test_fields_may_change_in_the_middle_of_a_file():
    reader = W3C()
    reader.is_header(IIS[1])
    reader.is_header("#Fields: date time c-ip cs-uri-stem sc-status")

    assert reader.parse("2026-11-20 02:00:07 203.0.113.9 /b 404").status == 404


def test_content_networks_write_tabs_and_double_escapes():
    reader = W3C()
    reader.is_header("#Fields: date time c-ip cs-method cs(Host) cs-uri-stem sc-status cs(User-Agent) x-host-header")
    values = "2026-11-20 02:00:07 203.0.113.9 GET d1.cloud.example /a 200 Mozilla/5.0%2520(bingbot) www.yunfan.example"
    line = "\t".join(values.split())

    assert (reader.parse(line).agent, reader.parse(line).host) == ("Mozilla/5.0 (bingbot)", "www.yunfan.example")


@pytest.mark.parametrize(
    "line",
    [
        COMBINED.replace('"GET', "GET"),
        COMBINED.replace(" 200 ", " OK "),
        "",
        "\x00\x01\x02",
        "[Fri Feb 01 22:03:08.318615 2019] [authz_core:debug] [pid 9] x",
        "2026/11/20 01:16:39 [crit] 27#27: *15 SSL_do_handshake() failed, client: 203.0.113.9, server: 0.0.0.0:443",
    ],
    ids=["no quote", "no status", "empty", "binary", "apache errors", "nginx errors"],
)
def test_lines_of_another_shape_are_bad(line):
    assert format_named("combined").parse(line) == request.OTHER_SHAPE
    assert recognised([line]) is None


@pytest.mark.parametrize(
    "date", ["31/Feb/2026:10:00:00 +0800", "20/Nov/2026:25:00:00 +0800", "20/Foo/2026:10:00:00 +0800"]
)
def test_days_and_times_that_do_not_exist_are_bad(date):
    assert format_named("combined").parse(COMBINED.replace("20/Nov/2026:10:00:07 +0800", date)) == request.NO_DATE


@pytest.mark.parametrize("asked", ["\\x16\\x03\\x01", "-", "", "GET", "quit"])
def test_a_line_without_a_sensible_request_is_still_a_line(asked):
    found = format_named("combined").parse(COMBINED.replace("GET /news/12.html HTTP/1.1", asked))

    assert (found.method, found.path, found.status) == ("", "", 200)


def test_a_line_cut_short_is_bad():
    assert format_named("combined").parse(COMBINED[:-1]) == request.OTHER_SHAPE


def test_quotes_within_quotes_and_blanks_in_paths_are_kept():
    line = COMBINED.replace(BAIDU, 'x \\"y\\" z').replace("/news/12.html", "/a b/c")

    found = format_named("combined").parse(line)

    assert (found.agent, found.path) == ('x \\"y\\" z', "/a b/c")


def test_json_with_the_escapes_of_nginx_is_understood():
    request_line = '"request":"GET /\\xE4\\xB8 HTTP/1.1","status":"200"'
    line = f'{{"remote_addr":"203.0.113.9","time_local":"20/Nov/2026:10:00:07 +0800",{request_line}}}'

    assert format_named("json").parse(line).path == "/ä¸"


@pytest.mark.parametrize("line", ["{", "[]", '{"a":1}', "{" * 100_000, '{"time":"x","status":200}', "null"])
def test_json_that_is_no_request_is_bad(line):
    assert isinstance(format_named("json").parse(line), str)


def test_connections_below_http_are_no_requests():
    line = '2026-11-20T02:00:07.9Z lb 203.0.113.9:2 10.0.0.1:80 0.1 0.2 0.3 - - 82 305 "- - - " "-" - -'

    assert format_named("elb").parse(line) == request.NO_REQUEST


def test_every_alias_leads_to_a_format():
    assert {format_named(alias).name for alias in ALIASES} <= set(names())
    assert format_named("morse") is None


def test_dirt_does_not_change_the_format():
    assert recognised([COMBINED, COMBINED.replace(" 200 ", " abc "), "rubbish"]).name == "combined"


def test_the_most_frequent_format_wins():
    assert recognised([COMBINED, COMBINED, "rubbish", f"www.yunfan.example {COMBINED}"]).name == "combined"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T10:00:07+08:00", MOMENT),
        ("2026/11/20 10:00:07", MOMENT.replace(tzinfo=None)),
        ("20/Nov/2026:10:00:07 +0800", MOMENT),
        ("November 20, 2026T10:00:07 +0800", MOMENT),
        ("1795140007", MOMENT.astimezone(UTC)),
        ("1795140007000", MOMENT.astimezone(UTC)),
        ("Fri, 20 Nov 2026 02:00:07 GMT", MOMENT.astimezone(UTC)),
        ("2026-02-30 10:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_read_in_the_spellings_of_logs(text, moment):
    assert any_moment(text) == moment


def test_zones_are_kept():
    assert common_moment("10/Feb/2012:16:42:07 -0500").isoformat() == "2012-02-10T16:42:07-05:00"
    assert common_moment("10/Feb/2012:16:42:07 +9999") is None


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("GET /a HTTP/1.1", ("GET", "/a")),
        ("GET /a", ("GET", "/a")),
        ("GET /a b HTTP/2", ("GET", "/a b")),
        ("ÄÖ /a", ("", "")),
    ],
)
def test_request_lines_are_split(line, parts):
    assert split_request(line) == parts


@given(st.text(max_size=300), st.sampled_from(sorted(set(names()))))
def test_no_line_breaks_a_format(line, name):
    reader = format_named(name, fields=("date", "time", "c-ip", "cs-uri-stem"))

    found = reader.parse(line)

    assert isinstance(found, Request) or found in request.REASONS


@given(
    st.ip_addresses(v=4),
    st.from_regex(r"/[a-z0-9/._-]{0,30}", fullmatch=True),
    st.integers(100, 599),
    st.integers(0, 10**9),
)
def test_what_is_written_as_combined_is_read_as_it_was(client, path, status, size):
    line = f'{client} - - [20/Nov/2026:10:00:07 +0800] "GET {path} HTTP/1.1" {status} {size} "-" "{BAIDU}"'

    assert format_named("combined").parse(line) == Request(
        str(client), "", MOMENT, "GET", path, status, size, "", BAIDU
    )
