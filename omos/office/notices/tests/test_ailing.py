from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from omos.office.jobs.models import Worker
from omos.office.jobs.queries import Disk, wellbeing
from omos.office.jobs.tests.factories import declared, make_job, make_lease
from omos.office.notices.ailing import tell_ailments
from omos.office.notices.models import Notice
from omos.office.notices.tests.factories import NOW


@pytest.fixture
def living_worker(db):
    now = timezone.now()
    return Worker.objects.create(holder="w", started_at=now - timedelta(days=3), seen_at=now)


class TestTellAilments:
    def test_tells_administrators_once_a_day(self, admin_staff, editor, living_worker):
        with declared(make_job()):
            make_lease(failures_in_a_row=3)
            told = [tell_ailments(now=NOW), tell_ailments(now=NOW + timedelta(hours=2))]

        notice = Notice.objects.get()
        assert told == [1, 0]
        assert (notice.staff_id, notice.url) == (admin_staff.pk, "/health/")
        assert notice.title == "后台作业「test.job」运行不正常"

    def test_tells_again_the_next_day(self, admin_staff, living_worker):
        with declared(make_job()):
            make_lease(failures_in_a_row=3)
            told = [tell_ailments(now=NOW), tell_ailments(now=NOW + timedelta(days=1))]

        assert told == [1, 1]

    def test_says_one_thing_when_nobody_works(self, admin_staff):
        with declared(make_job("a.one"), make_job("b.two")):
            make_lease("a.one")
            make_lease("b.two")
            tell_ailments(now=NOW)

        assert Notice.objects.get().title == "后台进程没有运行"

    def test_warns_of_a_full_disk(self, admin_staff, living_worker, monkeypatch):
        monkeypatch.setattr(wellbeing, "disk", lambda: Disk(free=9, total=100))

        tell_ailments(now=NOW)

        assert Notice.objects.get().title == "磁盘只剩 9%"

    def test_is_silent_when_all_is_well(self, admin_staff, living_worker, monkeypatch):
        monkeypatch.setattr(wellbeing, "disk", lambda: Disk(free=90, total=100))

        assert tell_ailments(now=NOW) == 0
