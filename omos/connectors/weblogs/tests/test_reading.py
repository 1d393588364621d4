from __future__ import annotations

import bz2
import gzip
import lzma
import tracemalloc
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omos.connectors.tests.real_data import real_data
from omos.connectors.weblogs import request
from omos.connectors.weblogs.crawlers import claimed_by
from omos.connectors.weblogs.formats import format_named
from omos.connectors.weblogs.reading import (
    LONGEST_LINE,
    NotALog,
    format_of,
    lines_of,
    opened,
    rows_of,
    sample_of,
    start_of,
)
from omos.connectors.weblogs.request import Request

LINE = '203.0.113.9 - - [20/Nov/2026:10:00:07 +0800] "GET /a HTTP/1.1" 200 512 "-" "bingbot/2.0"'
FORMATS = {
    "alb.log": "alb",
    "amazon_cloudfront_web.log": "w3c",
    "common.log": "common",
    "common_complete.log": "vhost_combined",
    "common_vhost.log": "vhost_common",
    "elb.log": "elb",
    "haproxy.log": "haproxy",
    "iis.log": "w3c",
    "iis_custom.log": "w3c",
    "incapsula_w3c.log": "w3c",
    "ncsa_extended.log": "combined",
    "nginx_json.log": "json",
    "s3.log": "s3",
    "splitted_date_and_time.log": "w3c",
    "static_ignores.log": "vhost_combined",
}


@pytest.fixture
def written(tmp_path):
    def write(content: bytes, name: str = "access.log"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def rows(path, name="combined"):
    with opened(path) as file:
        return list(rows_of(lines_of(file), format_named(name)))


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_a_log_is_read_however_it_is_packed(written, pack):
    found = rows(written(pack(f"{LINE}\n{LINE}\n".encode())))

    assert [row.number for row in found] == [1, 2]
    assert all(isinstance(row.said, Request) for row in found)


def test_line_ends_of_all_kinds_blank_lines_and_comments_are_passed_over(written):
    found = rows(written(f"\xef\xbb\xbf# a note\r\n\r\n{LINE}\r\n   \n{LINE}".encode("latin-1")))

    assert [(row.number, row.is_open) for row in found] == [(3, False), (5, True)]
    assert found[0].said.agent == "bingbot/2.0"


def test_the_end_of_a_row_counts_bytes(written):
    path = written(f"{LINE}\r\n{LINE}\n".encode())

    assert rows(path)[-1].end == path.stat().st_size


def test_zeros_before_a_line_are_taken_off(written):
    path = written(b"\0" * (3 << 20) + LINE.encode() + b"\n")

    (row,) = rows(path)

    assert isinstance(row.said, Request)
    assert row.end == path.stat().st_size
    assert start_of(path).startswith(b"203.0.113.9")


def test_a_huge_line_is_bad_and_the_next_is_read(written):
    path = written(b"x" * (3 << 20) + b"\n" + LINE.encode() + b"\n")

    first, second = rows(path)

    assert (first.said, len(first.text)) == (request.TOO_LONG, LONGEST_LINE)
    assert isinstance(second.said, Request)
    assert second.end == path.stat().st_size


def test_memory_stays_small_whatever_the_size(written):
    path = written((LINE + "\n").encode() * 60_000)

    tracemalloc.start()
    with opened(path) as file:
        count = sum(1 for _ in rows_of(lines_of(file), format_named("combined")))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 60_000
    assert peak < 12 << 20


def test_bytes_of_any_charset_in_an_address_are_no_trouble(written):
    raw = LINE.encode().replace(b"/a", "/除尘".encode("gb18030"))

    assert isinstance(rows(written(raw + b"\n"))[0].said, Request)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "no access log of a known format"),
        ("日期,来源\n2026-11-20,百度".encode(), "no access log of a known format"),
        (LINE.encode("utf-16"), "UTF-16"),
    ],
    ids=["binary", "table", "wide"],
)
def test_what_is_no_log_is_refused_with_a_reason(written, content, words):
    path = written(content)

    with pytest.raises(NotALog, match=words):
        format_of(sample_of(start_of(path), "access.log"), "access.log")


