from __future__ import annotations

from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from omos.office.jobs import health, traffic
from omos.office.jobs.models import Worker
from omos.office.jobs.queries import wellbeing
from omos.office.jobs.tests.factories import declared, make_job, make_lease, make_run

TOKEN = "a token of more than twenty signs"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def living_worker(db):
    return Worker.objects.create(holder="w", started_at=timezone.now(), seen_at=timezone.now())


class TestHealthz:
    def test_answers_without_asking_the_records(self, client):
        assert client.get("/healthz").content == b"ok\n"

    def test_refuses_the_wrong_method(self, client):
        assert client.post("/healthz").status_code == 405


class TestReadyz:
    def test_is_ready_when_everything_holds(self, client, living_worker):
        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()["ready"]) == (200, True)

    def test_tells_strangers_nothing_but_whether(self, client, living_worker):
        answer = client.get("/readyz", REMOTE_ADDR="203.0.113.9")

        assert answer.json() == {"ready": True}

    def test_is_not_ready_without_a_worker(self, client, db):
        answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json()["checks"]["worker_seen_seconds_ago"] == {"ok": False, "value": None}

    def test_is_not_ready_when_the_worker_fell_silent(self, client, db):
        long_ago = timezone.now() - timedelta(minutes=2)
        Worker.objects.create(holder="w", started_at=long_ago, seen_at=long_ago)

        assert client.get("/readyz").status_code == 503

    def test_is_not_ready_while_something_due_waits_for_minutes(self, client, living_worker):
        with declared(make_job()):
            make_lease(due_at=timezone.now() - timedelta(minutes=6))
            answer = client.get("/readyz")

        assert answer.status_code == 503
        assert answer.json()["checks"]["oldest_due_age_seconds"]["value"] >= 360

    def test_counts_the_rows_that_jobs_report(self, client, living_worker):
        waiting_since = timezone.now() - timedelta(minutes=8)
        with declared(make_job(oldest_due=lambda *, now: waiting_since)):
            make_lease(due_at=timezone.now() + timedelta(hours=1))
            answer = client.get("/readyz")

        assert answer.json()["checks"]["oldest_due_age_seconds"]["value"] >= 480

    def test_is_not_ready_when_the_disk_is_full(self, client, living_worker, monkeypatch):
        monkeypatch.setattr(wellbeing.shutil, "disk_usage", lambda folder: Usage(100, 97, 3))

        assert client.get("/readyz").json()["checks"]["disk_free_share"] == {"ok": False, "value": 0.03}

    def test_is_not_ready_when_migrations_are_pending(self, client, db, monkeypatch):
        monkeypatch.setattr(health, "_pending_migrations", lambda: 2)

        assert client.get("/readyz").json()["checks"]["migrations"] == {"ok": False, "value": 2}

    def test_is_not_ready_when_the_records_do_not_answer(self, client, db, monkeypatch):
        def fail():
            raise OperationalError("unable to open /home/zhang/omos.sqlite3")

        monkeypatch.setattr(health, "_pending_migrations", fail)

        answer = client.get("/readyz")

        assert answer.json()["checks"]["records"] == {"ok": False, "value": "OperationalError"}
        assert "zhang" not in answer.content.decode()


class TestMetrics:
    def test_shows_requests_and_jobs(self, client, db):
        make_run("test.job", rows=2)
        traffic.count(route="work:week", status=200, seconds=0.02)

        text = client.get("/metrics").content.decode()

        assert 'omos_requests_total{route="work:week",status="200"}' in text
        assert 'omos_job_runs{job="test.job",state="done"} 1' in text
        assert "omos_build_info{version=" in text

    def test_is_closed_to_other_machines(self, client, db):
        assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403

    def test_opens_to_the_bearer_of_the_token(self, client, db, settings):
        settings.METRICS_TOKEN = TOKEN

        answer = client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": f"Bearer {TOKEN}"})

        assert answer.status_code == 200

    @pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Bearer 错"])
    def test_refuses_another_token(self, client, db, settings, given):
        settings.METRICS_TOKEN = TOKEN

        answer = client.get("/metrics", REMOTE_ADDR="203.0.113.9", headers={"Authorization": given})

        assert answer.status_code == 403

    @pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
    def test_does_not_believe_a_proxy_on_this_machine(self, client, db, header):
        assert client.get("/metrics", headers={header: "203.0.113.9"}).status_code == 403

    def test_is_closed_behind_our_own_proxy_without_a_token(self, client, db, settings):
        settings.TRUSTED_PROXIES = 1

        assert client.get("/metrics").status_code == 403


class TestTraffic:
    def test_adds_up_in_the_buckets(self):
        traffic.count(route="test:buckets", status=200, seconds=0.01)
        traffic.count(route="test:buckets", status=500, seconds=99)

        lines = [line for line in traffic.lines() if "test:buckets" in line]

        assert 'omos_request_seconds_bucket{route="test:buckets",le="0.015"} 1' in lines
        assert 'omos_request_seconds_bucket{route="test:buckets",le="+Inf"} 2' in lines
        assert 'omos_request_seconds_count{route="test:buckets"} 2' in lines
