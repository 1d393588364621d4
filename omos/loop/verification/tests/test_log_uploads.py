"""Access logs from a browser: sent in pieces, read by a job, deleted once read; hostile ones hurt nobody."""

from __future__ import annotations

import gzip
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omos.loop.verification import jobs, services
from omos.loop.verification.models import CrawlerVisit, LogUpload
from omos.loop.verification.services import log_uploads
from omos.loop.verification.tests.factories import NOW
from omos.loop.verification.tests.test_crawler_visits import line
from omos.people.models import Action
from omos.people.tests.factories import make_website, viewer_of

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def site(company):
    return make_website()


@pytest.fixture
def actor(promoter):
    return viewer_of(promoter)


@pytest.fixture
def send(site, actor):
    """Send this content in one piece."""

    def do(content, name="access.log"):
        upload = begin(site, actor, len(content), name)
        services.add_piece(upload=upload, start=0, content=content, actor=actor, now=NOW, true_now=NOW)
        upload.refresh_from_db()
        return upload

    return do


def begin(site, actor, size, name="access.log"):
    return services.start_log_upload(website_id=site.pk, name=name, size=size, actor=actor, now=NOW)


def read(upload):
    jobs.read_logs(now=LATER)
    upload.refresh_from_db()
    return upload


class TestSending:
    def test_waits_to_be_read_once_all_has_come(self, send):
        assert send(line().encode()).state == "WAITING"

    def test_goes_on_from_the_byte_it_has(self, site, actor):
        content = (line() * 3).encode()
        upload = begin(site, actor, len(content))

        assert (
            services.add_piece(upload=upload, start=0, content=content[:50], actor=actor, now=NOW, true_now=NOW) == 50
        )
        assert services.add_piece(
            upload=upload, start=50, content=content[50:], actor=actor, now=NOW, true_now=NOW
        ) == len(content)

        assert log_uploads.path_of(upload).read_bytes() == content

    def test_a_piece_that_comes_twice_is_taken_once(self, site, actor):
        upload = begin(site, actor, 100)
        services.add_piece(upload=upload, start=0, content=b"a" * 50, actor=actor, now=NOW, true_now=NOW)

        assert services.add_piece(upload=upload, start=0, content=b"b" * 50, actor=actor, now=NOW, true_now=NOW) == 50

        assert log_uploads.path_of(upload).read_bytes() == b"a" * 50

    def test_a_piece_out_of_order_is_told_where_to_go_on(self, site, actor):
        upload = begin(site, actor, 100)

        assert services.add_piece(upload=upload, start=50, content=b"b" * 50, actor=actor, now=NOW, true_now=NOW) == 0

    def test_more_than_was_announced_is_refused(self, site, actor):
        with pytest.raises(services.LogRefused):
            services.add_piece(
                upload=begin(site, actor, 10), start=5, content=b"123456", actor=actor, now=NOW, true_now=NOW
            )

    @pytest.mark.parametrize("size", [0, services.LARGEST + 1])
    def test_what_is_empty_or_too_large_is_refused_at_once(self, site, actor, size):
        with pytest.raises(services.LogRefused):
            begin(site, actor, size)

    def test_the_limit_is_said(self, site, actor):
        with pytest.raises(services.LogRefused, match="200 MB"):
            begin(site, actor, services.LARGEST + 1)

    @pytest.mark.parametrize("name", ["../../etc/passwd", "..", ".bashrc", "a/b\\c", "日志 1.log", "\x00", "x" * 300])
    def test_no_name_leads_elsewhere(self, site, actor, name):
        upload = begin(site, actor, 5, name)
        root = Path(os.environ["OMOS_DATA"]) / "log-uploads"

        path = log_uploads.path_of(upload)

        assert path.parent.name == str(upload.pk)
        assert path.resolve().parent.parent == root.resolve()
        assert not path.name.startswith(".")

    def test_leaves_a_trail(self, send):
        send(line().encode())

        assert Action.objects.filter(verb="verification.import_logs", after__has_key="size").exists()


class TestReading:
    def test_keeps_the_visits_and_accounts_for_every_line(self, send):
        upload = read(send((line() + "rubbish\n" + line(path="/b.html")).encode()))

        assert upload.state == "DONE"
        assert (upload.outcome["lines"], upload.outcome["parsed"], upload.outcome["bad"]) == (3, 2, 1)
        assert CrawlerVisit.objects.count() == 2

    def test_reads_what_is_packed(self, send):
        upload = read(send(gzip.compress(line().encode()), "access.log.gz"))

        assert (upload.state, upload.outcome["new_requests"]) == ("DONE", 1)

    def test_the_same_log_again_adds_nothing(self, send):
        read(send(line().encode()))

        again = read(send(line().encode(), "access.log.1"))

        assert again.outcome["new_requests"] == 0
        assert CrawlerVisit.objects.get().requests == 1

    def test_deletes_the_file(self, send):
        upload = send(line().encode())

        read(upload)

        assert not log_uploads.path_of(upload).parent.exists()

    def test_takes_up_what_somebody_left_who_died(self, send):
        upload = send(line().encode())
        LogUpload.objects.update(state="READING")

        assert read(upload).state == "DONE"

    def test_tells_how_far_it_is(self, send):
        content = (line() * 50).encode()

        upload = read(send(content))

        assert (upload.unpacked, upload.read, upload.lines) == (len(content), len(content), 50)

    def test_says_so_when_it_is_no_log(self, send):
        upload = read(send(b"\x89PNG\r\n\x1a\n" + b"\x00" * 500))

        assert (upload.state, bool(upload.refusal)) == ("FAILED", True)

    def test_does_nothing_a_second_time(self, send):
        read(send(line().encode()))

        assert jobs.read_logs(now=LATER) == 0

    def test_forgets_what_nobody_went_on_sending(self, site, actor):
        upload = begin(site, actor, 100)
        services.add_piece(upload=upload, start=0, content=b"a", actor=actor, now=NOW, true_now=NOW)

        jobs.read_logs(now=NOW + timedelta(days=2))

        assert not LogUpload.objects.exists()
        assert not log_uploads.path_of(upload).exists()