def test_the_message_shows_nothing_that_moves_the_cursor(written):
    with pytest.raises(NotALog) as refusal:
        format_of(["\x1b[2Jhello"], "access.log")

    assert "\x1b" not in str(refusal.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    with pytest.raises(NotALog, match="is not a file"):
        start_of(tmp_path)
    with pytest.raises(NotALog, match="is not a file"):
        start_of(tmp_path / "nowhere.log")


def test_a_damaged_archive_is_read_up_to_the_damage(written):
    packed = gzip.compress(b"".join(f"{LINE} {number}\n".encode() for number in range(200_000)))
    path = written(packed[: len(packed) // 2])

    seen: list[object] = []
    with opened(path) as file, pytest.raises(NotALog, match="damaged"):
        seen.extend(row.said for row in rows_of(lines_of(file), format_named("combined")))

    assert len(seen) > 0


def test_an_archive_damaged_at_its_head_is_refused(written):
    with pytest.raises(NotALog, match="damaged"):
        start_of(written(b"\x1f\x8b\x08\x00rubbish that is no deflate"))


def test_a_format_may_be_forced_and_an_unknown_one_is_refused():
    assert format_of([], "x", forced="nginx").name == "combined"
    with pytest.raises(NotALog):
        format_of([LINE], "x", forced="morse")


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=200), max_size=30), st.integers(1, 64))
def test_lines_and_their_ends_are_those_of_the_bytes(pieces, size):
    import io

    content = b"\n".join(pieces)

    class Slow(io.BytesIO):
        def read(self, _size=-1):
            return super().read(size)

    found = list(lines_of(Slow(content)))

    assert [line.end for line in found if not line.is_open] == [
        place + 1 for place, byte in enumerate(content) if byte == 10
    ]
    assert sum(line.is_open for line in found) == (0 if not content or content.endswith(b"\n") else 1)


@pytest.mark.parametrize(("name", "expected"), FORMATS.items())
def test_every_real_format_is_recognised_and_read(name, expected):
    path = real_data("weblogs", "formats", name)

    chosen = format_of(sample_of(start_of(path), name), name)
    with opened(path) as file:
        said = [row.said for row in rows_of(lines_of(file), chosen)]

    assert chosen.name == expected
    assert sum(isinstance(one, Request) for one in said) >= 1
    assert [one for one in said if isinstance(one, str)] == ([request.NO_REQUEST] if name == "elb.log" else [])


def test_the_common_line_comes_out_as_known():
    with opened(real_data("weblogs", "formats", "common.log")) as file:
        (row,) = rows_of(lines_of(file), format_named("common"))

    assert row.said[:7] == ("1.2.3.4", "theuser", row.said.moment, "GET", "/", 301, 368)
    assert row.said.moment.isoformat() == "2012-02-10T16:42:07-05:00"


def test_the_real_apache_log_is_accounted_for_line_by_line():
    with opened(real_data("weblogs", "apache_semicomplete_2015.log")) as file:
        said = [row.said for row in rows_of(lines_of(file), format_named("combined"))]
    parsed = [one for one in said if isinstance(one, Request)]
    crawlers = Counter(crawler.name for one in parsed if (crawler := claimed_by(one.agent)))

    assert (len(said), len(parsed)) == (10_000, 9_999)
    assert len({one.client for one in parsed}) == 1_753
    assert sum(one.size or 0 for one in parsed) == 2_747_282_505
    assert Counter(one.status for one in parsed)[404] == 213
    known = {
        "Googlebot": 542,
        "Baiduspider": 84,
        "bingbot": 58,
        "msnbot": 118,
        "Sogou": 18,
        "360Spider": 5,
        "Yandex": 86,
    }
    assert {name: crawlers[name] for name in known} == known
    assert crawlers["Yisou"] == 1


@pytest.mark.parametrize("name", ["apache_error.log", "nginx_error.log", "crawl1.log"])
def test_real_logs_of_other_kinds_are_refused(name):
    path = real_data("weblogs", "advertools", name)

    with pytest.raises(NotALog):
        format_of(sample_of(start_of(path), name), name)
