from __future__ import annotations

import bz2
import gzip
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from omos.connectors.tests.real_data import real_data
from omos.connectors.weblogs.reading import NotALog
from omos.formulas.page_key import page_key
from omos.loop.verification import services
from omos.loop.verification.crawler_list import readable
from omos.loop.verification.models import CrawlerVisit, WebLog
from omos.loop.verification.queries.crawler_visits import came_to, crawler_visits, newest_log_at
from omos.loop.verification.services import reading_logs
from omos.loop.verification.services.visit_marks import mark_of, packed, unpacked
from omos.loop.verification.tests.factories import NOW, make_crawler_visit
from omos.people.models import Action
from omos.people.tests.factories import make_website, system_viewer, viewer_of

pytestmark = pytest.mark.django_db
BAIDU = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
PERSON = "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36"


def line(path="/news/1.html", *, at="20/Nov/2026:10:00:07 +0800", status=200, agent=BAIDU, client="203.0.113.9") -> str:
    return f'{client} - - [{at}] "GET {path} HTTP/1.1" {status} 512 "-" "{agent}"\n'


@pytest.fixture
def website(company):
    return make_website()


@pytest.fixture
def read(website, tmp_path):
    """Write this text as a log and read it."""

    def do(content: str | bytes, name: str = "access.log", **more):
        path = tmp_path / name
        path.write_bytes(content.encode("latin-1") if isinstance(content, str) else content)
        asked = {"website": website.domain, "path": path, "actor": system_viewer(), "now": NOW, **more}
        return services.read_log(**asked)

    return do


def kept() -> list[tuple[str, int, int]]:
    rows = CrawlerVisit.objects.order_by("address", "status")
    return [(row.address.partition("/")[2], row.status, row.requests) for row in rows]


class TestReadLog:
    def test_every_line_is_accounted_for(self, read):
        counts = read(line() + "rubbish\n" + line(agent=PERSON)).counts

        assert (counts.lines, counts.parsed, counts.bad) == (3, 2, 1)
        assert counts.crawlers == {"Baiduspider": 1}

    def test_visits_are_kept_by_page_day_and_answer(self, read, website):
        read(line() + line("/news/1.html?utm_source=x", at="20/Nov/2026:18:30:00 +0800") + line(status=404))

        first = CrawlerVisit.objects.get(status=200)
        assert kept() == [("news/1.html", 200, 2), ("news/1.html", 404, 1)]
        assert (first.engine, first.crawler, first.website) == ("baidu", "Baiduspider", website)
        assert (first.first_at.hour, first.last_at.hour) == (2, 10)

    def test_the_day_is_that_of_the_websites_time_zone(self, read):
        read(line(at="20/Nov/2026:23:30:00 +0000"))

        assert CrawlerVisit.objects.get().day == date(2026, 11, 21)

    def test_people_tools_and_pictures_leave_no_visit(self, read):
        read(line(agent=PERSON) + line(agent="AhrefsBot/7.0") + line("/logo.png") + line("/a.css?v=3"))

        assert kept() == []

    def test_robots_and_sitemaps_are_visits(self, read):
        read(line("/robots.txt") + line("/sitemap.xml"))

        assert [path for path, _, _ in kept()] == ["robots.txt", "sitemap.xml"]

    def test_a_page_in_bytes_and_in_escapes_is_the_same_page(self, read):
        read(
            line("/除尘".encode().decode("latin-1"))
            + line("/%E9%99%A4%E5%B0%98")
            + line("/\\xE9\\x99\\xA4\\xE5\\xB0\\x98")
        )

        assert [(status, requests) for _, status, requests in kept()] == [(200, 3)]
        assert CrawlerVisit.objects.get().page_key == page_key("https://www.yunfan.example/除尘").digest

    def test_requests_to_other_hosts_are_counted_apart(self, read):
        answer = read(f"www.yunfan.example {line()}shop.yunfan.example {line('/b')}other.example {line('/c')}")

        assert answer.counts.elsewhere == 1
        assert [path for path, _, _ in kept()] == ["b", "news/1.html"] or len(kept()) == 2

    def test_the_trail_tells_of_it(self, read):
        read(line())

        action = Action.objects.get(verb="verification.import_logs")
        assert action.after == {"name": "access.log", "new_lines": 1, "new_requests": 1}

    def test_an_empty_log_is_no_fault(self, read):
        answer = read("")

        assert (answer.counts.lines, answer.log_format) == (0, "")
        assert WebLog.objects.count() == 0

    def test_what_is_no_log_is_refused_and_leaves_nothing(self, read):
        with pytest.raises(NotALog):
            read(b"\x00\x01\x02" * 1000)

        assert WebLog.objects.count() == 0

    def test_an_unknown_website_is_refused_with_those_known(self, read):
        with pytest.raises(services.NoSuchWebsite, match=r"www\.yunfan\.example"):
            read(line(), website="nowhere.example")

    @pytest.mark.parametrize("name", ["yunfan.example", "https://www.yunfan.example/", "官网"])
    def test_a_website_is_found_by_any_of_its_names(self, website, name):
        assert reading_logs.website_named(name) == website

    def test_bad_lines_are_handed_over_and_the_first_are_shown(self, read):
        seen: list = []

        answer = read(line() + "x\n" * 9, keep_bad=seen.append)

        assert [bad[0] for bad in seen] == list(range(2, 11))
        assert answer.bad_lines == seen[:5]

    def test_progress_is_told(self, read, monkeypatch):
        monkeypatch.setattr(reading_logs, "PORTION", 2)
        told: list = []

        read(line() * 5, progress=lambda read_bytes, lines: told.append(lines))

        assert told == [2, 4, 5]

    def test_a_format_may_be_forced(self, read):
        assert read(line(), log_format="nginx").log_format == "combined"
        with pytest.raises(NotALog):
            read(line(), log_format="morse")


