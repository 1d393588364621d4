"""A large file is booked by the machine: asked for, watched, called off, begun anew after a fall."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from omos.centres.promotion import jobs, queries, services
from omos.centres.promotion.models import AdLine, Upload
from omos.centres.promotion.services import queueing
from omos.centres.promotion.tests.factories import (
    DAY,
    HEAD,
    NOON,
    TENCENT_HEAD,
    book,
    keyword_row,
    promoter,
    table,
    upload,
)
from omos.loop.catalogue.tests.factories import make_channel
from omos.loop.ledger import queries as ledger
from omos.loop.ledger.models import Fact
from omos.office.jobs import services as job_services
from omos.office.jobs.models import Lease
from omos.office.sheets import queries as sheets
from omos.office.sheets import services as sheet_services
from omos.people.models import Action

LATER = NOON + timedelta(minutes=1)
KILLED = 9
ROWS = 2_100
REPORT = table(HEAD, [keyword_row(f"词{number}", spend="1.00") for number in range(ROWS)])


def asked(**values) -> Upload:
    """A large file somebody has asked to be booked."""
    one = upload(REPORT)
    Upload.objects.filter(pk=one.pk).update(**values)
    one.refresh_from_db()
    services.queue_booking(upload=one, actor=promoter(), now=NOON, true_now=NOON)
    one.refresh_from_db()
    return one


def spent():
    return ledger.totals(measures=("spend",), first=DAY, last=DAY)["spend"].value


@pytest.mark.django_db
class TestAsking:
    def test_books_nothing_yet(self):
        one = asked()

        assert one.state == "QUEUED"
        assert spent() is None

    def test_makes_the_job_due_at_once(self):
        job_services.ensure_leases(now=NOON)
        Lease.objects.filter(code=queueing.JOB).update(due_at=NOON + timedelta(days=400))

        asked()

        assert Lease.objects.get(code=queueing.JOB).due_at < NOON + timedelta(days=400)

    def test_is_refused_twice(self):
        one = asked()

        with pytest.raises(services.UploadStopped):
            services.queue_booking(upload=one, actor=promoter(), now=LATER, true_now=LATER)

    def test_leaves_a_trail_with_a_name(self):
        asked()

        assert Action.objects.filter(verb="promotion.upload", after__has_key="asked").exclude(user=None).exists()

    def test_tells_health_how_long_it_waits(self):
        asked()

        assert queries.oldest_waiting(now=LATER) == NOON

    def test_is_for_large_files_only(self):
        assert services.is_large(upload(REPORT))
        assert not services.is_large(upload(table(HEAD, [keyword_row()])))


@pytest.mark.django_db
class TestBooking:
    def test_books_what_waits(self):
        one = asked()

        assert jobs.book_uploads(now=LATER) == 1

        one.refresh_from_db()
        assert (one.state, one.booked_at) == ("BOOKED", LATER)
        assert one.outcome["counts"]["added"] == ROWS
        assert spent() == ROWS * 100

    def test_does_nothing_a_second_time(self):
        asked()
        jobs.book_uploads(now=LATER)
        entries = Fact.objects.count()

        assert jobs.book_uploads(now=LATER) == 0

        assert Fact.objects.count() == entries

    def test_takes_up_what_somebody_left_who_died(self):
        one = asked()
        Upload.objects.update(state="BOOKING")

        jobs.book_uploads(now=LATER)

        one.refresh_from_db()
        assert one.state == "BOOKED"

    def test_books_files_in_their_order(self):
        first, second = asked(), asked()
        Upload.objects.filter(pk=second.pk).update(asked_at=NOON - timedelta(hours=1))

        assert [one.pk for one in queries.waiting_uploads()] == [second.pk, first.pk]

    def test_hands_back_what_cannot_be_booked_and_says_why(self):
        one = asked(mapping={"day": 0})

        jobs.book_uploads(now=LATER)

        one.refresh_from_db()
        assert one.state == "OPEN"
        assert "消费" in one.refusal

    def test_a_fault_of_the_program_holds_up_no_other(self, monkeypatch):
        first = asked()
        monkeypatch.setattr(queueing, "book_upload", fail)

        with pytest.raises(ZeroDivisionError):
            jobs.book_uploads(now=LATER)

        first.refresh_from_db()
        assert (first.state, bool(first.refusal)) == ("OPEN", True)

    def test_tells_how_far_it_is(self, monkeypatch):
        one, told = asked(), []
        monkeypatch.setattr(sheet_services, "progress_reporter", lambda name, total: told.append)

        jobs.book_uploads(now=LATER)

        assert told == sorted(told)
        assert len(told) >= 4
        assert told[-1] == ROWS
        assert sheets.progress_of(services.progress_name(one)) == {"done": 0, "total": 0}


def fail(**_given):
    raise ZeroDivisionError


@pytest.mark.django_db
class TestCallingOff:
    def test_leaves_nothing(self):
        one = asked()

        services.stop_booking(upload=one, actor=promoter(), now=LATER)

        assert jobs.book_uploads(now=LATER) == 0
        assert Upload.objects.get().state == "OPEN"
        assert spent() is None

    def test_wins_over_a_booking_that_has_only_read(self, monkeypatch):
        one = asked()
        monkeypatch.setattr(queries, "reading_of", reading_while_called_off(one))

        jobs.book_uploads(now=LATER)

        one.refresh_from_db()
        assert (one.state, one.refusal) == ("OPEN", "")
        assert not AdLine.objects.exists()

    def test_comes_too_late_once_it_is_booked(self):
        one = asked()
        jobs.book_uploads(now=LATER)

        with pytest.raises(services.UploadStopped):
            services.stop_booking(upload=one, actor=promoter(), now=LATER)


def reading_while_called_off(one):
    read = queries.reading_of

    def reading_of(upload, *, today):
        services.stop_booking(upload=one, actor=promoter(), now=LATER)
        return read(upload, today=today)

    return reading_of


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def inside(self, company, clock_at, noon, sign_in, promoter):
        clock_at(noon)
        make_channel("BAIDU_SEARCH", name="百度搜索")
        return sign_in(promoter)

    def page(self, one, name):
        return reverse(f"promotion:{name}", args=[one.pk])

    def test_booking_leads_to_the_progress(self, inside):
        one = upload(REPORT)

        answer = inside.post(self.page(one, "book"), follow=True)

        assert Upload.objects.get().state == "QUEUED"
        assert "<progress" in answer.content.decode()
        assert self.page(one, "stop") in answer.content.decode()

    def test_the_progress_asks_for_itself(self, inside):
        one = asked()
        sheet_services.progress_reporter(services.progress_name(one), ROWS)(700)

        text = inside.get(self.page(one, "booking")).content.decode()
        sheet_services.clear_progress(services.progress_name(one))

        assert "700" in text
        assert f'hx-get="{self.page(one, "booking")}"' in text

    def test_the_page_is_drawn_anew_at_the_end(self, inside):
        one = asked()
        jobs.book_uploads(now=LATER)

        assert inside.get(self.page(one, "booking")).headers["HX-Refresh"] == "true"

    def test_it_is_called_off_here(self, inside):
        one = asked()

        inside.post(self.page(one, "stop"))
        again = inside.post(self.page(one, "stop"), follow=True)

        assert Upload.objects.get().state == "OPEN"
        assert again.status_code == 200

    def test_says_why_it_was_handed_back(self, inside):
        one = upload(table(HEAD, [keyword_row()]))
        Upload.objects.update(refusal="天上下雨")

        assert "天上下雨" in inside.get(self.page(one, "upload")).content.decode()

    def test_are_not_for_editors(self, sign_in, editor):
        one = asked()
        client = sign_in(editor)

        assert client.get(self.page(one, "booking")).status_code == 403
        assert client.post(self.page(one, "stop")).status_code == 403

    def test_take_the_right_method_only(self, inside):
        one = asked()

        assert inside.get(self.page(one, "stop")).status_code == 405
        assert inside.post(self.page(one, "booking")).status_code == 405


BOOKER = """
    import os, signal
    import django
    django.setup()
    from datetime import datetime, timezone
    from omos.centres.promotion import jobs
    from omos.loop.ledger import services as ledger

    def die(**given):
        os.kill(os.getpid(), signal.SIGKILL)

    ledger.post = die
    jobs.book_uploads(now=datetime(2026, 11, 20, 4, 1, tzinfo=timezone.utc))
