from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from omos.office.jobs import jobs
from omos.office.jobs.models import Worker
from omos.office.jobs.queries import Backups, Disk, wellbeing
from omos.office.jobs.tests.factories import START, declared, make_job, make_lease

ROOM = Disk(free=50, total=100)


@pytest.fixture(autouse=True)
def room_enough(monkeypatch):
    monkeypatch.setattr(wellbeing, "disk", lambda: ROOM)


@pytest.fixture
def living_worker(db):
    return Worker.objects.create(holder="w", started_at=START - timedelta(days=9), seen_at=START)


@pytest.fixture
def folder(tmp_path, settings):
    settings.ENVIRONMENT = {**settings.ENVIRONMENT, "OMOS_BACKUP_DIR": tmp_path}
    return tmp_path


@pytest.fixture
def real_work(settings):
    settings.OMOS_MODE = "production"


def codes(now: datetime = START) -> list[str]:
    return [one.code for one in wellbeing.ailments(now=now)]


class TestWorker:
    def test_is_missed_when_there_never_was_one(self, db):
        assert codes() == ["worker"]

    def test_is_missed_after_a_minute(self, living_worker):
        assert codes(START + timedelta(seconds=60)) == []
        assert codes(START + timedelta(seconds=61)) == ["worker"]


class TestJobs:
    def test_late_and_failing_ones_are_named_once(self, living_worker):
        with declared(make_job("a.late"), make_job("b.well"), make_job("c.fails")):
            make_lease("a.late", succeeded_at=START - timedelta(hours=1), failures_in_a_row=9)
            make_lease("b.well", succeeded_at=START)
            make_lease("c.fails", succeeded_at=START, failures_in_a_row=3)

            assert codes() == ["job:a.late", "job:c.fails"]


class TestDisk:
    @pytest.mark.parametrize(("free", "tone"), [(100, "yes"), (15, "yes"), (14, "warning"), (5, "warning"), (4, "no")])
    def test_warns_below_fifteen_and_five_in_a_hundred(self, free, tone):
        assert Disk(free=free, total=100).tone == tone

    def test_a_disk_of_no_size_is_full(self):
        assert Disk(free=0, total=0).tone == "no"

    def test_is_the_worst_thing_when_it_is_nearly_full(self, living_worker, monkeypatch):
        monkeypatch.setattr(wellbeing, "disk", lambda: Disk(free=4, total=100))
        with declared(make_job()):
            make_lease(failures_in_a_row=3)

            assert codes() == ["disk:no", "job:test.job"]


class TestBackups:
    def test_are_read_from_names_and_nothing_else(self, folder):
        names = ["omos-20261118-031500.tar.gz", "omos-20261119-031502.tar.gz.locked", "monday.tar.gz", ".x.unfinished"]
        [(folder / name).write_bytes(b"12345") for name in names]

        assert wellbeing.backups() == Backups(
            count=2, newest_at=datetime(2026, 11, 19, 3, 15, 2, tzinfo=UTC), newest_size=5, is_locked=True
        )

    def test_are_none_where_there_is_no_folder(self, settings, tmp_path):
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, "OMOS_BACKUP_DIR": tmp_path / "missing"}

        assert wellbeing.backups().count == 0

    def test_are_missed_after_thirty_hours(self, folder, real_work, living_worker):
        (folder / f"omos-{START - timedelta(hours=30):%Y%m%d-%H%M%S}.tar.gz").touch()

        assert codes() == []
        assert codes(START + timedelta(seconds=1)) == ["backup"]

    def test_are_not_missed_on_the_first_day(self, folder, real_work, living_worker):
        with declared(make_job(period=timedelta(days=1))):
            make_lease(watched_from=START - timedelta(hours=29))

            assert codes() == []
            assert codes(START + timedelta(seconds=59)) == []

    def test_are_not_missed_in_a_demo(self, folder, settings, living_worker):
        settings.OMOS_MODE = "demo"

        assert codes() == []


class TestDailyBackup:
    def test_runs_the_command_in_a_process_of_its_own(self, real_work, monkeypatch, tmp_path):
        monkeypatch.setattr(jobs, "BACKUP", ["touch", str(tmp_path / "made")])

        assert jobs.back_up(now=START) == 1
        assert (tmp_path / "made").exists()

    def test_fails_when_the_command_refuses(self, real_work, monkeypatch):
        monkeypatch.setattr(jobs, "BACKUP", ["false"])

        with pytest.raises(jobs.BackupFailed):
            jobs.back_up(now=START)

    def test_saves_no_demo(self, settings, monkeypatch):
        settings.OMOS_MODE = "demo"
        monkeypatch.setattr(jobs, "BACKUP", ["false"])

        assert jobs.back_up(now=START) == 0


class TestHealthPage:
    @pytest.fixture
    def administrator(self, sign_in, admin_staff):
        return sign_in(admin_staff)

    def test_says_what_is_wrong_first(self, administrator):
        text = administrator.get("/health/").content.decode()

        assert "后台进程没有运行" in text

    def test_says_that_all_is_well(self, administrator, db):
        now = timezone.now()
        Worker.objects.create(holder="w", started_at=now, seen_at=now)

        text = administrator.get("/health/").content.decode()

        assert "一切正常" in text

    def test_lists_jobs_that_are_not_on_time(self, administrator):
        make_lease("jobs.clean_up", succeeded_at=timezone.now() - timedelta(days=9), failures_in_a_row=4)

        answer = administrator.get("/health/")

        assert [one.job.code for one in answer.context["late"]] == ["jobs.clean_up"]

    def test_shows_backups_and_whether_they_are_locked(self, administrator, folder):
        (folder / f"omos-{timezone.now():%Y%m%d-%H%M%S}.tar.gz").write_bytes(b"12345")

        text = administrator.get("/health/").content.decode()

        assert "没有加密" in text
        assert "保留 1 份" in text

    def test_refuses_everybody_else(self, sign_in, supervisor):
        assert sign_in(supervisor).get("/health/").status_code == 403

    def test_refuses_the_wrong_method(self, administrator):
        assert administrator.post("/health/").status_code == 405

    @pytest.mark.queries
    def test_costs_few_questions(self, administrator, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            administrator.get("/health/")