class TestNothingCountsTwice:
    def test_the_same_file_again(self, read):
        first = read(line() + line(agent=PERSON) + "x\n")
        again = read(line() + line(agent=PERSON) + "x\n")

        assert (again.new_lines, again.new_requests) == (0, 0)
        assert again.counts == first.counts
        assert kept() == [("news/1.html", 200, 1)]

    def test_a_file_that_goes_on_is_read_on(self, read):
        read(line())
        answer = read(line() + line("/b"))

        assert (answer.new_lines, answer.counts.lines) == (1, 2)
        assert WebLog.objects.count() == 1

    @pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
    def test_a_rotated_and_packed_file_is_known_again(self, read, pack):
        read(line() + line("/b"))
        answer = read(pack((line() + line("/b") + line("/c")).encode()), name="access.log.1.gz")

        assert (answer.new_lines, answer.counts.lines) == (1, 3)
        assert WebLog.objects.get().name == "access.log.1.gz"

    def test_the_same_lines_in_another_file(self, read):
        read(line() + line("/b") + line("/c", at="20/Nov/2026:10:00:09 +0800"))
        answer = read(line("/b") + line("/c", at="20/Nov/2026:10:00:09 +0800") + line("/d"), name="other.log")

        assert (answer.new_visits, answer.new_requests) == (1, 1)
        assert sum(requests for _, _, requests in kept()) == 4

    def test_two_requests_in_one_second_are_two(self, read):
        read(line() + line() + line(client="203.0.113.10"))
        read(line() + line() + line(client="203.0.113.10"), name="copy.log")

        assert kept() == [("news/1.html", 200, 3)]

    def test_another_log_that_begins_alike_is_read_from_its_start(self, read):
        read(line() + line("/b"))
        answer = read(line() + line("/other") + line("/more"))

        assert (answer.new_lines, answer.counts.lines) == (3, 3)
        assert [path for path, _, _ in kept()] == ["b", "more", "news/1.html", "other"]

    def test_a_log_that_became_shorter_is_read_from_its_start(self, read):
        read(line() + line("/b"))
        answer = read(line())

        assert answer.counts.lines == 1

    def test_a_last_line_still_being_written_is_read_again(self, read):
        whole = line("/b")
        half = read(line() + whole[:60])
        done = read(line() + whole)

        assert (half.counts.lines, half.counts.bad) == (2, 1)
        assert (done.counts.lines, done.counts.parsed, done.counts.bad) == (2, 2, 0)

    def test_a_last_line_without_an_end_counts_once(self, read):
        read(line() + line("/b").rstrip("\n"))
        answer = read(line() + line("/b").rstrip("\n"))

        assert (answer.counts.lines, answer.new_requests) == (2, 0)
        assert len(kept()) == 2

    def test_fields_of_a_w3c_log_are_remembered(self, read):
        head = "#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)\n"
        row = "2026-11-20 02:00:07 203.0.113.9 GET /%s 200 Baiduspider/2.0\n"

        read(head + row % "a")
        answer = read(head + row % "a" + row % "b")

        assert (answer.new_lines, answer.counts.bad) == (1, 0)
        assert [path for path, _, _ in kept()] == ["a", "b"]

    def test_a_reading_broken_off_goes_on_where_it_was(self, read, monkeypatch):
        monkeypatch.setattr(reading_logs, "PORTION", 10)
        text = "".join(line(f"/{number:03}") for number in range(40))

        class Killed(BaseException):
            pass

        def die(read_bytes, lines):
            if lines >= 20:
                raise Killed

        with pytest.raises(Killed):
            read(text, progress=die)
        answer = read(text)

        assert (answer.new_lines, answer.counts.lines) == (20, 40)
        assert len(kept()) == 40

    def test_a_damaged_archive_keeps_what_could_be_read(self, read):
        whole = gzip.compress("".join(line(f"/{number}") for number in range(80_000)).encode())

        answer = read(whole[: len(whole) // 2])

        assert "damaged" in answer.broken_off
        assert 0 < answer.counts.lines < 80_000
        assert answer.counts.lines == answer.counts.parsed + answer.counts.bad

    @pytest.mark.constraint
    def test_the_database_refuses_a_visit_twice(self, website):
        make_crawler_visit()

        with pytest.raises(IntegrityError), transaction.atomic():
            make_crawler_visit()


class TestMarks:
    @given(st.lists(st.integers(0, 2**32 - 1), max_size=50))
    def test_marks_come_out_as_they_went_in(self, marks):
        assert sorted(unpacked(packed(marks)).elements()) == sorted(marks)

    @given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
    def test_readings_together_never_hold_less_nor_count_twice(self, one, other):
        both = unpacked(packed(one)) | unpacked(packed(other))

        assert both.total() >= max(len(one), len(other))
        assert unpacked(packed(one)) | unpacked(packed(one)) == unpacked(packed(one))

    @given(st.datetimes(), st.text(max_size=40))
    def test_a_mark_fits_four_bytes(self, moment, client):
        assert 0 <= mark_of(moment, client) < 2**32

    def test_marks_tell_clients_apart_and_days_not(self):
        assert mark_of(NOW, "203.0.113.9") != mark_of(NOW, "203.0.113.10")
        assert mark_of(NOW, "203.0.113.9") == mark_of(NOW + timedelta(days=1), "203.0.113.9")


class TestQueries:
    def test_visits_that_got_the_page_support_a_verdict(self, company):
        got = make_crawler_visit(requests=3)
        make_crawler_visit("/gone.html", status=404)

        told = came_to(page_keys=[got.page_key, page_key("https://www.yunfan.example/gone.html").digest])

        assert list(told) == [(got.page_key, "baidu")]
        assert (told[got.page_key, "baidu"].requests, told[got.page_key, "baidu"].last_at) == (3, NOW)

    def test_only_those_who_look_after_pages_see_visits(self, supervisor, boss, company):
        make_crawler_visit()

        assert crawler_visits(viewer_of(supervisor)).count() == 1
        assert crawler_visits(viewer_of(boss)).count() == 1

    def test_the_newest_log_is_known(self, read):
        assert newest_log_at() is None
        read(line())

        assert newest_log_at() == NOW


class TestPage:
    def test_shows_who_came_when(self, supervisor, sign_in):
        make_crawler_visit(last_at=NOW + timedelta(hours=1))

        answer = sign_in(supervisor).get("/indexing/visits/")

        assert answer.status_code == 200
        assert "Baiduspider" in answer.content.decode()
        assert "yunfan.example/news/1.html" in answer.content.decode()

    @pytest.mark.parametrize(
        ("address", "shown"),
        [
            ("yunfan.example/%E9%99%A4%E5%B0%98", "yunfan.example/除尘"),
            ("yunfan.example/%B3%FD", "yunfan.example/%B3%FD"),
            ("yunfan.example/a%0Ab", "yunfan.example/a%0Ab"),
        ],
    )
    def test_letters_are_shown_as_letters(self, address, shown):
        assert readable(address) == shown

    def test_is_empty_with_an_invitation(self, supervisor, sign_in):
        assert "上传" in sign_in(supervisor).get("/indexing/visits/").content.decode()

    def test_filters_by_engine_page_and_day(self, supervisor, sign_in):
        visit = make_crawler_visit()
        client = sign_in(supervisor)

        assert "Baiduspider" in client.get(f"/indexing/visits/?page_key={visit.page_key}").content.decode()
        assert "Baiduspider" not in client.get("/indexing/visits/?since=2026-11-21").content.decode()
        assert "Baiduspider" not in client.get("/indexing/visits/?engine=bing").content.decode()


def test_the_real_apache_log_comes_out_as_known(website):
    path = real_data("weblogs", "apache_semicomplete_2015.log")

    answer = services.read_log(website="yunfan.example", path=path, actor=system_viewer(), now=datetime.now(UTC))

    counts = answer.counts
    assert (counts.lines, counts.parsed, counts.bad) == (10_000, 9_999, 1)
    assert (counts.crawlers["Googlebot"], counts.crawlers["Baiduspider"], counts.crawlers["Yisou"]) == (542, 84, 1)
    assert sum(requests for _, _, requests in kept()) == answer.new_requests