"""


def environment() -> dict[str, str]:
    """Ours, with the test database under the name the settings look for."""
    data = Path(os.environ["OMOS_DATA"]) / "killed_booker"
    data.mkdir(exist_ok=True)
    (data / "omos.sqlite3").unlink(missing_ok=True)
    (data / "omos.sqlite3").symlink_to(connection.settings_dict["NAME"])
    return {**os.environ, "OMOS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "omos.settings"}


@pytest.mark.concurrency
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the child opens the same file")
class TestKilled:
    def test_leaves_nothing_and_is_begun_anew(self, transactional_db):
        one = asked()

        child = [sys.executable, "-c", textwrap.dedent(BOOKER)]
        killed = subprocess.run(child, env=environment(), capture_output=True, check=False)

        assert killed.returncode == -KILLED, killed.stderr.decode()
        assert Upload.objects.get().state == "BOOKING"
        assert not AdLine.objects.exists()
        assert not Fact.objects.exists()

        jobs.book_uploads(now=LATER)

        one.refresh_from_db()
        assert one.state == "BOOKED"
        assert spent() == ROWS * 100


@pytest.mark.django_db
def test_a_missing_day_is_told_when_the_machine_finds_it():
    rows = [["A", "5", "投放", "9", "1", "2%", "3", "3"]] * ROWS
    one = upload(table(TENCENT_HEAD, rows))
    services.queue_booking(upload=one, actor=promoter(), now=NOON, true_now=NOON)

    jobs.book_uploads(now=LATER)

    one.refresh_from_db()
    assert (one.state, bool(one.refusal)) == ("OPEN", True)


@pytest.mark.django_db
def test_small_files_are_booked_at_once():
    assert book(table(HEAD, [keyword_row()])).asked_at is None
