from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from omos.cli import watch
from omos.office.jobs.models import Worker
from omos.office.notices.models import Notice


class TestWatchingFromThePages:
    def test_tells_that_the_worker_is_gone(self, admin_staff):
        long_ago = timezone.now() - timedelta(minutes=3)
        Worker.objects.create(holder="w", started_at=long_ago, seen_at=long_ago)

        watch._look_once()

        assert Notice.objects.get().title == "后台进程没有运行"

    def test_goes_on_when_the_records_do_not_answer(self, db, monkeypatch, caplog):
        def fail(**given):
            raise OSError("disk gone")

        monkeypatch.setattr("omos.office.notices.ailing.tell_ailments", fail)

        watch._look_once()

        assert "the look failed" in caplog.text