class TestHostileLogs:
    def test_a_packed_trap_is_refused_before_it_is_read(self, send, monkeypatch):
        monkeypatch.setattr(log_uploads, "LARGEST_UNPACKED", 5 << 20)

        upload = read(send(gzip.compress(b"\0" * (8 << 20)), "bomb.gz"))

        assert upload.state == "FAILED"
        assert "4 GB" in upload.refusal

    def test_a_cut_off_archive_is_read_as_far_as_it_goes(self, send):
        whole = gzip.compress(
            "".join(line(path=f"/{n}.html", client=f"203.0.113.{n % 250}") for n in range(5000)).encode()
        )

        upload = read(send(whole[: len(whole) // 2], "access.log.gz"))

        assert upload.state == "DONE"
        assert upload.outcome["is_broken_off"]
        assert upload.outcome["lines"] == upload.outcome["parsed"] + upload.outcome["bad"]

    @pytest.mark.parametrize(
        "nasty",
        [
            b"A" * 300_000,
            b"\x00" * 5_000,
            b'203.0.113.9 - - [99/Zzz/2026:10:00:07 +0800] "GET / HTTP/1.1" 200 5 "-" "x"',
            b'203.0.113.9 - - [20/Nov/2026:10:00:07 +0800] "' + b"\\" * 20_000 + b'" 200 5 "-" "x"',
            b"\x1b[2J\x1b]0;owned\x07 <script>alert(1)</script>",
            b'- - - [] "" 0 0 "" "' + b'"' * 5_000,
            b"\xff\xfe\xfd" * 1_000,
        ],
    )
    def test_a_nasty_line_is_one_bad_line(self, send, nasty):
        upload = read(send(line().encode() + nasty + b"\n" + line(path="/b.html").encode()))

        assert upload.state == "DONE"
        assert upload.outcome["lines"] == upload.outcome["parsed"] + upload.outcome["bad"]
        assert upload.outcome["parsed"] >= 2

    def test_bad_lines_are_shown_without_acting(self, send, sign_in, promoter):
        read(send(line().encode() + b"\x1b[2J<script>alert(1)</script>\n"))

        text = sign_in(promoter).get(reverse("verification:logs")).content.decode()

        assert "<script>alert" not in text
        assert "\x1b" not in text
        assert "&lt;script&gt;" in text


class TestPage:
    @pytest.fixture
    def inside(self, site, clock_at, noon, sign_in, promoter):
        clock_at(noon)
        self.site = site
        return sign_in(promoter)

    def announce(self, client, **fields):
        data = {"website": self.site.pk, "name": "access.log", "size": 300} | fields
        return client.post(reverse("verification:logs"), data, headers={"Accept": "application/json"})

    def test_takes_a_small_file_at_once(self, inside):
        file = SimpleUploadedFile("access.log", line().encode())

        inside.post(reverse("verification:logs"), {"website": self.site.pk, "log": file})

        assert LogUpload.objects.get().state == "WAITING"

    def test_a_large_one_is_announced_and_sent_in_pieces(self, inside):
        url = self.announce(inside).json()["url"]

        answer = inside.post(url, {"start": "0", "piece": SimpleUploadedFile("p", b"a" * 100)})

        assert answer.json() == {"received": 100}

    def test_the_limit_is_told_in_words(self, inside):
        answer = self.announce(inside, size=services.LARGEST + 1)

        assert answer.status_code == 422
        assert "200 MB" in answer.json()["refusal"]

    @pytest.mark.parametrize("start", ["", "-1", "x", "9" * 30, "１"])
    def test_a_senseless_piece_is_refused(self, inside, start):
        url = self.announce(inside).json()["url"]

        assert inside.post(url, {"start": start, "piece": SimpleUploadedFile("p", b"a")}).status_code == 422

    def test_nothing_chosen_is_told(self, inside):
        assert inside.post(reverse("verification:logs"), {"website": self.site.pk}).status_code == 422

    def test_progress_is_asked_for_until_it_is_read(self, inside, send):
        upload = send(line().encode())
        url = reverse("verification:log_progress", args=[upload.pk])

        assert "<progress" in inside.get(url).content.decode()
        read(upload)
        assert inside.get(url).headers["HX-Refresh"] == "true"

    def test_shows_what_was_read(self, inside, send):
        read(send((line() + "rubbish\n").encode()))

        text = inside.get(reverse("verification:logs")).content.decode()

        assert "共 2 行" in text
        assert "Baiduspider" in text

    def test_is_taken_off_the_list(self, inside, send):
        upload = send(line().encode())
        url = reverse("verification:drop_log", args=[upload.pk])

        inside.post(url)
        again = inside.post(url)

        assert not LogUpload.objects.exists()
        assert again.status_code == 404

    def test_is_not_for_editors(self, sign_in, editor, send):
        upload = send(line().encode())
        client = sign_in(editor)

        assert client.get(reverse("verification:logs")).status_code == 403
        assert client.post(reverse("verification:drop_log", args=[upload.pk])).status_code == 403
        assert client.post(reverse("verification:log_piece", args=[upload.pk])).status_code == 403

    def test_takes_the_right_method_only(self, inside, send):
        upload = send(line().encode())

        assert inside.get(reverse("verification:drop_log", args=[upload.pk])).status_code == 405
        assert inside.get(reverse("verification:log_piece", args=[upload.pk])).status_code == 405
